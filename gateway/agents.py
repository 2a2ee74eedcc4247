"""The agent as the settings want it, and the fixed sentences in its name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from agent.local import LocalAgent
from agent.prompts import Operator, Prompt, prompts
from agent.sentences import clauses
from gateway.settings.schema import Settings
from gateway.terms import rules_of
from privacy.declared.terms import Flag
from privacy.retention.rules import Rules

AGENT = "agent"  # the destination that talks


def operator(settings: Settings) -> Operator:
    """What the settings say of whoever runs the gateway."""
    rules = rules_of(settings)
    named = Operator(
        name=settings.agent.name,
        transcript_months=rules.support_months,
        trace_days=rules.trace_days,
        ruled=_ruled(rules) if settings.privacy.keep else "",
    )
    return replace(named, person=settings.agent.person) if settings.agent.person else named


def _ruled(rules: Rules) -> str:
    """What is kept of every call to the agent, whatever its caller says; it has to be said first."""
    flags = {rule.flag for rule in rules.tenant if rule.destination == AGENT}
    if not flags:
        return ""
    months = max(rules.support_months if flag is Flag.SUPPORT else rules.compliance_months for flag in flags)
    return f"for {' and '.join(sorted(flag.value for flag in flags))}, for {months} months"


def make_agent(settings: Settings) -> LocalAgent:
    """The embedded agent, its knowledge loaded."""
    return LocalAgent(operator(settings))


def fixed_clauses(texts: Iterable[str]) -> frozenset[str]:
    """Every clause that the texts become, at the start of a reply or later in one."""
    return frozenset(clause for text in texts for clause in (*clauses(text), *clauses(f"So. {text}")[1:]))


def prompt_texts(settings: Settings) -> Mapping[Prompt, str]:
    """Every fixed sentence."""
    return prompts(operator(settings))
