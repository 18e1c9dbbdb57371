"""The same picture in other cases of a team, as storage finds it: of that team alone, of what is still there alone,
noted where it was asked and where it was found, and nothing of it kept."""

import asyncio
import gc
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from helpline.case import Case
from helpline.errors import NoSuchCase
from helpline.evidence import Item
from helpline.matching import Compared, Mark
from helpline.staff import Staff
from storage import Store, matching_store
from storage.repositories import matching
from storage.statements import ask, ask_in
from tests.storage.people import HOUSE, NOW, Decision, link, some_id, writes
from tests.storage.test_desk import rows
from tests.storage.test_desk_views import kept

VERA = Staff("vera", "vera", "Vera", frozenset({"supervisor"}), frozenset({"helpline"}))
#: Two hashes of one picture, 4 bits apart, and one of another.
PICTURE, SENT_ON, ANOTHER = "0123456789abcdef" * 4, "0123456789abcde0" + "0123456789abcdef" * 3, "5a" * 32
FILE = "ab" * 32


def hashed(value: str, algorithm: str = "pdq", **more: Any) -> Item:
    told: dict[str, Any] = {"algorithm": algorithm, "value": value} | more
    return Item(some_id(), "hash", f"{algorithm} {value}", NOW, "consent", **told)


async def asks(store: Store, case: Case) -> Compared:
    return await store.matched(case.id, "helpline", case.items, VERA, NOW)


def cases_of(compared: Compared) -> set[str]:
    return {match.case for match in compared.matches}


async def test_a_picture_is_found_in_another_case_of_the_team_and_in_no_other_team(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE), hashed(FILE, "sha256"), link()))
    sent_on = await kept(store, 2, items=(link(), hashed(SENT_ON)))
    same = await kept(store, 3, state="closed", outcome="helped", items=(hashed(FILE, "sha256"), hashed(ANOTHER)))
    await kept(store, 4, items=(hashed(ANOTHER),))
    await kept(store, 5, team="child_focus", items=(hashed(PICTURE), hashed(FILE, "sha256")))
    await kept(store, 6, team=None, items=(hashed(PICTURE),))
    found = await asks(store, mine)
    told = [(one.case, one.sure, one.bits) for one in found.matches]
    assert told == [(same.id, "same_file", None), (sent_on.id, "almost_surely", 4)]
    assert (found.hashes, found.cases) == (4, 3)
    assert [one.asked for one in found.matches] == [mine.items[1].id, mine.items[0].id]


