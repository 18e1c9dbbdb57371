"""Numbers step by step: written down now and then, by every process, never for one reply; and who stands where now."""

from __future__ import annotations

import asyncio
from typing import Any

from flows.session import Place
from helpline.steps_walked import Steps, Walked
from storage import Store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, later, session, writes

AGE, STORY = Place("triage", "age"), Place("intake", "story")
CAME, ANSWERED = Walked(1, AGE, "came"), Walked(1, AGE, "answered")


async def test_what_every_process_counted_adds_up(store: Store, opened: Any) -> None:
    other = await opened("other") if store.shared else store
    counts = {CAME: 2, ANSWERED: 1, Walked(2, AGE, "came"): 5}
    await asyncio.gather(*(one.count_steps(counts) for one in (store, other) * 10))
    assert await store.step_counts(1) == {(AGE, "came"): 40, (AGE, "answered"): 20}
    assert await store.step_counts(2) == {(AGE, "came"): 100}
    assert await store.step_counts(3) == {}


async def test_a_long_list_is_written_down_whole(store: Store) -> None:
    many = {Walked(1, Place("triage", f"step{n}"), "came"): n for n in range(1, 300)}
    await store.count_steps(many)
    assert len(await store.step_counts(1)) == 299


async def test_no_reply_waits_for_a_number_to_be_written_down(store: Store) -> None:
    """As many commits as replies, however much is counted; then one for all of it."""
    steps, commits = Steps(), list[int]()
    await store.work_off(writes(1), NOW, HOUSE, Decision("hi"))
    for first, walked in ((100, ()), (200, (CAME, ANSWERED) * 5)):
        before = store.database.commits
        for update in range(first, first + 10):
            worked = await store.work_off(writes(update), NOW, HOUSE, Decision("hi", walked=walked))
            steps.add(worked.walked)
        commits.append(store.database.commits - before)
    assert commits == [10, 10]
    assert await store.step_counts(1) == {}
    assert await steps.write_down(store) == 100
    assert store.database.commits - before == 11
    assert await store.step_counts(1) == {(AGE, "came"): 50, (AGE, "answered"): 50}


async def test_what_an_update_that_comes_again_brought_is_counted_once(store: Store) -> None:
    first = await store.work_off(writes(1), NOW, HOUSE, Decision("hi", walked=(CAME,)))
    again = await store.work_off(writes(1), NOW, HOUSE, Decision("hi", walked=(CAME,)))
    assert (first.walked, again.walked) == ((CAME,), ())


# ── who stands where ──────────────────────────────────────────────────────────────────────────────────────────────
async def stands(store: Store, who: int, **more: Any) -> None:
    at = {name: more.pop(name) for name in ("place", "revision", "ended") if name in more}
    await store.work_off(writes(who, str(who)), NOW, HOUSE, Decision(session=session(**at), **more))


async def test_who_is_in_a_talk_is_counted_where_she_stands(store: Store) -> None:
    for who in range(7):
        await stands(store, who)
    await stands(store, 10, place=STORY)
    await stands(store, 11, place=STORY, revision=2, case=case())
    await stands(store, 12, ended=True)
    await stands(store, 13)
    await store.work_off(writes(99, "13"), NOW, HOUSE, Decision(keep=False))
    assert await store.people_on_steps(NOW) == {(1, AGE): 7, (1, STORY): 1, (2, STORY): 1}
    assert await store.people_on_steps(later(61)) == {(2, STORY): 1}, "who has no case is gone after an hour"


async def test_more_than_fit_at_a_time_are_all_counted(store: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr("storage.standing.AT_A_TIME", 4)
    for who in range(11):
        await stands(store, who)
    assert await store.people_on_steps(NOW) == {(1, AGE): 11}


async def test_whose_key_is_destroyed_or_whose_cell_is_broken_stands_nowhere(store: Store) -> None:
    for who in range(3):
        await stands(store, who)
    rows = await store.database.read(lambda: ask("SELECT contact_id, key_id, sealed FROM session ORDER BY contact_id"))
    await store.keys.destroy([rows[0][1]])
    broken = bytes(rows[1][2])[:-1] + bytes([bytes(rows[1][2])[-1] ^ 1])
    await store.database.run(lambda: ask("UPDATE session SET sealed = $2 WHERE contact_id = $1", rows[1][0], broken))
    assert await store.people_on_steps(NOW) == {(1, AGE): 1}


async def test_looking_who_stands_where_writes_nothing_and_takes_no_ones_keys(store: Store) -> None:
    for who in range(3):
        await stands(store, who)
    store.keys.ring.empty()
    before = store.database.commits
    assert await store.people_on_steps(NOW) == {(1, AGE): 3}
    assert store.database.commits == before
    assert len(store.keys.ring.held()) == store.keys.ring.spares()
