"""Who works here: invited once, in by passphrase or passkey, out at once, and never without an admin."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pyotp
import pytest
from argon2 import PasswordHasher

from helpline.errors import BadAsk, LastAdmin, LastWayIn, LoginTaken, NoSuchStaff
from helpline.people import Invitation, LinkGone, Naming, NewPasskey, NotLetIn, Opened
from storage import Store
from storage.passphrases import Passphrases
from storage.people import HOUSE, People
from storage.statements import ask
from tests.storage.people import NOW, later

PHRASE = "three green boats at noon"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def people(store: Store) -> People:
    store.people.passphrases = Passphrases(CHEAP)
    return store.people


def code(seed: str, at: datetime = NOW) -> str:
    return pyotp.TOTP(seed).at(at)


async def opened_by(people: People, token: str) -> Invitation:
    found = await people.open_invitation(token, NOW)
    assert found is not None
    return found


async def joined(people: People, login: str, *roles: str) -> tuple[Opened, str]:
    """Somebody new, in by passphrase; and the seed of her codes."""
    _, token = await people.add(login, login.title(), roles or ("counsellor",), ("helpline",), ("nl",), HOUSE, NOW)
    seed = (await opened_by(people, token)).seed
    return await people.join_with_passphrase(token, PHRASE, code(seed), NOW), seed


async def kinds(store: Store) -> list[str]:
    rows = await store.database.read(lambda: ask("SELECT kind FROM event ORDER BY position"))
    return [row[0] for row in rows]


async def test_the_first_admin_makes_herself_by_a_link_that_works_once(people: People, store: Store) -> None:
    assert not await people.anyone()
    token = await people.invite_first(NOW)
    other = await people.invite_first(NOW)
    invitation = await opened_by(people, token)
    assert invitation.kind == "first"
    naming = Naming("nele", "Nele")
    opened = await people.join_with_passphrase(token, PHRASE, code(invitation.seed), NOW, naming)
    assert opened.visit.staff.roles == {"admin"}
    assert await people.visit(opened.token, NOW) == opened.visit
    for used in (token, other):  # the second one came before anybody worked here, and is worth nothing now
        with pytest.raises((LinkGone, BadAsk)):
            await people.join_with_passphrase(used, PHRASE, code(invitation.seed, later(1)), later(1), naming)
    assert await kinds(store) == ["staff_added", "staff_signed_in"]


async def test_the_first_link_is_good_for_half_an_hour_and_a_colleagues_for_a_day(people: People) -> None:
    first = await people.invite_first(NOW)
    _, link = await people.add("an", "An", ("counsellor",), (), (), HOUSE, NOW)
    assert await people.open_invitation(first, later(29))
    assert not await people.open_invitation(first, later(30))
    assert await people.open_invitation(link, later(23 * 60))
    assert not await people.open_invitation(link, later(24 * 60))
    assert not await people.open_invitation("made up", NOW)


async def test_of_two_who_use_one_link_at_once_one_gets_in(people: People) -> None:
    _, token = await people.add("an", "An", ("counsellor",), (), (), HOUSE, NOW)
    seed = (await opened_by(people, token)).seed
    tries = [people.join_with_passphrase(token, PHRASE, code(seed), NOW) for _ in range(8)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, Opened) for end in ends) == 1
    assert all(isinstance(end, Opened | LinkGone) for end in ends)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("short", "short"),
        ("x" * 257, "long"),
        ("I am an.peeters!", "login"),
        ("Password123456", "common"),
        ("a" * 12, "common"),
    ],
)
async def test_a_passphrase_that_is_guessed_first_is_refused(people: People, phrase: str, why: str) -> None:
    _, token = await people.add("an.peeters", "An", ("counsellor",), (), (), HOUSE, NOW)
    seed = (await opened_by(people, token)).seed
    with pytest.raises(BadAsk) as refused:
        await people.join_with_passphrase(token, phrase, code(seed), NOW)
    assert refused.value.about == {"field": "passphrase", "why": why}
    assert await people.open_invitation(token, NOW)  # she tries again with the same link


async def test_who_is_disabled_is_out_at_once_and_every_process_hears_of_it(people: People, store: Store) -> None:
    opened, seed = await joined(people, "an")
    heard: list[bool] = []
    people.hear_revoked(lambda: heard.append(True))
    _, link = await people.add("bo", "Bo", ("counsellor",), (), (), HOUSE, NOW)
    bo = await people.by_login("bo")
    assert bo is not None
    await people.disable(opened.visit.staff.id, HOUSE, NOW)
    await people.disable(bo.id, HOUSE, NOW)
    assert heard
    assert not await people.visit(opened.token, NOW)
    assert not await people.still(opened.visit.sign_in, NOW)
    assert not await people.open_invitation(link, NOW)
    with pytest.raises(NotLetIn):
        await people.sign_in("an", PHRASE, code(seed, later(1)), later(1))
    assert (await kinds(store))[-3:] == ["staff_disabled", "staff_disabled", "sign_in_failed"]


async def test_a_token_in_flight_brings_nobody_back_who_was_disabled(people: People) -> None:
    """Uses and the end of a sign-in race; whoever wins, it has ended."""
    for round_ in range(10):
        opened, _ = await joined(people, f"an{round_}")
        uses = [people.visit(opened.token, later(2)) for _ in range(10)]
        await asyncio.gather(*uses[:5], people.disable(opened.visit.staff.id, HOUSE, NOW), *uses[5:])
        assert not await people.visit(opened.token, later(2))
        assert not await people.still(opened.visit.sign_in, later(2))


async def test_the_last_admin_who_can_come_in_stays(people: People) -> None:
    opened, _ = await joined(people, "nele", "admin")
    me = opened.visit.staff.id
    await people.add("bo", "Bo", ("admin",), (), (), HOUSE, NOW)  # invited, but never came
    for change in ({"active": False}, {"roles": ("counsellor",)}):
        with pytest.raises(LastAdmin):
            await people.change(me, HOUSE, NOW, **change)  # type: ignore[arg-type]
    other, _ = await joined(people, "an", "admin")
    ends = await asyncio.gather(
        people.disable(me, other.visit.staff.id, NOW),
        people.disable(other.visit.staff.id, me, NOW),
        return_exceptions=True,
    )
    assert sum(isinstance(end, LastAdmin) for end in ends) == 1


async def test_a_reset_voids_everything_and_lets_her_choose_anew(people: People) -> None:
    opened, seed = await joined(people, "an")
    token = await people.reset(opened.visit.staff.id, HOUSE, NOW)
    assert not await people.visit(opened.token, NOW)
    with pytest.raises(NotLetIn):
        await people.sign_in("an", PHRASE, code(seed, later(1)), later(1))
    invitation = await opened_by(people, token)
    assert (invitation.kind, invitation.login) == ("reset", "an")
    assert invitation.seed != seed
    again = await people.join_with_passphrase(token, PHRASE, code(invitation.seed), NOW)
    assert again.visit.staff.id == opened.visit.staff.id


async def test_nobody_is_added_twice_or_under_an_unknown_role(people: People) -> None:
    await people.add("an", "An", ("counsellor",), (), (), HOUSE, NOW)
    with pytest.raises(LoginTaken):
        await people.add("AN", "Another", ("counsellor",), (), (), HOUSE, NOW)
    for login, alias, roles in (("a b", "A", ("editor",)), ("ab", "A‮B", ("editor",)), ("ab", "A", ("boss",))):
        with pytest.raises(BadAsk):
            await people.add(login, alias, roles, (), (), HOUSE, NOW)
    with pytest.raises(NoSuchStaff):
        await people.disable("nobody", HOUSE, NOW)


async def test_signing_out_and_revoking_end_one_sign_in_and_only_her_own(people: People) -> None:
    opened, seed = await joined(people, "an")
    second = await people.sign_in("an", PHRASE, code(seed, later(1)), later(1), "Firefox, Linux")
    stranger, _ = await joined(people, "bo")
    me = opened.visit.staff.id
    assert [one.device for one in await people.sign_ins(me, later(1))] == ["Firefox, Linux", ""]
    assert not await people.revoke(opened.visit.sign_in, stranger.visit.staff.id, NOW)
    assert await people.visit(opened.token, NOW)
    assert await people.revoke(opened.visit.sign_in, me, NOW)
    assert await people.sign_out(second.visit.sign_in, me, NOW)
    assert await people.sign_ins(me, NOW) == ()


async def test_who_signs_out_is_not_there_any_more_from_that_moment(people: People, store: Store) -> None:
    opened, seed = await joined(people, "an")
    second = await people.sign_in("an", PHRASE, code(seed, later(1)), later(1))
    me = opened.visit.staff.id
    for visit in (opened.visit, second.visit):
        await store.be_here(visit.sign_in, me, None, True, NOW)
    assert len(await store.presence(NOW)) == 2
    await people.sign_out(second.visit.sign_in, me, NOW)
    assert len(await store.presence(NOW)) == 1
    await people.reset(me, HOUSE, NOW)
    assert await store.presence(NOW) == ()


async def test_her_last_way_in_is_not_removed(people: People) -> None:
    _, link = await people.add("an", "An", ("counsellor",), (), (), HOUSE, NOW)
    opened = await people.join_with_passkey(link, NewPasskey("key", b"public", 0), b"one", NOW)
    me = opened.visit.staff.id
    (hers,) = await people.passkeys(me)
    with pytest.raises(LastWayIn):
        await people.remove_passkey(me, hers.id, NOW)
    await people.add_passkey(me, NewPasskey("second", b"public", 0), b"two", NOW)
    await people.remove_passkey(me, hers.id, NOW)
    with pytest.raises(NotLetIn):
        await people.sign_in_with_passkey("key", 0, b"three", NOW)
