"""One encrypted association with one caller: DTLS-SRTP (RFC 5764) and the data channel over an ICE path.

aiortc's transports are driven directly. Its peer connection would bring a decoder thread for every call, joined on
the event loop, a jitter buffer of at least 80 ms, and Opus in stereo.
"""

import asyncio
import contextlib
from typing import Any, Final, Protocol

from aiortc import RTCCertificate, RTCDataChannel, RTCDtlsTransport, RTCSctpTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, State
from aiortc.rtcsctptransport import RTCSctpCapabilities

from gateway.rtc.answer import MAX_MESSAGE_BYTES
from gateway.rtc.api import RtcSettings
from gateway.rtc.ice import IcePath, Reach
from gateway.rtc.sdp import IceRemote, Offer

DATA_BYTES: Final = 262_144
"""What a data channel may carry in a call: more than a thousand digits. What follows is not read."""
MAX_CHANNELS: Final = 8
"""Opened in a call. Whoever opens more is not listened to: each costs memory."""


class Listener(Protocol):
    """Told on the event loop what comes over a link. Must not block."""

    def rtp_came(self, link: "Link", data: bytes) -> None: ...
    def rtcp_came(self, link: "Link", data: bytes) -> None: ...
    def message_came(self, link: "Link", message: object) -> None: ...
    def link_changed(self, link: "Link") -> None: ...


class _Dtls(RTCDtlsTransport):
    """Hands on what it decrypted, instead of routing it to receivers."""

    def __init__(self, path: IcePath, link: "Link", listener: Listener) -> None:
        super().__init__(path, [RTCCertificate.generateCertificate()])  # type: ignore[arg-type]  # as IcePath says
        self._link = link
        self._listener = listener

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self._listener.rtp_came(self._link, data)

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self._listener.rtcp_came(self._link, data)


class _Data:
    """What DTLS decrypted, on its way to SCTP: bounded, and what it cannot bear ends it alone."""

    def __init__(self, sctp: RTCSctpTransport) -> None:
        self._sctp: RTCSctpTransport | None = sctp
        self._room = DATA_BYTES

    async def _handle_data(self, data: bytes) -> None:
        self._room -= len(data)
        if self._sctp is None or self._room < 0:
            return
        try:
            await self._sctp._handle_data(data)
        except Exception:  # it asserts what a peer should not do; the call goes on without its keys
            self.give_up()

    def give_up(self) -> None:
        """Read nothing more."""
        self._sctp = None


class Link:
    """Owned by its call. `open`, then `connected` or the listener's `link_changed`; `close` ends it."""

    def __init__(self, settings: RtcSettings, offer: Offer, listener: Listener) -> None:
        self.connected = asyncio.Event()
        self.fingerprints = offer.fingerprints
        self._reached = asyncio.Event()
        self._offer = offer
        self._listener = listener
        self._path = IcePath(settings, self._path_changed)
        self._dtls = _Dtls(self._path, self, listener)
        self._dtls._set_role("server" if offer.dtls_client else "client")
        self._dtls.on("statechange", self._dtls_changed)
        self._sctp: RTCSctpTransport | None = None
        self._data: _Data | None = None
        self._channels = 0
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def open(self) -> None:
        """Our side is ready to be told of in an answer, and the caller is being reached for."""
        await self._path.begin(self._offer.ice)
        self._task = asyncio.get_running_loop().create_task(self._shake_hands(), name="rtc-handshake")

    @property
    def path(self) -> IcePath:
        return self._path

    @property
    def dtls_client(self) -> bool:
        """Whether we begin the handshake."""
        return self._dtls._role == "client"

    @property
    def fingerprint(self) -> str:
        """Of our certificate, made for this link alone: nothing joins two calls of one caller."""
        ours = self._dtls.getLocalParameters().fingerprints
        return next(f"{each.algorithm} {each.value}" for each in ours if each.algorithm == "sha-256")

    @property
    def reachable(self) -> bool:
        """Whether what is sent may arrive."""
        return self._path.reach is Reach.REACHED and self._dtls.state == "connected"

    @property
    def lost(self) -> bool:
        """Whether the caller cannot be reached: consent expired, no pair of candidates works, or DTLS failed."""
        return self._path.reach is Reach.LOST or self.refused

    @property
    def refused(self) -> bool:
        """Whether DTLS failed: another certificate than the offer's, or no cipher in common."""
        return self._dtls.state == "failed"

    @property
    def left(self) -> bool:
        """Whether the caller closed the association: they hung up."""
        return self._dtls.state == "closed"

    async def restart(self, remote: IceRemote) -> None:
        """Begin another ICE generation under the same association (RFC 8445 section 9)."""
        await self._path.begin(remote)

    async def send(self, packet: bytes) -> None:
        """Encrypt and send RTP or RTCP; dropped where nobody can be reached."""
        if self._dtls.state == "connected":
            with contextlib.suppress(ConnectionError):
                await self._dtls._send_rtp(packet)

    async def close(self) -> None:
        """Say goodbye, and leave no socket, timer or task. Idempotent."""
        if self._closing:
            return
        self._closing = True
        if self._sctp:
            await self._sctp.stop()
        pump = self._dtls._task
        await self._dtls.stop()
        await self._path.close()
        for task in (self._task, pump):
            if task:
                task.cancel()
                await asyncio.wait([task])

    async def _shake_hands(self) -> None:
        await self._reached.wait()
        fingerprints = [RTCDtlsFingerprint(algorithm, value) for algorithm, value in self._offer.fingerprints]
        try:
            await self._dtls.start(RTCDtlsParameters(fingerprints))
        except Exception:  # a certificate that cannot be read, or what else a peer should not send
            self._dtls._set_state(State.FAILED)
        if self._dtls.state != "connected":
            return
        self.connected.set()
        self._listener.link_changed(self)
        if self._offer.data is not None:
            await self._open_data()

    async def _open_data(self) -> None:
        sctp = self._sctp = RTCSctpTransport(self._dtls)
        sctp.on("datachannel", self._channel_opened)
        with contextlib.suppress(ConnectionError):
            await sctp.start(RTCSctpCapabilities(MAX_MESSAGE_BYTES), self._offer.sctp_port)
            self._data = self._dtls._data_receiver = _Data(sctp)

    def _channel_opened(self, channel: RTCDataChannel) -> None:
        self._channels += 1
        if self._channels > MAX_CHANNELS and self._data:
            self._data.give_up()
        elif channel.label == "keys":
            channel.on("message", self._message_came)

    def _message_came(self, message: Any) -> None:
        self._listener.message_came(self, message)

    def _path_changed(self) -> None:
        if self._path.reach is Reach.REACHED:
            self._reached.set()
        self._listener.link_changed(self)

    def _dtls_changed(self) -> None:
        if not self._closing and self._dtls.state in ("closed", "failed"):
            self._listener.link_changed(self)
