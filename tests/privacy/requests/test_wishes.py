"""What people do not want is found again, by whatever they come with, and by nobody else."""

import pytest

from privacy.declared.terms import Region, Unwanted
from privacy.keys.identifiers import Identifier, Means
from privacy.requests.api import Right
from privacy.requests.wishes import OF_RIGHT
from privacy.store.errors import Gone, StoreAway
from tests.privacy.requests.office import NUMBER, Office

OTHER = Identifier(Means.NUMBER, "+44 20 7946 0000")
ACCOUNT = Identifier(Means.ACCOUNT, "A-100")


async def test_a_wish_is_found_by_each_way_to_the_person() -> None:
    office = Office()
    person = await office.wishes.person([NUMBER, ACCOUNT], Region.CCPA)
    assert person
    await office.wishes.add(person, Unwanted.MACHINE)
    again = Identifier(Means.NUMBER, "0044 (20) 7946-0958")
    for identifiers in ([NUMBER], [ACCOUNT], [OTHER, again]):
        assert await office.wishes.opted_out(identifiers)
    for identifiers in ([OTHER], []):
        assert not await office.wishes.opted_out(identifiers)


async def test_each_wish_stands_for_itself_and_can_be_dropped() -> None:
    office = Office()
    person = await office.person()
    for unwanted in Unwanted:
        await office.wishes.add(person, unwanted)
        await office.wishes.add(person, unwanted)
    assert await office.wishes.of(person) == set(Unwanted)
    await office.wishes.drop(person, Unwanted.MACHINE)
    assert await office.wishes.standing([NUMBER]) == set(Unwanted) - {Unwanted.MACHINE}
    assert not await office.wishes.opted_out([NUMBER])


def test_every_wish_has_its_right() -> None:
    assert set(OF_RIGHT.values()) == set(Unwanted)
    assert set(Right) - set(OF_RIGHT) == {Right.ACCESS, Right.COPY, Right.DELETION, Right.WITHDRAWAL}


async def test_who_is_known_already_is_not_made_twice_and_a_stranger_is_nobody() -> None:
    office = Office()
    assert await office.person() == await office.person()
    assert await office.wishes.person([], Region.GDPR) is None
    with pytest.raises(Gone):
        await office.wishes.add("dddddddd", Unwanted.USE)


async def test_a_store_that_is_away_is_no_no() -> None:
    office = Office()
    await office.keyring.pepper()
    office.store.failing = StoreAway("the store cannot be reached")
    with pytest.raises(StoreAway):
        await office.wishes.opted_out([NUMBER])


async def test_no_number_lies_in_the_store() -> None:
    office = Office()
    await office.wishes.add(await office.person(), Unwanted.MACHINE)
    lying = repr([(ref, dict(row.clear), row.sealed) for ref, row in office.store.rows.items()])
    assert "7946" not in lying and "0958" not in lying
