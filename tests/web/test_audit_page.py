"""What was done, as an auditor reads it in a real browser: found, followed, and never more than codes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from helpline.events import KINDS
from tests.web.curtain import Curtain
from tests.web.stage import Json, Stage

NAMES = Path(__file__).parents[2] / "web" / "console" / "audit" / "kinds.ts"


def event(seq: int, kind: str, **said: Any) -> Json:
    usual: Json = {"seq": seq, "kind": kind, "at": "2026-11-22T20:04:00Z", "alias": None, "whom": None, "case": None}
    return usual | {"about": {}, "purged": False} | said


DONE = [
    event(412, "staff_disabled", alias="Vera", whom="Tuur"),
    event(411, "item_copied", alias="Lou", case="c-7K2Mabcdefg", about={"item": "i1", "team": "helpline"}),
    event(410, "case_viewed", alias="Lou", case="c-7K2Mabcdefg", about={"reason": "asked", "team": "helpline"}),
    event(2, "case_opened", purged=True),
]


def was_done(stage: Stage, **said: Any) -> None:
    """The record, with everything an auditor may meet in it."""
    usual: Json = {
        "rows": DONE,
        "next": 2,
        "head": f"412:{'9f' * 32}",
        "verified": {"at": "2026-11-22T02:00:00Z", "count": 400, "broken": 0},
        "kinds": list(KINDS),
        "staff": [{"id": "s-lou", "alias": "Lou"}],
    }
    stage.answer("GET /audit", usual | said)


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        opened.me["staff"] |= {"roles": ["auditor"], "permissions": ["read_audit"]}
        was_done(opened)
        yield opened


async def reads(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.origin}/console/")
    await page.get_by_role("link", name="What was done").click()
    await page.get_by_role("heading", name="What was done").wait_for()


async def test_who_did_what_is_read_and_narrowed(page: Page, stage: Stage) -> None:
    await reads(page, stage)
    await expect(page.get_by_text("400 events, none of them changed, missing or moved.")).to_be_visible()
    await expect(page.get_by_role("row", name="Colleague disabled")).to_contain_text("Vera → Tuur")
    await expect(page.get_by_role("row", name="Case opened")).to_contain_text("gone after its time")
    await page.get_by_role("combobox", name="What").select_option("case_viewed")
    await stage.heard("GET /audit", {"kind": "case_viewed"})
    await page.get_by_role("combobox", name="Who").select_option("s-lou")
    await stage.heard("GET /audit", {"kind": "case_viewed", "staff": "s-lou"})
    await page.get_by_role("button", name="Show all").click()
    await page.get_by_role("button", name="c-7K2Mab").first.click()
    await stage.heard("GET /audit", {"case": "c-7K2Mabcdefg"})


async def test_older_events_follow_and_what_was_asked_in_between_wins(page: Page, stage: Stage) -> None:
    await reads(page, stage)
    was_done(stage, rows=[event(1, "flow_published")], next=None)
    await page.get_by_role("button", name="Show older ones").click()
    await stage.heard("GET /audit", {"before": "2"})
    await expect(page.get_by_role("row", name="Conversation published")).to_be_visible()
    await expect(page.get_by_role("row", name="Evidence copied")).to_be_visible()
    await expect(page.get_by_role("button", name="Show older ones")).to_have_count(0)


async def test_a_record_that_is_broken_is_said_above_it(page: Page, stage: Stage) -> None:
    was_done(stage, verified={"at": "2026-11-22T02:00:00Z", "count": 400, "broken": 2})
    await reads(page, stage)
    await expect(page.get_by_role("status")).to_contain_text("broken in 2 places")


async def test_a_record_that_cannot_be_fetched_is_asked_for_again(page: Page, stage: Stage) -> None:
    stage.refuse("GET /audit", 503, "trouble")
    await reads(page, stage)
    await expect(page.get_by_role("alert")).to_contain_text("The record cannot be fetched right now.")
    was_done(stage)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("row", name="Evidence copied")).to_be_visible()


async def test_who_may_not_read_it_finds_no_way_there(page: Page, stage: Stage) -> None:
    stage.me["staff"]["permissions"] = ["manage_staff"]
    stage.answer("GET /staff", [])
    await page.goto(f"{stage.origin}/console/#/audit")
    await page.get_by_role("heading", name="Welcome, Noor.").wait_for()
    await expect(page.get_by_role("link", name="What was done")).to_have_count(0)
    assert not stage.bodies("GET /audit")


def test_every_kind_of_event_has_a_name() -> None:
    assert set(re.findall(r"^  (\w+): \(\) => t\(", NAMES.read_text(), re.MULTILINE)) == set(KINDS)
