"""Many at once at the way in. One code for a hundred, and the end of a sign-in in use, are drills (`tests/drills`)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from helpline.people import NewPasskey, NotLetIn, Opened
from storage import Store
from storage.getting_in import Answered, Entering
from storage.people import HOUSE
from storage.repositories import staff
from storage.statements import Steps, ask
from tests.soon import until
from tests.storage.conftest import Opener
from tests.storage.entering import code_races
from tests.storage.people import NOW, later
from tests.storage.test_people import PHRASE, joined, opened_by, people

__all__ = ["people"]


@pytest.mark.usefixtures("people")
async def test_without_the_conditional_change_more_than_one_would_get_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(staff_id: str, step: int) -> Steps[bool]:
        yield from ask("UPDATE staff SET last_step = $2 WHERE id = $1", staff_id, step)
        return True

    monkeypatch.setattr(staff, "spend_step", careless)
    assert await code_races(store, 1) != [1]


@pytest.mark.usefixtures("people")
async def test_one_answered_challenge_shown_at_once_from_everywhere_lets_one_in(store: Store) -> None:
    opened, _ = await joined(store.people, "an")
    await store.people.add_passkey(opened.visit.staff.id, NewPasskey("key", b"public", 0), b"zero", NOW)
    tries = [store.people.sign_in_with_passkey("key", 0, b"one", NOW) for _ in range(50)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, Opened) for end in ends) == 1
    assert sum(isinstance(end, NotLetIn) for end in ends) == 49


@pytest.mark.usefixtures("people")
async def test_many_guesses_at_once_gain_nothing(store: Store) -> None:
    """They are counted before they are looked at: five are, whatever comes at the same moment."""
    await joined(store.people, "an")
    tries = [store.people.sign_in("an", "guess", "123456", later(5)) for _ in range(30)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, NotLetIn) for end in ends) == 5


@pytest.mark.usefixtures("people")
async def test_every_process_hears_within_a_second_that_somebody_is_out(
    store: Store, opened: Opener, engine: str
) -> None:
    other = await opened("other") if engine == "postgresql" else store
    listening = asyncio.ensure_future(other.news.listen())
    heard = asyncio.Event()
    other.people.hear_revoked(heard.set)
    if engine == "postgresql":
        await asyncio.wait_for(heard.wait(), 30)  # a line that is new says so once
        heard.clear()
    who, _ = await joined(store.people, "an")
    await store.people.disable(who.visit.staff.id, HOUSE, NOW)
    await until(heard.is_set, seconds=1)
    assert not await other.people.still(who.visit.sign_in, NOW)
    listening.cancel()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("people")
async def test_nothing_that_lets_somebody_in_lies_readable_on_the_disk(store: Store, tmp_path: Path) -> None:
    _, token = await store.people.add("an", "An", ("counsellor",), (), (), HOUSE, NOW)
    seed = (await opened_by(store.people, token)).seed
    who, _ = await joined(store.people, "readable")
    await store.close()
    files = contents(tmp_path)
    for secret in (token, seed, PHRASE, who.token, "$argon2id$"):
        assert not any(secret.encode() in file for file in files)
    assert any(b"readable" in file for file in files)  # the search finds what is there


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_what_passes_through_does_not_print_itself() -> None:
    assert "token" not in repr(Entering.by("passkey", NOW))
    assert "digest" not in repr(Answered("credential", 0, b"digest"))
