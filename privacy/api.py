"""What the rest of the gateway knows of redaction: words go in, `Redacted` comes out.

A session is made for each call and wiped when the call ends. `redact` never raises and never gives words back in clear
because something went wrong: an error, an overrun of the time budget or a missing model masks the whole utterance.
"""

from privacy.operators import Operator, Operators
from privacy.redacted import Redacted, Span
from privacy.session import Counters, Known, RedactionSession

__all__ = ["Counters", "Known", "Operator", "Operators", "Redacted", "RedactionSession", "Span"]
