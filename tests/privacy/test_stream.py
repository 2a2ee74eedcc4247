"""Lines in, lines out."""

import io
import json
import os
from collections.abc import Iterator

import pytest

from privacy import stream
from privacy.errors import StreamError


def record(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def answers(lines: list[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.jsonl(lines)]


def test_plain_lines_are_one_call() -> None:
    lines = ["my name is Priya Natarajan\n", "\n", "bye Natarajan\n"]
    assert list(stream.plain(lines)) == ["my name is [PERSON_1]", "", "bye [PERSON_2]"]


def test_jsonl_gives_spans_on_the_original() -> None:
    text = "it's Zoë, my pin is 4471"
    (answer,) = answers([record(id=7, text=text)])
    assert answer["id"] == 7
    assert {"start": text.index("4471"), "end": len(text), "type": "PIN"} in answer["spans"]  # type: ignore[operator]


def test_lines_of_one_dialogue_share_a_session_and_others_do_not() -> None:
    first = record(id=1, dialogue="a", text="my name is Solvei Brandt")
    same, other = record(id=2, dialogue="a", text="bye Solvei"), record(id=3, dialogue="b", text="error 488")
    masked = [answer["text"] for answer in answers([first, same, other])]
    assert masked == ["my name is [PERSON_1]", "bye [PERSON_2]", "error 488"]


def test_a_dialogues_earlier_lines_are_masked_again() -> None:
    lines = [record(id=1, dialogue=1, text="it is 415"), record(id=2, dialogue=1, text="555 0132, my phone number")]
    assert "415" not in str(answers(lines)[0]["text"])


def test_the_agents_lines_say_what_is_asked() -> None:
    lines = [
        record(id=1, dialogue="a", speaker="Agent", text="What's your name?"),
        record(id=2, dialogue="a", speaker="caller", text="bill"),
    ]
    assert answers(lines)[1]["text"] == "[PERSON_1]"


@pytest.mark.parametrize(
    "line", ['{"text": "secret', "secret", '["secret"]', '{"id": "secret"}', '{"text": 5}', "[" * 100_000, "\x00"]
)
def test_a_bad_line_is_named_by_number_and_never_shown(line: str) -> None:
    read = stream.jsonl([record(id=1, text="hello"), "\n", line])
    assert json.loads(next(read))["text"] == "hello"
    with pytest.raises(StreamError) as caught:
        list(read)
    assert caught.value.line == 3
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_line_that_arrives_alone_is_answered_at_once() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as arriving:
        answered = stream.jsonl(arriving)
        for number in (1, 2):
            os.write(writing, record(id=number, dialogue="a", text="hello").encode())
            assert json.loads(next(answered))["id"] == number
        os.write(writing, b'{"id": 3, "text": "no newline"}')
        os.close(writing)
        assert [json.loads(line)["id"] for line in answered] == [3]


def test_lines_without_a_descriptor_are_read_one_by_one() -> None:
    lines: Iterator[str] = iter([record(id=1, text="hello"), record(id=2, text="bye")])
    assert len(list(stream.jsonl(lines))) == 2
    assert len(list(stream.jsonl(io.StringIO(record(id=1, text="hello"))))) == 1
