from gateway.sip.cell import sdp

WRITTEN = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=pjmedia\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 127.0.0.1\r\na=rtcp:4001 IN IP4 127.0.0.1\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
)


def test_every_address_becomes_ours() -> None:
    sent = sdp.finish(WRITTEN, "192.0.2.9")
    assert "127.0.0.1" not in sent
    assert sent.count("IN IP4 192.0.2.9") == 4
    assert "a=rtcp:4001 IN IP4 192.0.2.9\r\n" in sent


def test_nothing_is_recorded_and_that_is_said_once_for_the_session() -> None:
    once = sdp.finish(WRITTEN, "")
    assert once.split("\r\n").index("a=record:off") == 5
    assert sdp.finish(once, "") == once


def test_without_an_address_the_rest_stays() -> None:
    assert sdp.finish(WRITTEN, "").replace("a=record:off\r\n", "") == WRITTEN


def test_other_lines_are_left_alone() -> None:
    tricky = WRITTEN + "a=note:IN IP4 127.0.0.1\r\na=x IN IP4 127.0.0.1\r\n"
    assert sdp.finish(tricky, "192.0.2.9").count("127.0.0.1") == 2
