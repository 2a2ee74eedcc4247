"""What can go wrong in redaction, in sentences that hold nothing of what was said."""


class RedactionError(Exception):
    """The engine cannot vouch for an utterance; the session then masks all of it."""


class TaggerMissing(RedactionError):
    """The statistical tagger's model is not where the package should have it."""


class Overrun(RedactionError):
    """An utterance took more than its share of time."""


class OperatorUnusable(ValueError):
    """A word that asks for no operator there is; the sentence says what may stand there."""


class StreamError(Exception):
    """A line of input that cannot be read as asked; `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
