"""The PostgreSQL server itself is killed under us: nothing confirmed is lost, and the same store goes on afterwards."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from storage import StorageTrouble, open_store
from storage.statements import ask
from tests.postgres import PostgresServer
from tests.storage.people import HOUSE, NOW, Decision, writes


@pytest.mark.timeout(180)
async def test_a_killed_server_that_comes_back_has_everything_that_was_confirmed(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="haven-postgres-") as folder:
        server = PostgresServer(Path(folder), fsync=True)
        await asyncio.to_thread(server.start)
        keys = f"sqlite:///{tmp_path}/keys/keys.db"
        store = await open_store(server.url(), keys, tmp_path / "keys", process="survivor")
        confirmed: set[int] = set()
        try:
            for number in range(20):
                await store.work_off(writes(number, f"chat {number % 3}"), NOW, HOUSE, Decision("hi"))
                confirmed.add(number)
            await asyncio.to_thread(server.kill)
            with pytest.raises(StorageTrouble):
                await store.work_off(writes(20), NOW, HOUSE, Decision("hi"))
            with pytest.raises(StorageTrouble):
                await store.ready()
            await asyncio.to_thread(server.start)
            assert (await again(store, 20)).fresh
            seen = {row[0] for row in await store.database.read(lambda: ask("SELECT update_id FROM seen"))}
            assert seen == confirmed | {20}
        finally:
            await store.close()
            await asyncio.to_thread(server.stop)


async def again(store, update):  # type: ignore[no-untyped-def]
    """As the channel does: what was not confirmed comes again."""
    for _ in range(20):
        try:
            return await store.work_off(writes(update), NOW, HOUSE, Decision("hi"))
        except StorageTrouble:
            continue
    raise AssertionError("the store did not recover")
