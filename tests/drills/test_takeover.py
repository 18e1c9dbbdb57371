"""Whatever happens in the moment in which one of the staff takes a case over: one holds it, and one is heard."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

from helpline.case import Case
from helpline.staff import Staff
from storage import desk, speaking
from storage.loading import Known
from storage.statements import Steps
from tests.drills import takeover_scenes as scenes
from tests.drills.finding import amount, seed
from tests.drills.takeover import races

#: A positive control is played on both databases in full, and on one in the small share.
CONTROL, ENGINES = amount(100, 10), ["sqlite", "postgresql"][: amount(2, 1)]
#: Times as many races may be run until one of them was close enough for a control.
TRIES = 20


@pytest.mark.timeout(amount(3600, 600))
async def test_one_holds_it_and_one_is_heard(tmp_path: Path, engine_urls: tuple[str, str]) -> None:
    found = await races(tmp_path, engine_urls, amount(1000, 60), seed())
    print(found)
    assert found.holds, found
    assert found.seen["refused"] > found.count / 4, "these were no races"
    assert found.seen["withdrawn"], "nothing was on its way"


@pytest.mark.timeout(amount(1800, 600))
async def test_the_drill_finds_a_house_that_does_not_look_who_has_it(
    tmp_path: Path, engine_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def looks_away(reception: Any, case: Case, by: Staff) -> Case:
        return case

    monkeypatch.setattr("helpline.actions.take_over.takeable", looks_away)
    only = (scenes.two_take_it, scenes.two_supervised)
    found = await races(tmp_path, engine_urls, CONTROL * TRIES, seed(), only, False, ("taken by two",))
    assert found.wrong["taken by two"], found


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize("engine", ENGINES)
async def test_the_drill_finds_a_house_in_which_anybody_may_write(
    tmp_path: Path, engine_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def anybodys(case: Case, by: Staff) -> Case:
        return case

    monkeypatch.setattr("helpline.actions.reply.hers", anybodys)
    only = (scenes.three_take_it_and_write, scenes.a_supervisor_takes_it)
    looked_for = ("words of one who had it not", "done by somebody who had it not")
    found = await races(tmp_path, engine_urls, CONTROL * TRIES, seed(), only, False, looked_for)
    assert all(found.wrong[kind] for kind in looked_for), found


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_the_drill_finds_houses_that_do_not_wait_for_each_other(
    tmp_path: Path, engine_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "lock_number", lambda lookup: secrets.randbits(60))
    only, looked_for = (scenes.two_take_it,), ("taken from somebody who had it not", "not who the events say has it")
    found = await races(tmp_path, engine_urls, CONTROL * TRIES * 2, seed(), only, False, looked_for)
    assert all(found.wrong[kind] for kind in looked_for), found


@pytest.mark.timeout(amount(1800, 600))
@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_drill_finds_a_house_that_forgets_to_withdraw(
    tmp_path: Path, engine_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(me: Any, known: Known, changes: Any, now: Any) -> Steps[tuple[Known, speaking.Former]]:
        return known, speaking.Former()
        yield

    monkeypatch.setattr(speaking, "withdraw_former", forgets)
    only = (scenes.the_reply_is_on_the_wire, scenes.a_supervisor_takes_it)
    found = await races(tmp_path, engine_urls, CONTROL * TRIES, seed(), only, False, ("what waited came all the same",))
    assert found.wrong["what waited came all the same"], found
