import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.rtc.api import MAX_CANDIDATES, MAX_SDP_BYTES, OfferRefused, Unusable
from gateway.rtc.sdp import Direction, Offer, read_fragment, read_offer
from tests.gateway.rtc.offers import CHROME, FINGERPRINT, FIREFOX, PASSWORD, UFRAG, with_video_first

NOT_UNDERSTOOD, TOO_LARGE = Unusable.NOT_UNDERSTOOD, Unusable.TOO_LARGE
NO_AUDIO, NO_OPUS = Unusable.NO_AUDIO, Unusable.NO_OPUS
SENTENCE = re.compile(r"[A-Z][^\n]{10,120}\.")


def refused(sdp: str | bytes) -> Unusable:
    """Why it is refused, in one sentence that repeats none of it."""
    with pytest.raises(OfferRefused) as raised:
        read_offer(sdp)
    assert SENTENCE.fullmatch(str(raised.value))
    assert raised.value.__cause__ is None
    return raised.value.kind


def test_what_chrome_offers() -> None:
    offer = read_offer(CHROME)
    assert [each.kind for each in offer.sections] == ["audio", "application"]
    assert (offer.audio, offer.data, offer.bundle) == (0, 1, ("0", "1"))
    assert (offer.opus, offer.telephone_event) == (111, 110)
    assert (offer.direction, offer.dtls_client, offer.sctp_port) == (Direction.SENDRECV, None, 5000)
    assert (offer.ice.ufrag, offer.ice.password, offer.ice.lite) == (UFRAG, PASSWORD, False)
    assert [each.host for each in offer.ice.candidates] == ["192.0.2.10", "2001:db8::10"]  # TCP is left out
    assert offer.fingerprints == (("sha-256", FINGERPRINT),)
    assert offer.recordable


def test_what_firefox_offers() -> None:
    offer = read_offer(FIREFOX.encode())
    assert (offer.opus, offer.telephone_event, offer.data, offer.bundle) == (109, None, None, ("0",))
    assert [each.type for each in offer.ice.candidates] == ["host", "srflx"]


def test_lines_may_end_as_on_unix_and_text_may_hold_what_is_no_utf8() -> None:
    read_offer(CHROME.replace("\r\n", "\n"))
    read_offer(CHROME.encode() + b"a=tool:\xff\xfe\xc3(\r\n")


@pytest.mark.parametrize(
    ("direction", "hold"), [("sendrecv", False), ("sendonly", True), ("recvonly", False), ("inactive", True)]
)
def test_directions(direction: str, *, hold: bool) -> None:
    offer = read_offer(CHROME.replace("a=sendrecv", f"a={direction}"))
    assert offer.direction is Direction(direction)
    assert offer.direction.is_hold is hold


def test_the_section_s_word_counts_before_the_session_s() -> None:
    session = CHROME.replace("t=0 0\r\n", "t=0 0\r\na=inactive\r\n")
    assert read_offer(session).direction is Direction.SENDRECV
    assert read_offer(session.replace("a=sendrecv\r\n", "")).direction is Direction.INACTIVE
    assert read_offer(CHROME.replace("a=sendrecv\r\n", "")).direction is Direction.SENDRECV


@pytest.mark.parametrize(("setup", "role"), [("actpass", None), ("active", True), ("passive", False)])
def test_dtls_roles(setup: str, *, role: bool | None) -> None:
    assert read_offer(CHROME.replace("a=setup:actpass", f"a=setup:{setup}")).dtls_client is role


@pytest.mark.parametrize(
    ("wish", "recordable"), [("off", False), ("pause", False), ("on", True), ("nopreference", True)]
)
def test_a_wish_that_nothing_be_recorded(wish: str, *, recordable: bool) -> None:
    for where in ("t=0 0\r\n", "a=mid:0\r\n"):
        assert read_offer(CHROME.replace(where, f"{where}a=recordpref:{wish}\r\n")).recordable is recordable


