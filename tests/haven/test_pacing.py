"""How fast Haven may speak, with a clock that the test moves."""

from __future__ import annotations

import asyncio

from helpline.pacing import FRESH, Bucket, Pacing
from tests.soon import counting


def test_a_bucket_gives_a_burst_and_then_its_rate() -> None:
    bucket = Bucket(rate=2, most=3)
    assert [bucket.wait(100.0) for _ in range(6)] == [0, 0, 0, 0.5, 1.0, 1.5]
    assert bucket.wait(103.0) == 0
    assert not bucket.is_full(103.0)
    assert bucket.is_full(110.0)


def test_a_bucket_never_saves_up_more_than_a_burst() -> None:
    bucket = Bucket(rate=1, most=3)
    bucket.wait(0.0)
    assert [bucket.wait(1000.0) for _ in range(4)] == [0, 0, 0, 1]


async def timed(pacing: Pacing, *turns: tuple[str, str]) -> list[tuple[str, float]]:
    """When each turn came, by the loop's own clock."""
    loop = asyncio.get_running_loop()
    began, came = loop.time(), []

    async def take(contact: str, cause: str) -> None:
        await pacing.turn(contact, cause)
        came.append((contact, loop.time() - began))

    await asyncio.gather(*(take(*turn) for turn in turns))
    return came


async def test_one_contact_waits_and_another_does_not() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(1000, 1000), per_contact=(20, 2))
    came = await timed(pacing, *[("a", "reply")] * 4, ("b", "reply"))
    assert [contact for contact, _ in came] == ["a", "a", "b", "a", "a"], "only who has had her turns waits"
    assert came[3][1] > 0.04
    assert came[4][1] > 0.09


async def test_replies_go_before_the_rest_and_everyone_gets_a_turn() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(50, 1), per_contact=(1000, 1000))
    turns = [(f"notice{number}", "nudge") for number in range(5)] + [(f"reply{number}", "reply") for number in range(5)]
    came = [contact for contact, _ in await timed(pacing, *turns)]
    assert came[0] == "notice0"  # it was there first, alone
    assert [name for name in came[1:] if name.startswith("reply")] == [f"reply{number}" for number in range(5)]
    assert came[-4:] == [f"notice{number}" for number in range(1, 5)]


async def test_what_people_say_waits_no_longer_than_what_the_bot_says() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(50, 1), per_contact=(1000, 1000))
    turns = [("first", "reply"), ("crowd1", "greeting"), ("crowd2", "greeting"), ("hers", "staff"), ("told", "notice")]
    assert [contact for contact, _ in await timed(pacing, *turns)] == ["first", "hers", "told", "crowd1", "crowd2"]


async def test_who_stops_waiting_takes_nobodys_turn() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(4, 1), per_contact=(1000, 1000))
    await pacing.turn("a", "reply")
    gone = asyncio.ensure_future(pacing.turn("b", "reply"))
    await asyncio.sleep(0)
    gone.cancel()
    async with counting() as counted:
        await pacing.turn("c", "reply")
    assert counted.seconds < 0.4, "a quarter of a second is one turn"


async def test_alarms_go_first_then_who_is_talking_then_newcomers() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(50, 1), per_contact=(1000, 1000))
    causes = ("notice", "greeting", "greeting", "prompt", "reply", "alarm")
    came = await timed(pacing, *((f"{at} {cause}", cause) for at, cause in enumerate(causes)))
    assert [who for who, _ in came] == ["0 notice", "5 alarm", "3 prompt", "4 reply", "1 greeting", "2 greeting"]


async def test_newcomers_who_waited_too_long_let_the_fresh_ones_go_first_and_are_told_in_the_end() -> None:
    loop, ahead = asyncio.get_running_loop(), [0.0]
    pacing = Pacing(lambda: loop.time() + ahead[0], in_all=(20, 1), per_contact=(1000, 1000))
    came: list[str] = []

    async def take(contact: str) -> None:
        await pacing.turn(contact, "greeting")
        came.append(contact)

    early = [asyncio.ensure_future(take(name)) for name in ("at once", "early", "early too")]
    await asyncio.sleep(0)
    ahead[0] = FRESH + 1
    fresh = [asyncio.ensure_future(take("fresh"))]
    await asyncio.gather(*early, *fresh)
    assert came == ["at once", "fresh", "early", "early too"]


async def test_an_alarm_takes_what_stands_before_it_in_her_lane_along_to_the_front() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(50, 1), per_contact=(1000, 1000))
    came: list[str] = []

    async def take(contact: str, *causes: str) -> None:
        await pacing.turn(contact, *causes)
        came.append(contact)

    names = ("at once", "hers", "another", "a talk")
    causes = ("reply", "belated", "belated", "reply")
    tasks = [asyncio.ensure_future(take(name, cause)) for name, cause in zip(names, causes, strict=True)]
    await asyncio.sleep(0)
    pacing.hurry("hers", "alarm")
    await asyncio.gather(*tasks)
    assert came == ["at once", "hers", "a talk", "another"]


async def test_who_has_something_urgent_further_back_takes_her_turns_by_it() -> None:
    pacing = Pacing(asyncio.get_running_loop().time, in_all=(50, 1), per_contact=(1000, 1000))
    came: list[str] = []

    async def take(contact: str, *causes: str) -> None:
        await pacing.turn(contact, *causes)
        came.append(contact)

    waits = (("at once", "reply"), ("a talk", "reply"), ("hers", "belated", "belated", "alarm"))
    await asyncio.gather(*(take(*each) for each in waits))
    assert came == ["at once", "hers", "a talk"]
