"""A conversation in a terminal: the same engine, no messenger."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from bot.terminal.talk import ANSWERS, talk
from bot.terminal.updates import read
from bot.terminal.wording import Wording
from flows.move import Button, Effect, Moment, Pressed, Said
from flows.session import Session
from tests.flows.talking import loaded
from tests.helpline.house import EVENING, house

LIBRARY = Path(__file__).parents[2] / "flows" / "library"
MOMENT = Moment(datetime(2026, 11, 18, 14, 0, tzinfo=UTC), frozenset({"staff:team"}))

HELD = """\
haven: Hallo, dit is {operator}.
haven: Welke taal?
   1. Nederlands
   2. Français
   3. English
haven: Hoe oud ben je?
   1. Jonger dan 18
   2. 18 of ouder
   3. Dat zeg ik liever niet
haven: (not_understood)
haven: Ben je jonger dan 18, of ouder?
   1. Jonger dan 18
   2. 18 of ouder
   3. Dat zeg ik liever niet
haven: Zij kunnen je helpen.
haven: ☎ child_focus
haven: ☎ emergency
haven: Tot ziens.
"""


def held(typed: str, language: str = "nl") -> tuple[str, Session]:
    shown = StringIO()
    session = talk(loaded(LIBRARY), "talk", language, MOMENT, StringIO(typed), shown)
    return shown.getvalue(), session


def test_a_talk_by_number_and_by_word() -> None:
    shown, session = held("1\n\nweet ik niet\nminderjarig\n")
    assert (shown, session.ended) == (HELD, True)


def test_what_the_flow_asks_for_is_shown_without_her_words() -> None:
    shown, session = held("nederlands\n2\nik ben veilig\nja\nx.com/geheim\nklaar\nniets meer\nklopt\n")
    asked = [line.strip() for line in shown.splitlines() if line.startswith("   [")]
    assert asked == ["[Grant → given]", "[KeepLinks → kept]", "[ShowReview → shown]", "[HandOff → queued]"]
    assert "geheim" not in shown
    assert session.ended


def test_a_talk_may_be_left_at_any_time() -> None:
    shown, session = held("1\n")
    assert not session.ended
    assert shown.endswith("3. Dat zeg ik liever niet\n")


def test_the_stand_in_has_an_answer_to_every_effect() -> None:
    assert set(ANSWERS) == {kind.__name__ for kind in Effect.__args__}


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("2", Pressed("b")),
        (" 1 \n", Pressed("a")),
        ("3", Said("3")),
        ("0", Said("0")),
        ("hello", Said("hello")),
        ("\n", None),
    ],
)
def test_a_number_presses_a_button(line: str, reply: Said | Pressed | None) -> None:
    assert read(line, (Button("A", "a"), Button("B", "b"))) == reply


def test_with_a_house_she_reads_what_a_contact_reads() -> None:
    home = house()
    shown = StringIO()
    typed = StringIO("Nederlands\nxyz\nxyz\nenkel de nummers\n")
    talk(home.revisions[1], "triage", "nl", Moment(EVENING), typed, shown, wording=Wording(home, EVENING))
    words = shown.getvalue()
    assert "een automatische dienst van Testhulp" in words
    assert "{" not in words
    assert "116 000" in words
    assert "Met /mens krijg je een mens" in words or "/human" in words
    assert "(not_understood" not in words
