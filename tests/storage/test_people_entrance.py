"""The entrance: passphrase and code, passkeys and challenges, how guessing is slowed down, and when a sign-in ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.people import IDLE, LONGEST, NewPasskey, NotLetIn, TooManyTries
from helpline.sparing import Sparing
from storage import Store
from storage.people import People
from tests.storage.people import NOW, later
from tests.storage.test_people import PHRASE, code, joined, kinds, people

__all__ = ["people"]


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


async def test_of_a_minute_full_of_failures_no_more_are_written_down_than_anyone_reads(
    people: People, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_noted", Sparing(3))
    for minute, tries in ((2, 5), (3, 1)):
        for number in range(tries):
            with pytest.raises(NotLetIn):
                await people.sign_in(f"stranger-{number}", PHRASE, "000000", later(minute))
    await people.failed(later(3))
    assert (await kinds(store)).count("sign_in_failed") == 3 + 2


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
