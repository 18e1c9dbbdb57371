"""all adults: a whole answer that says nobody in the image was under 18: `niemand was jonger dan 18`.

Heard only where just that was asked, and only where nothing else is said: `nobody knows I was 15` is no such answer.
"""

from __future__ import annotations

import re

_NO = r"(?:(?:no|nope|nah|nee+n?|non)[ ,.;!]+)"
_NOBODY = (
    r"(?:(?:there was |er was )?(?:nobody|no one|noone|none of (?:us|them)|niemand(?: van (?:ons|hen))?"
    r"|geen (?:enkele|van (?:ons|hen|beide|beiden|de twee|allebei)))|aucune?(?: (?:de nous|dentre nous|deux|delles))?)"
)
_EVERYONE = (
    r"(?:everyone|everybody|we all|we both|(?:both|all) of us|they all|iedereen|allemaal|allebei"
    r"|we (?:waren|zijn) (?:allebei|allemaal|beiden)|tout le monde|tous|toutes|nous deux|les deux|on etait tous)"
)
_IMAGE = r"(?: (?:in it|there|erop|daarop|op de foto|op het beeld|dessus|sur la photo|sur limage))?"
_WAS = r"(?: (?:was|were|is|are|waren|zijn|navait|nest|netait|etait|avait|avaient|etaient|avions|etions))?"
_UNDER = (
    r"(?:a |een |nog |encore )?(?:(?:under|below|younger than|jonger dan|onder(?: de)?|moins de) 18"
    r"|minors?|underage|minderjarige?n?|mineure?s?)"
)
_OVER = (
    r"(?:(?:over|above|older than|at least|ouder dan|boven de|minstens|plus de|au moins) 18|an adult|adulte?s?"
    r"|18 (?:or older|of ouder|ans ou plus|plus)|of age|volwassen|meerderjarig|majeure?s?)"
)
_AGED = r"(?: (?:years old|years|jaar|ans))?"
_THEN = r"(?: (?:then|at the time|toen|op dat moment|a lepoque|a ce moment(?: la)?))?[ .,!]*"
#: `personne` is nobody only where it is denied: `personne mineure` is a minor.
_PERSONNE = rf"(?:{_NO}+personne{_IMAGE} n?(?:avait|etait|est|a)|{_NO}*personne{_IMAGE} n(?:avait|etait|est|a))"
_SAID = re.compile(
    rf"(?:{_PERSONNE} {_UNDER}|{_NO}*{_NOBODY}{_IMAGE}{_WAS} {_UNDER}|{_NO}*{_EVERYONE}{_IMAGE}{_WAS} {_OVER})"
    rf"{_AGED}{_THEN}|{_NO}*18 plus{_THEN}"
)
#: A no, and how old they were: `nee we waren 21`. Beside the ages nothing but these words.
_NO_AND = re.compile(rf"{_NO}+(?P<rest>.+)")
_AROUND = (
    "we wij ik i on nous hij zij ze he she il elle was were waren is are avait avais javais avions etait allebei alle2"
    " alle allemaal beide beiden tous toutes les deux both toen then a lepoque jaar ans years old oud al en and et of"
    " ou or , ."
)
_BESIDE_AGES = frozenset(_AROUND.split())


def says_all_adults(words: str) -> bool:
    """The folded words, numbers as digits, consist of this answer alone."""
    return _SAID.fullmatch(words) is not None or _no_and_ages(words)


def _no_and_ages(words: str) -> bool:
    found = _NO_AND.fullmatch(words)
    rest = found["rest"].split() if found else []
    ages = [int(one) for one in rest if one.isdecimal()]
    return bool(ages) and all(18 <= age < 100 for age in ages) and {*rest} - _BESIDE_AGES <= {*map(str, ages)}
