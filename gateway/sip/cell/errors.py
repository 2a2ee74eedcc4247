"""What can go wrong with a call in a cell. No message names a caller or an address."""

from gateway.errors import SottovoceError


class CallGone(SottovoceError):
    """The call ended before it was established."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        super().__init__(f"the call ended before it was established (SIP status {status})")


class CellLost(CallGone):
    """The cell died before the call was established."""


class DialFailed(SottovoceError):
    """The call was refused, or nobody answered."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"the call was not answered (SIP status {status})")


class CellsUnavailable(SottovoceError):
    """No cell could be started."""

    def __init__(self) -> None:
        super().__init__("no SIP cell started: run `sottovoce doctor`, which loads PJSIP and says what is missing")
