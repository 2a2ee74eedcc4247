"""What one call has said that is personal: masked ever after, however it is said again."""

from collections.abc import Iterator, Sequence
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import kinds
from privacy.spoken.runs import Item, Sort
from privacy.squash import Squashed, piece_of, squash
from privacy.veto import is_trade
from privacy.words import words

_LEAST: Final = 4  # characters of a value that is looked for anywhere
_TAIL: Final = 4  # "ending in 1111"
_MOST_VALUES: Final = 500
_PARTS_NOT_NAMES: Final = words("the and van von der den del las los mr mrs ms miss doctor sir")


class Memory:
    """Owned by one session. Values are held squashed, for the length of the call."""

    __slots__ = ("_names", "_values")

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._names: set[str] = set()

    def __repr__(self) -> str:
        return f"<Memory, {len(self._values)} values>"

    def learn(self, utterance: Utterance, finding: Finding) -> None:
        """Remember the value that a finding covers; a name by each of its parts too. Bounded: the first 500."""
        self.learn_items(utterance.covered(finding.start, finding.end), finding.type)

    def learn_items(self, covered: Sequence[Item], type_: str) -> None:
        """Remember the value that the items say."""
        key = squash(covered).text
        if len(self._values) >= _MOST_VALUES or " " in key:
            return
        if len(key) >= _LEAST and not (len(covered) == 1 and _is_common(covered[0])):
            self._values.setdefault(key, type_)
        if type_ == "PERSON":
            self._names |= {
                part for item in covered if len(part := piece_of(item)) > 1 and part not in _PARTS_NOT_NAMES
            }

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        """Everything remembered that this utterance says again, and the parts of long numbers ("ending in 1111")."""
        if not self._values and not self._names:
            return
        squashed = squash(utterance.items)
        for key, type_ in self._values.items():
            yield from _whole(utterance, squashed, key, type_)
        for at, item in enumerate(utterance.items):
            if item.sort is Sort.RUN:
                yield from self._part(utterance, at, item)
            elif self._is_name(item):
                yield utterance.finding(at, at, "PERSON")

    def _part(self, utterance: Utterance, at: int, item: Item) -> Iterator[Finding]:
        """A run that holds a remembered number, or is a piece of one."""
        compact = item.compact.lower()
        if len(compact) < _TAIL or not item.digits:
            return
        for key, type_ in self._values.items():
            longer = len(key) >= 6 and key in compact
            piece = len(key) > len(compact) and compact in key and not is_trade(utterance, at)
            if longer or piece:
                yield utterance.finding(at, at, type_)
                return

    def _is_name(self, item: Item) -> bool:
        word = piece_of(item).removesuffix("s") if item.text.endswith("'s") else piece_of(item)
        return word in self._names and (item.capital or not _is_common(item))

    def wipe(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._names.clear()


def _whole(utterance: Utterance, squashed: Squashed, key: str, type_: str) -> Iterator[Finding]:
    at = squashed.text.find(key)
    while at >= 0:
        first, last = squashed.starts.get(at), squashed.ends.get(at + len(key))
        if first is not None and last is not None and not (first == last and is_trade(utterance, first)):
            yield utterance.finding(first, last, type_)
        at = squashed.text.find(key, at + 1)


def _is_common(item: Item) -> bool:
    """Whether a word is an ordinary one as well ("will", "mark"), or a name of the trade."""
    if item.sort is Sort.RUN:
        return False
    return kinds(item.text).islower()
