"""A colleague of another team, curious or worse: nothing of a case that is not her team's ever reaches her."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from helpline import intake
from helpline.contact import Words
from helpline.events import Event
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.staff import ROLES
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import Browser, Desk, now
from tests.console.matrix import RULES, body_of, filled
from tests.drills.canary import make

CASES = tuple(route for route, rule in RULES.items() if rule.case)


async def writes(desk: Desk, case: str, words: str, update: int) -> None:
    """The contact of this case writes."""
    address = await desk.parts.store.address_of(case)
    assert address is not None
    incoming = Incoming("telegram", update, address, "text", now(), Words(words), message=update)
    await desk.parts.store.work_off(incoming, now(), desk.parts.premises(), intake.decide)


async def did(browser: Browser, case: str, verb: str, **fields: Any) -> None:
    said = await browser.post(f"/console/api/cases/{case}/act", {"verb": verb, **fields})
    assert said.status == 200, (verb, said.body)


async def number_of(desk: Desk, case: str) -> str:
    return (await desk.parts.store.rows((case,)))[0].number


class Recorder:
    """Every byte of one console's line."""

    def __init__(self) -> None:
        self.heard = b""

    async def listen(self, client: httpx.AsyncClient) -> None:
        async with client.stream("GET", "/console/api/live?since=0") as answer:
            async for chunk in answer.aiter_bytes():
                self.heard += chunk


@asynccontextmanager
async def recorded(door: Door, browser: Browser) -> AsyncIterator[Recorder]:
    async with door.client(browser) as client:
        recorder = Recorder()
        listening = asyncio.ensure_future(recorder.listen(client))
        try:
            yield recorder
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening


async def a_day_of_work(desk: Desk, lotte: Browser, karim: Browser, canaries: list[str], ours: Recorder) -> list[str]:
    """Everything that can happen to a case of the helpline, until it is erased; its own team has heard of it by then.
    Returns the ids it was known by."""
    case = await desk.case()
    await lotte.post(f"/console/api/cases/{case}/open", {"reason": "asked"})
    await lotte.post("/console/api/here", {"case": case, "available": True})
    await did(lotte, case, "take_over")
    await writes(desk, case, canaries[0], 501)
    await did(lotte, case, "note", id="a-note-of-hers-1", text=canaries[1])
    await did(lotte, case, "reply", id="a-reply-of-hers", text=canaries[2])
    await did(lotte, case, "urgent", on=True)
    await did(lotte, case, "safe_time", when="anytime")
    await karim.post("/console/api/here", {"case": None, "available": True})
    assert karim.staff is not None
    await desk.until(lambda: karim.staff and karim.staff.id in desk.parts.premises().here)
    await did(lotte, case, "transfer", staff=karim.staff.id, note=canaries[3])
    await did(karim, case, "release")
    await did(karim, case, "take_over")
    await did(karim, case, "close", outcome="helped")
    await did(karim, case, "reopen")
    number = await number_of(desk, case)
    await desk.until(lambda: number.encode() in ours.heard)
    await did(karim, case, "minor")  # erased
    assert not await desk.parts.store.rows((case,))
    return [case, number]


async def test_not_a_byte_about_a_case_reaches_the_line_of_another_team(desk: Desk) -> None:
    lotte, karim = await desk.browser("lotte"), await desk.browser("karim", "supervisor")
    amelie, eva = await desk.browser("amelie"), await desk.browser("eva", teams=("child_focus",))
    canaries = [make(kind) for kind in ("words", "note", "reply", "passing")]
    async with opened_to_all(desk) as door, recorded(door, amelie) as ours, recorded(door, eva) as theirs:
        await desk.until(lambda: b"hello" in ours.heard and b"hello" in theirs.heard)
        ids = await a_day_of_work(desk, lotte, karim, canaries, ours)
        mine = await desk.case(team="child_focus")
        await desk.until(lambda: mine.encode() in theirs.heard)
        await desk.until(lambda: f'"gone":["{ids[0]}"'.encode() in ours.heard)
        for secret in (*ids, "Lotte", "Karim", *(staff.id for login, staff in desk.members.items() if login != "eva")):
            assert secret.encode() not in theirs.heard, secret
        for secret in (*ids, "Lotte", "Karim"):  # the control: it was there to be heard
            assert secret.encode() in ours.heard, secret
        for canary in canaries:
            assert canary.encode() not in ours.heard + theirs.heard, "words never go over the line"


