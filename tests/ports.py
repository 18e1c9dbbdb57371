"""A port of this machine for a house that is to listen on it in a moment, and that nobody else is given meanwhile."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from itertools import cycle
from random import SystemRandom

#: Below those a system hands to whoever asks for any port: there, another test could be given it a moment before.
PORTS = range(12_000, 30_000)
#: Workers whose tests run side by side; each draws from ports of its own.
WORKERS = 12


def in_turn() -> Iterator[int]:
    """Those of this worker, beginning anywhere: the workers of another run may be at work as well."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    own = PORTS[number::WORKERS]
    begin = SystemRandom().randrange(len(own))
    return cycle([*own[begin:], *own[:begin]])


_in_turn = in_turn()


def free_port() -> int:
    """One on which nobody listens. In one run it is given to no second house until all the others were."""
    while True:
        with socket.socket() as asked:
            port = next(_in_turn)
            try:
                asked.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
