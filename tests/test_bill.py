"""The bill of materials names all that is installed to run, and every licence is one that ours can take."""

import json
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKED = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
# Licences that a GPL-3.0-or-later program may be made of, by SPDX name or as packages wrote before there was one.
TAKEN = {
    *("MIT", "MIT-0", "MIT License", "ISC", "0BSD", "Zlib", "CC0-1.0", "PSF-2.0", "MPL-2.0"),
    *("BSD-2-Clause", "BSD-3-Clause", "3-Clause BSD License", "BSD License"),
    *("Apache-2.0", "Apache Software License"),
    *("LGPL-2.1-or-later", "GNU Lesser General Public License v2 or later (LGPLv2+)", "GPL-3.0-or-later"),
}
UNSAID = {"pjsua2-python": "GPL-2.0-or-later"}  # the wheel says nothing; pjproject's own licence


def test_the_bill_names_each_locked_package_with_its_hashes(tmp_path: Path) -> None:
    first, again = (_made(tmp_path / name) for name in ("first.json", "again.json"))
    assert first == again
    bill = json.loads(first)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "sottovoce"
    named = {(each["name"], each["version"]): each for each in bill["components"]}
    assert set(named) == set(LOCKED)
    for each in named.values():
        assert any(reference.get("hashes") for reference in each["externalReferences"]), each["name"]
    assert str(ROOT) not in first


def _made(path: Path) -> str:
    subprocess.run([ROOT / ".ci" / "sbom", path], check=True, capture_output=True, timeout=120)
    return path.read_text()


@pytest.mark.parametrize("name", sorted({name for name, _ in LOCKED}))
def test_every_licence_is_one_that_ours_can_take(name: str) -> None:
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not installed on this system")
    for licence in _licences(found):
        assert licence in TAKEN or UNSAID.get(name), f"{name}: {licence or 'no licence'}"


def _licences(found: metadata.PackageMetadata) -> set[str]:
    """The terms of one package's licence; "" when it names none."""
    said = [found[each] for each in ("License-Expression", "License") if each in found]
    classified = [each for each in found.get_all("Classifier") or () if each.startswith("License ::")]
    if "License-Expression" not in found and classified:
        return {each.rsplit(" :: ", 1)[-1] for each in classified}
    return set(re.split(r"\s+(?:AND|OR)\s+|[()]", said[0] if said else "")) - ({""} if said else set())
