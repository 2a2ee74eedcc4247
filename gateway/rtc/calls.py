"""Browser calls for real: offers answered over aiortc. Importing this loads aiortc and PyAV: 35 MB and 0.15 s, beside
a gateway that has everything else loaded (`gateway.rtc.late` does it when the first browser comes)."""

import asyncio
import contextlib
import secrets

from gateway.legs.api import CallLeg, Ending
from gateway.observe.logs import LOGGER
from gateway.rtc import opus
from gateway.rtc.answer import Ours, write_answer
from gateway.rtc.api import CallOver, NoRoom, RtcSettings
from gateway.rtc.lag import Lag
from gateway.rtc.leg import RtcLeg
from gateway.rtc.link import Link
from gateway.rtc.sdp import Offer, read_fragment, read_offer

_GOODBYE_S = 5.0
"""For the farewells of all calls when the gateway closes: a TURN server may be slow to let go."""


class LiveCall:
    """One browser call, as `RtcCall` promises. Its task ends everything it has; it is a link's `Listener`."""

    def __init__(self, settings: RtcSettings, destination: str, lag: Lag) -> None:
        self.answer_sdp = ""
        self._id = secrets.token_hex(6)
        self._settings = settings
        self._leg = RtcLeg(self._id, destination, settings, lag)
        self._answered = False
        self._connected = asyncio.Event()  # by whichever link; or it ended before
        self._wanted = asyncio.Event()  # somebody wants to answer; or it ended before
        self._ready = asyncio.Event()  # the leg runs, or never will
        self._negotiating = asyncio.Lock()
        self._link: Link | None = None
        self._next: tuple[Link, Offer] | None = None  # of a new peer connection, until it connects
        self._closing: set[asyncio.Task[None]] = set()
        self._session = secrets.randbits(62)
        self._version = 0
        self.task: asyncio.Task[None] | None = None

    # -- RtcCall -----------------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        return self._id

    @property
    def leg(self) -> CallLeg | None:
        return self._leg if self._answered else None

    @property
    def over(self) -> bool:
        return self._leg.ended

    async def answer(self) -> CallLeg:
        self._wanted.set()
        try:
            await self._ready.wait()
        except asyncio.CancelledError:
            self.end(Ending.CANCELLED)
            raise
        if not self._answered or self.over:
            raise CallOver
        return self._leg

    async def renegotiate(self, sdp: str | bytes) -> str:
        offer = read_offer(sdp)
        async with self._negotiating:
            if self.over or self._link is None:
                raise CallOver
            link = await self._link_for(offer, self._link)
            if self.over:
                raise CallOver
            if link is self._link:
                self._leg.follow(offer)
            self.answer_sdp = self._answer_to(offer, link)
            return self.answer_sdp

    async def add_candidates(self, fragment: str | bytes) -> None:
        remote = read_fragment(fragment)
        link = self._next[0] if self._next else self._link
        if self.over or link is None:
            raise CallOver
        link.path.add(remote)

    async def leave(self) -> None:
        self.end(Ending.CALLER_HUNG_UP)

    def end(self, ending: Ending) -> None:
        """The call is over, for the first reason that is given; its task lets go of everything."""
        self._leg.end(ending)
        self._connected.set()
        self._wanted.set()

    # -- its life ----------------------------------------------------------------------------------------------------

    async def open(self, offer: Offer) -> None:
        """Make the answer to the first offer, and begin to live. Raises `CallOver` where it was ended meanwhile."""
        try:
            link = self._link = await self._opened(offer)
        except BaseException:
            self._leg.close()
            raise
        loop = asyncio.get_running_loop()
        self._leg.attach(link, offer, loop.time())
        self.answer_sdp = self._answer_to(offer, link)
        self.task = loop.create_task(self._live(), name="rtc-call")

    async def _live(self) -> None:
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.connect_s):
                    await self._connected.wait()
                    await self._wanted.wait()
                self._answered = not self._leg.ended
                self._ready.set()
                await self._leg.run()
        finally:
            self._leg.close()
            self._ready.set()
            await self._close_links()

    async def _close_links(self) -> None:
        async with self._negotiating:
            links = [self._link, self._next[0] if self._next else None]
            for link in links:
                if link:
                    await link.close()
            if self._closing:
                await asyncio.wait(self._closing)

    async def _link_for(self, offer: Offer, link: Link) -> Link:
        """The link that the offer is about. Another certificate is another peer connection of the same caller; the
        link before it serves until it connects."""
        if self._next and self._next[0].fingerprints == offer.fingerprints:
            link = self._next[0]
            self._next = (link, offer)
        if link.fingerprints != offer.fingerprints:
            link = await self._opened(offer)
            if self._next:
                self._retire(self._next[0])
            self._next = (link, offer)
        elif link.path.remote_ufrag != offer.ice.ufrag:
            await link.restart(offer.ice)
        else:
            link.path.add(offer.ice)
        return link

    async def _opened(self, offer: Offer) -> Link:
        link = Link(self._settings, offer, self)
        try:
            await link.open()
        except BaseException:
            await link.close()
            raise
        return link

    def _retire(self, link: Link) -> None:
        task = asyncio.get_running_loop().create_task(link.close(), name="rtc-retire")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _answer_to(self, offer: Offer, link: Link) -> str:
        self._version += 1
        path = link.path
        ours = Ours(
            ufrag=path.ufrag,
            password=path.password,
            candidates=path.candidates,
            fingerprint=link.fingerprint,
            dtls_client=link.dtls_client,
            ssrc=self._leg.outbound.ssrc,
            session=self._session,
            version=self._version,
        )
        return write_answer(offer, offer.direction.mirrored, ours)

    # -- Listener ----------------------------------------------------------------------------------------------------

    def rtp_came(self, link: Link, data: bytes) -> None:
        if link is self._link:
            self._leg.rtp_came(data)

    def rtcp_came(self, link: Link, data: bytes) -> None:
        if link is self._link:
            self._leg.rtcp_came(data)

    def message_came(self, link: Link, message: object) -> None:
        if link is self._link:
            self._leg.message_came(message)

    def link_changed(self, link: Link) -> None:
        if self._next and link is self._next[0] and link.connected.is_set():
            before, (self._link, offer), self._next = self._link, self._next, None
            self._leg.attach(link, offer, asyncio.get_running_loop().time())
            self._connected.set()
            if before:
                self._retire(before)
        elif link is self._link:
            self._own_link_changed(link)

    def _own_link_changed(self, link: Link) -> None:
        now_s = asyncio.get_running_loop().time()
        if link.left and not self._next:
            self.end(Ending.CALLER_HUNG_UP)
        elif link.refused and not self._next:
            self.end(Ending.FAILED)
        elif link.lost or link.left:
            self._leg.lost(now_s)
        elif link.reachable:
            self._leg.found(now_s)
            self._connected.set()


