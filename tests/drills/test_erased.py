"""What was erased can be won from no byte of the house with any key there is; and what stays opens as before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.erased import Plan, rob
from tests.drills.erased_house import lived_in
from tests.drills.finding import FULL, Finding, amount
from tests.postgres import PostgresServer, apart, execute

#: Who goes and who stays: of both, some have hidden the chat, and to some a message is on its way.
LEAVING, STAYING = amount(12, 2), amount(6, 1)
#: Each engine and each way of going once; in full all of them.
WAYS = [("sqlite", "time"), ("postgresql", "she")]
WAYS += [("sqlite", "she"), ("postgresql", "time")] if os.environ.get(FULL) else []


#: What decision 12 asks of whoever runs the server; a segment of its log that is used again keeps what stood in it.
FORGETS = ("wal_recycle = off", "wal_init_zero = on", "min_wal_size = '32MB'")


@pytest.fixture
def also(engine: str, request: pytest.FixtureRequest) -> Iterator[list[Path]]:
    """Where the engine itself keeps what it is told."""
    if engine == "sqlite":
        yield []
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    for setting in FORGETS:
        apart(execute(server.url(), f"ALTER SYSTEM SET {setting}"))
    apart(execute(server.url(), "SELECT pg_reload_conf()"))
    yield [server.data]
    apart(execute(server.url(), "ALTER SYSTEM RESET ALL"))
    apart(execute(server.url(), "SELECT pg_reload_conf()"))


async def drill(folder: Path, urls: tuple[str, str], also: list[Path], plan: Plan) -> Finding:
    async with lived_in(folder, urls) as house:
        return await rob(house, urls, also, plan)


@pytest.mark.timeout(amount(3600, 600))
@pytest.mark.parametrize(("engine", "how"), WAYS, indirect=["engine"])
async def test_nothing_that_went_can_be_won_and_what_stays_is_there(
    tmp_path: Path, engine_urls: tuple[str, str], also: list[Path], how: str
) -> None:
    finding = await drill(tmp_path, engine_urls, also, Plan(LEAVING, STAYING, how))
    print(finding)
    assert finding.holds, finding


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_drill_finds_a_house_that_never_begins_a_new_epoch(
    tmp_path: Path, engine_urls: tuple[str, str], also: list[Path]
) -> None:
    finding = await drill(tmp_path, engine_urls, also, Plan(1, 0, "she", rotates=False))
    assert finding.wrong["story can still be won"] > 0, finding
