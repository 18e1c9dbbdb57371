"""The conversation as files, over the wire: out as an archive of YAML and PO, and back into a draft, shown first."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.asked import Given
from console.draft_answers import DraftId, Imported, Imports, Unused
from console.drafting import Editor, Numbered
from console.long_bodies import described, read_long
from console.remarks import filed
from flows.changes import changes
from flows.difference import difference
from flows.draft import content_of, read
from flows.edits.put import Put
from flows.exchange import Brought, NotAnArchive, brought_in, files_of, unzipped, zipped
from helpline import publishing
from helpline.drafts import Content, Draft
from helpline.errors import BadAsk, NoSuchDraft

router = APIRouter(prefix="/console/api/editing")

#: Files by name.
FILES = {"type": "object", "additionalProperties": {"type": "string"}}
BODY = described(version={"type": "integer"}, files=FILES)
BODY["requestBody"]["content"]["application/json"]["schema"]["properties"]["dry"] = {"type": "boolean"}


@router.get("/drafts/{draft}/export", response_class=Response)
async def export(draft: DraftId, parts: Given, visit: Editor) -> Response:
    """The draft as it is now, as YAML and PO in one archive."""
    return await _archive(_of_flows(await parts.editing.drafting.draft(draft)).content, "draft")


@router.get("/published/flows/{number}/export", response_class=Response)
async def export_published(number: Numbered, parts: Given, visit: Editor) -> Response:
    """An earlier revision, or the one that runs."""
    revision = await publishing.revision(parts.drafts, number)
    return await _archive(content_of(revision, await parts.drafts.made_from(number)), f"revision-{number}")


@router.post("/drafts/{draft}/import", openapi_extra=BODY)
async def bring_in(draft: DraftId, request: Request, parts: Given, visit: Editor) -> Imports:
    """What files say comes into the draft, as one save that can be undone. `dry`: nothing comes, it is only shown."""
    asked = await read_long(request, Imported)
    before = _of_flows(await parts.editing.drafting.at(draft, asked.version)).content
    brought, looked = await asyncio.to_thread(_looked, asked.files, before)
    in_hers = filed(parts, visit)
    problems = tuple(Unused(file=one.file, line=one.line, message=in_hers(one.message)) for one in brought.told)
    if asked.dry or brought.content is None:
        return Imports(version=asked.version, difference=looked, problems=problems)
    made = tuple(one.to_plain() for one in await asyncio.to_thread(changes, before, brought.content))
    put = Put(edit="put", changes=made, complete=True)
    saved = await parts.editing.drafting.edit(draft, asked.version, (put,), visit.staff.id, parts.clock())
    told = tuple(map(dict, saved.changes))
    return Imports(version=saved.version, difference=looked, problems=problems, changes=told)


def _of_flows(draft: Draft) -> Draft:
    """The very same. Raises NoSuchDraft: the directory has no files of this kind."""
    if draft.kind != "flows":
        raise NoSuchDraft
    return draft


def _looked(files: dict[str, str], before: Content) -> tuple[Brought, Any]:
    brought = brought_in(_opened(files), dict(before))
    was, would = read(before).revision, read(brought.content).revision if brought.content else None
    return brought, difference(was, would) if was and would else None


def _opened(files: dict[str, str]) -> dict[str, str | bytes]:
    """Archives among them give their files. Raises BadAsk where one cannot be opened."""
    found: dict[str, str | bytes] = {}
    for name, text in files.items():
        if not name.endswith(".zip"):
            found[name] = text
            continue
        try:
            found |= unzipped(b64decode(text, validate=True))
        except (NotAnArchive, ValueError):
            raise BadAsk(field="files", why="not_an_archive") from None
    return found


async def _archive(content: Content, name: str) -> Response:
    held = await asyncio.to_thread(lambda: zipped(files_of(dict(content))))
    said = {"content-disposition": f'attachment; filename="{name}.zip"'}
    return Response(held, media_type="application/zip", headers=said)
