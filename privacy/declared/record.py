"""The record of processing activities (GDPR Art. 30), made from the declarations that the stores enforce."""

from collections.abc import Iterable
from enum import Enum

from privacy.declared.fields import EVERYWHERE, KINDS, Declaration, Kind

_HEAD = "| field | what | class | purposes | basis | kept | regions | encrypted |"
_RULE = "|---|---|---|---|---|---|---|---|"


def records() -> str:
    """The record of processing as Markdown: one table for each kind of row, one line for each stored field."""
    return "\n\n".join(["# Record of processing", *(_kind(each) for each in KINDS.values())]) + "\n"


def _kind(kind: Kind) -> str:
    about = " ".join((kind.row.__doc__ or "").split())
    lines = (_field(name, declared) for name, declared in kind.fields.items())
    return "\n".join([f"## {kind.name}\n\n{about}\n", _HEAD, _RULE, *lines])


def _field(name: str, declared: Declaration) -> str:
    regions = "all" if declared.regions == EVERYWHERE else _words(declared.regions)
    cells = (
        f"`{name}`",
        declared.meaning,
        declared.data_class.value,
        _words(declared.purposes),
        _words(declared.bases),
        declared.term.value,
        regions,
        "yes, with the subject's key" if declared.sealed else "no",
    )
    return "| " + " | ".join(cells) + " |"


def _words(values: Iterable[Enum]) -> str:
    return ", ".join(sorted(str(each.value) for each in values))
