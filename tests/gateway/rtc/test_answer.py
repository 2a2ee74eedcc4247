import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.rtc.answer import Ours, write_answer
from gateway.rtc.api import OfferRefused
from gateway.rtc.candidates import Candidate
from gateway.rtc.sdp import Direction, read_offer
from tests.gateway.rtc.offers import CHROME, FIREFOX, with_video_first

OURS = Ours(
    ufrag="ours",
    password="x" * 24,
    candidates=(Candidate("1", 99, "192.0.2.99", 30000, "host"),),
    fingerprint="sha-256 AA:BB",
    dtls_client=True,
    ssrc=4711,
    session=123456,
    version=2,
)


def answer(offer: str, direction: Direction = Direction.SENDRECV) -> str:
    return write_answer(read_offer(offer), direction, OURS)


def sections(sdp: str) -> list[list[str]]:
    return [each.split("\r\n") for each in sdp.split("\r\nm=")]


def test_audio_in_opus_and_the_data_channel_are_accepted() -> None:
    session, audio, data = sections(answer(CHROME))
    assert "a=group:BUNDLE 0 1" in session
    assert audio[0] == "audio 9 UDP/TLS/RTP/SAVPF 111 110"
    assert {"a=mid:0", "a=sendrecv", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=ssrc:4711 cname:sottovoce"} <= {
        *audio
    }
    assert any("useinbandfec=1" in line for line in audio)
    assert data[0] == "application 9 UDP/DTLS/SCTP webrtc-datachannel"
    for section in (audio, data):
        assert {"a=ice-ufrag:ours", "a=fingerprint:sha-256 AA:BB", "a=setup:active"} <= {*section}
        assert "a=candidate:1 1 udp 99 192.0.2.99 30000 typ host" in section


def test_nothing_is_recorded_and_it_says_so() -> None:
    assert "a=record:off" in sections(answer(CHROME))[0]


def test_every_other_section_is_rejected_in_its_place() -> None:
    session, video, audio, data = sections(answer(with_video_first()))
    assert "a=group:BUNDLE 0 1" in session
    assert video[0] == "video 0 UDP/TLS/RTP/SAVPF 96 97 98"
    assert "a=mid:v" in video and "a=inactive" in video
    assert not any("ice" in line or "simulcast" in line for line in video)
    assert (audio[0][:5], data[0][:11]) == ("audio", "application")


def test_an_offer_without_keys_or_bundle_gets_none() -> None:
    text = answer(FIREFOX.replace("a=group:BUNDLE 0\r\n", ""))
    assert "telephone-event" not in text and "BUNDLE" not in text and "sctp" not in text


@pytest.mark.parametrize("direction", Direction)
def test_the_direction_is_ours(direction: Direction) -> None:
    assert f"a={direction.value}" in sections(answer(CHROME, direction))[1]


def test_an_offer_and_its_mirror() -> None:
    assert [each.mirrored.value for each in Direction] == ["sendrecv", "recvonly", "sendonly", "inactive"]


def test_nothing_secret_is_in_a_repr() -> None:
    assert not any(secret in repr(OURS) for secret in ("ours", "xxxx", "192.0.2.99", "AA:BB"))


@settings(deadline=None)
@given(st.lists(st.sampled_from(with_video_first().splitlines()), max_size=60))
def test_whatever_is_answered_can_be_read_by_another_stack(lines: list[str]) -> None:
    try:
        text = answer("\r\n".join([*CHROME.splitlines(), *lines, ""]))
    except OfferRefused:
        return
    read = SessionDescription.parse(text)
    assert sum(media.port != 0 for media in read.media) in (1, 2)
    assert text.isascii()
