"""A platform that keeps every byte it gets: what is not in `received` never left."""

from privacy.platforms.api import Entry, PlatformAway


class HoardingPlatform:
    """`Transport` without a network; `away` makes it fail after it has kept the bytes."""

    def __init__(self, answer: bytes = b'{"text":"ok"}') -> None:
        self.received: list[bytes] = []
        self.away = False
        self._answer = answer

    async def exchange(self, entry: Entry, body: bytes) -> bytes:
        self.received.append(body)
        if self.away:
            raise PlatformAway("the platform does not answer")
        return self._answer
