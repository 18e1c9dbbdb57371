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
OFFSET = re.compile(rb'/getUpdates .*"offset":(\d+)', re.DOTALL)
UNFINISHED = "<unfinished ...>"
READS = frozenset({"read", "recvfrom", "recvmsg"})
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


def events(notes: Path, databases: frozenset[str], port: int, telegram: int) -> Iterator[Event]:
    """All that happened to these files (and their logs), at this port, and on the lines to Telegram's, in order."""
    asked: dict[str, int] = {}
    open_ones: set[int] = set()
    syncing: dict[str, str] = {}
    begun: dict[str, str] = {}
    with notes.open(encoding="latin-1") as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            thread, resumed, call, rest = found.groups()
            if resumed in SYNCS and thread in syncing:
                yield Event("synced", syncing.pop(thread))
            if resumed:  # what was read is told only now; what is written was told when it began
                if resumed not in READS or thread not in begun:
                    continue
                call, rest = resumed, begun.pop(thread) + rest
            elif call in READS and rest.endswith(UNFINISHED):
                begun[thread] = rest.removesuffix(UNFINISHED)
                continue
            place = FILE.match(rest)
            if call == "unlink" or (place and "/" in place[1]):
                yield from _on_disk(call, rest, databases, thread, syncing)
            elif place and f":{port}->" in place[1]:
                yield from _on_the_line(call, place[1], rest, asked)
            elif place and place[1].endswith(f":{telegram}]"):
                yield from _polled(call, rest, open_ones)


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
    elif call in READS and (update := UPDATE.search(data_of(rest))):
        asked[line] = int(update[1])
        yield Event("asked", at=asked[line])


def _polled(call: str, rest: str, open_ones: set[int]) -> Iterator[Event]:
    """A line of ours to Telegram: the updates it brought; asking for what comes after them confirms them."""
    if call in READS:
        for update in UPDATE.finditer(data_of(rest)):
            open_ones.add(int(update[1]))
            yield Event("asked", at=int(update[1]))
    elif call in WRITES and (offset := OFFSET.search(data_of(rest))):
        for number in sorted(number for number in open_ones if number < int(offset[1])):
            open_ones.discard(number)
            yield Event("confirmed", at=number)


def data_of(rest: str) -> bytes:
    """All strings of the call, as the bytes they were."""
    return b"".join(codecs.escape_decode(part.encode("latin-1"))[0] for part in STRING.findall(rest))
