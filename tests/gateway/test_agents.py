"""What the gateway knows of its agent's texts, and that what the agent says of keeping is what the rules say."""

from pathlib import Path

import pytest

from agent.prompts import Prompt
from agent.sentences import Clauses
from gateway.agents import fixed_clauses, make_agent, prompt_texts
from gateway.errors import KeepingUnusable
from gateway.settings.load import load
from gateway.settings.schema import Settings

RULED = '[retention]\nsupport_months = 8\n[[keep]]\ndestination = "{}"\nflag = "compliance"\nbasis = "contract"\n'


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


def texts(tmp_path: Path, rules: str, keep: str = "true") -> dict[Prompt, str]:
    path = tmp_path / "rules.toml"
    path.write_text(rules)
    environ = {"SOTTOVOCE_PRIVACY_RULES": str(path), "SOTTOVOCE_PRIVACY_KEEP": keep}
    return dict(prompt_texts(load(environ=environ).settings))


def test_the_months_that_are_set_are_said(tmp_path: Path) -> None:
    assert "8 months" in texts(tmp_path, RULED.format("claims"))[Prompt.ASK_TRANSCRIPT]


def test_a_rule_for_the_agent_is_disclosed(tmp_path: Path) -> None:
    assert "kept for compliance, for 12 months" in texts(tmp_path, RULED.format("agent"))[Prompt.DISCLOSURE]


def test_a_rule_for_somebody_else_is_not(tmp_path: Path) -> None:
    assert "keep nothing" in texts(tmp_path, RULED.format("claims"))[Prompt.DISCLOSURE]


def test_where_nothing_is_ever_kept_no_rule_keeps_anything(tmp_path: Path) -> None:
    assert "keep nothing" in texts(tmp_path, RULED.format("agent"), keep="false")[Prompt.DISCLOSURE]


def test_rules_that_the_policy_forbids_are_refused_at_start(tmp_path: Path) -> None:
    with pytest.raises(KeepingUnusable, match=r"privacy\.rules: support_months must be .* 6 to 12"):
        texts(tmp_path, "[retention]\nsupport_months = 24\n")
