"""What a statistical finding must look like to be believed: an e-mail address has an "at", a number has digits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import TRADE, is_common, kinds
from privacy.recognisers.address import STREETS
from privacy.spoken.runs import Item, Sort
from privacy.words import words

_AT: Final = words("at @")
_MAIL: Final = words("email e-mail mail address inbox send write copy cc forward gmail")
_NUMERIC: Final = words("CARD CVV PIN OTP PHONE SSN BANK_ACCOUNT IBAN IP")
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
    if type_ == "ADDRESS":
        return _may_be_place(utterance, item)
    return type_ != "PERSON" or _may_be_name(item)


def _is_announced(utterance: Utterance, type_: str, covered: Sequence[Item]) -> bool:
    """Whether the talk is of what the finding is, or the finding is long enough to be believed without."""
    needed = _NEEDED.get(type_)
    if needed is None or sum(len(item.digits) for item in covered) >= _TELLING:
        return True
    return _speaks_of(utterance, needed)


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
        return not item.compact.isdigit() or _speaks_of(utterance, _PLACES)
    is_month = item.text in utterance.language.months
    return not is_month and (item.text in STREETS or "c" in kinds(item.text).lower())


def _may_be_name(item: Item) -> bool:
    if item.sort is Sort.RUN:
        return not item.digits
    return bool(kinds(item.text)) or not (is_common(item.text) or item.text in TRADE)
