"""From raw words to what may be used: the only place where a transcript's words are looked at."""

from dataclasses import dataclass

from agent import grammar
from agent.grammar import Intent
from asr.api import Transcript
from gateway.calls.facts import Meaning
from privacy.api import Redacted, RedactionSession

_MEANINGS = {Intent.STOP: Meaning.STOP, Intent.GOODBYE: Meaning.GOODBYE, Intent.BACKCHANNEL: Meaning.BACKCHANNEL}


@dataclass(frozen=True, slots=True)
class Understood:
    """Redacted words and what they do to the conversation."""

    words: Redacted
    meaning: Meaning


def understand(transcript: Transcript, redaction: RedactionSession, utterance: int) -> Understood:
    """The transcript without anything personal; the raw words are not kept anywhere by this.

    A later take of the same `utterance` replaces what the redaction learned from the earlier one.
    """
    words = redaction.redact(transcript.words, speaker="caller", utterance=utterance)
    if not words.text.strip():
        return Understood(words, Meaning.NOTHING)
    return Understood(words, _MEANINGS.get(grammar.intent(words.text), Meaning.WORDS))
