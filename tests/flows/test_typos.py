"""One letter wrong in a long word is understood; in a short one, in a no or a number never, and never by guess."""

import time
from collections.abc import Iterator

import pytest

from flows.flow import Revision
from flows.session import Place
from flows.typos import mended, near_words


def meant(known: Revision, step: str, words: str, language: str = "en") -> str | None:
    return known.known(Place(*step.split("."))).lexicon.match(words, language)


@pytest.mark.parametrize(
    ("step", "language", "typed", "key"),
    [
        ("triage.for_whom", "en", "myslef", "self"),
        ("triage.for_whom", "en", "its about myslef", "self"),
        ("triage.for_whom", "en", "my daugther", "other"),
        ("triage.for_whom", "nl", "mijn dohcter", "other"),
        ("triage.for_whom", "nl", "iemand anderss", "other"),
        ("triage.for_whom", "fr", "quelqu'un d'aurte", "other"),
        ("triage.age", "nl", "volwasen", "adult"),
        ("triage.age", "nl", "minderjarg", "minor"),
        ("triage.age", "fr", "majuere", "adult"),
        ("triage.situation", "en", "blakmail", "sextortion"),
        ("triage.situation", "nl", "whatsap groep", "private"),
        ("other.relation", "nl", "vrinedin", "friend"),
    ],
)
def test_one_wrong_letter_in_a_long_word_is_understood(
    shipped: Revision, step: str, language: str, typed: str, key: str
) -> None:
    assert meant(shipped, step, typed, language) == key


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("triage.age", "not an aduult"),
        ("triage.age", "nog niet volwasen"),
        ("triage.age", "onvolwassen"),
        ("triage.age", "volwasen, 17"),
        ("triage.age", "eigteen?"),
        ("triage.age_in_image", "des personnes"),
        ("triage.age_in_image", "nobdy"),
        ("triage.for_whom", "mylsfe"),
        ("triage.for_whom", "my daugther or myslef"),
        ("triage.for_whom", "onself"),
        ("intake.keep", "keep nothin"),
    ],
)
def test_what_is_not_clear_is_asked_again(shipped: Revision, step: str, typed: str) -> None:
    assert meant(shipped, step, typed) is None


def sayings(known: Revision) -> Iterator[tuple[Place, str, str, str]]:
    for name, flow in known.flows.items():
        for step in flow.steps:
            place = Place(name, step)
            lexicon = known.known(place).lexicon
            for form, keys in lexicon.everywhere.items() if lexicon.phrases else ():
                if len(keys) == 1:
                    yield place, form, next(iter(keys)), "en"


def mistyped(form: str) -> Iterator[str]:
    """Two neighbours changed round, one letter left out, one doubled, in the middle of each long word."""
    words = form.split()
    for at, word in enumerate(words):
        middle = len(word) // 2
        if len(word) < 7:
            continue
        for wrong in (
            word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :],
            word[:middle] + word[middle + 1 :],
            word[:middle] + word[middle] + word[middle:],
        ):
            yield " ".join((*words[:at], wrong, *words[at + 1 :]))


def test_no_slip_of_the_finger_in_any_label_means_another_choice(shipped: Revision) -> None:
    heard, wrong, count = 0, [], 0
    for place, form, key, language in sayings(shipped):
        for typed in mistyped(form):
            found = shipped.known(place).lexicon.match(typed, language)
            count += 1
            heard += found == key
            if found not in (key, None):
                wrong.append((str(place), form, typed, key, found))
    assert count > 1000
    assert heard > count * 0.8, f"{heard} of {count}"
    assert not wrong


def test_only_one_letter_may_be_wrong() -> None:
    near = near_words(["daughter", "friend of mine", "nobody", "zus"])
    assert {one.split()[0] for one in mended("daugther", near)} == {"daughter"}
    assert [*mended("dagther", near), *mended("aughterd", near), *mended("nobdy", near), *mended("zuz", near)] == []
    assert [*mended("friend", near)] == [], "a word that is right is left alone"


def test_it_takes_no_time_to_speak_of(shipped: Revision) -> None:
    lexicon = shipped.known(Place("triage", "for_whom")).lexicon
    words = "someting completly diferent happend yesterdy evning somwhere"
    best = min(_seconds(lambda: lexicon.match(words, "en")) for _ in range(5))
    assert best < 0.002, f"{best * 1000:.2f} ms"


def _seconds(work: object) -> float:
    began = time.perf_counter()
    for _ in range(20):
        work()  # type: ignore[operator]
    return (time.perf_counter() - began) / 20


def test_a_word_longer_than_any_word_costs_nothing() -> None:
    """Of a word of n letters n shorter ones are kept: thousands of letters, a few hundred times, would fill a house."""
    endless = "".join(f"{letter}{other}" for letter in "abcdefghij" * 14 for other in "klmnopqrst")
    assert near_words([endless]) == {}
    assert near_words(["neighbourhoods"])
