"""One article of the library: TOML front matter between `+++` lines, then short Markdown sections.

The text before the first heading is the answer. `## why` and `## more` go deeper, `## next` is a numbered list of
things to check, one step spoken at a time. Any other heading is a variant, named in `agent.library.variants`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from agent.errors import KnowledgeDamaged
from agent.library.variants import VARIANTS

_FRONT: Final = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
_HEADING: Final = re.compile(r"^## ([a-z0-9-]+)\n", re.MULTILINE)
_STEP: Final = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z\"0-9_])")
_LISTS: Final = ("questions", "keywords", "sources")
_OPTIONAL_LISTS: Final = ("related", "choices")
_DEPTHS: Final = frozenset({"why", "more"})


@dataclass(frozen=True, slots=True)
class Article:
    """What the agent can say about one matter. Every text is plain prose with normal written forms."""

    ident: str
    title: str
    questions: tuple[str, ...]
    keywords: tuple[str, ...]
    sources: tuple[str, ...]
    answer: str
    related: tuple[str, ...] = ()
    clarify: str = ""  # the one question that matters, put after the answer
    choices: tuple[str, ...] = ()  # the variants that answer `clarify`
    steps: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)  # "why", "more" and variants


def parse_article(ident: str, text: str) -> Article:
    """The article in `text`. Raises `KnowledgeDamaged` when a part is missing, unknown or of the wrong type."""
    found = _FRONT.match(text)
    if found is None:
        raise KnowledgeDamaged(ident, "no front matter between +++ lines")
    front = _front(ident, found.group(1))
    answer, *rest = _HEADING.split(found.group(2))
    sections = {name: body.strip() for name, body in zip(rest[::2], rest[1::2], strict=True)}
    steps = tuple(_STEP.findall(sections.pop("next", "")))
    if not answer.strip() or not steps:
        raise KnowledgeDamaged(ident, "needs an answer and a numbered list under '## next'")
    unknown = sections.keys() - _DEPTHS - VARIANTS.keys()
    if unknown:
        raise KnowledgeDamaged(ident, f"unknown section {sorted(unknown)[0]}")
    return Article(
        ident=ident,
        answer=_prose(answer),
        steps=steps,
        sections=MappingProxyType({name: _prose(body) for name, body in sections.items()}),
        **front,
    )


def _front(ident: str, text: str) -> dict[str, Any]:
    """The front matter as the fields of an `Article`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeDamaged(ident, f"front matter: {error}") from None
    missing = {"title", *_LISTS} - raw.keys()
    unknown = raw.keys() - {"title", "clarify", *_LISTS, *_OPTIONAL_LISTS}
    if missing or unknown:
        raise KnowledgeDamaged(ident, f"missing {sorted(missing)}, unknown {sorted(unknown)}")
    lists = {key: tuple(raw.get(key, ())) for key in (*_LISTS, *_OPTIONAL_LISTS)}
    return {"title": raw["title"], "clarify": raw.get("clarify", ""), **lists}


def _prose(text: str) -> str:
    return " ".join(text.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of an article's prose, in order."""
    return tuple(_SENTENCE_END.split(text))
