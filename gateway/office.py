"""The office: the desk of requests over an open safe, as whoever has the machine and its key may use it."""

from pathlib import Path

from gateway.safe import AUDIT, wishes
from gateway.settings.schema import Settings
from privacy.access.gate import Gate
from privacy.consent.ledger import Ledger
from privacy.declared.terms import Channel, Region
from privacy.erasure.erase import Eraser
from privacy.export.exporter import Exporter
from privacy.keeping.cabinet import Cabinet
from privacy.requests.api import Asked, Proof, Right
from privacy.requests.desk import Desk
from privacy.requests.doing import Deliver, Doing


def desk_of(settings: Settings, cabinet: Cabinet, deliver: Deliver) -> Desk:
    """The desk; `deliver` hands an export to who asked for it."""
    store, keyring, audit, now = cabinet.store, cabinet.keyring, cabinet.audit, cabinet.now
    doing = Doing(
        Gate(store, audit, now),
        Eraser(store, keyring, audit, now),
        Ledger(store, keyring, audit, cabinet.policy.sha256, now),
        Exporter(store, keyring, audit, Path(settings.data.folder) / AUDIT, now),
        deliver,
    )
    return Desk(store, keyring, audit, wishes(cabinet), cabinet.rules, now, doing.doers)


def asked_here(settings: Settings, right: Right, subject: str | None, call: str | None = None) -> Asked:
    """A request that came to the operator, who knows who asks: by the code of a call, or verified for everything."""
    proof = Proof.CODE if call else Proof.VERIFIED
    return Asked(right, Region(settings.privacy.region), Channel.CONSOLE, proof, subject, call)
