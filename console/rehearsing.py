"""Trying a conversation in the console: a talk is played and forgotten, or saved as a test and held anew at each check.

Nothing an editor types here reaches a log, an event or a table, unless she saves the talk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from console.answers import Id, Ok
from console.asked import Given
from console.parts import ConsoleParts
from console.refusals import Refused
from console.rehearsed import Number, Other, Played, Playing, SavedOne, SavedTalks, Saving, Tried, Unread
from console.rehearsed import SavedTalk as Row
from console.remarks import reader
from console.signed_in import found_visit, needs
from flows.draft import Read, read
from helpline import drafts
from helpline.errors import BadAsk
from helpline.people import Visit
from helpline.ports import House
from helpline.talks.expected import expected
from helpline.talks.play import play
from helpline.talks.results import TalkResult, run_all
from helpline.talks.talk import Talk

router = APIRouter(prefix="/console/api/editing")
Editor = Annotated[Visit, Depends(needs("edit_flows"))]
#: The same, for what an open page asks by itself: it does not keep a sign-in alive.
PassingEditor = Annotated[Visit, Depends(needs("edit_flows", passing=True))]
#: Puts what is wrong at a flow and a step into words.
Told = Callable[[str, str | None, str | None], str]
#: Each is played at every check of every draft.
MOST_TALKS = 100


@router.post("/play")
async def play_it(asked: Playing, parts: Given, visit: PassingEditor, request: Request) -> Played:
    """All that comes of a talk, played anew from its first move."""
    if not asked.again:
        await found_visit(request)
    house = parts.house()
    version, content = await _tried(parts, house, asked)

    def told(text: str, flow: str | None, step: str | None) -> str:
        return text if isinstance(content, Read) else reader(parts, visit, content)(text, flow, step)

    return await asyncio.to_thread(_played, version, content, asked, house, told)


def _played(
    version: int | None,
    content: drafts.Content | Read,
    asked: Playing,
    house: House,
    told: Told = lambda text, *_: text,
) -> Played:
    found = _read(content)
    if found.revision is None:
        problems = (
            Unread(flow=one.flow, step=one.step, field=one.field, message=told(one.message, one.flow, one.step))
            for one in found.problems
        )
        return Played(version=version, problems=tuple(problems))
    played = Played.model_validate(play(asked.talk, found.revision, house))
    return played.model_copy(update={"version": version})


# ── saved as tests ────────────────────────────────────────────────────────────────────────────────────────────────
@router.get("/talks")
async def saved_talks(
    parts: Given, visit: PassingEditor, draft: Id | None = None, revision: Number | None = None
) -> SavedTalks:
    """Every saved talk, and how it goes in this draft or revision; without either, in what runs."""
    house, saved = parts.house(), await parts.drafts.saved_talks()
    _, content = await _tried(parts, house, Tried(draft=draft, revision=revision))
    results = await asyncio.to_thread(_results, saved, content, house)
    lines = tuple(key for key, entry in house.directory.entries.items() if entry.opening is not None)
    talks = tuple(_row(one, results.get(one.id), house) for one in saved)
    return SavedTalks(talks=talks, lines=lines, teams=house.teams)


@router.post("/talks")
async def save(asked: Saving, parts: Given, visit: Editor) -> SavedOne:
    """As a test: that it goes as it goes now. One in which a move cannot be made tests nothing."""
    saved, house = await parts.drafts.saved_talks(), parts.house()
    if asked.id is None and len(saved) >= MOST_TALKS:
        raise BadAsk(field="talks", why="too_many")
    if asked.id is not None and all(one.id != asked.id for one in saved):
        raise Refused(404, "no_such_talk")
    kept = drafts.SavedTalk(
        asked.id or house.chance.id(), asked.name, asked.talk.model_dump(mode="json"), (), visit.staff.id, parts.clock()
    )
    await parts.drafts.save_talk(await _expecting(parts, house, kept, asked))
    return SavedOne(id=kept.id)


@router.post("/talks/{talk}/accept")
async def accept(talk: Id, asked: Tried, parts: Given, visit: Editor) -> SavedOne:
    """It goes another way now, and that is right: from now on it is expected to."""
    house = parts.house()
    kept = replace(await _saved(parts, talk), by=visit.staff.id, at=parts.clock())
    await parts.drafts.save_talk(await _expecting(parts, house, kept, asked))
    return SavedOne(id=talk)


@router.post("/talks/{talk}/remove")
async def remove(talk: Id, parts: Given, visit: Editor) -> Ok:
    await _saved(parts, talk)
    await parts.drafts.remove_talk(talk, visit.staff.id, parts.clock())
    return Ok()


# ── the parts of it ───────────────────────────────────────────────────────────────────────────────────────────────
async def _tried(parts: ConsoleParts, house: House, asked: Tried) -> tuple[int | None, drafts.Content | Read]:
    """What the talk is held in. A draft goes on while it is tried: it is always the newest that is."""
    if asked.draft is not None:
        found = await parts.drafts.draft(asked.draft)
        if found is None or found.kind != "flows":
            raise Refused(404, "no_such_draft")
        return found.version, found.content
    revision = house.revisions.get(asked.revision or house.running)
    if revision is None:
        raise Refused(404, "no_such_revision")
    return None, Read(revision)


def _read(content: drafts.Content | Read) -> Read:
    return content if isinstance(content, Read) else read(content)


async def _saved(parts: ConsoleParts, talk_id: str) -> drafts.SavedTalk:
    found = next((one for one in await parts.drafts.saved_talks() if one.id == talk_id), None)
    if found is None:
        raise Refused(404, "no_such_talk")
    return found


async def _expecting(parts: ConsoleParts, house: House, talk: drafts.SavedTalk, asked: Tried) -> drafts.SavedTalk:
    """The talk with how it goes now. Raises BadAsk where it cannot be held to its end."""
    _, content = await _tried(parts, house, asked)
    return await asyncio.to_thread(_held, talk, content, house)


def _held(talk: drafts.SavedTalk, content: drafts.Content | Read, house: House) -> drafts.SavedTalk:
    found = _read(content)
    if found.revision is None:
        raise BadAsk(field="draft", why="unreadable")
    played = play(Talk.model_validate(talk.talk), found.revision, house)
    if played.trouble:
        raise BadAsk(field="talk", why="trouble")
    return replace(talk, expected=expected(played))


def _results(saved: Sequence[drafts.SavedTalk], content: drafts.Content | Read, house: House) -> dict[str, TalkResult]:
    revision = _read(content).revision
    return {one.id: one for one in run_all(saved, revision, house)} if revision else {}


def _row(talk: drafts.SavedTalk, result: TalkResult | None, house: House) -> Row:
    by = house.colleagues.get(talk.by)
    return Row(
        id=talk.id,
        name=talk.name,
        by=by.alias if by else talk.by,
        at=talk.at,
        talk=dict(talk.talk),
        state=result.difference.state if result else None,
        others=tuple(map(Other.model_validate, result.difference.others)) if result else (),
    )
