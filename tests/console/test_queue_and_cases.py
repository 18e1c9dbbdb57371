"""The queue and its cases over the API: seen by who may, opened with a reason, acted on once, told in codes."""

from __future__ import annotations

import pytest

from tests.console.desk import Desk


async def test_a_case_that_waits_is_in_the_queue_of_its_team_alone(desk: Desk) -> None:
    case = await desk.case()
    lotte = await desk.browser("lotte")
    page = (await lotte.get("/console/api/queue")).json
    assert [row["id"] for row in page["rows"]] == [case]
    assert page["counts"]["waiting"] == page["total"] == 1
    elsewhere = await desk.browser("eva", teams=("child_focus",))
    assert (await elsewhere.get("/console/api/queue")).json["rows"] == []


async def test_opening_a_case_that_is_not_hers_asks_for_a_reason(desk: Desk) -> None:
    case = await desk.case()
    lotte = await desk.browser("lotte")
    for refused in (await lotte.post(f"/console/api/cases/{case}/open"), await lotte.get(f"/console/api/cases/{case}")):
        assert (refused.status, refused.json["refusal"]) == (403, "reason_needed")
    page = await lotte.post(f"/console/api/cases/{case}/open", {"reason": "asked"})
    assert page.status == 200
    assert "take_over" in page.json["may"]
    assert "reply" not in page.json["may"]
    assert (await lotte.get(f"/console/api/cases/{case}")).status == 200
    seen = (await lotte.get(f"/console/api/cases/{case}")).json["history"]
    assert [event["about"].get("reason") for event in seen if event["kind"] == "case_viewed"] == ["asked"]


async def test_of_two_takers_one_has_it_and_the_other_is_told_who(desk: Desk) -> None:
    case = await desk.case()
    lotte, amelie = await desk.browser("lotte"), await desk.browser("amelie")
    await desk.until(lambda: len(desk.parts.premises().colleagues) == 2)
    assert (await lotte.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})).json["fresh"]
    refused = await amelie.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})
    assert (refused.status, refused.json["refusal"]) == (409, "already_taken")
    assert refused.json["about"]["alias"] == "Lotte"


async def test_the_same_reply_twice_is_sent_once(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case(staff=lotte.staff)
    said = {"verb": "reply", "id": "abcdefghijklmnop", "text": "Take your time. I am here."}
    first, again = [await lotte.post(f"/console/api/cases/{case}/act", said) for _ in range(2)]
    assert (first.status, first.json["fresh"]) == (200, True)
    assert (again.status, again.json["fresh"]) == (200, False)
    page = (await lotte.post(f"/console/api/cases/{case}/open")).json
    assert [line["text"] for line in page["lines"] if line["by"] == "staff"] == ["Take your time. I am here."]


async def test_what_was_typed_is_not_repeated_in_a_refusal(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case(staff=lotte.staff)
    for body in (
        {"verb": "canary"},
        {"verb": "reply", "id": "canary", "text": "x"},
        {"verb": "reply", "id": "abcdefghijklmnop", "text": "x", "canary": "y"},
        {"verb": "close", "outcome": "canary"},
        b'{"verb": "canary',
        b'{"verb": "reply", "id": "abcdefghijklmnop", "text": "\\ud800 canary"}',
    ):
        refused = await lotte.post(f"/console/api/cases/{case}/act", body)
        assert refused.status in (400, 422), refused
        assert b"canary" not in refused.body
        assert refused.json["refusal"] == "bad_ask"
    assert "canary" not in desk.log.getvalue()


async def test_only_the_holder_is_seen_typing(desk: Desk) -> None:
    lotte, amelie = await desk.browser("lotte"), await desk.browser("amelie")
    case = await desk.case(staff=lotte.staff)
    for _ in range(5):
        assert (await lotte.post(f"/console/api/cases/{case}/typing")).status == 200
    await desk.until(lambda: desk.emulator.ledger)
    assert [one.method for one in desk.emulator.ledger] == ["sendChatAction"]
    assert (await amelie.post(f"/console/api/cases/{case}/typing")).status == 409


async def test_only_those_are_offered_who_may_have_the_case(desk: Desk) -> None:
    lotte, amelie = await desk.browser("lotte"), await desk.browser("amelie")
    eva = await desk.browser("eva", teams=("child_focus",))
    for one in (amelie, eva):
        assert (await one.post("/console/api/here", {"case": None, "available": True})).status == 200
    case = await desk.case(staff=lotte.staff)
    page = (await lotte.post(f"/console/api/cases/{case}/open")).json
    assert [team["key"] for team in page["teams"]] == ["helpline"]
    assert [one["alias"] for one in page["colleagues"]] == ["Amelie"]
    refused = await lotte.post(
        f"/console/api/cases/{case}/act", {"verb": "transfer", "staff": None, "team": "child_focus"}
    )
    assert (refused.status, refused.json["about"]["why"]) == (422, "not_this_team")


async def test_an_unknown_case_and_one_of_another_team_are_refused_alike(desk: Desk) -> None:
    case = await desk.case(team="child_focus")
    lotte = await desk.browser("lotte")
    there = await lotte.post(f"/console/api/cases/{case}/open", {"reason": "safety"})
    nowhere = await lotte.post("/console/api/cases/00000000-0000-0000-0000-000000000000/open", {"reason": "safety"})
    assert (there.status, there.body) == (nowhere.status, nowhere.body) == (404, nowhere.body)
    eva = await desk.browser("eva", teams=("child_focus",))
    assert (await eva.post(f"/console/api/cases/{case}/open", {"reason": "safety"})).status == 200


@pytest.mark.parametrize("role", ["editor", "admin", "auditor"])
async def test_who_runs_the_house_reads_no_case(desk: Desk, role: str) -> None:
    case = await desk.case()
    browser = await desk.browser("someone", role)
    for answered in (
        await browser.get("/console/api/queue"),
        await browser.post(f"/console/api/cases/{case}/open", {"reason": "safety"}),
        await browser.post(f"/console/api/cases/{case}/act", {"verb": "take_over"}),
    ):
        assert (answered.status, answered.json["refusal"]) == (403, "not_allowed")
    assert (await browser.get("/console/api/me")).json["staff"]["roles"] == [role]
