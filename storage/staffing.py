"""Who works here: somebody is invited, changed, disabled or given new keys. An admin who can come in always remains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from helpline.errors import LastAdmin, LastWayIn, LoginTaken, NoSuchStaff
from helpline.people import FIRST_LINK, LINK, Invitation, Visit
from helpline.staff import Staff
from storage.getting_in import PEOPLE, Entering, digest_of, new_id, note
from storage.passphrases import new_seed
from storage.repositories import invitations, looking, passkeys, sign_ins, staff
from storage.seal import Key
from storage.statements import Lock, Steps


def add(key: Key, new: Staff, token: str, by: str, now: datetime) -> Steps[None]:
    """She works here from now on, and gets in by the link. Raises LoginTaken."""
    if not (yield from staff.insert(new)):
        raise LoginTaken(login=new.login)
    yield from note("staff_added", now, new.id, by=by)
    yield from invite(key, "join", new, token, now)


def invite(key: Key, kind: str, who: Staff, token: str, now: datetime) -> Steps[None]:
    until = now + (FIRST_LINK if kind == "first" else LINK)
    made = Invitation(new_id(), kind, who.id, who.login, who.alias, new_seed(), until)
    yield from invitations.insert(key, made, digest_of(token))


@dataclass(frozen=True)
class Wanted:
    """What is to change about somebody; None stays."""

    alias: str | None = None
    roles: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    languages: tuple[str, ...] | None = None
    active: bool | None = None

    def of(self, before: Staff) -> Staff:
        return replace(before, **{name: value for name, value in vars(self).items() if value is not None})


def change(staff_id: str, wanted: Wanted, by: str, now: datetime) -> Steps[Staff]:
    """The login stays. Raises NoSuchStaff, LastAdmin."""
    yield Lock(PEOPLE)
    before = yield from _known(staff_id)
    after = wanted.of(before)
    if not after.active or "admin" not in after.roles:
        yield from _an_admin_remains(before)
    yield from staff.update(after)
    if not after.active:
        yield from _signed_out(after.id)
        yield from invitations.drop(after.id)
    ended = before.active and not after.active
    yield from note("staff_disabled" if ended else "staff_changed", now, after.id, by=by)
    return after


def reset(key: Key, staff_id: str, token: str, by: str, now: datetime) -> Steps[None]:
    """What let her in lets nobody in any more, from this moment; the link lets her choose anew. Raises NoSuchStaff."""
    yield Lock(PEOPLE)
    who = yield from _known(staff_id)
    if not who.active:
        raise NoSuchStaff(staff=staff_id)
    yield from staff.forget_passphrase(staff_id)
    yield from passkeys.remove_all(staff_id)
    yield from _signed_out(staff_id)
    yield from note("staff_reset", now, staff_id, by=by)
    yield from invite(key, "reset", who, token, now)


def revoke(sign_in: str, staff_id: str, kind: str, now: datetime) -> Steps[bool]:
    """End one of her sign-ins. `kind`: what it is called afterwards, signed out or revoked."""
    ended = yield from sign_ins.end(sign_in, staff_id)
    if ended:
        yield from looking.leave(sign_in)
        yield from note(kind, now, staff_id)
    return ended


def remove_passkey(key: Key, staff_id: str, passkey_id: str, now: datetime) -> Steps[None]:
    """Raises LastWayIn where she could not come in without it; NoSuchStaff where it is not hers."""
    yield Lock(PEOPLE)
    found = yield from staff.credentials(key, "id", staff_id)
    hers = yield from passkeys.of_staff(staff_id)
    if found is None or passkey_id not in {one.id for one in hers}:
        raise NoSuchStaff(passkey=passkey_id)
    if found.passphrase is None and len(hers) == 1:
        raise LastWayIn
    yield from passkeys.remove(passkey_id, staff_id)
    yield from note("passkey_removed", now, staff_id)


def let_in_for_show(staff_id: str, entering: Entering) -> Steps[Visit | None]:
    """The demo's way in: no key at all."""
    who = yield from staff.one(staff_id)
    if who is None or not who.active:
        return None
    visit = Visit(new_id(), who, None, 0, entering.way)
    yield from sign_ins.insert(visit.sign_in, digest_of(entering.token), who.id, entering.way, "", entering.now)
    yield from note("staff_signed_in", entering.now, who.id, way=entering.way)
    return visit


def _signed_out(staff_id: str) -> Steps[None]:
    """Everywhere, and at once nobody counts on her being there."""
    yield from looking.leave_everywhere(staff_id)
    yield from sign_ins.end_all(staff_id)


def _known(staff_id: str) -> Steps[Staff]:
    found = yield from staff.one(staff_id)
    if found is None:
        raise NoSuchStaff(staff=staff_id)
    return found


def _an_admin_remains(without: Staff) -> Steps[None]:
    able = yield from staff.admins_who_can_come_in()
    if "admin" in without.roles and without.active and not able - {without.id}:
        raise LastAdmin
