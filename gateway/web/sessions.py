"""Browser sessions: one random cookie, one CSRF token, nothing else; in memory, bounded, forgotten when idle."""

import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field

TOKEN_BYTES = 32
PAST_MOST = 32


def _token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


@dataclass(slots=True, eq=False)
class Session:
    """One browser for as long as it is open. `holds` counts calls and chats under way: they keep it alive."""

    seen_s: float
    id: str = field(default_factory=_token, repr=False)
    csrf: str = field(default_factory=_token, repr=False)
    holds: int = 0
    past: deque[str] = field(default_factory=lambda: deque(maxlen=PAST_MOST), repr=False)  # its calls, forgotten since

    def proves(self, csrf: str) -> bool:
        """Whether whoever asks could read our answer to this browser, as no foreign page can."""
        return secrets.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """At most `bound` sessions, each forgotten `idle_s` after it was last used. Pure: time is handed in.

    A session is found only by an id that was made here, so a planted cookie leads nowhere (session fixation). When the
    table is full the one unused longest makes way, those with calls under way last.
    """

    def __init__(self, bound: int, idle_s: float) -> None:
        self._bound = bound
        self._idle_s = idle_s
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sessions)

    def open(self, now_s: float) -> Session:
        """A session that did not exist before."""
        self._forget_idle(now_s)
        if len(self._sessions) >= self._bound:
            unused = next((each for each in self._sessions.values() if not each.holds), None)
            self._sessions.pop((unused or next(iter(self._sessions.values()))).id)
        session = Session(now_s)
        self._sessions[session.id] = session
        return session

    def find(self, id_: str | None, now_s: float) -> Session | None:
        """The session of that id, used just now; None for one that is unknown or was idle too long."""
        self._forget_idle(now_s)
        session = self._sessions.get(id_ or "")
        if session is not None:
            session.seen_s = now_s
            self._sessions.move_to_end(session.id)
        return session

    def _forget_idle(self, now_s: float) -> None:
        """The least recently used stand first, so the walk ends at the first that is neither idle nor in use."""
        for session in tuple(self._oldest(now_s)):
            del self._sessions[session.id]

    def _oldest(self, now_s: float) -> list[Session]:
        idle: list[Session] = []
        for session in self._sessions.values():
            if now_s - session.seen_s <= self._idle_s:
                break
            if not session.holds:
                idle.append(session)
        return idle
