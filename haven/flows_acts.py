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
from haven.books import Books
from haven.flows_told import as_lines
from haven.premises import DIRECTORY, LOCALES, ROOT
from haven.settings import WrongSetting
from haven.texts_outside import texts_outside
from helpline import publishing
from helpline.book import publishing as book_publishing
from helpline.drafting import begun
from helpline.drafts import Draft, Kind
from helpline.errors import Alone, Broken, Declined, NoSuchDraft, Overtaken, SecondNeeded, TalksChanged, Unchanged
from helpline.languages import Catalogue, load_catalogue
from helpline.ports import House
from helpline.publishing import HOUSE, Looked
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
        draft = await _draft(store, told["draft"], "flows")
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
    """A draft of any kind. `number` of what it became, and its `kind`; or `refused`, and `reasons`, a line each."""
    return await _published(store, house, await _draft(store, told["draft"]), told.get("note", ""))


async def _published(store: Store, house: House, draft: Draft, note: str) -> Did:
    now = datetime.now(UTC)
    publishers = [one.id for one in await store.people.all() if one.may("publish")]
    books = Books(store, DIRECTORY, lambda: texts_outside(ROOT, _words(house)))
    try:
        looked = await _looked_at(store, books, house, draft, now)
        published = await publishing.publish(store, looked, HOUSE, note, publishers, now)
    except Broken as broken:
        return {"refused": broken.code, "reasons": list(broken.reasons)}
    except Declined as declined:
        return {"refused": declined.code, "reasons": [SAID[type(declined)]]}
    await books.remember(published, now)
    return {"number": published.number, "kind": published.kind}


async def _looked_at(store: Store, books: Books, house: House, draft: Draft, now: datetime) -> Looked:
    if draft.kind == "directory":
        return await book_publishing.prepare(store, draft, await books.standing(), house, now)
    return await publishing.prepare(store, draft, house, now)


def _words(house: House) -> Catalogue:
    return load_catalogue(LOCALES, house.revisions[house.running].languages)


async def _draft(store: Store, draft_id: str, kind: Kind | None = None) -> Draft:
    found = await store.draft(draft_id)
    if found is None or found.kind != (kind or found.kind):
        raise WrongSetting("there is no such draft; see haven flows drafts.") from NoSuchDraft()
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
