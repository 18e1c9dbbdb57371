"""What people type, in three languages, against the buttons on offer: understood, or asked again, never guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.flow import Revision
from flows.fold import fold, folded
from flows.session import Place
from tests.flows.talking import revision

TABLE = yaml.safe_load((Path(__file__).parent / "understand.yaml").read_text(encoding="utf-8"))


def rows() -> Iterator[Any]:
    for case in TABLE:
        for key, said in case["said"].items():
            for words in said:
                yield pytest.param(case["step"], case["language"], words, key, id=f"{case['about']}: {words} → {key}")


@pytest.mark.parametrize(("step", "language", "words", "key"), [*rows()])
def test_what_people_type(small: Revision, step: str, language: str, words: str, key: str | None) -> None:
    assert small.known(Place(*step.split("."))).lexicon.match(words, language) == key


def choices(**labels: str) -> Revision:
    made = [{"key": key, "label": label, "go": "over"} for key, label in labels.items()]
    return revision({"flow": {"ask": {"type": "choose", "say": "Well?", "choices": made}, "over": {"type": "end"}}})


def meant(known: Revision, words: str) -> str | None:
    return known.known(Place("flow", "ask")).lexicon.match(words, "en")


def test_the_longer_of_two_labels_is_meant_when_it_holds_the_shorter() -> None:
    known = choices(sure="Sure of it", unsure="Not sure of it")
    assert meant(known, "i am really not sure of it") == "unsure"
    assert meant(known, "i am sure of it") == "sure"


def test_choices_called_yes_and_no_understand_every_yes_and_no() -> None:
    known = choices(a="Yes", b="No", c="I don't know")
    assert [meant(known, words) for words in ("ja hoor", "non merci", "i dont know")] == ["a", "b", "c"]
    assert meant(known, "no idea, yes perhaps") is None


def test_a_label_in_her_own_language_wins_over_the_same_word_in_another() -> None:
    made = [{"key": "a", "label": "An", "go": "over"}, {"key": "b", "label": "Other", "go": "over"}]
    steps = {"ask": {"type": "choose", "say": "Well?", "choices": made}, "over": {"type": "end"}}
    known = revision({"flow": steps}, {"nl": {"flow.ask.b.label": "An"}})
    lexicon = known.known(Place("flow", "ask")).lexicon
    assert (lexicon.match("an", "en"), lexicon.match("an", "nl"), lexicon.match("an", "fr")) == ("a", "b", None)


@pytest.mark.parametrize("words", ["l'été", "L’ÉTÉ", "l`ete", "  l'été!! 🌞", "l\u00b4ete\u0301"])
def test_folding_forgets_what_people_type_differently(words: str) -> None:
    assert folded(words) == {"lete", "l ete"}


def test_other_scripts_survive_folding() -> None:
    assert fold("Привет, МИР!") == "привет мир"
    assert fold("Œuvre Ægir") == "oeuvre aegir"


def test_a_story_is_not_searched_for_labels() -> None:
    known = choices(friend="A friend", other="Someone else")
    assert meant(known, "a friend of mine") == "friend"
    assert meant(known, "a friend " + "and so on " * 60) is None
