"""The answering half of a conversation: questions to the agent, its text to the voice, the sound to the leg."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from agent.api import Action, Ask, Closing, Line, Memo, Text
from agent.prompts import Prompt
from agent.sentences import Clauses
from agent.spoken import speakable
from gateway.calls import facts
from gateway.calls.captions import Captions
from gateway.calls.company import Company
from gateway.calls.history import History
from gateway.calls.jobs import Spawn
from gateway.calls.mouth import Clause, Mouth
from gateway.errors import SpeechUnavailable
from gateway.legs.api import FRAME_MS, CallLeg
from privacy.api import Redacted, RedactionSession

Feed = Callable[[facts.Fact], None]
AHEAD_S = 2  # of sound that the leg holds: what survives a stall of this process
CLAUSES_WAITING = 64  # of one reply; an agent that says more is cut there
CLOSING = (
    Prompt.STOPPED,
    Prompt.GOODBYE,
    Prompt.DRAINING,
    Prompt.TOO_LONG,
)  # nothing has to be said before


@dataclass(slots=True)
class Answer:
    """One reply under way."""

    words: tuple[Redacted, ...] = ()
    memo: Memo | None = None
    clauses: Clauses = field(default_factory=Clauses)
    waiting: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)  # bounded by `_queue`
    released: asyncio.Event = field(default_factory=asyncio.Event)
    jobs: list[asyncio.Task[None]] = field(default_factory=list)
    discloses: bool = False  # begins with what every caller has to hear first
    sounding: bool = False  # some of it went to the leg
    heard: bool = False  # and was played


class Answerer:
    """Owns the mouth of one call and the replies under way. Called on the event loop."""

    def __init__(
        self,
        leg: CallLeg,
        company: Company,
        redaction: RedactionSession,
        captions: Captions,
        *,
        spawn: Spawn,
        feed: Feed,
    ) -> None:
        self._leg = leg
        self._agent = company.agent
        self._speech = company.speech
        self._shelf = company.shelf
        self._fixed = company.fixed
        self._redaction = redaction
        self._captions = captions
        self._patience_frames = company.limits.thinking_ms // FRAME_MS
        self._starved_frames = 0
        self._disclosed = False
        self._spawn = spawn
        self._feed = feed
        self._mouth = Mouth(ahead_samples=leg.info.rate_hz * AHEAD_S)
        self._answers: dict[int, Answer] = {}
        self._history = History()

    # -- commands ----------------------------------------------------------------------------------------------------

    def ask(self, reply: int, words: tuple[Redacted, ...], line: Line) -> None:
        """Begin a reply that is heard once it is released."""
        question = words[0] if len(words) == 1 else self._redaction.join(words)
        history = self._history_with_interrupted(words)
        asked = Ask(question, history.turns, line, history.memo)
        answer = self._begin(reply, Answer(words))
        self._plan(reply, answer, self._owed())
        answer.jobs.append(self._spawn(self._think(reply, asked), f"reply-{reply}"))

    def say(self, reply: int, prompt: Prompt, more: str = "") -> None:
        """Say a fixed sentence as soon as possible, from memory where it is there, and `more` behind it."""
        wanted = (*(() if prompt in CLOSING else self._owed()), prompt)
        ready = self._in_stock(wanted) and not more
        answer = self._begin(reply, Answer(), voiced=not ready)
        self._plan(reply, answer, wanted)
        if ready:
            self._mouth.complete(reply)
        if more:
            self._captions.says(reply, self._redaction.redact(more, speaker="agent"))
        self._queue(answer, [more, None] if more else [None])
        self.release(reply)

    def speak(self, reply: int, text: Redacted) -> None:
        """Add text to a reply."""
        if answer := self._answers.get(reply):
            self._captions.says(reply, text)
            self._queue(answer, answer.clauses.feed(text.text + " "))

    def complete(self, reply: int) -> None:
        """No more text will come."""
        if answer := self._answers.get(reply):
            self._queue(answer, [*answer.clauses.flush(), None])

    def release(self, reply: int) -> None:
        """Let a reply be heard, or heard on from where it was suspended."""
        if answer := self._answers.get(reply):
            answer.released.set()
            self._mouth.release(reply)
            self._pump()

    def suspend(self, reply: int) -> None:
        """Silence at once; what was not heard is kept."""
        self._mouth.suspend(reply)
        self._leg.stop_playing()

    def drop(self, reply: int, *, reopened: bool) -> None:
        """Stop and forget a reply; the caller's words and what was heard of ours become history."""
        if reply not in self._answers:
            return
        if self._mouth.sounding(reply):
            self._leg.stop_playing()
        self._finish(reply, remember=not reopened)

    # -- what happens ------------------------------------------------------------------------------------------------

    def on_frame(self, played_samples: int) -> bool:
        """The leg's count of played samples moved on; whether the first of a reply were among them."""
        done = self._mouth.tick(played_samples)
        first = self._first_heard()
        self._note_disclosure()
        self._pump()
        if done is not None:
            self._finish(done, remember=True)
            self._feed(facts.PlayedOut(done))
        self._watch_supply()
        return first

    def heard_ms(self, reply: int) -> int:
        """How much of a reply the caller has heard."""
        return self._mouth.heard_samples(reply) * 1000 // self._leg.info.rate_hz

    def unheard_ms(self, reply: int) -> int:
        """How much of what was made of a reply is still to be heard."""
        return self._mouth.unheard_samples(reply) * 1000 // self._leg.info.rate_hz

    def forget(self) -> None:
        """Let the agent know nothing of what was said so far."""
        self._history.forget()

    def close(self) -> None:
        """Zero all sound and forget what was said."""
        for reply in tuple(self._answers):
            self._finish(reply, remember=False)
        self._history.forget()

    def _history_with_interrupted(self, words: tuple[Redacted, ...]) -> History:
        """What was said so far, a reply that is suspended included, unless `words` ask its question again."""
        history = self._history.copy()
        for reply, answer in self._answers.items():
            if answer.heard and answer.words and answer.words != words[: len(answer.words)]:
                heard = self._redaction.redact(self._mouth.heard_words(reply), speaker="agent")
                history.remember(answer.words, heard, answer.memo)
        return history

    def _note_disclosure(self) -> None:
        reply = self._mouth.speaking
        answer = self._answers.get(reply) if reply is not None else None
        if answer and answer.discloses and reply is not None and self._mouth.heard_clauses(reply):
            self._disclosed = True

    def _watch_supply(self) -> None:
        """Say that a reply stalled, once it has left the caller in silence for as long as one may think."""
        self._starved_frames = self._starved_frames + 1 if self._mouth.starved else 0
        if self._starved_frames == self._patience_frames and self._mouth.speaking is not None:
            self._feed(facts.Stalled(self._mouth.speaking))

    # -- fixed sentences ---------------------------------------------------------------------------------------------

    def _owed(self) -> tuple[Prompt, ...]:
        """What has to be said before anything else, until the caller has heard all of it."""
        return () if self._disclosed else (Prompt.DISCLOSURE,)

    def _in_stock(self, prompts: tuple[Prompt, ...]) -> bool:
        return all(self._shelf.sound(prompt, self._leg.info.rate_hz) is not None for prompt in prompts)

    def _plan(self, reply: int, answer: Answer, prompts: tuple[Prompt, ...]) -> None:
        """Begin a reply with fixed sentences, all from memory or all from the voice, so that they keep their order."""
        answer.discloses = Prompt.DISCLOSURE in prompts
        in_stock = self._in_stock(prompts)
        for prompt in prompts:
            self._captions.says(reply, self._shelf.caption(prompt))
            sound = self._shelf.sound(prompt, self._leg.info.rate_hz)
            if not in_stock or sound is None:
                answer.waiting.put_nowait(self._shelf.text(prompt))
            elif clause := self._mouth.plan(reply, self._shelf.text(prompt)):
                clause.pcm += sound
                clause.whole = True

    # -- jobs --------------------------------------------------------------------------------------------------------

    def _begin(self, reply: int, answer: Answer, *, voiced: bool = True) -> Answer:
        self._answers[reply] = answer
        self._mouth.begin(reply)
        if voiced:
            answer.jobs.append(self._spawn(self._voice(reply, answer), f"voice-{reply}"))
        return answer

    async def _think(self, reply: int, ask: Ask) -> None:
        """Stream the agent's answer as facts. Whatever the agent raises means that this reply failed."""
        action = Action.NONE
        try:
            async for part in self._agent.reply(ask):
                action = self._take_part(reply, part)
        except Exception:  # an agent may be anybody's code; its error may hold words and is not kept
            self._feed(facts.ReplyFailed(reply))
            return
        self._feed(facts.ReplyEnded(reply, action is Action.HANG_UP, action is Action.PERSON))
        self.complete(reply)

    def _take_part(self, reply: int, part: Text | Closing) -> Action:
        if isinstance(part, Text):
            self._feed(facts.ReplyPiece(reply, self._redaction.redact(part.text, speaker="agent")))
            return Action.NONE
        if answer := self._answers.get(reply):
            answer.memo = part.memo
        return part.action

    async def _voice(self, reply: int, answer: Answer) -> None:
        """Clauses into sound, in order. The first is made at once, the rest once the reply is released."""
        try:
            while (text := await answer.waiting.get()) is not None:
                clause = self._mouth.plan(reply, text)
                if clause is None:
                    return
                await self._sound(reply, clause)
                await answer.released.wait()
        except SpeechUnavailable:
            self._feed(facts.ReplyFailed(reply))
            return
        self._mouth.complete(reply)

    async def _sound(self, reply: int, clause: Clause) -> None:
        said = speakable(self._redaction.restore(clause.text))
        rate_hz = self._leg.info.rate_hz
        in_hand_s = self._mouth.in_hand_samples(reply) / rate_hz
        async for piece in self._speech.speak(said, rate_hz, keep=clause.text in self._fixed, in_hand_s=in_hand_s):
            clause.pcm += piece
            self._pump()
        clause.whole = True

    def _queue(self, answer: Answer, clauses: Iterable[str | None]) -> None:
        for clause in clauses:
            if clause is None or answer.waiting.qsize() < CLAUSES_WAITING:
                answer.waiting.put_nowait(clause)

    def _pump(self) -> None:
        """Hand to the leg what may be heard, and say so the first time."""
        pcm = self._mouth.take()
        if not pcm:
            return
        self._leg.play(pcm)
        reply = self._mouth.speaking
        answer = self._answers.get(reply) if reply is not None else None
        if answer and reply is not None and not answer.sounding:
            answer.sounding = True
            self._captions.sounds(reply)
            self._feed(facts.SoundStarted(reply))

    def _first_heard(self) -> bool:
        reply = self._mouth.speaking
        answer = self._answers.get(reply) if reply is not None else None
        if answer is None or answer.heard or reply is None or not self._mouth.heard_samples(reply):
            return False
        answer.heard = True
        return bool(answer.words)

    def _finish(self, reply: int, *, remember: bool) -> None:
        answer = self._answers.pop(reply)
        for job in answer.jobs:
            job.cancel()
        cut = not self._mouth.finished(reply)
        heard = self._redaction.redact(self._mouth.drop(reply), speaker="agent")
        self._captions.over(reply, heard, cut=cut)
        if remember and answer.words and answer.released.is_set():
            self._history.remember(answer.words, heard, answer.memo)
