"""People's way in: whole conversations by `sottovoce call`, over every transport and codec."""

from pathlib import Path

import pytest

from tests.system.calling import FOUR_EIGHTY_EIGHT, converse, says, spoken
from tests.system.running import Gateway

SOUNDS = Path("/usr/share/asterisk/sounds/en")
QUESTION = "Why do my calls fail with four eighty-eight?"
CODECS = r"codec|media|format|offer"


def test_a_conversation_with_a_follow_up_and_a_goodbye(gateway: Gateway) -> None:
    lines = (QUESTION, "I can hear them but they can't hear me.", "And over TCP?", "Goodbye.")
    call = converse(gateway.uri(), *spoken(*lines))
    assert says("automated assistant", call.greeting), "who speaks is said first"
    assert says(FOUR_EIGHTY_EIGHT, call.answer(0)) and says(CODECS, call.answer(0)), call.out.text
    assert says("one.?way|NAT|address|router|firewall", call.answer(1)), call.out.text
    assert says("T ?C ?P", call.answer(2)), call.out.text
    assert call.ending == "caller-hung-up", "the agent hangs up after a goodbye"
    summary = call.all("summary")[0]
    assert summary["answered"] == 4 and summary["codec"] == "PCMU" and summary["lost_packets"] == 0


@pytest.mark.parametrize(
    ("parameters", "arguments", "codec", "transport"),
    [
        (";transport=tcp", ("--codec", "PCMA"), "PCMA", "tcp"),
        ("", ("--codec", "G722", "--srtp"), "G722", "udp"),
    ],
    ids=["pcma-over-tcp", "g722-with-srtp"],
)
def test_a_question_over(
    gateway: Gateway, parameters: str, arguments: tuple[str, ...], codec: str, transport: str
) -> None:
    call = converse(gateway.uri(parameters=parameters), *spoken("Are you a robot?"), *arguments)
    encrypted = "--srtp" in arguments
    assert call.all("connected")[0]["text"] == f"{codec}, {'SRTP' if encrypted else 'RTP'}"
    assert says("machine", call.answer(0)), call.out.text
    started = gateway.events("call-started")[-1]
    assert (started["codec"], started["transport"], started["encrypted"]) == (codec, transport, encrypted)


def test_a_recorded_person_is_answered_and_may_interrupt(gateway: Gateway) -> None:
    recorded = ("cannot-complete-as-dialed.wav", "vm-goodbye.wav")
    wavs = [argument for name in recorded for argument in ("--wav", str(SOUNDS / name))]
    call = converse(gateway.uri(), *wavs, "--barge-in", "2")
    assert call.ending == "caller-hung-up", "the agent hangs up after a goodbye"
    call_id = gateway.events("call-ended")[-1]["call_id"]
    assert [each["words"] for each in gateway.events("interrupted") if each["call_id"] == call_id] == [True]


def test_the_echo_test_gives_back_what_it_hears(gateway: Gateway) -> None:
    call = converse(gateway.uri("echo"), *spoken("The quick brown fox jumps over the lazy dog."))
    assert says("echo test", call.greeting)
    assert says("brown fox", call.answer(0)), call.out.text
