"""What can go wrong with browser calls as a whole."""

from gateway.errors import SottovoceError


class RtcUnusable(SottovoceError):
    """Browser calls cannot be served on this machine."""

    exit_code = 9
