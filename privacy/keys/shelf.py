"""The port for wrapped keys, and the shelf in memory. Keys lie apart from rows: a copy of the rows alone is useless."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it lies on the shelf: which master key wrapped it, and the result."""

    master: str
    blob: bytes = field(repr=False)


class Shelf(Protocol):
    """Every method raises a `StoreError` when it did nothing, and returns only when the work is durable."""

    async def add(self, name: str, wrapped: Wrapped) -> bool:
        """Whether it was put there; False when there is one of that name, which stays."""
        ...

    async def get(self, name: str) -> Wrapped | None: ...

    async def replace(self, name: str, old: Wrapped, new: Wrapped) -> bool:
        """Whether `old` was there and `new` is: a key that was dropped meanwhile does not come back."""
        ...

    async def drop(self, *names: str) -> bool:
        """Whether there was one of them; their bytes go with `scrub`."""
        ...

    async def names(self) -> frozenset[str]: ...

    async def scrub(self) -> bool:
        """Whether the bytes of dropped keys have left the files."""
        ...

    async def aclose(self) -> None: ...


class MemoryShelf:
    """`Shelf` without a disk, for tests of what uses one."""

    def __init__(self) -> None:
        self.wrapped: dict[str, Wrapped] = {}

    async def add(self, name: str, wrapped: Wrapped) -> bool:
        return self.wrapped.setdefault(name, wrapped) is wrapped

    async def get(self, name: str) -> Wrapped | None:
        return self.wrapped.get(name)

    async def replace(self, name: str, old: Wrapped, new: Wrapped) -> bool:
        if self.wrapped.get(name) != old:
            return False
        self.wrapped[name] = new
        return True

    async def drop(self, *names: str) -> bool:
        gone = [self.wrapped.pop(name, None) for name in names]
        return any(each is not None for each in gone)

    async def names(self) -> frozenset[str]:
        return frozenset(self.wrapped)

    async def scrub(self) -> bool:
        return True

    async def aclose(self) -> None:
        pass
