"""How long a case is kept, over the API: seen, held back for a reason, listed before it ends, and erased for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from helpline.ports import Changes, House, Loaded
from tests.console.desk import Browser, Desk, now


async def acts(browser: Browser, case: str, verb: str, **more: object) -> tuple[int, str]:
    said = await browser.post(f"/console/api/cases/{case}/act", {"verb": verb, **more})
    return said.status, "" if said.status == 200 else str(said.json["refusal"])


async def stepped_up(desk: Desk, browser: Browser) -> Browser:
    people = desk.parts.store.people
    visit = await people.visit(browser.cookie, now())
    assert visit is not None
    browser.cookie = (await people.step_up_for_show(visit, browser.cookie, now())).token
    return browser


async def aged(desk: Desk, case: str, days: float) -> None:
    """She was last here so many days ago."""
    at = now() - timedelta(days=days)

    def older(loaded: Loaded, moment: datetime, house: House) -> Changes:
        assert loaded.case is not None
        assert loaded.contact is not None
        consents = tuple(replace(one, given_at=at) for one in loaded.case.consents)
        holder = replace(loaded.case.holder, since=at)
        return Changes(loaded.contact, None, replace(loaded.case, consents=consents, opened_at=at, holder=holder))

    await desk.parts.store.act(case, now(), desk.parts.premises(), older)


async def page(browser: Browser, case: str) -> dict[str, object]:
    found: dict[str, object] = (await browser.post(f"/console/api/cases/{case}/open", {"reason": "asked"})).json
    return found


async def test_a_case_says_until_when_it_is_kept_and_why_longer(desk: Desk) -> None:
    lotte, case = await desk.browser("lotte"), await desk.case()
    until = datetime.fromisoformat(str((await page(lotte, case))["kept_until"]))
    assert timedelta(days=364) < until - now() < timedelta(days=366)
    assert await acts(lotte, case, "keep", reason="legal") == (200, "")
    kept = await page(lotte, case)
    assert (kept["kept_until"], kept["kept_for"]) == (None, "legal")
    assert [one["about"]["reason"] for one in kept["history"] if one["kind"] == "case_kept"] == ["legal"]  # type: ignore[attr-defined]
    assert await acts(lotte, case, "keep", reason=None) == (200, "")
    assert (await page(lotte, case))["kept_for"] is None


async def test_what_ends_soon_and_what_is_kept_on_can_be_listed(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    old, kept, fresh, closed = [await desk.case(kind=kind) for kind in ("queue", "queue", "queue", "closed")]
    for case, days in ((old, 352), (kept, 352), (fresh, 350), (closed, 360)):
        await aged(desk, case, days)
    assert await acts(lotte, kept, "keep", reason="safety") == (200, "")

    async def listed(ends: str) -> set[str]:
        return {row["id"] for row in (await lotte.get("/console/api/queue", ends=ends)).json["rows"]}

    assert await listed("soon") == {old, closed}
    assert await listed("kept") == {kept}
    elsewhere = await desk.browser("eva", teams=("child_focus",))
    assert (await elsewhere.get("/console/api/queue", ends="soon")).json["rows"] == []


async def test_erasing_asks_who_she_is_and_then_every_console_loses_it(desk: Desk) -> None:
    sam, lotte = await desk.browser("sam", "supervisor"), await desk.browser("lotte")
    case = await desk.case(staff=lotte.staff)
    await acts(lotte, case, "keep", reason="legal")
    assert "erase" in (await page(sam, case))["may"]  # type: ignore[operator]
    assert "erase" not in (await page(lotte, case))["may"]  # type: ignore[operator]
    assert await acts(lotte, case, "erase", reason="asked") == (403, "not_allowed")
    assert await acts(sam, case, "erase", reason="asked") == (403, "step_up")
    assert (await page(sam, case))["row"]
    await stepped_up(desk, sam)
    assert await acts(sam, case, "erase", reason="canary") == (422, "bad_ask")
    assert await acts(sam, case, "erase", reason="asked") == (200, "")
    for browser in (sam, lotte):
        assert (await browser.get(f"/console/api/cases/{case}")).json["refusal"] == "no_such_case"
        assert (await browser.get("/console/api/queue")).json["rows"] == []
    assert await acts(sam, case, "erase", reason="asked") == (404, "no_such_case")


@pytest.mark.parametrize("role", ["counsellor", "editor", "admin", "auditor"])
async def test_who_may_not_erase_is_told_so_even_right_after_showing_who_she_is(desk: Desk, role: str) -> None:
    browser, case = await stepped_up(desk, await desk.browser("one", role)), await desk.case()
    assert await acts(browser, case, "erase", reason="law") == (403, "not_allowed")
    lotte = await desk.browser("lotte")
    assert (await page(lotte, case))["row"]


async def test_the_house_erases_by_itself_what_nobody_keeps_any_longer(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    old, kept, fresh = [await desk.case() for _ in range(3)]
    for case, days in ((old, 365), (kept, 365), (fresh, 364)):
        await aged(desk, case, days)
    await acts(lotte, kept, "keep", reason="asked")
    await desk.parts.office.erase_outlived()
    rows = (await lotte.get("/console/api/queue")).json["rows"]
    assert {row["id"] for row in rows} == {kept, fresh}
