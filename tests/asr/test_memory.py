"""What is kept of the sound, and that it can be wiped."""

from asr.memory import Recordings, Ring


def ring(*frames: bytes, size: int = 3) -> Ring:
    made = Ring(size)
    for frame in frames:
        made.add(frame)
    return made


def test_ring_keeps_the_last_frames() -> None:
    assert list(ring(b"1", b"2", b"3", b"4").frames()) == [b"2", b"3", b"4"]


def test_ring_zeroes_what_falls_out_and_what_is_dropped() -> None:
    made = ring(b"1", b"2", b"3")
    held = list(made.frames())
    made.add(b"4")
    assert held == [b"\0", b"2", b"3"]
    made.zero()
    assert held == [b"\0", b"\0", b"\0"]
    assert not list(made.frames())


def test_recording_ends_where_it_is_told() -> None:
    recordings = Recordings()
    recording = recordings.open(1, ring(b"ab"))
    for frame in (b"cd", b"ef", b"gh"):
        recording.add(frame)
    recording.keep(1)
    assert recordings.audio(1) == b"abcdef"
    recording.keep(-5)
    assert recordings.audio(1) == b"abcdefgh"


def test_forgetting_is_final_and_idempotent() -> None:
    recordings = Recordings()
    recordings.open(1, ring(b"ab"))
    recordings.forget(1)
    recordings.forget(1)
    assert recordings.audio(1) == b""


def test_no_more_than_a_few_utterances_are_kept() -> None:
    recordings = Recordings(most=2)
    for utterance in (1, 2, 3):
        recordings.open(utterance, ring(b"ab"))
    assert [bool(recordings.audio(n)) for n in (1, 2, 3)] == [False, True, True]
