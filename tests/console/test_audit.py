"""The record as an auditor reads it: found by kind, person, time and case; no words; reading it is noted."""

from __future__ import annotations

import uuid
from typing import Any

from tests.console.desk import Browser, Desk


async def read(browser: Browser, **asked: str) -> Any:
    said = await browser.get("/console/api/audit", **asked)
    assert said.status == 200
    return said.json


async def worked_on(desk: Desk) -> tuple[Browser, str]:
    """A case was opened, taken and noted on; then an auditor signs in."""
    an, case = await desk.browser("an"), await desk.case()
    await an.post(f"/console/api/cases/{case}/open", {"reason": "asked"})
    await an.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})
    note = {"verb": "note", "id": str(uuid.uuid4()), "text": "canary words"}
    assert (await an.post(f"/console/api/cases/{case}/act", note)).status == 200
    await desk.case()
    auditor = await desk.browser("vera", "auditor", teams=())

    async def all_numbered() -> bool:
        return not await desk.parts.store.number_events()

    await desk.until(all_numbered)
    return auditor, case


async def test_who_did_what_is_found_by_kind_person_and_case_and_no_word_stands_there(desk: Desk) -> None:
    auditor, case = await worked_on(desk)
    everything = await read(auditor)
    assert "canary" not in str(everything)
    [viewed] = (await read(auditor, kind="case_viewed"))["rows"]
    assert (viewed["alias"], viewed["case"], viewed["about"]["reason"]) == ("An", case, "asked")
    of_case = await read(auditor, case=case)
    assert {"handoff_queued", "case_viewed", "case_taken_over", "note_written"} <= {
        one["kind"] for one in of_case["rows"]
    }
    number = (await desk.parts.store.rows((case,)))[0].number
    assert (await read(auditor, number=number.lower()))["rows"] == of_case["rows"]
    assert (await read(auditor, number="AAAA-AAAA"))["rows"] == []
    hers = (await read(auditor, staff=desk.members["an"].id))["rows"]
    assert {one["alias"] for one in hers} >= {"An"}
    assert "case_viewed" in {one["kind"] for one in hers}
    assert (await read(auditor, since="2999-01-01T00:00:00Z"))["rows"] == []


async def test_pages_follow_each_other_and_the_head_is_shown(desk: Desk) -> None:
    auditor, _ = await worked_on(desk)
    page = await read(auditor)
    assert [one["seq"] for one in page["rows"]] == sorted((one["seq"] for one in page["rows"]), reverse=True)
    assert page["head"].startswith(f"{page['rows'][0]['seq']}:")
    assert page["verified"] is None
    third = page["rows"][2]["seq"]
    assert (await read(auditor, before=str(third)))["rows"][0]["seq"] == third - 1


async def test_reading_it_is_noted_once_an_hour_for_each_sign_in(desk: Desk) -> None:
    auditor, _ = await worked_on(desk)
    again = await desk.browser("vera")
    for browser in (auditor, auditor, again, auditor):
        await read(browser)

    async def noted() -> bool:
        await desk.parts.store.number_events()
        return len((await read(auditor, kind="audit_read"))["rows"]) == 2

    await desk.until(noted)
    assert {one["alias"] for one in (await read(auditor, kind="audit_read"))["rows"]} == {"Vera"}


async def test_what_was_found_at_night_stands_above(desk: Desk) -> None:
    auditor, _ = await worked_on(desk)
    store = desk.parts.store
    await store.note_verified(await store.audit(), desk.parts.clock())
    assert (await read(auditor))["verified"]["broken"] == 0
