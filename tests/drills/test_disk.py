"""A disk that takes nothing more stops nobody for good: nothing is confirmed, the operator is told, and it goes on."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emulator.server import Emulator
from storage.database import sqlite_path
from tests.drills.crash import settings
from tests.drills.disk_trouble import (
    AFTER,
    BEFORE,
    DURING,
    FULL,
    READ_ONLY,
    Trouble,
    damage,
    drill,
    say,
    sent,
    status,
)
from tests.drills.finding import amount
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery

EVERY = [(FULL, "polling"), (FULL, "webhook"), (READ_ONLY, "polling"), (READ_ONLY, "webhook")]
#: `haven run` as usual, with no file to become longer than so many bytes.
CRAMPED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["haven", "run"]
runpy.run_module("haven", run_name="__main__", alter_sys=True)
"""


@pytest.mark.timeout(600)
async def test_nothing_is_lost_while_the_disk_takes_nothing(tmp_path: Path) -> None:
    async def one(number: int, trouble: Trouble, mode: str) -> str:
        (folder := tmp_path / str(number)).mkdir()
        finding = await drill(trouble, mode, folder)
        assert finding.holds, finding
        return str(finding)

    some = EVERY[:: amount(1, len(EVERY))]
    print(*await asyncio.gather(*(one(number, *each) for number, each in enumerate(some))), sep="\n")


@pytest.mark.timeout(600)
async def test_a_damaged_file_is_told_by_its_name_and_a_backup_brings_everyone_back(
    tmp_path: Path, request: pytest.FixtureRequest, nursery: Nursery
) -> None:
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(
            emulator,
            tmp_path,
            nursery=nursery,
            fresh=True,
            extra={"HAVEN_ALERT_COMMAND": f"/bin/touch -- {tmp_path}/alert"},
        )
        request.addfinalizer(haven.kill)
        await haven.start()
        phones = [emulator.phone("en") for _ in range(3)]
        await say(phones, BEFORE)
        await emulator.settled(30)
        await sent(haven)
        haven.stop()
        path = sqlite_path(settings(haven).database)
        shutil.copy(path, tmp_path / "backup")
        damage(haven, "session")
        await haven.begin()
        await say(phones, DURING)
        async with asyncio.timeout(90):
            while await asyncio.to_thread(status, haven, "/healthz/live") != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            while not (tmp_path / "storage").exists():  # noqa: ASYNC110 - the alert command is a process apart
                await asyncio.sleep(0.05)
        assert haven.alive
        assert await asyncio.to_thread(status, haven, "/healthz/ready") == 503
        await asyncio.sleep(0.5)  # time in which something might be confirmed
        assert len(emulator.updates.pending) == len(phones) * len(DURING)
        haven.stop()
        assert "SQLITE_CORRUPT" in haven.log.read_text()
        shutil.copy(tmp_path / "backup", path)
        await haven.start()
        await say(phones, AFTER)
        await emulator.settled(30)
        await sent(haven)
        haven.stop()


@pytest.mark.parametrize("room", [0, 60_000][amount(0, 1) :])
async def test_a_start_without_room_ends_at_once_in_one_sentence_and_the_next_one_works(
    tmp_path: Path, room: int
) -> None:
    async with Emulator() as emulator:
        haven = HavenProcess(emulator, tmp_path, fresh=True)
        words = [sys.executable, "-c", CRAMPED, str(room)]
        ended = await asyncio.to_thread(
            subprocess.run, words, env=haven.environment(), capture_output=True, text=True, timeout=60
        )
        assert ended.returncode == 2
        assert ended.stderr.startswith("haven: The database cannot be used")
        assert "see whether it is full" in ended.stderr
        assert ended.stderr.count("\n") == 1
        await haven.start()
        haven.stop()
