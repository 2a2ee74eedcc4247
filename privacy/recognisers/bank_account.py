"""Bank accounts without an IBAN: sort codes, routing numbers, account numbers after a bank's cue."""

from typing import Final

from privacy.recognisers.cues import Cued, characters_between, phrases

_EN = (
    "sort code|routing number|routing|routing code|aba|aba number|bank account|bank account number|"
    "checking account|"
    "checking|savings account|current account|account ending|bank details|aba routing|transit number|bsb|"
    "swift|bic|"
    "swift code|direct debit|bank account ending|institution number|branch code|checking account number|"
    "torco|sort co|sort coat|salt code|thought code|"  # what "sort code" is heard as
    "savings account number|routing transit number"
)

recognise: Final = Cued(
    "BANK_ACCOUNT",
    {"en": phrases(_EN), "es": phrases("cuenta bancaria|cuenta corriente|cuenta de ahorros")},
    characters_between(4, 24),
    firm=True,
)
