"""The reception: one task a call, faults that stay in their call, and a closing time that is announced."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import pytest

from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber
from gateway.calls.admission import Admission
from gateway.calls.company import Company
from gateway.calls.echo import EchoTest
from gateway.calls.prompts import PromptShelf
from gateway.calls.reception import Reception, known_values
from gateway.errors import SottovoceError
from gateway.legs.api import CallerIdentity, CallLeg
from gateway.legs.fake import AwaitSilence, Leave, Quiet, Say, ScriptedLeg, Stay, Step
from gateway.observe.events import CallEnded, Event, KeepingTroubled, TurnTimed
from gateway.speech.fake import LocalSpeech
from privacy.api import RedactionSession
from privacy.keys.identifiers import Identifier
from privacy.store.errors import StoreAway
from tests.gateway.calls.speech import recorded
from tests.virtual import run_virtual


class Rings:
    """A call that rings until it is answered with a leg, or fails as told."""

    def __init__(self, leg: CallLeg | None, error: Exception | None = None) -> None:
        self._leg = leg
        self._error = error

    async def answer(self) -> CallLeg:
        await asyncio.sleep(0.1)
        if self._error:
            raise self._error
        assert self._leg
        return self._leg


class House:
    """A reception and what it was seen to do."""

    def __init__(self, speech: LocalSpeech, shelf: PromptShelf) -> None:
        self.seen: list[Event] = []
        company = Company(ScriptedAgent(), speech, shelf, self.seen.append, opted_out=self.opted_out)
        self.reception = Reception(company, Admission(2, 8, state="open"))

    async def opted_out(self, identifiers: Sequence[Identifier]) -> bool:
        """Whoever calls from +45 asked not to be served by a machine; the store is away for +46 and hangs for +47."""
        number = "".join(each.value for each in identifiers)
        if number.startswith("+46"):
            raise StoreAway("gone")
        if number.startswith("+47"):
            await asyncio.Event().wait()
        return number.startswith("+45")

    def ring(self, *script: Step, destination: str = "agent", call_id: str = "a", number: str = "") -> ScriptedLeg:
        caller = CallerIdentity(number, withheld=number.startswith("+450"))
        leg = ScriptedLeg(script, destination=destination, call_id=call_id, caller=caller)
        self.reception.on_ringing(Rings(leg))
        return leg

    @property
    def endings(self) -> dict[str, str]:
        return {event.call_id: event.ending for event in self.seen if isinstance(event, CallEnded)}


def in_house(story: Callable[[House], Awaitable[None]]) -> House:
    async def live() -> House:
        speech = LocalSpeech(ScriptedTranscriber(["why"]), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, tuple(Prompt), (8000,))
        house = House(speech, shelf)
        await story(house)
        return house

    return run_virtual(live())


def test_calls_live_side_by_side_and_end_one_by_one() -> None:
    async def story(house: House) -> None:
        house.ring(Quiet(2000), Leave(), call_id="short")
        house.ring(Quiet(9000), Leave(), call_id="long")
        await asyncio.sleep(5)
        assert house.reception.live_calls == 1
        await asyncio.sleep(10)
        assert house.reception.live_calls == 0

    assert set(in_house(story).endings) == {"short", "long"}


def test_a_caller_who_gives_up_while_it_rings_costs_nothing() -> None:
    async def story(house: House) -> None:
        house.reception.on_ringing(Rings(None, SottovoceError("gone")))
        await asyncio.sleep(1)
        assert house.reception.live_calls == 0

    assert in_house(story).seen == []


def test_a_fault_ends_its_own_call_and_says_nothing_personal(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sottovoce").propagate = True

    async def story(house: House) -> None:
        house.reception.on_ringing(Rings(None, ValueError("4111111111111111")))
        house.ring(Quiet(1000), Leave())
        await asyncio.sleep(3)

    assert in_house(story).endings == {"a": "caller-hung-up"}
    assert "4111" not in caplog.text


def test_draining_waits_then_announces_then_ends() -> None:
    legs: list[ScriptedLeg] = []

    async def story(house: House) -> None:
        legs.append(house.ring(AwaitSilence(), Stay(), call_id="stays"))
        legs.append(house.ring(Quiet(3000), Leave(), call_id="leaves"))
        await asyncio.sleep(1)
        await house.reception.drain(20)
        assert house.reception.live_calls == 0
        refusal = house.reception.refusal("agent")
        assert refusal
        assert refusal.reason == "draining"

    assert in_house(story).endings == {"stays": "we-hung-up", "leaves": "caller-hung-up"}
    announced = legs[0].heard[20 * 50 :]
    assert any(any(frame) for frame in announced)


def test_the_echo_test_introduces_itself_and_plays_back() -> None:
    legs: list[ScriptedLeg] = []
    voice = recorded("vm-goodbye")

    async def story(house: House) -> None:
        legs.append(house.ring(Quiet(10_000), Say(voice), Quiet(2000), Leave(), destination="echo"))
        await asyncio.sleep(60)

    in_house(story)
    heard = b"".join(legs[0].heard)
    loudest = max(range(0, len(voice) - 3200, 320), key=lambda at: sum(voice[at : at + 320]))
    assert voice[loudest : loudest + 1600] in heard


def test_an_echo_test_may_not_last_for_ever() -> None:
    legs: list[ScriptedLeg] = []

    async def story(house: House) -> None:
        legs.append(house.ring(Stay(), destination="echo"))
        await asyncio.sleep(house.reception.company.longest_s + 20)

    assert in_house(story).endings == {"a": "we-hung-up"}
    assert any(any(frame) for frame in legs[0].heard[-100:])


def test_the_end_of_an_echo_test_is_announced_when_the_gateway_closes() -> None:
    legs: list[ScriptedLeg] = []

    async def story(house: House) -> None:
        legs.append(house.ring(Stay(), destination="echo"))
        await asyncio.sleep(20)
        await house.reception.drain(1)

    assert in_house(story).endings == {"a": "we-hung-up"}
    assert any(any(frame) for frame in legs[0].heard[21 * 50 :])


def test_an_echo_test_that_is_cut_off_is_told_as_ended() -> None:
    async def story(house: House) -> None:
        echo = EchoTest(ScriptedLeg([Stay()], destination="echo", call_id="cut"), house.reception.company)
        task = asyncio.create_task(echo.run())
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    assert in_house(story).endings == {"cut": "failed"}


TURN = TurnTimed("a", 1, 200, 150, 150, 250, 1)


def test_admission_learns_from_turns() -> None:
    async def story(house: House) -> None:
        before = house.reception.admission.turn_ms
        house.reception.learn()
        house.reception.watch(TURN)
        assert house.reception.admission.turn_ms != before

    in_house(story)


def test_making_the_prompts_is_not_what_a_turn_costs() -> None:
    async def story(house: House) -> None:
        before = house.reception.admission.turn_ms
        assert house.reception.company.speech.busy_s > 5  # the prompts were made
        house.reception.watch(TURN)
        house.reception.learn()
        house.reception.watch(TURN)
        assert house.reception.admission.turn_ms <= before

    in_house(story)


def test_those_who_were_let_in_and_do_not_ring_yet_are_counted() -> None:
    async def story(house: House) -> None:
        assert house.reception.refusal("agent", 7) is None
        refusal = house.reception.refusal("agent", 8)
        assert refusal
        assert refusal.reason == "full"

    in_house(story)


def test_who_could_not_be_heard_is_refused_but_for_an_echo_test() -> None:
    async def story(house: House) -> None:
        speech = house.reception.company.speech
        assert isinstance(speech, LocalSpeech)
        speech.usable = False
        refusal = house.reception.refusal("agent")
        assert refusal
        assert refusal.reason == "speechless"
        assert house.reception.refusal("echo") is None

    in_house(story)


def test_what_the_signalling_tells_of_a_caller_is_masked() -> None:
    session = RedactionSession(known=known_values(CallerIdentity("+14155550132", "Zebulon Quartermain")))
    said = session.redact("this is Zebulon Quartermain, did you see +14155550132")
    assert "Zebulon" not in said.text
    assert "4155550132" not in said.text


def test_who_asked_not_to_be_served_by_a_machine_is_told_how_to_reach_a_person_and_nothing_else() -> None:
    async def story(house: House) -> None:
        leg = house.ring(Quiet(60_000), Leave(), number="+4512345678")
        await asyncio.sleep(40)
        spoken = house.reception.company.shelf.sound(Prompt.NO_MACHINE, 8000)
        assert spoken and b"".join(leg.heard).strip(b"\0") == spoken.strip(b"\0")

    house = in_house(story)
    assert house.endings == {"a": "we-hung-up"}


@pytest.mark.parametrize(("number", "told"), [("+4612345678", "StoreAway"), ("+4712345678", "TimeoutError")])
def test_a_store_that_does_not_know_in_time_keeps_nobody_waiting(number: str, told: str) -> None:
    async def story(house: House) -> None:
        leg = house.ring(Quiet(3000), Leave(), number=number)
        await asyncio.sleep(10)
        assert any(any(frame) for frame in leg.heard), "the agent spoke"

    assert KeepingTroubled(told) in in_house(story).seen


def test_who_withholds_the_number_is_recognised_by_nobody() -> None:
    async def story(house: House) -> None:
        house.ring(Quiet(3000), Leave(), number="+4500000000")
        await asyncio.sleep(10)

    assert in_house(story).endings == {"a": "caller-hung-up"}
