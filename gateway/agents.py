"""The agent as the settings want it, and the fixed sentences in its name."""

from collections.abc import Mapping
from dataclasses import replace

from agent.local import LocalAgent
from agent.prompts import Operator, Prompt, prompts
from gateway.settings.schema import Settings


def operator(settings: Settings) -> Operator:
    """What the settings say of whoever runs the gateway."""
    named = Operator(name=settings.agent.name)
    return replace(named, person=settings.agent.person) if settings.agent.person else named


def make_agent(settings: Settings) -> LocalAgent:
    """The embedded agent, its knowledge loaded."""
    return LocalAgent(operator(settings))


def prompt_texts(settings: Settings) -> Mapping[Prompt, str]:
    """Every fixed sentence."""
    return prompts(operator(settings))
