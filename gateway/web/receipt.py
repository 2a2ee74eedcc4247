"""The privacy receipt: what was kept of a conversation and what went where."""

from datetime import UTC, datetime
from typing import Any

from privacy.keeping.api import KeptPart, Receipt


def told(receipt: Receipt, of: str, ending: str, seconds: float, turns: int) -> dict[str, Any]:
    """What became of it, for the caller's own eyes. `reference` is what to name to the operator: the code that finds
    what was kept, or, where nothing was, `of`, the id under which there are figures and no words."""
    return {
        "seconds": round(seconds, 1),
        "turns": turns,
        "kept": [_kept(part) for part in receipt.kept],
        "shared": list(receipt.shared),
        "ending": ending,
        "reference": receipt.reference or of,
    }


def _kept(part: KeptPart) -> dict[str, str]:
    return {
        "what": part.data_class.value,
        "flag": part.flag.value,
        "basis": part.basis.value,
        "source": part.source.value,
        "until": datetime.fromtimestamp(part.due_s, UTC).isoformat(),
    }
