"""Logs at their loudest: the house mutes its libraries as ever, then each of them is turned up as far as it goes."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from haven.logs import Log, mute_libraries


@contextmanager
def as_loud_as_can_be(log: Log) -> Iterator[None]:
    """What the test itself listens with is put back at the end."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.raiseExceptions, warnings.showwarning)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    mute_libraries(log)
    loggers = [root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        for handler in logger.handlers:
            handler.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in levels:
            logger.setLevel(level)
        root.handlers[:], level, logging.raiseExceptions, warnings.showwarning = before  # type: ignore[assignment]
        root.setLevel(level)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
