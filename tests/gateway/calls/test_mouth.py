"""The mouth: order, suspension, and what was really heard."""

import random

from gateway.calls.mouth import Mouth

RATE = 8000


def sound(samples: int, value: int = 1) -> bytes:
    return bytes([value, 0]) * samples


def test_nothing_is_heard_before_release() -> None:
    mouth = Mouth()
    mouth.begin(1)
    clause = mouth.plan(1, "hello")
    assert clause
    clause.pcm += sound(100)
    assert mouth.take() == b""
    mouth.release(1)
    assert mouth.take() == sound(100)
    assert mouth.take() == b""


def test_clauses_play_in_the_planned_order_whatever_arrives_first() -> None:
    mouth = Mouth()
    mouth.begin(1, released=True)
    first, second = mouth.plan(1, "one"), mouth.plan(1, "two")
    assert first
    assert second
    second.pcm += sound(50, 2)
    second.whole = True
    assert mouth.take() == b""
    first.pcm += sound(50, 1)
    assert mouth.take() == sound(50, 1)
    first.whole = True
    assert mouth.take() == sound(50, 2)


def test_a_reply_is_done_when_its_last_sample_was_played() -> None:
    mouth = Mouth()
    mouth.begin(1, released=True)
    clause = mouth.plan(1, "bye")
    assert clause
    clause.pcm += sound(200)
    mouth.take()
    assert mouth.tick(200) is None
    clause.whole = True
    mouth.complete(1)
    assert mouth.tick(200) == 1
    assert mouth.drop(1) == "bye"


def test_a_suspended_reply_goes_on_where_it_was_heard_to() -> None:
    mouth = Mouth()
    mouth.tick(1000)
    mouth.begin(1, released=True)
    clause = mouth.plan(1, "one two three four")
    assert clause
    clause.pcm += b"".join(n.to_bytes(2, "little") for n in range(400))
    clause.whole = True
    mouth.complete(1)
    assert len(mouth.take()) == 800
    mouth.tick(1100)
    mouth.suspend(1)
    mouth.tick(1120)  # a frame was on its way
    assert mouth.take() == b""
    mouth.release(1)
    rest = mouth.take()
    assert int.from_bytes(rest[:2], "little") == 120
    assert mouth.tick(1120 + 279) is None
    assert mouth.tick(1120 + 280) == 1


def test_only_the_words_that_were_played_are_remembered() -> None:
    mouth = Mouth()
    mouth.begin(1, released=True)
    for text in ("a b c d", "e f g h"):
        clause = mouth.plan(1, text)
        assert clause
        clause.pcm += sound(400)
        clause.whole = True
    mouth.take()
    mouth.tick(600)
    assert mouth.drop(1) == "a b c d e f"


def test_dropping_zeroes_the_sound() -> None:
    mouth = Mouth()
    mouth.begin(1)
    clause = mouth.plan(1, "secret")
    assert clause
    clause.pcm += sound(10, 7)
    mouth.drop(1)
    assert bytes(clause.pcm) == bytes(20)


def test_random_suspensions_lose_and_repeat_nothing() -> None:
    for seed in range(200):
        draw = random.Random(seed)
        mouth = Mouth()
        mouth.begin(1, released=True)
        whole = b"".join(n.to_bytes(2, "little") for n in range(3000))
        pieces = [whole[n : n + 400] for n in range(0, len(whole), 400)]
        heard, ring, played = bytearray(), bytearray(), 0
        clause = mouth.plan(1, "x")
        assert clause
        for _ in range(1000):
            if pieces and draw.random() < 0.4:
                clause.pcm += pieces.pop(0)
                clause.whole = not pieces
            if draw.random() < 0.1:
                mouth.suspend(1)
                ring.clear()
            elif draw.random() < 0.3:
                mouth.release(1)
            ring += mouth.take()
            tick, ring = ring[:320], ring[320:]
            heard += tick
            played += len(tick) // 2
            mouth.tick(played)
        assert bytes(heard) == whole[: len(heard)]
