"""A chat that its writer ends with a button: the receipt comes, then the socket closes."""

import json

from websockets.asyncio.client import connect

from gateway.web.chatwire import SUBPROTOCOL
from tests.gateway.web.site import site


async def test_who_leaves_gets_the_receipt() -> None:
    async with site() as made:
        proof = await made.enter()
        cookie = f"sottovoce={made.client.cookies['sottovoce']}"
        url = f"ws://127.0.0.1:{made.server.port}/api/chat?csrf={proof['X-CSRF']}"
        async with connect(
            url, origin=made.origin, subprotocols=[SUBPROTOCOL], additional_headers={"Cookie": cookie}
        ) as socket:
            assert json.loads(await socket.recv())["type"] == "caption"
            await socket.send(json.dumps({"type": "leave", "id": 1}))
            told = [json.loads(message) async for message in socket]
        assert [each["type"] for each in told] == ["receipt"]
        assert told[0]["ending"] == "caller-hung-up" and told[0]["kept"] == []
