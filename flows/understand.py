"""Understanding a reply: which of the buttons did she mean? Where two fit, or none, we ask again and never guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.fold import fold as fold
from flows.fold import folded as folded
from flows.step import Offer
from flows.stock import COURTESY, NO, STOCK, THUMBS, UNSURE, YES
from flows.texts import Texts
from flows.typos import Near, mended, near_words

#: More than this is a story, not the name of a button.
LONGEST_PHRASE = 12
LONGEST_REPLY = 400

_NUMBER = re.compile(r"(?:(?:nr|no|n|num|numero|nummer|number|option|optie|choice|keuze|choix) ?)?0?([1-9]\d?)")
_YES_OR_NO = YES | NO
#: A number that may be an age or a year; a sum is neither.
_DIGIT = re.compile(r"(?<!\d)(?:\d{1,2}|19\d\d|20\d\d)(?!\d)(?! ?(?:eur\w*|dollars?|usd|balles|k)(?!\w))")
#: A no before the words for a button that itself says no: `nee, ik woon in nederland`.
_LEADING_NO = re.compile(r"^ (?:no|nope|nee|neen|non|nan) ")
_UNSURE = re.compile(" (?:" + "|".join(sorted(map(re.escape, UNSURE), key=len, reverse=True)) + ") ")
_POLITE = "|".join(sorted(map(re.escape, COURTESY), key=len, reverse=True))
_COURTESY = re.compile(rf"^(?:(?:{_POLITE}) )+|(?: (?:{_POLITE}))+$")


Forms = Mapping[str, frozenset[str]]  # folded form → keys of the buttons that have it


@dataclass(frozen=True)
class Lexicon:
    """All that may be said for the buttons of one step. `forms`: by language; `means`: stock word → key; `near`: the
    long words in which one letter may be wrong."""

    keys: tuple[str, ...]
    forms: Mapping[str, Forms]
    everywhere: Forms
    means: Mapping[str, str]
    numbers: bool
    phrases: bool

    @cached_property
    def near(self) -> Near:
        """Worked out where somebody types, not wherever a draft is looked at: it is the largest part of it all."""
        return near_words(self.everywhere) if self.phrases else {}

    def match(self, words: str, language: str) -> str | None:
        """The key of the one button meant by what was typed; None: asking again is better than guessing."""
        if len(words) > LONGEST_REPLY:
            return None
        said = folded(words)
        if not said:
            return self._thumb(words)
        if "?" in words:
            said -= _YES_OR_NO  # "ja?" asks; it agrees to nothing
        for found in self._exact(said, language):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        key = self._number(said)
        if key is None and self.phrases and "?" not in words:
            right = {one for typed in said if typed.count(" ") < LONGEST_PHRASE for one in mended(typed, self.near)}
            whole = _keys(self.everywhere, right)
            key = next(iter(whole)) if len(whole) == 1 else self._phrase(said) or self._phrase(right)
        return key

    def _exact(self, said: set[str], language: str) -> Iterator[set[str]]:
        yield _keys(self.forms.get(language, {}), said)
        yield _keys(self.everywhere, said)
        yield self._stock(said)
        plain = {_COURTESY.sub("", one) for one in said}
        yield _keys(self.everywhere, plain) | self._stock(plain)

    def _stock(self, said: set[str]) -> set[str]:
        return {key for word, key in self.means.items() if not said.isdisjoint(STOCK[word])}

    def _thumb(self, words: str) -> str | None:
        return self.means.get(THUMBS.get(words.strip()[:1], ""))

    def _number(self, said: set[str]) -> str | None:
        found = {match.group(1) for one in said if self.numbers and (match := _NUMBER.fullmatch(one))}
        number = int(found.pop()) if len(found) == 1 else 0
        return self.keys[number - 1] if 0 < number <= len(self.keys) else None

    def _phrase(self, said: set[str]) -> str | None:
        found = {key for one in said if one.count(" ") < LONGEST_PHRASE for key in self._within(f" {one} ")}
        return found.pop() if len(found) == 1 and None not in found else None

    def _within(self, said: str) -> Iterator[str | None]:
        """The keys of the forms that stand in these words; None where something beside them makes it unsure."""
        spans = list(_outermost(self._spans(said)))
        if not spans:
            return
        beside, named = said, {key for _, _, keys in spans for key in keys}
        for start, end, keys in spans:
            yield from keys
            beside = beside[:start] + " " + "_" * (end - start - 2) + " " + beside[end:]
        if named == {self.means.get("no")}:
            beside = _LEADING_NO.sub(" ", beside)
        if _DIGIT.search(beside) or _UNSURE.search(beside):
            yield None

    def _spans(self, said: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        for form, keys in self.everywhere.items():
            at = said.find(f" {form} ")
            if at >= 0 and len(form) > 1 and form not in _YES_OR_NO:
                yield at, at + len(form) + 2, keys


def _keys(forms: Forms, said: Iterable[str]) -> set[str]:
    return {key for one in said for key in forms.get(one, ())}


def _outermost(spans: Iterable[tuple[int, int, frozenset[str]]]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Those that do not lie within a longer one: in `not sure`, `sure` was not said."""
    every = list(spans)
    for start, end, keys in every:
        if not any(a <= start and end <= b and b - a > end - start for a, b, _ in every):
            yield start, end, keys


def lexicon(place: str, offers: Iterable[Offer], texts: Texts, *, numbers: bool, phrases: bool) -> Lexicon:
    """Gather what may be said for these buttons, from their labels and synonyms in every language."""
    offers = tuple(offers)
    forms: dict[str, dict[str, set[str]]] = {}
    for offer in offers:
        for language, said in _said_for(place, offer, texts):
            forms.setdefault(language, {}).setdefault(said, set()).add(offer.key)
    everywhere: dict[str, set[str]] = {}
    for known in forms.values():
        for said, keys in known.items():
            everywhere.setdefault(said, set()).update(keys)
    frozen = {language: {said: frozenset(keys) for said, keys in known.items()} for language, known in forms.items()}
    return Lexicon(
        tuple(offer.key for offer in offers),
        frozen,
        {said: frozenset(keys) for said, keys in everywhere.items()},
        _means(offers, everywhere),
        numbers,
        phrases,
    )


def _said_for(place: str, offer: Offer, texts: Texts) -> Iterator[tuple[str, str]]:
    """(language, folded form) of a button's label and synonyms."""
    for language, label in texts.everywhere(f"{place}.{offer.label}"):
        yield from ((language, said) for said in folded(label))
    if offer.also:
        for language, line in texts.everywhere(f"{place}.{offer.also}"):
            yield from ((language, said) for part in line.split(",") for said in folded(part))


def _means(offers: Iterable[Offer], everywhere: Mapping[str, set[str]]) -> dict[str, str]:
    """Stock word → key. A choice called Yes or Non means yes or no without being told so."""
    means = {offer.means: offer.key for offer in offers if offer.means}
    for word, plain in (("yes", ("yes", "ja", "oui")), ("no", ("no", "nee", "neen", "non"))):
        keys = {key for said in plain for key in everywhere.get(said, ())}
        if len(keys) == 1 and not means.keys() & {word, "skip", "done"}:
            means[word] = keys.pop()
    return means
