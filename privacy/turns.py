"""Utterances as they left the session, in pieces that may be masked again without the original words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from privacy.finding import Finding
from privacy.redacted import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one utterance: `start` and `end` in the original; in clear when it has no type."""

    text: str = field(repr=False)
    start: int
    end: int
    type: str = ""
    masked: bool = False  # whether `text` is what stands in its place


Pieces = tuple[Piece, ...]


def cut(text: str, findings: Sequence[Finding]) -> Pieces:
    """The whole text in pieces; those of findings have a type and still their own words."""
    pieces, last = [], 0
    for found in findings:
        if found.start > last:
            pieces.append(Piece(text[last : found.start], last, found.start))
        pieces.append(Piece(text[found.start : found.end], found.start, found.end, found.type))
        last = found.end
    return (*pieces, Piece(text[last:], last, len(text))) if last < len(text) else tuple(pieces)


def joined(pieces: Iterable[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)


def spans(pieces: Iterable[Piece]) -> tuple[Span, ...]:
    """Where the masked pieces stood."""
    return tuple(Span(piece.start, piece.end, piece.type) for piece in pieces if piece.type)


def recut(pieces: Pieces, findings: Sequence[Finding]) -> Pieces:
    """The clear pieces cut again at findings on the original; what was masked stays as it is."""
    out: list[Piece] = []
    for piece in pieces:
        inside = [] if piece.type else [_within(found, piece) for found in findings]
        kept = [found for found in inside if found.start < found.end]
        out += [_shifted(part, piece.start) for part in cut(piece.text, kept)] if kept else [piece]
    return tuple(out)


def _within(found: Finding, piece: Piece) -> Finding:
    """A finding as it lies on one piece, counted from the piece's start; empty if it does not."""
    start = max(found.start, piece.start) - piece.start
    return replace(found, start=start, end=min(found.end, piece.end) - piece.start)


def _shifted(part: Piece, by: int) -> Piece:
    return replace(part, start=part.start + by, end=part.end + by)


def to_original(pieces: Pieces, findings: Iterable[Finding]) -> list[Finding]:
    """Findings on the joined text as findings on the original, where they lie in clear pieces."""
    out = []
    for found in findings:
        at = 0
        for piece in pieces:
            start, end = max(found.start, at), min(found.end, at + len(piece.text))
            if start < end and not piece.type:
                out.append(replace(found, start=start - at + piece.start, end=end - at + piece.start))
            at += len(piece.text)
    return out
