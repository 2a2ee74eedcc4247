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
        self._placeholders: dict[str, str] = {}
        self._surfaces: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<Vault, {len(self._placeholders)} values>"

    def placeholder(self, type_: str, key: str, surface: str) -> str:
        """The placeholder for a value, `[CARD_1]`: the same all through the call, whatever type it has later."""
        known = self._placeholders.get(key)
        if known is None:
            known = self._placeholders[key] = self.blank(type_)
            self._surfaces[known] = surface
        return known

    def blank(self, type_: str) -> str:
        """A placeholder that nothing stands behind."""
        self._counts[type_] += 1
        return f"[{type_}_{self._counts[type_]}]"

    def restore(self, text: str) -> str:
        """`text` with every placeholder of this call as it was first said; others stay as they are."""
        return PLACEHOLDER.sub(lambda found: self._surfaces.get(found[0], found[0]), text)

    def wipe(self) -> None:
        """Forget everything; placeholders given out before cannot be resolved again."""
        self._counts.clear()
        self._placeholders.clear()
        self._surfaces.clear()
