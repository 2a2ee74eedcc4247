"""`python -m gateway.sip.cell --fd N`: the nursery of cells, started by the gateway with its end of a socket pair."""

import argparse
import os
import socket

from gateway.sip.cell import nursery


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gateway.sip.cell", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="descriptor of a SEQPACKET socket")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="process to die with")
    arguments = parser.parse_args()
    nursery.run(socket.socket(fileno=arguments.fd), arguments.parent)


if __name__ == "__main__":
    main()
