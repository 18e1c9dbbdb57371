"""Whatever stands in an editor's request, for either kind of draft: refused in a code, or done; never a surprise."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest

from flows.edits import AnyEdit
from tests.console.attack.mischief import BROKEN, MARK
from tests.console.attack.open_house import opened_to_all
from tests.console.desk import Desk
from tests.console.editors import API, Editor, editor

NUMBERS = ("0", "-1", "2147483648", "99999999999999999999", "x", "1e3", "\x00")
#: Moments at the ends of the calendar, and beyond them in another zone.
ENDS = ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59")
TALK = {"at": "2026-11-23T12:00:00Z", "moves": []}
ODD = (*BROKEN, *(f'"{one}"' for one in (*ENDS, "UEsDBA==", "triage.age")), "0", "2147483648", "[]", "{}", "[{}]")
#: What stands in the other fields of an edit.
FIELDS: dict[str, Any] = {
    "place": "triage.age",
    "flow": "triage",
    "key": "new_one",
    "to": "another",
    "step": "age",
    "type": "say",
    "field": "say",
    "language": "nl",
    "start": "end",
    "after": "x",
    "fields": {},
    "changes": [],
    "complete": False,
}
PUTS = (
    "@",
    "[@]",
    '[{"path":@,"after":1}]',
    '[{"path":["flows",@],"after":{"start":"e","steps":{"e":{"type":"end"}}}}]',
    '[{"path":["languages"],"before":["nl","fr","en"],"after":@}]',
    '[{"path":["translations","nl",@],"after":@}]',
    '[{"path":["lines",@],"after":@}]',
    '[{"path":["platforms","platforms","new"],"after":@}]',
    '[{"path":["words","nl",@],"after":@}]',
)


def bodies(draft: str, talk: str) -> Iterator[tuple[str, str]]:
    """Every field of every request, `@` in its place."""
    for body in _edits():
        yield f"drafts/{draft}/edits", f'{{"version":1,"edits":[{body}]}}'
    for field, value in (("version", 1), ("files", {"a.po": "x"}), ("dry", True)):
        yield f"drafts/{draft}/import", _with({"version": 1, "files": {"nl.po": "x"}, field: value}, field)
    for name in ("a.po", "a.yaml", "a.zip"):
        yield f"drafts/{draft}/import", f'{{"version":1,"dry":true,"files":{{"{name}":@}}}}'
    for act in ("ask", "publish"):
        yield from (
            (f"drafts/{draft}/{act}", _with({"version": 1, "note": ""}, field)) for field in ("version", "note")
        )
    yield f"drafts/{draft}/name", '{"name":@}'
    for field in ("kind", "name", "from"):
        yield "drafts", _with({"kind": "directory", "name": "x", "from": "running"}, field)
    for field in ("section", "key", "flagged", "note"):
        yield "flag", _with({"section": "lines", "key": "nothing"}, field)
    for field in ("language", "at", "staffed", "open", "teams", "moves"):
        yield "play", f'{{"talk":{_with(TALK, field)}}}'
        yield "talks", f'{{"name":"x","talk":{_with(TALK, field)}}}'
    for field in ("draft", "revision", "version"):
        yield f"talks/{talk}/accept", _with({}, field)
        yield "play", _with({"talk": TALK}, field)


def _edits() -> Iterator[str]:
    for edit in get_args(get_args(AnyEdit)[0]):
        (kind,) = get_args(edit.model_fields["edit"].annotation)
        known = {"edit": kind} | {name: FIELDS.get(name) for name in edit.model_fields if name != "edit"}
        yield from (_with(known, name) for name in known)
    yield from (f'{{"edit":"put","changes":{changes}}}' for changes in PUTS)


def _with(body: dict[str, Any], field: str) -> str:
    return json.dumps(body | {field: "@@"}).replace('"@@"', "@")


async def begun(who: Editor) -> tuple[str, str, str]:
    """A draft of each kind, and a talk."""
    book = await who.post("drafts", {"kind": "directory", "name": "Numbers", "from": "running"})
    talk = await who.post("talks", {"name": "A talk", "talk": TALK})
    return await who.begins(), book.json["id"], talk.json["id"]


def calm(desk: Desk, status: int, what: str) -> None:
    assert status < 500, what
    assert "console_failed" not in desk.log.getvalue(), what


async def test_every_field_of_every_editors_request_takes_anything_calmly(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    await ann.steps_up()
    flows, book, talk = await begun(ann)
    asked = 0
    for number, (path, body) in enumerate((*bodies(flows, talk), *bodies(book, talk))):
        for odd in ODD[number % 6 :: 6]:  # each field gets every sixth; the next field the others
            said = await ann.browser.ask("POST", f"{API}/{path}", body.replace("@", odd).encode())
            calm(desk, said.status, f"{path} {body[:60]} {odd[:40]}")
            if said.status == 422 and said.json["refusal"] == "bad_ask":
                assert MARK.encode() not in said.body.lower(), (path, body, odd)
            if path == "drafts" and said.status == 200:
                await ann.post(f"drafts/{said.json['id']}/discard")
            asked += 1
    assert asked > 700
    assert MARK not in desk.log.getvalue()
    for draft in (flows, book):
        for part in ("", "/publishing", "/since/1"):
            assert (await ann.get(f"drafts/{draft}{part}")).status == 200


async def test_a_draft_of_one_kind_is_none_of_the_other(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    flows, book, _ = await begun(ann)
    files = {"version": 1, "files": {"nl.po": 'msgid "a"\nmsgstr "b"\n'}}
    for said in (
        await ann.get(f"drafts/{book}/export"),
        await ann.post(f"drafts/{book}/import", files),
        await ann.post("play", {"talk": TALK, "draft": book}),
    ):
        assert (said.status, said.json["refusal"]) == (404, "no_such_draft")
    assert (await ann.get(f"drafts/{flows}/export")).status == 200, "the control"
    cards = await ann.get(f"drafts/{flows}/cards/lines/police")
    assert (cards.status, cards.json["cards"]) == (200, [])


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_number_that_is_none_is_told_apart_from_a_failure(desk: Desk, number: str) -> None:
    ann = await editor(desk, "ann")
    for name in ("revision", "draft"):
        said = await ann.browser.get(f"{API}/talks", **{name: number})
        assert said.status in (404, 422), (name, said.status)
    calm(desk, 200, number)


@pytest.mark.parametrize("at", [*ENDS, "2026-01-01T00:00:00", "x", "\x00"])
async def test_the_record_is_asked_for_any_time_calmly(desk: Desk, at: str) -> None:
    jonas = await desk.browser("jonas", "auditor")
    for name in ("since", "until"):
        said = await jonas.get("/console/api/audit", **{name: at})
        assert said.status == (200 if at in ENDS[:2] else 422), name
    calm(desk, 200, at)


@pytest.mark.parametrize("at", ENDS)
async def test_a_talk_begins_where_time_can_pass(desk: Desk, at: str) -> None:
    ann = await editor(desk, "ann")
    for moves in ([], [{"move": "say", "words": "hello"}], [{"move": "wait", "minutes": 86400}]):
        said = await ann.post("play", {"talk": {"at": at, "moves": moves}})
        assert (said.status, said.json["about"]) == (422, {"field": "at"})
    calm(desk, 200, at)


async def test_files_as_long_as_may_be_come_through_the_wire_and_no_longer_ones(desk: Desk) -> None:
    ann = await editor(desk, "ann")
    draft = await ann.begins()
    async with opened_to_all(desk) as door, door.client(ann.browser) as client:
        for size in (1 << 20, 3 << 20):
            body = {"version": 1, "dry": True, "files": {"notes.txt": "#" * size}}
            assert (await client.post(f"{API}/drafts/{draft}/import", json=body)).status_code == 200, size
        with contextlib.suppress(httpx.TransportError):  # the line may be closed while we still talk
            body = {"version": 1, "dry": True, "files": {"notes.txt": "#" * (5 << 20)}}
            assert (await client.post(f"{API}/drafts/{draft}/import", json=body)).status_code == 413
