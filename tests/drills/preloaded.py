"""A parent that has loaded Haven once and gives birth to a house for each line it reads: starting costs no loading.

A line is JSON: the house's environment, its folder, its log and its program (`-m haven run`, or a file that breaks a
promise first). The parent answers each with the child's number. When its input ends, its children end with it.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import haven.alone
import haven.commands
import haven.loops
import haven.run
import helpline.safety
import storage.postgres
import storage.repositories.lanes
import storage.sqlite
from haven.__main__ import main
from tests.drills import failpoints

#: For the children, who would load it at their start.
LOADED = (haven.commands, haven.run, storage.postgres, storage.sqlite)
#: The library's promises are proved at every start, for half a second. Other tests show that; here it is in the way.
helpline.safety.check = lambda *_: []  # type: ignore[assignment]
#: One house lives at a time, so what a dead one held may be taken over sooner than where many do (`test_many.py`).
storage.repositories.lanes.LEASE, haven.loops.LOOK = timedelta(seconds=3), 0.5
haven.alone.LEASE, haven.alone.RENEW = 1.0, 0.25


def live(asked: dict[str, Any]) -> int:
    """In the child: take over what a process of its own would have been given, and be the house."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    tempfile.tempdir = None
    haven.run.SEND_GRACE = float(os.environ.get("DRILL_GRACE", haven.run.SEND_GRACE))
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in (1, 2):
        os.dup2(log, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    failpoints.arm(os.environ)
    program = asked["program"]
    if program[:2] == ["-m", "haven"]:
        return main(program[2:])
    sys.argv = program
    runpy.run_path(program[0], run_name="__main__")
    return 0


def born(asked: dict[str, Any]) -> int:
    """The child's number. It never returns here."""
    if child := os.fork():
        return child
    code = 1
    try:
        code = live(asked)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stderr.flush()
        with suppress(OSError):  # a disk that is full
            Path(asked["log"]).with_suffix(".ended").write_text(f"{code}")
        os._exit(code)


def serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    gc.collect()
    gc.freeze()
    children: list[int] = []
    for line in iter(sys.stdin.readline, ""):
        child = born(json.loads(line))
        children.append(os.pidfd_open(child))
        print(child, flush=True)
    for child in children:
        with suppress(ProcessLookupError):  # by handle, not by number: another may bear the number of a dead one
            signal.pidfd_send_signal(child, signal.SIGKILL)


if __name__ == "__main__":
    serve()
