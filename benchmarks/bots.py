"""Every bot that is measured, as a table: what it is called, how it is started, on what disk."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from benchmarks.peers.arguments import SECRET, TOKEN

Engine = Literal["memory", "sqlite", "postgresql"]


@dataclass(frozen=True)
class Bot:
    """`module` is what Python runs. `slow`: 5 ms more for every sync of its database. `stored`: a million cases lie in
    it already. `processes` of it share one database."""

    name: str
    module: str
    engine: Engine = "memory"
    polling: bool = False
    slow: bool = False
    stored: bool = False
    processes: int = 1

    @property
    def is_haven(self) -> bool:
        return self.module == "haven"


def slowed(bot: Bot) -> Bot:
    return replace(bot, name=f"{bot.name}, +5 ms", slow=True)


def polled(bot: Bot) -> Bot:
    return replace(bot, name=f"{bot.name}, polling", polling=True)


def filled(bot: Bot) -> Bot:
    return replace(bot, name=f"{bot.name}, a million cases", stored=True)


PEERS = "benchmarks.peers"
HAVEN = Bot("Haven, SQLite", "haven", "sqlite")
HAVEN_POSTGRES = Bot("Haven, PostgreSQL", "haven", "postgresql")
AIOGRAM = Bot("aiogram FSM, memory", f"{PEERS}.aiogram_fsm")
AIOGRAM_SQLITE = Bot("aiogram FSM, aiosqlite FULL", f"{PEERS}.aiogram_fsm", "sqlite")
WINDOWS = Bot("aiogram-dialog, memory", f"{PEERS}.aiogram_windows")
PTB = Bot("python-telegram-bot, memory", f"{PEERS}.ptb")
HAVEN_PAIR = replace(HAVEN_POSTGRES, name="Haven, PostgreSQL, two processes", processes=2)
#: What the driver itself can do: a bot that reads nothing, keeps nothing and knows what to say.
CEILING = Bot("no bot at all, the driver's ceiling", f"{PEERS}.ceiling")
#: Not a bot: Haven's flow engine by itself.
ENGINE = Bot("the flow engine alone", "flows")
#: Nor this: what looks a whole conversation over before it is published.
CHECKER = Bot("the checker alone", "helpline")

#: In the order of the tables. Webhook unless the name says otherwise.
BOTS = (
    HAVEN,
    polled(HAVEN),
    HAVEN_POSTGRES,
    polled(HAVEN_POSTGRES),
    AIOGRAM,
    polled(AIOGRAM),
    AIOGRAM_SQLITE,
    WINDOWS,
    PTB,
    slowed(HAVEN),
    slowed(polled(HAVEN)),
    slowed(HAVEN_POSTGRES),
    slowed(polled(HAVEN_POSTGRES)),
    slowed(AIOGRAM_SQLITE),
    filled(HAVEN),
    filled(HAVEN_POSTGRES),
    HAVEN_PAIR,
    CEILING,
)


@dataclass(frozen=True)
class Place:
    """Where one bot is started: its folder, the Bot API's address, a port of its own, the addresses of databases."""

    folder: Path
    talk: Path
    api: str
    port: int
    databases: tuple[str, str] | None = None

    @property
    def syncs(self) -> Path:
        """Where a slow disk of SQLite notes how often it was waited for."""
        return self.folder / "syncs.txt"


def command(bot: Bot, place: Place) -> list[str]:
    """What to run. A slow disk is SQLite's own affair here; PostgreSQL is told by its database's settings."""
    run = [bot.module, "run"] if bot.is_haven else [bot.module, *_arguments(bot, place)]
    if bot.slow and bot.engine == "sqlite":
        run = ["benchmarks.slow_disk", *run]
    return [sys.executable, "-m", *run]


def _arguments(bot: Bot, place: Place) -> list[str]:
    storage = [str(place.folder / "fsm.db")] if bot.engine == "sqlite" else []
    return [str(place.talk), place.api, "0" if bot.polling else str(place.port), *storage]


def environment(bot: Bot, place: Place) -> dict[str, str]:
    """Haven's settings: as an operator has them, but for Telegram's sending limits; the limiter is not what we ask."""
    if not bot.is_haven:
        return {"BENCH_SYNCS": str(place.syncs)}
    settings = {
        "BENCH_SYNCS": str(place.syncs),
        "HAVEN_TELEGRAM_TOKEN": TOKEN,
        "HAVEN_TELEGRAM_API": place.api,
        "HAVEN_PORT": str(place.port),
        "HAVEN_DATA": str(place.folder / "data"),
        "HAVEN_KEYS": str(place.folder / "keys"),
        "HAVEN_OPERATOR": "Bench",
        "HAVEN_PACING": "off",
    }
    if not bot.polling:
        settings |= {"HAVEN_PUBLIC_URL": f"http://127.0.0.1:{place.port}", "HAVEN_WEBHOOK_SECRET": SECRET}
    if place.databases:
        settings |= dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), place.databases, strict=True))
    return settings


def database_names() -> tuple[str, str]:
    mark = secrets.token_hex(4)
    return f"bench_data_{mark}", f"bench_keys_{mark}"
