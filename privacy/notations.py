"""What the trade writes in notations of its own: cipher suites, lines of SDP, digital lines, amounts with commas.

Each expression is made of bounded parts, so none can be made to hang. No key, host or user fits into any of them.
"""

import re
from typing import Final

_SUITE: Final = r"(?:TLS|SRTP|DTLS|AES|SHA|HMAC|GCM|CCM|CBC|CM|ICM|F8|RSA|ECDHE|DHE|ECDSA|CHACHA20|POLY1305|MD5)\d{0,3}"
_EXPRESSIONS: Final = tuple(
    re.compile(rf"(?<![\w=])(?:{expression})(?!\w)", re.IGNORECASE)
    for expression in (
        rf"{_SUITE}(?:[_-](?:{_SUITE}|WITH|\d{{1,3}})){{1,8}}",  # RFC 5246 appendix C, RFC 4568 section 6.2
        r"m=\w{1,12} \d{1,5} [A-Z/]{3,20}(?: \d{1,3}){0,20}",  # RFC 8866; a=crypto has a key and is not here
        r"a=(?:rtpmap|fmtp|ptime|maxptime):\d{1,5}(?: [\w/-]{1,40})?",
        r"c=IN IP4 0\.0\.0\.0",
        r"(?:max-forwards|content-length|min-expires|min-se|(?:session-)?expires|[cr]seq): ?\d{1,5}(?: [A-Z]{3,9})?",
        r"SS7|[ET][1-4]|B2BUA|X\.509(?: v3)?|annex [a-j]",
        r"\d{1,3}(?:,\d{3}){1,2}",
        r"fritz!?[ -]?box(?: \d\d-?\d\d)?|audiocodes(?: mediant)?",
        r"(?:via|rport|branch|received)(?:,? (?:has |and |or |the )*(?:via|rport|branch|received)){1,3}",
    )
)


def notations(text: str) -> list[tuple[int, int]]:
    """Where something stands in a notation of the trade, in no order."""
    return [match.span() for expression in _EXPRESSIONS for match in expression.finditer(text)]
