"""The export as a page for people: escaped, without script, style or link, so that it is safe wherever it is opened."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from privacy.declared.rows import Consent
from privacy.declared.terms import Speaker
from privacy.export.parts import Part
from privacy.receipts.receipt import when

_HEAD: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    "<title>What is kept of you</title></head><body>"
)
_SPEAKERS: Final = {Speaker.CALLER: "You", Speaker.AGENT: "Agent"}


def page(parts: Sequence[Part], consents: Sequence[Consent], made_s: int) -> str:
    """A whole HTML document."""
    lines = [_HEAD, "<h1>What is kept of you</h1>", _paragraph(f"Made at {when(made_s)}.")]
    lines.append(_paragraph("Everything personal was masked before it was kept; there is no other version of it."))
    for part in parts:
        lines += _call(part)
    if consents:
        lines += ["<h2>What you agreed to</h2>", _table(("to", "given", "until", "taken back"), map(_agreed, consents))]
    return "\n".join([*lines, "</body></html>", ""])


def _call(part: Part) -> Iterator[str]:
    call = part.opened.call
    yield f"<h2>Call of {escape(when(call.began_s))}</h2>"
    yield _paragraph(f"By {call.channel.value}; reference code: {call.reference}.")
    yield f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in part.receipt.words)}</ul>"
    if part.opened.said:
        rows = ((_clock(each.at_ms), _SPEAKERS[each.speaker], str(each.text)) for each in part.opened.said)
        yield _table(("after", "who", "words"), rows)
    if part.opened.trace:
        sent = (
            (_clock(each.at_ms), "to us" if each.inbound else "from us", str(each.text)) for each in part.opened.trace
        )
        yield _table(("after", "way", "message"), sent)


def _agreed(consent: Consent) -> tuple[str, ...]:
    revoked = "" if consent.revoked_s is None else when(consent.revoked_s)
    return consent.opt_in.value, when(consent.given_s), when(consent.expires_s), revoked


def _clock(at_ms: int) -> str:
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
