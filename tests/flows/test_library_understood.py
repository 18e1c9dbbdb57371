"""The library Haven ships with: every label and synonym, typed in its language, means its own choice and no other."""

from collections.abc import Iterator

from flows.flow import Revision
from flows.session import Place
from flows.understand import Lexicon


def lexicons(known: Revision) -> Iterator[tuple[Place, Lexicon]]:
    for name, flow in known.flows.items():
        for step in flow.steps:
            yield Place(name, step), known.known(Place(name, step)).lexicon


def sayings(known: Revision) -> Iterator[tuple[Lexicon, str, str, str]]:
    """(the step's words, the key meant, language, what is typed)."""
    for place, lexicon in lexicons(known):
        for offer in known.known(place).offers:
            for language, label in known.texts.everywhere(f"{place}.{offer.label}"):
                yield lexicon, offer.key, language, label
            for language, line in known.texts.everywhere(f"{place}.{offer.also}") if offer.also else ():
                yield from ((lexicon, offer.key, language, word) for word in line.split(","))


def test_every_label_and_synonym_means_its_own_choice(shipped: Revision) -> None:
    said = list(sayings(shipped))
    assert len(said) > 500
    assert {language for _, _, language, _ in said} == set(shipped.languages)
    wrong = [(word, language, key) for lexicon, key, language, word in said if lexicon.match(word, language) != key]
    assert wrong == []


def test_every_button_of_a_choice_has_its_number(shipped: Revision) -> None:
    for _, lexicon in lexicons(shipped):
        if lexicon.numbers:
            assert [lexicon.match(f"{n}.", "nl") for n in range(1, len(lexicon.keys) + 1)] == list(lexicon.keys)


def test_saying_the_opposite_of_a_choice_is_never_that_choice(shipped: Revision) -> None:
    for place, lexicon in lexicons(shipped):
        for offer in shipped.known(place).offers if lexicon.phrases else ():
            label = shipped.texts.get(f"{place}.{offer.label}", "en")
            assert lexicon.match(f"this is not {label}", "en") != offer.key, (place, label)
