"""What callers say of keeping, by telephone, against the store on disk: real words, real rows."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.system.calling import Call, calling, says, spoken
from tests.system.running import Gateway, run, serving

QUESTION = "Why do my calls fail with four eighty-eight?"
HASHES = ("before", "hash")
KEEP, ASK, YES, WITHDRAW = "Keep this for support.", "Please save this call.", "Yes, please.", "Don't save this."


def status(gateway: Gateway) -> dict[str, object]:
    told = run("privacy", "status", "--json", data_folder=gateway.data)
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


def content(folder: Path) -> dict[str, str]:
    """All that is stored, by file: every row of the databases, every line of the audit."""
    found = {str(path): path.read_text() for path in folder.rglob("*.jsonl")}
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found[str(path)] = "\n".join(database.iterdump())
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gateway, dict[str, Call]]]:
    """Four callers at once, each with a mind of their own."""
    scripts = {"keeps": (QUESTION, KEEP), "takes back": (ASK, YES, WITHDRAW), "silent": (QUESTION,)}
    with serving(tmp_path_factory.mktemp("keeping")) as gateway, ExitStack() as calls:
        begun = {
            who: calls.enter_context(calling(gateway.uri(), *spoken(*lines), "--gap", "2.5"))
            for who, lines in scripts.items()
        }
        leaving = calls.enter_context(calling(gateway.uri(), *spoken(ASK)))
        leaving.wait_for("answered", 1, 90)
        leaving.process.terminate()  # in the middle of the question
        for call in begun.values():
            assert call.over() == 0, call.out.text
        gateway.wait_for_calls(0)
        yield gateway, begun


def test_only_the_caller_who_agreed_and_stayed_with_it_is_kept(kept: tuple[Gateway, dict[str, Call]]) -> None:
    gateway, calls = kept
    assert says("for support", calls["keeps"].answer(1)), calls["keeps"].out.text
    assert says("done|nothing of this call", calls["takes back"].answer(2)), calls["takes back"].out.text
    found = status(gateway)
    assert (found["calls"], found["reasons"]) == (1, {"chat for support (consent)": 1})


def test_the_audit_tells_it_and_names_nobody(kept: tuple[Gateway, dict[str, Call]]) -> None:
    gateway, _ = kept
    log = (gateway.data / "audit" / "audit.jsonl").read_text()
    actions = [json.loads(line)["action"] for line in log.splitlines()]
    assert sorted(actions) == ["consent-given", "consent-given", "consent-revoked", "started"]
    said = [value for line in log.splitlines() for key, value in json.loads(line).items() if key not in HASHES]
    assert not re.search(r"sip:|@|127\.0\.0\.1|[A-Z]", json.dumps(said))
    assert run("privacy", "audit", "verify", data_folder=gateway.data).returncode == 0


def test_a_call_that_says_nothing_of_keeping_leaves_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as gateway:
        before = content(gateway.data)
        with calling(gateway.uri(), *spoken(QUESTION, "Goodbye.")) as call:
            assert call.over() == 0, call.out.text
        assert content(gateway.data) == before and len(before) == 3
