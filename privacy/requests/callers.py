"""Who asks, as far as it was shown: by the code of a call, or as a person whom the operator knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from privacy.access.api import Role, Who
from privacy.access.throttle import Throttle
from privacy.keys.identifiers import Identifier, alias_of
from privacy.keys.keyring import Keyring
from privacy.keys.reference import references_in
from privacy.requests.api import Proof
from privacy.store.api import Store


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose data somebody may ask for, and how that was shown. Random ids."""

    proof: Proof
    subject: str
    call: str | None = None  # the one that the code is of

    @property
    def who(self) -> Who:
        """The same for the gate: everything of a verified person, otherwise the one call."""
        if self.proof is Proof.VERIFIED:
            return Who(Role.CALLER, subject=self.subject)
        return Who(Role.CALLER, calls=frozenset({self.call} if self.call else ()))


@dataclass(frozen=True, slots=True)
class Callers:
    """Used on one event loop. Raises `StoreError` and `KeyProblem`."""

    store: Store
    keyring: Keyring
    now: Callable[[], int]
    throttle: Throttle = field(default_factory=Throttle)

    async def by_code(self, said: str, source: str) -> Claim | None:
        """The claim of who said or typed a reference code; None when there is none in it of a call that is kept.

        `source` is what tries are counted by: an address or a line. Raises `TooManyTries`.
        """
        self.throttle.check(source, self.now())
        pepper = await self.keyring.pepper()
        for code in references_in(said):
            row = await self.store.get("alias", alias_of(pepper, code))
            if row is not None and row.clear["call"] is not None:
                self.throttle.right(source)
                return Claim(Proof.CODE, str(row.clear["subject"]), str(row.clear["call"]))
        self.throttle.wrong(source, self.now())
        return None

    async def by_identifier(self, identifiers: Sequence[Identifier], proof: Proof) -> Claim | None:
        """The claim of who has these: VERIFIED when the operator made sure, LINE for the line they call on."""
        pepper = await self.keyring.pepper()
        for each in identifiers:
            row = await self.store.get("alias", alias_of(pepper, each))
            if row is not None and row.clear["call"] is None:
                return Claim(proof, str(row.clear["subject"]))
        return None
