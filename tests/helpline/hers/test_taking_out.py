"""One piece of what is kept goes by its number, in every state; everything else stays, and other words are heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpline.case import Case
from tests.helpline.deskwork import staffed
from tests.helpline.house import LANGUAGES, Talk, at_links, waiting_with_links
from tests.helpline.pagework import MD5, photo, sends, with_pages
from tests.helpline.test_intake_consent import at_review

LINK = "https://example.com/a"
STATES: dict[str, Callable[[str], Talk]] = {
    "at links": lambda language: at_links(language).types(LINK),
    "waiting": waiting_with_links,
    "held by staff": lambda language: waiting_with_links(language).taken_over(),
    "stopped": lambda language: at_links(language).types(LINK, "/stop"),
}
TAKES_OUT = {"nl": "verwijder 1", "fr": "supprimer 1", "en": "Remove 1"}


def of(talk: Talk) -> Case:
    assert talk.case is not None
    return talk.case


def with_photo() -> Talk:
    """A link, and one photo from the page; the question for hashes waits."""
    talk = at_links("en", house=with_pages(staffed())).types(LINK).picks("done", "yes")
    sends(talk, photo())
    return talk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_piece_goes_by_its_number_whoever_has_the_case(state: str, language: str) -> None:
    talk = STATES[state](language)
    before = of(talk)
    assert before.items
    listed = talk.types("/mydata").text
    assert "\n1. " in listed
    assert {"nl": "verwijder 1", "fr": "supprimer 1", "en": "remove 1"}[language] in listed
    talk.types(TAKES_OUT[language])
    assert of(talk).items == before.items[1:]
    assert (of(talk).holder.kind, of(talk).words) == (before.holder.kind, before.words)
    assert "item_removed" in talk.kinds
    assert not talk.hers  # nobody reads it along


def test_all_that_her_device_made_of_one_photo_goes_and_the_rest_is_numbered_anew() -> None:
    talk = with_photo().types("/mydata", "remove 1")
    assert [one.kind for one in of(talk).items] == ["hash"] * 4
    assert "That is taken out.\n1. Photo: PDQ" in talk.text
    assert "PDQ, MD5" in talk.text  # the question that waits comes again
    talk.types("remove 1")
    assert of(talk).items == ()
    assert "Nothing else lies here." in talk.text


@pytest.mark.parametrize("words", ["remove 3", "remove", "1", "remove 1 2", "remove one", "remove 0", "what is 1"])
def test_what_names_no_piece_takes_nothing_out(words: str) -> None:
    assert len(of(with_photo().types("/mydata", words)).items) == 5
    assert len(of(with_photo().types("/mydata", "remove 2")).items) == 1  # control


def test_a_number_counts_right_under_the_list_alone() -> None:
    talk = with_photo().types("/mydata", "hello", "remove 1")
    assert len(of(talk).items) == 5
    assert len(of(with_photo().types("remove 1")).items) == 5


def test_at_the_review_its_own_list_is_meant() -> None:
    talk = at_review().types("/mydata", "remove 1")
    assert len(of(talk).items) == 2


def test_who_is_shut_out_by_staff_may_still_take_out_what_is_hers() -> None:
    talk = waiting_with_links("en")
    talk.barred = talk.now + timedelta(hours=1)
    talk.types("/mydata", "remove 1")
    assert of(talk).items == ()


def test_a_hash_that_was_taken_out_may_come_again() -> None:
    talk = with_photo().types("/mydata", "remove 2", f"MD5 {MD5}")
    assert [one.value for one in of(talk).items if one.kind == "hash"] == [MD5]
