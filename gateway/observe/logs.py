"""Log lines made from events, in text or JSON: a name, then fields that are numbers or words from closed sets."""

import json
import logging
import re
import sys
from dataclasses import asdict

from gateway.observe.events import CallRefused, Event, LineMeasured, PartRestarted, Watchdog

LOGGER = logging.getLogger("sottovoce")
_WARNINGS = (CallRefused, PartRestarted, Watchdog)
_DETAILS = (LineMeasured,)  # every other second of every call
_QUIET = ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "faster_whisper")


def set_up(level: str, style: str) -> None:
    """Log to standard error. Loggers of libraries, which may print what they were given, are shut."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if style == "json" else logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(level.upper())
    logging.getLogger().handlers[:] = [logging.NullHandler()]
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def log_event(event: Event) -> None:
    """One line for an event."""
    level = logging.DEBUG if isinstance(event, _DETAILS) else logging.INFO
    if isinstance(event, _WARNINGS):
        level = logging.WARNING
    if LOGGER.isEnabledFor(level):
        fields = asdict(event)
        text = " ".join(f"{key}={value}" for key, value in fields.items())
        LOGGER.log(level, "%s %s", event_name(event), text, extra={"fields": fields, "event": event_name(event)})


def event_name(event: Event) -> str:
    """The event's name as it stands in logs and streams: "turn-timed"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(event).__name__).lower()


def kinds(error: BaseException) -> list[str]:
    """The names of the errors' types, those inside groups: all that may be logged of an error."""
    if isinstance(error, BaseExceptionGroup):
        return sorted({kind for each in error.exceptions for kind in kinds(each)})
    return [type(error).__name__]


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        line = {"time": self.formatTime(record), "level": record.levelname.lower()}
        line |= {"event": record.event, **fields} if fields is not None else {"message": record.getMessage()}  # type: ignore[attr-defined]
        return json.dumps(line)
