"""What an export is made of: calls with their receipts, and a zip of files with their hashes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from privacy.declared.rows import Consent
from privacy.keeping.reading import OpenCall
from privacy.receipts.receipt import CallReceipt, when

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One call of the export."""

    opened: OpenCall
    receipt: CallReceipt
    consents: tuple[Consent, ...] = ()


def zipped(files: Mapping[str, bytes], made_s: int) -> bytes:
    """A zip of the files and a manifest with the SHA-256 of each. The same files make the same bytes."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    manifest = json.dumps({"made": when(made_s), "files": listed}, indent=2).encode() + b"\n"
    made = io.BytesIO()
    at = datetime.fromtimestamp(max(made_s, _ZIP_BEGINS_S), UTC)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted({**files, MANIFEST: manifest}.items()):
            entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return made.getvalue()


_ZIP_BEGINS_S: Final = 315_532_800  # 1980-01-01: the first day that the format knows
