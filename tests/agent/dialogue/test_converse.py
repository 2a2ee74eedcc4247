"""Whole conversations with the embedded agent: what was said, and what the answer must hold."""

from dataclasses import replace

import pytest

from agent.api import Action, Line
from agent.dialogue import Answer, Thread, converse
from agent.library import Library, load_articles
from agent.prompts import Prompt, prompts

LIBRARY = Library(load_articles())
PROMPTS = prompts()
LINE = Line("PCMA", jitter_ms=3.0, round_trip_ms=40.0, seconds=75.0)


def talk(*turns: str, line: Line | None = LINE) -> list[Answer]:
    """The answers to the turns of one call, in order."""
    answers: list[Answer] = []
    thread = Thread()
    for words in turns:
        answers.append(converse(words, thread, LIBRARY, PROMPTS, line))
        thread = answers[-1].thread
    return answers


def last(*turns: str, line: Line | None = LINE) -> str:
    return talk(*turns, line=line)[-1].text


@pytest.mark.parametrize(
    ("turns", "held"),
    [
        (("What does 408 mean?",), "registering, or when calling?"),
        (("What does 408 mean?", "When I register."), "the registrar is not reached"),
        (("What does 408 mean?", "When calling."), "phone did not react"),
        (("What does 408 mean?", "I don't know."), "step by step"),
        (("My registration times out with a 408.",), "the registrar is not reached"),
        (("My phone won't register.", "408"), "the registrar is not reached"),
        (("I get a 408.", "And over TCP?"), "Over TCP"),
        (("I get a 408.", "What about TLS?"), "handshake"),
        (("I get a 488.", "Why?"), "holds nothing"),
        (("What is jitter?", "Tell me more."), "queue"),
        (("What is jitter?", "What do I do next?"), "Use a cable"),
        (("What is jitter?", "What should I check?", "That didn't help."), "adapt by itself"),
        (("What is jitter?", "next", "next", "next", "Still the same."), "Would you like a person?"),
        (("I have one way audio.",), "Who can't be heard"),
        (("I have one way audio.", "They can't hear me."), "your audio does not reach them"),
        (("I have one way audio.", "me"), "your audio does not reach them"),
        (("I have one way audio.", "The other side."), "their audio does not reach you"),
        (("I have one way audio.", "me", "What about the other direction?"), "their audio does not reach you"),
        (("I have one way audio.", "And in Asterisk?"), "direct media"),
        (("They can't hear me but I hear them.",), "your audio does not reach them"),
        (("How do I set up a SIP trunk?", "They gave me a user and password."), "enter user, password"),
        (("There is an echo.", "me"), "on the other side"),
    ],
)
def test_troubleshooting(turns: tuple[str, ...], held: str) -> None:
    assert held in last(*turns)


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("What codec am I using?", "G.711 A-law"),
        ("How is my line?", "MOS of 4.4"),
        ("What's my jitter?", "3 milliseconds"),
        ("Is this call encrypted?", "not encrypted"),
        ("How long have we been talking?", "1 minute and 15 seconds"),
        ("Can you hear me?", "Yes, I hear you"),
        ("I want to test my softphone.", "press a few keys"),
        ("How do I do an echo test?", "Dial echo"),
        ("DTMF 1 2 3", "1 2 3"),
        ("DTMF # *", "hash star"),
        ("One two three four five.", "I heard 1 2 3 4 5"),
    ],
)
def test_the_call_itself(words: str, held: str) -> None:
    assert held in last(words)


def test_a_masked_key_press_is_confirmed_but_not_said() -> None:
    assert last("DTMF [PIN_1]").startswith("Your keys arrived.")


def test_without_a_line_nothing_is_made_up() -> None:
    assert "cannot see a line" in last("How is my line?", line=None)


def test_a_bad_line_leads_to_its_article() -> None:
    bad = replace(LINE, loss_fraction=0.05)
    assert "Shall I say what to check?" in last("How is my line?", line=bad)
    assert "cable" in last("How is my line?", "Yes, please.", line=bad)
    assert "percent of your packets" in last("Can you hear me?", line=bad)


