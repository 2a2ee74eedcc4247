"""What is written for the eye alone: taken away before a text is read, and tidied after."""

import re

_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)\)")
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*•][ \t]+|>[ \t]?)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_FENCE = re.compile(r"`+")
# Pictographs, dingbats, variation selectors: nothing of them can be said.
_PICTURES = re.compile("[\u2600-\u27bf\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]")
_LEFT_OVER = re.compile(r"[\[\]{}<>|\\^_`*#~]+")
_SPACE = re.compile(r"\s+")
_LOOSE_STOP = re.compile(r"\s+([.,;:?!])")


def stripped(text: str) -> str:
    """`text` without Markdown and pictures; a link leaves its words."""
    text = _LINK.sub(r"\1", text)
    text = _LINE_START.sub("", text)
    text = _EMPHASIS.sub(r"\2", _FENCE.sub("", text))
    return _PICTURES.sub(" ", text)


def tidied(text: str) -> str:
    """`text` on one line, with single spaces and no symbol left over."""
    text = _SPACE.sub(" ", _LEFT_OVER.sub(" ", text))
    return _LOOSE_STOP.sub(r"\1", text).strip()
