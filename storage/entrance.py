"""The entrance: how somebody joins, signs in, shows once more who she is, and is known by her token afterwards.

Nothing that lets somebody in is returned, but for a token that was made just now and is kept as its digest alone.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from argon2 import PasswordHasher

from helpline.errors import BadAsk
from helpline.people import (
    LOGIN,
    LONGEST_PASSPHRASE,
    HeldPasskey,
    Invitation,
    LinkGone,
    Naming,
    NewPasskey,
    NotLetIn,
    Opened,
    TooManyTries,
    Visit,
    passphrase_of,
)
from helpline.sparing import Sparing
from storage import getting_in, staffing
from storage.commonest import COMMONEST
from storage.database import Database
from storage.getting_in import CHALLENGE_SECONDS, Answered, Chosen, Entering, digest_of
from storage.master import MasterKeys
from storage.passphrases import Passphrases, step_of
from storage.repositories import attempts, invitations, passkeys, sign_ins, staff
from storage.seal import keyed_hash
from storage.statements import Steps

T = TypeVar("T")
#: Stands for every login that cannot be one.
NOBODYS = "-"
#: Failures written down in a minute, however many strangers try; each is slowed down all the same.
NOTED = 60


class Entrance:
    """Part of `store.people`. `hasher`: a cheaper one where very much is hashed."""

    def __init__(self, database: Database, master: MasterKeys, hasher: PasswordHasher | None = None) -> None:
        self._database, self._master = database, master
        self.passphrases = Passphrases(hasher)
        self._noted = Sparing(NOTED)

    # ── who is in ─────────────────────────────────────────────────────────────────────────────────────────────────
    async def visit(self, token: str, now: datetime, passing: bool = False) -> Visit | None:
        """Whose token this is. Coming keeps the sign-in alive, unless she is only `passing`: what a page does by
        itself is no use of it."""
        digest = digest_of(token)
        found = await self._database.read(lambda: sign_ins.visit(digest, now))
        if found is None:
            return None
        visit, unnoted = found
        if unnoted and not passing:
            await self._database.run(lambda: sign_ins.touch(visit.sign_in, now), lazy=True)
        return visit

    async def touch(self, sign_in: str, now: datetime) -> None:
        """She is using it."""
        await self._database.run(lambda: sign_ins.touch(sign_in, now))

    async def still(self, sign_in: str, now: datetime, stepped_up_until: datetime | None = None) -> bool:
        """Whether this sign-in still holds, under the token whose last step-up held until then."""
        return await self._database.read(lambda: sign_ins.still(sign_in, stepped_up_until, now))

    # ── joining ───────────────────────────────────────────────────────────────────────────────────────────────────
    async def open_invitation(self, token: str, now: datetime) -> Invitation | None:
        """Looking at a link does not use it up."""
        return await self._database.read(lambda: invitations.find(self._master.staff, digest_of(token), now))

    async def join_with_passphrase(
        self, token: str, passphrase: str, code: str, now: datetime, naming: Naming | None = None, device: str = ""
    ) -> Opened:
        """Raises LinkGone, BadAsk (field passphrase or code), TooManyTries."""
        invitation = await self.open_invitation(token, now)
        if invitation is None:
            raise LinkGone
        good = passphrase_of(passphrase, naming.login if naming else invitation.login, COMMONEST)
        step = step_of(invitation.seed, code, now)
        if step is None:
            raise BadAsk(field="code", why="wrong")
        chosen = Chosen(passphrase=await self.passphrases.digest(good), step=step)
        return await self._join(token, chosen, naming, Entering.by("passphrase", now, device))

    async def join_with_passkey(
        self,
        token: str,
        new: NewPasskey,
        challenge: bytes,
        now: datetime,
        naming: Naming | None = None,
        device: str = "",
    ) -> Opened:
        """`challenge`: one of ours, that her device answered. Raises LinkGone, NotLetIn."""
        chosen = Chosen(passkey=new, challenge=hashed(challenge))
        return await self._join(token, chosen, naming, Entering.by("passkey", now, device))

    async def _join(self, token: str, chosen: Chosen, naming: Naming | None, entering: Entering) -> Opened:
        key, until = self._master.staff, forgotten_at(entering.now)
        return await self._do(lambda: getting_in.join(key, token, chosen, naming, entering, until))

    # ── signing in ────────────────────────────────────────────────────────────────────────────────────────────────
    async def sign_in(self, login: str, passphrase: str, code: str, now: datetime, device: str = "") -> Opened:
        """By passphrase and code. Raises NotLetIn, whatever was wrong, and TooManyTries."""
        login, key = login.strip().lower(), self._master.staff
        account = self._account("login", login)
        await self._charge(account, now)
        login = login if LOGIN.fullmatch(login) else NOBODYS  # other signs no database needs to see
        found = await self._database.read(lambda: staff.credentials(key, "login", login))
        digest = found.passphrase if found else None
        typed = unicodedata.normalize("NFKC", passphrase[:LONGEST_PASSPHRASE])
        fitted = digest if await self.passphrases.fits(digest, typed) else None
        entering = Entering.by("passphrase", now, device, self._noted.may)
        return good(await self._do(lambda: getting_in.by_passphrase(key, login, fitted, code, account, entering)))

    async def sign_in_with_passkey(
        self, credential: str, count: int, challenge: bytes, now: datetime, device: str = ""
    ) -> Opened:
        """Once it was checked that she holds it and answered a challenge of ours. Raises NotLetIn."""
        answered = Answered(credential, count, hashed(challenge))
        entering = Entering.by("passkey", now, device, self._noted.may)
        return good(await self._do(lambda: getting_in.by_passkey(answered, entering, forgotten_at(now))))

    async def sign_in_for_show(self, staff_id: str, now: datetime) -> Opened:
        """The demo's way in, without any key. Raises NotLetIn."""
        entering = Entering.by("demo", now)
        visit = await self._do(lambda: staffing.let_in_for_show(staff_id, entering))
        return Opened(entering.token, good(visit))

    async def failed(self, now: datetime) -> None:
        """Note that somebody was not let in before it came to any of the above."""
        await self._do(lambda: getting_in.refused(now, self._noted.may))

    # ── stepping up ───────────────────────────────────────────────────────────────────────────────────────────────
    async def step_up_with_code(self, visit: Visit, token: str, code: str, now: datetime) -> Opened:
        """Raises NotLetIn, TooManyTries. Her token is a new one afterwards, as after every step-up."""
        key, account = self._master.staff, self._account("step_up", visit.staff.id)
        await self._charge(account, now)
        return await self._step_up(
            visit, token, "code", now, lambda: getting_in.code_counts(key, visit.staff.id, code, account, now)
        )

    async def step_up_with_passkey(
        self, visit: Visit, token: str, credential: str, count: int, challenge: bytes, now: datetime
    ) -> Opened:
        """Raises NotLetIn."""
        answered = Answered(credential, count, hashed(challenge))
        return await self._step_up(
            visit,
            token,
            "passkey",
            now,
            lambda: getting_in.passkey_counts(answered, visit.staff.id, now, forgotten_at(now)),
        )

    async def step_up_for_show(self, visit: Visit, token: str, now: datetime) -> Opened:
        """The demo's staff have no keys to show. Raises NotLetIn where she came in otherwise."""
        return await self._step_up(visit, token, "demo", now, lambda: _came_for_show(visit))

    async def _step_up(
        self, visit: Visit, token: str, way: str, now: datetime, proof: Callable[[], Steps[bool]]
    ) -> Opened:
        entering = Entering.by(way, now)
        opened = good(await self._do(lambda: getting_in.step_up(visit, token, proof, entering)))
        await self._somebody_left()  # whoever listens by the old token
        return opened

    # ── passkeys, by what a device calls them, and challenges ─────────────────────────────────────────────────────
    async def held_passkey(self, credential: str) -> HeldPasskey | None:
        return await self._database.read(lambda: passkeys.held(credential))

    async def ways(self, staff_id: str) -> frozenset[str]:
        """How she can show who she is: passkey, code."""
        key = self._master.staff
        found = await self._database.read(lambda: staff.credentials(key, "id", staff_id))
        hers = await self._database.read(lambda: passkeys.credentials_of(staff_id))
        return frozenset(({"passkey"} if hers else set()) | ({"code"} if found and found.seed else set()))

    def challenge(self, purpose: str, bound: str, now: datetime) -> bytes:
        """`purpose`: join, sign_in, step_up or add; `bound`: the invitation's or sign-in's id, where there is one."""
        return getting_in.challenge(self._master.guard, purpose, bound, now)

    def is_challenge(self, given: bytes, purpose: str, bound: str, now: datetime) -> bool:
        """One of ours, for this purpose, and not too old. Whether it was answered before, answering will tell."""
        return getting_in.is_ours(self._master.guard, given, purpose, bound, now)

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def _charge(self, account: str, now: datetime) -> None:
        wait = await self._database.run(lambda: attempts.charge(account, now))
        if wait:
            raise TooManyTries(wait)

    def _account(self, kind: str, name: str) -> str:
        """What attempts are counted by; it says nothing of the login without the master key."""
        return keyed_hash(self._master.guard, f"attempt.{kind}", name).hex()

    def hear_revoked(self, callback: Callable[[], object]) -> None:
        """`callback` is called, in every process, when sign-ins or their tokens have ended before their time: whoever
        keeps a stream open asks `still` of each, then. It is a hint that may not come: ask by yourself every few
        seconds, too."""
        self._database.news.hear("sign_ins", callback)

    async def _somebody_left(self) -> None:
        await self._database.news.tell("sign_ins")

    async def _do(self, make: Callable[[], Steps[T]]) -> T:
        done = await self._database.run(make)
        self._database.news.here("events")  # most of it is noted, and whoever numbers notes looks at once
        return done


def good(found: T | None) -> T:
    if found is None:
        raise NotLetIn
    return found


def hashed(challenge: bytes) -> bytes:
    return hashlib.sha256(challenge).digest()


def forgotten_at(now: datetime) -> datetime:
    """An answered challenge is remembered at least as long as it could be answered again."""
    return now + timedelta(seconds=CHALLENGE_SECONDS + 1)


def _came_for_show(visit: Visit) -> Steps[bool]:
    yield from ()
    return visit.way == "demo"
