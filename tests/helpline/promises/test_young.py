"""A minor may be offered the people of Child Focus, proved in a house that has them and in one that has not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.load import load_library
from helpline import safety
from tests.helpline.promises.test_promises import DIRECTORY, NOW, refuted

#: The small helpline, in which Child Focus is offered after the card: the one combined consent, and their queue.
STEPS: dict[str, Any] = {
    "minor.offer": {
        "type": "branch",
        "cases": [
            {"when": {"age": "minor", "team": "child_focus"}, "go": "agree"},
            {"when": {"age_in_image": ["minor", "unsure"], "team": "child_focus"}, "go": "agree"},
        ],
        "go": "bye",
    },
    "minor.agree": {
        "type": "consent",
        "say": "Shall I ask Child Focus?",
        "scopes": ["keep", "handoff"],
        "yes": {"label": "Ask them", "go": "hand"},
        "no": {"label": "Do not", "go": "bye"},
    },
    "minor.hand": {"type": "hand_off", "team": "child_focus", "refused": "bye"},
}
LINKS = {"type": "link", "say": "Links?", "more": "More?", "done": {"label": "Done", "go": "bye"}}


def told(folder: Path, also: dict[str, Any] | None = None, **changed: Any) -> list[str]:
    set_ = {"minor.card.go": "offer", **{key.replace("__", "."): value for key, value in changed.items()}}
    return [str(one) for one in refuted(folder, {"add": {**STEPS, **(also or {})}, "set": set_})]


def test_with_the_offer_every_promise_is_kept(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_an_offer_where_their_people_may_be_missing_is_refuted(tmp_path: Path) -> None:
    found = told(tmp_path, minor__card__go="agree")
    assert any(one.startswith("P1") and "‘agree’ of ‘minor’: it asks for consent" in one for one in found)


def test_a_minor_led_to_the_helplines_own_team_is_refuted(tmp_path: Path) -> None:
    found = told(tmp_path, minor__hand__team="helpline")
    ends = "contact presses ‘Ask them’ → step ‘hand’ of ‘minor’: it hands over to helpline although"
    assert found
    assert all(one.startswith("P1: begin → ") and ends in one for one in found)


def test_the_consent_of_a_minor_opens_no_other_way_to_the_helpline(tmp_path: Path) -> None:
    found = told(
        tmp_path, {"minor.theirs": {"type": "call", "flow": "human", "go": "bye"}}, minor__hand__refused="theirs"
    )
    assert found == []
    found = told(
        tmp_path,
        {"minor.ours": {"type": "hand_off", "team": "helpline", "refused": "bye"}},
        minor__hand__refused="ours",
    )
    assert any("step ‘ours’ of ‘minor’: it hands over to helpline" in one for one in found)


@pytest.mark.parametrize("scopes", [["keep", "handoff", "links"], ["keep"], ["keep", "handoff", "words"]])
def test_a_minor_is_asked_for_no_other_consent(tmp_path: Path, scopes: list[str]) -> None:
    found = told(tmp_path, minor__agree__scopes=scopes)
    assert any(one.startswith("P1") and "‘agree’ of ‘minor’" in one for one in found)


def test_a_minor_who_agreed_is_asked_for_no_link(tmp_path: Path) -> None:
    found = told(tmp_path, {"minor.links": LINKS}, minor__agree__yes__go="links")
    assert any(one.startswith("P1") and "‘links’ of ‘minor’: it collects links" in one for one in found)


def test_without_her_yes_she_is_not_handed_over(tmp_path: Path) -> None:
    found = told(tmp_path, minor__agree__no__go="hand")
    assert any(one.startswith("P2") and "without consent to handoff and keep" in one for one in found)


def test_the_offer_comes_after_the_card(tmp_path: Path) -> None:
    found = told(tmp_path, minor__start="offer", minor__bye__say="Bye.")
    assert any(one.startswith("P7") and "before the card `child_focus` was shown" in one for one in found)


def test_an_age_left_unsaid_is_not_offered_them(tmp_path: Path) -> None:
    steps = {key.replace("minor.", "human."): step for key, step in STEPS.items()}
    found = told(tmp_path, steps, human__who__go="agree")
    assert any(one.startswith("P1") and "although" in one for one in found)


def test_what_an_adult_agreed_to_does_not_outlast_her_being_a_minor(tmp_path: Path) -> None:
    """The combined consent of an adult names the same scopes; where she turns out to be a minor, it is gone."""
    found = told(tmp_path, minor__offer__cases__0__go="hand")
    assert any(one.startswith("P2") and "‘hand’ of ‘minor’" in one for one in found)


# ── the library ───────────────────────────────────────────────────────────────────────────────────────────────────
def of_the_library(folder: Path, flow: str, step: str, changed: dict[str, Any]) -> list[str]:
    """What is refuted of the flows Haven ships with, one step of them changed."""
    for file in Path("flows/library").glob("*.yaml"):
        plain = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        if plain["flow"] == flow:
            plain["steps"][step] |= changed
        (folder / file.name).write_text(yaml.dump(plain, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
    return [str(one) for one in safety.check(load_library(folder, {}), DIRECTORY, NOW) if one.promise != "P5"]


@pytest.mark.parametrize(
    ("flow", "step", "changed", "told"),
    [
        ("young", "hand", {"team": "helpline"}, "P1"),
        ("human", "young", {"cases": [{"when": {"team": "child_focus"}, "go": "ask_them"}]}, "P7"),
    ],
)
def test_the_library_with_one_step_wrong_is_refuted(
    tmp_path: Path, flow: str, step: str, changed: dict[str, Any], told: str
) -> None:
    """That it is sound as it ships, in both houses, is seen in test_soundness.py."""
    assert told in {one[:2] for one in of_the_library(tmp_path, flow, step, changed)}