def test_video_is_passed_over_and_leads_nobody_astray() -> None:
    offer = read_offer(with_video_first())
    assert (offer.audio, offer.data, offer.bundle) == (1, 2, ("0", "1"))
    assert offer.ice.ufrag == UFRAG


def test_a_section_that_is_bundle_only_leaves_the_way_to_the_first_of_its_bundle() -> None:
    audio = re.search(r"m=audio.*?(?=m=application)", CHROME, re.DOTALL)
    assert audio
    bare = re.sub(r"a=(ice-|fingerprint|setup|candidate).*?\r\n", "", audio[0])
    bare = bare.replace("m=audio 51234", "m=audio 0").replace("a=mid:0", "a=mid:0\r\na=bundle-only")
    offer = read_offer(CHROME.replace(audio[0], bare).replace("BUNDLE 0 1", "BUNDLE 1 0"))
    assert (offer.opus, offer.bundle, offer.ice.ufrag) == (111, ("1", "0"), UFRAG)
    assert refused(CHROME.replace(audio[0], bare.replace("a=bundle-only\r\n", ""))) is NO_AUDIO


def test_a_data_channel_outside_the_bundle_or_closed_is_left_out() -> None:
    assert read_offer(CHROME.replace("BUNDLE 0 1", "BUNDLE 0")).data is None
    assert read_offer(CHROME.replace("m=application 9", "m=application 0")).data is None
    waiting = CHROME.replace("m=application 9", "m=application 0").replace("a=mid:1", "a=mid:1\r\na=bundle-only")
    assert read_offer(waiting).data == 1


def test_without_bundle_there_is_audio_alone() -> None:
    offer = read_offer(CHROME.replace("a=group:BUNDLE 0 1\r\n", ""))
    assert (offer.bundle, offer.data, offer.opus) == ((), None, 111)


def test_the_second_audio_is_taken_where_the_first_is_closed_or_has_no_opus() -> None:
    audio = re.search(r"m=audio.*?(?=m=application)", CHROME, re.DOTALL)
    assert audio
    other = audio[0].replace("a=mid:0", "a=mid:x")
    for first in (other.replace("m=audio 51234", "m=audio 0"), other.replace("opus", "G729")):
        assert read_offer(CHROME.replace(audio[0], first + audio[0])).audio == 1


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        (NOT_UNDERSTOOD, lambda sdp: ""),
        (NOT_UNDERSTOOD, lambda sdp: "\r\n" + sdp[1:]),
        (NOT_UNDERSTOOD, lambda sdp: '{"type":"offer"}'),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=mid:1", "a=mid:0")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=mid:0", "a=mid:" + "x" * 33)),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("m=audio 51234 ", "m=audio many ")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("111 63 9", "111 \x1b[31m 9")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace(f"a=ice-ufrag:{UFRAG}\r\n", "")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace(PASSWORD, "short")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace(UFRAG, "a b!")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("sha-256", "sha-1")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("sha-256", "sha-512")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace(FINGERPRINT, FINGERPRINT[:-3])),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace(FINGERPRINT, "not:a:fingerprint")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=setup:actpass", "a=setup:holdconn")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=setup:actpass\r\n", "")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=sctp-port:5000", "a=sctp-port:0")),
        (NOT_UNDERSTOOD, lambda sdp: sdp.replace("a=sctp-port:5000", "a=sctp-port:٥٠٠٠")),
        (NO_AUDIO, lambda sdp: sdp[: sdp.index("m=audio")]),
        (NO_AUDIO, lambda sdp: sdp.replace("m=audio", "m=video")),
        (NO_AUDIO, lambda sdp: sdp.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP")),
        (NO_AUDIO, lambda sdp: sdp.replace("m=audio 51234", "m=audio 0")),
        (NO_OPUS, lambda sdp: sdp.replace("opus/48000/2", "G729/8000")),
        (NO_OPUS, lambda sdp: sdp.replace("a=rtcp-mux\r\n", "")),
        (NO_OPUS, lambda sdp: sdp.replace("a=rtpmap:111 ", "a=rtpmap:٩٩٩ ")),
        (NO_OPUS, lambda sdp: sdp.replace("111", "8")),
        (TOO_LARGE, lambda sdp: sdp + "m=audio 9 X 0\r\n" * 16),
        (TOO_LARGE, lambda sdp: sdp + "a=x\r\n" * MAX_SDP_BYTES),
    ],
)
def test_what_is_refused(kind: Unusable, spoil: "object") -> None:
    assert callable(spoil)
    assert refused(spoil(CHROME)) is kind


