"""An audit in memory, for tests of what writes one."""

from privacy.audit.api import AuditAway, Entry


class MemoryAudit:
    """`Audit` without a disk; `away` makes it fail."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.away = False
        self._closed = False

    async def note(self, entry: Entry) -> None:
        if self._closed:
            raise AuditAway("the audit is closed")
        if self.away:
            raise AuditAway("the audit cannot be written")
        self.entries.append(entry)

    async def aclose(self) -> None:
        self._closed = True
