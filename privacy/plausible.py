"""What a statistical finding must look like to be believed: an e-mail address has an "at", a number has digits."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import TRADE, is_common, kinds
from privacy.recognisers.address import STREETS
from privacy.recognisers.dates import date_end
from privacy.spoken.runs import Item, Sort
from privacy.veto import is_trade
from privacy.words import words

_AT: Final = words("at @")
_MAIL: Final = words("email e-mail mail address inbox send write copy cc forward gmail")
_NUMERIC: Final = words("CARD CVV PIN OTP PHONE SSN BANK_ACCOUNT IBAN IP")
_DATES: Final = words("DOB CARD_EXPIRY")
_DATE_REACH: Final = 4  # words and runs: "the eleventh of june"
_CODED: Final = words("ACCOUNT_ID GOV_ID DEVICE_ID")
# What must be spoken of before the tagger is believed about a few digits or a word; a rule needs its own cue anyway.
_SECRETS: Final = words(
    "card cards visa mastercard amex debit credit expiry expires expire expiring exp expiration valid cvv cvc csc "
    "security back reverse front last digits pin pins passcode voicemail door code codes verification one-time "
    "authenticator text texted token sent message app password passwords passphrase passwd secret key credentials "
    "keypad unlock asks enter username user login"
)
_CALLING: Final = words(
    "phone number numbers mobile cell telephone call calls called calling reach callback landline text ring dial "
    "dialed dialled fax extension ext line area home work"
)
_BIRTHS: Final = words("born birth birthday birthdate dob age old turned turning")
_BETWEEN_NAMES: Final = words("to or maybe from")
_MODALS: Final = words("may will can")
_PRONOUNS: Final = words("i we you it they he she that this the")
_ARTICLES: Final = words("a an the")
_YEAR: Final = 4  # digits
_RECENT: Final = "2012"  # what happened since may as well be a release
_PLACES: Final = words("address live lives postcode zip code delivery ship moved street house apartment flat box")
_NEEDED: Final = dict.fromkeys(("PASSWORD", "CARD_EXPIRY", "CVV", "PIN", "OTP"), _SECRETS) | {
    "PHONE": _CALLING | _SECRETS
}
_TELLING: Final = 6  # digits that stand for themselves
_LONGEST_AMOUNT: Final = 5  # digits of "fifteen hundred", which is no code
_SCALES: Final = ("hundred", "thousand")
_TRIMMED: Final = _NUMERIC | _CODED | {"PERSON"}


def plausible(utterance: Utterance, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that have the shape of their type or were asked for; names without words at their ends."""
    for finding in findings:
        asked = finding.type == utterance.expects
        if not asked and not _fits(utterance, finding.type, utterance.covered(finding.start, finding.end)):
            continue
        if finding.type in _DATES:
            yield _whole_date(utterance, finding)
            continue
        if asked or finding.type not in _TRIMMED:
            yield finding
            continue
        belongs = _may_be_name if finding.type == "PERSON" else _may_be_code
        for part in _sides(utterance, finding):
            if covered := _trimmed(utterance.covered(part.start, part.end), belongs):
                yield from _names(utterance, part, covered) if finding.type == "PERSON" else (_over(part, covered),)


def _over(finding: Finding, covered: Sequence[Item]) -> Finding:
    return replace(finding, start=covered[0].start, end=covered[-1].end)


def _names(utterance: Utterance, finding: Finding, covered: Sequence[Item]) -> Iterator[Finding]:
    """The names of "from Ann Boyle to Fenella Boyle" one by one; "May I" and "will you" are none."""
    places = [-1, *(at for at, item in enumerate(covered) if item.text in _BETWEEN_NAMES), len(covered)]
    for before, after in pairwise(places):
        part = covered[before + 1 : after]
        is_modal = len(part) == 1 and part[0].text in _MODALS
        if part and not (is_modal and utterance.word(_place(utterance, part[0]) + 1) in _PRONOUNS):
            yield _over(finding, part)