def test_too_many_fingerprints_are_refused_and_the_same_one_twice_is_one() -> None:
    line = f"a=fingerprint:sha-256 {FINGERPRINT}\r\n"
    other = [line.replace("00:01", f"00:{n:02X}") for n in range(9)]
    assert read_offer(CHROME.replace(line, line * 20)).fingerprints == (("sha-256", FINGERPRINT),)
    assert refused(CHROME.replace(line, "".join(other))) is NOT_UNDERSTOOD


def test_ten_thousand_candidates_are_too_large_and_two_thousand_are_a_few() -> None:
    many = [f"a=candidate:{n} 1 udp 1 192.0.2.{n % 250 + 1} {n + 1} typ host\r\n" for n in range(10_000)]
    assert refused(CHROME + "".join(many)) is TOO_LARGE
    offer = read_offer(CHROME.replace("a=mid:0\r\n", "a=mid:0\r\n" + "".join(many[:1000])))
    assert len(offer.ice.candidates) == MAX_CANDIDATES


@settings(deadline=None)
@given(st.integers(0, len(CHROME)))
def test_an_offer_cut_short_is_read_or_refused(length: int) -> None:
    read_or_refused(CHROME[:length])


@settings(deadline=None)
@given(st.data())
def test_an_offer_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = bytearray(CHROME.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    read_or_refused(bytes(spoilt))


@settings(deadline=None)
@given(st.data())
def test_an_offer_with_lines_lost_doubled_and_moved_is_read_or_refused(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.sampled_from(CHROME.splitlines()), max_size=60))
    read_or_refused("\r\n".join(["v=0", *lines, ""]))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(octets: bytes) -> None:
    read_or_refused(octets)
    read_or_refused(b"v=0\r\n" + octets)


def read_or_refused(sdp: str | bytes) -> Offer | None:
    try:
        return read_offer(sdp)
    except OfferRefused as refusal:
        assert SENTENCE.fullmatch(str(refusal))
        return None


def test_nothing_of_an_offer_is_in_its_repr() -> None:
    shown = repr(read_offer(CHROME))
    assert not any(secret in shown for secret in (UFRAG, PASSWORD, FINGERPRINT, "192.0.2.10", "51234", "2001:db8"))


class TestFragments:
    def test_candidates_and_the_generation_they_belong_to(self) -> None:
        fragment = f"a=ice-ufrag:{UFRAG}\r\na=ice-pwd:{PASSWORD}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
        remote = read_fragment(fragment + "a=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\na=end-of-candidates\r\n")
        assert (remote.ufrag, remote.password) == (UFRAG, PASSWORD)
        assert [each.port for each in remote.candidates] == [4000]

    @pytest.mark.parametrize("text", ["", "\r\n", "hello", "a=candidate:1\r\nhello", b"\xff\xff", '{"candidate":""}'])
    def test_what_is_none(self, text: str | bytes) -> None:
        with pytest.raises(OfferRefused) as raised:
            read_fragment(text)
        assert raised.value.kind is NOT_UNDERSTOOD

    @settings(deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, octets: bytes) -> None:
        for text in (octets, b"a=candidate:" + octets, b"a=ice-ufrag:" + octets):
            try:
                read_fragment(text)
            except OfferRefused as refusal:
                assert SENTENCE.fullmatch(str(refusal))
