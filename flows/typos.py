"""One letter wrong in a long word: `myslef`, `daugther`, `vrineden`; found by what is left without a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.stock import COURTESY, NO, UNSURE, YES

#: In shorter words one letter makes another word: `ex`, `sex`; `zus`, `zes`.
SHORTEST = 6
#: Longer ones are no words, and each costs its length squared.
LONGEST = 40
#: Yes, no, negation and doubt are never guessed at, neither as what was typed nor as what was meant.
_NEVER = frozenset(word for form in YES | NO | UNSURE | COURTESY for word in form.split()) | {"personne", "personnes"}

#: What is left of a word without one of its letters, and the word itself → the words it may be.
Near = Mapping[str, frozenset[str]]


def near_words(forms: Iterable[str]) -> Near:
    """Of all the words in these forms, those that may be meant with one letter wrong."""
    found: dict[str, set[str]] = {}
    for word in {word for form in forms for word in form.split() if _counts(word)}:
        for left in shorter(word):
            found.setdefault(left, set()).add(word)
    return {left: frozenset(words) for left, words in found.items()}


def mended(said: str, near: Near) -> Iterator[str]:
    """These words, with one of them put right, in every way there is."""
    words = said.split()
    for at, word in enumerate(words):
        if not _counts(word) or word in near.get(word, ()):
            continue
        for meant in {one for left in shorter(word) for one in near.get(left, ())}:
            if _one_apart(word, meant):
                yield " ".join((*words[:at], meant, *words[at + 1 :]))


def _counts(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and word not in _NEVER


def shorter(word: str) -> set[str]:
    """The word, and the word with each one letter left out: two words one letter apart share one of these."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_apart(one: str, other: str) -> bool:
    """One letter more, fewer or another, or two neighbours changed round; a letter that moved further is too much."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
