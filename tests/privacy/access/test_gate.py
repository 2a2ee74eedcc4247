"""Every role, act and purpose, each asked: allowed exactly where the grid says so, and told in the audit."""

import ast
import itertools
from pathlib import Path

import pytest

from privacy.access.api import CONTENT, About, Act, Denied, Pass, Role, Who
from privacy.access.permissions import PERMISSIONS
from privacy.audit.api import Action, AuditAway
from privacy.declared.rows import Wish
from privacy.declared.terms import Purpose, Unwanted
from privacy.store.codec import to_row
from tests.privacy.access.desk import Desk
from tests.privacy.store.sealed import CIPHER, a_call

# Written by hand, beside the table and not from it. S support, D diagnostics, I improvement, M misuse, C compliance;
# a small letter: about the caller's own call alone; a star: about nobody in particular.
GRID = """
                 caller support diagnostics privacy-officer auditor admin
read-transcript  sc     S       -           C               -       -
read-trace       sc     -       DM          C               -       -
read-receipt     sc     S       D           C               -       -
read-ledger      sc     S       -           C               -       -
read-statistics  -      -       DIM*        C*              C*      -
set-flag         -      S       -           C               -       -
hold             -      -       -           C               -       -
export           c      -       -           C               -       -
erase            c      -       -           C               -       -
make-request     c      C       -           C               -       -
answer-request   -      -       -           C               -       -
read-audit       -      -       -           MC*             MC*     -
set-rules        -      -       -           C*              -       -
set-platforms    -      -       -           C*              -       -
sweep            -      -       -           C*              -       C*
rotate-keys      -      -       -           -               -       C*
manage-staff     -      -       -           -               -       MC*
ask-glass        -      -       DM          -               -       MC
agree-glass      -      -       -           C               -       -
"""
HEAD, *LINES = [line.split() for line in GRID.strip().splitlines()]
CELLS = {(role, act): cell for act, *cells in LINES for role, cell in zip(HEAD, cells, strict=True)}
MINE, OTHERS = About("aaaaaaaa"), About("bbbbbbbb")
ME, ANOTHER = About(subject="cccccccc"), About(subject="dddddddd")
ABOUTS = (About(), MINE, OTHERS, ME, ANOTHER)


def somebody(role: Role) -> Who:
    if role is Role.CALLER:
        return Who(role, calls=frozenset({"aaaaaaaa"}), subject="cccccccc")
    return Who(role, "0123456789abcdef")


def expected(role: Role, act: Act, purpose: Purpose, about: About) -> bool:
    cell = CELLS[role.value, act.value]
    letter = purpose.value[0]
    if letter in cell:
        return about in (MINE, ME)
    return letter.upper() in cell and ("*" not in cell or about == About())


def test_the_grid_has_every_role_and_act() -> None:
    assert set(CELLS) == {(role.value, act.value) for role in Role for act in Act}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
async def test_the_whole_matrix(role: Role, act: Act) -> None:
    for purpose, about in itertools.product(Purpose, ABOUTS):
        desk = Desk()
        allowed = True
        try:
            await desk.gate.allow(somebody(role), act, purpose, about)
        except Denied:
            allowed = False
        assert allowed == expected(role, act, purpose, about), (purpose, about)
        assert [each.action for each in desk.audit.entries] == wanted_lines(act, allowed)


def wanted_lines(act: Act, allowed: bool) -> list[Action]:
    """One line for a read of content and one for a denial; whoever does another act audits it."""
    if not allowed:
        return [Action.DENIED]
    return [Action.CONTENT_READ] if act in CONTENT else []


def test_a_role_without_a_line_in_the_table_may_do_nothing() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert not any(act in PERMISSIONS[Role.ADMIN] for act in CONTENT)


async def test_a_line_tells_who_what_for_and_about_which_call() -> None:
    desk = Desk()
    await desk.gate.allow(somebody(Role.SUPPORT), Act.READ_TRANSCRIPT, Purpose.SUPPORT, MINE)
    (line,) = desk.audit.entries
    assert (line.actor, line.purpose, line.call) == ("0123456789abcdef", Purpose.SUPPORT, "aaaaaaaa")
    assert line.detail == "read-transcript"


async def test_what_cannot_be_audited_is_not_allowed() -> None:
    desk = Desk()
    desk.audit.away = True
    with pytest.raises(AuditAway):
        await desk.gate.allow(somebody(Role.SUPPORT), Act.READ_TRANSCRIPT, Purpose.SUPPORT, MINE)


async def test_a_pass_is_good_once_for_what_it_was_given_for() -> None:
    given = await Desk().gate.allow(somebody(Role.SUPPORT), Act.READ_TRANSCRIPT, Purpose.SUPPORT, MINE)
    for act, about in ((Act.READ_TRACE, MINE), (Act.READ_TRANSCRIPT, OTHERS)):
        with pytest.raises(Denied):
            given.use(act, about)
    given.use(Act.READ_TRANSCRIPT, MINE)
    with pytest.raises(Denied):
        given.use(Act.READ_TRANSCRIPT, MINE)


def test_nobody_but_the_gate_makes_a_pass() -> None:
    with pytest.raises(TypeError):
        Pass(object(), somebody(Role.ADMIN), Act.ERASE, Purpose.COMPLIANCE, About())
    importers = {
        path.as_posix()
        for package in ("gateway", "asr", "agent", "privacy")
        for path in Path(package).glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "privacy.access.api"
        and any(alias.name == "give" for alias in node.names)
    }
    assert importers == {"privacy/access/gate.py"}


def test_nobody_is_caller_and_operator_at_once() -> None:
    for role, ident in ((Role.CALLER, "0123456789abcdef"), (Role.ADMIN, "caller")):
        with pytest.raises(ValueError, match="operator"):
            Who(role, ident)


@pytest.mark.parametrize("unwanted", [Unwanted.USE, Unwanted.CHANGE])
async def test_who_objected_is_read_for_compliance_alone(unwanted: Unwanted) -> None:
    desk = Desk()
    await desk.store.write([a_call("aaaaaaaa", "cccccccc"), a_call("bbbbbbbb", "dddddddd")])
    await desk.store.write([to_row(Wish("cccccccc", unwanted, 1), CIPHER)])
    with pytest.raises(Denied):
        await desk.gate.allow(somebody(Role.SUPPORT), Act.READ_TRANSCRIPT, Purpose.SUPPORT, MINE)
    await desk.gate.allow(somebody(Role.SUPPORT), Act.READ_TRANSCRIPT, Purpose.SUPPORT, OTHERS)
    await desk.gate.allow(somebody(Role.OFFICER), Act.READ_TRANSCRIPT, Purpose.COMPLIANCE, MINE)
    await desk.gate.allow(somebody(Role.CALLER), Act.READ_TRANSCRIPT, Purpose.SUPPORT, MINE)
