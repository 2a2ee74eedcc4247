"""What the gateway knows of its agent's texts."""

from agent.sentences import Clauses
from gateway.agents import fixed_clauses, make_agent
from gateway.settings.schema import Settings


def test_a_text_is_known_at_the_start_of_a_reply_and_later_in_one() -> None:
    text = "If it rings but nobody hears you, the firewall drops RTP. Open its ports."
    fixed = fixed_clauses([text])
    for before in ("", "I see. "):
        splitter = Clauses()
        clauses = [*splitter.feed(f"{before}{text} "), *splitter.flush()]
        assert {clause for clause in clauses if clause != "I see."} <= fixed


def test_nothing_else_is_known() -> None:
    assert "Your number is 555 0132." not in fixed_clauses(["Your number is known."])


def test_what_the_agent_says_to_everybody_fits_the_memory_of_the_voice() -> None:
    clauses = fixed_clauses(make_agent(Settings()).fixed_texts())
    assert len(clauses) > 400
    assert not any("{" in clause for clause in clauses)