class LiveCalls:
    """All browser calls of a gateway, as `RtcCalls` promises. Raises `RtcUnusable` where Opus cannot be coded."""

    def __init__(self, settings: RtcSettings | None = None) -> None:
        opus.check()
        self._settings = settings or RtcSettings()
        self._lag = Lag()
        self._calls: set[LiveCall] = set()
        self._opening = 0
        self._closing = asyncio.Event()

    @property
    def live(self) -> int:
        return len(self._calls) + self._opening

    @property
    def late_ms(self) -> float:
        return self._lag.worst_ms(asyncio.get_running_loop().time())

    async def offer(self, sdp: str | bytes, destination: str) -> LiveCall:
        offer = read_offer(sdp)
        if self._closing.is_set():
            raise CallOver
        if self.live >= self._settings.most:
            raise NoRoom("as many calls from browsers as may be are under way: try again later")
        call = LiveCall(self._settings, destination, self._lag)
        self._opening += 1
        try:
            await call.open(offer)
        finally:
            self._opening -= 1
        assert call.task is not None
        self._calls.add(call)
        call.task.add_done_callback(lambda task: self._over(call, task))
        if self._closing.is_set():
            await self.aclose()
            raise CallOver
        return call

    async def aclose(self) -> None:
        self._closing.set()
        for call in self._calls:
            call.end(Ending.WE_HUNG_UP)
        tasks = [call.task for call in self._calls if call.task]
        if not tasks:
            return
        _, slow = await asyncio.wait(tasks, timeout=_GOODBYE_S)
        for task in slow:
            task.cancel()
        await asyncio.wait(tasks)

    def _over(self, call: LiveCall, task: "asyncio.Task[None]") -> None:
        """One call's fault ends that call alone. What the error says may be the caller's, and is not logged."""
        self._calls.discard(call)
        if not task.cancelled() and (error := task.exception()):
            LOGGER.error("rtc-call-failed error=%s", type(error).__name__)
