"""The hashes of one file are one piece: shown, numbered and taken out together, in the chat and in what she reads."""

from __future__ import annotations

import pytest

from helpline.evidence import Item, together
from tests.helpline.deskwork import staffed
from tests.helpline.house import LANGUAGES, Talk, at_links
from tests.helpline.pagework import MD5, PDQ, RAW, SHA, photo, sends, with_pages

PHOTO = {"en": "Photo:", "nl": "Foto:", "fr": "Photo :"}


def at_review(language: str = "en") -> Talk:
    """A link, a typed hash, and one photo from the page."""
    talk = at_links(language, house=with_pages(staffed())).types("https://example.com/a").picks("done", "yes")
    talk.types(f"MD5 {MD5[::-1]}")
    sends(talk, photo())
    return talk.picks("done", "no")


def items(talk: Talk) -> tuple[Item, ...]:
    assert talk.case is not None
    return talk.case.items


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_photo_is_one_line_at_the_review_and_in_what_is_kept(language: str) -> None:
    talk = at_review(language)
    line = f"{PHOTO[language]} PDQ {PDQ[:8]}… · PDQ {RAW[:8]}… · MD5 {MD5[:8]}… · SHA-256 {SHA[:8]}…"
    assert f"3. {line}" in talk.text
    assert "4. " not in talk.text
    assert f"3. {line}" in talk.types("/mydata").text


def test_taken_out_all_of_it_goes_and_nothing_else(every_engine: str) -> None:
    talk = at_review().types("remove 3")
    assert [one.kind for one in items(talk)] == ["link", "hash"]
    assert talk.kinds.count("item_removed") == 4
    assert "Photo" not in talk.text
    assert [one.kind for one in items(at_review().types("remove 2"))] == ["link", *["hash"] * 4]  # control


def test_what_a_device_made_is_not_changed_by_typing_but_a_typed_one_is() -> None:
    other = f"MD5 {'ab' * 16}"
    talk = at_review()
    before = items(talk)
    talk.types(f"3 {other}")
    assert items(talk) == before
    talk.types(f"2 {other}")
    assert items(talk)[1].value == "ab" * 16


def test_pieces_stand_where_their_first_stands() -> None:
    talk = at_review()
    sends(talk, photo(3), photo())
    assert [len(piece) for piece in together(items(talk))] == [1, 1, 4, 4]
    assert together(()) == ()
