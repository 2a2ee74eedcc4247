"""A call by Linphone's console phone with its configuration from `sip_configs`."""

import asyncio
import shutil
from pathlib import Path

import pytest

from gateway.legs.api import Ending, LegEnded
from tests.gateway.sip.cell.ends import becomes_true
from tests.gateway.sip.edge.box import gateway_box
from tests.sip_configs.placed import place, running

pytestmark = pytest.mark.skipif(shutil.which("linphonec") is None, reason="needs Linphone: apt install linphone-cli")


async def test_linphone_calls_and_hangs_up(tmp_path: Path) -> None:
    async with gateway_box() as box, asyncio.timeout(30):
        place("linphone", tmp_path, box.edge.port)
        for folder in (".local/share/linphone", ".config/linphone"):
            (tmp_path / folder).mkdir(parents=True)
        command = ("linphonec", "-c", str(tmp_path / "linphonerc"))
        async with running(*command, cwd=tmp_path, home=tmp_path) as phone:
            assert phone.stdin is not None
            phone.stdin.write(f"soundcard use files\ncall {box.uri()}\n".encode())
            await becomes_true(lambda: bool(box.legs))
            assert box.legs[0].info.codec == "PCMU"
            phone.stdin.write(b"terminate\n")
            await box.heard(LegEnded)
            assert box.events[-1] == LegEnded(Ending.CALLER_HUNG_UP)
            phone.stdin.write(b"quit\n")