async def test_a_case_that_is_erased_is_gone_for_its_own_team_alone(desk: Desk) -> None:
    """What she does about it herself may not say whose it was."""
    amelie, eva = await desk.browser("amelie"), await desk.browser("eva", teams=("child_focus",))
    async with opened_to_all(desk) as door, recorded(door, amelie) as ours, recorded(door, eva) as theirs:
        case = await desk.case()
        await desk.until(lambda: case.encode() in ours.heard)

        def erased(loaded: Loaded, at: datetime, house: House) -> Changes:
            assert loaded.contact is not None
            return Changes(loaded.contact, events=(Event(house.chance.id(), "case_erased", at, case),))

        await desk.parts.store.act(case, now(), desk.parts.premises(), erased)
        await desk.until(lambda: f'"gone":["{case}"]'.encode() in ours.heard)
        other = await desk.case(team="child_focus")
        await desk.until(lambda: other.encode() in theirs.heard)
        assert case.encode() not in theirs.heard


async def test_a_case_of_another_team_is_the_same_as_none(desk: Desk) -> None:
    """Held, waiting, with the bot, closed, erased, a child's: whatever it is, the answer is that of a made-up id."""
    lotte, eva = await desk.browser("lotte"), await desk.browser("eva", "supervisor", teams=("child_focus",))
    closed = await desk.case(staff=lotte.staff)
    await did(lotte, closed, "close", outcome="helped")
    erased = await desk.case(staff=lotte.staff)
    await did(lotte, erased, "minor")
    theirs = [await desk.case(), await desk.case(staff=lotte.staff), await desk.case(kind="bot"), closed, erased]
    hers = [await desk.case(team="child_focus"), await desk.case(team="child_focus", staff=eva.staff)]
    for snoop, cases in ((eva, theirs), (lotte, [*hers, erased])):
        for route in CASES:
            method, _, path = route.partition(" ")
            bodies: list[Any] = [body_of(route)]
            if path.endswith("/act"):
                bodies = [
                    {"verb": "take_over"},
                    {"verb": "note", "id": "abcdefghijklm", "text": "x"},
                    {"verb": "minor"},
                ]
            for body in bodies:
                made_up = await snoop.ask(method, filled(route, "a-made-up-id"), body)
                assert snoop.staff is not None
                assert made_up.status == (404 if snoop.staff.may(RULES[route].who) else 403)
                for case in cases:
                    said = await snoop.ask(method, filled(route, case), body)
                    assert (said.status, said.body) == (made_up.status, made_up.body), (route, body)
        assert (await snoop.post("/console/api/here", {"case": cases[0], "available": True})).status == 404
    for holder in (row.holder for row in await desk.parts.store.rows(tuple(hers))):
        assert holder.staff in (None, eva.staff.id if eva.staff else "")
    opened = await lotte.post(f"/console/api/cases/{theirs[0]}/open", {"reason": "asked"})
    assert opened.status == 200, "the control: her own team's opens"


