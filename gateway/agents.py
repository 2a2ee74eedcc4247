"""The agent as the settings want it, and the fixed sentences in its name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from agent.local import LocalAgent
from agent.prompts import Operator, Prompt, prompts
from agent.sentences import clauses
from gateway.settings.schema import Settings


def operator(settings: Settings) -> Operator:
    """What the settings say of whoever runs the gateway."""
    named = Operator(name=settings.agent.name)
    return replace(named, person=settings.agent.person) if settings.agent.person else named


def make_agent(settings: Settings) -> LocalAgent:
    """The embedded agent, its knowledge loaded."""
    return LocalAgent(operator(settings))


def fixed_clauses(texts: Iterable[str]) -> frozenset[str]:
    """Every clause that the texts become, at the start of a reply or later in one."""
    return frozenset(clause for text in texts for clause in (*clauses(text), *clauses(f"So. {text}")[1:]))


def prompt_texts(settings: Settings) -> Mapping[Prompt, str]:
    """Every fixed sentence."""
    return prompts(operator(settings))
