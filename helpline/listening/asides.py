"""asides: what people say beside the question: they want a person, are afraid, blame themselves, ask who is there."""

from __future__ import annotations

from pathlib import Path

from helpline.listening.phrases import read_phrases

_HERE = Path(__file__).parent
_TEARS = "😭😢😔💔🥺😞😰😱😟😨"
#: A longer text is a story: a word in it does not say what all of it means.
LONGEST = 200


def _heard(name: str, text: str) -> bool:
    return len(text) <= LONGEST and read_phrases(_HERE / f"{name}.yaml").heard(text)


def wants_a_person(text: str) -> bool:
    return _heard("person", text)


def blames_herself(text: str) -> bool:
    return _heard("blame", text)


def is_afraid(text: str) -> bool:
    """In words, or by crying faces alone."""
    faces_alone = not any(sign.isalnum() for sign in text) and any(sign in _TEARS for sign in text)
    return faces_alone or _heard("feelings", text)


def asks_who_is_there(text: str) -> bool:
    return _heard("hello", text)
