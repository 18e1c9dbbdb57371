"""make bench: Haven beside aiogram's FSM in memory, one talk of eight updates, interleaved repetitions in one run.

The driver (people and Bot API) has one core, the bot under test the other. Absolute numbers mean nothing elsewhere;
ratios within one run are. Prints a table; with --write it also puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.bot_api import BotApi, serve
from benchmarks.people import Crowd, Line, listen
from benchmarks.report import Row, machine, table, write
from benchmarks.talk import PRESSES, Talk

UPDATES = len(PRESSES) + 1
CORES = sorted(os.sched_getaffinity(0))
SECRET = "bench-secret-bench-secret-bench-secret"


@dataclass(frozen=True)
class Plan:
    chats: tuple[int, ...]
    seconds: float
    repeats: int
    seed: int


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def command(bot: str, api: str, port: int, folder: Path) -> tuple[list[str], dict[str, str]]:
    """How a bot under test is started: its command and its environment."""
    if bot == "aiogram FSM, memory":
        return [sys.executable, "-m", "benchmarks.aiogram_bot", str(folder.parent / "talk.json"), api, str(port)], {}
    return [sys.executable, "-m", "haven", "run"], {
        "HAVEN_TELEGRAM_TOKEN": "1:bench",
        "HAVEN_TELEGRAM_API": api,
        "HAVEN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HAVEN_WEBHOOK_SECRET": SECRET,
        "HAVEN_PORT": str(port),
        "HAVEN_DATA": str(folder / "data"),
        "HAVEN_KEYS": str(folder / "keys"),
        "HAVEN_OPERATOR": "Bench",
        "HAVEN_PACING": "off",
    }


@contextlib.asynccontextmanager
async def running(bot: str, folder: Path) -> AsyncIterator[tuple[BotApi, Crowd, int]]:
    """The bot under test, started and listening, on the second core; ended by pid."""
    crowd, port, api_port = Crowd(), free_port(), free_port()
    api = BotApi(crowd.heard)
    server = await serve(api, api_port)
    os.makedirs(folder)
    argv, extra = command(bot, f"http://127.0.0.1:{api_port}", port, folder)
    process = subprocess.Popen(  # noqa: ASYNC220 - started once, before anything is measured
        argv,
        env={**os.environ, **extra},
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {CORES[-1]}),
    )
    try:
        url, secret = await asyncio.wait_for(api.webhook, 60)
        for _ in range(100):
            crowd.lines.put_nowait(Line(url, secret))
        await asyncio.sleep(1)
        yield api, crowd, process.pid
    finally:
        process.terminate()
        process.wait(10)
        server.close()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def measure(bot: str, chats: int, seconds: float, talk: Talk, folder: Path) -> Row:
    """One repetition: warm up, then count what is answered within the window."""
    async with running(bot, folder) as (api, crowd, pid):
        until = time.perf_counter() + 1 + seconds

        async def live() -> None:
            while time.perf_counter() < until:
                await crowd.hold(api, talk)

        everyone = [asyncio.create_task(live()) for _ in range(chats)]
        await asyncio.sleep(1)
        began, cpu = time.perf_counter(), cpu_seconds(pid)
        await asyncio.sleep(seconds)
        ended, cpu = time.perf_counter(), cpu_seconds(pid) - cpu
        memory = memory_mib(pid)
        await asyncio.gather(*everyone)
    took = sorted(after for left, after in crowd.times if began <= left + after <= ended)
    rate = len(took) / (ended - began)
    return Row(
        bot, chats, rate, took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3, cpu / len(took) * 1e3, memory
    )


async def bench(plan: Plan) -> list[Row]:
    os.sched_setaffinity(0, {CORES[0]})
    chance = random.Random(plan.seed)
    with tempfile.TemporaryDirectory(prefix="haven-bench-") as name:
        folder = Path(name)
        async with running("Haven, SQLite", folder / "listen") as (api, crowd, _):
            talk = await listen(api, crowd)
        assert len(talk.answers) == UPDATES
        assert all(talk.answers), "every update must be answered"
        talk.save(folder / "talk.json")
        rows = []
        for repeat in range(plan.repeats):
            order = [(bot, chats) for bot in ("aiogram FSM, memory", "Haven, SQLite") for chats in plan.chats]
            chance.shuffle(order)
            for number, (bot, chats) in enumerate(order):
                rows.append(await measure(bot, chats, plan.seconds, talk, folder / f"{repeat}-{number}"))
                print(rows[-1], flush=True)
        return rows


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--chats", default="1,64")
    asked.add_argument("--seconds", type=float, default=4)
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    told = asked.parse_args()
    plan = Plan(tuple(int(each) for each in told.chats.split(",")), told.seconds, told.repeats, told.seed)
    rows = uvloop.run(bench(plan))
    text = table(rows)
    print(f"\nseed {plan.seed}, {plan.repeats} interleaved repetitions of {plan.seconds:g} s\n{machine()}\n\n{text}")
    if told.write:
        write(
            text,
            f"seed {plan.seed}, medians (smallest–largest) of {plan.repeats} interleaved repetitions",
        )


if __name__ == "__main__":
    main()
