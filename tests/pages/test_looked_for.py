"""That somebody looked for her pictures elsewhere stands in her copy, and nothing of what was found."""

from dataclasses import replace

import pytest

from helpline.contact import Words
from helpline.views import Happening
from pages.making import make
from tests.pages.kept import THEN, everything
from tests.pages.test_making import HOUSE, NOW, PASSPHRASE, enclosed, opened, printed


def copy_of(cases: int, language: str = "en") -> tuple[str, object]:
    looked = Happening(9, "hashes_matched", THEN, "Vera", {"staff": "s-1", "team": "x", "hashes": 2, "cases": cases})
    kept = everything(language)
    copy = opened(make(replace(kept, history=(*kept.history, looked)), Words(PASSPHRASE), HOUSE, NOW).content)
    return printed(copy), enclosed(copy)["history"]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_her_copy_says_the_same_whatever_was_found(language: str) -> None:
    nothing, much = copy_of(0, language), copy_of(7, language)
    assert nothing == much
    assert "Vera" in nothing[0]
    assert "'hashes_matched'" in str(nothing[1])
    assert "cases" not in str(nothing[1])
