"""A port of this machine for a house that is to listen on it in a moment, and that nobody else is given meanwhile."""

from __future__ import annotations

import socket
from random import SystemRandom

#: Below those a system hands to whoever asks for any port: there, another test could be given it a moment before.
PORTS = range(12_000, 30_000)


def free_port() -> int:
    """One on which nobody listens; where two tests draw at the same moment, they hardly ever draw the same one."""
    while True:
        with socket.socket() as asked:
            port = SystemRandom().choice(PORTS)
            try:
                asked.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
