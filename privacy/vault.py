"""Stable placeholders for one call, and the way back for speech to the same caller.

The same value has the same placeholder all through a call, however it was said: "four one one" and "411" are one. The
mapping lives in memory, is never shown, and is gone after `wipe`.
"""

import re
from collections import Counter
from typing import Final

PLACEHOLDER: Final = re.compile(r"\[[A-Z][A-Z_]*_\d+\]")


class Vault:
    """Owned by one session."""

    __slots__ = ("_counts", "_placeholders", "_surfaces")

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._placeholders: dict[tuple[str, str], str] = {}
        self._surfaces: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<Vault, {len(self._placeholders)} values>"

    def placeholder(self, type_: str, key: str, surface: str) -> str:
        """The placeholder for a value: `[CARD_1]`, the same for the same key for as long as the call lasts."""
        known = self._placeholders.get((type_, key))
        if known is None:
            self._counts[type_] += 1
            known = f"[{type_}_{self._counts[type_]}]"
            self._placeholders[type_, key] = known
            self._surfaces[known] = surface
        return known

    def restore(self, text: str) -> str:
        """`text` with every placeholder of this call as it was first said; others stay as they are."""
        return PLACEHOLDER.sub(lambda found: self._surfaces.get(found[0], found[0]), text)

    def wipe(self) -> None:
        """Forget everything; placeholders given out before cannot be resolved again."""
        self._counts.clear()
        self._placeholders.clear()
        self._surfaces.clear()
