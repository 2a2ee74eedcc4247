"""One call's redaction: what was heard goes in, `Redacted` comes out, and nothing survives `wipe`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import thread_time
from typing import Final

from privacy import asked, engine, turns
from privacy.errors import RedactionError
from privacy.finding import Finding
from privacy.joint import Joint, Lead, is_brief
from privacy.memory import Memory
from privacy.merge import merge
from privacy.operators import ALL_PLACEHOLDERS, Operator, Operators
from privacy.redacted import Redacted, mint
from privacy.squash import squash
from privacy.turns import Piece, Pieces
from privacy.vault import Vault


@dataclass(frozen=True, slots=True)
class Known:
    """A value the system knows of the caller beforehand: a number, a display name, a field of the account."""

    value: str = field(repr=False)
    type: str = "ACCOUNT_ID"


@dataclass(slots=True)
class Counters:
    """What a session did, in numbers that say nothing of what was said."""

    utterances: int = 0
    failed: int = 0  # masked whole because something went wrong
    masked: Counter[str] = field(default_factory=Counter)  # stretches by type


@dataclass(frozen=True, slots=True)
class _State:
    """What one utterance leaves for the next; kept apart, so that a take can be taken back."""

    pieces: tuple[Pieces, ...] = field(default=(), repr=False)
    forgotten: int = 0  # utterances before the first of `pieces`
    leads: Mapping[str, Lead] = field(default_factory=dict, repr=False)  # by speaker
    slot: str | None = None
    speaker: str = ""


_MOST_KEPT: Final = 2000  # utterances: some hours of talk
_BUDGET_S: Final = 0.25  # of CPU time, a hundred times what an utterance takes
_BUDGET_S_PER_CHARACTER: Final = 0.00005
AGENT: Final = "agent"
FAILED: Final = "UTTERANCE"  # the type of an utterance masked whole


class RedactionSession:
    """One per call, used by one task at a time; pure but for the CPU clock that bounds each utterance.

    The session holds the call's values (for memory and for `restore`) and the tail of the last utterance (for a number
    cut in two), never a whole transcript in clear; `wipe` lets go of all of it.
    """

    def __init__(
        self,
        language: str = "en",
        known: Sequence[Known] = (),
        operators: Operators = ALL_PLACEHOLDERS,
        clock: Callable[[], float] = thread_time,
        *,
        public: Sequence[str] = (),  # names that are no person's, such as the assistant's own
    ) -> None:
        self.counters = Counters()
        self._language = language
        self._operators = operators
        self._clock = clock
        self._public = frozenset(name.casefold() for name in public)
        self._vault = Vault()
        self._memory = Memory()
        self._state = _State()
        self._before: tuple[int | None, _State] = (None, self._state)
        self._learn_known(known)

    def __repr__(self) -> str:
        return f"<RedactionSession, {self.counters.utterances} utterances>"

    def redact(
        self, text: str, speaker: str = "caller", expects: str | None = None, utterance: int | None = None
    ) -> Redacted:
        """`text` without anything personal. Never raises; whatever goes wrong masks the whole utterance.

        `expects` is the type that the last prompt asked for ("CARD", "PERSON"; "TECHNICAL" for the opposite); without
        it the agent's own words tell. The same `utterance` number again replaces the earlier take of that utterance,
        and all that the agent was to say to it.
        """
        self.counters.utterances += 1
        if utterance is not None and utterance == self._before[0]:
            self._state = self._before[1]
        if utterance is not None or speaker != AGENT:  # what the agent prepared on a take goes with the take
            self._before = (utterance, self._state)
        try:
            pieces = self._masked(text, speaker, expects)
        except Exception:
            pieces = self._failed(text)
            self._follow(text, speaker)
        self._keep(pieces)
        return _minted(pieces)

    def know(self, *known: Known) -> None:
        """Mask these values too, from here on and in `finalize`."""
        self._learn_known(known)

    def join(self, parts: Sequence[Redacted]) -> Redacted:
        """Redacted words one after the other; without spans, since nobody has an original they would count on."""
        return mint(" ".join(part.text for part in parts), ())

    def restore(self, text: str) -> str:
        """`text` with this call's placeholders put back, for speech to the same caller only."""
        return self._vault.restore(text)

    def finalize(self) -> tuple[Redacted, ...]:
        """Every utterance of the call (the last 2,000), in order, masked again with all that was learned after it."""
        try:
            final = tuple(self._again(pieces) for pieces in self._state.pieces)
        except Exception:
            final = tuple(self._failed(turns.joined(pieces)) for pieces in self._state.pieces)
        self._state = replace(self._state, pieces=final)
        return tuple(_minted(pieces) for pieces in final)

    def again(self, words: Redacted) -> Redacted:
        """Redacted words without what was learned to be personal after them; without spans. Never raises."""
        text = words.text
        try:
            utterance = engine.read(text, self._language)
            pieces = self._replaced(turns.cut(text, merge(text, self._memory.find(utterance))))
        except Exception:
            pieces = self._failed(text)
        return mint(turns.joined(pieces), ())

    def wipe(self) -> None:
        """Forget every value, utterance and tail. Placeholders given out before cannot be resolved again."""
        self._vault.wipe()
        self._memory.wipe()
        self._state = _State()
        self._before = (None, self._state)

    def _keep(self, pieces: Pieces) -> None:
        """Remember an utterance as it left; of the most that are kept the oldest makes room."""
        kept = self._state.pieces[-_MOST_KEPT + 1 :]
        forgotten = self._state.forgotten + len(self._state.pieces) - len(kept)
        self._state = replace(self._state, pieces=(*kept, pieces), forgotten=forgotten)

    def _learn_known(self, known: Sequence[Known]) -> None:
        for value in known:
            try:
                self._memory.learn_items(engine.read(value.value, self._language).items, value.type)
            except (LookupError, RedactionError):
                continue  # a language not covered fails on every utterance, and there it is counted

    def _masked(self, text: str, speaker: str, expects: str | None) -> Pieces:
        if not text.strip():
            return (Piece(text, 0, len(text)),) if text else ()
        slot = None if speaker == AGENT else expects or self._state.slot
        joint = Joint.of(self._state.leads.get(speaker), text)
        utterance = engine.read(joint.text, self._language, slot, joint.here)
        found = engine.find(utterance, self._memory.find, self._deadline(len(joint.text)))
        findings = [each for each in found if not self._is_public(joint.text, each)]
        for finding in findings:
            self._memory.learn(utterance, finding)
        self._mask_earlier(joint, findings)
        here = joint.findings_here(findings)
        self._state = replace(
            self._state,
            leads=self._leads_after(text, speaker, joint),
            slot=self._slot_after(text, speaker, slot, here),
            speaker=speaker,
        )
        return self._replaced(turns.cut(text, here))

    def _is_public(self, text: str, found: Finding) -> bool:
        return found.type == "PERSON" and text[found.start : found.end].casefold() in self._public

    def _follow(self, text: str, speaker: str) -> None:
        """Keep the tail of an utterance that failed too: what it began to say, the next one may end."""
        lead = Joint.of(self._state.leads.get(speaker), text).next_lead(self._state.forgotten + len(self._state.pieces))
        self._state = replace(self._state, leads={**self._state.leads, speaker: lead}, speaker=speaker)

    def _leads_after(self, text: str, speaker: str, joint: Joint) -> dict[str, Lead]:
        """Each speaker's tail; a long turn or a question of one ends what the other was saying."""
        others = self._state.leads if is_brief(text) else {}
        return {**others, speaker: joint.next_lead(self._state.forgotten + len(self._state.pieces))}

    def _slot_after(self, text: str, speaker: str, slot: str | None, here: Sequence[Finding]) -> str | None:
        """What the next answer is expected to hold. A slot stays open while the answer goes on."""
        if speaker == AGENT:
            goes_on = self._state.speaker == AGENT or is_brief(text) or asked.goes_on(text)
            return asked.slot(text) or self._named_by_caller(text) or (self._state.slot if goes_on else None)
        return slot if asked.stalls(text) or any(found.type == slot for found in here) else None

    def _named_by_caller(self, question: str) -> str | None:
        """What "to what?" asks for when the caller wants to change a password."""
        said = [lead for speaker, lead in self._state.leads.items() if speaker != AGENT]
        return asked.named_by_caller(question, said[-1].text) if said else None

    def _deadline(self, length: int) -> Callable[[], bool]:
        end = self._clock() + _BUDGET_S + length * _BUDGET_S_PER_CHARACTER
        return lambda: self._clock() <= end

    def _mask_earlier(self, joint: Joint, findings: Sequence[Finding]) -> None:
        """Mask in the utterances before what only this one shows to be personal."""
        pieces = list(self._state.pieces)
        for turn, earlier in joint.findings_earlier(findings):
            at = turn - self._state.forgotten
            if 0 <= at < len(pieces):
                pieces[at] = self._replaced(turns.recut(pieces[at], earlier))
        self._state = replace(self._state, pieces=tuple(pieces))

    def _again(self, pieces: Pieces) -> Pieces:
        if any(piece.type == FAILED for piece in pieces):
            return pieces
        utterance = engine.read(turns.joined(pieces), self._language)
        found = turns.to_original(pieces, self._memory.find(utterance))
        return self._replaced(turns.recut(pieces, merge(utterance.text, found)))

    def _replaced(self, pieces: Pieces) -> Pieces:
        """Every piece that is personal and still in clear with what stands in its place."""
        return tuple(
            replace(piece, text=self._operated(piece), masked=True) if piece.type and not piece.masked else piece
            for piece in pieces
        )

    def _operated(self, piece: Piece) -> str:
        self.counters.masked[piece.type] += 1
        operator = self._operators.get(piece.type, Operator.PLACEHOLDER)
        if operator is Operator.DROP:
            return ""
        if operator is Operator.MASK:
            return "*" * len(piece.text)
        key = squash(engine.read(piece.text, self._language).items).text or piece.text
        return self._vault.placeholder(piece.type, key, piece.text)

    def _failed(self, text: str) -> Pieces:
        self.counters.failed += 1
        return (Piece(self._vault.blank(FAILED), 0, len(text), FAILED, masked=True),) if text else ()


def _minted(pieces: Pieces) -> Redacted:
    return mint(turns.joined(pieces), turns.spans(pieces))
