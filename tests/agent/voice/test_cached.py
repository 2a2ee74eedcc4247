from agent.voice.cached import CachedVoice
from agent.voice.fake import ToneSynthesizer


def voice(limit_bytes: int = 1 << 20) -> tuple[CachedVoice, ToneSynthesizer]:
    tones = ToneSynthesizer()
    return CachedVoice(tones, limit_bytes), tones


def test_what_is_kept_is_made_once() -> None:
    cached, tones = voice()
    first = list(cached.synthesize("Goodbye.", 8000, keep=True))
    assert list(cached.synthesize("Goodbye.", 8000)) == first
    assert tones.spoken == 1
    assert (cached.counts.hits, cached.counts.misses, cached.counts.entries) == (1, 1, 1)


def test_what_may_be_a_callers_is_never_kept() -> None:
    cached, tones = voice()
    for _ in range(2):
        list(cached.synthesize("Your number is 5 5 5.", 8000))
    assert tones.spoken == 2
    assert cached.counts.held_bytes == 0


def test_what_was_not_listened_to_the_end_is_not_kept() -> None:
    cached, _ = voice()
    next(cached.synthesize("Goodbye for today.", 8000, keep=True))
    assert not cached.knows("Goodbye for today.", 8000)


def test_each_rate_is_kept_by_itself() -> None:
    cached, _ = voice()
    cached.warm(["Goodbye."], 8000)
    assert cached.knows("Goodbye.", 8000)
    assert not cached.knows("Goodbye.", 16000)


def test_warming_makes_each_text_once() -> None:
    cached, tones = voice()
    assert cached.warm(["One.", "Two.", "One."], 8000) == 2
    assert cached.warm(["One.", "Two."], 8000) == 0
    assert tones.spoken == 2


def test_warming_stops_when_told() -> None:
    cached, _ = voice()
    answers = iter([True, True, False])
    assert cached.warm(["One.", "Two.", "Three."], 8000, go_on=lambda: next(answers)) == 2


def test_what_was_used_longest_ago_goes_first() -> None:
    one_bytes = sum(map(len, ToneSynthesizer().synthesize("One.", 8000)))
    cached, _ = voice(limit_bytes=4 * one_bytes)
    cached.warm(["A.", "B.", "C.", "D."], 8000)
    list(cached.synthesize("A.", 8000))
    cached.warm(["E."], 8000)
    assert [cached.knows(text, 8000) for text in ("A.", "B.", "C.", "D.", "E.")] == [True, False, True, True, True]
    assert cached.counts.evictions == 1
    assert cached.counts.held_bytes == 4 * one_bytes


def test_one_long_text_does_not_drive_out_the_rest() -> None:
    one_bytes = sum(map(len, ToneSynthesizer().synthesize("One.", 8000)))
    cached, _ = voice(limit_bytes=4 * one_bytes)
    cached.warm(["A.", "One two three four."], 8000)
    assert cached.knows("A.", 8000)
    assert cached.counts.entries == 1


def test_no_text_is_stored() -> None:
    cached, _ = voice()
    cached.warm(["Goodbye, Annabel."], 8000)
    assert "Annabel" not in repr(vars(cached))
