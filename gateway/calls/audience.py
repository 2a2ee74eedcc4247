"""Who may look on: a page beside the call, told what both sides said, redacted, and how the call fares."""

from dataclasses import dataclass
from typing import Protocol

from agent.api import Speaker
from gateway.legs.api import LineReport
from gateway.observe.events import CallEnded, TurnTimed
from privacy.api import Redacted
from privacy.declared.terms import OptIn
from privacy.keeping.api import Receipt


@dataclass(frozen=True, slots=True)
class Caption:
    """What one side said in one stretch. The same `id` again replaces it: it grew, or was cut short.

    The caller's is told when the stretch has ended, ours when it begins to sound. `pieces` belong together with spaces
    between them.
    """

    id: int  # unique in the call
    speaker: Speaker
    pieces: tuple[Redacted, ...]
    interrupted: bool = False  # ours: the caller cut it off here


class Controls(Protocol):
    """What an audience may do for the caller, on the event loop; how it went is told by `Audience.kept`."""

    def agree(self, opt_in: OptIn) -> None:
        """The caller pressed the button that says what is kept and what for."""
        ...

    def withdraw(self) -> None:
        """The caller pressed the button that takes everything back."""
        ...


class Audience(Protocol):
    """Told on the event loop, in order. Must not block and must not raise."""

    def begun(self, controls: Controls) -> None:
        """The conversation begins. `controls` are dead once it has ended."""
        ...

    def kept(self, opt_ins: frozenset[OptIn], reference: str) -> None:
        """What the caller has agreed to so far changed; `reference` finds the call again and is the caller's alone."""
        ...

    def caption(self, caption: Caption) -> None: ...

    def timed(self, turn: TurnTimed) -> None: ...

    def measured(self, report: LineReport) -> None: ...

    def ended(self, ended: CallEnded, receipt: Receipt) -> None:
        """The last word: how it ended, and what became of what was said."""
        ...


class Nobody:
    """An audience that does not listen: a telephone has no page."""

    def begun(self, controls: Controls) -> None: ...

    def kept(self, opt_ins: frozenset[OptIn], reference: str) -> None: ...

    def caption(self, caption: Caption) -> None: ...

    def timed(self, turn: TurnTimed) -> None: ...

    def measured(self, report: LineReport) -> None: ...

    def ended(self, ended: CallEnded, receipt: Receipt) -> None: ...


NOBODY = Nobody()
