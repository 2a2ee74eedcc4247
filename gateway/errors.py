"""What can go wrong at the edges, each with one sentence that says what to do."""


class SottovoceError(Exception):
    """An error whose text is meant for the operator: no speech, number, name or secret is in it."""

    exit_code = 1


class SettingsError(SottovoceError):
    """The configuration cannot be used."""

    exit_code = 2


class PortTaken(SottovoceError):
    """Something else listens where we should."""

    exit_code = 3

    def __init__(self, what: str, host: str, port: int, setting: str) -> None:
        self.what, self.host, self.port = what, host, port
        super().__init__(
            f"{what} port {port} on {host} is taken: stop what listens there, or choose another port with {setting}"
        )


class ModelUnusable(SottovoceError):
    """A model is missing or is not what it should be."""

    exit_code = 4


class SpeechUnavailable(SottovoceError):
    """The speech process cannot do this now: it is starting again, full, or out of time."""

    exit_code = 5


class DataFolderUnusable(SottovoceError):
    """The data folder cannot be made or written."""

    exit_code = 6


class InputUnusable(SottovoceError):
    """What was given on standard input or as a file makes no sense."""

    exit_code = 7


class AgentFailed(SottovoceError):
    """The agent raised something instead of answering."""

    exit_code = 12


class KeepingUnusable(SottovoceError):
    """What is behind keeping cannot be opened: the store, its keys, the audit or the rules."""

    exit_code = 11


class NotAnswered(SottovoceError):
    """A call we made came to nothing."""

    exit_code = 8
