"""Forgetting people of whom nothing is left: in batches, while others call, after a crash."""

from pathlib import Path

import pytest

from privacy.declared.terms import OptIn, Speaker
from privacy.keys.identifiers import Identifier, Means
from privacy.retention.calendar import after_days, after_months
from privacy.retention.sweep import Sweeper
from privacy.store.api import Owner, SealedRow
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words


def sweeper(house: House) -> Sweeper:
    return Sweeper(house.store, house.keyring, house.audit, house.rules, lambda: house.now_s)


async def kept(house: House, call: str, who: Identifier) -> None:
    file = house.keeping().open(call, opening(who))
    file.add(Speaker.CALLER, 0, words("why do my calls fail"))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words("why do my calls fail")])


async def grown_old(house: House) -> None:
    """Everything is over and swept, the ledger too; the days of grace are over at `now_s`."""
    house.now_s = after_months(after_months(NOW_S, house.rules.support_months), house.rules.evidence_months)
    await sweeper(house).sweep()
    house.now_s = after_days(house.now_s, house.rules.account_days)


async def test_many_are_forgotten_at_once_keys_and_all(tmp_path: Path) -> None:
    house = House.with_store(MemoryStore(), tmp_path)
    for number in range(120):
        await kept(house, f"{number:08x}", Identifier(Means.NUMBER, f"+4530{number:06d}"))
    await grown_old(house)
    house.now_s -= 1
    assert (await sweeper(house).sweep()).subjects == 0
    house.now_s += 1
    assert (await sweeper(house).sweep()).subjects == 120
    assert await house.counts() == {} and await house.keyring.subjects() == frozenset()


class Callback(MemoryStore):
    """A store at which somebody calls between the question what a person owns and the answer's use."""

    call: tuple[House, str] | None = None

    async def find(self, kind: str, owner: Owner, value: str) -> tuple[SealedRow, ...]:
        found = await super().find(kind, owner, value)
        if kind == "alias" and self.call:
            house, name = self.call
            self.call = None
            await kept(house, name, ADA)
        return found


async def test_who_calls_at_that_very_moment_is_not_forgotten(tmp_path: Path) -> None:
    store = Callback()
    house = House.with_store(store, tmp_path)
    await kept(house, "c1c1c1c1", ADA)
    await grown_old(house)
    store.call = (house, "c2c2c2c2")
    assert (await sweeper(house).sweep()).subjects == 0
    assert await house.said("c2c2c2c2") == ["why do my calls fail"]
    await kept(house, "c3c3c3c3", ADA)
    assert (await house.counts())["subject"] == 1, "and is found again"


@pytest.mark.parametrize("sweeps", [1, 2])
async def test_a_key_of_nobody_goes_with_the_second_sweep(tmp_path: Path, sweeps: int) -> None:
    house = House.with_store(MemoryStore(), tmp_path)
    await kept(house, "c1c1c1c1", ADA)
    owners = await house.keyring.subjects()
    await house.keyring.fresh("ab" * 16)  # and then a crash
    sweeping = sweeper(house)
    for _ in range(sweeps):
        await sweeping.sweep()
    assert await house.keyring.subjects() == (owners if sweeps == 2 else owners | {"ab" * 16})
