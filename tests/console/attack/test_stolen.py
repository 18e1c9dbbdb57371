"""Somebody has a colleague's cookie, and keeps a line open with it: when hers ends, so does everything of his."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from console.signed_in import COOKIE
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import Browser, Desk, now
from tests.console.matrix import OPEN, RULES, body_of, filled

End = Callable[[Desk, Door, Browser], Awaitable[object]]


async def signs_out(desk: Desk, door: Door, hers: Browser) -> None:
    async with door.client(hers) as client:
        answer = await client.post("/console/sign-out")
        assert f"{COOKIE}=" in answer.headers["set-cookie"]


async def revokes(desk: Desk, door: Door, hers: Browser) -> None:
    elsewhere = await desk.browser("lotte")
    async with door.client(elsewhere) as client:
        assert (await client.post(f"/console/api/sign-ins/{hers.sign_in}/revoke", json={})).status_code == 200


async def is_disabled(desk: Desk, door: Door, hers: Browser) -> None:
    assert hers.staff is not None
    await desk.parts.store.people.disable(hers.staff.id, "house", now())


async def is_reset(desk: Desk, door: Door, hers: Browser) -> None:
    assert hers.staff is not None
    await desk.parts.store.people.reset(hers.staff.id, "house", now())


class Thief:
    """`heard`: all that came over his line; `over`: it has ended."""

    def __init__(self) -> None:
        self.heard, self.over = b"", asyncio.Event()

    async def listens(self, door: Door, cookie: Browser) -> None:
        async with door.client(cookie) as client, client.stream("GET", "/console/api/live") as answer:
            async for chunk in answer.aiter_bytes():
                self.heard += chunk
        self.over.set()


@asynccontextmanager
async def listening(desk: Desk, door: Door, cookie: Browser) -> AsyncIterator[Thief]:
    thief = Thief()
    task = asyncio.ensure_future(thief.listens(door, cookie))
    try:
        await desk.until(lambda: b"hello" in thief.heard)
        yield thief
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("end", [signs_out, revokes, is_disabled, is_reset])
async def test_a_stolen_cookie_dies_within_a_second_with_every_line_of_it(desk: Desk, end: End) -> None:
    hers, colleague = await desk.browser("lotte"), await desk.browser("amelie")
    async with opened_to_all(desk) as door:
        async with listening(desk, door, hers) as thief, listening(desk, door, colleague) as other:
            known = await desk.case()
            await desk.until(lambda: known.encode() in thief.heard)  # the control: until then he hears all of it
            await end(desk, door, hers)
            await desk.until(thief.over.is_set, patience=1)
            later = await desk.case()
            await desk.until(lambda: later.encode() in other.heard)
            assert later.encode() not in thief.heard
            assert not other.over.is_set()
        for route, rule in RULES.items():
            if rule.who != OPEN:
                said = await hers.ask(route.partition(" ")[0], filled(route, known), body_of(route))
                assert (said.status, said.json["refusal"]) == (401, "signed_out"), route


async def test_a_cookie_stolen_before_a_step_up_is_worth_nothing_after_it(desk: Desk) -> None:
    hers = await desk.browser("sarah", "admin")
    stolen = Browser(desk.parts, hers.staff, hers.cookie, hers.sign_in)
    visit = await desk.parts.store.people.visit(hers.cookie, now())
    assert visit is not None
    hers.cookie = (await desk.parts.store.people.step_up_for_show(visit, hers.cookie, now())).token
    wish = {"login": "accomplice", "alias": "An", "roles": ["admin"]}
    assert (await stolen.post("/console/api/staff", wish)).status == 401
    assert (await hers.post("/console/api/staff", wish)).status == 200, "the control"
    assert (await hers.post("/console/api/staff", wish | {"login": COOKIE})).status == 422


async def test_a_line_opened_with_a_stolen_cookie_ends_with_her_step_up_and_hers_goes_on(desk: Desk) -> None:
    hers, colleague = await desk.browser("sarah", "supervisor"), await desk.browser("amelie")
    stolen, people = Browser(desk.parts, hers.staff, hers.cookie, hers.sign_in), desk.parts.store.people
    visit = await people.visit(hers.cookie, now())
    assert visit is not None
    async with (
        opened_to_all(desk) as door,
        listening(desk, door, stolen) as thief,
        listening(desk, door, colleague) as other,
    ):
        hers.cookie = (await people.step_up_for_show(visit, hers.cookie, now())).token
        await desk.until(thief.over.is_set, patience=1)
        async with listening(desk, door, hers) as again:
            await desk.parts.office.hub.watch()
            later = (await desk.case()).encode()
            await desk.until(lambda: later in again.heard and later in other.heard)
            assert later not in thief.heard
            assert not again.over.is_set()
            assert not other.over.is_set()


async def test_a_cookie_that_was_put_into_her_browser_is_not_hers_after_she_signs_in(desk: Desk) -> None:
    """He lets her browser hold his sign-in, or one made up, and waits for it to become hers."""
    his, lotte = await desk.browser("mallory"), await desk.member("lotte")
    async with opened_to_all(desk) as door:
        for planted in (his.cookie, "A" * 43):
            async with door.client(Browser(desk.parts, cookie=planted)) as client:
                answer = await client.get(door.way_in(lotte.id))
            given = answer.headers["set-cookie"].removeprefix(f"{COOKIE}=").partition(";")[0]
            assert given != planted
            visit = await desk.parts.store.people.visit(planted, now())
            assert visit is None or visit.staff.login == "mallory"


async def test_the_link_that_lets_somebody_in_is_told_to_nobody_else(desk: Desk) -> None:
    """Pages of a link fetch from this house alone, tell no other house where they were, and stand in no log."""
    _, token = await desk.parts.store.people.add("an", "An", ("counsellor",), ("helpline",), (), "house", now())
    async with opened_to_all(desk) as door, door.client() as client:
        answer = await client.get(f"/console/join/{token}")
        assert answer.status_code == 200
        assert token in answer.text, "the control"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "http" not in answer.text.replace(door.origin, "").replace("http-equiv", "")
        for asked in (f"{token}x", token[:-1], token.swapcase(), f"{token}%00", f" {token}"):
            assert (await client.get(f"/console/join/{asked}")).status_code == 410
        numbers = (await client.get("/metrics")).text
    assert token not in desk.log.getvalue() + numbers
