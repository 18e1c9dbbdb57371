"""Who works here: invited once, in by passphrase or passkey, out at once, and never without an admin."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from helpline.errors import BadAsk, LastAdmin, LastWayIn, LoginTaken, NoSuchStaff
from helpline.people import IDLE, LONGEST, Invitation, LinkGone, Naming, NewPasskey, NotLetIn, Opened, TooManyTries
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


async def test_a_sign_in_asks_for_all_three_and_tells_nobody_which_was_wrong(people: People, store: Store) -> None:
    _, seed = await joined(people, "an")
    at = later(2)
    for login, phrase, typed in (
        ("nobody", PHRASE, code(seed, at)),
        ("an", "three green boats at dawn", code(seed, at)),
        ("an", PHRASE, "000000"),
        ("an", PHRASE, ""),
    ):
        with pytest.raises(NotLetIn) as refused:
            await people.sign_in(login, phrase, typed, at)
        assert refused.value.args == ()
    opened = await people.sign_in(" AN ", PHRASE, code(seed, at), at, "Firefox, Linux")
    assert opened.visit.way == "passphrase"
    assert (await kinds(store)).count("sign_in_failed") == 4


async def test_a_code_of_the_step_before_or_after_counts_and_none_beyond(people: People) -> None:
    _, seed = await joined(people, "an")
    for minutes, off, lets_in in ((10, -30, True), (20, 30, True), (30, -60, False), (40, 60, False)):
        at = later(minutes)
        trying = people.sign_in("an", PHRASE, code(seed, at + timedelta(seconds=off)), at)
        if lets_in:
            assert await trying
        else:
            with pytest.raises(NotLetIn):
                await trying


async def test_a_code_used_for_joining_signs_nobody_in(people: People) -> None:
    _, seed = await joined(people, "an")
    with pytest.raises(NotLetIn):
        await people.sign_in("an", PHRASE, code(seed), NOW)


async def test_guessing_takes_longer_and_longer_and_the_real_one_waits_no_longer_than_that(people: People) -> None:
    _, seed = await joined(people, "an")
    at, waits = later(10), []
    for _ in range(40):
        try:
            await people.sign_in("an", "guess after guess", "123456", at)
        except NotLetIn:
            continue
        except TooManyTries as told:
            waits.append(told.seconds)
            at += timedelta(seconds=told.seconds)
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 900
    at += timedelta(seconds=900)
    with pytest.raises(NotLetIn):
        await people.sign_in("an", "guess after guess", "123456", at)
    with pytest.raises(TooManyTries):
        await people.sign_in("an", PHRASE, code(seed, at), at)
    at += timedelta(seconds=900)
    assert await people.sign_in("an", PHRASE, code(seed, at), at)
    assert await people.sign_in("an", PHRASE, code(seed, at + timedelta(minutes=1)), at + timedelta(minutes=1))


async def test_a_login_that_is_not_there_is_slowed_down_like_one_that_is(people: People) -> None:
    for _ in range(5):
        with pytest.raises(NotLetIn):
            await people.sign_in("nobody", PHRASE, "123456", NOW)
    with pytest.raises(TooManyTries):
        await people.sign_in("nobody", PHRASE, "123456", NOW)


async def test_guesses_at_everybody_are_slowed_down_together_and_passkeys_are_not(people: People) -> None:
    opened, _ = await joined(people, "an")
    await people.add_passkey(opened.visit.staff.id, NewPasskey("key", b"public", 0), b"one", NOW)
    refused = []
    for number in range(140):
        try:
            await people.sign_in(f"name{number}", PHRASE, "123456", NOW)
        except (NotLetIn, TooManyTries) as told:
            refused.append(type(told))
    assert refused.count(NotLetIn) == 120
    assert await people.sign_in_with_passkey("key", 0, b"two", NOW)
    _, seed = await joined(people, "bo")
    assert await people.sign_in("bo", PHRASE, code(seed, later(2)), later(2))


async def test_a_sign_in_ends_when_idle_when_old_and_not_before(people: People) -> None:
    opened, _ = await joined(people, "an")
    at = NOW
    while at < NOW + LONGEST - IDLE:
        at += IDLE - timedelta(seconds=1)
        assert await people.visit(opened.token, at)
        assert await people.still(opened.visit.sign_in, at)
    assert not await people.visit(opened.token, NOW + LONGEST)
    idle, _ = await joined(people, "bo")
    assert await people.visit(idle.token, later(5), passing=True)  # a page that looks by itself is no use
    assert not await people.visit(idle.token, NOW + IDLE)
    assert not await people.still(idle.visit.sign_in, NOW + IDLE)


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


async def test_a_step_up_changes_the_token_and_lasts_five_minutes(people: People) -> None:
    opened, seed = await joined(people, "an")
    visit = opened.visit
    for wrong in (code(seed), "000000"):  # used already, and made up
        with pytest.raises(NotLetIn):
            await people.step_up_with_code(visit, opened.token, wrong, NOW)
    better = await people.step_up_with_code(visit, opened.token, code(seed, later(1)), later(1))
    assert better.visit.sign_in == visit.sign_in
    assert not await people.visit(opened.token, later(1))
    now = await people.visit(better.token, later(1))
    assert now is not None
    assert now.stepped_up(later(5))
    assert not now.stepped_up(later(6))
    with pytest.raises(NotLetIn):  # the token from before is good for nothing
        await people.step_up_with_code(visit, opened.token, code(seed, later(2)), later(2))


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


async def test_a_passkey_answers_each_challenge_once_and_a_copied_one_is_noticed(people: People) -> None:
    opened, _ = await joined(people, "an")
    me = opened.visit.staff.id
    await people.add_passkey(me, NewPasskey("key", b"public", 3, "a phone"), b"zero", NOW)
    assert await people.sign_in_with_passkey("key", 4, b"one", NOW)
    for credential, count, challenge in (("key", 5, b"one"), ("key", 4, b"two"), ("other", 9, b"three")):
        with pytest.raises(NotLetIn):
            await people.sign_in_with_passkey(credential, count, challenge, NOW)
    for new in (
        NewPasskey("key", b"p", 0),
        NewPasskey("another", b"p", 0),
    ):  # somebody has it; the challenge was answered
        with pytest.raises(NotLetIn):
            await people.add_passkey(me, new, b"one" if new.id == "another" else b"four", NOW)


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


async def test_a_challenge_is_ours_for_its_purpose_and_its_time(people: People) -> None:
    made = people.challenge("join", "link", NOW)
    assert people.is_challenge(made, "join", "link", NOW)
    for given, purpose, bound, at in (
        (made, "sign_in", "link", NOW),
        (made, "join", "other", NOW),
        (made, "join", "link", later(6)),
        (made[:-1] + bytes([made[-1] ^ 1]), "join", "link", NOW),
        (b"", "join", "link", NOW),
    ):
        assert not people.is_challenge(given, purpose, bound, at)


async def test_the_demos_staff_step_up_without_a_key_and_nobody_else_does(people: People) -> None:
    opened, _ = await joined(people, "an")
    with pytest.raises(NotLetIn):
        await people.step_up_for_show(opened.visit, opened.token, NOW)
    shown = await people.sign_in_for_show(opened.visit.staff.id, NOW)
    better = await people.step_up_for_show(shown.visit, shown.token, NOW)
    assert better.visit.stepped_up(NOW)
    assert await people.visit(better.token, later(60 * 24 * 3))  # its clock is moved by days, and she is still there
