"""`sottovoce ask`: ask the agent one question in text, and print its answer."""

import argparse
import asyncio
import json

from gateway.agents import make_agent
from gateway.calls.typed import TypedTalk
from gateway.errors import AgentFailed
from gateway.settings.load import Loaded
from gateway.settings.operators import operators


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help='the question, such as "why do my calls fail with 488?"')
    parser.add_argument("--json", action="store_true", help="print JSON, for a script")


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    answer = asyncio.run(_ask(given.text, TypedTalk(make_agent(loaded.settings), operators=operators(loaded.settings))))
    print(json.dumps({"answer": answer}) if given.json else answer)
    return 0


async def _ask(words: str, talk: TypedTalk) -> str:
    try:
        return " ".join([talk.restored(piece) async for piece in talk.answer(talk.hear(words))])
    except Exception:  # its text may hold what the agent was told
        raise AgentFailed("the agent failed at this question: ask it in other words") from None
    finally:
        talk.close()
