"""A directory of cells whose addresses a test chooses; each takes as many calls as told."""

from collections import Counter

from gateway.sip.api import CellAddress


class ListedCells:
    """A `CellDirectory` over a list: the first cell with room gets the call."""

    def __init__(self, *cells: CellAddress, calls_per_cell: int = 4) -> None:
        self.cells = {cell.cell_id: cell for cell in cells}
        self.assigned: dict[str, str] = {}
        self.released: list[str] = []
        self.calls_per_cell = calls_per_cell
        self.is_expecting = False

    def assign(self, call_key: str) -> CellAddress | None:
        if call_key in self.assigned:
            return self.cells.get(self.assigned[call_key])
        load = Counter(self.assigned.values())
        for cell_id, cell in self.cells.items():
            if load[cell_id] < self.calls_per_cell:
                self.assigned[call_key] = cell_id
                return cell
        return None

    def expecting(self) -> bool:
        return self.is_expecting

    def find(self, cell_id: str) -> CellAddress | None:
        return self.cells.get(cell_id)

    def release(self, call_key: str) -> None:
        self.released.append(call_key)
        self.assigned.pop(call_key, None)
