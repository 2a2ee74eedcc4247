"""`sottovoce redact`: mask personal data in text from standard input, line by line."""

import argparse
import io
import sys
from functools import partial
from typing import TextIO

from gateway.errors import InputUnusable
from gateway.settings.load import Loaded
from gateway.settings.operators import operators
from privacy import stream
from privacy.api import RedactionSession
from privacy.errors import StreamError
from privacy.languages import CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read objects {"id","text","dialogue","turn","speaker"}, write {"id","text","spans"}; '
        "lines of one dialogue share a session",
    )
    parser.add_argument("--language", choices=CODES, default="en", help="what is spoken; names in English alone")
    parser.add_argument(
        "--operators",
        dest="privacy.operators",
        metavar="LIST",
        help='what stands where something was: "PIN=drop CARD=mask"; placeholders where nothing else is said',
    )


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    session = partial(RedactionSession, given.language, operators=operators(loaded.settings))
    lines = stream.jsonl(_input(), session) if given.jsonl else stream.plain(_input(), session)
    try:
        for line in lines:
            print(line, flush=True)
    except StreamError as error:
        raise InputUnusable(str(error)) from None
    return 0


def _input() -> TextIO:
    """Standard input in UTF-8, whatever the locale; what is no UTF-8 becomes a mark of replacement."""
    if sys.stdin is None:
        raise InputUnusable("standard input is closed: give the text there")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin
