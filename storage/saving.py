"""Saving: what a decision changed becomes rows, each sealed under the key it belongs to.

Which key is whose: a contact has one of her own, for her address, message ids and what is to be sent to her. A session
has one; a case inherits it. A session that is no longer the case's (erased, or locked in this chat) gets a fresh one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from helpline.delivery import Deletion, Delivery
from helpline.ports import Changes, Incoming
from storage import returning, speaking
from storage.loading import Known
from storage.master import MasterKeys
from storage.repositories import barred, cases, contacts, erasures, events, messages, parts, sessions, tickets
from storage.repositories.messages import Sent
from storage.repositories.outbox import Claim
from storage.ring import KeyGone, UnitKeys
from storage.seal import Key
from storage.speaking import Former
from storage.statements import Statement, Steps, ask, collect, minute, send


@dataclass(frozen=True)
class Saved:
    deliveries: tuple[Delivery, ...]
    deletions: tuple[Deletion, ...]
    doomed: tuple[str, ...]
    former: Former


def save(
    keys: UnitKeys,
    master: MasterKeys,
    me: Claim,
    known: Known,
    incoming: Incoming | None,
    changes: Changes,
    now: datetime,
) -> Steps[Saved]:
    """Write the changes: all of them together, but where something is removed or taken back, which has an order.
    Without an `incoming` it is staff who act, or time that has passed."""
    rest: list[Statement] = []
    collect(mark_seen(incoming, now), rest)
    contact_key = collect(save_contact(keys, known, changes), rest)
    if changes.come_back:
        yield from send(rest)
        known = yield from returning.take_in(known, changes, now)
    if contact_key.id == known.contact_key and renews(known, changes):
        yield from send(rest)
        contact_key = yield from renew_contact(keys, contact_key, changes, now)
    session_key, case_key = choose_keys(keys, known, changes)
    if changes.case is not None or known.case_key is not None or known.dead_case is not None:
        yield from save_case(keys, master, known, changes, case_key, now, rest)
    collect(save_session(known, changes, session_key, now), rest)
    collect(events.append(changes.events), rest)
    collect(barred.keep(known.lookup, changes.bar_until, now), rest)
    former = Former()
    if incoming is None or speaking.took_it_back(known, changes):
        yield from send(rest)
        known, former = yield from speaking.withdraw_former(me, known, changes, now)
    collect(remember_hers(contact_key, incoming, changes, now), rest)
    deletions = yield from take_back(contact_key, changes, now, rest)
    deliveries = yield from say((contact_key, case_key), me, known, changes, now, rest)
    doomed = doomed_keys(known, contact_key, session_key, case_key)
    collect(erasures.write(doomed, now), rest)
    yield from send(rest, all_of_it=not changes.contact.blocked)
    return Saved(deliveries, deletions, doomed, former)


def mark_seen(incoming: Incoming | None, now: datetime) -> Steps[None]:
    if incoming is None:
        return
    yield from ask(
        "INSERT INTO seen (channel, update_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        incoming.channel,
        incoming.update,
        minute(now),
    )


# ── the contact ───────────────────────────────────────────────────────────────────────────────────────────────────
def save_contact(keys: UnitKeys, known: Known, changes: Changes) -> Steps[Key]:
    """Her key. A new contact gets one; so does one whose key was lost."""
    contact = changes.contact
    before = known.loaded.contact
    if before is None or known.contact_key is None:
        key = keys.fresh()
        yield from contacts.insert(contact, known.lookup, key)
        return key
    try:
        key = keys.key(known.contact_key)
    except KeyGone:
        key = keys.fresh()
        yield from contacts.give_new_key(contact, key)
    if contact.blocked != before.blocked:
        yield from contacts.mark_blocked(contact.id, contact.blocked)
    if contact.blocked:
        yield from ask(
            "UPDATE line SET fate = 'blocked' WHERE outbox IN"
            " (SELECT id FROM outbox WHERE contact_id = $1 AND state = 'pending' AND shown)",
            contact.id,
        )
        yield from ask("DELETE FROM outbox WHERE contact_id = $1 AND state = 'pending'", contact.id)
    return key


def renews(known: Known, changes: Changes) -> bool:
    """Something is erased: what the bot said of it was sealed under her own key, which therefore goes too."""
    case_lost = known.loaded.case is not None and not stays(known, changes)
    return changes.wipe or case_lost or removes(known, changes) or known.dead_case is not None


def renew_contact(keys: UnitKeys, old: Key, changes: Changes, now: datetime) -> Steps[Key]:
    """What is withdrawn is not sealed anew before: PostgreSQL holds on to rows that were deleted."""
    if changes.wipe:
        yield from messages.wipe(changes.contact.id, now)
    new = keys.fresh()
    yield from contacts.renew_key(changes.contact, old, new)
    return new


# ── keys of session and case ──────────────────────────────────────────────────────────────────────────────────────
def choose_keys(keys: UnitKeys, known: Known, changes: Changes) -> tuple[Key | None, Key | None]:
    """The keys that session and case are sealed under from now on; None where there is none."""
    case_key = None
    if changes.case is not None:
        if stays(known, changes) and known.case_key is not None and not removes(known, changes):
            case_key = keys.key(known.case_key)
        else:
            inherited = None if removes(known, changes) else own_session_key(keys, known)
            case_key = inherited or keys.fresh()
    if changes.session is None:
        return None, case_key
    if case_key is not None and not changes.lock:
        return case_key, case_key
    session_key = own_session_key(keys, known)
    if session_key is None or (case_key is not None and session_key.id == case_key.id):
        session_key = keys.fresh()
    return session_key, case_key


def own_session_key(keys: UnitKeys, known: Known) -> Key | None:
    """The session's key, unless a case has inherited it or it is gone."""
    if known.loaded.session is None or known.session_key is None or known.session_key == known.case_key:
        return None
    return keys.key(known.session_key)


