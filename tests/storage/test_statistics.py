"""Every happening is counted on its day, in its team: once, whatever falls down, and still when all of it is purged."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpline.events import Event
from storage import Store, open_store
from storage.repositories import events, statistics
from storage.statements import ask
from tests.drills.finding import amount
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, event, some_id, writes

ROOT = Path(__file__).parent.parent.parent
KILLS = amount(20, 1)
#: In Belgium the next day has begun.
LATE = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)


async def happen(store: Store, *told: Event, update: int = 1) -> None:
    await store.work_off(writes(update), NOW, HOUSE, Decision(events=told))


def happening(kind: str, at: datetime = NOW, /, **about: str | int) -> Event:
    return Event(some_id(), kind, at, None, about)


async def counted(store: Store) -> Mapping[tuple[str, str, str], int]:
    rows = await store.database.read(lambda: ask("SELECT day, name, team, amount FROM statistic"))
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def test_each_is_counted_on_its_day_in_its_team_and_by_its_code(store: Store) -> None:
    await happen(
        store,
        happening("case_closed", team="helpline", outcome="helped"),
        happening("case_closed", team="helpline", outcome="helped"),
        happening("case_closed", LATE, team="helpline", outcome="misuse"),
        happening("case_erased", team="", team_before="child_focus", reason="outlived"),
        happening("item_kept", kind="link"),
        happening("contact_wrote"),
    )
    assert await counted(store) == {}, "nothing is counted before it has its number"
    await store.number_events()
    assert await counted(store) == {
        ("2026-03-14", "case_closed:helped", "helpline"): 2,
        ("2026-03-15", "case_closed:misuse", "helpline"): 1,
        ("2026-03-14", "case_erased:outlived", "child_focus"): 1,
        ("2026-03-14", "item_kept:link", ""): 1,
        ("2026-03-14", "contact_wrote", ""): 1,
    }
    await happen(store, happening("contact_wrote"), update=2)
    await store.number_events()
    await store.number_events()
    assert (await counted(store))[("2026-03-14", "contact_wrote", "")] == 2


def test_what_is_no_code_of_ours_names_nothing() -> None:
    told = '{"outcome": "her own words", "team": "helpline"}'
    assert statistics.named("case_closed", NOW, None, told) == ("2026-03-14", "case_closed", "helpline")


async def test_purging_all_that_was_said_loses_no_number(store: Store) -> None:
    many = [happening(f"kind_{chr(97 + number % 26)}", team="helpline") for number in range(events.AT_A_TIME + 40)]
    for update, group in enumerate((many[:300], many[300:]), 1):
        await happen(store, *group, update=update)
    while await store.number_events():
        pass
    before = await counted(store)
    assert sum(before.values()) == len(many)
    assert len(before) == 26
    assert await store.purge_events(NOW + timedelta(days=2), timedelta(days=1)) == len(many)
    while await store.number_events():
        pass
    after = dict(await counted(store))
    purges = {name: after.pop(name) for name in [*after] if name not in before}
    assert after == before
    assert all(name[1] == "events_purged" for name in purges)


async def test_days_go_when_their_time_is_over(store: Store) -> None:
    await happen(store, happening("contact_wrote"), happening("contact_wrote", NOW - timedelta(days=10)))
    await store.number_events()
    await store.prune_statistics(NOW, timedelta(days=10))
    assert {day for day, _, _ in await counted(store)} == {"2026-03-04", "2026-03-14"}
    await store.prune_statistics(NOW, timedelta(days=9))
    assert {day for day, _, _ in await counted(store)} == {"2026-03-14"}


async def test_processes_that_number_at_once_count_each_once(opened: Opener, engine: str) -> None:
    stores = [await opened(f"number {one}") for one in range(3 if engine == "postgresql" else 1)]
    for update in range(1, 31):
        told = tuple(replace(event("contact_wrote"), id=some_id()) for _ in range(3))
        await happen(stores[0], *told, update=update)
        await asyncio.gather(*(store.number_events() for store in stores))
    assert sum((await counted(stores[0])).values()) == 90


async def test_killed_in_the_middle_each_is_counted_once(
    engine_urls: tuple[str, str], engine: str, keys_folder: Path
) -> None:
    chance = random.Random(seed := random.randrange(10**6))
    for kill in range(KILLS):
        killed(engine_urls, keys_folder, kill * 100_000, chance.uniform(0.05, 0.3))
    store = await open_store(*engine_urls, keys_folder, process="afterwards")
    try:
        numbered = await store.database.read(lambda: ask("SELECT COUNT(*) FROM event WHERE seq IS NOT NULL"))
        assert sum((await counted(store)).values()) == numbered[0][0] > 0, seed
        while await store.number_events():
            pass
        happened = await store.database.read(lambda: ask("SELECT COUNT(*) FROM event"))
        assert sum((await counted(store)).values()) == happened[0][0], seed
    finally:
        await store.close()


def killed(urls: tuple[str, str], folder: Path, first: int, after: float) -> None:
    words = [sys.executable, "-m", "tests.storage.counting", *urls, str(folder), str(first)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"numbered\n", "it ended by itself"
        time.sleep(after)
        run.send_signal(signal.SIGKILL)
        run.stdout.read()
