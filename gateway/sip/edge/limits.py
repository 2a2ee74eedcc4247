"""Token buckets: how often one source, and all of them together, may ask for something. Pure: time is handed in."""

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass

from gateway.sip.edge.api import Rate


@dataclass(slots=True)
class Bucket:
    """Tokens left, as of a moment. A bucket never seen before is full."""

    tokens: float
    as_of_s: float

    def take(self, rate: Rate, now_s: float) -> bool:
        """Whether a token was there to take."""
        earned = max(0.0, now_s - self.as_of_s) * rate.per_s
        self.tokens, self.as_of_s = min(float(rate.burst), self.tokens + earned), now_s
        if self.tokens < 1.0:
            return False
        self.tokens -= 1.0
        return True


class SourceLimits:
    """One bucket a source address, for at most `bound` sources: the one unheard of longest makes way.

    An IPv6 host owns its /64, so that is the source. A flood of forged addresses can push a source out and
    give it a full bucket again; the rate over all sources still holds.
    """

    def __init__(self, rate: Rate, bound: int, unlimited: tuple[str, ...]) -> None:
        self._rate = rate
        self._bound = bound
        self._unlimited = tuple(ipaddress.ip_network(network) for network in unlimited)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, host: str, now_s: float) -> bool:
        """Whether this source may ask once more."""
        source = self._source(host)
        if source is None:
            return True
        bucket = self._buckets.pop(source, None) or Bucket(self._rate.burst, now_s)
        self._buckets[source] = bucket
        if len(self._buckets) > self._bound:
            self._buckets.popitem(last=False)
        return bucket.take(self._rate, now_s)

    def _source(self, host: str) -> str | None:
        address = ipaddress.ip_address(host.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if any(address in network for network in self._unlimited):
            return None
        if address.version == 6:
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)
