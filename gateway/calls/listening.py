"""The listening half of a conversation: frames into facts, takes into words."""

import asyncio
from collections.abc import Callable

from asr.api import EarSettings, Heard
from asr.ear import Ear
from gateway.calls import facts
from gateway.calls.facts import Meaning
from gateway.calls.jobs import Spawn
from gateway.calls.words import understand
from gateway.errors import SpeechUnavailable
from gateway.legs.api import Frame
from gateway.speech.api import Speech
from privacy.api import RedactionSession

Feed = Callable[[facts.Fact], None]


class Listener:
    """Owns the ear of one call and the transcriptions under way. Called on the event loop."""

    def __init__(self, rate_hz: int, speech: Speech, redaction: RedactionSession, spawn: Spawn, feed: Feed) -> None:
        self._rate_hz = rate_hz
        settings = EarSettings()
        self._ear = Ear(rate_hz, settings)
        self.pause_s = settings.pause_ms / 1000  # silence after which a take is made
        self._speech = speech
        self._redaction = redaction
        self._spawn = spawn
        self._feed = feed
        self._jobs: dict[int, asyncio.Task[None]] = {}  # utterance to the transcription of its newest take

    def hear(self, frame: Frame) -> tuple[Heard, ...]:
        """What the ear makes of one more frame."""
        return self._ear.hear(frame.pcm, frame.played_dbfs)

    def transcribe(self, utterance: int, take: int) -> None:
        """Ask for the words of a take; the answer comes as a fact. An older take is given up."""
        self.give_up(utterance)
        work = self._transcribe(utterance, take)
        self._jobs[utterance] = self._spawn(work, f"transcribe-{utterance}-{take}")

    def give_up(self, utterance: int) -> None:
        """The take that is being transcribed is void."""
        if job := self._jobs.pop(utterance, None):
            job.cancel()

    def forget(self, utterance: int) -> None:
        """Zero the audio of an utterance that nobody will ask about again."""
        self.give_up(utterance)
        self._ear.forget(utterance)

    def close(self) -> None:
        """Zero every sample that is held."""
        self._ear.close()

    async def _transcribe(self, utterance: int, take: int) -> None:
        try:
            transcript = await self._speech.transcribe(self._ear.audio(utterance), self._rate_hz)
        except SpeechUnavailable:
            self._feed(facts.TranscriptFailed(utterance, take))
            return
        heard = understand(transcript, self._redaction, utterance)
        finished = transcript.finished if heard.meaning is Meaning.WORDS else 1.0
        self._ear.hint(utterance, take, finished)
        self._jobs.pop(utterance, None)
        self._feed(facts.Transcript(utterance, take, heard.words, heard.meaning, heard.choice))
