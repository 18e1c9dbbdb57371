"""What people type instead of tapping: each phrase is understood as its button, or asked again, in every language."""

from pathlib import Path

import pytest
import yaml

from flows.flow import Revision
from flows.session import Place

ROWS = yaml.safe_load((Path(__file__).parent / "typed" / "words.yaml").read_text(encoding="utf-8"))
PHRASES = [
    (place, key, language, words)
    for place, keys in ROWS.items()
    for key, languages in keys.items()
    for language, phrases in languages.items()
    for words in phrases
]


@pytest.mark.parametrize(("place", "key", "language", "words"), PHRASES)
def test_what_people_type_is_understood(place: str, key: str, language: str, words: str, library: Revision) -> None:
    flow, step = place.split(".")
    understood = library.known(Place(flow, step)).lexicon.match(words, language)
    assert understood == (None if key == "asked_again" else key)
