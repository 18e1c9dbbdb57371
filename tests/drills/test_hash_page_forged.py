"""No forged secret, session or launch gets through the page on which hashes are made; what is good always does."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from storage import Store, open_store
from storage.repositories import page_sessions
from storage.statements import Steps, ask
from tests.drills.finding import Finding, amount, chance_of, seed, trouble
from tests.drills.page_door import NOW, Door, Person, door
from tests.drills.page_forgeries import WAYS
from tests.storage.people import Decision, writes

#: Of so many calls one is good; so many are under way at once; so many people's pages are open.
SOUND, AT_ONCE, PEOPLE = 20, 40, amount(40, 10)
NOT_GOOD = b'{"refusal":"not_good"}'


async def goes_right(house: Door, one: Person, case: int) -> bool:
    """She asks for a page, opens it, sends something, and sometimes goes on in another browser."""
    async with one.busy:
        await house.given(one)
        opened = await house.opens(one, by_launch=bool(case // SOUND % 2))
        await house.given(one)
        kept = opened and (one.kept >= 150 or await house.keeps(one, hashlib.sha256(b"%d" % case).hexdigest()))
        return kept and (case % 3 > 0 or await house.moves(one))


async def forge(house: Door, case: int, finding: Finding) -> None:
    chance = chance_of(finding.seed, case)
    one = chance.choice(house.people)
    way = chance.choice(WAYS)
    async with one.busy:  # what is mangled is what is good now
        told = way(house, one, chance)
        answered = await house.asks(told, chance.choice((65536, 1000)))
    finding.seen[f"{way.__name__} {answered.status}"] += 1
    if answered.status not in (401, 413) or (answered.status == 401 and answered.body != NOT_GOOD):
        finding.add(f"{way.__name__} answered {answered.status}", case)
    finding.count += 1


async def drill(store: Store, finding: Finding, count: int) -> Finding:
    """A forgery each, and between them what is good."""
    house = await door(store, PEOPLE)

    async def both(case: int) -> None:
        try:
            await forge(house, case, finding)
            if case % SOUND == 0:
                finding.seen["sound"] += 1
                if not await goes_right(house, house.people[case // SOUND % PEOPLE], case):
                    finding.add("a good one was refused", case)
        except Exception as error:
            finding.add(trouble(error), case)

    for begin in range(0, count, AT_ONCE):
        await asyncio.gather(*map(both, range(begin, min(begin + AT_ONCE, count))))
    await judge(house, finding)
    return finding.done()


async def judge(house: Door, finding: Finding) -> None:
    """What the database says: each has what she kept herself, and one open page."""
    for number, one in enumerate(house.people):
        read = Decision()
        await house.store.work_off(writes(number, str(one.chat)), NOW, house.house, read)
        case = read.last.case
        if case is None or len(case.items) != one.kept:
            finding.add("kept by a forger, or lost", number)
        if await house.store.page_asked(one.secret, NOW) is None:
            finding.add("a secret spent by a forger", number)
    pages = await house.store.database.read(lambda: ask("SELECT COUNT(*) FROM page_session"))
    finding.wrong["pages nobody opened"] += abs(pages[0][0] - PEOPLE)
    for error in house.failures:
        finding.add(trouble(error), 0)
    finding.wrong = +finding.wrong


@pytest.fixture
async def store(engine_urls: tuple[str, str], keys_folder: Path) -> Store:
    return await open_store(*engine_urls, keys_folder, process="drill")


@pytest.mark.timeout(3600)
async def test_nothing_forged_opens_a_page_or_uses_one(store: Store, engine: str) -> None:
    count = amount(100_000, 1_500 if engine == "sqlite" else 600)
    finding = await drill(store, Finding("hash page forged", seed=seed(), engine=engine), count)
    await store.close()
    print(finding)
    assert finding.holds, finding
    assert all(any(kind.startswith(way.__name__) for kind in finding.seen) for way in WAYS)
    assert finding.seen["sound"] >= finding.count // SOUND


@pytest.mark.parametrize("careless", ["signature", "age", "replay", "spent"])
async def test_the_drill_finds_a_page_that_looks_less_closely(
    careless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys"
    store = await open_store(f"sqlite:///{tmp_path}/haven.db", f"sqlite:///{keys}/keys.db", keys, process="drill")

    def again(launch: bytes, until: object) -> Steps[bool]:
        yield from ()
        return True

    if careless == "signature":
        monkeypatch.setattr("bot.telegram.launch.hmac.compare_digest", lambda one, other: True)
    elif careless == "age":
        monkeypatch.setattr("bot.telegram.launch.GOOD_FOR", NOW - NOW.replace(year=1990))
    elif careless == "replay":
        monkeypatch.setattr(page_sessions, "launched", again)
    else:
        monkeypatch.setattr(page_sessions, "ticket_digest", lambda secret: page_sessions.digest(secret.strip()))
        monkeypatch.setattr("storage.repositories.tickets.digest", lambda secret: page_sessions.digest(secret.strip()))
    finding = await drill(store, Finding("careless", seed=seed()), 300)
    await store.close()
    assert finding.wrong, careless
