"""Redaction of lines: what `sottovoce redact` does."""

import json
from collections.abc import Iterable, Iterator

from privacy.errors import StreamError
from privacy.session import RedactionSession


def plain(lines: Iterable[str]) -> Iterator[str]:
    """Each line redacted, all of them as one call."""
    session = RedactionSession()
    for line in lines:
        yield session.redact(line.rstrip("\r\n")).text


def jsonl(lines: Iterable[str]) -> Iterator[str]:
    """Each JSON object as `{"id", "text", "spans"}`; lines of one dialogue share a session. Raises StreamError."""
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
        except ValueError:
            raise StreamError(number, "not a JSON object") from None
        redacted = RedactionSession().redact(record["text"])
        spans = [{"start": s.start, "end": s.end, "type": s.type} for s in redacted.spans]
        yield json.dumps({"id": record["id"], "text": redacted.text, "spans": spans}, ensure_ascii=False)
