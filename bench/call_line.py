"""One caller's line: what was said and heard on it and when, to the sample.

Pure: whoever drives it says what time it is. Sample n of a packet belongs to the packet's moment at the wire plus
n / 8 ms, on the way out and on the way in alike, so that a far end that answered in no time at all would be
measured as 0 ms.
"""

import itertools
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from bench.call_rtp import PAYLOAD_TYPE, SAMPLES, SILENCE, Packet, loud_span, pack, unpack

TICK_NS = 20_000_000
SAMPLE_NS = 125_000
MS = 1_000_000


@dataclass(slots=True)
class Said:
    """Speech on its way out. `start_ns` and `end_ns` are those of its first and last loud sample, 0 until sent."""

    mu_law: bytes = field(repr=False)
    start_ns: int = 0
    end_ns: int = 0
    at: int = 0

    def next_payload(self, now_ns: int) -> bytes:
        """The next 20 ms, which go out at `now_ns`; b"" when all was sent."""
        payload = self.mu_law[self.at : self.at + SAMPLES]
        if loud := loud_span(payload):
            self.start_ns = self.start_ns or now_ns + loud[0] * SAMPLE_NS
            self.end_ns = now_ns + loud[1] * SAMPLE_NS
        self.at += len(payload)
        return payload.ljust(SAMPLES, b"\xff") if payload else b""

    @property
    def over(self) -> bool:
        return self.at >= len(self.mu_law)


class Line:
    """Both directions of one call, driven by one thread: `receive` what came, then `send` a packet, every 20 ms."""

    def __init__(self, ssrc: int) -> None:
        self._ssrc = ssrc
        self._numbers = itertools.count()
        self._saying: Said | None = None
        self.now_ns = 0
        self.arrived_ns = array("q")  # every packet
        self._loud_from_ns = array("q")  # packets with sound in them
        self._loud_to_ns = array("q")

    def say(self, mu_law: bytes) -> Said:
        """Begin to say something with the next packet."""
        self._saying = Said(mu_law)
        return self._saying

    def send(self, now_ns: int) -> bytes:
        """The packet that goes out at `now_ns`."""
        self.now_ns = now_ns
        payload = self._saying.next_payload(now_ns) if self._saying else b""
        number = next(self._numbers)
        timestamp = number * SAMPLES & 0xFFFFFFFF
        return pack(Packet(PAYLOAD_TYPE, number == 0, number & 0xFFFF, timestamp, self._ssrc, payload or SILENCE))

    def receive(self, octets: bytes, at_ns: int) -> None:
        """A packet came in at `at_ns`; what is no G.711 of ours is overlooked."""
        packet = unpack(octets)
        if packet is None or packet.payload_type != PAYLOAD_TYPE:
            return
        self.arrived_ns.append(at_ns)
        if loud := loud_span(packet.payload):
            self._loud_from_ns.append(at_ns + loud[0] * SAMPLE_NS)
            self._loud_to_ns.append(at_ns + loud[1] * SAMPLE_NS)

    def first_heard_ns(self, since_ns: int) -> int | None:
        """The first loud sample at or after `since_ns`, or its packet's last where that spans it; None if none came."""
        at = bisect_left(self._loud_to_ns, since_ns)
        return max(since_ns, self._loud_from_ns[at]) if at < len(self._loud_to_ns) else None

    def last_heard_ns(self, until_ns: int | None = None) -> int | None:
        """The last loud sample, of those before `until_ns` where given; None if none came."""
        at = len(self._loud_to_ns) if until_ns is None else bisect_left(self._loud_from_ns, until_ns)
        return self._loud_to_ns[at - 1] if at else None

    def quiet_ms(self) -> float:
        """For how long nothing was heard; infinite before the first sound."""
        last_ns = self.last_heard_ns()
        return float("inf") if last_ns is None else (self.now_ns - last_ns) / MS

    def gaps_ms(self) -> list[float]:
        """Between each packet and the next, in the order in which they came."""
        return [(later - earlier) / MS for earlier, later in itertools.pairwise(self.arrived_ns)]
