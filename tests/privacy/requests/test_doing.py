"""Each right from the code that a caller gives to what is left in a real database."""

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from privacy.access.api import TooManyTries
from privacy.access.gate import Gate
from privacy.audit.api import Action
from privacy.audit.file import FileAudit
from privacy.audit.verify import verify
from privacy.consent.ledger import Ledger
from privacy.declared.rows import Hold, Request
from privacy.declared.terms import Channel, OptIn, Region, Speaker
from privacy.erasure.erase import Eraser
from privacy.export.exporter import Exporter
from privacy.keys.identifiers import Identifier
from privacy.requests.api import Asked, Proof, Right, Why
from privacy.requests.callers import Callers, Claim
from privacy.requests.desk import Desk
from privacy.requests.doing import Doing
from privacy.requests.wishes import Wishes
from privacy.store.codec import to_row
from privacy.store.sqlite import SqliteStore
from tests.privacy.keeping.house import ADA, YES, House, opening, words
from tests.privacy.requests.test_wishes import OTHER

FIRST, SECOND, BOBS = "aaaaaaaaaaaaaaa1", "aaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbb1"


@dataclass
class Scene:
    """Two kept calls of Ada and one of somebody else, and the codes that were told."""

    house: House
    folder: Path
    codes: dict[str, str] = field(default_factory=dict)
    delivered: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        house = self.house
        gate = Gate(house.store, house.audit, self.now)
        eraser = Eraser(house.store, house.keyring, house.audit, self.now)
        ledger = Ledger(house.store, house.keyring, house.audit, "ab" * 32, self.now)
        exporter = Exporter(house.store, house.keyring, house.audit, self.folder, self.now)
        doers = Doing(gate, eraser, ledger, exporter, self.deliver).doers
        wishes = Wishes(house.store, house.keyring, self.now)
        self.callers = Callers(house.store, house.keyring, self.now)
        self.desk = Desk(house.store, house.keyring, house.audit, wishes, house.rules, self.now, doers)

    def now(self) -> int:
        return self.house.now_s

    async def deliver(self, request: Request, content: bytes) -> None:
        self.delivered.append(content)

    async def call(self, name: str, who: Identifier, *texts: str) -> None:
        file = self.house.keeping().open(name, opening(who))
        for at, text in enumerate(texts):
            file.add(Speaker.CALLER, 1000 * at, words(text))
        await file.consent(OptIn.TRANSCRIPT, YES)
        self.codes[name] = file.reference
        await file.end([words(text) for text in texts])

    async def claim(self, call: str) -> Claim:
        found = await self.callers.by_code(f"the code is, uh, {self.codes[call]}.", "here")
        assert found is not None
        return found

    async def person(self) -> Claim:
        found = await self.callers.by_identifier([ADA], Proof.VERIFIED)
        assert found is not None
        return found

    async def ask(self, right: Right, claim: Claim) -> Request:
        asked = Asked(right, Region.GDPR, Channel.SIP, claim.proof, claim.subject, claim.call)
        return await self.desk.carry_out((await self.desk.make(asked)).request)

    async def calls(self) -> list[str]:
        return [row.key for row in await self.house.store.all("call")]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    store = await SqliteStore.open(tmp_path)
    made = Scene(House.with_store(store, tmp_path), tmp_path)
    await made.call(FIRST, ADA, "the first call is choppy", "the router is blue")
    await made.call(SECOND, ADA, "the second call is choppy")
    await made.call(BOBS, OTHER, "somebody else is speaking")
    yield made
    await store.aclose()


def all_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())


@pytest.mark.parametrize("right", [Right.ACCESS, Right.COPY])
async def test_a_code_gets_a_copy_of_its_own_call(scene: Scene, right: Right) -> None:
    assert (await scene.ask(right, await scene.claim(FIRST))).state == "completed"
    (content,) = scene.delivered
    assert b"the first call is choppy" in all_of(content)
    assert b"second call" not in all_of(content) and b"somebody else" not in all_of(content)


async def test_a_verified_person_gets_all_of_theirs_and_nothing_of_others(scene: Scene) -> None:
    await scene.ask(Right.COPY, await scene.person())
    (content,) = scene.delivered
    assert b"first call" in all_of(content) and b"second call" in all_of(content)
    assert b"somebody else" not in all_of(content)
    assert len([each for each in scene.house.audit.entries if each.action is Action.EXPORTED]) == 1


async def test_a_code_deletes_its_own_call_and_no_other(scene: Scene) -> None:
    claim = await scene.claim(FIRST)
    assert (await scene.ask(Right.DELETION, claim)).state == "completed"
    assert await scene.calls() == [SECOND, BOBS]
    assert await scene.callers.by_code(scene.codes[FIRST], "here") is None
    again = await scene.ask(Right.ACCESS, claim)
    assert (again.state, again.why) == ("refused", "nothing-kept")


async def test_a_verified_person_is_deleted_and_the_request_tells_it_still(scene: Scene) -> None:
    closed = await scene.ask(Right.DELETION, await scene.person())
    assert await scene.calls() == [BOBS]
    assert await scene.callers.by_identifier([ADA], Proof.VERIFIED) is None
    assert await scene.desk.one(closed.request) == closed


async def test_a_legal_hold_refuses_a_deletion_with_its_reason(scene: Scene) -> None:
    claim = await scene.person()
    hold = Hold("cc" * 16, claim.subject, 1, scene.now() + 60, "0f" * 8, "legal-claim T-1")
    await scene.house.store.write([to_row(hold, await scene.house.keyring.house())])
    closed = await scene.ask(Right.DELETION, claim)
    assert (closed.state, closed.why) == ("refused", Why.HOLD.value)
    assert await scene.calls() == [FIRST, SECOND, BOBS]


async def test_taking_a_yes_back_deletes_what_was_kept_under_it(scene: Scene) -> None:
    await scene.ask(Right.WITHDRAWAL, await scene.claim(FIRST))
    assert await scene.calls() == [SECOND, BOBS]
    await scene.ask(Right.WITHDRAWAL, await scene.person())
    assert await scene.calls() == [BOBS]


async def test_codes_cannot_be_guessed_for_long(scene: Scene) -> None:
    wrong = " ".join(reversed(scene.codes[FIRST].split()))
    for _ in range(5):
        assert await scene.callers.by_code(wrong, "there") is None
    with pytest.raises(TooManyTries):
        await scene.callers.by_code(scene.codes[FIRST], "there")
    assert await scene.claim(FIRST)


async def test_a_code_proves_one_call_and_a_number_no_call(scene: Scene) -> None:
    claim = await scene.claim(FIRST)
    assert claim.who.calls == {FIRST} and claim.who.subject is None
    person = await scene.person()
    assert (person.who.calls, person.who.subject) == (frozenset(), person.subject)
    line = await scene.callers.by_identifier([ADA], Proof.LINE)
    assert line is not None and (line.who.calls, line.who.subject) == (frozenset(), None)
    assert await scene.callers.by_identifier([], Proof.VERIFIED) is None


async def test_the_whole_way_leaves_a_whole_audit(scene: Scene, tmp_path: Path) -> None:
    key = await scene.house.keyring.signing()
    audit = await FileAudit.open(tmp_path / "audit", tmp_path / "signed", key, scene.now)
    for entry in scene.house.audit.entries:
        await audit.note(entry)
    await audit.aclose()
    log = (tmp_path / "audit" / "audit.jsonl").read_bytes()
    (signed,) = (tmp_path / "signed").iterdir()
    assert verify(log, signed.read_bytes(), key.public_key()).whole
    assert b"45123" not in log and all(code.encode() not in log for code in scene.codes.values())
