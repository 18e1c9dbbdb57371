"""Buttons of an earlier moment: ours change nothing any more and say so; one that says "under 18" is always heard."""

from dataclasses import replace

import pytest

from helpline.case import Holder
from tests.helpline.house import Talk, adult, at_links, greeted, waiting, waiting_with_links

pytestmark = pytest.mark.usefixtures("every_engine")

EARLIER = {
    "nl": "Die knop hoort bij een eerder moment",
    "fr": "Ce bouton date d'un moment antérieur",
    "en": "That button belongs to an earlier moment",
}
LINK = "https://example.com/page/7"


def pressed(talk: Talk, data: str) -> Talk:
    return talk.send("press", data=data, callback="c", message=5)


def offered(language: str = "en") -> tuple[Talk, str]:
    """Her case waits, a link was cut out of her words, and she is asked whether links may be kept."""
    talk = waiting(language).types(f"look at {LINK}")
    return talk, next(data for data in talk.buttons.values() if data.startswith("agree:"))


# ── leaving the queue ─────────────────────────────────────────────────────────────────────────────────────────────
def test_the_button_of_this_very_wait_takes_her_out_of_the_queue() -> None:
    talk = waiting().types("hello?")
    talk.presses("I'd rather not wait")
    assert talk.case is not None
    assert not talk.case.is_waiting


@pytest.mark.parametrize("language", EARLIER)
def test_the_button_of_an_earlier_wait_leaves_her_in_line(language: str) -> None:
    talk = waiting(language).types("hallo?")
    earlier = next(data for data in talk.buttons.values() if data.startswith("queue:"))
    talk.presses(talk.label("cancel")).types("/human").picks("yes")
    assert talk.case is not None
    assert talk.case.is_waiting
    pressed(talk, earlier)
    assert talk.case.is_waiting
    assert EARLIER[language] in talk.text
    assert "handoff_cancelled" not in [event.kind for event in talk.changes.events]  # type: ignore[union-attr]


def test_nobody_leaves_the_queue_by_a_button_once_a_person_has_come() -> None:
    talk = waiting().types("hello?")
    button = next(data for data in talk.buttons.values() if data.startswith("queue:"))
    pressed(talk.taken_over(), button)
    assert talk.case is not None
    assert talk.case.holder.kind == "staff"


# ── agreeing to keep what was cut out ─────────────────────────────────────────────────────────────────────────────
def test_what_was_just_offered_is_agreed_to_by_its_button() -> None:
    talk, button = offered()
    pressed(talk, button)
    assert talk.case is not None
    assert talk.case.agreed("links")
    assert not talk.case.agreed("hashes")
    assert "now it is kept" in talk.text


@pytest.mark.parametrize("language", EARLIER)
@pytest.mark.parametrize("scopes", ["", "hashes", "links+hashes", "keep", "handoff+contact_back", "no_such_scope"])
def test_nothing_is_agreed_to_that_was_not_offered_just_before(scopes: str, language: str) -> None:
    talk, button = offered(language)
    consents = talk.case.consents if talk.case else ()
    pressed(talk, button.removesuffix("links") + scopes)
    assert talk.case is not None
    assert talk.case.consents == consents
    assert EARLIER[language] in talk.text


def test_an_offer_agreed_to_once_is_not_open_any_more() -> None:
    talk, button = offered()
    pressed(talk, button)
    consents = talk.case.consents if talk.case else ()
    pressed(talk, button)
    assert talk.case is not None
    assert talk.case.consents == consents
    assert EARLIER["en"] in talk.text


def test_an_offer_stays_open_when_she_writes_on_but_a_plain_yes_then_means_something_else() -> None:
    talk, button = offered()
    talk.types("it is his page", "yes")
    assert talk.case is not None
    assert not talk.case.agreed("links")
    pressed(talk, button)
    assert talk.case.agreed("links")


def test_the_offer_of_another_case_agrees_to_nothing_in_this_one() -> None:
    talk, button = offered()
    talk.types("/hide", "hi").picks("en", "self", "adult", "adult").types("/human").picks("yes")
    pressed(talk, button)
    assert talk.case is not None
    assert not talk.case.agreed("links")


def test_a_mark_of_ours_that_she_wrote_herself_is_no_offer_of_anything() -> None:
    talk = waiting().types("what does [link] mean?")
    assert not any(data.startswith("agree:") for data in talk.buttons.values())


# ── the PIN ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_pin_button_of_another_case_takes_away_its_own_message_only() -> None:
    talk = waiting()
    old = next(data for data in talk.buttons.values() if data.startswith("pin:"))
    talk.types("/hide", "hi").picks("en", "self", "adult", "adult").types("/human").picks("yes")
    pressed(talk, old)
    assert talk.changes is not None
    assert talk.changes.delete_tagged == ()
    assert talk.changes.delete == (5,)


def test_the_pin_button_still_works_when_somebody_has_come() -> None:
    talk = waiting()
    button = next(data for data in talk.buttons.values() if data.startswith("pin:"))
    assert talk.case is not None
    talk.case = replace(talk.case, holder=Holder("staff", staff="s1", token=9))
    pressed(talk, button)
    assert talk.changes is not None
    assert talk.changes.delete_tagged == ("pin",)


# ── "under 18", pressed on a button of another day ────────────────────────────────────────────────────────────────
AT = {
    "no conversation": Talk,
    "greeted": greeted,
    "where her age is asked": lambda: greeted().picks("self"),
    "adult": adult,
    "at links": at_links,
    "waiting with a link": waiting_with_links,
    "held by staff": lambda: waiting_with_links().taken_over(),
}
SAYS_SO = ["triage.age:minor", "triage.age_in_image:minor", "triage.age_in_image:unsure", "human.age:minor"]


@pytest.mark.parametrize("button", SAYS_SO)
@pytest.mark.parametrize("at", AT)
def test_under_18_on_a_button_of_another_day_is_heard_at_once(at: str, button: str) -> None:
    talk = AT[at]()
    had = talk.case is not None
    pressed(talk, f"another1:{button}")
    assert talk.case is None
    assert not talk.transcript
    assert "116 000" in talk.text
    assert ("erased for good" in talk.text) == had


@pytest.mark.parametrize(
    "button", ["triage.age:adult", "triage.age:unsaid", "triage.age_in_image:adult", "triage.for_whom:other", "a.b:c"]
)
def test_any_other_button_of_another_day_changes_nothing(button: str) -> None:
    talk = waiting_with_links()
    case = talk.case
    pressed(talk, f"another1:{button}")
    assert talk.case == case
