"""Stopping: within two seconds, with what is in hand finished and nothing lost; a signal after that ends it hard."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery
from tests.haven.running import said_to
from tests.haven.test_lanes import without_repeats
from tests.soon import counting, until

#: Seconds Haven may take, and what a loaded machine may add to starting and ending a Python process.
PROMISED, LOADED = 2.0, 1.5
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(pace=0.05) as one:
        yield one


@dataclass(frozen=True)
class Ended:
    """`seconds`: it took to end; `lost`: as many more, in which the machine had no time for us."""

    code: int
    seconds: float
    lost: float


async def ended(haven: HavenProcess, number: int) -> Ended:
    assert haven.process is not None
    began = time.monotonic()
    async with counting() as counted:
        haven.process.send_signal(number)
        code = await asyncio.to_thread(haven.process.wait, 60)
    return Ended(code, counted.seconds, time.monotonic() - began - counted.seconds)


async def all_sent(haven: HavenProcess) -> None:
    async with asyncio.timeout(60):
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
async def test_a_signal_in_full_work_loses_nothing(
    emulator: Emulator, tmp_path: Path, mode: str, number: int, nursery: Nursery
) -> None:
    haven = HavenProcess(emulator, tmp_path, mode, nursery=nursery)
    await haven.start()
    phones = [emulator.phone(language="nl") for _ in range(12)]
    for phone in phones:
        await phone.says("hallo")
    await said_to(phones[0], 0)
    for phone in phones:
        await phone.says("/help")
    end = await ended(haven, number)
    assert end.code == 0
    assert end.seconds < PROMISED + LOADED
    assert at_work(haven) <= PROMISED + end.lost
    await haven.start()
    await emulator.settled(30)
    await all_sent(haven)
    said = [await said_to(phone, 0) for phone in phones]
    numbers = await asyncio.to_thread(haven.get, "/metrics")
    await ended(haven, signal.SIGTERM)
    heard = [without_repeats(each) for each in said]
    assert heard == [heard[0]] * len(heard)  # everyone heard the same: nothing was lost
    twice = sum(map(len, said)) - sum(map(len, heard))
    doubted = float(numbers.partition('haven_stored{what="ambiguous"} ')[2].split()[0])
    assert twice <= doubted, "nothing is said twice without being marked"


async def test_the_same_signal_twice_is_heard_once(emulator: Emulator, tmp_path: Path) -> None:
    """As systemd tells a process group, and make passes it on: it must still close, and close cleanly."""
    haven = HavenProcess(emulator, tmp_path)
    await haven.start()
    slow = emulator.faults.add(method="sendMessage", kind="slow", delay=0.2, times=1)
    phone = emulator.phone(language="nl")
    await phone.says("hallo")
    await until(lambda: slow.hits)
    await emulator.settled()
    assert haven.process is not None
    haven.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.02)
    end = await ended(haven, signal.SIGTERM)
    assert end.code == 0
    assert at_work(haven) <= PROMISED + end.lost
    await haven.start()
    await all_sent(haven)
    assert 'haven_stored{what="ambiguous"} 0.0' in await asyncio.to_thread(haven.get, "/metrics")
    await ended(haven, signal.SIGTERM)


HANGS = """
import asyncio, sys
from haven import run

class Stop(asyncio.Event):
    def set(self):
        print("heard", flush=True)

def later():
    run.SAME_SIGNAL = 0.0
    print(sys.stdin.readline(), end="", flush=True)

async def hang():
    run.stop_on_signals(Stop())
    asyncio.get_running_loop().add_reader(sys.stdin, later)
    print("ready", flush=True)
    await asyncio.sleep(600)

run.SAME_SIGNAL = 600.0
asyncio.run(hang())
"""


async def test_a_signal_after_it_should_have_closed_ends_it_where_it_stands() -> None:
    with subprocess.Popen(  # noqa: ASYNC220 - it takes a moment only
        [sys.executable, "-c", HANGS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(2):
            process.send_signal(signal.SIGTERM)
            assert process.stdout.readline() == "heard\n"
        process.stdin.write("by now it should have closed\n")
        process.stdin.flush()
        assert process.stdout.readline() == "by now it should have closed\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130


async def test_what_hangs_at_telegram_does_not_hold_the_end_up(
    emulator: Emulator, tmp_path: Path, nursery: Nursery
) -> None:
    haven = HavenProcess(emulator, tmp_path, nursery=nursery)
    await haven.start()
    hangs = emulator.faults.add(method="sendMessage", kind="slow", delay=60, times=1)
    await emulator.phone(language="nl").says("hallo")
    await until(lambda: hangs.hits)
    await emulator.settled()
    end = await ended(haven, signal.SIGTERM)
    assert (end.code, end.seconds < PROMISED + LOADED) == (0, True)
    await haven.start()
    await all_sent(haven)
    assert 'haven_stored{what="ambiguous"} 1.0' in await asyncio.to_thread(haven.get, "/metrics")
    await ended(haven, signal.SIGTERM)
