"""She is asked her own age, and says that of the image with it: neither is lost."""

import pytest

from tests.helpline.house import greeted

pytestmark = pytest.mark.usefixtures("every_engine")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "ik ben 19 maar op de foto was ik 16"),
        ("en", "I'm 20, I was 16 in the video"),
        ("fr", "j'ai 22 ans mais j'avais 15 ans sur la photo"),
    ],
)
def test_an_adult_who_was_a_minor_in_the_image_comes_to_child_focus_at_once(language: str, words: str) -> None:
    talk = greeted(language).picks("self").types(words)
    assert "Child Focus" in talk.text
    assert talk.case is None


def test_an_adult_who_says_only_her_own_age_is_asked_about_the_image() -> None:
    assert greeted().picks("self").types("I'm 20").at == "triage.age_in_image"
