"""What we change in the SDP that PJSIP writes: our address as the caller knows it, and that nothing is recorded."""

from typing import Final

RECORD_OFF: Final = "a=record:off"  # RFC 7866 section 6.1.2


def finish(sdp: str, local_address: str) -> str:
    """The session description to send: `local_address` (IPv4) as ours, and `a=record:off` for the session.

    An empty `local_address` leaves the addresses as they are.
    """
    lines = [_readdressed(line, local_address) for line in sdp.splitlines() if line]
    if RECORD_OFF not in lines:
        first_media = next((n for n, line in enumerate(lines) if line.startswith("m=")), len(lines))
        lines.insert(first_media, RECORD_OFF)
    return "\r\n".join(lines) + "\r\n"


def _readdressed(line: str, local_address: str) -> str:
    """RFC 4566 section 5.7 (c=), 5.2 (o=), RFC 3605 (a=rtcp): the address is the last word in each."""
    head, network, _ = line.rpartition(" IN IP4 ")
    is_address = line.startswith(("c=", "o=", "a=rtcp:"))
    if line.startswith("c=IN IP4 "):
        head, network = "c=IN IP4 ", ""
    if not local_address or not is_address or not head:
        return line
    return f"{head}{network}{local_address}"
