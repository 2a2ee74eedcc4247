"""Who may touch PJSIP: the thread that made it. A call from any other thread would abort the process."""

import threading


class WrongThread(RuntimeError):
    """A method that reaches PJSIP was called from a thread that PJSIP does not know."""

    def __init__(self) -> None:
        super().__init__("only the thread that made the endpoint may call PJSIP: it aborts the process otherwise")


class Ownership:
    """Remembers the thread it was made in. `check` comes first in every method that reaches PJSIP."""

    def __init__(self) -> None:
        self._owner = threading.get_ident()

    def check(self) -> None:
        """Raises `WrongThread` in any thread but the owner's."""
        if threading.get_ident() != self._owner:
            raise WrongThread
