"""Logs by allow-list: event codes, ids and counts, one JSON line each. No sentence, and no word of anyone, gets in.

Libraries are never printed in their own words: only who spoke, how loudly, and the class of the error with the place in
the code. An incident id ties a line to nothing but itself.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import sys
import threading
import traceback
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import orjson

#: Every event Haven writes. A code that is not in here is written as `unlisted`.
# fmt: off
EVENTS = frozenset({
    "started", "stopping", "stopped", "demo_started", "setup_done", "setup_trouble", "bot_name_telling",
    "token_refused", "token_accepted", "polling_conflict", "polling_trouble", "webhook_removed", "send_refused",
    "send_ambiguous", "storage_trouble", "storage_works", "decision_failed", "parking_failed", "update_parked",
    "update_unreadable", "chore_failed", "alert_failed", "alert_dropped", "revision_loaded", "revision_damaged",
    "edition_loaded", "edition_damaged", "directory_loaded", "directory_broken", "promise_refuted", "library",
    "library_warning", "incident", "clock_jumped", "clock_followed", "outbox_broken", "console_failed", "copy_failed",
    "page_failed", "page_refused", "no_hash_page", "audit_head", "audit_whole", "audit_broken", "side_door_shut",
    "side_door_failed",
})
# fmt: on
#: Every field an event may carry, with short codes and numbers in it.
FIELDS = frozenset(
    {"kind", "count", "port", "chore", "error", "incident", "where", "level", "library", "number", "seconds", "digest"}
)

_CODE = re.compile(r"[A-Za-z0-9_.:,+ -]{0,200}", re.ASCII)


class Log:
    """`write` one event. What is not on the lists does not get out."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def write(self, event: str, **fields: str | int | float | None) -> None:
        """Fields that are not listed are left out; a value that is no short code becomes `?`."""
        line: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="milliseconds")}
        line["event"] = event if event in EVENTS else "unlisted"
        line |= {name: _code(value) for name, value in fields.items() if name in FIELDS and value is not None}
        with self._lock, suppress(OSError):  # where the disk is full of it or of others, the house goes on without
            self._out.write(orjson.dumps(line).decode() + "\n")
            self._out.flush()

    def incident(self, event: str, error: BaseException | None, **fields: str | int | float) -> str:
        """An error as its class, the place in the code and a random id, which is returned."""
        number = secrets.token_hex(4)
        kind = type(error).__name__ if error is not None else None
        self.write(event, error=kind, where=where(error), incident=number, **fields)
        return number


def _code(value: str | int | float) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return value if _CODE.fullmatch(value) else "?"


def where(error: BaseException | None) -> str | None:
    """The last places in the code, as `module:line`, never what stood there."""
    if error is None or error.__traceback__ is None:
        return None
    frames = list(traceback.walk_tb(error.__traceback__))[-4:]
    return ",".join(f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in frames)


class _Wordless(logging.Handler):
    """What a library wants to say, without its words."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        event = "library" if record.levelno > logging.WARNING else "library_warning"
        self._log.incident(event, error, library=record.name, level=record.levelname)


def mute_libraries(log: Log) -> None:
    """From here on nothing that a library prints, warns or raises gets out in its own words."""
    root = logging.getLogger()
    root.handlers[:] = [_Wordless(log)]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.raiseExceptions = False

    def warned(_: Warning | str, category: type[Warning], *__: object, **___: object) -> None:
        log.write("library_warning", error=category.__name__)

    def raised(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        log.incident("incident", error)

    warnings.showwarning = warned  # type: ignore[assignment]
    sys.excepthook = raised
    sys.unraisablehook = lambda found: (log.incident("incident", found.exc_value), None)[1]
    threading.excepthook = lambda found: (log.incident("incident", found.exc_value), None)[1]


def mute_loop(log: Log, loop: asyncio.AbstractEventLoop) -> None:
    """The event loop's own complaints name tasks and what they hold: only their class gets out."""
    loop.set_exception_handler(lambda _, context: (log.incident("incident", context.get("exception")), None)[1])
