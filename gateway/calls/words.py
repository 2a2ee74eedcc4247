"""From raw words to what may be used: the only place where a transcript's words are looked at."""

from dataclasses import dataclass

from agent import grammar
from agent.grammar import Intent
from asr.api import Transcript
from gateway.calls.facts import Choice, Meaning
from privacy.api import Redacted, RedactionSession
from privacy.declared.terms import OptIn

SURE = 0.5  # least confidence of a transcript that may keep something: a yes that was guessed is none
_MEANINGS = {
    Intent.STOP: Meaning.STOP,
    Intent.GOODBYE: Meaning.GOODBYE,
    Intent.BACKCHANNEL: Meaning.BACKCHANNEL,
    Intent.KEEP_FOR_SUPPORT: Meaning.KEEP,
    Intent.KEEP_REQUEST: Meaning.KEEP,
    Intent.TRACE_REQUEST: Meaning.KEEP,
    Intent.IMPROVE_REQUEST: Meaning.KEEP,
    Intent.KEPT_QUESTION: Meaning.KEPT_QUESTION,
    Intent.DELETE_REQUEST: Meaning.WITHDRAWAL,
}
_WISHES = {
    Intent.KEEP_FOR_SUPPORT: OptIn.TRANSCRIPT,
    Intent.KEEP_REQUEST: OptIn.TRANSCRIPT,
    Intent.TRACE_REQUEST: OptIn.TRACE,
    Intent.IMPROVE_REQUEST: OptIn.IMPROVEMENT,
}


@dataclass(frozen=True, slots=True)
class Understood:
    """Redacted words and what they do to the conversation."""

    words: Redacted
    meaning: Meaning
    choice: Choice | None = None


def understand(transcript: Transcript, redaction: RedactionSession, utterance: int) -> Understood:
    """The transcript without anything personal; the raw words are not kept anywhere by this.

    A later take of the same `utterance` replaces what the redaction learned from the earlier one.
    """
    words = redaction.redact(transcript.words, speaker="caller", utterance=utterance)
    if not words.text.strip():
        return Understood(words, Meaning.NOTHING)
    intent = grammar.intent(words.text)
    return Understood(words, _MEANINGS.get(intent, Meaning.WORDS), choose(words.text, intent, transcript.confidence))


def choose(words: str, intent: Intent, confidence: float = 1.0) -> Choice | None:
    """What the words say to keeping. Below `SURE` there is no yes, and what is wished for is asked first."""
    sure = confidence >= SURE
    if wish := _WISHES.get(intent):
        return Choice(wish, yes=True, plain=sure and intent is Intent.KEEP_FOR_SUPPORT, confidence=confidence)
    if grammar.consents(words):
        return Choice(None, yes=sure, confidence=confidence)
    return Choice(None, yes=False, confidence=confidence) if grammar.refuses(words) else None
