"""What a statistical finding must look like to be believed: an e-mail address has an "at", a number has digits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import TRADE, is_common, kinds
from privacy.spoken.runs import Item, Sort
from privacy.words import words

_AT: Final = words("at @")
_MAIL: Final = words("email e-mail mail address inbox send write copy cc forward gmail")
_NUMERIC: Final = words("CARD CVV PIN OTP PHONE SSN BANK_ACCOUNT IBAN IP")
_CODED: Final = words("ACCOUNT_ID GOV_ID DEVICE_ID")
_TRIMMED: Final = _NUMERIC | _CODED | {"PERSON"}


def plausible(utterance: Utterance, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that have the shape of their type or were asked for; names without words at their ends."""
    for finding in findings:
        asked = finding.type == utterance.expects
        if not asked and not _fits(utterance, finding.type, utterance.covered(finding.start, finding.end)):
            continue
        if asked or finding.type not in _TRIMMED:
            yield finding
            continue
        belongs = _may_be_name if finding.type == "PERSON" else _may_be_code
        for part in _sides(utterance, finding):
            if covered := _trimmed(utterance.covered(part.start, part.end), belongs):
                yield replace(part, start=covered[0].start, end=covered[-1].end)


def _sides(utterance: Utterance, finding: Finding) -> Iterator[Finding]:
    """A finding that goes on from one utterance into the next, as two, unless a run itself does."""
    here = utterance.here
    items = utterance.covered(finding.start, finding.end)
    if finding.start < here < finding.end and not any(item.start < here < item.end for item in items):
        yield replace(finding, end=utterance.here)
        yield replace(finding, start=utterance.here)
    else:
        yield finding


def _trimmed(covered: Sequence[Item], belongs: Callable[[Item], bool]) -> Sequence[Item]:
    places = [at for at, item in enumerate(covered) if belongs(item)]
    return covered[places[0] : places[-1] + 1] if places else ()


def _may_be_code(item: Item) -> bool:
    is_letter = len(item.text) == 1 and item.text.isalpha()
    return item.sort is Sort.RUN or is_letter or (item.sort is Sort.WORD and not is_common(item.text))


def _fits(utterance: Utterance, type_: str, covered: Sequence[Item]) -> bool:
    if type_ in _NUMERIC:
        return any(item.digits for item in covered)
    if type_ in _CODED:
        return any(item.sort is Sort.RUN for item in covered)
    if type_ in ("EMAIL", "SIP_URI"):
        texts = {item.text for item in utterance.items}
        return _is_mailbox(covered) or (type_ == "EMAIL" and not _MAIL.isdisjoint(texts))
    if type_ in ("DOB", "CARD_EXPIRY"):
        return any(item.sort is Sort.RUN or item.text in utterance.language.months for item in covered)
    if type_ == "ADDRESS":
        return any(item.sort is Sort.RUN or "c" in kinds(item.text).lower() for item in covered)
    return type_ != "PERSON" or any(_may_be_name(item) for item in covered)


def _is_mailbox(covered: Sequence[Item]) -> bool:
    """Something with an "at" and, behind it, a dot."""
    at = next((place for place, item in enumerate(covered) if item.text in _AT), len(covered))
    return any(item.text == "dot" or "." in item.text for item in covered[at:])


def _may_be_name(item: Item) -> bool:
    if item.sort is Sort.RUN:
        return not item.digits
    return bool(kinds(item.text)) or not (is_common(item.text) or item.text in TRADE)
