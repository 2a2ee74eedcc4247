"""What can go wrong when the edge starts, and the one exception its parsing raises within."""


class EdgePortTaken(Exception):
    """Another program holds the port. The sentence says what to do; the fields say which port."""

    def __init__(self, transport: str, host: str, port: int) -> None:
        super().__init__(
            f"SIP port {port} ({transport.upper()}) on {host} is taken: stop the program that holds it"
            f" (see `ss -lnp 'sport = :{port}'`) or choose another with --sip-port."
        )
        self.transport = transport
        self.host = host
        self.port = port


class EdgeAddressUnusable(Exception):
    """The address to listen on is not one of this machine's, or not an address."""

    def __init__(self, host: str) -> None:
        super().__init__(f"Cannot listen on {host}: it is no address of this machine (see `ip address`).")
        self.host = host


class Malformed(Exception):
    """A message or a header breaks the grammar. Says which rule, never what was written."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class StreamBroken(Exception):
    """Where a message on a stream ends cannot be known, so nothing more can be read from it."""

    def __init__(self, code: int, head: bytes) -> None:
        super().__init__(str(code))
        self.code = code  # the status that says why
        self.head = head  # what can still be answered; empty when its head never ended
