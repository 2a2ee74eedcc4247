"""What a caller meant, from the words a speech recogniser wrote down."""

from agent.heard.numbers import sip_codes
from agent.heard.understand import understood

__all__ = ["sip_codes", "understood"]
