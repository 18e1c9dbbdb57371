"""The demo as `make run` starts it, a process of its own: its Telegram, its clock, links that sign in its staff."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from haven.demo import DIRECTLY
from helpline.hours import BRUSSELS
from tests.eventually import PATIENCE, eventually
from tests.ports import free_port


@dataclass
class Demo:
    """`phones`: the address of the phone page. `ways`: the alias of each of its staff → the link that signs her in."""

    folder: Path
    phones: str
    ways: dict[str, str]

    # ── its Telegram ──────────────────────────────────────────────────────────────────────────────────────────────
    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        with DIRECTLY.open(urllib.request.Request(f"{self.phones}emulator/{path}", sent), timeout=PATIENCE) as answer:
            return json.load(answer)

    def new_phone(self, language: str, name: str) -> int:
        """Somebody new; returns her chat."""
        return int(self._ask("phones", {"language": language, "name": name})["id"])

    def sent_to(self, chat: int) -> list[str]:
        """Every text that Telegram took for this chat, in order."""
        texts = [e["params"].get("text", "") for e in self._ask("ledger") if e["ok"] and e["chat_id"] == chat]
        return [text for text in texts if text]

    def sent_to_anyone(self) -> str:
        """Everything the bot ever asked of Telegram, as one text to search in."""
        return json.dumps(self._ask("ledger"), ensure_ascii=False)

    # ── its clock ─────────────────────────────────────────────────────────────────────────────────────────────────
    def now(self) -> datetime:
        return datetime.fromisoformat(self._ask("clock")["now"]).astimezone(UTC)

    def later(self, **by: float) -> None:
        self._ask("clock", {"move": timedelta(**by).total_seconds()})

    def until(self, hour: int) -> datetime:
        """Moves the clock on until it is this o'clock in Belgium."""
        here = self.now().astimezone(BRUSSELS)
        then = here.replace(hour=hour, minute=5, second=0, microsecond=0)
        while then <= here:
            then += timedelta(days=1)
        self.later(seconds=(then - here).total_seconds())
        return self.now()

    # ── whom it calls ─────────────────────────────────────────────────────────────────────────────────────────────
    def alerts(self) -> list[str]:
        """With which words its operator's command was called until now."""
        told = self.folder / "alerts"
        return told.read_text().split("\n")[:-1] if told.exists() else []

    @asynccontextmanager
    async def taking_in(self) -> AsyncIterator[None]:
        """What is published here counts for contacts at the end of this; the console tells of it a moment before."""
        before = self._taken_in()
        yield
        await eventually(lambda: self._taken_in() > before, True)

    def _taken_in(self) -> int:
        log = (self.folder / "demo.log").read_text()
        return log.count("revision_loaded") + log.count("edition_loaded")

    # ── what it keeps ─────────────────────────────────────────────────────────────────────────────────────────────
    def kept(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in its database, looked at from outside."""
        place = f"file:{self.folder}/data/demo/haven.db?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=PATIENCE)) as found:
            return found.execute(question, values).fetchall()


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[Demo]:
    """SIGTERM ends it."""
    calls = folder / "calls"
    calls.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/alerts"\n')
    calls.chmod(0o700)
    settings = {"HAVEN_ALERT_COMMAND": str(calls)} | settings
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    places = {"HAVEN_DATA": str(folder / "data"), "HAVEN_KEYS": str(folder / "keys"), "HAVEN_PORT": str(free_port())}
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "haven", "run"], cwd=folder, env=own | places | settings, stdout=subprocess.PIPE,
            stderr=log,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        banner = ""
        while "└" not in banner:
            row = process.stdout.readline().decode()
            assert row, f"the demo ended before it opened: {(folder / 'demo.log').read_text()[-2000:]}"
            banner += row
        phones = re.search(r"phone page +(\S+)", banner)
        assert phones
        ways = {found[1]: found[2] for found in re.finditer(r"\w+ (\S+) +(http\S+/console/demo/\S+)", banner)}
        yield Demo(folder, phones[1], ways)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        process.stdout.close()
