"""The map that proofs walk is the ground the engine walks on: nothing happens live that is not on it."""

from flows.flow import Revision
from flows.move import Grant, HandOff, KeepLinks, ShowReview
from flows.routes import Condition, Route, arrival, possible, routes, start
from flows.session import Place
from tests.flows.talking import revision


def named(known: Revision, place: Place) -> dict[str, Route]:
    return {route.name: route for route in routes(known, place)}


def test_a_choice_says_what_it_sets_and_where_it_leads(small: Revision) -> None:
    minor = named(small, Place("talk", "age"))["minor"]
    assert (minor.to, dict(minor.sets), minor.label, minor.replied) == (
        Place("talk", "numbers"),
        {"age": "minor"},
        "talk.age.minor.label",
        True,
    )


def test_a_consent_has_three_ways_and_what_each_asks(small: Revision) -> None:
    ways = named(small, Place("details", "keep"))
    assert ways["given"].effects == (Grant(("keep", "links", "words"), "details.keep.say"),)
    assert ways["refused"].effects == ways["given"].effects
    assert (ways["refused"].to, ways["declined"].to) == (Place("details", "over"), Place("details", "over"))


def test_what_collects_is_seen_on_the_map(small: Revision) -> None:
    kept = named(small, Place("details", "links"))["kept"]
    assert isinstance(kept.effects[0], KeepLinks)
    assert (kept.stays, kept.typed, kept.says) == (True, True, ("details.links.more",))


def test_arriving_tells_what_is_said_shown_and_asked(small: Revision) -> None:
    assert arrival(small, Place("talk", "numbers")).cards == ("child_focus", "emergency")
    assert arrival(small, Place("talk", "human")).effects == (HandOff("team"),)
    review = arrival(small, Place("details", "review"))
    assert (review.effects, review.waits, review.prompt) == ((ShowReview(),), True, "details.review.say")
    assert arrival(small, Place("talk", "details")).calls == start(small, "details")
    language = arrival(small, start(small, "talk"))
    assert (language.says, language.waits) == (("talk.hello.say",), False)


def test_the_end_of_a_flow_is_no_place(small: Revision) -> None:
    assert named(small, Place("talk", "goodbye"))["end"].to is None


def test_a_branch_closes_behind_a_fact_but_not_behind_opening_hours() -> None:
    cases = [
        {"when": {"staff": "team"}, "go": "over"},
        {"when": {"age": ["minor", "unknown"]}, "go": "over"},
        {"when": {"age": "adult", "open": "institute"}, "go": "over"},
        {"when": {"age": "adult"}, "go": "over"},
        {"when": {"open": "institute"}, "go": "over"},
    ]
    steps = {"in": {"type": "branch", "cases": cases, "go": "over"}, "over": {"type": "end"}}
    ways = routes(revision({"flow": steps}), Place("flow", "in"))

    def open_to(**facts: str) -> list[str]:
        return [route.name for route in possible(ways, facts)]

    assert open_to(age="minor") == ["1", "2"]
    assert open_to(age="adult") == ["1", "3", "4"]
    assert open_to() == ["1", "5", "otherwise"]


def test_a_condition_holds_only_as_a_whole() -> None:
    condition = Condition({"age": ("adult",)}, frozenset({"staff:team"}))
    assert condition.met({"age": "adult"}, frozenset({"staff:team", "open:x"}))
    assert not condition.met({"age": "adult"}, frozenset())
    assert not condition.met({}, frozenset({"staff:team"}))


def test_a_language_that_is_not_spoken_is_not_on_the_map() -> None:
    choices = [{"key": one, "label": one, "sets": {"language": one}, "go": "over"} for one in ("nl", "fr")]
    steps = {"in": {"type": "choose", "say": "Well", "choices": choices}, "over": {"type": "end"}}
    known = revision({"flow": steps}, {"nl": {"flow.in.say": "Nou"}})
    assert list(named(known, Place("flow", "in"))) == ["nl"]
    assert arrival(known, Place("flow", "in")).offers == ("flow.in.nl.label",)
