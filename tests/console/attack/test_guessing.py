"""Somebody guesses passphrases, logins and codes by the thousand, and learns nothing from the answers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from helpline.people import NotLetIn, Opened, TooManyTries
from storage import Store
from storage.passphrases import Passphrases
from storage.people import HOUSE, People
from tests.console.attack.open_house import opened_to_all
from tests.console.desk import Desk, now, opened

PHRASE = "three green boats at noon"


class Counting(PasswordHasher):
    """How often a passphrase was looked at."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.looked = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.looked += 1
        return super().verify(hash, password)  # type: ignore[return-value]


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as house:
        house.parts.store.people.passphrases = Passphrases(Counting())
        yield house


def counted(people: People) -> Counting:
    hasher = people.passphrases._hasher
    assert isinstance(hasher, Counting)
    return hasher


async def joined(store: Store, login: str) -> str:
    """Somebody who is in by passphrase; returns the seed of her codes."""
    _, token = await store.people.add(login, login.title(), ("counsellor",), ("helpline",), (), HOUSE, now())
    found = await store.people.open_invitation(token, now())
    assert found is not None
    await store.people.join_with_passphrase(token, PHRASE, pyotp.TOTP(found.seed).at(now()), now())
    return found.seed


async def guess(people: People, login: str, at: timedelta, code: str = "000000") -> str:
    try:
        await people.sign_in(login, "a guess of mine", code, now() + at)
    except TooManyTries:
        return "wait"
    except NotLetIn:
        return "no"
    return "in"


async def test_of_ten_thousand_guesses_in_a_day_a_hundred_are_looked_at(desk: Desk) -> None:
    """Here one in ten of them, at the same pace: a guess every 86 seconds instead of every 9."""
    people = desk.parts.store.people
    await joined(desk.parts.store, "an")
    before = counted(people).looked
    said = [await guess(people, "an", timedelta(seconds=86 * number)) for number in range(1000)]
    assert "in" not in said
    assert said.count("no") == counted(people).looked - before <= 110
    assert said.count("wait") >= 890


async def test_many_logins_at_once_are_slowed_down_together(desk: Desk) -> None:
    people = desk.parts.store.people
    said = [await guess(people, f"login{number}", timedelta()) for number in range(300)]
    assert said.count("no") <= 120
    assert set(said[150:]) == {"wait"}


async def test_nothing_in_an_answer_tells_a_login_that_is_there_from_one_that_is_not(desk: Desk) -> None:
    """The same words, the same size, the same headers, the same work: for an unknown login, a known one, a disabled
    one, one without a passphrase, with the right passphrase and a wrong code, and with what can be no login."""
    people, store = desk.parts.store.people, desk.parts.store
    seeds = {login: await joined(store, login) for login in ("known", "gone1", "right")}
    (gone,) = [one for one in await people.all() if one.login == "gone1"]
    await people.disable(gone.id, HOUSE, now())
    await people.add("naked", "Naked", ("counsellor",), ("helpline",), (), HOUSE, now())
    looks: set[tuple[int, int, tuple[str, ...], str]] = set()
    async with opened_to_all(desk) as door, door.client() as client:
        for login in ("nobod", "known", "gone1", "naked", "right", "O'Nil", "a\x00b\x7fc"):
            before = counted(people).looked
            phrase, code = (PHRASE, "000000") if login == "right" else ("a guess of mine", "000000")
            if login == "known":
                code = pyotp.TOTP(seeds[login]).at(now())
            form = {"login": login, "passphrase": phrase, "code": code}
            answer = await client.post("/console/sign-in", data=form)
            text = re.sub(r'(<input class="input" name="login" value=)"[^"]*"', r"\1", answer.text)
            looks.add((answer.status_code, counted(people).looked - before, tuple(answer.headers), text))
    assert len(looks) == 1, [(status, looked) for status, looked, _, _ in looks]
    assert next(iter(looks))[:2] == (403, 1)


async def test_a_code_is_worth_one_sign_in_or_one_step_up_and_no_more(desk: Desk) -> None:
    people = desk.parts.store.people
    seed = await joined(desk.parts.store, "an")
    at = now() + timedelta(minutes=5)
    code = pyotp.TOTP(seed).at(at)
    opened: Opened = await people.sign_in("an", PHRASE, code, at)
    for again in (code, f" {code[:3]} {code[3:]} ", pyotp.TOTP(seed).at(at - timedelta(seconds=30))):
        with pytest.raises(NotLetIn):
            await people.sign_in("an", PHRASE, again, at)
        with pytest.raises(NotLetIn):
            await people.step_up_with_code(opened.visit, opened.token, again, at)
    later = at + timedelta(minutes=1)
    fresh = pyotp.TOTP(seed).at(later)
    stepped = await people.step_up_with_code(opened.visit, opened.token, fresh, later)
    with pytest.raises(NotLetIn):
        await people.step_up_with_code(stepped.visit, stepped.token, fresh, later)
    with pytest.raises(NotLetIn):
        await people.sign_in("an", PHRASE, fresh, later)


async def test_a_thief_of_the_cookie_cannot_guess_the_code_of_a_step_up(desk: Desk) -> None:
    people = desk.parts.store.people
    seed = await joined(desk.parts.store, "an")
    at = now() + timedelta(minutes=5)
    opened = await people.sign_in("an", PHRASE, pyotp.TOTP(seed).at(at), at)
    said = []
    for number in range(200):
        try:
            await people.step_up_with_code(opened.visit, opened.token, f"{number:06}", at + timedelta(seconds=number))
        except TooManyTries:
            said.append("wait")
        except NotLetIn:
            said.append("no")
    assert said.count("no") <= 15
    assert said.count("wait") >= 185
