"""Hashes made on her own device: where the page is offered, and what she is told where something comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.on_device.question import TAG
from tests.helpline.deskwork import Desk, staffed, with_ann
from tests.helpline.house import (
    LANGUAGES,
    Talk,
    adult,
    at_hashes,
    at_links,
    at_story,
    before_keeping,
    greeted,
    waiting,
    with_child_focus,
    young,
)  # fmt: skip
from tests.helpline.pagework import MD5, PAGES, with_pages

MAKE = {"en": "Make it on my device", "nl": "Maken op mijn toestel", "fr": "Créer sur mon appareil"}
FIRST = {"en": "18 or older", "nl": "18 of ouder", "fr": "18 ans ou plus"}


def page(talk: Talk) -> str | None:
    """The address behind the button of the last thing she was sent."""
    last = talk.heard[-1] if talk.heard else None
    return last.opens.address.plain if last is not None and last.opens is not None else None


def labels(talk: Talk) -> list[str]:
    return [label for row in talk.heard[-1].buttons for label, _ in row]


# ── at the question for hashes ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_for_hashes_has_a_button_that_brings_the_page(language: str) -> None:
    talk = at_hashes(language, house=with_pages())
    assert len(talk.heard[-1].text.plain.split(". ")) <= 3
    assert labels(talk)[0] == MAKE[language]
    talk.presses(MAKE[language])
    [message] = talk.heard
    assert talk.changes is not None
    ticket = talk.changes.ticket
    assert ticket is not None
    assert (ticket.purpose, ticket.until) == ("hashes", talk.now + timedelta(minutes=60))
    assert page(talk) == f"{PAGES}/hashes#{ticket.secret.plain}"
    assert page(talk) in message.text.plain
    assert (message.tag, message.protect, message.delete_after) == (TAG, True, 3600)
    assert talk.at == "hashes.hash"


def test_after_one_is_typed_the_button_is_there_still() -> None:
    talk = at_hashes(house=with_pages()).types(f"MD5 {MD5}")
    assert "Noted." in talk.text
    assert labels(talk)[0] == MAKE["en"]


def test_pressed_again_it_brings_a_fresh_page_and_takes_the_old_one_back() -> None:
    talk = at_hashes(house=with_pages())
    data = talk.buttons[MAKE["en"]]
    first = page(talk.presses(MAKE["en"]))
    again = page(talk.send("press", data=data, callback="c", message=5))
    assert talk.changes is not None
    assert again
    assert again != first
    assert TAG in talk.changes.delete_tagged


def test_a_house_that_browsers_do_not_find_names_who_makes_them_elsewhere() -> None:
    talk = at_hashes()
    assert "StopNCII.org makes a fingerprint on your own device" in talk.text
    assert MAKE["en"] not in labels(talk)
    talk.types("/hash")
    assert page(talk) is None
    assert "StopNCII.org" in talk.text
    assert "StopNCII.org" not in at_hashes(house=with_pages()).text.replace("PIN of StopNCII", "")


def test_other_questions_stay_as_they_were() -> None:
    for begun in (greeted, adult, before_keeping, at_links, at_story):
        assert MAKE["en"] not in labels(begun(house=with_pages()))
    assert MAKE["en"] in labels(at_hashes(house=with_pages()))  # control


# ── by its own word ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_ages_are_not_known_they_come_first(language: str) -> None:
    talk = greeted(language, house=with_pages()).types("/hash")
    assert FIRST[language] in talk.text
    assert talk.at == "triage.for_whom"
    assert page(talk) is None
    assert page(at_story(language, house=with_pages()).types("/hash"))  # control


def test_where_nothing_is_kept_yet_that_is_asked_first() -> None:
    talk = adult(house=with_pages()).types("/hash")
    assert "whether anything may be kept" in talk.text
    assert talk.at == "triage.situation"
    ended = before_keeping(house=with_pages()).picks("no").types("/hash")
    assert ended.at == "intake.keep"


def test_where_the_consent_alone_is_missing_it_is_asked_and_then_the_page_is_one_tap_away() -> None:
    talk = at_links(house=with_pages()).types("/hash")
    assert talk.at == "hashes.agree"
    assert page(talk) is None
    talk.types("yes").presses(MAKE["en"])
    assert page(talk)
    talk.picks("done")
    assert talk.at == "intake.links"  # and where she was


def test_a_no_to_it_keeps_nothing_and_goes_on() -> None:
    talk = at_links(house=with_pages()).types("/hash", "no")
    assert talk.at == "intake.links"
    assert talk.case is not None
    assert not talk.case.agreed("hashes")


def test_at_that_very_question_the_word_asks_it_again() -> None:
    talk = at_links(house=with_pages()).picks("done").types("fingerprint")
    assert talk.at == "hashes.agree"
    assert talk.session is not None
    assert not talk.session.aside


@pytest.mark.parametrize("held", ["queue", "staff"])
def test_while_people_have_the_case_she_is_asked_beside_them_and_given_the_page(held: str) -> None:
    talk = waiting(house=with_pages(staffed()))
    talk = talk if held == "queue" else talk.taken_over()
    talk.types("/hash")
    assert "for the people who help you" in talk.text
    assert labels(talk) == ["Yes, keep them"]
    assert page(talk) is None
    talk.types("yes")
    assert page(talk)
    assert talk.case is not None
    assert talk.case.agreed("hashes")
    assert page(talk.types("/hash"))


def test_what_opens_the_page_stands_in_no_transcript() -> None:
    talk = waiting(house=with_pages(staffed())).taken_over().types("/hash", "yes")
    secret = (page(talk) or "").partition("#")[2]
    assert secret
    assert not [line for line in talk.transcript if secret in line.words.plain]
    assert [line for line in talk.transcript if "May they be kept" in line.words.plain]  # control


def test_who_is_young_is_told_who_helps_instead() -> None:
    begun = (
        young(),
        with_child_focus(),
        greeted(house=with_pages()).picks("self", "adult", "unsure"),
    )
    for talk in begun:
        talk.house = with_pages(talk.house)
        talk.types("/hash")
        assert "not needed here" in talk.text
        assert "116 000" in talk.text
        assert page(talk) is None


def test_a_chat_that_staff_shut_out_is_given_no_page() -> None:
    talk = at_hashes(house=with_pages())
    data = talk.buttons[MAKE["en"]]
    talk.barred = talk.now + timedelta(hours=1)
    assert page(talk.types("/hash")) is None
    assert page(talk.send("press", data=data, callback="c", message=5)) is None
    talk.barred = None
    assert page(talk.send("press", data=data, callback="c", message=5))  # control


def test_where_she_is_asked_what_to_add_the_word_is_her_answer() -> None:
    talk = at_links(house=with_pages()).types("https://example.com/a").picks("done", "no", "no", "add")
    assert talk.at == "more.what"
    assert talk.types("hash").at == "more.hashes_agree"


# ── a photo came ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_sends_a_photo_is_offered_the_page_instead() -> None:
    talk = at_links(house=with_pages()).send("media", message=77)
    [offered] = [one for one in talk.heard if "digital fingerprint" in one.text.plain]
    [[(label, data)]] = offered.buttons
    assert label == MAKE["en"]
    assert talk.heard[-1].buttons != offered.buttons  # the question that waits comes again
    talk.send("press", data=data, callback="c", message=5)
    assert talk.at == "hashes.agree"


def test_who_sends_a_photo_at_the_question_for_hashes_is_not_told_twice() -> None:
    talk = at_hashes(house=with_pages()).send("media", message=77)
    assert [one.text.plain.count(MAKE["en"]) for one in talk.heard].count(1) == 0
    assert sum(MAKE["en"] in label for one in talk.heard for row in one.buttons for label, _ in row) == 1


def test_a_photo_to_the_people_who_help_her_brings_the_offer_too() -> None:
    desk: Desk = with_ann()
    desk.talk.house = replace(desk.talk.house, pages=PAGES)
    desk.talk.send("media", message=77)
    assert labels(desk.talk) == [MAKE["en"]]


# ── it ends with what it hangs on ─────────────────────────────────────────────────────────────────────────────────
def test_the_page_is_taken_back_with_the_consent_and_with_everything_erased() -> None:
    for words in ("I'm 15", "/consent"):
        talk = at_hashes(house=with_pages()).presses(MAKE["en"]).types(words)
        if words == "/consent":
            label = next(one for one in talk.buttons if "fingerprints" in one)
            talk.presses(label)
        assert talk.changes is not None
        assert TAG in talk.changes.delete_tagged, words
