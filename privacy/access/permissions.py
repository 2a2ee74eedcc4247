"""The table of permissions, as data. What is not in it is denied; an admin reads nothing that anybody said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from privacy.access.api import Act, Role
from privacy.declared.terms import Purpose

_S, _D, _I, _M, _C = Purpose.SUPPORT, Purpose.DIAGNOSTICS, Purpose.IMPROVEMENT, Purpose.MISUSE, Purpose.COMPLIANCE


class Reach(Enum):
    """Whose data a permission covers."""

    ALL = "all"
    OWN = "own"  # the caller's
    NOBODYS = "nobodys"  # the act is about no person


@dataclass(frozen=True, slots=True)
class Permission:
    """What a role may use an act for."""

    purposes: frozenset[Purpose]
    reach: Reach = Reach.ALL


def _may(*purposes: Purpose, reach: Reach = Reach.ALL) -> Permission:
    return Permission(frozenset(purposes), reach)


_OWN: Final = Reach.OWN
_HOUSE: Final = Reach.NOBODYS

PERMISSIONS: Final[Mapping[Role, Mapping[Act, Permission]]] = MappingProxyType(
    {
        Role.CALLER: {
            Act.READ_TRANSCRIPT: _may(_S, _C, reach=_OWN),
            Act.READ_TRACE: _may(_S, _C, reach=_OWN),
            Act.READ_RECEIPT: _may(_S, _C, reach=_OWN),
            Act.READ_LEDGER: _may(_S, _C, reach=_OWN),
            Act.EXPORT: _may(_C, reach=_OWN),
            Act.ERASE: _may(_C, reach=_OWN),
            Act.MAKE_REQUEST: _may(_C, reach=_OWN),
        },
        Role.SUPPORT: {
            Act.READ_TRANSCRIPT: _may(_S),
            Act.READ_RECEIPT: _may(_S),
            Act.READ_LEDGER: _may(_S),
            Act.SET_FLAG: _may(_S),
            Act.MAKE_REQUEST: _may(_C),
        },
        Role.DIAGNOSTICS: {
            Act.READ_TRACE: _may(_D, _M),
            Act.READ_RECEIPT: _may(_D),
            Act.READ_STATISTICS: _may(_D, _I, _M, reach=_HOUSE),
            Act.ASK_GLASS: _may(_D, _M),
        },
        Role.OFFICER: {
            Act.READ_TRANSCRIPT: _may(_C),
            Act.READ_TRACE: _may(_C),
            Act.READ_RECEIPT: _may(_C),
            Act.READ_LEDGER: _may(_C),
            Act.READ_STATISTICS: _may(_C, reach=_HOUSE),
            Act.SET_FLAG: _may(_C),
            Act.HOLD: _may(_C),
            Act.EXPORT: _may(_C),
            Act.ERASE: _may(_C),
            Act.MAKE_REQUEST: _may(_C),
            Act.ANSWER_REQUEST: _may(_C),
            Act.READ_AUDIT: _may(_C, _M, reach=_HOUSE),
            Act.SET_RULES: _may(_C, reach=_HOUSE),
            Act.SET_PLATFORMS: _may(_C, reach=_HOUSE),
            Act.SWEEP: _may(_C, reach=_HOUSE),
            Act.AGREE_GLASS: _may(_C),
        },
        Role.AUDITOR: {
            Act.READ_AUDIT: _may(_C, _M, reach=_HOUSE),
            Act.READ_STATISTICS: _may(_C, reach=_HOUSE),
        },
        Role.ADMIN: {
            Act.MANAGE_STAFF: _may(_M, _C, reach=_HOUSE),
            Act.ROTATE_KEYS: _may(_C, reach=_HOUSE),
            Act.SWEEP: _may(_C, reach=_HOUSE),
            Act.ASK_GLASS: _may(_M, _C),
        },
    }
)

# What whoever broke the glass may do about that one call, whatever the table says.
GLASS: Final[Mapping[Act, frozenset[Purpose]]] = MappingProxyType(
    {Act.READ_TRANSCRIPT: frozenset({_D, _M, _C}), Act.READ_TRACE: frozenset({_D, _M, _C})}
)


def permission(role: Role, act: Act, purpose: Purpose) -> Permission | None:
    """The line of the table that allows it, or None."""
    found = PERMISSIONS.get(role, {}).get(act)
    return found if found and purpose in found.purposes else None
