"""An export: all of one person that may be read, nothing of anybody else, whole, audited, fetched once."""

import hashlib
import io
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from privacy.access.api import About, Act, Denied, Pass, Role, Who
from privacy.access.gate import Gate
from privacy.audit.api import Action, AuditAway
from privacy.audit.file import FileAudit
from privacy.declared.rows import Diagnosis, Trace
from privacy.declared.terms import OptIn, Purpose, Speaker
from privacy.export.exporter import Exporter
from privacy.export.links import Links, LinksFull
from privacy.export.parts import MANIFEST, zipped
from privacy.keeping.reading import NotThere
from privacy.keys.identifiers import Identifier, Means
from privacy.receipts.signed import verify
from privacy.retention.calendar import after_months
from privacy.store.codec import to_row
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words

BOB = Identifier(Means.NUMBER, "+4587654321")
OFFICER = Who(Role.OFFICER, "0f" * 8)
NASTY = "<script>alert('it rings & rings')</script>"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.with_store(MemoryStore(), tmp_path)


async def call(house: House, name: str, who: Identifier, *texts: str, opt_in: OptIn = OptIn.TRANSCRIPT) -> str:
    """A call that is kept; whose it is."""
    file = house.keeping().open(name, opening(who))
    for at, text in enumerate(texts):
        file.add(Speaker.CALLER if at % 2 == 0 else Speaker.AGENT, 1500 * at, words(text))
    await file.consent(opt_in, YES)
    await file.end([words(text) for text in texts])
    row = await house.store.get("call", name)
    assert row is not None
    return str(row.clear["subject"])


def exporter(house: House, folder: Path) -> Exporter:
    return Exporter(house.store, house.keyring, house.audit, folder, lambda: house.now_s)


async def permit(house: House, about: About, who: Who = OFFICER) -> Pass:
    return await Gate(house.store, house.audit, lambda: house.now_s).allow(who, Act.EXPORT, Purpose.COMPLIANCE, about)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def vcon_shaped(made: dict[str, Any]) -> bool:
    """What the schema of draft-ietf-vcon-vcon-core asks for."""
    parties = range(len(made["parties"]))
    return (
        {"uuid", "created_at"} <= set(made)
        and made["uuid"][14] == "8"
        and all(each["type"] == "text" and each["start"].endswith("Z") for each in made["dialog"])
        and all(each["parties"] in parties and each["encoding"] == "none" for each in made["dialog"])
        and all({"start", "party", "dialog"} <= set(each) for each in made["attachments"])
        and all(each["dialog"] < len(made["dialog"]) for each in made["attachments"])
        and all({"type", "vendor"} <= set(each) for each in made["analysis"])
    )


async def test_a_person_gets_all_of_theirs_and_nothing_of_others(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "why do my calls fail", "which error do you see")
    house.now_s += 60
    await call(house, "c2c2c2c2", ADA, "it fails again")
    await call(house, "c3c3c3c3", BOB, "mine is crackling")
    files = unzipped(await exporter(house, tmp_path).of_subject(await permit(house, About(subject=ada)), ada))
    assert set(files) == {
        "index.html", MANIFEST, "calls/0001.vcon.json", "calls/0002.vcon.json", "receipts/0001.json",
        "receipts/0002.json",
    }  # fmt: skip
    assert b"crackling" not in b"".join(files.values())
    made = [json.loads(files[f"calls/000{n}.vcon.json"]) for n in (1, 2)]
    assert all(map(vcon_shaped, made))
    assert [(each["parties"], each["body"], each["start"]) for each in made[0]["dialog"]] == [
        (0, "why do my calls fail", "2026-09-21T14:13:20Z"), (1, "which error do you see", "2026-09-21T14:13:21Z"),
    ]  # fmt: skip
    assert [each["purpose"] for each in made[0]["attachments"]] == ["why-it-is-kept", "consent"]
    key = (await house.keyring.signing()).public_key()
    assert verify(files["receipts/0001.json"], key)["call"] == "c1c1c1c1"