def _whole_date(utterance: Utterance, finding: Finding) -> Finding:
    """The date that the finding is a part of: "june nineteen seventy" of "the eleventh of june nineteen seventy"."""
    first = bisect_left(utterance.items, finding.start, key=lambda item: item.start)
    for at in range(max(0, first - _DATE_REACH), first):
        end = date_end(utterance, at)
        if end is not None and end >= first:
            return replace(finding, start=utterance.items[at].start, end=max(finding.end, utterance.items[end].end))
    return finding


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
    if not _is_announced(utterance, type_, covered):
        return False
    if type_ in ("EMAIL", "SIP_URI"):
        texts = {item.text for item in utterance.items}
        return _is_mailbox(covered) or (type_ == "EMAIL" and not _MAIL.isdisjoint(texts))
    return any(_may_be(utterance, type_, item) for item in covered)


def _may_be(utterance: Utterance, type_: str, item: Item) -> bool:
    """Whether one item of a finding is enough to believe in its type."""
    if type_ in _NUMERIC:
        return bool(item.digits) and not _is_amount(utterance, item)
    if type_ in _CODED:
        return item.sort is Sort.RUN
    if type_ in ("DOB", "CARD_EXPIRY"):
        return item.sort is Sort.RUN or item.text in utterance.language.months
    if type_ == "USERNAME":
        return item.sort is Sort.RUN or not is_common(item.text)
    if type_ == "ADDRESS":
        return _may_be_place(utterance, item)
    return type_ != "PERSON" or _may_be_name(item)


def _is_announced(utterance: Utterance, type_: str, covered: Sequence[Item]) -> bool:
    """Whether the talk is of what the finding is, or the finding tells by itself."""
    if type_ == "DOB":
        return _speaks_of(utterance, _BIRTHS) or _is_long_ago(utterance, covered)
    if type_ == "PERSON" and len(covered) == 1:
        at = _place(utterance, covered[0])
        return utterance.word(at - 1) not in _ARTICLES or covered[0].capital or not is_common(covered[0].text)
    needed = _NEEDED.get(type_)
    if needed is None or sum(len(item.digits) for item in covered) >= _TELLING:
        return True
    return _speaks_of(utterance, needed)


def _is_long_ago(utterance: Utterance, covered: Sequence[Item]) -> bool:
    """A day with a year that a release or an outage on a support line does not have."""
    years = [item.digits[-4:] for item in covered if len(item.digits) >= _YEAR]
    has_day = any(item.text in utterance.language.ordinals or item.text[:1].isdigit() for item in covered)
    return has_day and any("1900" < year < _RECENT for year in years)


def _place(utterance: Utterance, item: Item) -> int:
    return bisect_left(utterance.items, item.start, key=lambda each: each.start)


def _speaks_of(utterance: Utterance, subject: frozenset[str]) -> bool:
    return any(item.text in subject or item.compact in subject for item in utterance.items)


def _is_amount(utterance: Utterance, item: Item) -> bool:
    said = utterance.text[item.start : item.end].lower()
    return len(item.digits) <= _LONGEST_AMOUNT and any(scale in said for scale in _SCALES)


def _is_mailbox(covered: Sequence[Item]) -> bool:
    """Something with an "at" and, behind it, a dot."""
    at = next((place for place, item in enumerate(covered) if item.text in _AT), len(covered))
    return any(item.text == "dot" or "." in item.text for item in covered[at:])


def _may_be_place(utterance: Utterance, item: Item) -> bool:
    """A town, a street, a postcode; a bare number only where the talk is of an address."""
    if item.sort is Sort.RUN:
        is_code = not item.compact.isdigit() and not is_trade(utterance, _place(utterance, item))
        return is_code or _speaks_of(utterance, _PLACES)
    is_month = item.text in utterance.language.months
    return not is_month and (item.text in STREETS or "c" in kinds(item.text).lower())


def _may_be_name(item: Item) -> bool:
    if item.sort is Sort.RUN:
        return not item.digits
    return bool(kinds(item.text)) or not (is_common(item.text) or item.text in TRADE)