async def test_no_search_finds_a_case_of_another_team(desk: Desk) -> None:
    lotte, eva = await desk.browser("lotte"), await desk.browser("eva", teams=("child_focus",))
    case = await desk.case()
    number = await number_of(desk, case)
    for question in (
        {"number": number},
        {"number": number.lower().replace("-", " ")},
        {"number": case},
        {"team": "helpline"},
        {"team": "helpline", "state": "closed"},
        {"holder": "waiting"},
        {},
    ):
        page = (await eva.get("/console/api/queue", **question)).json
        assert (page["rows"], page["total"]) == ([], 0), question
        assert set(page["counts"].values()) == {0}
    cursor = (await lotte.get("/console/api/queue", number=number)).json
    assert [row["id"] for row in cursor["rows"]] == [case], "the control: her own team finds it"


@pytest.mark.parametrize("role", ["auditor", "editor", "admin"])
async def test_whoever_runs_the_house_reads_no_words_by_that(desk: Desk, role: str) -> None:
    """Of the same team, and stepped up: the role alone decides. Who reads the record reads codes and random ids."""
    lotte, runs = await desk.browser("lotte"), await desk.browser(role, role)
    canary = make("words")
    case = await desk.case(staff=lotte.staff)
    number = await number_of(desk, case)
    await writes(desk, case, canary, 601)
    visit = await desk.parts.store.people.visit(runs.cookie, now())
    assert visit is not None
    runs.cookie = (await desk.parts.store.people.step_up_for_show(visit, runs.cookie, now())).token
    async with opened_to_all(desk) as door, recorded(door, runs) as line:
        await desk.until(lambda: b"hello" in line.heard)
        for route, rule in RULES.items():
            method = route.partition(" ")[0]
            if route.endswith(("/live", "sign-out")):
                continue
            said = await runs.ask(method, filled(route, case), body_of(route))
            assert canary.encode() not in said.body, route
            assert number.encode() not in said.body, route
            assert (case.encode() in said.body) == (rule.ids and rule.who in ROLES[role]), route
        await did(lotte, case, "urgent", on=True)
        await desk.until(lambda: desk.parts.office.hub._seq)
    assert case.encode() not in line.heard
    assert "read_case" not in ROLES[role]
    page = await lotte.get(f"/console/api/cases/{case}")
    assert canary in page.body.decode(), "the control: whoever holds it reads it"


async def test_leave_to_look_is_one_sign_ins_and_ends_with_what_it_was_for(desk: Desk) -> None:
    lotte, elsewhere, amelie = [await desk.browser(login) for login in ("lotte", "lotte", "amelie")]
    case = await desk.case()
    path = f"/console/api/cases/{case}"
    assert (await lotte.post(f"{path}/open", {"reason": "safety"})).status == 200
    assert (await lotte.get(path)).status == 200
    for other in (elsewhere, amelie):
        assert (await other.get(path)).json["refusal"] == "reason_needed"
        assert (await other.get(f"{path}/replies")).json["refusal"] == "reason_needed"
    assert lotte.staff is not None
    await desk.parts.store.people.change(lotte.staff.id, "house", now(), teams=("child_focus",))
    assert (await lotte.get(path)).status == 404, "she has left the team"
    await desk.parts.store.people.change(lotte.staff.id, "house", now(), teams=("helpline",), roles=("auditor",))
    assert (await lotte.get(path)).status == 403, "she has another role"


async def test_what_is_refused_says_nothing_of_the_case(desk: Desk) -> None:
    """Of the same team, but without a reason: codes only, and of a colleague who holds it, her alias."""
    lotte, amelie = await desk.browser("lotte"), await desk.browser("amelie")
    canary, note = make("words"), make("note")
    case = await desk.case(staff=lotte.staff)
    await writes(desk, case, canary, 701)
    await did(lotte, case, "note", id="a-note-of-hers-1", text=note)
    for route in CASES:
        for body in (body_of(route) if not route.endswith("/open") else {}, {"verb": "reply", "id": "x", "text": ""}):
            said = await amelie.ask(route.partition(" ")[0], filled(route, case), body)
            assert said.status in (403, 409, 422), (route, body, said.body)
            assert canary.encode() not in said.body
            assert note.encode() not in said.body
