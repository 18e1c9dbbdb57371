"""Stopping: within two seconds, with what is in hand finished and nothing lost; the second signal ends it hard."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.haven_process import HavenProcess
from tests.haven.running import said_to

#: Seconds Haven may take, and what a loaded machine may add to starting and ending a Python process.
PROMISED, LOADED = 2.0, 1.5


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


async def test_the_second_signal_ends_it_where_it_stands(emulator: Emulator, tmp_path: Path) -> None:
    haven = HavenProcess(emulator, tmp_path)
    await haven.start()
    phone = emulator.phone(language="nl")
    emulator.faults.add(method="sendMessage", kind="slow", delay=20, times=None)
    await phone.says("hallo")
    await emulator.settled(20)
    assert haven.process is not None
    haven.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.05)
    code, seconds = await ended(haven, signal.SIGTERM)
    assert code in (0, 130)
    assert seconds < PROMISED


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
