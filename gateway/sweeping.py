"""The sweeper's round: at start, and then every hour for as long as the gateway runs."""

import asyncio
from typing import Final

from gateway.observe.events import Emit, KeepingTroubled
from gateway.safe import Safe
from privacy.audit.api import AuditAway
from privacy.keys.errors import KeyProblem
from privacy.retention.sweep import Sweeper
from privacy.store.errors import StoreError

EVERY_S: Final = 3600.0
AGAIN_S: Final = 60.0  # after a sweep that did not come to its end


async def keep_sweeping(safe: Safe, emit: Emit) -> None:
    """Sweep until cancelled. What a store cannot do now is told, and tried again in a minute."""
    if safe.cabinet is None:
        return
    cabinet = safe.cabinet
    sweeper = Sweeper(cabinet.store, cabinet.keyring, cabinet.audit, cabinet.rules, cabinet.now)
    while True:
        try:
            await sweeper.sweep()
            pause_s = EVERY_S
        except (StoreError, KeyProblem, AuditAway) as error:
            emit(KeepingTroubled(type(error).__name__))
            pause_s = AGAIN_S
        await asyncio.sleep(pause_s)
