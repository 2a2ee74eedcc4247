"""The rows that a kept call is made of, and whose they are: found or made when there is first a reason to keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex

from privacy.declared.rows import Alias, Call, Subject, Utterance
from privacy.declared.terms import Speaker
from privacy.keeping.api import Opening
from privacy.keys.identifiers import Identifier, Means, alias_of
from privacy.keys.keyring import Keyring
from privacy.keys.reference import new_reference
from privacy.redacted import Redacted
from privacy.store.api import Ref, SealedRow, Store
from privacy.store.codec import Cipher, to_row


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of speech as it waits to be stored, or not."""

    speaker: Speaker
    at_ms: int
    words: Redacted = field(repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A call that is kept: whose it is, and the key that seals its rows."""

    call: str
    subject: str
    reference: str = field(repr=False)
    cipher: Cipher = field(repr=False)
    who: tuple[SealedRow, ...] = field(repr=False)  # to be written with the first thing that is kept of the subject
    marks: tuple[SealedRow, ...] = field(repr=False)  # to be written with the first thing that is kept of the call
    known: bool = False  # whether the subject was there before

    @property
    def owner(self) -> Ref:
        return Ref("subject", self.subject)

    @property
    def ref(self) -> Ref:
        return Ref("call", self.call)

    def utterances(self, lines: Iterable[Line], first: int) -> list[SealedRow]:
        """The rows of lines whose place in the call begins at `first`."""
        return [
            to_row(Utterance(self.call, self.subject, n, line.speaker, line.at_ms, line.words), self.cipher)
            for n, line in enumerate(lines, first)
        ]


async def open_case(store: Store, keyring: Keyring, call: str, opening: Opening, began_s: int) -> Case:
    """The case of a call, its subject found by what identifies the caller, or new. Nothing is written but a new key.

    Raises `StoreError`.
    """
    pepper = await keyring.pepper()
    known, unknown = await _sorted(store, [alias_of(pepper, each) for each in opening.identifiers])
    subject = known or token_hex(16)
    cipher: Cipher = await (keyring.cipher(subject) if known else keyring.fresh(subject))
    reference = new_reference()
    who: list[object] = [Alias(each, subject, None) for each in unknown]
    if not known:
        who.append(Subject(subject, opening.region, account=False, known_s=began_s, due_s=None))
    found_by = Alias(alias_of(pepper, Identifier(Means.REFERENCE, reference)), subject, call)
    begun = Call(call, subject, opening.channel, opening.language, opening.region, began_s, None, reference)
    return Case(
        call,
        subject,
        reference,
        cipher,
        who=tuple(to_row(each, cipher) for each in who),
        marks=(to_row(found_by, cipher), to_row(begun, cipher)),
        known=known is not None,
    )


async def _sorted(store: Store, aliases: Sequence[str]) -> tuple[str | None, list[str]]:
    """Who is found by the first alias that is known, and the aliases that nobody has yet."""
    rows = {alias: await store.get("alias", alias) for alias in aliases}
    found = [str(row.clear["subject"]) for row in rows.values() if row is not None]
    return (found[0] if found else None), [alias for alias, row in rows.items() if row is None]
