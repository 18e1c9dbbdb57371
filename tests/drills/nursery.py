"""The nursery: houses born of one parent that has loaded Haven already. To a drill each is a process like any other."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

ROOT = Path(__file__).parent.parent.parent


class Child:
    """A house, by its process number. It is its parent's to bury: `ended` holds how it ended, where it came to that."""

    def __init__(self, pid: int, ended: Path) -> None:
        self.pid, self._code = pid, ended
        self._handle: int | None = None
        with suppress(ProcessLookupError):  # dead and buried already
            self._handle = os.pidfd_open(pid)

    def __del__(self) -> None:
        if self._handle is not None:
            os.close(self._handle)

    def poll(self) -> int | None:
        """None while it lives."""
        return self._how() if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired("haven", timeout or 0)
        return self._how()

    def send_signal(self, number: int) -> None:
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def _how(self) -> int:
        return int(self._code.read_text()) if self._code.exists() else -signal.SIGKILL

    def _ended(self, timeout: float | None) -> bool:
        return self._handle is None or bool(select.select([self._handle], [], [], timeout)[0])


class Nursery:
    """`with Nursery() as nursery`: one parent; `nursery.born(…)` as often as wanted."""

    def __enter__(self) -> Self:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.preloaded"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._parent.communicate(timeout=60)

    def born(self, program: Sequence[str], folder: Path, environment: dict[str, str], log: Path) -> Child:
        """A house with this program and environment. Raises RuntimeError where the parent is gone."""
        (ended := log.with_suffix(".ended")).unlink(missing_ok=True)
        asked = {"program": list(program), "folder": str(folder), "environment": environment, "log": str(log)}
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        try:
            self._parent.stdin.write(json.dumps(asked) + "\n")
            self._parent.stdin.flush()
            return Child(int(self._parent.stdout.readline()), ended)
        except (OSError, ValueError):
            raise RuntimeError("the parent of all houses is gone") from None


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One for all drills of a worker."""
    with Nursery() as born:
        yield born
