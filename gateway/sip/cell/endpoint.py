"""PJSIP's endpoint as a cell needs it: one thread, no sound device, no DNS, three codecs, small jitter buffers."""

from collections.abc import Callable
from typing import Any, Final

import pjsua2.pjsua2 as pj

from gateway.sip.cell import media
from gateway.sip.cell.call import guarded
from gateway.sip.cell.ownership import Ownership
from gateway.sip.cell.wire import Fault, Options

CODECS: Final = ("PCMU", "PCMA", "G722")
_BRIDGE_RATE_HZ: Final = 8000


class Account(pj.Account):  # type: ignore[misc]
    """Receives the INVITEs."""

    def __init__(self, on_incoming: Callable[[Any], None], report: Callable[[Fault], None]) -> None:
        super().__init__()
        self._on_incoming = on_incoming
        self.fault = report

    @guarded
    def onIncomingCall(self, prm: Any) -> None:  # noqa: N802
        self._on_incoming(prm)


class _PjEndpoint(pj.Endpoint):  # type: ignore[misc]
    def __init__(self, on_rejected: Callable[[Any], None], report: Callable[[Fault], None]) -> None:
        super().__init__()
        self._on_rejected = on_rejected
        self.fault = report

    @guarded
    def onRejectedIncomingCall(self, prm: Any) -> None:  # noqa: N802
        self._on_rejected(prm)


class Endpoint:
    """PJSIP, started. Owned by the thread that makes it: every method raises `WrongThread` in any other.

    `threadCnt = 0` and no I/O queue of the media's own: SIP, RTP and every callback run inside `handle_events`,
    so that one thread needs no lock. Closed with `close`, after every call object was dropped.
    """

    def __init__(
        self,
        options: Options,
        on_incoming: Callable[[Any], None],
        on_rejected: Callable[[Any], None],
        report: Callable[[Fault], None],
    ) -> None:
        self._owner = Ownership()
        self._options = options
        self._speaks_tcp = False
        media.silence_log()
        self._pj = _PjEndpoint(on_rejected, report)
        self._pj.libCreate()
        self._pj.libInit(_config())
        self.port = self._listen(pj.PJSIP_TRANSPORT_UDP)
        self._bridge = media.Bridge(int(self._pj.audDevManager().setNoDev()), _BRIDGE_RATE_HZ)
        self._pj.libStart()
        self.capacity = media.capacity()
        self.choose_codecs(CODECS)
        self.account = Account(on_incoming, report)
        self.account.create(_account_config(options))

    def handle_events(self, wait_ms: int) -> int:
        """Let PJSIP work: SIP, RTP and timers; waits up to `wait_ms`. How much was done: at most one packet."""
        self._owner.check()
        return int(self._pj.libHandleEvents(wait_ms))

    def choose_codecs(self, codecs: tuple[str, ...]) -> None:
        """Offer and accept these codecs alone, first is best."""
        self._owner.check()
        for codec in self._pj.codecEnum2():
            name = codec.codecId.split("/")[0]
            rank = codecs.index(name) if name in codecs else None
            self._pj.codecSetPriority(codec.codecId, 0 if rank is None else 250 - rank)

    def choose_srtp(self, *, offer: bool) -> None:
        """Demand SRTP of the next call we make, or do not mention it."""
        self._owner.check()
        config = _account_config(self._options)
        config.mediaConfig.srtpUse = pj.PJMEDIA_SRTP_MANDATORY if offer else pj.PJMEDIA_SRTP_DISABLED
        self.account.modify(config)

    def speak_tcp(self) -> None:
        """Be able to call over TCP; listens on a port of its own."""
        self._owner.check()
        if not self._speaks_tcp:
            self._listen(pj.PJSIP_TRANSPORT_TCP)
            self._speaks_tcp = True

    def empty_bridge(self) -> None:
        """Take the streams off PJSIP's conference bridge, which we do not use."""
        self._owner.check()
        self._bridge.empty()

    def close(self) -> None:
        """Forget everything, at once and without a word on the network."""
        self._owner.check()
        self.account.shutdown()
        del self.account
        self._pj.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)
        del self._pj  # while it exists, making another aborts the process

    def _listen(self, kind: int) -> int:
        config = pj.TransportConfig()
        config.boundAddress = self._options.listen_host
        transport = self._pj.transportCreate(kind, config)
        info = self._pj.transportGetInfo(transport)
        return int(info.localName.rpartition(":")[2])


def _config() -> pj.EpConfig:
    config = pj.EpConfig()
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.logConfig.msgLogging = 0
    config.uaConfig.maxCalls = 32  # the library takes what it was built for
    config.uaConfig.threadCnt = 0
    config.uaConfig.userAgent = "Sottovoce"
    config.uaConfig.natTypeInSdp = 0
    config.medConfig.hasIoqueue = False
    config.medConfig.threadCnt = 0
    config.medConfig.clockRate = _BRIDGE_RATE_HZ
    config.medConfig.noVad = True
    config.medConfig.ecTailLen = 0
    # One frame is held back on a calm line and five on a bad one; a packet older than 300 ms is of no use.
    config.medConfig.jbInit = config.medConfig.jbMinPre = 20
    config.medConfig.jbMaxPre = 100
    config.medConfig.jbMax = 300
    return config


def _account_config(options: Options) -> pj.AccountConfig:
    config = pj.AccountConfig()
    config.idUri = f"sip:sottovoce@{options.listen_host}"
    config.mediaConfig.transportConfig.port = options.rtp_first_port
    config.mediaConfig.transportConfig.portRange = options.rtp_port_count
    # Without this PJSIP asks the resolver for our own host name; `sdp.finish` writes the right address.
    config.mediaConfig.transportConfig.publicAddress = "127.0.0.1"
    config.mediaConfig.lockCodecEnabled = False  # no second re-INVITE where an answer names two codecs
    config.mediaConfig.srtpUse = pj.PJMEDIA_SRTP_OPTIONAL if options.srtp else pj.PJMEDIA_SRTP_DISABLED
    config.mediaConfig.srtpSecureSignaling = 0  # the edge knows how the caller reached us, PJSIP does not
    keyings = pj.IntVector()
    keyings.append(pj.PJMEDIA_SRTP_KEYING_SDES)
    config.mediaConfig.srtpOpt.keyings = keyings
    config.natConfig.sdpNatRewriteUse = 0
    config.natConfig.contactRewriteUse = 0
    config.natConfig.viaRewriteUse = 0
    config.natConfig.iceEnabled = False
    return config