async def test_that_it_was_asked_is_noted_there_and_that_it_was_found_here_in_counts_alone(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    other = await kept(store, 2, items=(hashed(SENT_ON), hashed(PICTURE)))
    await kept(store, 3, items=(hashed(ANOTHER),))
    await asks(store, mine)
    told = await rows(store, "SELECT kind, case_id, about FROM event WHERE kind LIKE '%matched' ORDER BY position")
    assert [(kind, case_id, json.loads(about)) for kind, case_id, about in told] == [
        ("hashes_matched", mine.id, {"staff": "vera", "team": "helpline", "hashes": 1, "cases": 1}),
        ("case_matched", other.id, {"staff": "vera", "team": "helpline", "hashes": 2}),
    ]


async def test_a_question_that_finds_nothing_is_noted_as_well(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    assert await asks(store, mine) == Compared()
    [[about]] = await rows(store, "SELECT about FROM event WHERE kind = 'hashes_matched'")
    assert json.loads(about)["cases"] == 0


async def test_her_copy_tells_that_it_was_looked_for_and_never_that_another_was_found(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    other = await kept(store, 2, items=(hashed(PICTURE),))
    await asks(store, mine)
    assert "hashes_matched" in {one.kind for one in (await store.everything(mine.id)).history}
    assert "matched" not in str([one.kind for one in (await store.everything(other.id)).history])
    assert "case_matched" in {one.kind for one in (await store.case_page(other.id, VERA)).history}


async def test_more_cases_than_are_read_at_a_time_are_all_gone_through(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "AT_A_TIME", 3)
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    others = [await kept(store, number, items=(hashed(PICTURE),)) for number in range(2, 12)]
    found = await asks(store, mine)
    assert cases_of(found) == {one.id for one in others}
    assert (found.hashes, found.cases) == (10, 10)


#: How each engine is asked what it is going to do, and what it says where it goes through one table for another.
PLANS = {"sqlite": ("EXPLAIN QUERY PLAN ", ("SCAN k", "ix_cases_team")), "postgresql": ("EXPLAIN ", ("Join", "Loop"))}


async def test_for_a_few_cases_only_those_are_read_however_many_the_team_has(store: Store) -> None:
    explain, wrong = PLANS[store.database.dialect]
    joined = f"{explain}SELECT i.id FROM item i JOIN cases k ON +k.id = i.case_id WHERE k.team = $1 AND i.id IN {{ids}}"
    plans = [
        str(await store.database.read(lambda sql=sql: ask_in(sql, ["a", "b"], "helpline")))  # type: ignore[misc]
        for sql in (explain + matching.ITEMS, joined if store.database.dialect == "sqlite" else joined.replace("+", ""))
    ]
    assert [any(word in plan for word in wrong) for plan in plans] == [False, True], plans


async def test_half_a_character_in_what_she_typed_hides_no_hash(store: Store) -> None:
    """What is read quickly reads what is written slowly, too."""
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    odd = replace(hashed(SENT_ON), as_typed="\ud83d")
    other = await kept(store, 2, items=(odd,))
    assert cases_of(await asks(store, mine)) == {other.id}


# ── what is erased ────────────────────────────────────────────────────────────────────────────────────────────────
async def test_what_is_erased_before_the_question_is_not_there(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    gone, stays = [await kept(store, number, items=(hashed(PICTURE),)) for number in (2, 3)]
    await store.work_off(writes(92, "2"), NOW, HOUSE, Decision(case=None))
    assert cases_of(await asks(store, mine)) == {stays.id}
    assert gone.id not in str(await rows(store, "SELECT case_id FROM event WHERE kind = 'case_matched'"))


def while_comparing(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any]) -> None:
    """Something happens after everything was read and compared, before it is answered."""
    plainly = matching_store.MatchingStore._compared

    async def slowly(self: Store, *told: Any) -> Compared:
        found = await plainly(self, *told)
        assert found.matches, "it had been found"
        await meanwhile()
        return found

    monkeypatch.setattr(matching_store.MatchingStore, "_compared", slowly)


async def test_what_is_erased_between_question_and_answer_is_not_in_the_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    await kept(store, 2, items=(hashed(PICTURE),))
    while_comparing(monkeypatch, lambda: store.work_off(writes(92, "2"), NOW, HOUSE, Decision(case=None)))
    assert (await asks(store, mine)).matches == ()
    assert await rows(store, "SELECT 1 FROM event WHERE kind = 'case_matched'") == []


async def test_one_hash_that_is_taken_back_meanwhile_is_not_in_the_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    other = await kept(store, 2, items=(hashed(PICTURE), hashed(SENT_ON)))
    without = Decision(case=replace(other, items=other.items[1:]))
    while_comparing(monkeypatch, lambda: store.work_off(writes(92, "2"), NOW, HOUSE, without))
    assert [one.item for one in (await asks(store, mine)).matches] == [other.items[1].id]


async def test_a_case_that_goes_while_it_is_asked_about_gets_no_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    await kept(store, 2, items=(hashed(PICTURE),))
    while_comparing(monkeypatch, lambda: store.work_off(writes(91, "1"), NOW, HOUSE, Decision(case=None)))
    with pytest.raises(NoSuchCase):
        await asks(store, mine)
    assert await rows(store, "SELECT 1 FROM event WHERE kind LIKE '%matched'") == []


async def test_a_hash_that_somebody_changed_is_passed_over(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    broken, whole = [await kept(store, number, items=(hashed(PICTURE),)) for number in (2, 3)]
    [[sealed]] = await rows(store, "SELECT sealed FROM item WHERE case_id = $1", broken.id)
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    await store.database.run(lambda: ask("UPDATE item SET sealed = $1 WHERE case_id = $2", changed, broken.id))
    assert cases_of(await asks(store, mine)) == {whole.id}


async def test_nothing_of_what_was_compared_stays_in_memory_or_among_the_keys_at_hand(store: Store) -> None:
    mine = await kept(store, 1, items=(hashed(PICTURE),))
    await kept(store, 2, items=(hashed(PICTURE),))
    store.keys.ring.empty()
    found = await asks(store, mine)
    assert len(found.matches) == 1
    for (key_id,) in await rows(store, "SELECT key_id FROM cases"):
        assert store.keys.ring.get(key_id) is None
    gc.collect()
    values = [one.value for one in gc.get_objects() if isinstance(one, Item | Mark) and one.value == PICTURE]
    assert len(values) == 1, "only what this story itself holds of its first case"


async def test_two_who_ask_at_once_are_answered_one_after_the_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = [await kept(store, number, items=(hashed(PICTURE),)) for number in (1, 2)]
    plainly, under_way, most = matching_store.MatchingStore._compared, list[int](), list[int]()

    async def watched(self: Store, *told: Any) -> Compared:
        under_way.append(1)
        most.append(len(under_way))
        try:
            return await plainly(self, *told)
        finally:
            under_way.pop()

    monkeypatch.setattr(matching_store.MatchingStore, "_compared", watched)
    first, second = await asyncio.gather(asks(store, mine), asks(store, other))
    assert (cases_of(first), cases_of(second)) == ({other.id}, {mine.id})
    assert most == [1, 1]
