"""`sottovoce privacy` as a stranger uses it: what is kept is told, erased by its code, and the audit is checked."""

import asyncio
import json
import zipfile
from pathlib import Path

import pytest

from gateway.cli.main import main
from gateway.safe import AUDIT, open_safe
from gateway.settings.load import load
from privacy.api import RedactionSession
from privacy.audit.file import LOG
from privacy.declared.terms import Channel, OptIn, Region, Speaker
from privacy.keeping.api import Answer, Opening
from privacy.keys.identifiers import Identifier, Means

NUMBER = "+45 12 34 56 78"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOTTOVOCE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def keep(folder: Path, call: str = "c1c1c1c1") -> str:
    """A call that its caller wanted kept; its reference code."""

    async def run() -> str:
        async with open_safe(load(environ={"SOTTOVOCE_DATA_FOLDER": str(folder)}).settings, lambda _: None) as safe:
            opening = Opening(Channel.SIP, Region.GDPR, identifiers=(Identifier(Means.NUMBER, NUMBER),))
            file = safe.keeping.open(call, opening)
            file.add(Speaker.CALLER, 0, RedactionSession().redact("why do my calls fail"))
            await file.consent(OptIn.TRANSCRIPT, Answer(Channel.SIP, 1_000))
            return (await file.end([RedactionSession().redact("why do my calls fail")])).reference

    return asyncio.run(run())


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["privacy", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_status_tells_what_is_kept_and_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "status")[1].startswith("0 people, 0 calls")
    keep(folder)
    assert told(capsys, "status")[1] == "1 people, 1 calls, 0 legal holds.\n  1 × chat for support (consent)\n"
    assert json.loads(told(capsys, "status", "--json")[1])["reasons"] == {"chat for support (consent)": 1}


def test_one_call_is_erased_by_its_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = keep(folder)
    keep(folder, "c2c2c2c2")
    assert told(capsys, "erase", "--code", f"It was {code.upper()}.")[0] == 0
    assert told(capsys, "status")[1].startswith("1 people, 1 calls")
    status, _, err = told(capsys, "erase", "--code", code)
    assert status == 7 and "nothing is kept under that" in err


@pytest.mark.parametrize("how", ["--number", "--code"])
def test_a_person_is_erased_with_all_calls(folder: Path, capsys: pytest.CaptureFixture[str], how: str) -> None:
    code = keep(folder)
    keep(folder, "c2c2c2c2")
    given = ("--number", "0045 1234 5678") if how == "--number" else ("--code", code, "--whole")
    assert told(capsys, "erase", *given)[0] == 0
    assert told(capsys, "status")[1].startswith("0 people, 0 calls")


def test_a_code_that_is_none_is_explained_and_not_repeated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = told(capsys, "erase", "--code", "zorblatt")
    assert status == 7 and "five words" in err and "zorblatt" not in err


def test_the_audit_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder)
    assert told(capsys, "audit", "verify")[:2] == (0, "The audit is whole: 1 lines.\n")
    log = folder / AUDIT / LOG
    log.write_bytes(log.read_bytes().replace(b"support", b"suppork"))
    status, out, _ = told(capsys, "audit", "verify")
    assert status == 1 and out.startswith("The audit is not whole: line 1 was changed")
    status, _, err = told(capsys, "status")
    assert status == 11 and "audit verify" in err


def test_an_audit_that_was_taken_away_is_noticed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder)
    (folder / AUDIT / LOG).unlink()
    assert "lines 1 to 1 are missing" in told(capsys, "audit", "verify")[1]


def test_data_that_was_begun_anew_has_an_audit_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder)
    for path in [*folder.glob("*.db*"), folder / AUDIT / LOG]:
        path.unlink()
    keep(folder)
    assert told(capsys, "audit", "verify")[0] == 0


def test_policy_and_records_need_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Privacy policy" in told(capsys, "policy")[1]
    assert "# Record of processing" in told(capsys, "records")[1]


def test_the_assessment_tells_what_is_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOTTOVOCE_PRIVACY_KEY_FILE", str(folder / "master.key"))
    text = told(capsys, "assessment")[1]
    assert "impact assessment" in text and "the master key lies in the data folder" in text


def test_without_a_data_folder_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOTTOVOCE_DATA_FOLDER", str(tmp_path / "none"))
    status, _, err = told(capsys, "status")
    assert status == 11 and "start 'sottovoce serve'" in err
    assert not (tmp_path / "none").exists()


def test_where_nothing_is_kept_there_is_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOTTOVOCE_PRIVACY_KEEP", "false")
    assert "nothing is kept" in told(capsys, "status")[1]


def test_a_wish_is_kept_told_and_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("wish", "--number", NUMBER)
    assert told(capsys, *asked)[1] == "They have asked for nothing.\n"
    assert told(capsys, *asked, "--no-machine")[1] == "They do not want: no-machine.\n"
    assert told(capsys, *asked)[1] == "They do not want: no-machine.\n"
    assert told(capsys, *asked, "--no-machine", "--take-back")[1] == "They have asked for nothing.\n"


def test_a_person_gets_a_copy_that_is_theirs_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = keep(folder)
    keep(folder, "c2c2c2c2")
    for name, asked, calls in (("one.zip", ("--code", code), 1), ("all.zip", ("--number", NUMBER), 2)):
        path = tmp_path / name
        assert told(capsys, "export", *asked, "--out", str(path))[0] == 0
        assert path.stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(path) as copy:
            vcons = [copy.read(each).decode() for each in copy.namelist() if "vcon" in each and each.endswith(".json")]
        assert len(vcons) == calls and all("why do my calls fail" in each for each in vcons)
    status, _, err = told(capsys, "export", "--number", NUMBER, "--out", str(tmp_path / "one.zip"))
    assert status == 7 and "File exists" in err


def test_requests_that_are_answered_wait_no_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "wish", "--number", NUMBER, "--no-machine")[0] == 0
    assert told(capsys, "requests")[1] == "No request waits for an answer.\n"
    actions = [json.loads(line)["action"] for line in (folder / AUDIT / LOG).read_text().splitlines()]
    assert actions == ["request-made", "request-closed"]


def test_a_sweep_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder)
    assert told(capsys, "sweep")[1] == "Deleted: 0 calls, 0 rows, 0 people.\n"


def test_the_key_is_never_among_the_data(folder: Path) -> None:
    keep(folder)
    key = (folder.parent / "configuration" / "sottovoce" / "master.key").read_bytes().strip()
    assert not any(key in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_lost_key_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(folder)
    (folder.parent / "configuration" / "sottovoce" / "master.key").unlink()
    status, _, err = told(capsys, "status")
    assert status == 11 and "bring it back" in err
