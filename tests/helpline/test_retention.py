"""For how long what she left is kept: counted from when she was last here, and told in her language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.adults import CHILD_FOCUS
from helpline.case import Case, Holder
from helpline.contact import Address, Words
from helpline.entries import Team
from helpline.ports import House, Incoming, Loaded
from helpline.reception import Reception, receive
from helpline.retention import Ends, Kept, ends, heard, kept_by, kept_words, last_given
from tests.helpline.house import LANGUAGES, Talk, at_links, house, waiting

DAY = timedelta(days=1)
THEN = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
KEPT = Kept(days=365, closed=300, transcript=90, evidence=190)


def case(**more: object) -> Case:
    return replace(Case("1", "K7RM-2QXD", THEN, "en"), **more)  # type: ignore[arg-type]


def closed(days: float = 0, **more: object) -> Case:
    return case(state="closed", holder=Holder("bot", "helpline", None, 1, THEN + days * DAY), **more)


# ── when it goes ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("one", "goes"),
    [
        (case(), Ends(THEN + 365 * DAY)),
        (case(wrote_at=THEN + DAY), Ends(THEN + 366 * DAY)),
        (case(last_day=THEN + 2 * DAY), Ends(THEN + 367 * DAY)),
        (closed(10), Ends(THEN + 310 * DAY, THEN + 100 * DAY, THEN + 200 * DAY)),
        (closed(100), Ends(THEN + 365 * DAY, THEN + 190 * DAY, THEN + 290 * DAY)),
        (closed(10, wrote_at=THEN + 30 * DAY), Ends(THEN + 330 * DAY, THEN + 120 * DAY, THEN + 220 * DAY)),
        (closed(10, kept_for="legal"), Ends()),
        (case(holder=Holder("staff", "helpline", "ann", 2, THEN + 100 * DAY)), Ends(THEN + 365 * DAY)),
        (case(holder=Holder("staff", "helpline", "ann", 2, THEN + 363 * DAY)), Ends(THEN + 370 * DAY)),
        (case(holder=Holder("staff", "helpline", "ann", 2, THEN + 900 * DAY)), Ends(THEN + 372 * DAY)),
        (case(holder=Holder("queue", "helpline", None, 2, THEN + 364 * DAY)), Ends(THEN + 365 * DAY)),
    ],
)  # fmt: skip
def test_it_goes_so_long_after_she_was_last_here_or_after_it_was_closed(one: Case, goes: Ends) -> None:
    assert ends(one, KEPT) == goes
    assert ends(one, Kept()) == Ends()


def test_a_day_on_which_she_is_here_is_written_down_once_and_counts_to_its_end() -> None:
    first = heard(case(), THEN)
    assert first.last_day == datetime(2026, 3, 3, tzinfo=UTC)
    assert heard(first, THEN + timedelta(hours=13)) is first
    assert heard(first, THEN + timedelta(hours=14)).last_day == datetime(2026, 3, 4, tzinfo=UTC)
    assert last_given(first) >= THEN, "never earlier than she was told"


def test_whatever_she_writes_or_taps_counts_and_what_staff_do_does_not() -> None:
    talk = at_links()
    assert talk.case is not None
    for kind, words in (("text", "hm"), ("text", "/privacy"), ("media", None)):
        talk.waits(days=30).send(kind, words=Words(words) if words else None, message=talk.update)
        assert talk.now <= last_given(talk.case) <= talk.now + DAY
    talk.waits(days=30).send("blocked")
    assert last_given(talk.case) < talk.now
    hidden = waiting().waits(days=30).types("/hide")
    assert hidden.hidden is not None
    assert last_given(hidden.hidden) < hidden.now, "who empties her chat asks for nothing to be kept"


# ── whose rule ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_team_keeps_as_the_directory_says_and_one_it_does_not_know_as_the_helpline() -> None:
    directory = house().directory
    assert kept_by(directory, "helpline") == kept_by(directory, "legal") == Kept(365, None, 90, 190)
    assert kept_by(directory, CHILD_FOCUS) == Kept(30, 7)
    forever = replace(directory, teams={"helpline": Team(), CHILD_FOCUS: Team()})
    assert kept_by(forever, "helpline") == Kept()
    assert kept_by(forever, CHILD_FOCUS) == Kept(30, 7), "a talk with somebody under 18 always has an end"


SAID = {
    "en": "until {} months after your last message",
    "nl": "tot {} maanden na je laatste bericht",
    "fr": "jusqu'à {} mois après votre dernier message",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_she_is_told_in_her_language_how_long_it_is_kept(language: str) -> None:
    assert kept_words(about(language)) == SAID[language].format(12)
    young = about(language, facts={"age": "minor"})
    assert "30" in kept_words(young)
    assert kept_words(about(language, Team())) == {
        "en": "until you erase it", "nl": "tot je het zelf wist", "fr": "jusqu'à ce que vous l'effaciez",
    }[language]  # fmt: skip
    assert "45" in kept_words(about(language, Team(kept_days=45)))
    assert kept_words(about(language, Team(kept_days=730))) == SAID[language].format(24)


def about(language: str, team: Team | None = None, facts: dict[str, str] | None = None) -> Reception:
    """She is about to be asked; of a house in which the team keeps so long."""
    home: House = house(teams=("helpline", CHILD_FOCUS))
    if team is not None:
        home = replace(home, directory=replace(home.directory, teams={"helpline": team}))
    incoming = Incoming("telegram", 1, Address("telegram", "7"), "text", THEN, language_hint=language)
    reception = receive(Loaded(), incoming, THEN, home)
    return reception.but(session=replace(reception.rest(), facts=facts or {}))


def test_before_anything_is_kept_she_reads_how_long_it_will_be() -> None:
    told = [Talk(language="en").types("hi").picks("en", "self", "adult", "adult").types("/human").text]
    assert any("12 months" in text for text in told), told
    assert waiting().case is not None
