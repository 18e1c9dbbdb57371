"""A talk that is played goes as it would in a house that keeps everything: move by move, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from helpline.talks.play import Stage, step
from helpline.talks.setting import house_of
from helpline.talks.talk import AnyMove, Media, Press, Refuse, Say, Staffed, Talk, Wait
from tests.drills.finding import Finding, amount
from tests.drills.finding import seed as drill_seed
from tests.helpline.house import EVENING, MONDAY_MORNING, house
from tests.helpline.shelf import Shelf
from tests.helpline.talks.real import NUMBER, Real, seen

LINES = (
    "hi", "yes", "no", "2", "15", "I'm 15", "23", "/human", "/hide", "/delete", "/stop", "/start", "/danger",
    "/consent", "/mydata", "/hash", "/language", "/back", "K7RM-2QXD 48151623", "K7RM-2QXD 48151624", "https://example.com/a",
    "I want to die", "MD5 9e107d9d372bb6826bd81d3542a419d6", "that's all", "remove 1", "take back 1",
    "a story of mine", "evening",
)  # fmt: skip
#: Straight to where things are kept; most talks at random never come there.
ROADS = {
    "": (),
    "adult": (("self", "adult", "adult", "online", "no", "no", "belgium", "yes", "yes")),
    "young": ("self", "minor"),
    "unsaid": ("other", "unsaid"),
}
acts = st.one_of(
    st.sampled_from(LINES).map(lambda line: Say(words=line)),
    st.integers(0, 40),
    st.sampled_from([5, 59, 61, 1500]).map(lambda minutes: Wait(minutes=minutes)),
    st.sampled_from([Media(), Refuse(), Staffed(teams=("helpline",)), Staffed()]),
)


def chosen(stage: Stage, number: int) -> AnyMove:
    """One of the buttons on her screen, the newest ones most of all; where there is none, she says hello."""
    shown = list(stage.screen.values())[::-1]
    one = shown[number % len(shown)] if shown else None
    return Press(place=one.place, key=one.key) if one and one.place and one.key else Say(words="hello")


def on_the_road(stage: Stage, road: tuple[str, ...], language: str) -> tuple[list[AnyMove], Stage]:
    moves: list[AnyMove] = []
    keys = (language, *road) if road else ()
    if keys:
        moves.append(Say(words="hi"))
        stage, _ = step(stage, moves[-1])
    for key in keys:
        place = str(stage.memory.session.place) if stage.memory.session else ""
        moves.append(Press(place=place, key=key))
        stage, exchange = step(stage, moves[-1])
        assert exchange.trouble is None, (place, key)
    return moves, stage


@pytest.fixture
def finding(engine: str) -> Iterator[Finding]:
    """What was tried on one engine, told when all of it was."""
    found = Finding("tried", seed=drill_seed(), engine=engine)
    yield found
    print(found.done())


@pytest.mark.timeout(amount(3600, 120))
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@seed(drill_seed())
@given(
    road=st.sampled_from(sorted(ROADS)),
    acting=st.lists(acts, max_size=10),
    young=st.booleans(),
    at=st.sampled_from([EVENING, MONDAY_MORNING]),
    language=st.sampled_from(["nl", "fr", "en"]),
)
@settings(
    max_examples=amount(1000, 15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_she_does_it_goes_as_with_a_house_that_keeps_it(
    shelves: Callable[[str], Shelf],
    finding: Finding,
    engine: str,
    road: str,
    acting: list[AnyMove | int],
    young: bool,
    at: datetime,
    language: str,
) -> None:
    teams = ("helpline", "child_focus") if young else ("helpline",)
    talk, home = Talk(language=language, at=at, teams=teams), house()
    moves, stage = on_the_road(Stage(house_of(talk, home.revisions[1], home), at, language), ROADS[road], language)
    for act in acting:
        moves.append(chosen(stage, act) if isinstance(act, int) else act)
        stage, _ = step(stage, moves[-1])
    real = Real(shelves(engine), talk, home)
    stage = Stage(house_of(talk, home.revisions[1], home), at, language)
    for move, there in real.hold(moves):
        stage, here = step(stage, move)
        assert seen(here.said) == there, move
    finding.count += 1
    finding.seen["moves"] += len(moves)


def test_what_is_kept_for_too_long_goes_by_itself_and_she_is_told_before(shelves: Callable[[str], Shelf]) -> None:
    """Months go by: in the fourteen days before the end a word comes, and after it nothing is left."""
    talk, home = Talk(at=MONDAY_MORNING), house()
    stage = Stage(house_of(talk, home.revisions[1], home), talk.at, "en")
    moves, stage = on_the_road(stage, ROADS["adult"], "en")
    more: list[AnyMove] = [
        Say(words="https://example.com/a"), Say(words="/human"), Press(place="human.agree", key="yes"),
        Press(place="house.safe", key="anytime"), *[Wait(minutes=60 * 24 * 60)] * 6, Wait(minutes=60 * 24 * 10),
    ]  # fmt: skip
    stage = Stage(house_of(talk, home.revisions[1], home), talk.at, "en")
    for _ in Real(shelves("sqlite"), talk, home).hold([*moves, *more[:4]]):
        pass  # somebody else, whose case lies in the same house and ends as well
    told = []
    for move, there in Real(shelves("sqlite"), talk, home).hold([*moves, *more]):
        stage, here = step(stage, move)
        assert seen(here.said) == there, move
        told.append(here)
    assert stage.memory.case is None
    assert any("Something here ends soon" in one.text for each in told for one in each.said)
    assert "erased" in {effect for each in told for effect in each.effects}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_who_tries_a_wrong_pin_too_often_waits_as_long_as_in_a_house_that_counts(
    shelves: Callable[[str], Shelf], engine: str
) -> None:
    """At a number of her own, at one that nobody has, and with the right PIN while she has to wait."""
    talk, home = Talk(at=MONDAY_MORNING), house()
    stage = Stage(house_of(talk, home.revisions[1], home), talk.at, "en")
    moves, stage = on_the_road(stage, ROADS["adult"], "en")
    wrong, right, nobodys = (
        Say(words=one) for one in (f"{NUMBER} 48151624", f"{NUMBER} 48151623", "K7RM-2QYY 48151623")
    )
    more: list[AnyMove] = [
        Say(words="/human"), Press(place="human.agree", key="yes"), Say(words="/stop"),
        *[wrong] * 3, nobodys, wrong, wrong, right, Wait(minutes=5), right, Wait(minutes=12), wrong, Wait(minutes=13),
        right, Say(words="/stop"), *[Wait(minutes=13), wrong] * 12, Wait(minutes=13), right,
    ]  # fmt: skip
    stage = Stage(house_of(talk, home.revisions[1], home), talk.at, "en")
    told = []
    for move, there in Real(shelves(engine), talk, home).hold([*moves, *more]):
        stage, here = step(stage, move)
        assert seen(here.said) == there, move
        told.append("\n".join(one.text for one in here.said))
    waits = [one for one in told if "That was tried too often" in one]
    assert len(waits) > 3
    assert sum("do not fit together" in one for one in told) > 5


def test_a_talk_that_forgot_nothing_would_be_told_from_a_real_one(shelves: Callable[[str], Shelf]) -> None:
    """The control of the above: after an idle hour a house knows nothing of her any more; one that does is no house."""
    talk, home = Talk(at=EVENING), house()
    moves = [Say(words="hi"), Press(place="triage.language", key="en"), Wait(minutes=61), Say(words="me")]
    there = [said for _, said in Real(shelves("sqlite"), talk, home).hold(moves)]

    def played() -> list[object]:
        stage, told = Stage(house_of(talk, home.revisions[1], home), talk.at, "en"), []
        for move in moves:
            stage, here = step(stage, move)
            told.append(seen(here.said))
        return told

    assert played() == there
    with patch("helpline.talks.passing.IDLE", timedelta(days=9)):
        assert played() != there
