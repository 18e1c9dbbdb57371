"""Races at the way in, to be played as often as anyone likes; each returns what a test or a drill compares."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pyotp

from helpline.people import NewPasskey, NotLetIn, Opened
from storage import Store
from storage.getting_in import Entering, by_passphrase
from storage.people import HOUSE
from storage.repositories import staff
from tests.storage.people import NOW, later

PHRASE = "three green boats at noon"
AT_ONCE = 100


async def somebody(store: Store, login: str) -> tuple[Opened, str]:
    _, token = await store.people.add(login, login, ("counsellor",), (), (), HOUSE, NOW)
    invitation = await store.people.open_invitation(token, NOW)
    assert invitation is not None
    seed = invitation.seed
    return await store.people.join_with_passphrase(token, PHRASE, pyotp.TOTP(seed).at(NOW), NOW), seed


def code_of(seed: str, now: datetime) -> str:
    return pyotp.TOTP(seed).at(now)


async def code_races(store: Store, rounds: int) -> list[int]:
    """How many of a hundred got in with one code, in each round. The way past the counting of attempts, and past the
    hashing, which would let five through and one after the other: what is raced for is the code alone."""
    _, seed = await somebody(store, "racer")
    key = store.people._master.staff
    found = await store.database.read(lambda: staff.credentials(key, "login", "racer"))
    assert found is not None
    won = []
    for round_ in range(rounds):
        now = later(5 + round_)
        code = pyotp.TOTP(seed).at(now)

        async def enter(now: datetime = now, code: str = code) -> Opened | None:
            entering = Entering.by("passphrase", now)
            return await store.database.run(
                lambda: by_passphrase(key, "racer", found.passphrase, code, "racer", entering)
            )

        ends = await asyncio.gather(*(enter() for _ in range(AT_ONCE)))
        won.append(sum(end is not None for end in ends))
    return won


async def passkey_races(store: Store, rounds: int) -> list[int]:
    """How many of a hundred got in with one challenge that her device has answered, in each round. In the first half
    her device does not count, as many never do: then the challenge is all that lets in once."""
    opened, _ = await somebody(store, "racer")
    await store.people.add_passkey(opened.visit.staff.id, NewPasskey("key", b"public", 0), b"made", NOW)
    won = []
    for round_ in range(rounds):
        challenge, count = f"challenge {round_}".encode(), round_ if 2 * round_ > rounds else 0

        async def enter(challenge: bytes = challenge, count: int = count) -> bool:
            try:
                await store.people.sign_in_with_passkey("key", count, challenge, later(5))
            except NotLetIn:
                return False
            return True

        won.append(sum(await asyncio.gather(*(enter() for _ in range(AT_ONCE)))))
    return won


async def revoking_races(store: Store, rounds: int) -> list[int]:
    """The rounds in which a sign-in was there again after it had been ended while it was being used."""
    opened, _ = await somebody(store, "racer")
    staff_id, back = opened.visit.staff.id, []
    for round_ in range(rounds):
        shown = await store.people.sign_in_for_show(staff_id, NOW)
        uses = [store.people.visit(shown.token, later(2)) for _ in range(4)]
        await asyncio.gather(*uses[:2], store.people.revoke(shown.visit.sign_in, staff_id, NOW), *uses[2:])
        if await store.people.visit(shown.token, later(2)) or await store.people.still(shown.visit.sign_in, later(2)):
            back.append(round_)
    return back
