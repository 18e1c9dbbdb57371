"""Failpoints stand in the way of an ordinary talk; an error at any of them loses nothing and lets no word out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills import failpoints
from tests.drills.crash import moments_of, noted
from tests.drills.failpoints import ARMED, MOMENTS, NOTES
from tests.drills.finding import amount, combinations
from tests.drills.haven_process import HavenProcess
from tests.drills.nursery import Nursery
from tests.drills.raising import trouble
from tests.road import to_the_queue

#: So many lines does the troubled person write: enough for each moment to fail at an update of its own.
LINES = 45


def test_no_failpoint_is_there_unless_it_is_armed() -> None:
    from storage.store import Store

    before = Store.claim
    failpoints.arm({})
    assert Store.claim is before


@pytest.mark.parametrize("wrong", ["commit.during:kill", "commit.before:explode", "nowhere.after:raise"])
def test_a_misspelt_failpoint_stops_the_start(wrong: str) -> None:
    with pytest.raises(SystemExit, match="no such failpoint"):
        failpoints.arm({ARMED: wrong})


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_every_failpoint_is_reached_in_an_ordinary_talk(
    tmp_path: Path, engine_urls: tuple[str, str], mode: str, nursery: Nursery
) -> None:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), engine_urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, tmp_path / "haven", mode, databases, nursery=nursery)
        haven.extra = {ARMED: ",".join(f"{one}:note" for one in MOMENTS), NOTES: str(tmp_path / "reached")}
        try:
            await haven.start()
            await to_the_queue(emulator.phone(language="en"))
            missed = set(moments_of(mode))
            async with asyncio.timeout(60):
                while missed := set(moments_of(mode)) - set(noted(tmp_path / "reached")):  # noqa: ASYNC110 - a process
                    await asyncio.sleep(0.1)
        except TimeoutError:
            pytest.fail(f"never reached: {sorted(missed)}")
        finally:
            haven.kill()


@pytest.mark.timeout(amount(3600, 600))
@pytest.mark.parametrize(("engine", "mode"), combinations(), indirect=["engine"])
async def test_an_error_at_every_moment_loses_nothing_and_lets_no_word_out(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], mode: str, nursery: Nursery
) -> None:
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), engine_urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, tmp_path / "haven", mode, databases, nursery=nursery)
        try:
            found = await trouble(emulator, haven, moments_of(mode), LINES, engine)
        finally:
            haven.kill()
    print(found)
    assert found.holds, found


@pytest.mark.timeout(600)
async def test_the_drill_finds_a_house_that_writes_errors_down_in_their_own_words(
    tmp_path: Path, nursery: Nursery
) -> None:
    careless = (str(Path(__file__).with_name("careless.py")),)
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, tmp_path / "haven", "webhook", program=careless, nursery=nursery)
        try:
            found = await trouble(emulator, haven, moments_of("webhook"), LINES, "sqlite")
        finally:
            haven.kill()
    assert found.wrong["a canary lies open in haven.log"] > 0, found
