"""Text chat over a real WebSocket, with an agent that follows a script."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from agent.api import Action, Ask, Closing, ReplyPart, Text
from agent.fake import Count, ScriptedAgent
from gateway.calls.typed import TypedTalk
from gateway.observe.events import ChatEnded, ChatStarted
from gateway.web.api import WebSettings
from gateway.web.chatwire import SUBPROTOCOL, TEXT_MOST
from privacy.declared.terms import OptIn
from privacy.keeping.api import Answer, Opening
from privacy.keeping.fake import MemoryFile, MemoryKeeping
from tests.gateway.web.site import ChatClient, Site, site


class Slow:
    """An agent that says one thing, then thinks for ever."""

    async def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        yield Text("Let me think.")
        await asyncio.Event().wait()
        yield Closing(Count(1), Action.NONE)


async def close_code(chat: ChatClient) -> int | None:
    await chat.socket.wait_closed()
    return chat.socket.close_code


async def test_the_disclosure_comes_before_anything_else() -> None:
    async with site() as made, made.chat() as chat:
        first = await chat.hear()
    assert first["type"] == "caption" and first["id"] == 0 and first["speaker"] == "agent"
    assert "automated assistant" in first["text"]


async def test_a_question_is_captioned_and_answered_in_pieces() -> None:
    agent = ScriptedAgent({"what is sip": ["A protocol.", "It begins calls."]})
    async with site(agent=agent) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="What is SIP")
        caption, *pieces, done = await chat.hear_until("done")
    assert caption == {"type": "caption", "id": 1, "speaker": "caller", "text": "What is SIP", "redacted": False}
    assert [each["text"] for each in pieces] == ["A protocol.", "It begins calls."]
    assert done == {"type": "done", "id": 1, "hang_up": False, "interrupted": False}


async def test_what_is_personal_comes_back_masked_on_both_sides() -> None:
    agent = ScriptedAgent(otherwise=["You said 4111 1111 1111 1111."])
    async with site(agent=agent) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="my card is 4111 1111 1111 1111")
        heard = await chat.hear_until("done")
    assert heard[0]["redacted"] is True
    assert "4111" not in json.dumps(heard)


async def test_markup_is_text() -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="<script>alert(1)</script>")
        caption = await chat.hear()
    assert caption["text"] == "<script>alert(1)</script>"  # the page shows it as text; nothing is made of it here


async def test_typing_on_cuts_the_answer_off() -> None:
    async with site(agent=Slow()) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="first")
        await chat.hear_until("piece")
        await chat.send("say", 2, text="second")
        cut = (await chat.hear_until("done"))[-1]
        assert cut == {"type": "done", "id": 1, "hang_up": False, "interrupted": True}
        assert (await chat.hear())["id"] == 2


async def test_an_agent_that_fails_is_apologised_for_and_the_chat_goes_on() -> None:
    agent = ScriptedAgent(failing=frozenset({"boom"}))
    async with site(agent=agent) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="boom")
        assert "sorry" in (await chat.hear_until("done"))[-2]["text"].lower()
        await chat.send("say", 2, text="why")
        assert (await chat.hear_until("done"))[-2]["text"] == "I see."


async def test_a_fault_of_ours_ends_that_chat_alone_and_tells_the_log_its_name(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: TypedTalk, words: str) -> None:
        raise ZeroDivisionError(words)

    async with site() as made, made.chat() as other, made.chat() as chat:
        await chat.hear()
        await other.hear()
        with monkeypatch.context() as broken, caplog.at_level(logging.DEBUG, "sottovoce"):
            broken.setattr(TypedTalk, "hear", fail)
            await chat.send("say", 1, text="canary-4111")
            await chat.hear_out()
            assert await close_code(chat) == 1011
        assert "chat-failed error=ZeroDivisionError" in caplog.text and "canary" not in caplog.text
        await other.send("say", 1, text="why")
        await other.hear_until("done")
    assert next(each.ending for each in made.seen if isinstance(each, ChatEnded)) == "failed"


async def test_a_goodbye_ends_it_with_the_receipt() -> None:
    agent = ScriptedAgent({"bye": ["Goodbye."]}, actions={"bye": Action.HANG_UP})
    async with site(agent=agent) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="bye")
        *_, done, receipt = await chat.hear_out()
        assert done["hang_up"] is True
        assert await close_code(chat) == 1000
    assert receipt["type"] == "receipt" and receipt["ending"] == "we-hung-up" and receipt["turns"] == 1
    assert receipt["kept"] == [] and receipt["shared"] == []
    [started, ended] = [each for each in made.seen if isinstance(each, ChatStarted | ChatEnded)]
    assert isinstance(ended, ChatEnded)
    assert started.chat_id == ended.chat_id == receipt["reference"] and ended.ending == "we-hung-up"


async def test_who_leaves_with_the_button_gets_the_receipt() -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        await chat.send("leave", 1)
        [receipt] = await chat.hear_out()
    assert receipt["ending"] == "caller-hung-up"


async def test_who_closes_the_page_is_gone() -> None:
    async with site(agent=Slow()) as made:
        async with made.chat() as chat:
            await chat.hear()
            await chat.send("say", 1, text="first")
            await chat.hear_until("piece")
        await gone(made)
    assert [each.ending for each in made.seen if isinstance(each, ChatEnded)] == ["caller-hung-up"]


async def gone(made: Site) -> None:
    """Returns once no chat is left."""
    async with asyncio.timeout(10):
        while made.side.chats.live:  # noqa: ASYNC110 - it tells nobody; the timeout is the proof
            await asyncio.sleep(0.01)


async def test_buttons_keep_and_take_back() -> None:
    keeping = MemoryKeeping()
    async with site(keeping=keeping) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="my card is 4111 1111 1111 1111")
        await chat.hear_until("done")
        await chat.send("keep", 2, opt_in="transcript")
        kept = (await chat.hear_until("kept"))[-1]
        [file] = keeping.files.values()
        assert kept["opt_ins"] == ["transcript"] and kept["reference"] == file.reference
        assert file.stored and not any("4111" in str(words) for words in file.stored)
        await chat.send("withdraw", 3)
        assert (await chat.hear_until("kept"))[-1]["opt_ins"] == []
        assert not file.stored


class SlowFile(MemoryFile):
    """A file whose store takes its time."""

    async def consent(self, opt_in: OptIn, answer: Answer) -> None:
        await asyncio.sleep(0.2)
        await super().consent(opt_in, answer)


class SlowKeeping(MemoryKeeping):
    def open(self, call: str, opening: Opening) -> MemoryFile:
        self.files[call] = SlowFile(opening)
        return self.files[call]


@pytest.mark.parametrize(("wish", "more"), [("keep", {"opt_in": "transcript"}), ("say", {"text": "Yes."})])
async def test_a_yes_that_is_being_stored_is_not_cut_off(wish: str, more: dict[str, str]) -> None:
    keeping = SlowKeeping()
    async with site(keeping=keeping) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="Keep a transcript, please.")
        await chat.hear_until("done")
        await chat.send(wish, 2, **more)
        await chat.send("say", 3, text="why")
        heard = await chat.hear_until("done")
        while heard[-1]["id"] != 3:
            heard += await chat.hear_until("done")
    [file] = keeping.files.values()
    assert [opt_in for opt_in, _ in file.answers] == [OptIn.TRANSCRIPT]
    assert [each["opt_ins"] for each in heard if each["type"] == "kept"] == [["transcript"]]


async def test_the_receipt_names_what_was_kept_and_leaving_keeps_it() -> None:
    keeping = MemoryKeeping()
    async with site(keeping=keeping) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("keep", 1, opt_in="transcript")
        await chat.hear_until("kept")
        await chat.send("leave", 2)
        [receipt] = await chat.hear_out()
    [file] = keeping.files.values()
    assert [part["what"] for part in receipt["kept"]] == ["chat"] and receipt["reference"] == file.reference
    assert file.ended and file.stored


async def test_nothing_is_kept_of_whom_nobody_asked() -> None:
    keeping = MemoryKeeping()
    async with site(keeping=keeping) as made:
        async with made.chat() as chat:
            await chat.hear()
            await chat.send("say", 1, text="why")
            await chat.hear_until("done")
        await gone(made)
    [file] = keeping.files.values()
    assert file.ended and not file.stored and not file.added


@pytest.mark.parametrize("message", ["hello", '{"type": "say"}', '{"type": "say", "id": 1, "text": ""}'])
async def test_nonsense_is_told_and_the_chat_goes_on(message: str) -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        await chat.socket.send(message)
        assert (await chat.hear())["type"] == "problem"
        await chat.send("say", 1, text="why")
        await chat.hear_until("done")


async def test_a_text_that_is_too_long_and_bytes_are_told() -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="a" * (TEXT_MOST + 1))
        assert f"{TEXT_MOST} characters" in (await chat.hear())["detail"]
        await chat.socket.send(b"\x00\x01")
        assert (await chat.hear())["type"] == "problem"


async def test_a_flood_is_closed_and_others_are_not() -> None:
    async with site() as made, made.chat() as other:
        await other.hear()
        async with made.chat() as chat:
            for n in range(100):
                await chat.socket.send("x")
                if n == 60:
                    await asyncio.sleep(0)
            told = await chat.hear_out()
            assert await close_code(chat) == 1008
        problem, receipt = told[-2:]
        assert problem["title"] == "Too Many Requests" and receipt["ending"] == "flooded"
        await other.send("say", 1, text="why")
        await other.hear_until("done")


async def test_a_huge_message_is_closed_with_1009() -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        with pytest.raises(ConnectionClosed):
            await chat.socket.send("x" * 10_000_000)
            await chat.hear()
        assert chat.socket.close_code == 1009
        await gone(made)


async def test_silence_ends_it_with_a_last_word() -> None:
    async with site(WebSettings(chat_idle_s=0.05)) as made, made.chat() as chat:
        told = await chat.hear_out()
        assert await close_code(chat) == 1000
    assert "goodbye" in told[-2]["text"].lower() and told[-1]["ending"] == "idle"


async def test_it_has_a_longest() -> None:
    async with site(WebSettings(chat_longest_s=0.3)) as made, made.chat() as chat:
        await chat.hear()
        await chat.send("say", 1, text="why")
        told = await chat.hear_out()
    assert told[-1]["ending"] == "too-long"


async def test_a_gateway_that_stops_says_so() -> None:
    async with site() as made, made.chat() as chat:
        await chat.hear()
        await made.side.drain()
        last, receipt = await chat.hear_out()
        assert await close_code(chat) == 1012
    assert last["speaker"] == "agent" and receipt["ending"] == "draining"


# -- refusals --------------------------------------------------------------------------------------------------------


async def refusal(made: Site, csrf: str, page: str | None, *, subprotocol: str = SUBPROTOCOL) -> tuple[int, str]:
    """The status and body that answer a handshake."""
    url = f"ws://127.0.0.1:{made.server.port}/api/chat?csrf={csrf}"
    headers = {"Cookie": f"sottovoce={made.client.cookies.get('sottovoce', '')}"}
    origin = Origin(page) if page is not None else None
    with pytest.raises(InvalidStatus) as refused:
        async with connect(url, origin=origin, subprotocols=[Subprotocol(subprotocol)], additional_headers=headers):
            raise AssertionError("it was let in")
    return refused.value.response.status_code, (refused.value.response.body or b"").decode()


async def test_only_our_own_page_with_its_token_begins_one() -> None:
    async with site() as made:
        csrf = (await made.enter())["X-CSRF"]
        assert (await refusal(made, csrf, "https://evil.example"))[0] == 403
        assert (await refusal(made, csrf, None))[0] == 403
        assert (await refusal(made, "wrong", made.origin))[0] == 403
        assert (await refusal(made, "", made.origin))[0] == 403
        assert (await refusal(made, csrf, made.origin, subprotocol="other"))[0] == 400
        assert (await refusal(made, "x" * 500, made.origin))[0] in (403, 422)
        made.client.cookies.clear()
        assert (await refusal(made, csrf, made.origin))[0] == 403
        assert made.side.chats.live == 0


async def test_a_refusal_is_a_problem_with_the_strict_headers() -> None:
    async with site() as made:
        csrf = (await made.enter())["X-CSRF"]
        _, body = await refusal(made, csrf, "https://evil.example")
    assert json.loads(body)["status"] == 403


async def test_one_browser_has_so_many_at_once() -> None:
    async with site() as made:
        proof = await made.enter()
        async with made.chat(proof), made.chat(proof), made.chat(proof), made.chat(proof):
            assert (await refusal(made, proof["X-CSRF"], made.origin))[0] == 429


async def test_all_together_have_so_many_and_who_comes_later_is_told_in_a_message() -> None:
    async with site(WebSettings(max_chats=1)) as made, made.chat() as one:
        await one.hear()
        async with made.chat() as other:
            [problem] = await other.hear_out()
            assert await close_code(other) == 1013
    assert problem["type"] == "problem" and problem["title"] == "Service Unavailable"


async def test_none_begins_while_the_gateway_stops() -> None:
    async with site() as made:
        made.reception.admission.state = "draining"
        async with made.chat() as chat:
            assert [each["type"] for each in await chat.hear_out()] == ["problem"]
            assert await close_code(chat) == 1013


async def test_the_address_says_what_it_wants() -> None:
    async with site() as made:
        response = await made.client.get("/api/chat")
    assert response.status_code == 426 and response.headers["Upgrade"] == "websocket"
