"""Faults for a gateway under test, found by Python at start through PYTHONPATH: each raises what it was given.

A recogniser fails on every utterance that holds a number, and the agent on every second question.
"""

import os
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import agent.local
import privacy.engine

_find = privacy.engine.find
_reply = agent.local.LocalAgent.reply
_questions = count(int(os.environ.get("AGENT_FAILS_AT_ONCE", "0")))


def _failing_find(utterance: Any, *rest: Any) -> Any:
    if "number" in utterance.text.lower() and utterance.text.isascii():
        raise RuntimeError(utterance.text)
    return _find(utterance, *rest)


async def _failing_reply(self: Any, ask: Any) -> AsyncIterator[Any]:
    if next(_questions) % 2:
        raise RuntimeError(f"{ask.words.text} {[turn.words.text for turn in ask.history]}")
    async for part in _reply(self, ask):
        yield part


privacy.engine.find = _failing_find  # type: ignore[assignment]
agent.local.LocalAgent.reply = _failing_reply  # type: ignore[method-assign]
