"""A disk as it is after a power cut: what was synced is there; of what was not, some is, some is not, some is torn."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

from tests.drills.strace_notes import Event

#: The smallest piece a disk writes whole.
SECTOR = 512
CHANGES = frozenset({"write", "truncate", "unlink"})


class Disk:
    """Files as far as they are safe, and what is still on its way to them."""

    def __init__(self, deaf: frozenset[str] = frozenset()) -> None:
        self.safe: dict[str, bytearray] = {}
        self.coming: dict[str, list[Event]] = {}
        self._asked: dict[str, int] = {}
        self._deaf = deaf  # files whose syncs are not heard, for the positive control

    def note(self, event: Event) -> None:
        """One event more."""
        waiting = self.coming.setdefault(event.name, [])
        if event.kind in CHANGES:
            waiting.append(event)
        elif event.kind == "sync":
            self._asked[event.name] = len(waiting)
        elif event.kind == "synced" and event.name not in self._deaf:
            done = self._asked.pop(event.name, 0)
            for change in waiting[:done]:
                _apply(self.safe, change, change.data)
            del waiting[:done]
            self._gone()

    def _gone(self) -> None:
        """A file system keeps its own changes in order: with any sync, files that were removed before stay removed."""
        for name, waiting in self.coming.items():
            ends = [at for at, change in enumerate(waiting) if change.kind == "unlink"]
            if ends:
                self.safe.pop(name, None)
                del waiting[: ends[-1] + 1]
                self._asked[name] = max(0, self._asked.get(name, 0) - ends[-1] - 1)

    def after_a_cut(self, chance: Random, kept: float) -> dict[str, bytes]:
        """The files after a power cut now. `kept`: how likely each unsynced piece has made it (0: none has)."""
        files = {name: bytearray(content) for name, content in self.safe.items()}
        for waiting in self.coming.values():
            for change in waiting:
                if change.kind != "write":
                    if chance.random() < kept:
                        _apply(files, change, b"")
                    continue
                for begin in range(0, len(change.data), SECTOR):
                    if chance.random() < kept:
                        piece = change.data[begin : begin + SECTOR]
                        _apply(files, Event("write", change.name, change.at + begin), piece)
        return {name: bytes(content) for name, content in files.items()}


def _apply(files: dict[str, bytearray], change: Event, data: bytes) -> None:
    if change.kind == "unlink":
        files.pop(change.name, None)
        return
    content = files.setdefault(change.name, bytearray())
    if change.kind == "truncate":
        del content[change.at :]
        content.extend(bytes(change.at - len(content)))
        return
    content.extend(bytes(max(0, change.at - len(content))))
    content[change.at : change.at + len(data)] = data


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write an image down, in a folder with nothing else in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def unsynced(events: Iterable[Event], log: str) -> list[int]:
    """Updates that were confirmed although nothing of the log was synced between being asked and the 200."""
    asked: dict[int, int] = {}
    confirmed: set[int] = set()
    early: list[int] = []
    begun = last = -1
    for number, event in enumerate(events):
        if event.kind == "asked":
            asked.setdefault(event.at, number)
        elif event.kind == "sync" and event.name == log:
            begun = number
        elif event.kind == "synced" and event.name == log:
            last = begun
        elif event.kind == "confirmed" and event.at not in confirmed:
            confirmed.add(event.at)
            if last < asked[event.at]:
                early.append(event.at)
    return early
