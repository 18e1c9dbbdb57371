"""Drafts over the console: begun, changed by two at once, read again after a reload; and nobody else learns of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from helpline.staff import ROLES
from tests.console.desk import Desk, opened
from tests.console.editors import API, Editor, editor

AGE, SAY = "triage.age", ["flows", "triage", "steps", "age", "say"]


@dataclass
class Two:
    """Two editors and the draft they both have open."""

    ann: Editor
    bo: Editor
    desk: Desk
    draft: str = ""

    async def says(self, place: str = AGE) -> str:
        flow, _, step = place.partition(".")
        return str((await self.ann.draft(self.draft))["content"]["flows"][flow]["steps"][step]["say"])


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with opened(tmp_path) as desk:
        both = Two(await editor(desk, "ann"), await editor(desk, "bo", "admin"), desk)
        await desk.parts.office.look()
        both.draft = await both.ann.begins()
        yield both


def write(before: str, after: str, place: str = AGE, field: str = "say") -> dict[str, Any]:
    return {"edit": "write", "place": place, "field": field, "before": before, "after": after}


async def test_a_draft_begins_as_what_runs_and_every_edit_is_saved(two: Two) -> None:
    page = await two.ann.draft(two.draft)
    assert (page["version"], page["based_on"], page["by"], page["name"]) == (1, 1, "Ann", "Better words")
    assert len(two.draft) >= 12
    before = await two.says()
    said = await two.ann.edits(two.draft, write(before, "How old?"), seen=1)
    assert said.json["version"] == 2
    assert {"path": SAY, "before": before, "after": "How old?"} in said.json["changes"]
    assert await two.says() == "How old?"
    again = (await two.bo.get("overview")).json["drafts"]
    assert [(one["id"], one["version"], one["authors"]) for one in again] == [(two.draft, 2, ["Ann"])]


async def test_two_who_change_different_things_both_find_all_of_it(two: Two) -> None:
    hello = await two.says("triage.hello")
    await two.ann.edits(two.draft, write(await two.says(), "How old?"), seen=1)
    said = await two.bo.edits(two.draft, write(hello, "Hello there.", "triage.hello"), seen=1)
    assert said.json["version"] == 3
    assert {tuple(one["path"][2:]) for one in said.json["changes"] if one["path"][0] == "flows"} == {
        ("steps", "age", "say"),
        ("steps", "hello", "say"),
    }
    assert (await two.says(), await two.says("triage.hello")) == ("How old?", "Hello there.")


async def test_what_somebody_else_changed_meanwhile_is_shown_and_never_overwritten(two: Two) -> None:
    before = await two.says()
    await two.ann.edits(two.draft, write(before, "How old?"), seen=1)
    said = await two.bo.edits(two.draft, write(before, "Your age?"), seen=1)
    assert (said.status, said.json["refusal"]) == (409, "conflict")
    (conflict,) = said.json["about"]["conflicts"]
    assert conflict.pop("at").startswith("20")
    assert conflict == {"path": SAY, "before": before, "yours": "Your age?", "theirs": "How old?", "by": "Ann"}
    assert await two.says() == "How old?"
    settled = {"edit": "put", "changes": [{"path": SAY, "before": "How old?", "after": "Your age?"}]}
    assert (await two.bo.edits(two.draft, settled, seen=2)).status == 200
    assert await two.says() == "Your age?"


async def test_all_edits_of_one_save_are_done_or_none(two: Two) -> None:
    before = await two.says()
    said = await two.ann.edits(two.draft, write(before, "How old?"), {"edit": "remove_flow", "flow": "nothing"}, seen=1)
    assert (said.status, said.json["refusal"], said.json["about"]["why"]) == (422, "edit_refused", "no_flow")
    assert await two.says() == before
    assert (await two.ann.draft(two.draft))["version"] == 1


async def test_many_who_save_in_the_same_moment_lose_nothing(two: Two) -> None:
    steps = (await two.ann.draft(two.draft))["content"]["flows"]["triage"]["steps"]
    told = [key for key, step in steps.items() if "say" in step][:8]
    asked = [
        (two.ann, two.bo)[n % 2].edits(two.draft, write(steps[key]["say"], f"{n}.", f"triage.{key}"), seen=1)
        for n, key in enumerate(told)
    ]
    said = await asyncio.gather(*asked)
    assert {one.status for one in said} == {200}
    assert sorted(one.json["version"] for one in said) == list(range(2, len(told) + 2))
    after = (await two.ann.draft(two.draft))["content"]["flows"]["triage"]["steps"]
    assert [after[key]["say"] for key in told] == [f"{n}." for n in range(len(told))]


async def test_what_the_other_did_arrives_and_who_is_there_is_seen(two: Two) -> None:
    await two.ann.edits(two.draft, write(await two.says(), "How old?"), seen=1)
    news = (await two.bo.get(f"drafts/{two.draft}/since/1")).json
    assert (news["version"], [one["by"] for one in news["edits"]]) == (2, ["Ann"])
    assert [one["alias"] for one in news["here"]] == ["Ann"]
    assert (await two.bo.get(f"drafts/{two.draft}/since/2")).json["edits"] == []


async def test_who_was_away_for_so_long_that_it_is_folded_is_told_to_fetch_all_of_it(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.repositories.drafts.SAVES_KEPT", 2)
    hello = await two.says("triage.hello")
    for before, after in ((await two.says(), "1."), ("1.", "2."), ("2.", "3.")):
        assert (await two.ann.edits(two.draft, write(before, after))).json["folded"] is False
    news = (await two.bo.get(f"drafts/{two.draft}/since/1")).json
    assert (news["folded"], news["version"], [one["version"] for one in news["edits"]]) == (True, 4, [3, 4])
    assert (await two.bo.get(f"drafts/{two.draft}/since/2")).json["folded"] is False
    said = (await two.bo.edits(two.draft, write(hello, "Hello there.", "triage.hello"), seen=1)).json
    assert (said["folded"], said["changes"], said["version"]) == (True, [], 5)
    assert (await two.says(), await two.says("triage.hello")) == ("3.", "Hello there.")
    assert (await two.bo.draft(two.draft))["authors"] == ["Ann", "Bo"]


async def test_another_process_that_was_faster_is_noticed(two: Two) -> None:
    before, store = await two.says(), two.desk.parts.store
    await two.ann.edits(two.draft, write(before, "How old?"), seen=1)
    draft = await store.draft(two.draft)
    assert draft is not None
    content = draft.content | {"languages": ["nl", "en"]}
    change = {"path": ["languages"], "before": draft.content["languages"], "after": ["nl", "en"]}
    assert two.bo.browser.staff is not None
    assert await store.save_draft(two.draft, 2, content, [change], two.bo.browser.staff.id, draft.changed_at) == 3
    said = await two.ann.edits(two.draft, write("How old?", "Your age?"), seen=2)
    assert said.json["version"] == 4
    assert [one["path"] for one in said.json["changes"]][:2] == [["languages"], SAY]
    assert (await two.ann.draft(two.draft))["content"]["languages"] == ["nl", "en"]


async def test_a_check_says_what_is_wrong_as_the_draft_stands(two: Two) -> None:
    assert (await two.ann.post(f"drafts/{two.draft}/check")).json["issues"] == []
    said = await two.ann.edits(two.draft, {"edit": "write", "place": AGE, "field": "choices.minor.go",
                                           "before": "minor", "after": "institute"}, seen=1)  # fmt: skip
    assert said.status == 200, said.body
    report = (await two.ann.post(f"drafts/{two.draft}/check")).json
    assert "P7" in {one["promise"] for one in report["refuted"]}
    shown = report["refuted"][0]
    assert shown["conversation"]
    assert shown["talk"]["moves"]


async def test_a_draft_is_named_and_discarded_and_is_then_nowhere(two: Two) -> None:
    assert (await two.bo.post(f"drafts/{two.draft}/name", {"name": "  Softer words "})).status == 200
    assert (await two.ann.draft(two.draft))["name"] == "Softer words"
    assert (await two.bo.post(f"drafts/{two.draft}/discard")).status == 200
    for said in (
        await two.ann.get(f"drafts/{two.draft}"),
        await two.ann.edits(two.draft, write("a", "b"), seen=1),
        await two.ann.post(f"drafts/{two.draft}/check"),
        await two.ann.post(f"drafts/{two.draft}/discard"),
    ):
        assert (said.status, said.json["refusal"]) == (404, "no_such_draft")


async def test_nobody_who_may_not_edit_learns_that_there_is_a_draft(two: Two) -> None:
    roads = (("GET", ""), ("POST", "/edits"), ("GET", "/since/1"), ("POST", "/check"), ("GET", "/publishing"))
    for role in (role for role, held in ROLES.items() if "edit_flows" not in held):
        browser = await two.desk.browser(role, role)
        for method, road in roads:
            told = [
                await browser.ask(method, f"{API}/drafts/{draft}{road}", {} if method == "POST" else None)
                for draft in (two.draft, "not-there-at-all")
            ]
            assert {one.status for one in told} == {403}
            assert told[0].body == told[1].body


async def test_no_edit_s_words_reach_the_log(two: Two) -> None:
    await two.ann.edits(two.draft, write("canary one", "canary two"), seen=1)
    await two.ann.edits(two.draft, {"edit": "canary three"}, seen=1)
    await two.ann.edits(two.draft, write(await two.says(), "canary four"), seen=1)
    await two.ann.post(f"drafts/{two.draft}/check")
    assert await two.says() == "canary four"
    assert "canary" not in two.desk.log.getvalue()
    two.desk.parts.log.write("console_failed", kind="canary")
    assert "canary" in two.desk.log.getvalue()