def stays(known: Known, changes: Changes) -> bool:
    """The case that was there is still the case."""
    before = known.loaded.case
    return before is not None and changes.case is not None and before.id == changes.case.id


def removes(known: Known, changes: Changes) -> bool:
    """Something kept is to be unrecoverable while the case goes on: then the rest moves to a new key."""
    before, case = known.loaded.case, changes.case
    if before is None or case is None or not stays(known, changes):
        return False
    words_gone = before.words.keys() - case.words.keys()
    items_gone = {item.id for item in before.items} - {item.id for item in case.items}
    return changes.erase_transcript or bool(words_gone or items_gone)


def doomed_keys(known: Known, contact_key: Key, session_key: Key | None, case_key: Key | None) -> tuple[str, ...]:
    """Keys that nothing is sealed under any more. A locked case keeps its own."""
    kept = {key.id for key in (contact_key, session_key, case_key) if key is not None}
    before = {key for key in (known.contact_key, known.session_key, known.case_key) if key is not None}
    return tuple(sorted(before - kept))


# ── session and case ──────────────────────────────────────────────────────────────────────────────────────────────
def save_session(known: Known, changes: Changes, key: Key | None, now: datetime) -> Steps[None]:
    if changes.session is not None and key is not None:
        kept = changes.case is not None and not changes.lock
        yield from sessions.save(changes.contact.id, changes.session, key, kept, now)
    elif known.session_key is not None:
        yield from sessions.forget(changes.contact.id)


def save_case(
    keys: UnitKeys,
    master: MasterKeys,
    known: Known,
    changes: Changes,
    key: Key | None,
    now: datetime,
    rest: list[Statement],
) -> Steps[None]:
    """What is added joins the rest; before something is removed the rest is sent."""
    before, case = known.loaded.case, changes.case
    for gone in (before.id if before and not stays(known, changes) else None, known.dead_case):
        if gone is not None:
            yield from send(rest)
            yield from cases.erase(gone)
    if case is None or key is None:
        return
    lookup = master.number_lookup(case.number)
    if before is None or known.case_key is None or not stays(known, changes):
        collect(cases.insert(case, key, lookup), rest)
        collect(cases.give_access(case.id, changes.contact.id, now), rest)
    else:
        if removes(known, changes):
            old = keys.key(known.case_key)
            yield from send(rest)
            yield from cases.reseal(before, case, old, key, keep_lines=not changes.erase_transcript)
            before = replace(before, consents=case.consents, items=case.items)
        collect(cases.update(before, case, key, lookup), rest)
    for line in changes.transcript:
        if line is not changes.transcript[0]:
            yield from send(rest)  # its place is behind the one before
        collect(parts.append_lines(case.id, (line,), key, speaking.first_fate(changes)), rest)
    for note in changes.notes:
        yield from send(rest)
        collect(parts.append_notes(case.id, (note,), key), rest)
    collect(save_leave(case.id, changes), rest)


def save_leave(case_id: str, changes: Changes) -> Steps[None]:
    """What this chat may open from now on: nothing of the case, or one page more."""
    if changes.lock:
        yield from cases.lock_access(case_id, changes.contact.id)
        yield from tickets.drop(case_id)
    elif changes.ticket is not None:
        yield from tickets.give(case_id, changes.ticket)


# ── what is said, and messages taken back ───────────────────────────────────────────────────────────────────────────
def say(
    keys: tuple[Key, Key | None], me: Claim, known: Known, changes: Changes, now: datetime, rest: list[Statement]
) -> Steps[tuple[Delivery, ...]]:
    """What waited for her until now goes first. `keys`: hers, and the case's."""
    shown = speaking.shown_of(changes)
    if changes.give_out and keys[1] is not None and not changes.contact.blocked:
        yield from send(rest)
        changes, waited = yield from speaking.give_out(keys[1], changes, now)
        shown |= waited
    return collect(speaking.speak(*keys, me, known, changes, now, shown), rest)


def remember_hers(key: Key, incoming: Incoming | None, changes: Changes, now: datetime) -> Steps[None]:
    """Her messages that stand on her phone, by sealed id; those to be deleted are due at once."""
    hers: dict[int, datetime | None] = dict.fromkeys(changes.delete, now)
    if incoming is not None and incoming.message is not None and incoming.kind in ("text", "media"):
        hers.setdefault(incoming.message, None)
    rows = [messages.row(changes.contact.id, key, Sent(n, False, now, delete_at=at)) for n, at in hers.items()]
    yield from messages.remember(rows)


def take_back(key: Key, changes: Changes, now: datetime, rest: list[Statement]) -> Steps[tuple[Deletion, ...]]:
    """What is to be taken back of both sides."""
    if not (changes.wipe or changes.delete or changes.delete_tagged):
        return ()
    yield from send(rest)
    contact = changes.contact
    if changes.wipe:
        yield from messages.wipe(contact.id, now)
    yield from messages.delete_tagged(contact.id, changes.delete_tagged, now)
    return (yield from messages.due_of(contact.id, contact.address, key, now))
