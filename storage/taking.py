"""What a contact takes along: everything of her case read as one picture, the leave to fetch it, and that it was."""

from __future__ import annotations

import secrets
from datetime import datetime

from helpline.case import Case
from helpline.contact import Address
from helpline.delivery import Deletion
from helpline.errors import NoSuchCase
from helpline.events import Event
from helpline.hers.everything import Everything
from helpline.transcript import Line
from helpline.views import SeenLine
from storage import desk_views
from storage.errors import SealBroken, StorageTrouble
from storage.loading import lock_number
from storage.repositories import cases, events, messages, parts, tickets
from storage.repositories.messages import Sent
from storage.ring import KeyGone, UnitKeys
from storage.running import Running
from storage.seal import Key
from storage.statements import Lock, Steps, ask, ask_one

#: That her case was found when another was asked about would tell her of that other.
NOT_HERS = "'case_matched'"
HISTORY = (
    "SELECT seq, kind, at, about FROM event WHERE case_id = $1 AND kind NOT IN"  # noqa: S608 - our own words
    f" ({desk_views.NOT_HISTORY}, {NOT_HERS}) ORDER BY position"
)
TEAM = "SELECT team FROM cases WHERE id = $1 FOR UPDATE"


class TakingStore(Running):
    """The store, as whoever takes her copy along sees it. All of it raises StorageTrouble."""

    async def everything(self, case_id: str) -> Everything:
        """All that is kept of it. Raises NoSuchCase."""
        return await self._read_with_keys(lambda keys: everything(keys, case_id))

    async def ticket(self, secret: str, purpose: str, now: datetime) -> str | None:
        """The case it gives leave for; None where it is spent, too old, unknown, or its case is gone."""
        return await self.database.read(lambda: tickets.find(secret, purpose, now))

    async def fetched(self, secret: str, now: datetime) -> bool:
        """The copy is ready to go: the ticket is spent by it. False where somebody was faster, or time has passed."""
        done = await self.database.run(lambda: fetched(secret, now))
        self.news.here("events")
        return done

    async def handed_over(self, case_id: str, address: Address, message: int, now: datetime) -> tuple[Deletion, ...]:
        """The copy stands in her chat: remembered, so that it can be taken back. Where the chat has been emptied, or
        has forgotten the case, meanwhile: what is to be deleted at once."""
        lookup = self._master.lookup(address.channel, address.plain)
        left = await self._with_keys(lambda keys: handed_over(keys, lookup, case_id, address, message, now))
        self.news.here("events")
        return left


# ── everything ────────────────────────────────────────────────────────────────────────────────────────────────────
def everything(keys: UnitKeys, case_id: str) -> Steps[Everything]:
    """Raises NoSuchCase."""
    found = yield from ask_one(desk_views.CASE, case_id)
    if found is None:
        raise NoSuchCase
    try:
        key = keys.key(found[1])
        case = yield from cases.load(key, found)
        return (yield from picture(key, case))
    except KeyGone:
        raise NoSuchCase from None
    except SealBroken:
        raise StorageTrouble("a cell of this case does not open") from None


def picture(key: Key, case: Case) -> Steps[Everything]:
    aliases: dict[str, str] = {row[0]: row[1] for row in (yield from ask("SELECT id, alias FROM staff"))}
    lines = yield from parts.load_fates(case.id, key)
    happened = yield from ask(HISTORY, case.id)
    taken = (yield from ask(desk_views.TAKEN, case.id)) if case.items else []
    notes = yield from ask("SELECT COUNT(*) FROM note WHERE case_id = $1", case.id)
    return Everything(
        case=case,
        lines=tuple(seen(line, fate, aliases.get(line.staff or "")) for line, fate in lines),
        custody={item.id: desk_views.item(item, taken, aliases).custody for item in case.items},
        history=tuple(desk_views.happening(row, aliases) for row in happened),
        notes=int(notes[0][0]),
    )


def seen(line: Line, fate: str, alias: str | None) -> SeenLine:
    return SeenLine(line.id, line.by, line.staff, alias, line.words, line.at, fate)


# ── it was taken ──────────────────────────────────────────────────────────────────────────────────────────────────
def fetched(secret: str, now: datetime) -> Steps[bool]:
    case_id = yield from tickets.spend(secret, "copy", now)
    if case_id is None:
        return False
    yield from exported(case_id, now, "page")
    return True


def handed_over(
    keys: UnitKeys, lookup: bytes, case_id: str, address: Address, message: int, now: datetime
) -> Steps[tuple[Deletion, ...]]:
    yield Lock(lock_number(lookup))
    at_once = (Deletion((), address, (message,)),)
    row = yield from ask_one("SELECT id, key_id FROM contact WHERE lookup = $1", lookup)
    if row is None:
        return at_once
    open_ = "SELECT 1 FROM access WHERE case_id = $1 AND contact_id = $2 AND NOT locked"
    knows = (yield from ask_one(open_, case_id, row[0])) is not None
    try:
        key = keys.key(row[1])
    except KeyGone:
        return at_once
    sent = Sent(message, True, now, delete_at=None if knows else now)
    yield from messages.remember([messages.row(row[0], key, sent)])
    if knows:
        yield from exported(case_id, now, "chat")
        return ()
    return (yield from messages.due_of(row[0], address, key, now))


def exported(case_id: str, now: datetime, way: str) -> Steps[None]:
    row = yield from ask_one(TEAM, case_id)
    about = {"by": "contact", "way": way, "team": str(row[0] or "") if row else ""}
    yield from events.append([Event(secrets.token_urlsafe(9), "case_exported", now, case_id, about)])
