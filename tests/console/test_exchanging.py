"""The conversation as files over the console: out as an archive, in again as it was; a PO file of Poedit's."""

from __future__ import annotations

import io
import json
import re
import zipfile
from base64 import b64encode
from dataclasses import replace

import pytest

from console.guarding import MOST_BODY
from flows.flow import Revision
from haven import premises
from tests import shipped
from tests.console.desk import Desk
from tests.console.editors import API, Editor, editor

#: As Poedit writes it: its header, a text wrapped, one that nobody needs any more.
POEDIT = """msgid ""
msgstr ""
"Project-Id-Version: haven\\n"
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Generator: Poedit 3.4.2\\n"

#. Asked before anything is kept. Never asks for a birth date.
msgctxt "triage.age.say"
msgid "How old are you? It only decides who can help you best."
msgstr ""
"Hoe oud ben je ongeveer? "
"Zo weten we wie je het best helpt."

msgctxt "triage.nowhere.say"
msgid "Gone."
msgstr "Weg."
"""


async def dutch(who: Editor, draft: str) -> str:
    return str((await who.draft(draft))["content"]["translations"]["nl"]["triage.age.say"])


async def test_what_goes_out_comes_back_as_it_was(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    out = await ann.get(f"drafts/{draft}/export")
    assert (out.status, out.headers[b"content-type"]) == (200, b"application/zip")
    assert b"attachment" in out.headers[b"content-disposition"]
    assert out.body == (await ann.get("published/flows/1/export")).body
    names = set(zipfile.ZipFile(io.BytesIO(out.body)).namelist())
    assert names >= {"triage.yaml", "nl.po", "fr.po"}
    archive = {"draft.zip": b64encode(out.body).decode()}
    said = await ann.post(f"drafts/{draft}/import", {"version": 1, "files": archive})
    assert (said.status, said.json["version"], said.json["changes"], said.json["problems"]) == (200, 1, [], [])
    assert not any(said.json["difference"].values())


async def test_a_po_file_of_one_language_is_shown_first_then_taken_and_can_be_undone(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    before = await dutch(ann, draft)
    wish = {"version": 1, "files": {"nl.po": POEDIT}}
    looked = (await ann.post(f"drafts/{draft}/import", wish | {"dry": True})).json
    assert [(one["key"], one["language"]) for one in looked["difference"]["words"]] == [("triage.age.say", "nl")]
    assert [one["line"] for one in looked["problems"]] == [18]
    assert (looked["version"], await dutch(ann, draft)) == (1, before)
    taken = (await ann.post(f"drafts/{draft}/import", wish)).json
    assert taken["version"] == 2
    assert await dutch(ann, draft) == "Hoe oud ben je ongeveer? Zo weten we wie je het best helpt."
    undo = [
        {"path": one["path"]} | {new: one[old] for new, old in (("before", "after"), ("after", "before")) if old in one}
        for one in reversed(taken["changes"])
    ]
    assert (await ann.edits(draft, {"edit": "put", "changes": undo})).status == 200
    assert await dutch(ann, draft) == before
    late = await ann.post(f"drafts/{draft}/import", wish)
    assert (late.status, late.json["refusal"]) == (409, "draft_moved")


async def test_files_may_be_long_but_only_there_and_only_of_who_may_edit(desk: Desk) -> None:
    ann, lou = await editor(desk, "ann"), await desk.browser("lou", "counsellor")
    draft = await ann.begins()
    long = {"version": 1, "files": {"nl.po": POEDIT + "# a remark\n" * (MOST_BODY // 8)}, "dry": True}
    assert (await ann.post(f"drafts/{draft}/import", long)).status == 200
    length = str(len(json.dumps(long)))
    elsewhere = await ann.browser.post(f"{API}/drafts/{draft}/check", long, content_length=length)
    assert (elsewhere.status, elsewhere.json["refusal"]) == (413, "too_long")
    assert (await lou.post(f"{API}/drafts/{draft}/import", long)).json["refusal"] == "not_allowed"
    assert (await desk.stranger().post(f"{API}/drafts/{draft}/import", long)).json["refusal"] == "signed_out"
    beyond = long | {"files": {"nl.po": "#" * (4 << 20)}}
    for road in ("import", "edits"):
        assert (await ann.post(f"drafts/{draft}/{road}", beyond)).json["refusal"] == "too_long"


async def test_whatever_files_changed_is_undone_in_one_go(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    before = (await ann.draft(draft))["content"]
    out = zipfile.ZipFile(io.BytesIO((await ann.get(f"drafts/{draft}/export")).body))
    more = r'\1 and so on, in far more words than there were before, so that all of it is long"'
    louder = {name: re.sub(r'(?m)^(msgstr ".+)"$', more, out.read(name).decode()) for name in ("nl.po", "fr.po")}
    taken = (await ann.post(f"drafts/{draft}/import", {"version": 1, "files": louder})).json
    undo = [one | {"before": one["after"], "after": one["before"]} for one in taken["changes"]]
    assert len(json.dumps(undo)) > MOST_BODY
    assert (await ann.edits(draft, {"edit": "put", "changes": undo})).status == 200
    assert (await ann.draft(draft))["content"] == before


async def test_what_is_no_import_is_refused_without_repeating_it(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    for body, status in (
        (b"canary", 422),
        ({"version": 1, "files": {"canary.zip": "canary"}}, 422),
        ({"version": 1, "files": {}}, 422),
        ({"version": 1, "files": {"nl.po": 5}}, 422),
        ({"version": 1, "files": {"nl.po": "canary: no catalogue"}}, 200),
    ):
        said = await ann.browser.ask("POST", f"{API}/drafts/{draft}/import", body)
        assert said.status == status, said.body
        assert b"canary" not in said.body
    assert (await ann.draft(draft))["version"] == 1
    assert "canary" not in desk.log.getvalue()


async def test_after_an_upgrade_the_difference_is_a_draft_and_is_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgraded(languages: tuple[str, ...]) -> Revision:
        flow = shipped.library(languages).flows["abroad"].model_copy(update={"note": "New."})
        return replace(shipped.library(languages), flows={**shipped.library(languages).flows, "abroad": flow})

    monkeypatch.setattr(premises, "library", upgraded)
    ann = await editor(desk, "ann")
    assert (await ann.get("overview")).json["shipped_differs"]
    begun = (await ann.post("drafts", {"name": "The newer one", "from": "shipped"})).json
    assert (begun["based_on"], begun["clashes"]) == (None, [])
    assert begun["content"]["flows"]["abroad"]["note"] == "New."
    assert not (await ann.get("overview")).json["shipped_differs"]
    changes = (await ann.get(f"drafts/{begun['id']}/publishing")).json["difference"]
    assert [one["place"] for one in changes["flows"]] == ["abroad"]
