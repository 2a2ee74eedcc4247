"""What can go wrong in this package. No message ever holds what a caller said."""


class AgentError(Exception):
    """The root of every error this package raises on purpose."""


class KnowledgeDamaged(AgentError):
    """An article cannot be read or breaks a rule of the library; `article` names its file."""

    def __init__(self, article: str, fault: str) -> None:
        super().__init__(f"Knowledge article {article}: {fault}.")
        self.article = article
        self.fault = fault


class VoiceMissing(AgentError):
    """The voice that was asked for is not on this machine; the message says how to get it."""


class VoiceDamaged(AgentError):
    """The voice's files are not the ones that were promised (sha256), or cannot be loaded."""


class SynthesisFailed(AgentError):
    """One text could not be spoken. The call can go on; the text is not in the message."""
