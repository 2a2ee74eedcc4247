"""`sottovoce doctor`: check this machine for what a gateway needs, and say what to do about each finding."""

import argparse
import json

from gateway.checkup import Finding, checkup
from gateway.settings.load import Loaded

_MARKS = {True: "ok ", False: "!! ", None: " ? "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for a script")


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    """0 when calls can be answered here, else 1."""
    findings = checkup(loaded.settings)
    if given.json:
        print(json.dumps([{"check": f.check, "ok": f.ok, "found": f.found, "advice": f.advice} for f in findings]))
    else:
        for finding in findings:
            print(_line(finding))
    return 1 if any(finding.ok is False for finding in findings) else 0


def _line(finding: Finding) -> str:
    advice = f"\n      {finding.advice}" if finding.advice else ""
    return f"{_MARKS[finding.ok]} {finding.check:<14} {finding.found}{advice}"
