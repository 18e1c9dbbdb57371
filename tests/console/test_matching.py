"""The same picture in another case, asked in the console: by whom, where, noted for whom, and told to no contact."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest_asyncio

from helpline.evidence import Item
from helpline.ports import Changes, House, Loaded
from tests.console.desk import Browser, Desk, now, opened

CASES = "/console/api/cases"
PICTURE, SENT_ON = "0123456789abcdef" * 4, "0123456789abcde0" + "0123456789abcdef" * 3
FILE = "ab" * 32


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, HAVEN_MATCHING="on") as house:
        yield house


async def case_with(desk: Desk, *hashes: tuple[str, str], team: str = "helpline", kind: str = "queue") -> str:
    """A case that was entrusted these hashes, of one file, made on her own device."""
    case = await desk.case(team, kind=kind)

    def decide(loaded: Loaded, at: datetime, house: House) -> Changes:
        assert loaded.contact is not None
        assert loaded.case is not None
        made = {"origin": "page", "tool": "haven-page 1", "media": "image", "size": "1-10MB", "file": house.chance.id()}
        items = tuple(
            Item(house.chance.id(), "hash", "", at, "consent", algorithm=algorithm, value=value, **made)  # type: ignore[arg-type]
            for algorithm, value in hashes
        )
        return Changes(loaded.contact, loaded.session, replace(loaded.case, items=items))

    await desk.parts.store.act(case, now(), desk.parts.premises(), decide)
    return case


async def looks(browser: Browser, case: str) -> Any:
    """She opens it for a reason, and looks for its pictures elsewhere."""
    page = await browser.post(f"{CASES}/{case}/open", {"reason": "supervision"})
    assert page.json["match"] is True
    said = await browser.post(f"{CASES}/{case}/match")
    assert said.status == 200
    return said.json


async def number_of(desk: Desk, case: str) -> str:
    return (await desk.parts.store.rows((case,)))[0].number


async def test_a_supervisor_learns_which_case_holds_the_same_picture_and_no_more(desk: Desk) -> None:
    vera = await desk.browser("vera", "supervisor")
    mine = await case_with(desk, ("pdq", PICTURE), ("sha256", FILE))
    sent_on = await case_with(desk, ("pdq", SENT_ON))
    same = await case_with(desk, ("pdq", PICTURE), ("sha256", FILE), kind="closed")
    await case_with(desk, ("pdq", "5a" * 32))
    said = await looks(vera, mine)
    items = (await vera.get(f"{CASES}/{mine}")).json["items"]
    assert (said["hashes"], said["cases"]) == (4, 3)
    assert said["found"] == [
        {
            "id": same,
            "number": await number_of(desk, same),
            "state": "closed",
            "hits": [{"asked": items[1]["id"], "sure": "same_file", "bits": None, "turn": "upright"}],
        },
        {
            "id": sent_on,
            "number": await number_of(desk, sent_on),
            "state": "open",
            "hits": [{"asked": items[0]["id"], "sure": "almost_surely", "bits": 4, "turn": "upright"}],
        },
    ]
    assert (await vera.get(f"{CASES}/{same}")).json["refusal"] == "reason_needed"


async def test_what_made_a_hash_stands_beside_it(desk: Desk) -> None:
    vera = await desk.browser("vera", "supervisor")
    case = await case_with(desk, ("pdq", PICTURE), ("sha256", FILE))
    items = (await vera.post(f"{CASES}/{case}/open", {"reason": "quality"})).json["items"]
    assert {(one["origin"], one["tool"], one["media"], one["size"], one["raw"]) for one in items} == {
        ("page", "haven-page 1", "image", "1-10MB", False)
    }
    assert len({one["file"] for one in items}) == 1


async def test_nothing_is_found_in_another_team_even_by_one_of_both(desk: Desk) -> None:
    both = await desk.browser("vera", "supervisor", teams=("helpline", "child_focus"))
    mine = await case_with(desk, ("pdq", PICTURE))
    await case_with(desk, ("pdq", PICTURE), team="child_focus")
    assert await looks(both, mine) == {"found": [], "hashes": 0, "cases": 0}


async def test_nobody_looks_without_a_reason_or_the_right(desk: Desk) -> None:
    vera, lotte = await desk.browser("vera", "supervisor"), await desk.browser("lotte")
    mine = await case_with(desk, ("pdq", PICTURE))
    await case_with(desk, ("pdq", PICTURE))
    assert (await vera.post(f"{CASES}/{mine}/match")).json["refusal"] == "reason_needed"
    page = await lotte.post(f"{CASES}/{mine}/open", {"reason": "safety"})
    assert page.json["match"] is False
    assert (await lotte.post(f"{CASES}/{mine}/match")).json == {
        "refusal": "not_allowed",
        "about": {"permission": "match"},
    }
    assert not await matched_events(desk)
    assert len((await looks(vera, mine))["found"]) == 1, "and with both she finds it"


async def test_where_the_house_does_not_allow_it_nobody_looks(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        vera = await desk.browser("vera", "supervisor")
        mine = await case_with(desk, ("pdq", PICTURE))
        page = await vera.post(f"{CASES}/{mine}/open", {"reason": "safety"})
        assert page.json["match"] is False
        said = await vera.post(f"{CASES}/{mine}/match")
        assert (said.status, said.json["refusal"]) == (404, "matching_off")
        assert not await matched_events(desk)


async def test_whoever_reads_the_history_of_either_case_sees_it_and_the_auditor_too(desk: Desk) -> None:
    vera, lotte = await desk.browser("vera", "supervisor"), await desk.browser("lotte")
    jonas = await desk.browser("jonas", "auditor", teams=())
    mine, other = await case_with(desk, ("pdq", PICTURE)), await case_with(desk, ("pdq", SENT_ON))
    await looks(vera, mine)
    for case, kind, about in (
        (mine, "hashes_matched", {"hashes": 1, "cases": 1}),
        (other, "case_matched", {"hashes": 1}),
    ):
        history = (await lotte.post(f"{CASES}/{case}/open", {"reason": "safety"})).json["history"]
        [told] = [one for one in history if one["kind"] == kind]
        assert told["alias"] == "Vera"
        assert about.items() <= told["about"].items()
        [row] = (await jonas.get("/console/api/audit", kind=kind)).json["rows"]
        assert (row["alias"], row["case"]) == ("Vera", case)
        assert PICTURE not in str(row)
        assert "number" not in row["about"]


async def test_neither_contact_is_told_or_written_to(desk: Desk) -> None:
    vera = await desk.browser("vera", "supervisor")
    mine, other = await case_with(desk, ("pdq", PICTURE)), await case_with(desk, ("pdq", PICTURE))
    before = await desk.parts.store.counts()
    assert len((await looks(vera, mine))["found"]) == 1
    told = await desk.parts.store.counts()
    assert told["outbox"] == before["outbox"] == 0
    for case in (mine, other):
        everything = await desk.parts.store.everything(case)
        assert "case_matched" not in {one.kind for one in everything.history}
        assert everything.lines == ()


async def matched_events(desk: Desk) -> list[Any]:
    from storage.statements import ask

    return await desk.parts.store.database.read(lambda: ask("SELECT kind FROM event WHERE kind LIKE '%matched'"))