@pytest.mark.parametrize(
    ("words", "prompt", "action"),
    [
        ("Are you a robot?", Prompt.ROBOT, Action.NONE),
        ("What do you keep?", Prompt.KEPT, Action.NONE),
        ("Delete my data.", Prompt.DELETED, Action.DELETE),
        ("Keep this for support.", Prompt.CANNOT_KEEP, Action.NONE),
        ("A person, please.", Prompt.PERSON, Action.PERSON),
        ("Goodbye.", Prompt.GOODBYE, Action.HANG_UP),
        ("Stop.", Prompt.STOPPED, Action.NONE),
        ("", Prompt.NOT_UNDERSTOOD, Action.NONE),
        ("...", Prompt.NOT_UNDERSTOOD, Action.NONE),
    ],
)
def test_commands_work_at_any_time(words: str, prompt: Prompt, action: Action) -> None:
    for before in ((), ("What does 408 mean?",), ("Who won the game?",)):
        answer = talk(*before, words)[-1]
        assert (answer.text, answer.action) == (PROMPTS[prompt], action)


@pytest.mark.parametrize(
    "words", ["Hello.", "Thanks!", "Who are you?", "What can you do?", "How are you?", "Never mind."]
)
def test_small_talk_is_short(words: str) -> None:
    assert len(last(words).split()) <= 25
    assert "don't know" not in last(words)


def test_thanks_in_the_middle_keep_the_thread() -> None:
    assert "queue" in last("What is jitter?", "Thanks.", "Why?")


def test_not_knowing_is_said_and_a_person_offered() -> None:
    unknown = talk("Who won the game last night?", "How do I bake bread?", "Yes.")
    assert "I don't know" in unknown[0].text
    assert unknown[0].text != unknown[1].text
    assert all("person" in answer.text for answer in unknown[:2])
    assert unknown[2].action is Action.PERSON


def test_no_after_an_offer_is_taken_as_no() -> None:
    assert talk("Who won the game?", "No, thanks.")[-1].action is Action.NONE


def test_yes_and_no_without_an_offer_answer_nothing() -> None:
    assert last("Yes.") == "I am listening."
    assert last("No.") == "All right. What else can I do?"


def test_a_likely_article_is_asked_back() -> None:
    asked = "is it wise to leave the SIP ALGAN ABLE?"
    assert last(asked) == "Do you mean: SIP ALG?"
    assert last(asked, "Yes.").startswith("Turn it off")
    assert last(asked, "No.") == "All right. What else can I do?"


def test_repeat_gives_the_last_answer_and_what_it_left_open() -> None:
    first, again, chosen = talk("I get a 408.", "Repeat that, please.", "registering")
    assert again.text == first.text
    assert "registrar" in chosen.text


def test_slower_means_a_sentence_at_a_time() -> None:
    whole, first, second, third = talk("What is jitter?", "Slower, please.", "next", "go on")
    parts = whole.thread.said.split(". ")
    assert parts[0] in first.text
    assert parts[1] in second.text
    assert parts[2] in third.text


def test_the_hint_comes_once() -> None:
    first, second = talk("What is jitter?", "What is Opus?")
    assert "Say why" in first.text
    assert "Say why" not in second.text


@pytest.mark.parametrize(
    "words", ["My number is [PHONE_1], why do I get a 403 when calling?", "[NAME_1] what is jitter"]
)
def test_placeholders_are_neither_obeyed_nor_spoken(words: str) -> None:
    assert "[" not in last(words)
    assert "don't know" not in last(words)


@pytest.mark.parametrize("words", ["It is [CARD_1].", "My card is [CARD_1] and I get a 403"])
def test_a_card_number_is_declined(words: str) -> None:
    assert last(words) == PROMPTS[Prompt.NO_CARDS]


def test_a_turn_of_nothing_but_masked_values_is_thanked_for() -> None:
    assert "do not need that" in last("[PHONE_1]")


def test_a_turn_is_pure() -> None:
    thread = talk("I get a 408.")[0].thread
    assert converse("why", thread, LIBRARY, PROMPTS) == converse("why", thread, LIBRARY, PROMPTS)


def test_answers_stay_listenable_on_every_path() -> None:
    for article in LIBRARY.articles:
        for answer in talk(article.questions[0], "why", "next", "that did not help", "more", "the other side"):
            assert 1 <= len(answer.text.split()) <= 75
            assert all(piece.strip() for piece in answer.pieces)
