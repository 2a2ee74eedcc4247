"""A rule says one written form; a rule book tries its rules at each place of a text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Saying = Callable[[re.Match[str]], str]

_NOT_AFTER_WORD = r"(?<![\w])"
_NOT_BEFORE_WORD = r"(?![\w])"


@dataclass(frozen=True, slots=True)
class Rule:
    """`body` is what is said by `say`, which gets its match; `before` and `after` look around it only.

    Groups in `body` are numbered from 1 and not named.
    """

    body: str
    say: Saying
    before: str = _NOT_AFTER_WORD
    after: str = _NOT_BEFORE_WORD


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules as one expression, and each by itself to find its groups."""

    whole: re.Pattern[str]
    each: tuple[tuple[re.Pattern[str], Saying], ...]

    def said(self, text: str) -> str:
        """The text with every written form that a rule knows said in words."""
        return self.whole.sub(self._say, text)

    def _say(self, match: re.Match[str]) -> str:
        pattern, say = self.each[int((match.lastgroup or "")[1:])]
        inner = pattern.fullmatch(match.group())
        assert inner is not None  # the same expression has just matched these characters
        return say(inner)


def compiled(rules: Sequence[Rule]) -> RuleBook:
    """A book of rules, the earlier ones first."""
    bodies = [f"{rule.before}(?P<r{index}>{_uncaptured(rule.body)}){rule.after}" for index, rule in enumerate(rules)]
    each = tuple((re.compile(rule.body), rule.say) for rule in rules)
    return RuleBook(re.compile("|".join(bodies)), each)


def _uncaptured(body: str) -> str:
    """The expression with plain groups made non-capturing, so that the outer group is the last that matched."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", body)
