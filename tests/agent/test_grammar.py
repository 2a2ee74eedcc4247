"""The local grammar: whole utterances only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.grammar import Intent, intent

SAID = {
    Intent.STOP: ["Stop.", "stop please", "Okay, stop it.", "Be quiet.", "That's enough.", "wait"],
    Intent.GOODBYE: [
        "Goodbye.",
        "okay bye",
        "Thank you, goodbye.",
        "That's all, thanks.",
        "Hang up, please.",
        "Bye bye.",
    ],
    Intent.REPEAT: [
        "Can you repeat that?",
        "Say that again.",
        "What?",
        "Pardon?",
        "I didn't catch that.",
        "Once more, please.",
    ],
    Intent.PERSON: [
        "A person, please.",
        "I want to talk to a human.",
        "speak to someone",
        "Can I talk to a real person?",
        "Operator!",
        "Get me a supervisor.",
    ],
    Intent.ROBOT_QUESTION: [
        "Are you a robot?",
        "Am I talking to a real person?",
        "Is this a machine?",
        "are you human or a robot",
    ],
    Intent.KEPT_QUESTION: [
        "What do you keep?",
        "Are you recording this?",
        "Is this call being recorded?",
        "Do you store my voice?",
        "Who is listening?",
        "What happens to my data?",
    ],
    Intent.DELETE_REQUEST: [
        "Delete my data.",
        "Don't save this.",
        "Delete this call, please.",
        "Don't record me.",
        "Forget everything.",
    ],
    Intent.BACKCHANNEL: ["Mm-hm.", "Yeah.", "Okay.", "uh-huh", "I see.", "right, okay"],
    Intent.NONE: [
        "My calls stop after a minute.",
        "What does 408 mean?",
        "How do I hang up a call in baresip?",
        "Can an agent call a person?",
        "How do I delete a trunk?",
        "Does the server keep my registration?",
        "who are you",
        "never mind",
        "",
        "[PHONE_1]",
    ],
}


@pytest.mark.parametrize(("words", "meant"), [(words, meant) for meant, said in SAID.items() for words in said])
def test_what_is_said_is_understood(words: str, meant: Intent) -> None:
    assert intent(words) is meant


def test_a_placeholder_beside_a_command_does_not_hide_it() -> None:
    assert intent("Delete this call, [NAME_1]") is Intent.DELETE_REQUEST


@given(st.text(max_size=120))
def test_any_text_has_an_intent(words: str) -> None:
    assert isinstance(intent(words), Intent)
