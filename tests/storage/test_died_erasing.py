"""Died in the middle of an erasure, between the database and the key store: the next start finishes it."""

import asyncio
import subprocess
import sys
from pathlib import Path

from storage.database import open_database
from storage.statements import ask
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, writes

ROOT = Path(__file__).parent.parent.parent
#: A house that dies at the first key it is to destroy.
DIES = """
import asyncio, os, sys
from pathlib import Path
from storage import open_store
from storage.keys import KeyStore
from tests.storage.people import HOUSE, NOW, Decision, writes

async def die(self, ids):
    os._exit(9 if tuple(ids) else 1)

async def erase(database, keys, folder):
    store = await open_store(database, keys, Path(folder), process="dies")
    KeyStore.destroy = die
    await store.work_off(writes(2), NOW, HOUSE, Decision(session=None, case=None, wipe=True))

asyncio.run(erase(*sys.argv[1:]))
"""


async def test_keys_of_an_erasure_that_was_cut_off_are_destroyed_at_the_next_start(
    opened: Opener, engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    store = await opened()
    await store.work_off(writes(1), NOW, HOUSE, Decision("hi", case=case()))
    hers = await store.database.read(lambda: ask("SELECT key_id FROM contact UNION SELECT key_id FROM cases"))
    doomed = {row[0] for row in hers}
    await store.close()
    died = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", DIES, *engine_urls, str(keys_folder)], cwd=ROOT, check=False
    )
    assert died.returncode == 9
    await still_there(engine_urls[1], doomed)
    again = await opened()
    assert await again.keys.load(doomed) == doomed
    counts = await again.counts(NOW)
    assert (counts["erasures"], counts["cases"], counts["sessions"]) == (0, 0, 0)


async def still_there(keystore_url: str, doomed: set[str]) -> None:
    """The control: the house died before it destroyed anything."""
    database = await open_database(keystore_url)
    try:
        rows = await database.read(lambda: ask("SELECT id FROM data_key"))
        assert doomed <= {row[0] for row in rows}
    finally:
        await database.close()
