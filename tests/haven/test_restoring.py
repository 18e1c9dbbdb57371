"""A backup brings back all it held, and nothing that was erased: on both databases, and from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import session as steps
from helpline.drafts import SavedTalk
from helpline.steps_walked import Walked
from storage import Store
from storage.dumping import LEFT_OUT
from storage.statements import ask
from tests.haven.backed import Copies, Place
from tests.postgres import apart, execute
from tests.storage.people import NOW, Decision, line, says, session
from tests.storage.test_drafts import CHANGE, draft, revision

#: Tables of editors.
EDITORS = ("draft", "draft_edit", "revision", "edition", "saved_talk", "step_count")
#: What an opening adds to a house that was brought back.
ADDED = "house_restored"


@pytest.fixture
def place(engine: str, engine_urls: tuple[str, str], tmp_path: Path) -> Place:
    """A house on each database in turn."""
    return Place(tmp_path / "house", engine_urls if engine == "postgresql" else None)


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies")


@pytest.fixture
def another(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place on the other database where nothing ever was."""
    if engine == "postgresql":
        yield Place(tmp_path / "another")
        return
    urls = request.getfixturevalue("postgres_urls")
    new = [url.replace("haven_", "haven_new_", 1) for url in urls]
    for url in new:
        apart(execute(urls[0], f'CREATE DATABASE "{url.rpartition("/")[2].partition("?")[0]}"'))
    yield Place(tmp_path / "another", (new[0], new[1]))
    for url in new:
        apart(execute(urls[0], f'DROP DATABASE "{url.rpartition("/")[2].partition("?")[0]}"'))


async def sweep(store: Store, days: float) -> None:
    """The hourly chore, so many days from now."""
    await store.rotate_epoch(datetime.now(UTC) + timedelta(days=days))


async def forget_erasures(store: Store) -> None:
    await store.database.run(lambda: ask("DELETE FROM erasure"))


async def edited(store: Store) -> None:
    """What editors work on, and what is published and counted."""
    for one in (draft("One"), draft("Two")):
        await store.begin_draft(one)
        await store.save_draft(one.id, 1, one.content, [CHANGE], "jan", one.begun_at)
    await store.publish_draft(replace(draft("Two"), version=2), *revision(1, by="eva", note="Softer."))
    await store.publish_draft(None, replace(revision(1)[0], kind="directory"), revision(1)[1])
    await store.save_talk(SavedTalk("t", "A talk", {"moves": []}, [], "eva", NOW))
    await store.count_steps({Walked(1, steps.Place("triage", "age"), "came"): 7})


def test_all_that_a_backup_held_is_back_on_the_other_database_and_opens(
    place: Place, copies: Copies, another: Place
) -> None:
    kept = {who: place.keeps(who) for who in ("an", "bea")}
    place.opened(edited)
    place.haven("staff", "add", "lotte", "--role", "counsellor")  # whatever was done before has its number by now
    copies.taken(place)
    there = another
    there.update = 100  # what she sent before is known to have been worked off
    assert copies.brought_back(there, "master", "keys", "data") == 0, there.told
    held = copies.rows_in("data")
    assert {len(held[name]) for name in ("cases", "contact", "access", "session", "staff")} == {1, 2}
    assert {len(held[name]) for name in EDITORS} == {1}
    for who, case in kept.items():
        found = there.case_of(who)
        assert found is not None
        assert (found.id, found.number, found.words, found.items) == (case.id, case.number, case.words, case.items)
    assert "lotte" in (there.haven("staff", "list"), there.told)[1]
    again = Copies(there.folder / "copies")
    again.taken(there, "data")
    now = again.rows_in("data")
    for table in held.keys() - {"seen", "line", "session", "message", "event", "contact", "cases"}:
        assert [row for row in now[table] if ADDED not in row] == held[table], table
    assert {row[0] for row in held["line"]} <= {row[0] for row in now["line"]}
    assert {row[1] for row in held["event"]} <= {row[1] for row in now["event"]}
    assert [row[2] for row in now["event"]].count(ADDED) == 1


