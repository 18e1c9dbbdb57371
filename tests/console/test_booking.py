"""Numbers, hours, replies and words are edited and published as the conversation is: checked, by two where it is about
safety, taken back in one click; and contacts see it at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from haven.editions import Editions
from helpline.book import shipped
from tests.console.desk import Desk, now
from tests.console.editors import Editor, editor

#: A line that nothing else stands in for, one that another does, and one that is named in danger.
ASIDE, REPLACED, DANGER = "tele_onthaal", "ecoute_enfants", "child_focus"


async def both(desk: Desk) -> tuple[Editor, Editor]:
    ann, bo = await editor(desk, "ann"), await editor(desk, "bo")
    await desk.parts.office.look()
    return ann, bo


async def begun(who: Editor) -> str:
    said = await who.post("drafts", {"kind": "directory", "name": "A new number", "from": "running"})
    assert said.status == 200, said.body
    return str(said.json["id"])


def standing(desk: Desk) -> Any:
    return json.loads(json.dumps(shipped(Path("directory"))))


async def puts(who: Editor, draft: str, *path: str, after: object) -> Any:
    """Over what stands there."""
    value: Any = (await who.draft(draft))["content"]
    for part in path:
        value = value.get(part) if value is not None else None
    change = {"path": list(path), "after": after} | ({} if value is None else {"before": value})
    return await who.edits(draft, {"edit": "put", "changes": [change]})


async def number_changed(who: Editor, key: str, number: str = "080012345") -> str:
    draft = await begun(who)
    entry = (await who.draft(draft))["content"]["lines"][key]
    changed = {**entry, "phone": number, "phone_display": None, "checked_on": now().date().isoformat()}
    assert (await puts(who, draft, "lines", key, after=changed)).status == 200
    return draft


def shown(desk: Desk, key: str) -> str:
    house = desk.parts.premises()
    return house.directory.card(key, "nl", now(), house.say).text()


async def heard(desk: Desk, number: int) -> None:
    editions = Editions(desk.parts.store, desk.parts.premises, desk.parts.log, lambda code: None)
    await editions.look()
    assert desk.parts.premises.edition == number


async def test_a_corrected_number_is_published_and_every_contact_sees_it(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await number_changed(ann, ASIDE)
    page = (await ann.get(f"drafts/{draft}/publishing")).json
    assert (page["refusal"], page["second"], page["running"]) == (None, [], 0)
    assert ["lines", ASIDE, "phone"] in [one["path"] for one in page["entries"]]
    assert "080012345" not in shown(desk, ASIDE)
    said = await ann.publishes(draft, note="They moved.")
    assert (said.status, said.json["kind"], said.json["number"]) == (200, "directory", 1)
    await heard(desk, 1)
    assert "080012345" in shown(desk, ASIDE)


async def test_a_number_named_in_danger_takes_two(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await number_changed(ann, DANGER)
    refused = await ann.publishes(draft)
    assert (refused.status, refused.json["refusal"]) == (409, "second_needed")
    assert (await ann.asks(draft)).status == 200
    assert (await ann.publishes(draft)).json["refusal"] == "own_ask"
    said = await bo.publishes(draft)
    assert (said.status, said.json["by"], said.json["second"]) == (200, "Ann", "Bo")


async def test_a_book_with_a_mistake_or_a_broken_promise_is_published_by_nobody(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await begun(ann)
    assert (await puts(ann, draft, "lines", ASIDE, "phone", after="call us")).status == 200
    report = (await ann.post(f"drafts/{draft}/check")).json
    assert [(one["flow"], one["step"], one["field"]) for one in report["issues"]] == [("lines", ASIDE, "phone")]
    assert (await ann.publishes(draft)).json["refusal"] == "broken"
    draft = await begun(ann)
    assert (await puts(ann, draft, "lines", ASIDE, "flagged", after=True)).status == 200
    report = (await ann.post(f"drafts/{draft}/check")).json
    assert report["refuted"]
    assert report["refuted"][0]["conversation"]
    assert (await ann.publishes(draft)).json["refusal"] == "broken"


async def test_a_number_changed_without_saying_when_it_was_looked_at_is_warned_of(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await begun(ann)
    entry = (await ann.draft(draft))["content"]["lines"][ASIDE]
    await puts(ann, draft, "lines", ASIDE, after={**entry, "phone": "080012345", "phone_display": None})
    issues = (await ann.post(f"drafts/{draft}/check")).json["issues"]
    assert [(one["level"], one["field"]) for one in issues] == [("warning", "checked_on")]
    await puts(ann, draft, "lines", ASIDE, "checked_on", after="2026-11-01")
    assert (await ann.post(f"drafts/{draft}/check")).json["issues"] == []


async def test_a_flag_hides_a_line_at_once_names_what_stands_in_for_it_and_is_taken_back(desk: Desk) -> None:
    ann, bo = await both(desk)
    assert shown(desk, REPLACED)
    said = await ann.post("flag", {"section": "lines", "key": REPLACED, "note": "Nobody answers."})
    assert (said.status, said.json["edition"]["number"], said.json["edition"]["note"]) == (200, 1, "Nobody answers.")
    assert said.json["instead"] == ["Child Focus"]
    await heard(desk, 1)
    assert not shown(desk, REPLACED)
    warned = (await bo.get("overview")).json["warnings"]
    assert [(one["entry"], one["hidden"]) for one in warned if one["why"] == "flagged"] == [(REPLACED, True)]
    assert (await ann.post("flag", {"section": "lines", "key": REPLACED, "flagged": False})).status == 200
    await heard(desk, 2)
    assert shown(desk, REPLACED)


async def test_a_flag_also_stands_in_drafts_so_that_publishing_one_takes_it_away_from_nobody(desk: Desk) -> None:
    ann, bo = await both(desk)
    draft = await number_changed(bo, ASIDE)
    assert (await ann.post("flag", {"section": "lines", "key": REPLACED})).status == 200
    assert (await bo.draft(draft))["content"]["lines"][REPLACED]["flagged"] is True
    assert (await bo.publishes(draft)).status == 200
    await heard(desk, 2)
    assert not shown(desk, REPLACED)
    assert "080012345" in shown(desk, ASIDE)


async def test_a_flag_that_would_break_a_promise_is_refused(desk: Desk) -> None:
    ann, _ = await both(desk)
    said = await ann.post("flag", {"section": "lines", "key": ASIDE})
    assert (said.status, said.json["refusal"]) == (409, "broken")
    assert (await ann.get("overview")).json["editions"] == []
    assert (await ann.post("flag", {"section": "lines", "key": "nobody"})).json["refusal"] == "bad_ask"


async def test_an_edition_is_taken_back_by_one_in_one_click(desk: Desk) -> None:
    ann, _ = await both(desk)
    before = shown(desk, ASIDE)
    for number in ("080012345", "080054321"):
        assert (await ann.publishes(await number_changed(ann, ASIDE, number))).status == 200
    await ann.steps_up()
    [changed] = (await ann.get("published/directory/1/difference/2")).json
    assert (changed["before"], changed["after"]) == ("080012345", "080054321")
    said = await ann.post("published/directory/1/back", {"note": "The first was right."})
    assert (said.status, said.json["number"], said.json["back_to"]) == (200, 3, 1)
    await heard(desk, 3)
    assert "080012345" in shown(desk, ASIDE) != before


async def test_words_of_the_houses_own_are_said_from_then_on_and_safety_words_take_two(desk: Desk) -> None:
    ann, _ = await both(desk)
    texts = {one["text"]: one for one in (await ann.get("outside")).json}
    assert texts["Closed now."]["where"] == ["helpline/hours.py"]
    assert not texts["Closed now."]["safety"]
    assert "Inbox" not in texts
    assert "What Haven says" not in texts
    draft = await begun(ann)
    assert (await puts(ann, draft, "words", "nl", "Closed now.", after="Even dicht.")).status == 200
    assert (await ann.publishes(draft)).status == 200
    await heard(desk, 1)
    assert desk.parts.premises().say("nl", "Closed now.") == "Even dicht."
    safety = next(
        text for text, one in texts.items() if one["safety"] and "{" not in text and one["said"]["nl"] != text
    )
    draft = await begun(ann)
    assert (await puts(ann, draft, "words", "nl", safety, after="Anders gezegd.")).status == 200
    assert (await ann.publishes(draft)).json["refusal"] == "second_needed"


async def test_an_entry_of_a_draft_is_shown_as_contacts_would_see_it_open_and_closed(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await number_changed(ann, "institute")
    cards = (await ann.get(f"drafts/{draft}/cards/lines/institute")).json["cards"]
    assert [one["language"] for one in cards] == list(desk.parts.settings.languages)
    assert all(any("080012345" in line for line in one["closed"]) for one in cards)
    reply = (await ann.get(f"drafts/{draft}/cards/replies/greeting")).json["cards"]
    assert all("{" not in one["open"][0] for one in reply)


async def test_what_a_draft_of_the_directory_cannot_hold_is_refused(desk: Desk) -> None:
    ann, _ = await both(desk)
    draft = await begun(ann)
    assert (await puts(ann, draft, "flows", after={})).json["about"] == {"why": "shape"}
    assert (await puts(ann, draft, "lines", after=[])).json["about"] == {"why": "shape"}
    write = {"edit": "write", "place": "triage.age", "field": "say", "after": "x"}
    assert (await ann.edits(draft, write)).json["refusal"] == "edit_refused"
