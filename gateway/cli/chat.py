"""`sottovoce chat`: talk with the agent in text; an empty line, "bye" or Ctrl-D ends it."""

import argparse
import asyncio
import select
import sys

from agent.prompts import Prompt
from gateway.agents import make_agent, prompt_texts
from gateway.calls.typed import TypedTalk
from gateway.settings.load import Loaded
from gateway.settings.operators import operators

LOOKS_EVERY_S = 0.5


def add_arguments(_: argparse.ArgumentParser) -> None:
    pass


def run(_: argparse.Namespace, loaded: Loaded) -> int:
    said = prompt_texts(loaded.settings)
    print(said[Prompt.DISCLOSURE], said[Prompt.GREETING])
    talk = TypedTalk(make_agent(loaded.settings), operators=operators(loaded.settings))
    try:
        with asyncio.Runner() as runner:
            while not talk.over and (words := _read()):  # between runs of the loop, where Ctrl-C ends the wait
                runner.run(_answer(talk, words, said[Prompt.APOLOGY]))
    finally:
        talk.close()
    return 0


async def _answer(talk: TypedTalk, words: str, apology: str) -> None:
    """Print the answer as it is made. An agent's error may hold what it was told: an apology stands for it."""
    try:
        async for piece in talk.answer(talk.hear(words)):
            print(talk.restored(piece), end=" ", flush=True)
        print()
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception:
        print(apology)


def _read() -> str:
    """The next line, with a prompt where there is a person to see it; "" at the end."""
    if sys.stdin.isatty():
        print("> ", end="", flush=True)
        while not select.select([sys.stdin], [], [], LOOKS_EVERY_S)[0]:
            pass  # a signal that came just before the wait began is seen here, and not only with the next line
    return sys.stdin.readline().strip()
