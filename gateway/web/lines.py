"""The browser calls under way, and for a minute those that are over: which session each belongs to, and its journal."""

import asyncio
import secrets
from dataclasses import dataclass, field

from gateway.rtc.api import RtcCall
from gateway.web.audience import PageAudience
from gateway.web.journal import Journal
from gateway.web.sessions import Session

OVER_MOST = 256  # calls that are over, whose events can be read again


def new_tag() -> str:
    """A strong entity tag (RFC 9110 section 8.8.3), which names one ICE session (RFC 9725 section 4.3.1)."""
    return f'"{secrets.token_hex(8)}"'


@dataclass(slots=True, eq=False)
class BrowserLine:
    """One browser's call. `id` is a capability of its own: call ids are in logs and event streams, this one is not."""

    call: RtcCall
    session: Session
    offer: str = field(repr=False)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    tag: str = field(default_factory=new_tag)
    journal: Journal = field(default_factory=Journal)
    audience: PageAudience = field(init=False)

    def __post_init__(self) -> None:
        self.audience = PageAudience(self.journal, self.call.id)

    def renegotiated(self, offer: str) -> None:
        """A new offer was answered; one with other ICE credentials began another ICE session (RFC 8839)."""
        if ice_names(offer) != ice_names(self.offer):
            self.tag = new_tag()
        self.offer = offer


class Lines:
    """Owned by the application. Each line has a task that waits for the end of its journal, then a minute."""

    def __init__(self, afterlife_s: float) -> None:
        self._afterlife_s = afterlife_s
        self._lines: dict[str, BrowserLine] = {}
        self._over: dict[str, asyncio.TimerHandle] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: BrowserLine) -> None:
        """Keep the line until its journal was closed for a minute."""
        self._lines[line.id] = line
        line.session.holds += 1
        line.journal.when_closed(lambda: self._ended(line))

    def find(self, id_: str, session: Session) -> BrowserLine | None:
        """The line of that id, if it is that session's."""
        line = self._lines.get(id_)
        return line if line is not None and line.session is session else None

    def under_way(self, session: Session) -> int:
        """How many calls of that session are not over."""
        return sum(line.session is session and not line.journal.closed for line in self._lines.values())

    def close(self) -> None:
        """Forget them all."""
        for timer in self._over.values():
            timer.cancel()
        for line in self._lines.values():
            line.journal.forget()
        self._lines.clear()
        self._over.clear()

    def _ended(self, line: BrowserLine) -> None:
        line.session.holds -= 1
        if line.id not in self._lines:
            return
        loop = asyncio.get_running_loop()
        self._over[line.id] = loop.call_later(self._afterlife_s, self._forget, line.id)
        if len(self._over) > OVER_MOST:
            oldest = next(iter(self._over))
            self._over[oldest].cancel()
            self._forget(oldest)

    def _forget(self, id_: str) -> None:
        del self._over[id_]
        line = self._lines.pop(id_)
        line.session.past.append(id_)
        line.journal.forget()


def ice_names(offer: str) -> frozenset[str]:
    """The user names of ICE in an offer (RFC 8839 section 5.4)."""
    return frozenset(line.strip() for line in offer.splitlines() if line.startswith("a=ice-ufrag:"))
