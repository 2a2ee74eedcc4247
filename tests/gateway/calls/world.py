"""A random caller, transcriber, agent and voice around the turn table, on a clock of their own.

Everything that can go wrong does: words come late, twice, never; the agent fails or hangs; the voice is broken; the
caller interrupts, pauses, coughs, presses keys, holds, hangs up. `Faulty` is raised when a promise of the table breaks.
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from gateway.calls import facts
from gateway.calls.agreeing import QUESTIONS
from gateway.calls.facts import Choice, Command, Fact, Meaning
from gateway.calls.talk import Phase, Talk
from gateway.calls.turns import step
from privacy.api import Redacted, RedactionSession
from privacy.declared.terms import OptIn

SAYING = RedactionSession()
NO_WORDS = SAYING.redact("")
WORDS = {n: SAYING.redact("why " * n + "is that") for n in range(1, 25)}
NUMBERS = {words: n for n, words in WORDS.items()}
SOUND_PHASES = (Phase.SPEAKING, Phase.THINKING, Phase.LEAVING)
Stepper = Callable[[Talk, Fact], tuple[Talk, list[Command]]]


class Faulty(AssertionError):
    """A promise of the table was broken."""


@dataclass(frozen=True)
class Luck:
    """How often things go wrong, each from 0 to 1."""

    words_lost: float = 0.03
    words_failed: float = 0.07
    words_twice: float = 0.1
    agent_fails: float = 0.05
    agent_hangs: float = 0.03
    voice_broken: float = 0.04
    holds: float = 0.1


CALM = Luck(0, 0, 0.1, 0, 0, 0, 0)


class World:
    """One random conversation. `run` plays it to its end and checks every promise on the way."""

    def __init__(self, seed: int, take_step: Stepper = step, luck: Luck | None = None) -> None:
        self.random = random.Random(seed)
        self.take_step = take_step
        self.luck = luck or Luck()
        self.talk = Talk()
        self.now = 0
        self.queue: list[tuple[int, int, Callable[[], None]]] = []
        self.serial = 0
        self.timer: tuple[int, int] | None = None  # deadline, when it is due
        self.sounding: int | None = None
        self.started_ms = 0
        self.plays = 0
        self.dropped: set[int] = set()
        self.asked: dict[int, set[int]] = {}  # reply to utterances
        self.answered: set[int] = set()
        self.ended: set[int] = set()
        self.settled_otherwise = False  # stopped, or said goodbye
        self.meanings: dict[int, Meaning] = {}
        self.choices: dict[int, Choice | None] = {}
        self.utterance = 0

    def run(self) -> None:
        self.call()
        self.feed(facts.Connected(keepable=self.random.random() < 0.9))
        for _ in range(20_000):
            if self.talk.phase is Phase.ENDED:
                self.check_answered()
                return
            self.advance()
        raise Faulty("the conversation never ends")

    # -- the clock ---------------------------------------------------------------------------------------------------

    def later(self, ms: int, happen: Callable[[], None]) -> None:
        self.serial += 1
        heapq.heappush(self.queue, (self.now + ms, self.serial, happen))

    def at(self, ms: int, fact: Fact) -> None:
        self.later(ms, lambda: self.feed(fact))

    def advance(self) -> None:
        """The next thing that happens; the deadline, if nothing is earlier."""
        if self.timer is None:
            raise Faulty(f"no deadline in {self.talk.phase.name}: silence for ever")
        deadline, due = self.timer
        if self.queue and self.queue[0][0] <= due:
            self.now, _, happen = heapq.heappop(self.queue)
            happen()
        else:
            self.now = due
            if self.sounding is not None and self.talk.phase is not Phase.LEAVING:
                raise Faulty("a deadline cuts a reply that is being heard")
            self.feed(facts.TimeRanOut(deadline))

    def feed(self, fact: Fact) -> None:
        before = self.talk
        self.talk, commands = self.take_step(before, fact)
        if before.phase is Phase.ENDED and commands:
            raise Faulty("commands after the end")
        for command in commands:
            self.check_agreed(before, fact, command)
            self.obey(command)
        self.check()

    # -- promises ----------------------------------------------------------------------------------------------------

    def check(self) -> None:
        talk = self.talk
        if self.sounding is not None and talk.phase not in SOUND_PHASES:
            raise Faulty(f"sound while {talk.phase.name}")
        if talk.suspended and talk.phase not in (Phase.HEARING, Phase.TRANSCRIBING):
            raise Faulty("a suspended reply that nothing will resume")
        if talk.phase is Phase.LISTENING and talk.unanswered:
            raise Faulty("listening with something unanswered")
        if talk.phase is Phase.HEARING and not any(not each.ended for each in talk.unanswered):
            raise Faulty("hearing nobody")

    def check_agreed(self, before: Talk, fact: Fact, command: Command) -> None:
        """Nothing is kept but after a clear yes to this very thing, where it may be kept at all."""
        if not isinstance(command, facts.Keep):
            return
        said = [*before.unanswered, *([fact] if isinstance(fact, facts.Transcript | facts.Keyed) else [])]
        yes = [each.choice for each in said if each.choice and each.choice.yes]
        named = any(each.opt_in is command.opt_in and each.plain for each in yes)
        asked = before.asking is command.opt_in and any(each.opt_in is None for each in yes)
        if not before.keepable or not (named or asked):
            raise Faulty("kept without a yes")

    def check_answered(self) -> None:
        """Where nothing failed and nobody left in a hurry, all that was asked was answered."""
        if self.luck is not CALM or self.settled_otherwise:
            return
        wanted = {n for n in self.ended if self.meanings.get(n) is Meaning.WORDS}
        if wanted - self.answered:
            raise Faulty("words that were never answered")

    # -- everybody but the table -------------------------------------------------------------------------------------

    def obey(self, command: Command) -> None:  # noqa: C901 - one line a command
        match command:
            case facts.Transcribe(utterance, take):
                self.transcribe(utterance, take)
            case facts.Ask(reply, words):
                self.ask(reply, words)
            case facts.Keep(reply, opt_in):
                self.settled_otherwise = True
                kept = self.random.random() < 0.9
                self.at(15, facts.Kept(reply, opt_in, "anchor maple") if kept else facts.NotKept(reply))
            case facts.Withdraw(reply):
                self.settled_otherwise = True
                self.at(15, facts.Withdrawn(reply, done=self.random.random() < 0.9))
            case facts.Say(reply, prompt):
                self.settled_otherwise |= self.asked_to_end(prompt)
                self.sound(reply, self.random.choice([300, 1500, 4000]))
            case facts.Speak(reply, _):
                self.refuse_dropped(reply)
            case facts.Release(reply) | facts.Resume(reply):
                self.answered |= self.asked.get(reply, set())
                self.sound(reply, self.random.choice([200, 900, 5000]))
            case facts.Suspend(reply):
                self.silence(reply)
            case facts.Drop(reply, reopened):
                self.dropped.add(reply)
                self.silence(reply)
                if reopened:
                    self.answered -= self.asked.get(reply, set())
            case facts.StartTimer(deadline, ms):
                self.timer = (deadline, self.now + ms)
            case facts.CancelTimer():
                self.timer = None
            case facts.End():
                self.at(20, facts.HungUp())

    def asked_to_end(self, prompt: Prompt) -> bool:
        """Whether the caller said "stop" or "goodbye" or spoke of keeping, which leaves nothing to answer."""
        silent = self.talk.silences >= self.talk.limits.silences
        about_keeping = prompt in (Prompt.NOT_KEPT, Prompt.CANNOT_KEEP, Prompt.KEEPING, *QUESTIONS.values())
        return prompt is Prompt.STOPPED or about_keeping or (prompt is Prompt.GOODBYE and not silent)

    def refuse_dropped(self, reply: int) -> None:
        if reply in self.dropped:
            raise Faulty("a dropped reply goes on")

    def silence(self, reply: int) -> None:
        self.plays += 1
        if self.sounding == reply:
            self.sounding = None

    def transcribe(self, utterance: int, take: int) -> None:
        if self.random.random() < self.luck.words_lost:
            return
        delay = self.random.choice([60, 90, 400, 1500])
        if self.random.random() < self.luck.words_failed:
            self.at(delay, facts.TranscriptFailed(utterance, take))
            return
        meaning = self.meanings.setdefault(utterance, self.random.choice(list(Meaning)))
        words = NO_WORDS if meaning is Meaning.NOTHING else WORDS[utterance]
        choice = self.choices.setdefault(utterance, self.choose(meaning))
        heard = facts.Transcript(utterance, take, words, meaning, choice)
        self.at(delay, heard)
        if self.random.random() < self.luck.words_twice:
            self.at(delay + 40, heard)

    def choose(self, meaning: Meaning) -> Choice | None:
        """What a caller of that meaning may say to keeping."""
        if meaning is Meaning.KEEP:
            return Choice(self.random.choice(list(OptIn)), yes=True, plain=self.random.random() < 0.5)
        if meaning in (Meaning.BACKCHANNEL, Meaning.WORDS) and self.random.random() < 0.5:
            return Choice(None, yes=self.random.random() < 0.7)
        return None

    def ask(self, reply: int, words: tuple[Redacted, ...]) -> None:
        if not words:
            raise Faulty("a question without words")
        self.asked[reply] = {NUMBERS[each] for each in words if each in NUMBERS}
        if self.random.random() < self.luck.agent_hangs:
            return
        if self.random.random() < self.luck.agent_fails:
            self.at(30, facts.ReplyFailed(reply))
            return
        for n in range(self.random.randint(1, 3)):
            self.at(5 + 30 * n, facts.ReplyPiece(reply, WORDS[1]))
        person = self.random.random() < 0.2
        self.at(110, facts.ReplyEnded(reply, hang_up=self.random.random() < 0.02, person=person))

    def sound(self, reply: int, ms: int) -> None:
        """The mouth: a released reply sounds unless the voice is broken, and plays out unless it is stopped."""
        self.refuse_dropped(reply)
        if self.random.random() < self.luck.voice_broken:
            if self.random.random() < 0.5:
                self.at(50, facts.ReplyFailed(reply))
            return
        self.plays += 1
        play = self.plays
        self.later(self.random.choice([30, 30, 600]), lambda: self.begin_sound(reply, play, ms))

    def begin_sound(self, reply: int, play: int, ms: int) -> None:
        if play != self.plays or reply in self.dropped or self.talk.phase is Phase.ENDED:
            return
        if self.sounding is not None:
            raise Faulty("two replies at once")
        self.sounding, self.started_ms = reply, self.now
        self.feed(facts.SoundStarted(reply))
        self.later(ms, lambda: self.end_sound(reply, play))

    def end_sound(self, reply: int, play: int) -> None:
        if play == self.plays and self.sounding == reply:
            self.sounding = None
            self.feed(facts.PlayedOut(reply))

    # -- the caller --------------------------------------------------------------------------------------------------

    def call(self) -> None:
        """A few minutes of a caller who does as people do."""
        at = 300
        for _ in range(self.random.randint(2, 12)):
            at += self.random.choice([150, 600, 2500, 9000])
            at = self.random.choice([self.speak, self.speak, self.speak, self.press, self.cough, self.hold])(at)
        hurry = self.luck is not CALM
        self.at(at + (self.random.choice([10, 60_000, 200_000]) if hurry else 200_000), facts.HungUp())

    def start(self, utterance: int) -> None:
        played_ms = self.now - self.started_ms if self.sounding is not None else 0
        self.feed(facts.SpeechStarted(utterance, played_ms, self.random.choice([0, 1_000, 4_000])))
        if self.sounding is not None and self.talk.phase is not Phase.LEAVING:
            raise Faulty("it talks on while the caller speaks")

    def speak(self, at: int) -> int:
        self.utterance += 1
        mine = self.utterance
        self.later(at, lambda: self.start(mine))
        take = 0
        for _ in range(self.random.randint(0, 2)):
            at += self.random.choice([200, 1200])
            take += 1
            self.at(at, SpeechPaused(mine, take))
            at += self.random.choice([60, 400])
            self.at(at, SpeechResumed(mine, take))
        at += 900
        take += 1
        if self.random.random() < 0.9:  # else its length ended it
            self.at(at, SpeechPaused(mine, take))
        at += self.random.choice([80, 300, 800])
        self.later(at, lambda: self.end(mine, take))
        return at

    def end(self, utterance: int, take: int) -> None:
        if self.talk.utterance(utterance):
            self.ended.add(utterance)
        self.feed(SpeechEnded(utterance, take, 220))

    def cough(self, at: int) -> int:
        self.utterance += 1
        mine = self.utterance
        self.later(at, lambda: self.start(mine))
        self.at(at + 160, SpeechPaused(mine, 1))
        self.at(at + 300, SpeechDismissed(mine))
        return at + 300

    def press(self, at: int) -> int:
        pressed = self.random.choice(["1", "2", ""])
        self.at(at, facts.Keyed(WORDS[24], Choice(None, pressed == "1", key=pressed) if pressed else None))
        return at

    def hold(self, at: int) -> int:
        if self.random.random() >= self.luck.holds:
            return at
        self.at(at, facts.PutOnHold())
        self.at(at + 3_000, facts.TakenOffHold())
        return at + 3_000
