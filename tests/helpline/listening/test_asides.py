"""What people say beside the question is heard for what it is, and in the language it is said in."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from helpline.listening import asides
from helpline.listening.named import named_tongue
from helpline.listening.tongue import guess

EAR: dict[str, Callable[[str], bool]] = {
    "person": asides.wants_a_person,
    "feelings": asides.is_afraid,
    "blame": asides.blames_herself,
    "hello": asides.asks_who_is_there,
}
SAID = yaml.safe_load((Path(__file__).parent / "asides.yaml").read_text("utf-8"))
CASES = [
    (kind, text, heard)
    for kind in EAR
    for heard in (True, False)
    for text in SAID[kind]["heard" if heard else "not_heard"]
]


@pytest.mark.parametrize(("kind", "text", "heard"), CASES)
def test_what_she_says_beside_the_question_is_heard_and_what_resembles_it_is_not(
    kind: str, text: str, heard: bool
) -> None:
    assert EAR[kind](text) is heard
    assert EAR[kind](text.upper()) is heard


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mijn ex heeft foto's van mij gedeeld", "nl"),
        ("mon ex a partagé des photos de moi sur internet", "fr"),
        ("my ex shared nudes of me", "en"),
        ("Ich brauche Hilfe, mein Ex hat Fotos von mir", "other"),
        ("مرحبا أحتاج مساعدة", "other"),
        ("привет, мне нужна помощь", "other"),
        ("instagram", None),
        ("ok", None),
        ("", None),
        ("😭", None),
        ("https://example.com/the/of/and", None),
    ],
)
def test_the_language_of_a_text_is_guessed_only_where_it_is_clear(text: str, language: str | None) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("en français svp", "fr"),
        ("in het nederlands aub", "nl"),
        ("English please", "en"),
        ("kan het in het frans?", "fr"),
        ("deutsch", "other"),
        ("dutch or french?", None),
        ("mijn ex spreekt alleen maar frans en heeft het daar gezet", None),
    ],
)
def test_a_language_is_asked_for_by_its_name(text: str, language: str | None) -> None:
    assert named_tongue(text) == language
