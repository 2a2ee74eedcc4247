"""The messages of a text chat: JSON objects, one a WebSocket text message (subprotocol `sottovoce.chat.v1`)."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from gateway.web.problems import Problem
from privacy.api import Redacted
from privacy.declared.terms import OptIn

SUBPROTOCOL = "sottovoce.chat.v1"
TEXT_MOST = 2_000
ID_MOST = 2**31 - 1
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Say:
    """The caller typed this. `id` counts up, from 1 at least."""

    id: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keep:
    """The caller pressed the button that says what is kept and what for."""

    id: int
    opt_in: OptIn


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The caller pressed the button that takes everything back."""

    id: int


@dataclass(frozen=True, slots=True)
class Leave:
    """The caller pressed the button that ends the chat, and waits for the receipt."""

    id: int


def parse(text: str, after: int) -> Say | Keep | Withdraw | Leave:
    """What a client said. Raises `Problem`, whose sentence holds nothing of it, unless it makes sense and is numbered
    higher than `after`."""
    said = _object(text)
    kind, id_ = said.get("type"), said.get("id")
    if kind not in ("say", "keep", "withdraw", "leave"):
        raise Problem(422, 'A message must be of the type "say", "keep", "withdraw" or "leave".')
    if type(id_) is not int or not after < id_ <= ID_MOST:
        raise Problem(422, "The id must be a whole number that is higher than the last.")
    if kind in ("withdraw", "leave"):
        return Withdraw(id_) if kind == "withdraw" else Leave(id_)
    return Keep(id_, _opt_in(said.get("opt_in"))) if kind == "keep" else Say(id_, _words(said.get("text")))


def _object(text: str) -> Message:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Problem(422, "A message must be a JSON object.")
    return said


def _opt_in(name: object) -> OptIn:
    for each in OptIn:
        if each.value == name:
            return each
    raise Problem(422, f"The opt_in must be one of: {', '.join(each.value for each in OptIn)}.")


def _words(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise Problem(422, "The text must say something.")
    if len(text) > TEXT_MOST:
        raise Problem(413, f"The text may have {TEXT_MOST} characters at most.")
    return text


def caption(id_: int, speaker: Literal["caller", "agent"], words: Redacted | str) -> Message:
    """What one side said, whole. A `str` is a fixed sentence of ours."""
    redacted = isinstance(words, Redacted) and bool(words.spans)
    return {"type": "caption", "id": id_, "speaker": speaker, "text": str(words), "redacted": redacted}


def piece(id_: int, words: Redacted | str) -> Message:
    """The next piece of the answer to `id_`."""
    return {"type": "piece", "id": id_, "text": str(words)}


def done(id_: int, *, hang_up: bool = False, interrupted: bool = False) -> Message:
    """The answer to `id_` is over: all of it was sent, or the caller typed on."""
    return {"type": "done", "id": id_, "hang_up": hang_up, "interrupted": interrupted}


def kept(opt_ins: frozenset[OptIn], reference: str) -> Message:
    """What the caller has agreed to so far; `reference` finds it again."""
    return {"type": "kept", "opt_ins": sorted(opt_in.value for opt_in in opt_ins), "reference": reference}


def problem(error: Problem) -> Message:
    return {"type": "problem", "title": error.title, "detail": error.detail}
