"""Editors who mean harm: what they send is refused as such, and what is heavy is done once at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from helpline import publishing
from tests.console.desk import Desk
from tests.console.editors import Editor, editor

#: Half a pair, and nothing: what no database takes as text.
NO_TEXT = ("\ud800", "a\x00b")
TALK = {"at": "2026-11-23T12:00:00Z", "moves": []}


async def renamed(who: Editor, words: str) -> str:
    draft = await who.begins()
    said = await who.writes(draft, "abroad.question", "say", words)
    assert said.status == 200, said.body
    return draft


def hostile(draft: str, words: str) -> list[tuple[str, dict[str, Any]]]:
    """Every place where somebody who edits can write, with these words in it."""
    long = {"move": "say", "words": words}
    jump = {"move": "jump", "place": "triage.age", "facts": {words: words}}
    added = {"path": ["flows", words], "after": {"start": "e", "steps": {"e": {"type": "end"}}}}
    edits = [
        {"edit": "put", "changes": [added]},
        {"edit": "put", "changes": [{"path": ["flows", "triage", "note"], "after": words}]},
        {"edit": "put", "changes": [{"path": ["languages"], "before": ["en"], "after": [words]}]},
        {"edit": "add_flow", "key": words},
        {"edit": "write", "place": "triage.age", "field": words, "before": None, "after": words},
        {"edit": "translate", "language": words, "key": words, "before": None, "after": words},
        {"edit": "add_step", "flow": "triage", "key": words, "type": words, "fields": {words: words}},
    ]
    return [
        ("drafts", {"name": words, "from": "running"}),
        ("drafts", {"name": "x", "from": words}),
        (f"drafts/{draft}/name", {"name": words}),
        (f"drafts/{draft}/ask", {"version": 2, "note": words}),
        *((f"drafts/{draft}/edits", {"version": 2, "edits": [one]}) for one in edits),
        (f"drafts/{draft}/import", {"version": 2, "files": {words: words}}),
        (f"drafts/{draft}/import", {"version": 2, "files": {"x.zip": words, "a.po": words, "a.yaml": words}}),
        ("play", {"talk": TALK | {"language": words}}),
        ("play", {"talk": TALK | {"moves": [jump]}}),
        ("talks", {"name": words, "talk": TALK | {"moves": [long]}}),
    ]


@pytest.mark.parametrize("words", NO_TEXT)
async def test_what_is_no_text_breaks_nothing_wherever_it_is_written(desk: Desk, words: str) -> None:
    ann = await editor(desk, "ann")
    draft = await renamed(ann, "Said otherwise.")
    await ann.steps_up()
    for path, body in hostile(draft, words):
        said = await ann.post(path, body)
        assert said.status in (200, 403, 409, 413, 422), (path, body, said.body)
    assert (await ann.get(f"drafts/{draft}")).status == 200
    assert (await ann.post(f"drafts/{draft}/check")).status == 200
    assert words not in desk.log.getvalue()
    assert "console_failed" not in desk.log.getvalue()


async def test_no_edit_makes_a_file_that_leads_out_of_a_folder(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    added = {"path": ["flows", "../../outside"], "after": {"start": "e", "steps": {"e": {"type": "end"}}}}
    said = await ann.edits(draft, {"edit": "put", "changes": [added]})
    assert (said.status, said.json["about"]) == (422, {"why": "shape"})


async def test_however_many_look_at_what_is_to_be_published_one_is_worked_out_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contacts are answered by the same process: many who read would take it from them for seconds."""
    ann = await editor(desk, "ann")
    drafts = [await renamed(ann, f"Said otherwise, {words}.") for words in ("once", "twice")]
    now, most = 0, 0
    real = publishing.prepare

    async def watched(*args: Any) -> Any:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return await real(*args)
        finally:
            now -= 1

    monkeypatch.setattr("console.editing.prepare", watched)
    pages = await asyncio.gather(*(ann.get(f"drafts/{draft}/publishing") for draft in drafts))
    assert [page.status for page in pages] == [200, 200]
    assert most == 1
