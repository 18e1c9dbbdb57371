"""The PostgreSQL server is restarted, stopped short and killed while people write: nothing confirmed is missing.

That the judge finds what is lost, doubled or out of order is shown in `test_crash.py`, with a house that does it.
"""

import asyncio
import signal
import tempfile
from functools import partial
from pathlib import Path
from random import Random

import pytest

from emulator.server import Emulator
from tests.drills.finding import amount, seed
from tests.drills.haven_process import HavenProcess
from tests.drills.many import through
from tests.drills.nursery import Nursery
from tests.postgres import PostgresServer


async def restarted(server: PostgresServer, how: str) -> None:
    """`fast`: the sessions are ended. `immediate`: no checkpoint. `killed`: as with the machine, all of it at once."""
    if how == "killed":
        await asyncio.to_thread(server.kill)
    else:
        assert server.process is not None
        server.process.send_signal({"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[how])
        await asyncio.to_thread(server.process.wait, 60)
    await asyncio.to_thread(server.start)


@pytest.mark.timeout(amount(3600, 600))
@pytest.mark.parametrize("mode", ["webhook", "polling"] if amount(1, 0) else ["webhook"])
async def test_people_write_on_while_the_database_server_falls_and_rises(
    tmp_path: Path, nursery: Nursery, mode: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="haven-postgres-") as folder:
        server = await asyncio.to_thread(PostgresServer(Path(folder), fsync=True).start)
        databases = {
            "HAVEN_DATABASE_URL": server.url(),
            "HAVEN_KEYSTORE_URL": f"sqlite:///{tmp_path}/keys/keys.db",
        }
        ways = ["fast", "immediate", "killed"] * amount(10, 1)
        Random(seed()).shuffle(ways)
        async with Emulator(pace=0.1) as emulator:
            house = HavenProcess(emulator, tmp_path / "haven", mode, databases, nursery=nursery)
            house.extra = {"HAVEN_KEYS": str(tmp_path / "keys")}
            try:
                await house.start()
                falls = [partial(restarted, server, way) for way in ways]
                found = await through("database restarts", emulator, [house], seed(), amount(3000, 150), falls)
                print(found)
                assert found.holds, found
            finally:
                house.kill()
                await asyncio.to_thread(server.stop)
