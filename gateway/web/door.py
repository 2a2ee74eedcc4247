"""The door of everything below /api: who may come in, how often, and as which session."""

import time
from collections.abc import Callable

from starlette.requests import HTTPConnection

from gateway.sip.edge.limits import SourceLimits
from gateway.web.api import WebSettings
from gateway.web.origins import Origins, is_encrypted
from gateway.web.problems import Problem
from gateway.web.sessions import Session, Sessions

COOKIE = "sottovoce"
CSRF_HEADER = "X-CSRF"
TOO_MANY_S = 10


class Door:
    """Owned by the application; used on the loop."""

    def __init__(self, settings: WebSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._origins = Origins(settings.allowed_origins, settings.hosts)
        self._requests = SourceLimits(settings.requests, settings.max_sources, ())
        self._openings = {
            what: SourceLimits(settings.openings, settings.max_sources, ()) for what in ("session", "call", "chat")
        }
        self.sessions = Sessions(settings.max_sessions, settings.session_idle_s)

    def knock(self, connection: HTTPConnection, *, origin_required: bool = False) -> None:
        """Raises `Problem`: 421 or 403 for a foreign page, 429 for a source that asks too often."""
        self._origins.check(connection, required=origin_required)
        self._limit(self._requests, connection)

    def opening(self, connection: HTTPConnection, what: str) -> None:
        """Count a new session, call or chat. Raises `Problem` 429."""
        self._limit(self._openings[what], connection)

    def session(self, connection: HTTPConnection) -> Session:
        """The session of the cookie. Raises `Problem` 403."""
        session = self.sessions.find(connection.cookies.get(COOKIE), self._clock())
        if session is None:
            raise Problem(403, "There is no session: ask for one with POST /api/session.")
        return session

    def proven(self, connection: HTTPConnection, csrf: str) -> Session:
        """The session of the cookie, asked by a page that could read its token. Raises `Problem` 403."""
        session = self.session(connection)
        if not session.proves(csrf):
            raise Problem(403, f"The token of POST /api/session is missing or wrong: send it as {CSRF_HEADER}.")
        return session

    def welcome(self, connection: HTTPConnection) -> Session:
        """The session the browser has, or a new one. An id that was not made here is never adopted."""
        now_s = self._clock()
        return self.sessions.find(connection.cookies.get(COOKIE), now_s) or self.sessions.open(now_s)

    def cookie(self, connection: HTTPConnection, session: Session) -> str:
        """The Set-Cookie of a session (RFC 6265bis): gone with the browser, unseen by scripts, sent to us alone.

        In an operator's own page the widget is a third party, whose cookie has to be None, and then is Partitioned
        (CHIPS): another page of that kind has another one. That takes TLS; without it the cookie stays Strict.
        """
        encrypted = is_encrypted(connection)
        embedded = encrypted and self._origins.is_allowed(connection)
        site = "SameSite=None; Partitioned" if embedded else "SameSite=Strict"
        return f"{COOKIE}={session.id}; Path=/; HttpOnly; {site}{'; Secure' if encrypted else ''}"

    def _limit(self, limits: SourceLimits, connection: HTTPConnection) -> None:
        source = connection.client.host if connection.client else "0.0.0.0"  # noqa: S104
        if not limits.take(source, self._clock()):
            raise Problem(429, "Too many requests: please wait a moment.", retry_after_s=TOO_MANY_S)
