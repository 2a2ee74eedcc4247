"""The fixed prompts."""

from agent.prompts import Operator, Prompt, prompts


def test_every_prompt_has_a_text() -> None:
    texts = prompts()
    assert set(texts) == set(Prompt)
    assert all(text.strip().endswith((".", "?")) for text in texts.values())


def test_the_greeting_discloses_the_machine_first_and_is_short() -> None:
    texts = prompts()
    greeting = f"{texts[Prompt.DISCLOSURE]} {texts[Prompt.GREETING]}"
    assert greeting.startswith("You are talking to an automated assistant.")
    assert "keep nothing" in greeting
    assert len(greeting.split()) <= 20  # seven seconds at 2.86 words a second, the pace measured of en_US-joe


def test_the_operator_cannot_hide_the_machine() -> None:
    texts = prompts(Operator(name="Nova", welcome="What can I do?"))
    assert texts[Prompt.DISCLOSURE].startswith("You are talking to Nova, an automated assistant.")
    assert texts[Prompt.GREETING] == "What can I do?"


def test_what_a_rule_keeps_is_told_before_anything_else() -> None:
    texts = prompts(Operator(ruled="for compliance, for 12 months"))
    assert texts[Prompt.DISCLOSURE].endswith("a masked transcript is kept for compliance, for 12 months.")
    assert "keep nothing" not in texts[Prompt.DISCLOSURE] and "Nothing" not in texts[Prompt.KEPT]


def test_the_question_tells_what_is_kept_what_for_and_how_long() -> None:
    asked = prompts(Operator(transcript_months=9))[Prompt.ASK_TRANSCRIPT]
    assert "transcript" in asked and "for support" in asked and "9 months" in asked


def test_nobody_is_asked_for_a_card() -> None:
    assert "do not tell me card numbers" in prompts()[Prompt.NO_CARDS]
