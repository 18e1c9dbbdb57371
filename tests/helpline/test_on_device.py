"""Hashes made on her own device: where the page is offered, what it brings, and what happens where it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpline.errors import NoConsent
from helpline.making import TAG, may_make
from tests.helpline.house import at_hashes, at_links
from tests.helpline.pagework import PAGES, loaded_of, photo, sends, with_pages

MAKE = {"en": "Make it on my device", "nl": "Maak ze op mijn toestel", "fr": "La faire sur mon appareil"}


def test_the_question_for_hashes_has_the_button_and_it_brings_the_page() -> None:
    talk = at_hashes(house=with_pages())
    assert "on your own device" in talk.text
    assert next(label for row in talk.heard[-1].buttons for label, _ in row) == "Make it on my device"
    talk.presses("Make it on my device")
    [message] = talk.heard
    assert talk.changes is not None
    ticket = talk.changes.ticket
    assert ticket is not None
    assert ticket.purpose == "hashes"
    assert ticket.until == talk.now + timedelta(minutes=60)
    assert message.opens is not None
    assert message.opens.address.plain == f"{PAGES}/hashes#{ticket.secret.plain}"
    assert message.opens.address.plain in message.text.plain
    assert (message.tag, message.protect, message.delete_after) == (TAG, True, 3600)
    assert talk.at == "hashes.hash"


def test_what_the_page_sends_is_kept_told_and_the_question_comes_again() -> None:
    talk = at_hashes(house=with_pages())
    sends(talk, photo())
    assert talk.case is not None
    assert [(one.algorithm, one.raw) for one in talk.case.items] == [
        ("pdq", False), ("pdq", True), ("md5", False), ("sha256", False),
    ]  # fmt: skip
    assert len({one.file for one in talk.case.items}) == 1
    assert {(one.origin, one.tool, one.size, one.media) for one in talk.case.items} == {
        ("page", "haven-page 1", "1-10MB", "image")
    }
    assert "4 fingerprints received." in talk.text
    assert talk.heard[-1].buttons
    assert talk.at == "hashes.hash"
    assert talk.kinds.count("item_kept") == 4


def test_without_the_consent_nothing_is_kept() -> None:
    talk = at_links(house=with_pages())
    assert not may_make(loaded_of(talk))
    with pytest.raises(NoConsent):
        sends(talk, photo())
    assert talk.case is not None
    assert talk.case.items == ()
