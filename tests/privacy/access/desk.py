"""Everything of access over a store in memory, with a clock that is set by hand."""

from dataclasses import dataclass, field

from privacy.access.api import Role, Who
from privacy.access.gate import Gate
from privacy.access.glass import GlassCase
from privacy.access.staff import Staff
from privacy.audit.api import Action, Entry
from privacy.audit.fake import MemoryAudit
from privacy.keys.keyring import Keyring
from privacy.keys.master import MasterKey, MasterKeys
from privacy.keys.shelf import MemoryShelf
from privacy.store.fake import MemoryStore

PASSWORD = "a long way to a quiet line"


@dataclass
class Clock:
    s: int = 1_800_000_000

    def __call__(self) -> int:
        return self.s


@dataclass
class Desk:
    store: MemoryStore = field(default_factory=MemoryStore)
    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.keyring = Keyring(self.shelf, MasterKeys(MasterKey("m", bytes(32))))
        self.gate = Gate(self.store, self.audit, self.clock)
        self.staff = Staff(self.store, self.keyring, self.audit, self.gate, self.clock)
        self.glass = GlassCase(self.store, self.keyring, self.audit, self.gate, self.clock)

    async def admin(self) -> Who:
        """The first admin, come in by the first link."""
        link = await self.staff.first_link()
        assert link is not None
        return await self.staff.set_up(link, "first", PASSWORD)

    async def member(self, by: Who, role: Role, name: str) -> Who:
        return await self.staff.set_up(await self.staff.invite(by, role, name), name, PASSWORD)

    def lines(self, action: Action) -> list[Entry]:
        return [each for each in self.audit.entries if each.action is action]
