"""Live news: told at once, to those whose teams it is about and to nobody else, and taken up again where it stopped."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from console import hub as module
from console.stream import MOST_WAITING, Line, event
from helpline.case import Holder
from helpline.events import Event
from helpline.ports import Changes, House, Loaded
from tests.console.desk import Browser, Desk, now

Told = list[tuple[str, Any]]


def read(chunk: bytes) -> Told:
    """Events of a stream: kind and data."""
    found = []
    for block in chunk.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


class Listener:
    """An open console: `told` grows as it hears."""

    def __init__(self, desk: Desk, line: Line) -> None:
        self.desk, self.line, self.told, self.ended = desk, line, [], False
        self.task = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        while (chunk := await self.line.next()) is not None:
            self.told.extend(read(chunk))
        self.desk.parts.office.hub.leave(self.line)
        self.ended = True

    def of(self, kind: str) -> list[Any]:
        return [data for told, data in self.told if told == kind]

    def rows(self) -> list[str]:
        return [row["id"] for data in self.of("news") for row in data["rows"]]

    def gone(self) -> list[str]:
        return [case for data in self.of("news") for case in data["gone"]]


async def listening(desk: Desk, browser: Browser, since: int | None = None) -> Listener:
    assert browser.staff is not None
    return Listener(desk, await desk.parts.office.hub.open(browser.sign_in, browser.staff, since))


async def test_news_is_told_within_a_second_and_to_its_team_alone(desk: Desk) -> None:
    lotte, eva = await desk.browser("lotte"), await desk.browser("eva", teams=("child_focus",))
    hers, theirs = await listening(desk, lotte), await listening(desk, eva)
    case, other = await desk.case(), await desk.case(team="child_focus")
    await desk.until(lambda: hers.rows() and theirs.rows(), patience=1)
    assert set(hers.rows()) == {case}
    assert set(theirs.rows()) == {other}
    assert other not in str(hers.told)
    assert case not in str(theirs.told)


async def test_a_case_that_moves_to_another_team_is_gone_for_the_first(desk: Desk) -> None:
    lotte, eva = await desk.browser("lotte"), await desk.browser("eva", teams=("child_focus",))
    case = await desk.case()
    hers, theirs = await listening(desk, lotte), await listening(desk, eva)
    await lotte.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})
    await desk.until(lambda: case in hers.rows())
    assert case not in str(theirs.told)
    answered = await lotte.post(f"/console/api/cases/{case}/act", {"verb": "minor"})
    assert answered.status == 200, answered.body
    await desk.until(lambda: case in hers.gone())


async def test_who_comes_back_is_told_what_she_missed_and_no_more(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    first = await listening(desk, lotte)
    one = await desk.case()
    await desk.until(lambda: one in first.rows())
    seq = first.of("news")[-1]["seq"]
    first.line.end()
    two = await desk.case()
    await desk.until(lambda: desk.parts.office.hub._seq != seq)
    back = await listening(desk, lotte, since=seq)
    await desk.until(lambda: back.of("news"))
    assert back.told[0][0] == "hello"
    assert back.rows() == [two]
    assert back.of("news")[-1]["seq"] >= back.of("hello")[0]["seq"]


async def test_who_was_away_too_long_fetches_everything_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lotte = await desk.browser("lotte")
    near = await desk.case()
    await desk.until(lambda: desk.parts.office.hub._seq)
    fine = await listening(desk, lotte, since=0)
    await desk.until(lambda: near in fine.rows())
    monkeypatch.setattr(module, "FAR_BEHIND", 0)
    far = await listening(desk, lotte, since=0)
    await desk.until(lambda: far.of("reset"))
    unknown = await listening(desk, lotte, since=10**9)
    await desk.until(lambda: unknown.of("reset"))


async def test_a_console_too_slow_to_follow_is_told_to_fetch_everything_anew(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    assert lotte.staff is not None
    line = await desk.parts.office.hub.open(lotte.sign_in, lotte.staff, None)
    for number in range(3 * MOST_WAITING):
        line.put(event("news", b'{"number":%d}' % number))
    waiting = read(await line.next() or b"")
    assert len(waiting) <= MOST_WAITING
    assert "reset" in [kind for kind, _ in waiting]


async def test_the_line_of_a_sign_in_that_is_revoked_ends_within_a_second(desk: Desk) -> None:
    lotte, elsewhere = await desk.browser("lotte"), await desk.browser("lotte")
    hers, other = await listening(desk, lotte), await listening(desk, elsewhere)
    await desk.until(lambda: hers.told)
    assert (await elsewhere.post(f"/console/api/sign-ins/{lotte.sign_in}/revoke")).status == 200
    await desk.until(lambda: hers.ended, patience=1)
    assert not other.ended
    assert (await lotte.get("/console/api/me")).status == 401


async def test_a_colleague_who_is_disabled_hears_nothing_more(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    hers = await listening(desk, lotte)
    await desk.until(lambda: hers.told)
    assert lotte.staff is not None
    await desk.parts.store.people.disable(lotte.staff.id, "house", now())
    await desk.until(lambda: hers.ended, patience=1)


async def test_colleagues_see_who_is_there_and_who_looks_at_their_teams_cases(desk: Desk) -> None:
    lotte, amelie = await desk.browser("lotte"), await desk.browser("amelie")
    eva = await desk.browser("eva", teams=("child_focus",))
    case = await desk.case()
    hers, theirs = await listening(desk, amelie), await listening(desk, eva)
    assert (await lotte.post("/console/api/here", {"case": case, "available": True})).status == 200
    await desk.until(lambda: any(case in data["looking"] for data in hers.of("here")))
    assert hers.of("here")[-1]["looking"][case] == [{"id": lotte.staff.id if lotte.staff else "", "alias": "Lotte"}]
    assert {one["alias"] for one in hers.of("here")[-1]["present"]} >= {"Lotte"}
    assert case not in str(theirs.told)
    assert "Lotte" not in str(theirs.told)
    assert desk.parts.premises().staff == {"helpline"}
    await lotte.post("/console/api/me", {"available": False})
    await desk.until(lambda: not desk.parts.premises().staff)


async def test_when_the_house_closes_every_console_is_told_and_no_new_line_stays_open(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    lines = [await listening(desk, lotte) for _ in range(5)]
    desk.parts.office.hub.close()
    await desk.until(lambda: all(one.ended for one in lines), patience=1)
    assert all(one.told[-1][0] == "bye" for one in lines)
    late = await listening(desk, lotte)
    await desk.until(lambda: late.ended)


@pytest.mark.parametrize("erased", [False, True])
async def test_a_case_that_is_nobodys_any_more_is_gone_for_who_had_it_on_her_screen(desk: Desk, erased: bool) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case()
    hers = await listening(desk, lotte, since=0)
    await desk.until(lambda: case in hers.rows())

    def decide(loaded: Loaded, at: datetime, house: House) -> Changes:
        assert loaded.contact is not None
        assert loaded.case is not None
        kind = "case_erased" if erased else "handoff_recalled"
        free = None if erased else replace(loaded.case, holder=Holder("bot", token=9), waiting_since=None)
        return Changes(loaded.contact, case=free, events=(Event(house.chance.id(), kind, at, case),))

    await desk.parts.store.act(case, now(), desk.parts.premises(), decide)
    await desk.until(lambda: case in hers.gone(), patience=2)
    assert (await lotte.get("/console/api/queue")).json["total"] == 0


async def test_while_nobody_listens_nothing_is_read_and_who_comes_then_misses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lotte, hub, asked = await desk.browser("lotte"), desk.parts.office.hub, list[int]()
    news_since = desk.parts.store.news_since

    async def noted(seq: int, limit: int = 1000) -> Any:
        asked.append(seq)
        return await news_since(seq, limit)

    monkeypatch.setattr(desk.parts.store, "news_since", noted)
    await desk.until(lambda: hub._seq is not None)
    begun = hub._seq
    one = await desk.case()
    await desk.until(lambda: hub._seq != begun)
    assert not asked
    hers = await listening(desk, lotte, since=begun)
    two = await desk.case()
    await desk.until(lambda: two in hers.rows())
    assert set(hers.rows()) == {one, two}
    assert asked
