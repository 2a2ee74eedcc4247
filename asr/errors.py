"""What can go wrong in hearing. No message holds a word of what was said."""


class HearingError(Exception):
    """Every error of this package."""


class ModelMissing(HearingError):
    """The weights are not installed; the message says what to do."""


class ModelDamaged(HearingError):
    """The weights are not the bytes they should be; the message says what to do."""


class UnsupportedRate(HearingError, ValueError):
    """The audio is at a rate other than 8000 or 16000 Hz."""


class TranscriptionFailed(HearingError):
    """The engine failed on one utterance; the transcriber stays usable."""
