"""`sottovoce redact`: mask personal data in text from standard input, line by line."""

import argparse
import sys

from gateway.errors import InputUnusable
from gateway.settings.load import Loaded
from privacy import stream
from privacy.errors import StreamError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read objects {"id","text","dialogue","turn","speaker"}, write {"id","text","spans"}; '
        "lines of one dialogue share a session",
    )


def run(given: argparse.Namespace, _: Loaded) -> int:
    lines = stream.jsonl(sys.stdin) if given.jsonl else stream.plain(sys.stdin)
    try:
        for line in lines:
            print(line, flush=True)
    except StreamError as error:
        raise InputUnusable(str(error)) from None
    return 0
