"""Stopping: within two seconds, with what is in hand finished and nothing lost; a signal after that ends it hard."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.haven_process import HavenProcess
from tests.haven.running import said_to

#: Seconds Haven may take, and what a loaded machine may add to starting and ending a Python process.
PROMISED, LOADED = 2.0, 1.5
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(pace=0.05) as one:
        yield one


async def ended(haven: HavenProcess, number: int) -> tuple[int, float]:
    assert haven.process is not None
    began = time.monotonic()
    haven.process.send_signal(number)
    code = await asyncio.to_thread(haven.process.wait, 20)
    return code, time.monotonic() - began


async def all_sent(haven: HavenProcess) -> None:
    async with asyncio.timeout(20):
        while 'haven_stored{what="outbox"} 0.0' not in await asyncio.to_thread(haven.get, "/metrics"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def at_work(haven: HavenProcess) -> float:
    """Seconds between the lines `stopping` and `stopped` of its log."""
    lines = [json.loads(line) for line in haven.log.read_text().splitlines() if line.startswith("{")]
    minutes = {line["event"]: line["at"] for line in lines}
    began, over = (time.strptime(minutes[name][:19], "%Y-%m-%dT%H:%M:%S") for name in ("stopping", "stopped"))
    return time.mktime(over) - time.mktime(began)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_in_full_work_loses_nothing(emulator: Emulator, tmp_path: Path, mode: str, number: int) -> None:
    haven = HavenProcess(emulator, tmp_path, mode)
    await haven.start()
    phones = [emulator.phone(language="nl") for _ in range(12)]
    for phone in phones:
        await phone.says("hallo")
    await said_to(phones[0], 0)
    for phone in phones:
        await phone.says("/help")
    code, seconds = await ended(haven, number)
    assert code == 0
    assert seconds < PROMISED + LOADED
    assert at_work(haven) <= PROMISED
    await haven.start()
    await emulator.settled(30)
    await all_sent(haven)
    heard = [len(await said_to(phone, 0)) for phone in phones]
    await ended(haven, signal.SIGTERM)
    assert len(set(heard)) == 1  # everyone heard the same: nothing lost, nothing said twice


async def test_the_same_signal_twice_is_heard_once(emulator: Emulator, tmp_path: Path) -> None:
    """As systemd tells a process group, and make passes it on: it must still close, and close cleanly."""
    haven = HavenProcess(emulator, tmp_path)
    await haven.start()
    emulator.faults.add(method="sendMessage", kind="slow", delay=0.3, times=1)
    phone = emulator.phone(language="nl")
    await phone.says("hallo")
    await emulator.settled(20)
    assert haven.process is not None
    haven.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.02)
    code, _ = await ended(haven, signal.SIGTERM)
    assert code == 0
    assert at_work(haven) <= PROMISED
    await haven.start()
    await all_sent(haven)
    assert 'haven_stored{what="ambiguous"} 0.0' in await asyncio.to_thread(haven.get, "/metrics")
    await ended(haven, signal.SIGTERM)


HANGS = """
import asyncio
from haven import run

async def hang():
    run.stop_on_signals(asyncio.Event())
    print("ready", flush=True)
    await asyncio.sleep(60)

run.SAME_SIGNAL = 0.2
asyncio.run(hang())
"""


async def test_a_signal_after_it_should_have_closed_ends_it_where_it_stands() -> None:
    with subprocess.Popen(  # noqa: ASYNC220 - it takes a moment only
        [sys.executable, "-c", HANGS], stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        await asyncio.to_thread(process.stdout.readline)
        for _ in range(2):
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.05)
        assert process.poll() is None
        await asyncio.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 130


async def test_what_hangs_at_telegram_does_not_hold_the_end_up(emulator: Emulator, tmp_path: Path) -> None:
    haven = HavenProcess(emulator, tmp_path)
    await haven.start()
    emulator.faults.add(method="sendMessage", kind="slow", delay=20, times=1)
    await emulator.phone(language="nl").says("hallo")
    await emulator.settled(20)
    code, seconds = await ended(haven, signal.SIGTERM)
    assert (code, seconds < PROMISED + LOADED) == (0, True)
    await haven.start()
    await all_sent(haven)
    assert 'haven_stored{what="ambiguous"} 1.0' in await asyncio.to_thread(haven.get, "/metrics")
    await ended(haven, signal.SIGTERM)
