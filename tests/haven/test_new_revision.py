"""What is published runs in every process within two seconds, heard of or not; and what people do in it is counted."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from emulator.server import Emulator
from flows.session import Place
from haven.logs import Log
from storage import Store, open_store
from storage.news import PostgresNews
from tests.drills.pinned import EVERYWHERE, Process, as_published, begun, marked, published
from tests.haven.running import RunningHouse, running, said_to, settings_for
from tests.postgres import PostgresServer
from tests.soon import until

LANGUAGE = Place("triage", "language")
BOTH = pytest.mark.parametrize("engine", ["postgresql"])


async def together(urls: tuple[str, str], keys: Path, names: str) -> list[Process]:
    return [await begun(urls, keys, name, Log(io.StringIO())) for name in names]


async def close(processes: Sequence[Process]) -> None:
    await asyncio.gather(*(one.close() for one in processes))


async def test_new_talks_begin_in_it_at_once_in_every_process(
    engine_urls: tuple[str, str], keys_folder: Path, engine: str
) -> None:
    processes = await together(engine_urls, keys_folder, "ab" if engine == "postgresql" else "a")
    try:
        assert await published(processes, 2) < EVERYWHERE
        assert await published(processes, 3) < EVERYWHERE
        for one in processes:
            assert set(one.premises().revisions) == {1, 2, 3}
            assert one.premises().running == 3
    finally:
        await close(processes)


@BOTH
async def test_who_does_not_hear_of_it_finds_it(
    engine_urls: tuple[str, str], keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line over which it would have heard is dead, and nobody has noticed yet."""

    async def deaf(self: PostgresNews) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(PostgresNews, "listen", deaf)
    here, there = await together(engine_urls, keys_folder, "ab")
    try:
        await here.store.publish_draft(None, *as_published(2))
        assert there.premises().running == 1
        await there.renewing.look()
        assert there.premises().running == 2
    finally:
        await close([here, there])


# ── houses at work ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as one:
        yield one


async def runs(house: RunningHouse, number: int) -> None:
    def told() -> bool:
        lines = map(json.loads, house.log.getvalue().splitlines())
        return any(line["event"] == "revision_loaded" and line["number"] == number for line in lines)

    await until(told, EVERYWHERE)


@BOTH
async def test_two_houses_at_work_run_it_within_two_seconds(
    engine_urls: tuple[str, str], tmp_path: Path, emulator: Emulator, postgres_server: PostgresServer
) -> None:
    shared = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), engine_urls, strict=True))
    here, there = (replace(settings_for(emulator, tmp_path, **shared), port=0) for _ in range(2))
    async with running(here, emulator) as one, running(there, emulator) as other:
        store = await open_store(*engine_urls, tmp_path / "keys", process="server")
        try:
            await store.publish_draft(None, *as_published(2))
            await asyncio.gather(runs(one, 2), runs(other, 2))
        finally:
            await store.close()


async def test_what_people_did_is_written_down_when_the_house_closes(
    engine_urls: tuple[str, str], tmp_path: Path, emulator: Emulator, engine: str
) -> None:
    """Also that a house goes on in what its database holds, and not in what it ships with."""
    names = ("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL") if engine == "postgresql" else ()
    shared = dict(zip(names, engine_urls, strict=False))
    store = await open_store(*engine_urls, tmp_path / "keys", process="server")
    await store.seed_revision(marked(1).to_json(), marked(1).checksum, as_published(1)[0].at)
    await store.close()
    async with running(settings_for(emulator, tmp_path, HAVEN_LANGUAGES="nl,fr", **shared), emulator) as house:
        phones = [emulator.phone(language="nl") for _ in range(3)]
        for phone in phones:
            await phone.says("hallo")
            assert "⟨1⟩" in " ".join(await said_to(phone, 0))
        await house.all_sent()
        await house.stop()
    store = await open_store(*engine_urls, tmp_path / "keys", process="server")
    assert await counted(store) == 3
    await store.close()


async def counted(store: Store) -> int:
    return (await store.step_counts(1))[LANGUAGE, "came"]
