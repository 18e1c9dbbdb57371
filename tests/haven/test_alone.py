"""Several processes over one database: one of them polls, and another takes over when it goes or dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from emulator.server import Emulator
from haven import alone as module
from haven.alone import while_alone
from storage.chores import lease
from storage.store import Store, open_store
from tests.haven.running import running, said_to, settings_for


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
    monkeypatch.setattr(module, "LEASE", 0.5)
    working: list[str] = []
    most = 0

    async def run(name: str, stop: asyncio.Event) -> None:
        async def work(enough: asyncio.Event) -> None:
            nonlocal most
            working.append(name)
            most = max(most, len(working))
            await enough.wait()
            working.remove(name)

        await while_alone(Other(store, name), "polling", lambda: datetime.now(UTC), stop, work)

    stops = [asyncio.Event(), asyncio.Event()]
    async with asyncio.TaskGroup() as group, asyncio.timeout(20):
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
    from tests.postgres import apart, emptied

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
