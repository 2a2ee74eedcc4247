"""A call by baresip with its configuration from `sip_configs`, driven through its remote control."""

import asyncio
import json
import shutil
import socket
import wave
from pathlib import Path

import pytest

from gateway.legs.api import Dtmf, Ending, Held, LegEnded, Resumed
from tests.gateway.sip.cell.ends import becomes_true
from tests.gateway.sip.edge.box import TONE, gateway_box
from tests.gateway.sip.edge.sipp import free_port
from tests.sip_configs.placed import change, place, running

pytestmark = pytest.mark.skipif(shutil.which("baresip") is None, reason="needs baresip: apt install baresip-core")


class Remote:
    """baresip's control socket: JSON in netstrings."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    @classmethod
    async def reach(cls, port: int) -> "Remote":
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)  # it is still loading its modules
            else:
                return cls(writer)

    def say(self, command: str, params: str = "") -> None:
        text = json.dumps({"command": command, "params": params})
        self._writer.write(f"{len(text)}:{text},".encode())

    def close(self) -> None:
        self._writer.close()


def phone_without_sound_card(folder: Path, gateway_port: int, control_port: int) -> None:
    """The configuration as it is, but a file speaks and nobody listens."""
    place("baresip", folder, gateway_port)
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(TONE * 10)
    config = folder / "config"
    change(config, "audio_source            alsa,default", f"audio_source            aufile,{folder}/tone.wav")
    change(config, "audio_player            alsa,default", "")
    change(config, "audio_alert             alsa,default", "")
    change(config, "module                  alsa.so\n", "")
    change(config, "127.0.0.1:4444", f"127.0.0.1:{control_port}")
    change(config, "0.0.0.0:0", "127.0.0.1:0")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_baresip_is_heard_holds_resumes_presses_a_key_and_hangs_up(tmp_path: Path, transport: str) -> None:
    async with gateway_box() as box, asyncio.timeout(30):
        control = free_port(socket.SOCK_STREAM)
        phone_without_sound_card(tmp_path, box.edge.port, control)
        async with running("baresip", "-f", str(tmp_path), cwd=tmp_path):
            phone = await Remote.reach(control)
            phone.say("dial", box.uri(parameters=f";transport={transport}"))
            await becomes_true(lambda: box.heard_voice)
            assert box.legs[0].info.transport == transport
            phone.say("hold")
            await box.heard(Held)
            phone.say("resume")
            await box.heard(Resumed)
            phone.say("sndcode", "4")
            await box.heard(Dtmf)
            phone.say("hangup")
            await box.heard(LegEnded)
            assert box.events[-1] == LegEnded(Ending.CALLER_HUNG_UP)
            phone.close()
