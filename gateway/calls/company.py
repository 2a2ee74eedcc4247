"""What all conversations of a gateway share."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from agent.api import Agent
from gateway.calls.prompts import PromptShelf
from gateway.calls.talk import Limits
from gateway.observe.events import Emit
from gateway.speech.api import Speech
from privacy.declared.terms import Region
from privacy.keeping.api import Keeping, NothingKept
from privacy.keys.identifiers import Identifier
from privacy.operators import ALL_PLACEHOLDERS, Operators

OptedOut = Callable[[Sequence[Identifier]], Awaitable[bool]]


async def nobody(identifiers: Sequence[Identifier]) -> bool:
    """An `OptedOut` of a gateway that remembers no wishes."""
    return False


@dataclass(frozen=True, slots=True)
class Company:
    """The agent, the speech process, the fixed sentences, who watches, how long things may last, what may be kept."""

    agent: Agent
    speech: Speech
    shelf: PromptShelf
    emit: Emit
    limits: Limits = field(default_factory=Limits)
    longest_s: float = 3600.0
    fixed: frozenset[str] = frozenset()  # clauses that are the same for every caller: their sound may be kept
    keeping: Keeping = field(default_factory=NothingKept)
    region: Region = Region.GDPR
    opted_out: OptedOut = nobody  # who asked not to be served by a machine
    operators: Operators = field(default_factory=lambda: ALL_PLACEHOLDERS)  # of redaction, by type
