"""Several processes over one database: one of them polls, and another takes over when it goes or dies."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from emulator.phone import Phone
from emulator.server import Emulator
from haven import alone as module
from haven.alone import Hold, while_alone
from storage.chores import lease
from storage.store import Store, open_store
from tests.drills.haven_process import HavenProcess
from tests.haven.running import running, said_to, settings_for
from tests.postgres import apart, emptied


@pytest.fixture
async def store(engine_urls: tuple[str, str], keys_folder: Path) -> AsyncIterator[Store]:
    one = await open_store(*engine_urls, keys_folder, process="test")
    yield one
    await one.close()


class Other:
    """One of several processes over this database, as far as leases go."""

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name

    async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool:
        return await self._store.database.run(lambda: lease(name, self._name, now, seconds))


async def test_one_works_and_the_other_takes_over_when_it_goes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RENEW", 0.02)
    monkeypatch.setattr(module, "LEASE", 30.0)  # it is given back, not waited for
    working: list[str] = []
    most = 0

    async def run(name: str, stop: asyncio.Event) -> None:
        async def work(enough: asyncio.Event, held: Callable[[], bool]) -> None:
            nonlocal most
            assert held()
            working.append(name)
            most = max(most, len(working))
            await enough.wait()
            working.remove(name)

        await while_alone(Other(store, name), "polling", lambda: datetime.now(UTC), stop, work)

    stops = [asyncio.Event(), asyncio.Event()]
    async with asyncio.TaskGroup() as group, asyncio.timeout(60):
        for name, stop in zip("ab", stops, strict=True):
            group.create_task(run(name, stop))
        while not working:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        first = working[0]
        stops["ab".index(first)].set()
        while working in ([], [first]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert working == [{"a": "b", "b": "a"}[first]]
        stops["ab".index(working[0])].set()
    assert most == 1


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_two_houses_over_one_postgresql_answer_as_one(
    postgres_urls: tuple[str, str], tmp_path: Path, mode: str
) -> None:
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with Emulator(pace=0.05) as emulator:
        async with (
            running(settings_for(emulator, tmp_path, mode, **where), emulator) as two,
            running(settings_for(emulator, tmp_path, mode, **where), emulator) as one,
        ):
            phones = [emulator.phone(language="nl") for _ in range(5)]
            for phone in phones:
                await phone.says("hallo")
            await one.all_sent()
            said = {tuple(await said_to(phone, 0)) for phone in phones}
            assert len(said) == 1
            await two.stop()
            await phones[0].says("/help")
            await said_to(phones[0], len(next(iter(said))))
            await one.all_sent()
        assert "polling_conflict" not in one.log.getvalue() + two.log.getvalue()


async def test_a_holder_that_was_frozen_knows_that_it_holds_no_longer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its two clocks may stand still; the other one then says it."""
    monkeypatch.setattr(module, "LEASE", 30.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + passed))
    wall, passed = timedelta(), 0.0
    first, second = (Hold(Other(store, name), "polling", lambda: datetime.now(UTC) + wall) for name in "ab")
    assert not first.valid()
    assert await first.renewed()
    assert first.valid()
    assert not await second.renewed()
    assert not second.valid()
    wall = timedelta(seconds=31)  # the machine slept: only the wall clock knows
    assert not first.valid()
    wall = timedelta()
    assert await first.renewed()
    passed = 31.0  # somebody set the wall clock back meanwhile: only the other one knows
    assert not first.valid()
    wall = timedelta(seconds=31)
    assert await second.renewed()
    assert not await first.renewed()
    assert not first.valid()
    await second.given_back()
    assert not second.valid()
    assert await first.renewed()


async def test_a_renewal_that_takes_long_counts_from_when_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEASE", 0.1)

    class Slow:
        async def hold_lease(self, name: str, now: datetime, seconds: float) -> bool:
            await asyncio.sleep(0.15)
            return True

    hold = Hold(Slow(), "polling", lambda: datetime.now(UTC))
    assert await hold.renewed()
    assert not hold.valid()


async def test_a_frozen_process_is_followed_by_another_and_does_no_harm_when_it_wakes(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    """Real processes: one is frozen while it asks, another takes over; thawed, it asks and confirms nothing until the
    other is killed, and then it takes over in its turn."""
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with Emulator(pace=0.05) as emulator:
        one, two = (HavenProcess(emulator, tmp_path / name, database=where) for name in ("one", "two"))
        try:
            await one.start()
            phone = emulator.phone(language="nl")
            await said(phone, "hallo", 0)
            greeted = await all_said(emulator, phone, one)
            await said(phone, "/help", greeted)
            heard = await all_said(emulator, phone, one)
            helped = heard - greeted
            two.extra["HAVEN_KEYS"] = str(one.folder / "keys")
            await two.start()
            freeze(one, signal.SIGSTOP)
            heard = len(await said(phone, "/help", heard))  # its open question brought this to the frozen one first
            await emulator.settled(60)
            freeze(one, signal.SIGCONT)
            for _ in range(5):
                heard = len(await said(phone, "/help", heard))
                await asyncio.sleep(0.3)
            heard = await all_said(emulator, phone, one)  # or what the other had sent and not noted would come twice
            assert "polling_conflict" not in one.log.read_text() + two.log.read_text()
            assert "haven_updates_seen_before_total 0.0" in one.get("/metrics"), "what it was told is another's by now"
            two.kill()
            await said(phone, "/help", heard)
            assert await all_said(emulator, phone, one) == greeted + 8 * helped, (
                "each was answered, by one of them, once"
            )
        finally:
            for process in (one, two):
                process.kill()


def freeze(process: HavenProcess, number: int) -> None:
    assert process.process is not None
    process.process.send_signal(number)


async def all_said(emulator: Emulator, phone: Phone, process: HavenProcess) -> int:
    """How much the bot has said, once nothing is left to say."""
    await emulator.settled(60)
    async with asyncio.timeout(60):
        while 'haven_stored{what="outbox"} 0.0' not in await asyncio.to_thread(process.get, "/metrics"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return len(await said_to(phone, 0))


async def said(phone: Phone, words: str, heard: int) -> list[str]:
    await phone.says(words)
    return await said_to(phone, heard)
