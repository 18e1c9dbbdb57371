"""Which changes need a second pair of eyes: on the paths of a minor, of danger and despair, and what is promised."""

from __future__ import annotations

from typing import Any

from flows.draft import read
from flows.flow import Revision
from helpline.second_person import needs_second
from tests.helpline.test_checking import book, shipped, step


def revision(content: dict[str, Any]) -> Revision:
    found = read(content).revision
    assert found is not None
    return found


def whys(content: dict[str, Any]) -> set[tuple[str, str | None, str]]:
    found = needs_second(revision(shipped()), revision(content), book())
    return {(f"{one.flow}.{one.step}", one.key, one.why) for one in found}


def test_where_nothing_changed_one_person_is_enough() -> None:
    assert whys(shipped()) == set()


def test_advice_to_adults_is_changed_by_one_person_alone() -> None:
    content = shipped()
    for key in ("online.trace.say", "threat.first.say", "partner.question.say"):
        content["translations"]["nl"][key] = "Schrijf op wat je nog weet."
    assert whys(content) == set()


SAID = {
    "minor.own.say": "minor",
    "triage.age.say": "minor",
    "danger.wait.say": "danger",
    "crisis.lines.say": "crisis",
    "privacy.why.say": "privacy",
    "delete.what.say": "delete",
    "intake.keep.say": "consent",
    "online.tool.say": "card",
    "triage.hello.say": "hello",
    "triage.limits.say": "limits",
    "welcome.anew.say": "emergency",
}


def test_a_word_said_there_is_looked_at_twice_in_whatever_language() -> None:
    source, french = shipped(), shipped()
    for key in SAID:
        step(source, key.rpartition(".")[0])["say"] += " Yes."
        french["translations"]["fr"][key] += " Oui."
    wanted = {(key.rpartition(".")[0], "say", why) for key, why in SAID.items()}
    assert wanted <= whys(source)
    assert wanted <= whys(french)
    assert {place for place, _, _ in whys(french)} == {place for place, _, _ in wanted}


def test_a_way_of_a_minor_that_leads_elsewhere_is_looked_at_twice() -> None:
    content = shipped()
    next(one for one in step(content, "triage.age")["choices"] if one["key"] == "minor")["go"] = "both_cards"
    assert ("triage.age", None, "minor") in whys(content)


def test_a_step_that_only_the_version_before_led_a_minor_through_counts_as_well() -> None:
    content = shipped()
    for one in step(content, "minor.offer")["cases"]:
        one["go"] = "through"
    content["flows"]["minor"]["steps"].pop("ask")
    found = whys(content)
    assert ("minor.ask", None, "minor") in found


def test_a_new_step_on_the_minors_path_is_looked_at_twice_and_one_beside_it_is_not() -> None:
    content = shipped()
    steps = content["flows"]["minor"]["steps"]
    steps["kind"] = {"type": "say", "say": "You did well to write.", "go": "through"}
    assert not any(place == "minor.kind" for place, _, _ in whys(content))  # nobody comes there yet
    step(content, "minor.own_device")["go"] = "kind"
    assert ("minor.kind", "say", "minor") in whys(content)


def test_a_note_for_translators_is_heard_by_nobody() -> None:
    content = shipped()
    step(content, "minor.own")["note"] = "Short, please."
    assert whys(content) == set()


def test_of_a_first_version_all_of_it_is_new() -> None:
    found = {one.why for one in needs_second(None, revision(shipped()), book())}
    assert found == {
        *("minor", "danger", "crisis", "privacy", "delete", "consent", "card", "hello", "limits", "emergency"),
    }
