"""The desk of requests over a store in memory, with a clock set by hand and a person who is known."""

from dataclasses import dataclass, field

from privacy.audit.fake import MemoryAudit
from privacy.declared.rows import Request
from privacy.declared.terms import Channel, Region
from privacy.keys.identifiers import Identifier, Means
from privacy.keys.keyring import Keyring
from privacy.keys.master import MasterKey, MasterKeys
from privacy.keys.shelf import MemoryShelf
from privacy.requests.api import Asked, Doer, Proof, Right, Why
from privacy.requests.desk import Desk
from privacy.requests.wishes import Wishes
from privacy.retention.rules import Rules
from privacy.store.fake import MemoryStore

NUMBER = Identifier(Means.NUMBER, "+44 20 7946 0958")
CALL = "cafecafecafecafe"


@dataclass
class Office:
    store: MemoryStore = field(default_factory=MemoryStore)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    s: int = 1_800_000_000
    done: list[str] = field(default_factory=list)
    answer: Why = Why.NONE

    def __post_init__(self) -> None:
        self.keyring = Keyring(MemoryShelf(), MasterKeys(MasterKey("m", bytes(32))))
        self.wishes = Wishes(self.store, self.keyring, self.now)
        doers = {right: self.doer() for right in (Right.ACCESS, Right.DELETION, Right.COPY, Right.WITHDRAWAL)}
        self.desk = Desk(self.store, self.keyring, self.audit, self.wishes, Rules(), self.now, doers)

    def now(self) -> int:
        return self.s

    def doer(self) -> Doer:
        async def do(request: Request) -> Why:
            self.done.append(request.right)
            return self.answer

        return do

    async def person(self) -> str:
        found = await self.wishes.person([NUMBER], Region.GDPR)
        assert found is not None
        return found

    async def asked(
        self,
        right: Right,
        proof: Proof = Proof.VERIFIED,
        call: str | None = None,
        region: Region = Region.GDPR,
    ) -> Asked:
        return Asked(right, region, Channel.SIP, proof, await self.person(), call)

    async def made(self, right: Right, region: Region = Region.GDPR) -> Request:
        return await self.desk.make(await self.asked(right, region=region))

    def told(self) -> list[tuple[str, str]]:
        return [(each.action.value, each.detail) for each in self.audit.entries]