async def test_the_manifest_names_every_file_with_its_hash(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "one")
    files = unzipped(await exporter(house, tmp_path).of_subject(await permit(house, About(subject=ada)), ada))
    manifest = json.loads(files.pop(MANIFEST))
    assert {each["name"]: (each["bytes"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    }


def test_the_same_files_make_the_same_zip() -> None:
    assert zipped({"b": b"1", "a": b"2"}, NOW_S) == zipped({"a": b"2", "b": b"1"}, NOW_S)
    assert unzipped(zipped({"a": b"2"}, 0))["a"] == b"2", "a clock before 1980 breaks nothing"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)


async def test_the_page_is_escaped_and_runs_nothing(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, NASTY)
    files = unzipped(await exporter(house, tmp_path).of_subject(await permit(house, About(subject=ada)), ada))
    page, tags = files["index.html"].decode(), Tags()
    tags.feed(page)
    assert not tags.found & {"script", "style", "link", "img", "a", "iframe"}
    assert "&lt;script&gt;" in page and "default-src 'none'" in page


async def test_a_trace_and_a_diagnosis_are_in_it(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, opt_in=OptIn.TRACE)
    cipher = await house.keyring.cipher(ada)
    trace = Trace("c1c1c1c1", ada, 0, 20, inbound=True, text=words("INVITE sip:agent"))
    line = Diagnosis("c1c1c1c1", ada, "2026-09", "udp", "PCMU", 200, "none", "low")
    await house.store.write([to_row(trace, cipher), to_row(line, cipher)])
    files = unzipped(await exporter(house, tmp_path).of_call(await permit(house, About("c1c1c1c1")), "c1c1c1c1"))
    made = json.loads(files["calls/0001.vcon.json"])
    assert vcon_shaped(made)
    assert made["analysis"][0]["body"]["codec"] == "PCMU"
    assert [each["body"]["inbound"] for each in made["attachments"] if each["purpose"] == "sip-message"] == [True]
    assert b"INVITE" in files["index.html"]


async def test_what_has_expired_is_in_no_export(house: House, tmp_path: Path) -> None:
    await call(house, "c1c1c1c1", ADA, "the old one")
    house.now_s = after_months(NOW_S, 6) - 1
    ada = await call(house, "c2c2c2c2", ADA, "the young one")
    house.now_s += 1
    files = unzipped(await exporter(house, tmp_path).of_subject(await permit(house, About(subject=ada)), ada))
    assert b"the young one" in files["index.html"]
    assert b"the old one" not in b"".join(files.values())
    with pytest.raises(NotThere):
        await exporter(house, tmp_path).of_call(await permit(house, About("c1c1c1c1")), "c1c1c1c1")


async def test_each_export_leaves_one_line_and_none_happens_without_it(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "one")
    allowed = [await permit(house, About(subject=ada)) for _ in range(2)]
    before = len(house.audit.entries)
    await exporter(house, tmp_path).of_subject(allowed[0], ada)
    (line,) = house.audit.entries[before:]
    assert (line.action, line.actor, line.subject, line.detail) == (Action.EXPORTED, OFFICER.id, ada, "subject")
    house.audit.away = True
    with pytest.raises(AuditAway):
        await exporter(house, tmp_path).of_subject(allowed[1], ada)


async def test_a_pass_is_good_for_one_export_of_one_person(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "one")
    bob = await call(house, "c3c3c3c3", BOB, "two")
    allowed = await permit(house, About(subject=ada))
    with pytest.raises(Denied):
        await exporter(house, tmp_path).of_subject(allowed, bob)
    await exporter(house, tmp_path).of_subject(allowed, ada)
    with pytest.raises(Denied):
        await exporter(house, tmp_path).of_subject(allowed, ada)


async def test_who_is_not_there_has_no_export(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "one")
    await house.keyring.drop(ada)
    for subject in (ada, "00" * 16):
        with pytest.raises(NotThere):
            await exporter(house, tmp_path).of_subject(await permit(house, About(subject=subject)), subject)


async def test_the_receipts_know_of_earlier_exports(house: House, tmp_path: Path) -> None:
    ada = await call(house, "c1c1c1c1", ADA, "one")
    key = await house.keyring.signing()
    audit = await FileAudit.open(tmp_path / "audit", tmp_path / "second", key, lambda: house.now_s)
    exports = Exporter(house.store, house.keyring, audit, tmp_path / "audit", lambda: house.now_s)
    for uses in (0, 1):
        files = unzipped(await exports.of_subject(await permit(house, About(subject=ada)), ada))
        assert len(verify(files["receipts/0001.json"], key.public_key())["uses"]) == uses
    await audit.aclose()


def test_a_link_is_good_once_and_for_minutes() -> None:
    clock = [NOW_S]
    links = Links(lambda: clock[0])
    token = links.offer(b"zip")
    assert links.take("wrong") is None
    assert links.take(token) == b"zip"
    assert links.take(token) is None
    for off_s, there in ((-1, b"zip"), (0, None), (1, None)):
        clock[0] = NOW_S
        token = links.offer(b"zip")
        clock[0] = NOW_S + links.lifetime_s + off_s
        assert links.take(token) == there
    assert "zip" not in repr(links) and token not in repr(links)


def test_what_waits_is_bounded() -> None:
    clock = [NOW_S]
    links = Links(lambda: clock[0], bytes_most=5)
    links.offer(b"123")
    with pytest.raises(LinksFull, match="quarter of an hour"):
        links.offer(b"456")
    clock[0] += links.lifetime_s
    assert links.take(links.offer(b"456")) == b"456"
