"""What editors made goes to work: by one, by two where a mistake could harm a child, by nobody where it would."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.console.desk import Desk
from tests.console.editors import Editor, editor

#: A step on no path of a child or of danger, and one that is asked of everybody.
ASIDE, OF_ALL = "abroad.question", "triage.age"


async def both(desk: Desk) -> tuple[Editor, Editor]:
    """Two editors; an admin besides, so that three may publish."""
    ann, bo = await editor(desk, "ann"), await editor(desk, "bo", "editor", "auditor")
    await desk.parts.office.look()
    return ann, bo


async def changed(who: Editor, place: str, words: str = "Said otherwise.") -> str:
    """A draft in which one step says something else."""
    draft = await who.begins()
    assert (await who.writes(draft, place, "say", words)).status == 200
    return draft


async def running(who: Editor) -> dict[str, Any]:
    found: dict[str, Any] = (await who.get("overview")).json["running"]
    return found


async def test_a_small_change_is_published_by_one_who_shows_again_who_she_is(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await changed(ann, ASIDE)
    said = await ann.post(f"drafts/{draft}/publish", {"version": 2})
    assert (said.status, said.json["refusal"]) == (403, "step_up")
    said = await ann.publishes(draft, note="Clearer.")
    assert (said.status, said.json["number"], said.json["by"], said.json["second"]) == (200, 2, "Ann", None)
    assert ((await running(bo))["number"], (await running(bo))["note"]) == (2, "Clearer.")
    assert (await bo.get(f"drafts/{draft}")).status == 404
    between = (await bo.get("published/flows/1/difference/2")).json
    assert [(one["key"], one["after"]) for one in between["words"]] == [(f"{ASIDE}.say", "Said otherwise.")]
    flow, _, step = ASIDE.partition(".")
    [(part, told)] = between["content"]["flows"].items()  # the step it is about, so that it can be called by its words
    assert (part, [*told["steps"]], told["steps"][step]["say"]) == (flow, [step], "Said otherwise.")
    assert {key for words in between["content"]["translations"].values() for key in words} >= {f"{ASIDE}.say"}
    assert {"key": "child_focus", "name": "Child Focus"} in between["entries"]


async def test_what_everybody_of_any_age_is_asked_takes_two_and_the_record_names_both(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await changed(ann, OF_ALL, "How old are you, about?")
    page = (await bo.get(f"drafts/{draft}/publishing")).json
    assert {(one["flow"], one["step"], one["why"]) for one in page["second"]} >= {("triage", "age", "minor")}
    assert (page["refusal"], page["alone"]) == ("second_needed", False)
    assert (await ann.publishes(draft)).json["refusal"] == "second_needed"
    assert (await ann.asks(draft)).status == 200
    assert (await ann.publishes(draft)).json["refusal"] == "own_ask"
    assert (await bo.draft(draft))["asked"] | {"at": ""} == {
        "version": 2, "by": "Ann", "mine": False, "at": "", "note": "Please look.",
    }  # fmt: skip
    assert (await bo.get(f"drafts/{draft}/publishing")).json["refusal"] is None
    said = (await bo.publishes(draft)).json
    assert (said["by"], said["second"], said["note"]) == ("Ann", "Bo", "Please look.")

    async def told() -> Any:
        rows = (await bo.browser.get("/console/api/audit")).json["rows"]
        return [one for one in rows if one["kind"] == "flow_published"]

    (event,) = await desk.until(told)
    assert event["about"]["number"] == 2
    assert {str(one) for one in event["about"].values()} | {event["alias"]} >= {"2", "Ann"}


async def test_whoever_agrees_agrees_to_what_was_asked_for_and_to_nothing_later(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await changed(ann, OF_ALL)
    await ann.asks(draft)
    assert (await ann.writes(draft, OF_ALL, "say", "Something else.")).status == 200
    assert (await bo.draft(draft))["asked"] is None
    assert (await bo.publishes(draft, version=2)).json["refusal"] == "draft_moved"
    assert (await bo.publishes(draft, version=3)).json["refusal"] == "second_needed"
    assert (await ann.asks(draft, version=2)).json["refusal"] == "draft_moved"
    assert (await ann.asks(draft)).status == 200
    assert (await ann.post(f"drafts/{draft}/unask")).status == 200
    assert (await bo.publishes(draft)).json["refusal"] == "second_needed"
    assert (await running(bo))["number"] == 1


async def test_an_editor_alone_is_sent_to_the_server(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await changed(ann, OF_ALL)
    page = (await ann.get(f"drafts/{draft}/publishing")).json
    assert (page["alone"], page["refusal"]) == (True, "alone")
    assert (await ann.publishes(draft)).json["refusal"] == "alone"
    await ann.asks(draft)
    assert (await ann.publishes(draft)).json["refusal"] == "alone"


async def test_nobody_publishes_what_lets_a_child_reach_the_link_step(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await ann.begins()
    await ann.edits(
        draft, {"edit": "write", "place": OF_ALL, "field": "choices.minor.go", "before": "minor", "after": "online"}
    )
    for said in (await ann.asks(draft), await ann.publishes(draft), await bo.publishes(draft)):
        assert (said.status, said.json["refusal"]) == (409, "broken")
        assert said.json["about"]["promises"] > 0
    assert (await running(ann))["number"] == 1


async def test_a_draft_too_broken_to_be_compared_is_told_so(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await ann.begins()
    await ann.edits(draft, {"edit": "write", "place": OF_ALL, "field": "say", "before":
                            (await ann.draft(draft))["content"]["flows"]["triage"]["steps"]["age"]["say"],
                            "after": None})  # fmt: skip
    page = (await ann.get(f"drafts/{draft}/publishing")).json
    assert (page["difference"], page["refusal"]) == (None, "broken")
    assert page["report"]["issues"]


async def test_of_two_who_publish_at_once_one_is_told_that_the_other_was_faster(desk: Desk) -> None:
    ann, bo = await both(desk)
    drafts = [await changed(who, ASIDE, f"By {n}.") for n, who in enumerate((ann, bo))]
    await ann.steps_up()
    await bo.steps_up()
    said = await asyncio.gather(
        *(who.post(f"drafts/{one}/publish", {"version": 2}) for who, one in zip((ann, bo), drafts, strict=True))
    )
    assert sorted(one.status for one in said) == [200, 409]
    lost = next(n for n, one in enumerate(said) if one.status == 409)
    assert said[lost].json["refusal"] == "overtaken"
    assert (await ann.get(f"drafts/{drafts[lost]}")).status == 200
    assert [one["number"] for one in (await ann.get("published/flows")).json] == [2, 1]
    again = await (ann, bo)[lost].publishes(drafts[lost])
    assert (again.status, again.json["number"]) == (200, 3)


async def test_one_click_goes_back_and_both_stay_in_the_history(desk: Desk) -> None:
    ann, bo = await both(desk)
    assert (await ann.publishes(await changed(ann, ASIDE))).status == 200
    assert (await ann.post("published/flows/1/back", {"note": "Too soon."})).status == 200
    row = await running(bo)
    assert (row["number"], row["back_to"], row["by"], row["note"]) == (3, 1, "Ann", "Too soon.")
    rows = (await bo.get("published/flows")).json
    assert rows[0]["checksum"] == rows[2]["checksum"] != rows[1]["checksum"]
    assert (await ann.post("published/flows/1/back")).json["refusal"] == "unchanged"
    said = await ann.post("published/flows/9/back")
    assert (said.status, said.json["refusal"]) == (404, "no_such_revision")
    assert (await bo.post("published/flows/2/back")).json["refusal"] == "step_up"
