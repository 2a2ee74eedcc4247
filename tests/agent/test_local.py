"""The contract of an `Agent`, over the embedded one and the scripted one; and what is particular to each."""

from contextlib import aclosing

import pytest

from agent.api import Action, Agent, Ask, Closing, Line, ReplyPart, Text
from agent.errors import AgentError
from agent.fake import Count, ScriptedAgent
from agent.local import LocalAgent
from agent.prompts import Operator
from privacy.api import Redacted, RedactionSession


def redacted(words: str) -> Redacted:
    return RedactionSession().redact(words)


async def parts_of(agent: Agent, ask: Ask) -> list[ReplyPart]:
    return [part async for part in agent.reply(ask)]


def text_of(parts: list[ReplyPart]) -> str:
    return " ".join(part.text for part in parts if isinstance(part, Text))


@pytest.fixture(scope="module")
def local() -> LocalAgent:
    return LocalAgent()


@pytest.fixture(params=["local", "scripted"])
def agent(request: pytest.FixtureRequest, local: LocalAgent) -> Agent:
    return local if request.param == "local" else ScriptedAgent({"what does 408 mean?": ["It means", "a timeout."]})


@pytest.mark.parametrize("words", ["What does 408 mean?", "Hello.", "Who won the game last night?", "", "DTMF 1 2 3"])
async def test_a_reply_is_text_and_then_one_closing(agent: Agent, words: str) -> None:
    parts = await parts_of(agent, Ask(redacted(words)))
    assert len(parts) >= 2
    assert all(isinstance(part, Text) and part.text.strip() for part in parts[:-1])
    assert isinstance(parts[-1], Closing)


async def test_asking_twice_gives_the_same_and_leaves_no_trace(agent: Agent) -> None:
    ask = Ask(redacted("What does 408 mean?"))
    first = await parts_of(agent, ask)
    await parts_of(agent, Ask(redacted("What is jitter?")))
    assert await parts_of(agent, ask) == first


async def test_a_reply_may_be_dropped_after_its_first_piece(agent: Agent) -> None:
    async with aclosing(agent.reply(Ask(redacted("What does 408 mean?")))) as pieces:  # type: ignore[type-var]
        async for part in pieces:
            assert isinstance(part, Text)
            break
    assert len(await parts_of(agent, Ask(redacted("What does 408 mean?")))) >= 2


async def test_the_memo_shows_nothing_that_was_said(agent: Agent) -> None:
    closing = (await parts_of(agent, Ask(redacted("My router is called Gandalf and I get a 408"))))[-1]
    assert "gandalf" not in repr(closing).lower()
    assert isinstance(closing, Closing)


async def test_a_foreign_memo_is_a_fresh_start(local: LocalAgent) -> None:
    ask = redacted("Why?")
    assert await parts_of(local, Ask(ask, memo=Count(3))) == await parts_of(local, Ask(ask))


async def test_the_thread_goes_on_with_the_memo(local: LocalAgent) -> None:
    closing = (await parts_of(local, Ask(redacted("What is a 488?"))))[-1]
    assert isinstance(closing, Closing)
    parts = await parts_of(local, Ask(redacted("And over TLS?"), memo=closing.memo))
    assert "SRTP" in text_of(parts)


async def test_the_line_is_known(local: LocalAgent) -> None:
    parts = await parts_of(local, Ask(redacted("What codec am I using?"), line=Line("PCMA")))
    assert "G.711 A-law" in text_of(parts)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("A person, please.", Action.PERSON),
        ("Goodbye.", Action.HANG_UP),
        ("Delete this call.", Action.DELETE),
        ("What is jitter?", Action.NONE),
    ],
)
async def test_commands_close_with_their_action(local: LocalAgent, words: str, action: Action) -> None:
    closing = (await parts_of(local, Ask(redacted(words))))[-1]
    assert isinstance(closing, Closing)
    assert closing.action is action


async def test_the_operator_says_how_to_reach_a_person() -> None:
    agent = LocalAgent(Operator(person="Please dial 0 for the desk."))
    assert text_of(await parts_of(agent, Ask(redacted("A human, please.")))) == "Please dial 0 for the desk."


async def test_a_masked_number_neither_disturbs_nor_is_spoken(local: LocalAgent) -> None:
    words = RedactionSession().redact("My number is 415 555 2671 and I get a 403 when calling, why is that?")
    assert "555" not in words.text
    said = text_of(await parts_of(local, Ask(words)))
    assert said.startswith("403 means")
    assert "[" not in said


def test_common_texts_are_the_first_pieces(local: LocalAgent) -> None:
    texts = local.common_texts()
    assert "408 means no answer came in time." in texts
    assert len(texts) == len(set(texts)) > 100
    assert all(text.strip() for text in texts)


async def test_the_script_decides(local: LocalAgent) -> None:
    agent = ScriptedAgent({"a": ["one", "two"]}, actions={"bye": Action.HANG_UP}, failing=frozenset({"boom"}))
    assert await parts_of(agent, Ask(redacted("a"))) == [Text("one"), Text("two"), Closing(Count(1))]
    assert await parts_of(agent, Ask(redacted("bye"), memo=Count(4))) == [
        Text("I see."),
        Closing(Count(5), Action.HANG_UP),
    ]
    with pytest.raises(AgentError):
        await parts_of(agent, Ask(redacted("boom")))
