"""Trying a conversation in the console: the real rules answer, in what is drafted or runs, and nothing of it stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from flows.draft import content_of
from helpline.drafts import Draft
from storage.statements import Steps, ask
from tests.console.desk import Browser, Desk, now

EDITING = "/console/api/editing"
MORNING = "2026-11-23T09:30:00Z"
#: A word of an editor that must be nowhere.
CANARY = "kanariezang"
HELLO = [{"move": "say", "words": "hi"}, {"move": "press", "place": "triage.language", "key": "en"}]


def talk(*moves: dict[str, Any], **how: Any) -> dict[str, Any]:
    return {"at": MORNING, "moves": [*HELLO, *moves], **how}


async def drafted(desk: Desk, question: str = "How old?", **more: Any) -> str:
    """A draft in which the question for her age is another one."""
    content = content_of(desk.parts.premises().revisions[1])
    content["flows"]["triage"]["steps"]["age"] |= {"say": question, **more}
    draft = Draft(desk.parts.premises().chance.id(), "flows", "Another question", 1, content, 1, "e1", now(), now())
    await desk.parts.store.begin_draft(draft)
    return draft.id


async def plays(browser: Browser, **asked: Any) -> Any:
    said = await browser.post(f"{EDITING}/play", asked)
    assert said.status == 200, said.json
    return said.json


async def test_an_editor_reads_what_a_contact_would(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    played = await plays(edith, talk=talk({"move": "press", "place": "triage.for_whom", "key": "self"}))
    last = played["exchanges"][-1]
    assert (last["place"], last["facts"], last["language"]) == ("triage.age", {"for_whom": "self"}, "en")
    hers = {"by": "contact", "text": "It's about me", "buttons": [], "says": [], "card": None, "gone": None}
    assert last["bubbles"][0] == hers
    assert last["bubbles"][1]["says"] == ["triage.age.say"]
    assert last["bubbles"][1]["buttons"][0] == {"label": "Under 18", "place": "triage.age", "key": "minor"}


async def test_a_draft_is_tried_as_it_is_now(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    there = await drafted(desk)
    asked = talk({"move": "press", "place": "triage.for_whom", "key": "self"})
    played = await plays(edith, draft=there, talk=asked)
    assert played["version"] == 1
    assert played["exchanges"][-1]["bubbles"][1]["text"] == "How old?"
    running = await plays(edith, revision=1, talk=asked)
    assert running["exchanges"][-1]["bubbles"][1]["text"] != "How old?"


async def test_a_draft_that_cannot_be_read_says_what_keeps_it(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    broken = await drafted(desk, choices="none")
    played = await plays(edith, draft=broken, talk=talk())
    assert not played["exchanges"]
    assert (played["problems"][0]["flow"], played["problems"][0]["step"]) == ("triage", "age")
    assert (await edith.post(f"{EDITING}/talks", {"draft": broken, "name": "x", "talk": talk()})).status == 422


@pytest.mark.parametrize(
    ("asked", "code"), [({"draft": "nowhere"}, "no_such_draft"), ({"revision": 77}, "no_such_revision")]
)
async def test_what_is_not_there_cannot_be_tried(desk: Desk, asked: dict[str, Any], code: str) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    said = await edith.post(f"{EDITING}/play", {**asked, "talk": talk()})
    assert (said.status, said.json["refusal"]) == (404, code)


# ── saved as tests ────────────────────────────────────────────────────────────────────────────────────────────────
async def test_a_talk_is_saved_compared_accepted_and_removed(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    draft = await drafted(desk)
    asked = talk({"move": "press", "place": "triage.for_whom", "key": "self"})
    saved = (await edith.post(f"{EDITING}/talks", {"name": "Asked for her age", "talk": asked})).json["id"]
    await desk.parts.office.look()
    [running] = (await edith.get(f"{EDITING}/talks")).json["talks"]
    assert (running["name"], running["by"], running["state"], running["others"]) == (
        "Asked for her age", "Edith", "same", [],
    )  # fmt: skip
    [there] = (await edith.get(f"{EDITING}/talks", draft=draft)).json["talks"]
    assert (there["state"], there["others"][0]["what"], there["others"][0]["after"]) == ("words", "words", "How old?")
    assert (await edith.post(f"{EDITING}/talks/{saved}/accept", {"draft": draft})).status == 200
    [there] = (await edith.get(f"{EDITING}/talks", draft=draft)).json["talks"]
    assert there["state"] == "same"
    assert (await edith.post(f"{EDITING}/talks/{saved}/remove")).status == 200
    assert (await edith.get(f"{EDITING}/talks")).json["talks"] == []
    assert (await edith.post(f"{EDITING}/talks/{saved}/remove")).json["refusal"] == "no_such_talk"


async def test_a_saved_talk_is_mended_in_its_place(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    saved = (await edith.post(f"{EDITING}/talks", {"name": "First", "talk": talk()})).json["id"]
    longer = talk({"move": "press", "place": "triage.for_whom", "key": "other"})
    assert (await edith.post(f"{EDITING}/talks", {"id": saved, "name": "Second", "talk": longer})).status == 200
    [one] = (await edith.get(f"{EDITING}/talks")).json["talks"]
    assert (one["name"], len(one["talk"]["moves"]), one["state"]) == ("Second", 3, "same")
    unknown = await edith.post(f"{EDITING}/talks", {"id": "unknown", "name": "Third", "talk": longer})
    assert unknown.json["refusal"] == "no_such_talk"


async def test_a_talk_that_cannot_be_held_is_no_test(desk: Desk) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    stuck = talk({"move": "press", "place": "triage.age", "key": "adult"})
    said = await edith.post(f"{EDITING}/talks", {"name": "Stuck", "talk": stuck})
    assert (said.status, said.json["about"]) == (422, {"field": "talk", "why": "trouble"})


# ── nothing of it stays ───────────────────────────────────────────────────────────────────────────────────────────
def counted() -> Steps[dict[str, int]]:
    """How many rows each table has."""
    names = yield from ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    counts = {}
    for (name,) in names:
        [[count]] = yield from ask(f'SELECT COUNT(*) FROM "{name}"')
        counts[name] = count
    return counts


async def stands(desk: Desk) -> dict[str, int]:
    await desk.parts.store.number_events()
    return await desk.parts.store.database.read(counted)


async def test_nothing_is_sent_kept_told_or_logged_of_a_talk_that_is_tried(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edith = await desk.browser("edith", "editor", teams=())
    draft = await drafted(desk)
    asked = talk(
        {"move": "say", "words": f"{CANARY} and I am 15"}, {"move": "say", "words": "/human"}, {"move": "media"}
    )
    before = await stands(desk)
    for where in ({}, {"draft": draft}, {"revision": 1}):
        assert (await plays(edith, **where, talk=asked))["exchanges"][2]["bubbles"][0]["text"].startswith(CANARY)
    wrong = {"draft": draft, "talk": talk({"move": "shout", "words": CANARY})}
    assert (await edith.post(f"{EDITING}/play", wrong)).body == b'{"refusal":"bad_ask","about":{"field":"moves"}}'
    assert await stands(desk) == before
    assert CANARY not in desk.log.getvalue() + "".join(capfd.readouterr())
    # and the same counts notice a talk that is saved
    assert (await edith.post(f"{EDITING}/talks", {"name": "Kept", "talk": asked})).status == 200
    assert (await stands(desk))["saved_talk"] == before["saved_talk"] + 1


async def test_a_page_that_plays_by_itself_keeps_nobody_signed_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    edith, used = await desk.browser("edith", "editor", teams=()), list[bool]()
    visit = desk.parts.store.people.visit

    async def noted(token: str, at: datetime, passing: bool = False) -> Any:
        used.append(not passing)
        return await visit(token, at, passing)

    monkeypatch.setattr(desk.parts.store.people, "visit", noted)
    await plays(edith, talk=talk(), again=True)
    await edith.get(f"{EDITING}/talks")
    assert not any(used)
    await plays(edith, talk=talk())
    assert any(used), "and what she does herself keeps her in"
