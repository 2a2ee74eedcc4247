"""A call's file over every store: nothing without a reason, all of it with one, nothing after it is taken back."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from privacy.audit.api import Action
from privacy.declared.rows import Call, Consent, Grant
from privacy.declared.terms import Basis, Channel, DataClass, Flag, OptIn, Region, Source, Speaker
from privacy.keeping.api import Opening
from privacy.keeping.file import LINES_MOST, StoredFile
from privacy.keys.identifiers import Identifier, Means, alias_of
from privacy.retention.calendar import after_months
from privacy.retention.rules import Rules, TenantRule
from privacy.store.api import Store
from privacy.store.codec import from_row
from privacy.store.errors import StoreAway, StoreRefused
from privacy.store.fake import MemoryStore
from privacy.store.redis import RedisStore
from privacy.store.redis_link import RedisSettings
from privacy.store.sqlite import SqliteStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words
from tests.privacy.store.redis_server import redis_server


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with redis_server(tmp_path_factory.mktemp("redis"), "--appendonly", "yes") as port:
        yield port


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    store: Store
    if request.param == "memory":
        store = MemoryStore()
    elif request.param == "sqlite":
        store = await SqliteStore.open(tmp_path)
    else:
        port = request.getfixturevalue("redis_port")
        store = await RedisStore.open(RedisSettings(f"redis://127.0.0.1:{port}", prefix=f"{tmp_path.name}:"))
    yield House.with_store(store, tmp_path)
    await store.aclose()


@pytest.fixture
def memory(tmp_path: Path) -> House:
    return House.with_store(MemoryStore(), tmp_path)


async def talk(file: StoredFile, *texts: str) -> None:
    for at, text in enumerate(texts):
        file.add(Speaker.CALLER, 1000 * at, words(text))
    assert await file.settled(5)


async def test_without_a_reason_nothing_is_left(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "why do my calls fail")
    receipt = await file.end([words("why do my calls fail")])
    assert await house.counts() == {}
    assert await house.keyring.subjects() == frozenset()
    assert not receipt.kept and not receipt.reference and not house.audit.entries


async def test_a_yes_keeps_what_was_said_before_and_after_it(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.consent(OptIn.TRANSCRIPT, YES)
    assert await house.said("c1c1c1c1") == ["one"], "durable when it returns"
    await talk(file, "two", "three")
    receipt = await file.end([words("one"), words("two"), words("and three")])
    assert await house.said("c1c1c1c1") == ["one", "two", "and three"], "as it was masked in the end"
    assert await house.counts() == {
        "subject": 1, "alias": 2, "call": 1, "grant": 1, "utterance": 3, "consent": 1
    }  # fmt: skip
    (part,) = receipt.kept
    assert (part.data_class, part.flag, part.basis, part.source) == (
        DataClass.CHAT, Flag.SUPPORT, Basis.CONSENT, Source.CONSENT,
    )  # fmt: skip
    assert part.due_s == after_months(NOW_S, 6)
    assert len(receipt.reference.split()) == 5
    assert [entry.action for entry in house.audit.entries] == [Action.CONSENT_GIVEN]


async def test_the_ledger_says_what_the_yes_was_a_yes_to(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    answer = YES.__class__(YES.channel, 4_000, words("yes keep it"), "", 0.87)
    await file.consent(OptIn.TRANSCRIPT, answer)
    (row,) = await house.rows("consent")
    line = from_row(row, Consent, await house.keyring.cipher(str(row.clear["subject"])))
    assert (line.opt_in, line.policy_version, line.policy_sha256) == (OptIn.TRANSCRIPT, "2026-11", "ab" * 32)
    assert (str(line.words), line.confidence, line.offset_ms, line.given_s) == ("yes keep it", 0.87, 4_000, NOW_S)
    assert line.revoked_s is None and line.expires_s == after_months(NOW_S, 6)
    await file.end([])


async def test_what_is_taken_back_is_gone_and_the_ledger_tells_it(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one", "two")
    await file.consent(OptIn.TRANSCRIPT, YES)
    house.now_s += 5
    await file.withdraw()
    assert await house.said("c1c1c1c1") == []
    await talk(file, "three")
    receipt = await file.end([words("three")])
    assert await house.counts() == {"subject": 1, "alias": 1, "consent": 1}, "the proof, and whose it is"
    (row,) = await house.rows("consent")
    assert row.clear["revoked_s"] == NOW_S + 5
    assert not receipt.kept and not receipt.reference
    assert [entry.action for entry in house.audit.entries] == [Action.CONSENT_GIVEN, Action.CONSENT_REVOKED]


async def test_yes_no_and_yes_again(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening())
    await talk(file, "one")
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.withdraw()
    await talk(file, "two")
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words("two")])
    assert await house.said("c1c1c1c1") == ["two"]


async def test_who_called_before_is_the_same_person(house: House) -> None:
    for call in ("c1c1c1c1", "c2c2c2c2"):
        file = house.keeping().open(call, opening(ADA))
        await file.consent(OptIn.TRANSCRIPT, YES)
        await file.end([])
    assert (await house.counts())["subject"] == 1
    assert (await house.counts())["alias"] == 3, "one number, two codes"


async def test_the_code_finds_the_call(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening())
    await file.consent(OptIn.TRANSCRIPT, YES)
    alias = alias_of(await house.keyring.pepper(), Identifier(Means.REFERENCE, file.reference.upper()))
    row = await house.store.get("alias", alias)
    assert row is not None and row.clear["call"] == "c1c1c1c1"
    await file.end([])


async def test_the_end_of_a_kept_call_is_noted(house: House) -> None:
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    house.now_s += 90
    await file.end([])
    (row,) = await house.rows("call")
    call = from_row(row, Call, await house.keyring.cipher(str(row.clear["subject"])))
    assert (call.began_s, call.ended_s) == (NOW_S, NOW_S + 90)


async def test_improvement_alone_keeps_no_words(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.consent(OptIn.IMPROVEMENT, YES)
    receipt = await file.end([words("one")])
    assert await memory.counts() == {"subject": 1, "alias": 1, "consent": 1}
    assert not receipt.kept


async def test_one_yes_of_two_is_taken_back(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.consent(OptIn.TRACE, YES)
    await file.withdraw(OptIn.TRANSCRIPT)
    receipt = await file.end([words("one")])
    assert [part.data_class for part in receipt.kept] == [DataClass.DIAGNOSTIC]
    assert await memory.said("c1c1c1c1") == []


async def test_a_flag_of_the_operator_stays_when_the_caller_takes_back_a_yes(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.flag(Flag.COMPLIANCE, Basis.CONTRACT, Source.RULE, "case 7")
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.withdraw()
    await talk(file, "two")
    receipt = await file.end([words("two")])
    (part,) = receipt.kept
    assert (part.flag, part.due_s) == (Flag.COMPLIANCE, after_months(NOW_S, 12))
    (row,) = await memory.rows("grant")
    grant = from_row(row, Grant, await memory.keyring.cipher(str(row.clear["subject"])))
    assert (grant.source, grant.reason) == (Source.RULE, "case 7")


async def test_a_flag_needs_a_basis_that_its_region_knows(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(region=Region.PDPA))
    with pytest.raises(StoreRefused, match="under pdpa, support cannot stand on legitimate-interest"):
        await file.flag(Flag.SUPPORT, Basis.LEGITIMATE_INTEREST, Source.OPERATOR)


async def test_a_device_that_refuses_recording_is_heeded(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA, recordable=False))
    assert not file.keepable
    with pytest.raises(StoreRefused, match="asked that nothing be kept"):
        await file.consent(OptIn.TRANSCRIPT, YES)
    assert await memory.counts() == {} and await memory.keyring.subjects() == frozenset()


async def test_a_store_that_is_away_at_the_yes_keeps_nothing_not_even_a_key(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    with pytest.raises(StoreAway):
        await file.consent(OptIn.TRANSCRIPT, YES)
    store.failing = None
    await file.end([])
    assert await memory.counts() == {} and await memory.keyring.subjects() == frozenset()


async def test_an_audit_that_is_away_lets_nothing_be_kept(memory: House) -> None:
    memory.audit.away = True
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    with pytest.raises(StoreRefused, match="audit"):
        await file.consent(OptIn.TRANSCRIPT, YES)
    assert await memory.counts() == {} and await memory.keyring.subjects() == frozenset()


async def test_a_store_that_goes_away_in_mid_call_is_caught_up_with(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    file.add(Speaker.CALLER, 0, words("one"))
    assert not await file.settled(0.05)
    file.add(Speaker.CALLER, 0, words("two"))
    store.failing = None
    assert await file.settled(5)
    assert await memory.said("c1c1c1c1") == ["one", "two"]
    assert memory.troubles and set(memory.troubles) == {"StoreAway"}


async def test_a_withdrawal_that_the_store_missed_is_carried_out_when_it_is_back(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.consent(OptIn.TRANSCRIPT, YES)
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    with pytest.raises(StoreAway):
        await file.withdraw()
    file.add(Speaker.CALLER, 0, words("after"))
    receipt = await file.end([words("after")])
    assert not receipt.kept, "what the caller took back is on no receipt"
    store.failing = None
    assert await file.settled(5)
    assert await memory.counts() == {"subject": 1, "alias": 1, "consent": 1}


async def test_a_call_that_was_erased_meanwhile_is_not_kept_on(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    (row,) = await memory.rows("subject")
    await memory.store.erase(row.key)
    await talk(file, "one")
    await file.end([words("one")])
    assert await memory.counts() == {}


async def test_at_the_end_of_the_process_what_is_not_done_is_told(memory: House) -> None:
    keeping = memory.keeping()
    file = keeping.open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    file.add(Speaker.CALLER, 0, words("one"))
    assert await keeping.aclose(patience_s=0.05) == 1
    assert memory.troubles[-1] == "unsettled"


RULE = TenantRule("agent", Flag.COMPLIANCE, Basis.CONTRACT)


def ruled(house: House) -> House:
    house.rules = Rules(tenant=(RULE, TenantRule("sales", Flag.SUPPORT, Basis.CONTRACT)))
    return house


async def test_a_rule_of_the_tenant_keeps_a_call_in_which_something_was_said(memory: House) -> None:
    file = ruled(memory).keeping().open("c1c1c1c1", opening(ADA))
    assert await memory.counts() == {}
    await talk(file, "one", "two")
    assert await memory.said("c1c1c1c1") == ["one", "two"]
    (part,) = (await file.end([words("one"), words("two")])).kept
    assert (part.flag, part.basis, part.source) == (Flag.COMPLIANCE, Basis.CONTRACT, Source.RULE)
    assert part.due_s == after_months(NOW_S, 12)


@pytest.mark.parametrize(
    "asked", [opening(ADA, recordable=False), Opening(Channel.SIP, Region.GDPR, destination="echo")], ids=str
)
async def test_a_rule_keeps_no_call_that_it_is_not_for(memory: House, asked: Opening) -> None:
    file = ruled(memory).keeping().open("c1c1c1c1", asked)
    await talk(file, "one")
    assert not (await file.end([words("one")])).kept
    assert await memory.counts() == {} and await memory.keyring.subjects() == frozenset()


async def test_a_rule_that_the_store_missed_is_on_the_receipt_and_carried_out_later(memory: House) -> None:
    file = ruled(memory).keeping().open("c1c1c1c1", opening(ADA))
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    file.add(Speaker.CALLER, 0, words("one"))
    assert [part.source for part in (await file.end([words("one")])).kept] == [Source.RULE]
    store.failing = None
    assert await file.settled(20)
    assert await memory.said("c1c1c1c1") == ["one"]


async def test_taking_back_a_yes_leaves_what_a_rule_keeps_whole(memory: House) -> None:
    file = ruled(memory).keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one", "two")
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.withdraw()
    await talk(file, "three")
    receipt = await file.end([words("and three")])
    assert [part.source for part in receipt.kept] == [Source.RULE]
    assert await memory.said("c1c1c1c1") == ["one", "two", "and three"]


async def test_a_yes_after_a_no_that_the_store_missed_counts(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening(ADA))
    await talk(file, "one")
    await file.consent(OptIn.TRANSCRIPT, YES)
    store = memory.store
    assert isinstance(store, MemoryStore)
    store.failing = StoreAway("gone")
    with pytest.raises(StoreAway):
        await file.withdraw()
    store.failing = None
    file.add(Speaker.CALLER, 0, words("two"))
    await file.consent(OptIn.TRANSCRIPT, YES)
    assert await file.settled(20)
    await file.end([words("two")])
    assert await memory.said("c1c1c1c1") == ["two"]
    assert [entry.action for entry in memory.audit.entries].count(Action.CONSENT_REVOKED) == 1


async def test_what_is_said_after_the_longest_call_is_told_not_to_be_kept(memory: House) -> None:
    file = memory.keeping().open("c1c1c1c1", opening())
    await file.consent(OptIn.TRANSCRIPT, YES)
    for _ in range(LINES_MOST + 1):
        file.add(Speaker.CALLER, 0, words("one"))
    assert memory.troubles == ["too-long"]
    await file.end([words("one")] * LINES_MOST)
    assert len(await memory.said("c1c1c1c1")) == LINES_MOST
