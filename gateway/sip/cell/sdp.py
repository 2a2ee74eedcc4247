"""What we change in the SDP that PJSIP writes, our address and that nothing is recorded, and what callers ask there."""

from typing import Final

RECORD_OFF: Final = "a=record:off"  # RFC 7866 section 6.1.2
_NO_RECORDING: Final = {"a=recordpref:off", "a=recordpref:pause"}  # RFC 7866 section 6.2.1


def finish(sdp: str, local_address: str) -> str:
    """The session description to send: `local_address` (IPv4) as ours, and `a=record:off` for the session.

    An empty `local_address` leaves the addresses as they are.
    """
    lines = [_readdressed(line, local_address) for line in sdp.splitlines() if line]
    if RECORD_OFF not in lines:
        first_media = next((n for n, line in enumerate(lines) if line.startswith("m=")), len(lines))
        lines.insert(first_media, RECORD_OFF)
    return "\r\n".join(lines) + "\r\n"


def refuses_recording(sdp: str) -> bool:
    """Whether the caller's session description asks, for any of its media, that nothing be recorded."""
    return any(line.strip().lower() in _NO_RECORDING for line in sdp.splitlines())


def _readdressed(line: str, local_address: str) -> str:
    """RFC 4566 section 5.7 (c=), 5.2 (o=), RFC 3605 (a=rtcp): the address is the last word in each."""
    head, network, _ = line.rpartition(" IN IP4 ")
    is_address = line.startswith(("c=", "o=", "a=rtcp:"))
    if line.startswith("c=IN IP4 "):
        head, network = "c=IN IP4 ", ""
    if not local_address or not is_address or not head:
        return line
    return f"{head}{network}{local_address}"
