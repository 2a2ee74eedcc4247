import pytest

from agent.voice.pauses import rest_ms, silence


@pytest.mark.parametrize(
    ("text", "rest"),
    [("It rings.", 240), ("Does it?", 240), ('He said "no."', 240), ("Well,", 140), ("So:", 180), ("and", 40), ("", 0)],
)
def test_the_rest_follows_the_punctuation(text: str, rest: int) -> None:
    assert rest_ms(text) == rest


def test_silence_is_as_long_as_asked() -> None:
    assert len(silence(8000, 20)) == 320
    assert set(silence(16000, 20)) == {0}
