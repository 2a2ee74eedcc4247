"""Takes of one utterance: a later take leaves no trace of the earlier one, nor of the answer prepared on it."""

from privacy.api import RedactionSession


def said(session: RedactionSession) -> list[str]:
    return [each.text for each in session.finalize()]


def test_a_later_take_replaces_the_earlier_one() -> None:
    session = RedactionSession()
    session.redact("my trunk", utterance=1)
    session.redact("my trunk is down", utterance=1)
    assert said(session) == ["my trunk is down"]


def test_the_answer_prepared_on_a_take_goes_with_it() -> None:
    session = RedactionSession()
    session.redact("my trunk", utterance=1)
    session.redact("What is your password?", speaker="agent")
    session.redact("my trunk is down", utterance=1)
    assert said(session) == ["my trunk is down"]


def test_a_number_is_not_joined_to_its_own_earlier_take() -> None:
    takes, whole = RedactionSession(), RedactionSession()
    takes.redact("call me on four one five", utterance=1)
    takes.redact("Go on.", speaker="agent")
    last = takes.redact("call me on four one five five five five oh one three two", utterance=1)
    assert last == whole.redact("call me on four one five five five five oh one three two", utterance=1)


def test_what_was_said_before_the_utterance_stays() -> None:
    session = RedactionSession()
    session.redact("hello", utterance=1)
    session.redact("Good morning.", speaker="agent")
    session.redact("my trunk", utterance=2)
    session.redact("Yes?", speaker="agent")
    session.redact("my trunk is down", utterance=2)
    assert said(session) == ["hello", "Good morning.", "my trunk is down"]
