"""What strace noted of a running house, read back in order: writes, syncs, what was asked and what was confirmed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
FILE = re.compile(r"^\d+<(.+?)>(?:\(deleted\))?[,) ]")
UPDATE = re.compile(rb'"update_id":(\d+)')
WRITES = frozenset({"pwrite64", "write", "writev", "sendto", "sendmsg"})
SYNCS = frozenset({"fsync", "fdatasync"})


@dataclass(frozen=True)
class Event:
    """`kind`: write | truncate | unlink | sync (begun) | synced (done) | asked | confirmed.

    `name` is the file's, without its folder. `at`: offset in bytes, new length, or the update's id. A `synced` one
    covers what was written before its `sync`.
    """

    kind: str
    name: str = ""
    at: int = 0
    data: bytes = b""


def events(notes: Path, databases: frozenset[str], port: int) -> Iterator[Event]:
    """All that happened to these files (and their logs), and at this port, in order."""
    asked: dict[str, int] = {}
    syncing: dict[str, str] = {}
    with notes.open(encoding="latin-1") as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            thread, resumed, call, rest = found.groups()
            if resumed:
                if resumed in SYNCS and thread in syncing:
                    yield Event("synced", syncing.pop(thread))
                continue
            place = FILE.match(rest)
            if call == "unlink" or (place and "/" in place[1]):
                yield from _on_disk(call, rest, databases, thread, syncing)
            elif place and f":{port}->" in place[1]:
                yield from _on_the_line(call, place[1], rest, asked)


def _on_disk(call: str, rest: str, databases: frozenset[str], thread: str, syncing: dict[str, str]) -> Iterator[Event]:
    place = FILE.match(rest)
    path = place[1] if place else data_of(rest).decode()
    name = path.rpartition("/")[2]
    if not name.startswith(tuple(databases)) or name.endswith(("-shm", ".lock")):
        return
    numbers = [int(number) for number in re.findall(r", (-?\d+)", STRING.sub("", rest))]
    if call == "pwrite64":
        data = data_of(rest)
        assert len(data) == numbers[0], "strace cut a write short"
        yield Event("write", name, numbers[1], data)
    elif call == "ftruncate":
        yield Event("truncate", name, numbers[0])
    elif call == "unlink":
        yield Event("unlink", name)
    elif call in SYNCS:
        yield Event("sync", name)
        if rest.rstrip().endswith("<unfinished ...>"):
            syncing[thread] = name
        else:
            yield Event("synced", name)
    else:
        assert call not in ("write", "writev", "fallocate", "rename"), (
            f"{call}: this drill does not know how to replay it"
        )


def _on_the_line(call: str, line: str, rest: str, asked: dict[str, int]) -> Iterator[Event]:
    """One connection of Telegram's: the update it brought, and the 200 it got."""
    if call in WRITES and b"HTTP/1.1 200" in data_of(rest):
        if line in asked:
            yield Event("confirmed", at=asked.pop(line))
    elif call in ("read", "recvfrom", "recvmsg") and (update := UPDATE.search(data_of(rest))):
        asked[line] = int(update[1])
        yield Event("asked", at=asked[line])


def data_of(rest: str) -> bytes:
    """All strings of the call, as the bytes they were."""
    return b"".join(codecs.escape_decode(part.encode("latin-1"))[0] for part in STRING.findall(rest))
