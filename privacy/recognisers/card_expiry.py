"""Expiry dates of cards: "expires 04/27", "valid until march 2028"."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.recognisers.dates import date_end
from privacy.words import words

_CUES: Final = {
    "en": phrases(
        "expiry|expiry date|expiration|expiration date|expires|expiring|expire|exp|exp date|valid until|"
        "valid thru|"
        "valid through|valid to|good thru|good through|"
        "it's good till|it's good until|its good till|its good until|is good until|"
        "fit through|expo|expi|expiree|card expires|expires end|runs out|expires on|expired"
    ),
    "es": phrases("caduca|caducidad|fecha de caducidad|vence|vencimiento|fecha de vencimiento|válida hasta"),
}
# Words that say how long anything lasts; of a card's date only where the talk is of a card.
_WEAK: Final = {"en": phrases("runs to|runs until|run to|good until|good till|valid till|until|till|through|thru")}
_CARDS: Final = words("card cards visa mastercard amex")
_CARD_DIGITS: Final = 12
# What else expires on a support line: registrations, certificates, sessions, licences.
_TRADE: Final = words(
    "registration registrations register expires-header header certificate cert certificates session "
    "timer timers license licence token binding subscription trial ttl lease seconds min-expires "
    "contact nonce"
)
_MONTHS: Final = 12


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """The date after a cue of expiry, unless the talk is of registrations, certificates or sessions."""
    code = utterance.language.code
    cues = [*cue_ends(utterance, _CUES.get(code, {}))]
    if _speaks_of_card(utterance):
        cues += cue_ends(utterance, _WEAK.get(code, {}))
    for first, last in cues:
        if any(utterance.word(at) in _TRADE for at in range(first - 6, last + 4)):
            continue
        at = last + 1
        while at < min(last + 8, len(utterance.items)):
            end = date_end(utterance, at)
            if end is not None:
                if _may_be_expiry(utterance, at, end):
                    yield utterance.finding(at, end, "CARD_EXPIRY", firm=True)
                break
            if not may_stand_between(utterance, utterance.items[at]):
                break
            at += 1
    if utterance.expects == "CARD_EXPIRY":
        yield from _expected(utterance)


def _speaks_of_card(utterance: Utterance) -> bool:
    return any(
        item.text in _CARDS or (item.compact.isdigit() and len(item.compact) >= _CARD_DIGITS)
        for item in utterance.items
    )


def _may_be_expiry(utterance: Utterance, first: int, last: int) -> bool:
    """Not a time to live: "expires 3600" says no month. Whatever is no bare number is believed."""
    run = utterance.run(first)
    if first != last or run is None or len(run.compact) not in (3, 4) or not run.compact.isdigit():
        return True
    return 1 <= int(run.compact[:-2]) <= _MONTHS and run.compact[-2:] != "00"


def _expected(utterance: Utterance) -> Iterator[Finding]:
    for at in range(len(utterance.items)):
        end = date_end(utterance, at)
        if end is not None:
            yield utterance.finding(at, end, "CARD_EXPIRY", firm=True)
