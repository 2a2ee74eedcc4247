"""`sottovoce serve`: answer calls until told to stop."""

import argparse
import asyncio

from gateway.serve import serve
from gateway.settings.load import Loaded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sip-port", dest="sip.port", type=int, metavar="N", help="SIP port, UDP and TCP (5060)")
    parser.add_argument("--http-port", dest="http.port", type=int, metavar="N", help="port of the page (8080)")
    parser.add_argument("--data-dir", dest="data.folder", metavar="DIR", help="folder for what may be kept (data)")


def run(_: argparse.Namespace, loaded: Loaded) -> int:
    return asyncio.run(serve(loaded.settings, lambda line: print(line, flush=True)))
