"""people: everything the console and the command line ask about staff: who they are, and what lets them in.

On `store.people`. Every change is noted as an event in its own transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime

from helpline.people import (
    NewPasskey,
    NotLetIn,
    Passkey,
    SignIn,
    alias_of,
    languages_of,
    login_of,
    roles_of,
    teams_of,
)
from helpline.staff import Staff
from storage import getting_in, staffing
from storage.entrance import Entrance, forgotten_at, hashed
from storage.getting_in import new_id
from storage.repositories import passkeys, sign_ins, staff
from storage.statements import Steps, ask_one

#: Who did it where nobody did it in person: the command line, the first start.
HOUSE = "house"


class People(Entrance):
    """Raises the refusals of `helpline/errors.py` and `helpline/people.py`, and StorageTrouble."""

    # ── who works here ────────────────────────────────────────────────────────────────────────────────────────────
    async def all(self) -> tuple[Staff, ...]:
        """Everybody, those who are disabled too."""
        return await self._database.read(staff.all_of_them)

    async def get(self, staff_id: str) -> Staff | None:
        return await self._database.read(lambda: staff.one(staff_id))

    async def by_login(self, login: str) -> Staff | None:
        return await self._database.read(lambda: staff.by_login(login.strip().lower()))

    async def anyone(self) -> bool:
        return await self._database.read(lambda: ask_one("SELECT 1 FROM staff")) is not None

    async def add(
        self,
        login: str,
        alias: str,
        roles: Collection[str],
        teams: Collection[str],
        languages: Iterable[str],
        by: str,
        now: datetime,
    ) -> tuple[Staff, str]:
        """Returns her and the token of her link. `by`: a staff id, or HOUSE. Raises BadAsk, LoginTaken."""
        new = Staff(
            new_id(), login_of(login), alias_of(alias), roles_of(roles), teams_of(teams), languages_of(languages)
        )
        token = secrets.token_urlsafe(32)
        await self._do(lambda: staffing.add(self._master.staff, new, token, by, now))
        return new, token

    async def change(
        self,
        staff_id: str,
        by: str,
        now: datetime,
        *,
        alias: str | None = None,
        roles: Collection[str] | None = None,
        teams: Collection[str] | None = None,
        languages: Iterable[str] | None = None,
        active: bool | None = None,
    ) -> Staff:
        """What is None stays. Raises BadAsk, NoSuchStaff, LastAdmin."""
        wanted = staffing.Wanted(
            None if alias is None else alias_of(alias),
            None if roles is None else roles_of(roles),
            None if teams is None else teams_of(teams),
            None if languages is None else languages_of(languages),
            active,
        )
        after = await self._do(lambda: staffing.change(staff_id, wanted, by, now))
        await self._somebody_left()
        return after

    async def disable(self, staff_id: str, by: str, now: datetime) -> None:
        """All her sign-ins end with it. Raises NoSuchStaff, LastAdmin."""
        await self.change(staff_id, by, now, active=False)

    async def reset(self, staff_id: str, by: str, now: datetime) -> str:
        """All that let her in is void at once; returns the token of a link to choose anew. Raises NoSuchStaff."""
        token = secrets.token_urlsafe(32)
        await self._do(lambda: staffing.reset(self._master.staff, staff_id, token, by, now))
        await self._somebody_left()
        return token

    async def invite_first(self, now: datetime) -> str:
        """The token of the link with which the first admin makes herself; it is void once anybody works here."""
        token, nobody = secrets.token_urlsafe(32), Staff(new_id(), "", "")
        await self._do(lambda: staffing.invite(self._master.staff, "first", nobody, token, now))
        return token

    # ── her sign-ins ──────────────────────────────────────────────────────────────────────────────────────────────
    async def sign_ins(self, staff_id: str, now: datetime) -> tuple[SignIn, ...]:
        """Those that hold, the one used last first."""
        return await self._database.read(lambda: sign_ins.of_staff(staff_id, now))

    async def revoke(self, sign_in: str, staff_id: str, now: datetime) -> bool:
        """End one of her sign-ins; False where it is not hers, or over."""
        return await self._end(sign_in, staff_id, "sign_in_revoked", now)

    async def sign_out(self, sign_in: str, staff_id: str, now: datetime) -> bool:
        return await self._end(sign_in, staff_id, "staff_signed_out", now)

    async def _end(self, sign_in: str, staff_id: str, kind: str, now: datetime) -> bool:
        ended = await self._do(lambda: staffing.revoke(sign_in, staff_id, kind, now))
        await self._somebody_left()
        return ended

    # ── her passkeys ──────────────────────────────────────────────────────────────────────────────────────────────
    async def passkeys(self, staff_id: str) -> tuple[Passkey, ...]:
        return await self._database.read(lambda: passkeys.of_staff(staff_id))

    async def credentials_of(self, staff_id: str) -> tuple[str, ...]:
        """What her devices call her passkeys."""
        return await self._database.read(lambda: passkeys.credentials_of(staff_id))

    async def add_passkey(self, staff_id: str, new: NewPasskey, challenge: bytes, now: datetime) -> None:
        """One more. Raises NotLetIn where the challenge was answered before, or somebody has it."""
        digest = hashed(challenge)

        def added() -> Steps[None]:
            if not (yield from passkeys.spend(digest, forgotten_at(now))):
                raise NotLetIn
            yield from getting_in.add_passkey(staff_id, new, now)

        await self._do(added)

    async def remove_passkey(self, staff_id: str, passkey_id: str, now: datetime) -> None:
        """Raises LastWayIn, NoSuchStaff."""
        await self._do(lambda: staffing.remove_passkey(self._master.staff, staff_id, passkey_id, now))
