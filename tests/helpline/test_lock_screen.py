"""A locked screen tells nothing: every text that can be sent is read here as it shows when it leaves late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.telegram.channel import request
from emulator.entities import read_text
from emulator.screen import glance
from haven.messages import said_by_code
from haven.wiring import introduction
from helpline.case import Case
from helpline.commands import BY_NAME, COMMANDS
from helpline.contact import Address, Words
from helpline.lock_screen import MENU, OPEN_FOR, SAYS_NOTHING, cover, is_covered, open_until
from helpline.ports import Incoming, Outgoing
from helpline.telling import telling, telling_name
from tests.helpline.deskwork import Desk, with_ann
from tests.helpline.house import EVENING, LANGUAGES, ROOT, Talk, adult, house, waiting

HERE = Address("telegram", "5")


def texts(language: str) -> Iterator[str]:
    """Everything the flows, the code and the directory can say to her."""
    home = house()
    for number in home.revisions:
        revision = home.revisions[number]
        yield from (revision.texts.get(key, language) for key in revision.texts.source)
    yield from (home.say(language, text) for text in said_by_code(ROOT))
    for key in home.directory.entries:
        card = home.directory.card(key, language, EVENING, home.say)
        yield from [card.text()] if card else []


def shown(text: str, language: str, **how: object) -> str:
    """What a locked screen shows of it, when it leaves an hour after her last word."""
    out = Outgoing("o", Words(text), open_until=EVENING, language=language, **how)  # type: ignore[arg-type]
    covered = is_covered(out, EVENING + timedelta(hours=1))
    _, params = request(HERE, out, cover(language, house().say) if covered else None)
    return glance(*read_text(params["text"], None, params.get("entities")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_all_that_can_be_sent_late_nothing_tells(language: str) -> None:
    said = [text for text in texts(language) if text.strip()]
    assert len(said) > 600
    assert not [text for text in said if telling(shown(text, language))]
    uncovered = [text for text in said[::5] if telling(shown(text, language, cause=SAYS_NOTHING[0]))]
    assert len(uncovered) > 20  # the control: the same texts, sent as what says nothing, would tell


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_messenger_shows_of_the_bot_is_neutral(language: str) -> None:
    seen = introduction(house)  # type: ignore[arg-type]
    names = [name for name, _ in seen.menu[language]]
    assert names == [one.name for one in COMMANDS if one.name in MENU]
    assert not [words for line in seen.menu[language] for words in line if telling(words)]
    assert not telling(seen.about[language])
    assert telling(BY_NAME["danger"].name)  # the control: this one would


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_is_not_listed_stands_in_the_help(language: str) -> None:
    said = Talk(language=language).types("hi").picks(language).types("/help").text
    assert not [one.name for one in COMMANDS if one.name not in (*MENU, "start") and f"/{one.name}" not in said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_words_of_all_and_the_note_of_an_emptied_chat_are_harmless(language: str) -> None:
    talk = Talk(language=language).types("hi")
    assert not telling(talk.text.split(". ")[0])
    note = adult(language).types("/hide").heard[0]
    assert (note.delete_after, telling(note.text.plain)) == (60, [])


# ── until when she has the chat open ──────────────────────────────────────────────────────────────────────────────
def test_every_message_knows_its_language_and_until_when_she_looks() -> None:
    talk = waiting("fr")
    assert talk.heard
    assert {(one.language, one.open_until) for one in talk.heard} == {("fr", talk.now + OPEN_FOR)}


def heard(talk: Talk, at: datetime) -> Talk:
    """She wrote then, by the messenger's clock."""
    talk.work_off(Incoming("telegram", 1, HERE, "text", at, words=Words("hi"), message=9, language_hint="en"))
    return talk


def test_what_she_wrote_while_nobody_heard_is_answered_under_a_cover() -> None:
    talk = heard(Talk(), EVENING - timedelta(hours=2))
    assert all(is_covered(one, talk.now) for one in talk.heard)


def test_a_clock_that_runs_ahead_of_ours_opens_nothing_for_longer() -> None:
    talk = heard(Talk(), EVENING + timedelta(days=1))
    assert {one.open_until for one in talk.heard} == {talk.now + OPEN_FOR}


def colleague_says(desk: Desk, after: timedelta) -> Outgoing:
    desk.talk.types("hello?").waits(seconds=after.total_seconds())
    return desk.does("ann", verb="reply", text="Your photo is gone").outgoing[0]


def test_what_a_colleague_writes_is_plain_within_the_minute_and_covered_after() -> None:
    for after, covered in ((OPEN_FOR, False), (OPEN_FOR + timedelta(seconds=1), True)):
        desk = with_ann()
        said = colleague_says(desk, after)
        assert is_covered(said, desk.talk.now) == covered


def test_what_nobody_knows_of_is_covered() -> None:
    assert open_until(None) is None
    assert is_covered(Outgoing("o", Words("x")), EVENING)
    case = Case("c", "K7RM-2QXD", EVENING, "nl")
    assert open_until(case) == EVENING + OPEN_FOR
    later = EVENING + timedelta(minutes=5)
    assert open_until(replace(case, wrote_at=later)) == later + OPEN_FOR


@pytest.mark.parametrize("name", ["RevengePornHelp_bot", "Naaktfoto meldpunt", "Institut victimes", "chantage.bot"])
def test_a_name_that_tells_is_found(name: str) -> None:
    assert telling_name(name)


@pytest.mark.parametrize(
    "name", ["Haven", "Lotus", "Testhulp", "demo_bot", "haven_helpt_bot", "De Brug", "Le Phare", "Numa"]
)
def test_a_neutral_name_is_let_be(name: str) -> None:
    assert not telling_name(name)
