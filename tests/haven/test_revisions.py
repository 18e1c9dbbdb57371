"""What was published is run, and nothing else: looked at when it is read, kept once where it is the same."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import engine
from flows.flow import Revision
from flows.session import Place
from haven import premises
from haven.chance import Chance
from haven.logs import Log
from haven.premises import Premises
from haven.revisions import Renewing, read_all
from haven.settings import WrongSetting, read_settings
from haven.shelf import Shelf
from storage.repositories.revisions import Stored
from tests.shipped import library

NOW = datetime(2026, 3, 14, 20, 15, tzinfo=UTC)
LIBRARY = library(("en", "nl", "fr"))
AGE = Place("triage", "age")


def stored(number: int, note: str = "") -> Stored:
    flow = LIBRARY.flows["triage"].model_copy(update={"note": note or f"As of {number}."})
    revision = replace(LIBRARY, number=number, flows={**LIBRARY.flows, "triage": flow})
    return Stored(number, revision.to_json(), revision.checksum)


def tampered(one: Stored) -> Stored:
    """Somebody wrote another number into the row, and left the rest."""
    return replace(one, content=one.content.replace("As of", "Not as of"))


class Rows:
    """What lies in the table."""

    def __init__(self, *rows: Stored) -> None:
        self.rows = list(rows)
        self.read = 0

    async def revisions_after(self, number: int) -> Sequence[Stored]:
        found = [one for one in self.rows if one.number > number]
        self.read += len(found)
        return found

    async def seed_revision(self, content: str, checksum: str, now: datetime) -> None:
        self.rows.append(Stored(1, content, checksum))


def never() -> Revision:
    raise AssertionError("the database is the truth")


async def house_of(rows: Rows) -> Premises:
    shelf = await read_all(rows, never, NOW)
    return Premises(premises.furnish(read_settings({}), shelf.revisions, Chance(lambda case, pin: b"")), shelf)


def looking(rows: Rows, house: Premises) -> tuple[Renewing, list[str], io.StringIO]:
    told: list[str] = []
    out = io.StringIO()
    return Renewing(rows, house, Log(out), told.append), told, out


async def test_the_library_is_number_1_of_a_new_house() -> None:
    rows = Rows()
    shelf = await read_all(rows, lambda: replace(LIBRARY, number=9), NOW)
    assert (shelf.newest, shelf.revisions[1].checksum) == (1, LIBRARY.checksum)


async def test_a_changed_revision_is_never_run_and_the_one_before_is() -> None:
    rows = Rows(stored(1), stored(2), tampered(stored(3)))
    house = await house_of(rows)
    assert (house().running, set(house().revisions)) == (2, {1, 2})
    renewing, told, out = looking(rows, house)
    await renewing.look()
    await renewing.look()
    assert told == ["audit"]
    assert [json.loads(line)["event"] for line in out.getvalue().splitlines()] == ["revision_damaged"]
    rows.rows.append(stored(4))
    await renewing.look()
    assert (house().running, set(house().revisions)) == (4, {1, 2, 4})
    assert told == ["audit"]


async def test_where_nothing_is_left_that_was_published_nothing_is_run() -> None:
    with pytest.raises(WrongSetting, match="haven restore"):
        await read_all(Rows(tampered(stored(1)), replace(stored(2), content="{")), never, NOW)


async def test_what_is_there_already_is_not_read_again() -> None:
    rows = Rows(stored(1), stored(2))
    house = await house_of(rows)
    renewing, _, _ = looking(rows, house)
    for _ in range(5):
        await renewing.look()
    assert rows.read == 2
    rows.rows.append(stored(3))
    await renewing.look()
    assert (rows.read, house().running) == (3, 3)


def test_what_two_revisions_have_in_common_is_there_once() -> None:
    shelf = Shelf()
    shelf.take([stored(number) for number in range(1, 6)])
    one, other = shelf.revisions[1], shelf.revisions[5]
    assert one.flows["triage"] is not other.flows["triage"]
    assert all(one.flows[name] is other.flows[name] for name in one.flows if name != "triage")
    key = "triage.age.say"
    assert one.texts.translations["nl"][key] is other.texts.translations["nl"][key]
    assert [revision.checksum for revision in shelf.revisions.values()] == [stored(n).checksum for n in range(1, 6)]


def test_the_order_of_the_steps_is_part_of_what_was_published() -> None:
    plain = json.loads(LIBRARY.to_json())
    steps = plain["flows"]["triage"]["steps"]
    plain["flows"]["triage"]["steps"] = dict(reversed(steps.items()))
    shelf = Shelf()
    turned = Stored(2, json.dumps(plain), LIBRARY.checksum)
    shelf.take([Stored(1, LIBRARY.to_json(), LIBRARY.checksum), turned])
    assert list(shelf.revisions[1].flows["triage"].steps) == list(steps)
    assert list(shelf.revisions[2].flows["triage"].steps) == list(reversed(steps))


def test_what_was_worked_out_for_a_revision_is_let_go_when_another_one_runs() -> None:
    shelf = Shelf()
    shelf.take([stored(1)])
    first = shelf.revisions[1]
    first.known(AGE)
    shelf.take([stored(2)])
    assert shelf.revisions[1] == first
    assert not shelf.revisions[1]._known
    assert first._known, "who is in the middle of a decision keeps what she has"


def test_a_button_of_any_revision_says_something_without_anything_being_worked_out() -> None:
    shelf = Shelf()
    shelf.take([stored(1)])
    revision = shelf.revisions[1]
    said = engine.said_by(revision, f"othertok:{AGE}:minor")
    assert said is not None
    assert said["age"] == "minor"
    assert engine.said_by(revision, f"othertok:{AGE}:nobody_offers_this") is None
    assert engine.said_by(LIBRARY, "t:triage.language:nl") == {"language": "nl"}
    assert engine.said_by(replace(LIBRARY, languages=("en",)), "t:triage.language:nl") is None
    assert not revision._known
