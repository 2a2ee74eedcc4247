"""What was said so far, as the agent may know it: the caller's words redacted, ours as far as they were heard."""

from agent.api import Memo, Speaker, Turn
from privacy.api import Redacted

TURNS_MOST = 24  # the agent's memory of a call; older turns are forgotten


class History:
    """The exchanges of one call, in memory alone."""

    def __init__(self, turns: tuple[Turn, ...] = (), memo: Memo | None = None) -> None:
        self._turns = list(turns)
        self.memo = memo

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(self._turns)

    def copy(self) -> "History":
        """The same history, to try out what may not come to be."""
        return History(self.turns, self.memo)

    def remember(self, asked: tuple[Redacted, ...], heard: Redacted, memo: Memo | None) -> None:
        """One exchange is over."""
        self._turns += [Turn(Speaker.CALLER, words) for words in asked]
        if heard:
            self._turns.append(Turn(Speaker.AGENT, heard))
        del self._turns[:-TURNS_MOST]
        if memo is not None:
            self.memo = memo

    def forget(self) -> None:
        self._turns.clear()
        self.memo = None
