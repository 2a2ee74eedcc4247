"""Master keys, the shelf, rotation, and ways to find a person again."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from privacy.keys import master
from privacy.keys.errors import KeyGone, MasterDamaged, MasterMissing, MasterOpen
from privacy.keys.identifiers import Identifier, Means, alias_of
from privacy.keys.keyring import Keyring
from privacy.keys.reference import new_reference, references_in
from privacy.keys.shelf import MemoryShelf, Shelf
from privacy.keys.sqlite import SqliteShelf


@pytest.fixture(params=["memory", "sqlite"])
async def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shelf]:
    made: Shelf = MemoryShelf() if request.param == "memory" else await SqliteShelf.open(tmp_path)
    yield made
    await made.aclose()


def test_the_first_start_makes_a_key_of_our_own(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    with pytest.raises(MasterMissing):
        master.from_file(path)
    made = master.from_file(path, make=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert master.from_file(path, make=True) == made
    assert made.current.secret.hex() not in repr(made)
    path.chmod(0o640)
    with pytest.raises(MasterOpen):
        master.from_file(path)


def test_the_environment_may_hold_the_keys() -> None:
    first, second = master.new_key(), master.new_key()
    keys = master.from_environment({master.ENVIRONMENT: f"{first},{second}"})
    assert keys is not None
    assert len(keys.previous) == 1
    assert master.from_environment({}) is None
    for bad in ("short", "c2hvcnQ=", ","):
        with pytest.raises(MasterDamaged):
            master.from_environment({master.ENVIRONMENT: bad})


async def test_a_dropped_key_is_gone(shelf: Shelf, tmp_path: Path) -> None:
    ring = Keyring(shelf, master.from_file(tmp_path / "master.key", make=True))
    sealed = (await ring.fresh("s1")).seal(b"words", b"here")
    assert (await ring.cipher("s1")).open(sealed, b"here") == b"words"
    assert await ring.drop("s1")
    assert not await ring.drop("s1")
    with pytest.raises(KeyGone):
        await ring.cipher("s1")
    assert await ring.subjects() == frozenset()


async def test_rotation_wraps_anew_and_old_master_keys_may_go(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    ring = Keyring(shelf, master.from_file(path, make=True))
    sealed = (await ring.fresh("s1")).seal(b"words", b"here")
    pepper = await ring.pepper()
    turned = Keyring(shelf, master.rotate_file(path))
    assert await turned.rotate() == 2
    assert await turned.rotate() == 0
    after = Keyring(shelf, master.forget_previous(path))
    assert (await after.cipher("s1")).open(sealed, b"here") == b"words"
    assert await after.pepper() == pepper
    with pytest.raises(MasterMissing):
        await ring.cipher("s1")


async def test_the_bytes_of_a_dropped_key_leave_the_files(tmp_path: Path) -> None:
    shelf = await SqliteShelf.open(tmp_path)
    ring = Keyring(shelf, master.from_file(tmp_path / "master.key", make=True))
    for number in range(300):
        await ring.fresh(f"s{number}")
    wrapped = await shelf.get("s7")
    assert wrapped is not None
    await ring.drop("s7")
    assert await ring.scrub()
    for path in tmp_path.glob("keys.db*"):
        assert wrapped.blob not in path.read_bytes(), path.name
    await shelf.aclose()


@pytest.mark.parametrize(
    ("means", "one", "other"),
    [
        (Means.NUMBER, "+44 20 7946 0000", "tel:+44-20-7946-0000;ext=1"),
        (Means.NUMBER, "0044 20 7946 0000", "+442079460000"),
        (Means.SIP_URI, '"Ann" <sip:ann@Example.org:5060;transport=tls>', "sips:ann@example.org"),
        (Means.ACCOUNT, " ACC-1  x", "acc-1 x"),
    ],
)
def test_spellings_of_one_identifier_are_one_alias(means: Means, one: str, other: str) -> None:
    pepper = os.urandom(32)
    alias = alias_of(pepper, Identifier(means, one))
    assert alias == alias_of(pepper, Identifier(means, other))
    assert alias != alias_of(os.urandom(32), Identifier(means, one))
    assert one not in repr(Identifier(means, one))


def test_reference_codes_are_found_in_what_people_say() -> None:
    code = new_reference()
    first, *rest = code.split()
    spoken = f"Yes, it's {first}, um, {' and '.join(rest)}."
    assert Identifier(Means.REFERENCE, code) in references_in(spoken)
    assert references_in("I have no code") == ()


def test_the_words_of_codes_cannot_be_taken_for_one_another() -> None:
    words = Path("privacy/keys/words.txt").read_text(encoding="ascii").split()
    assert len(words) == len(set(words)) == 256
    alike = [(a, b) for a in words for b in words if a < b and len(a) == len(b) and _differing(a, b) < 2]
    assert alike == []


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
