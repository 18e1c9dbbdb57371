"""Failpoints: named moments of the house at which a drill makes it raise, sleep or die. The product knows none of them.

`DRILL_FAILPOINT=commit.before:kill:0.01:7` (several with commas): the moment, what happens (raise, sleep, kill, note),
how often (a chance, or `#3`: the third time only), the seed. `DRILL_FAILPOINT_NOTES` names a file that hears of it.
The places are wrapped from outside before the house starts; one that is not there any more stops the start.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import logging
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from random import Random
from typing import Any

import haven.logs
from haven.logs import Log
from tests.drills.places import PLACES, Place, connect_watched

ARMED, NOTES = "DRILL_FAILPOINT", "DRILL_FAILPOINT_NOTES"
#: Set, every library says all it can.
LOUD = "DRILL_LOUD"
#: Seconds that a sleeping moment takes.
SLEEP = 0.2
MOMENTS = tuple(f"{name}.{side}" for name in PLACES for side in ("before", "after"))
ACTIONS = ("raise", "sleep", "kill", "note")


@dataclass
class Failpoint:
    """One armed moment. `reached` counts how often the house came by."""

    moment: str
    action: str
    chance: float = 1.0
    only: int | None = None
    random: Random = field(default_factory=Random)
    notes: str = ""
    reached: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def due(self) -> bool:
        with self.lock:
            self.reached += 1
            if self.only is not None:
                return self.reached == self.only
            return self.random.random() < self.chance

    def note(self) -> None:
        """Written before anything happens, so that it is known even of a house that died of it."""
        if self.notes:
            notes = os.open(self.notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(notes, f"{self.moment} {self.action}\n".encode())
            os.close(notes)


def read(armed: str, notes: str = "") -> list[Failpoint]:
    """The failpoints of one setting. Raises SystemExit for a moment or an action nobody knows."""
    found = []
    for each in filter(None, armed.split(",")):
        moment, action, often, seed = [*each.split(":"), "", ""][:4]
        if moment not in MOMENTS or action not in ACTIONS:
            sys.exit(f"no such failpoint: {each}; moments: {', '.join(MOMENTS)}; actions: {', '.join(ACTIONS)}")
        only = int(often[1:]) if often.startswith("#") else None
        chance = 1.0 if only is not None or not often else float(often)
        found.append(Failpoint(moment, action, chance, only, Random(int(seed or "1")), notes))
    return found


def arm(environment: Mapping[str, str]) -> None:
    """Wrap what the environment names; without it, nothing at all. Raises AttributeError for a place that has gone."""
    if environment.get(LOUD):
        loudly()
    if not (armed := environment.get(ARMED)):
        return
    sqlite3.connect = connect_watched  # type: ignore[assignment]
    points = read(armed, environment.get(NOTES, ""))
    for name in dict.fromkeys(point.moment.partition(".")[0] for point in points):
        for place in PLACES[name]:
            here = [point for point in points if point.moment.startswith(f"{name}.")]
            install(place, *([p for p in here if p.moment.endswith(side)] for side in (".before", ".after")))


def loudly() -> None:
    """After the house has muted its libraries, turn each of them up as far as it goes."""
    mute = haven.logs.mute_libraries

    def mute_in_vain(log: Log) -> None:
        mute(log)
        for logger in (logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)):
            logger.setLevel(logging.DEBUG)
            for handler in logger.handlers:
                handler.setLevel(logging.DEBUG)

    haven.logs.mute_libraries = mute_in_vain


def install(place: Place, before: list[Failpoint], after: list[Failpoint]) -> None:
    """Put the failpoints around the function that is looked up there."""
    module, _, path = place.where.partition(":")
    *owners, name = path.split(".")
    owner: Any = functools.reduce(getattr, owners, import_module(module))
    setattr(owner, name, wrapped(getattr(owner, name), place, before, after))


def wrapped(
    function: Callable[..., Any], place: Place, before: list[Failpoint], after: list[Failpoint]
) -> Callable[..., Any]:
    """The same function, whatever its kind, with these failpoints before and after it."""

    def now(points: list[Failpoint], heard: tuple[Any, ...]) -> float:
        return sum(happen(point, place, heard) for point in points if place.here(*heard[0]))

    if inspect.iscoroutinefunction(function):

        async def around(*args: Any, **more: Any) -> Any:
            await asyncio.sleep(now(before, (args, more)))
            result = await function(*args, **more)
            await asyncio.sleep(now(after, (args, more)))
            return result

    elif inspect.isgeneratorfunction(function):

        def around(*args: Any, **more: Any) -> Any:
            time.sleep(now(before, (args, more)))
            result = yield from function(*args, **more)
            time.sleep(now(after, (args, more)))
            return result

    else:

        def around(*args: Any, **more: Any) -> Any:
            time.sleep(now(before, (args, more)))
            result = function(*args, **more)
            time.sleep(now(after, (args, more)))
            return result

    return functools.wraps(function)(around)


def happen(point: Failpoint, place: Place, heard: tuple[Any, ...]) -> float:
    """Seconds to sleep. An error tells in its words all that the place was told, as careless libraries do."""
    if not point.due():
        return 0.0
    if point.action != "note" or point.reached == 1:
        point.note()
    if point.action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if point.action == "raise":
        raise place.error(f"{point.moment}: {' '.join(words(heard))}")
    return SLEEP if point.action == "sleep" else 0.0


def words(value: Any, depth: int = 8) -> list[str]:
    """Every word in it, however deep, also where its own repr would keep silent."""
    if isinstance(value, str | bytes):
        return [value.decode(errors="replace") if isinstance(value, bytes) else value]
    if depth == 0 or value is None or callable(value) or isinstance(value, int | float):
        return []
    if isinstance(value, Mapping):
        return [word for pair in value.items() for word in words(pair, depth - 1)]
    if isinstance(value, list | tuple | set | frozenset):
        return [word for each in value for word in words(each, depth - 1)]
    held = getattr(value, "__dict__", None) or {
        name: getattr(value, name, None) for name in getattr(value, "__slots__", ())
    }
    return words(held, depth - 1)


def main() -> int:
    """`haven run`, armed."""
    from haven.__main__ import main as haven_main

    arm(os.environ)
    return haven_main(["run"])


if __name__ == "__main__":
    sys.exit(main())
