"""The local grammar: whole utterances only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.grammar import Intent, consents, intent, refuses

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
        "Actually, don't save this.",
        "Please don't keep the transcript.",
        "I changed my mind, don't keep it.",
        "Don't keep this for support.",
        "Delete the transcript.",
    ],
    Intent.KEEP_FOR_SUPPORT: [
        "Keep this for support.",
        "Please keep this call for the support team.",
        "You can save this conversation for support.",
        "Could you keep a transcript for support, please?",
    ],
    Intent.KEEP_REQUEST: ["Keep this.", "Please save this call.", "You may keep the transcript.", "Record this."],
    Intent.TRACE_REQUEST: ["Capture a trace.", "Please take a SIP trace of this call.", "You can trace my call."],
    Intent.IMPROVE_REQUEST: ["You may use this call to improve.", "Use my words to get better."],
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
        "How do I keep this for support calls alive?",
        "My phone does not save this.",
        "How do I capture a trace?",
        "Keep alive for support lines.",
        "",
        "[PHONE_1]",
    ],
}


@pytest.mark.parametrize(("words", "meant"), [(words, meant) for meant, said in SAID.items() for words in said])
def test_what_is_said_is_understood(words: str, meant: Intent) -> None:
    assert intent(words) is meant


def test_a_placeholder_beside_a_command_does_not_hide_it() -> None:
    assert intent("Delete this call, [NAME_1]") is Intent.DELETE_REQUEST


@pytest.mark.parametrize(
    "words",
    ["Yes.", "yes please", "Yeah, sure.", "I agree.", "Yes, you may.", "Um, yes.", "Of course!", "Yes, go ahead."],
)
def test_a_clear_yes_consents(words: str) -> None:
    assert consents(words)


@pytest.mark.parametrize(
    "words",
    [
        "", "No.", "Okay.", "mm-hm", "right", "Maybe.", "Yes, but not now.", "yes no", "I don't know.", "yes why",
        "What does yes mean?", "not sure", "I guess", "[PERSON_1]", "you", "thank you",
    ],
)  # fmt: skip
def test_anything_less_does_not(words: str) -> None:
    assert not consents(words)


@pytest.mark.parametrize("words", ["No.", "no thanks", "Nope.", "Um, no.", "I'd rather not.", "No, no, please."])
def test_a_no_refuses(words: str) -> None:
    assert refuses(words)
    assert not consents(words)


@pytest.mark.parametrize("words", ["", "No sound at all.", "yes", "now", "No, my calls fail with 488."])
def test_a_sentence_that_begins_with_no_is_a_sentence(words: str) -> None:
    assert not refuses(words)


@given(st.text(max_size=120))
def test_any_text_has_an_intent(words: str) -> None:
    assert isinstance(intent(words), Intent)
