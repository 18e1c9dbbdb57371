"""Typing what a button says does what the button does, at every question and in every language."""

import pytest

from flows.session import Place, Session
from flows.steps.choose import Choose
from tests.helpline.house import LANGUAGES, Talk, house

QUESTIONS = [
    Place(name, key)
    for name, flow in house().revisions[1].flows.items()
    for key, step in flow.steps.items()
    if isinstance(step, Choose)
]
#: What is answered by then, at most questions.
FACTS = {"for_whom": "self", "age": "adult", "age_in_image": "adult"}


def at(place: Place, language: str) -> Talk:
    """She is at this question, with its buttons in front of her."""
    revision = house().revisions[1]
    facts = {} if place.flow in ("triage", "human") else FACTS
    talk = Talk(language=language)
    talk.session = Session(1, place, "t0000001", language, facts)
    step = revision.step(place)
    assert isinstance(step, Choose)
    for choice in step.choices:
        if choice.sets.get("language") in (None, *LANGUAGES):
            label = revision.texts.get(f"{place}.{choice.key}.label", language)
            talk.buttons[label] = f"t0000001:{place}:{choice.key}"
    return talk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", QUESTIONS, ids=str)
def test_a_typed_label_does_what_its_button_does(place: Place, language: str) -> None:
    for label in at(place, language).buttons:
        pressed, typed = at(place, language).presses(label), at(place, language).types(label)
        assert (typed.at, typed.facts) == (pressed.at, pressed.facts), label


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_road_to_a_person_can_be_typed(language: str) -> None:
    talk = Talk(language=language).types("hey")
    for key in (language, "self", "adult", "adult", "online", "no", "no", "belgium", "yes", "yes"):
        talk.types(talk.label(key))
    talk.types("https://example.com/a", "https://example.com/b")
    for key in ("done", "no", "no", "right", "yes", "yes"):
        talk.types(talk.label(key))
    assert talk.case is not None
    assert talk.case.is_waiting
    assert len(talk.case.items) == 2
