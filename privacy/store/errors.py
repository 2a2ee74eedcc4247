"""What can go wrong with a store, in sentences for an operator that hold nothing of anyone."""


class StoreError(Exception):
    """The store did not do it: nothing of the request was acknowledged, and the caller may try again."""


class StoreFull(StoreError):
    """There is no room: free some, then go on; nothing that was acknowledged is lost."""


class StoreBusy(StoreError):
    """Another process holds the store, or too much is waiting."""


class StoreAway(StoreError):
    """The store cannot be reached, or went away in the middle."""


class StoreDamaged(StoreError):
    """What lies there is not a store of ours, or its disk fails."""


class StoreRefused(StoreError):
    """The store does not let us in or does not let us do this."""


class Gone(StoreError):
    """A row that had to be there is not: erased, expired or never kept. Nothing was written."""


class Unreadable(StoreError):
    """A row cannot be opened with the key of its subject: changed by someone, or put in another's place."""


class NotRedacted(TypeError):
    """Words were to be stored that no RedactionSession has seen."""

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind}.{field} takes redacted words only")
        self.kind = kind
        self.field = field
