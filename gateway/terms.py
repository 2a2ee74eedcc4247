"""What the settings say of keeping: the rules, the facts for the documents, and where keys and signatures lie."""

import hashlib
import os
from pathlib import Path

from gateway.errors import KeepingUnusable
from gateway.settings.schema import Settings
from privacy.declared.terms import Region
from privacy.documents.facts import Facts
from privacy.retention.rules import Rules, RulesRefused
from privacy.retention.rules import from_file as rules_from_file


def facts_of(settings: Settings) -> Facts:
    """What the documents tell. Raises `KeepingUnusable` for rules that the policy does not allow."""
    told = settings.privacy
    stores = {"sqlite": "SQLite on this machine", "redis": "Redis"}
    return Facts(
        operator=told.operator or Facts().operator,
        contact=told.contact,
        region=Region(told.region),
        keeping=told.keep,
        encrypted_store=stores[told.store],
        rules=rules_of(settings),
        opt_out=settings.agent.person,
    )


def rules_of(settings: Settings) -> Rules:
    """The rules of retention. Raises `KeepingUnusable`."""
    try:
        return rules_from_file(Path(settings.privacy.rules)) if settings.privacy.rules else Rules()
    except RulesRefused as refused:
        raise KeepingUnusable(f"privacy.rules: {refused}") from None


def key_file(settings: Settings) -> Path:
    """Where the master key is: never in the data folder, whose copies it must not be in."""
    if settings.privacy.key_file:
        return Path(settings.privacy.key_file)
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "sottovoce" / "master.key"


def checkpoints_folder(settings: Settings) -> Path:
    """Where the audit's signatures are: by default beside the master key, in a folder for each data folder."""
    if settings.privacy.audit_checkpoints:
        return Path(settings.privacy.audit_checkpoints)
    mark = hashlib.sha256(str(Path(settings.data.folder).resolve()).encode()).hexdigest()[:12]
    return key_file(settings).parent / f"audit-{mark}"
