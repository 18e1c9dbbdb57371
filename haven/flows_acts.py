"""What `haven flows` does in the house: write out what runs or a draft, bring files in, put a draft to work.

The rules are those of the console. Whoever may type a command on this machine is not a second person.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from flows.difference import difference
from flows.draft import Problem, content_of, read
from flows.exchange import brought_in, files_of
from haven.flows_told import as_lines
from haven.settings import WrongSetting
from helpline import publishing
from helpline.drafting import begun
from helpline.drafts import Draft
from helpline.errors import Alone, Broken, Declined, NoSuchDraft, Overtaken, SecondNeeded, TalksChanged, Unchanged
from helpline.ports import House
from helpline.publishing import HOUSE
from storage.store import Store

Did = Mapping[str, object]
#: Why a draft is not published, for whoever typed the command.
SAID: Mapping[type[Declined], str] = {
    TalksChanged: "Saved talks go another way than before: accept or mend them in the console.",
    Unchanged: "The running revision says exactly this already.",
    SecondNeeded: "It changes what is said to children or in danger, so two people publish it, in the console.",
    Alone: "It changes what is said to children or in danger, so two people publish it, in the console.",
    Overtaken: "Something else was published in the same moment: look at it, and try again.",
}


async def export(store: Store, house: House, told: Mapping[str, str]) -> Did:
    """`files`: of the running revision, or of the draft that was named."""
    if told.get("draft"):
        draft = await _draft(store, told["draft"])
        return {"files": packed(files_of(dict(draft.content))), "name": draft.name}
    running = await publishing.newest(store, house)
    content = content_of(running, await store.made_from(running.number))
    return {"files": packed(files_of(content)), "number": running.number}


async def bring_in(store: Store, house: House, told: Mapping[str, str]) -> Did:
    """Files as a draft made from what runs. `problems`: what in them is not understood or not used, a line each;
    without a `difference` nothing is kept of them. `difference`: what they change, a line each. With `publish` it is
    put to work at once, if all of the files was understood."""
    running = await publishing.newest(store, house)
    brought = brought_in(unpacked(told["files"]), content_of(running, await store.made_from(running.number)))
    if brought.content is None:
        return {"problems": list(brought.problems)}
    found = read(brought.content)
    lines = as_lines(difference(running, found.revision)) if found.revision else []
    done: dict[str, object] = {"problems": [*brought.problems, *map(_problem, found.problems)], "difference": lines}
    if found.revision and not lines:
        return done
    now = datetime.now(UTC)
    draft = begun(house.chance.id(), "flows", told["name"], running.number, brought.content, HOUSE, now)
    await store.begin_draft(draft)
    done["draft"] = draft.id
    if told.get("publish") and any(one.file for one in brought.told):
        return done | {"reasons": ["Not everything in these files was understood."]}
    if told.get("publish"):
        done.update(await _published(store, house, draft, told.get("note", "")))
    return done


async def drafts(store: Store, house: House, told: Mapping[str, str]) -> Did:
    """All there are, as plain values."""
    names = {one.id: one.login for one in await store.people.all()}
    return {
        "drafts": [
            {
                "id": one.id,
                "kind": one.kind,
                "name": one.name,
                "changed": f"{one.changed_at:%Y-%m-%d %H:%M} UTC",
                "authors": [names.get(who, who) for who in one.authors],
                "asked": names.get(one.asked.by, one.asked.by) if one.asked else "",
            }
            for one in await store.drafts()
        ]
    }


async def publish(store: Store, house: House, told: Mapping[str, str]) -> Did:
    """`number` of what it became; or `refused`, and `reasons`, a line each."""
    draft = await _draft(store, told["draft"])
    return await _published(store, house, draft, told.get("note", ""))


async def _published(store: Store, house: House, draft: Draft, note: str) -> Did:
    now = datetime.now(UTC)
    publishers = [one.id for one in await store.people.all() if one.may("publish")]
    prepared = await publishing.prepare(store, draft, house, now)
    try:
        published = await publishing.publish(store, prepared, HOUSE, note, publishers, now)
    except Broken as broken:
        return {"refused": broken.code, "reasons": list(broken.reasons)}
    except Declined as declined:
        return {"refused": declined.code, "reasons": [SAID[type(declined)]]}
    return {"number": published.number}


async def _draft(store: Store, draft_id: str) -> Draft:
    found = await store.draft(draft_id)
    if found is None or found.kind != "flows":
        raise WrongSetting("there is no such draft of the conversation; see haven flows drafts.") from NoSuchDraft()
    return found


def _problem(problem: Problem) -> str:
    return f"{'.'.join(one for one in (problem.flow, problem.step, problem.field) if one)}: {problem.message}"


# ── files over a line ─────────────────────────────────────────────────────────────────────────────────────────────
def packed(files: Mapping[str, str]) -> str:
    """Files by name as one word: what is said through the side door has a limit."""
    return b64encode(zlib.compress(json.dumps(files).encode())).decode()


def unpacked(word: str) -> dict[str, str]:
    files: dict[str, str] = json.loads(zlib.decompress(b64decode(word)))
    return files