def test_what_was_erased_since_stays_erased_whichever_half_is_brought_back(place: Place, copies: Copies) -> None:
    kept = {who: place.keeps(who) for who in ("an", "bea")}
    copies.taken(place)
    place.lose_data()
    assert copies.brought_back(place, "data") == 0, place.told  # control: before it is erased, it comes back and opens
    assert place.case_of("bea") is not None
    place.writes("bea", Decision(session=None, case=None))
    place.keeps("cleo")
    key = next(row[1] for row in copies.rows_in("data")["cases"] if row[0] == kept["bea"].id)

    place.lose_keys()
    assert copies.brought_back(place, "keys") == 0, place.told
    assert key in {row[0] for row in copies.rows_in("keys")["data_key"]}  # control: it is in the backup
    assert not place.rows("SELECT id FROM data_key WHERE id = $1", key, keys=True)
    assert "1 cases have no key" in place.told  # cleo's: it was made since
    assert place.case_of("an") is not None

    place.lose_data()
    assert copies.brought_back(place, "data") == 0, place.told
    for table in ("cases", "access", "line", "item", "consent"):
        column = "id" if table == "cases" else "case_id"
        assert not place.rows(f"SELECT 1 FROM {table} WHERE {column} = $1", kept["bea"].id), table
        assert place.rows(f"SELECT 1 FROM {table} WHERE {column} = $1", kept["an"].id), table
    assert place.case_of("bea") is None
    assert place.case_of("an") is not None


def test_without_what_the_database_remembers_an_erased_key_would_come_back(place: Place, copies: Copies) -> None:
    kept = place.keeps("bea")
    copies.taken(place, "data", "keys")
    key = next(row[1] for row in copies.rows_in("data")["cases"] if row[0] == kept.id)
    place.writes("bea", Decision(session=None, case=None))

    place.opened(forget_erasures)
    place.lose_keys()
    assert copies.brought_back(place, "keys") == 0, place.told
    assert place.rows("SELECT id FROM data_key WHERE id = $1", key, keys=True)


def test_nothing_that_was_on_its_way_is_sent_days_later_and_nobody_stays_signed_in(
    place: Place, copies: Copies
) -> None:
    said = says("a reply of those days")
    spoken = replace(line("a reply of those days", "staff"), outbox=said[0].id)
    kept = place.keeps("an", outgoing=said, transcript=(line("x"), spoken))
    assert place.rows("SELECT 1 FROM outbox")
    place.haven("staff", "add", "lotte", "--role", "counsellor")
    assert place.rows("SELECT 1 FROM invitation")
    copies.taken(place, "data")
    assert not LEFT_OUT & copies.rows_in("data").keys()
    place.lose_data()
    assert copies.brought_back(place, "data") == 0, place.told
    for table in LEFT_OUT:
        assert not place.rows(f"SELECT 1 FROM {table}"), table
    assert place.rows("SELECT fate FROM line WHERE case_id = $1 AND outbox IS NOT NULL", kept.id) == [("ambiguous",)]
    [(counted,)] = place.rows("SELECT amount FROM tally WHERE name = 'ambiguous'")
    assert counted >= 1
    assert not place.rows("SELECT 1 FROM tally WHERE name = 'restored'")


def test_keys_made_since_the_backup_of_the_data_are_not_swept(place: Place, copies: Copies) -> None:
    place.keeps("an")
    copies.taken(place, "data")
    before = set(place.rows("SELECT key_id FROM cases"))
    place.keeps("bea")
    new = {row[0] for row in set(place.rows("SELECT key_id FROM cases")) - before}
    place.lose_data()
    assert copies.brought_back(place, "data") == 0, place.told
    place.opened(lambda store: sweep(store, 2))
    assert new <= {row[0] for row in place.rows("SELECT id FROM data_key", keys=True)}
    place.opened(lambda store: sweep(store, 30))  # control: when nobody spares them any more, they go
    assert not new & {row[0] for row in place.rows("SELECT id FROM data_key", keys=True)}


def test_whoever_has_no_case_is_in_no_backup(place: Place, copies: Copies) -> None:
    place.keeps("an")
    place.writes("passer-by", Decision(session=session("a mark"), outgoing=says("hello")))
    copies.taken(place, "data", "keys")
    held = copies.rows_in("data")
    assert len(held["contact"]) == len(held["session"]) == 1
    named = {row[1] for row in held["cases"]} | {row[2] for row in held["contact"]}
    assert {row[0] for row in copies.rows_in("keys")["data_key"]} == named
    assert len(place.rows("SELECT id FROM data_key", keys=True)) > len(named)  # control: the store holds more
