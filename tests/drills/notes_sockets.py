"""Haven that writes down whom it speaks to: `notes_sockets.py FILE [curious]`; a curious one knocks at every link.

The event loop is asyncio's own here: it goes through Python's sockets, and Python tells of each one.
"""

import contextlib
import socket
import sys

sys.modules["uvloop"] = None  # type: ignore[assignment]

from haven.__main__ import main  # noqa: E402 - only now, without uvloop
from helpline import keeping  # noqa: E402
from helpline.links import Found, find_links  # noqa: E402

TOLD = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
notes = open(sys.argv[1], "a", buffering=1)  # noqa: SIM115 - as long as the process


def note(event: str, told: tuple[object, ...]) -> None:
    if event in TOLD:
        where = told[1] if isinstance(told[0], socket.socket) else told[:2]
        notes.write(f"{event} {where!r}\n")


def curious(text: str) -> Found:
    found = find_links(text)
    if found.links:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.9.9.9", 9), 0.2)
    return found


if sys.argv[2:] == ["curious"]:
    keeping.find_links = curious  # type: ignore[attr-defined]
sys.addaudithook(note)
sys.exit(main(["run"]))
