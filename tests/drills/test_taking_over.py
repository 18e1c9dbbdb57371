"""A thousand takeovers: of two takers one wins, and after the notice comes nothing of the bot. On PostgreSQL she is
at one process and the counsellor at another."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import speaking
from tests.drills.finding import Finding, amount, seed
from tests.haven.test_withdrawing import CHATS, ROUNDS, Slowly, after_the_notice, processes, raced
from tests.postgres import apart, emptied
from tests.storage import test_holding
from tests.storage.test_desk import races

AT_ONCE = 10


@pytest.mark.timeout(600)
async def test_of_two_takers_one_wins(engine: str, engine_urls: tuple[str, str], keys_folder: Path) -> None:
    count = amount(1000, 20)
    finding = Finding("two takers", count, seed(), engine)
    async with test_holding.processes(engine_urls, keys_folder, 2 if engine == "postgresql" else 1) as stores:
        for first in range(0, count, AT_ONCE):
            await races((stores[0], stores[-1]), first, AT_ONCE)
    print(finding.done())
    assert finding.holds, finding


async def in_flight(engine: str, urls: tuple[str, str], folder: Path, rounds: int) -> Finding:
    """Replies of the bot on their way while somebody takes over."""
    finding, weather = Finding("a takeover in flight", rounds * CHATS, seed(), engine), Slowly(seed())
    async with processes(urls, folder, weather, 2 if engine == "postgresql" else 1) as found:
        for number in range(rounds):
            chats = range(number * CHATS, (number + 1) * CHATS)
            await raced(found[0], found[-1], seed() + number, chats)
        finding.seen["withdrawn"] = int((await found[0].store.counts())["withdrawn"])
    for _ in after_the_notice(weather):
        finding.add("after the notice", 0)
    return finding.done()


@pytest.mark.timeout(600)
async def test_after_a_thousand_notices_comes_nothing_of_the_bot(
    engine: str, engine_urls: tuple[str, str], keys_folder: Path
) -> None:
    finding = await in_flight(engine, engine_urls, keys_folder, amount(25, 1))
    print(finding)
    assert finding.holds, finding


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_the_drill_finds_a_notice_that_does_not_wait(
    engine: str, engine_urls: tuple[str, str], keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "ON_ITS_WAY", "SELECT 1 FROM outbox WHERE contact_id = $1 AND 1 = 0")
    found = [await in_flight(engine, engine_urls, keys_folder, 1)]
    while found[-1].holds and len(found) < ROUNDS:  # none of these races was close enough
        apart(emptied(*engine_urls))
        found.append(await in_flight(engine, engine_urls, keys_folder, 1))
    assert not found[-1].holds, found
