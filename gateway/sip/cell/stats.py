"""From PJSIP's RTCP statistics to what a session wants to know of its line."""

from dataclasses import dataclass
from typing import Any

from gateway.sip.cell.wire import Line


@dataclass(slots=True)
class Totals:
    """The counts of a call's earlier streams: every re-INVITE starts a stream whose counts begin at zero."""

    received_packets: int = 0
    lost_packets: int = 0
    reports: int = 0

    def add(self, stat: Any) -> None:
        """Remember the counts of a stream that ends."""
        self.received_packets += stat.rtcp.rxStat.pkt
        self.lost_packets += stat.rtcp.rxStat.loss
        self.reports += stat.rtcp.txStat.updateCount

    def signs_of_life(self, stat: Any | None) -> int:
        """Everything that has arrived; `stat` is None while no stream runs."""
        before = self.received_packets + self.reports
        return before if stat is None else int(before + stat.rtcp.rxStat.pkt + stat.rtcp.txStat.updateCount)

    def line(self, leg: int, info: Any, stat: Any) -> Line:
        """The line now. The far end's view (RFC 3550 section 6.4) is None until it has reported."""
        rtcp = stat.rtcp
        reported = rtcp.txStat.updateCount > 0
        sent = rtcp.txStat.pkt
        return Line(
            leg=leg,
            codec=str(info.codecName),
            received_packets=int(self.received_packets + rtcp.rxStat.pkt),
            lost_packets=int(self.lost_packets + rtcp.rxStat.loss),
            jitter_ms=rtcp.rxStat.jitterUsec.mean / 1000,
            round_trip_ms=rtcp.rttUsec.last / 1000 if rtcp.rttUsec.n else None,
            far_lost_fraction=rtcp.txStat.loss / max(1, sent) if reported else None,
            far_jitter_ms=rtcp.txStat.jitterUsec.mean / 1000 if reported else None,
        )
