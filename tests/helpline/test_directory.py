"""Whom a person can call: cards in her language, opening state in Belgian time, nothing out of date or unverified."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.remark import Remark
from helpline.directory import Directory, DirectoryErrors, load

FOLDER = Path("directory")
BELGIUM = ZoneInfo("Europe/Brussels")
LANGUAGES = ("nl", "fr", "en")


def say(language: str, text: str, **values: str) -> str:
    """A catalogue of English alone."""
    return text.format(**values)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BELGIUM)


MONDAY = at(2026, 11, 23)
NIGHT = at(2026, 11, 24, 2)


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load(FOLDER)


def text(directory: Directory, key: str, language: str = "en", now: datetime = MONDAY) -> str:
    return directory.card(key, language, now, say).text()


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_institute_is_written_to_in_the_language_of_the_card(directory: Directory) -> None:
    dutch, french = text(directory, "institute", "nl"), text(directory, "institute", "fr")
    assert "gelijkheid.manvrouw@igvm.belgie.be" in dutch
    assert "iefh" not in dutch.split("Website")[0]
    assert "egalite.hommesfemmes@iefh.belgique.be" in french
    assert "gelijkheid" not in french
    assert "Institut pour l'égalité des femmes et des hommes" in french
    assert "0800/12 800" in dutch
    assert "Gratis en vertrouwelijk" in dutch


def test_a_card_in_english_names_both_addresses_of_the_institute(directory: Directory) -> None:
    english = text(directory, "institute")
    assert "E-mail, in Dutch: gelijkheid.manvrouw@igvm.belgie.be" in english
    assert "E-mail, in French: egalite.hommesfemmes@iefh.belgique.be" in english


def test_child_focus_answers_day_and_night(directory: Directory) -> None:
    card = text(directory, "child_focus", "nl", NIGHT)
    assert "116 000" in card
    assert "116000@childfocus.org" in card
    assert "Day and night" in card


@pytest.mark.parametrize(
    ("alias", "language", "number"),
    [
        ("suicide_line", "nl", "1813"), ("suicide_line", "fr", "0800 32 123"), ("suicide_line", "en", "02 648 40 14"),
        ("listening_line", "nl", "106"), ("listening_line", "fr", "107"), ("listening_line", "en", "02 648 40 14"),
        ("violence_line", "nl", "1712"), ("violence_line", "fr", "0800 30 030"),
        ("children_line", "nl", "116 000"), ("children_line", "fr", "103"), ("children_line", "en", "116 000"),
    ],
)  # fmt: skip
def test_an_alias_is_the_line_of_that_language(directory: Directory, alias: str, language: str, number: str) -> None:
    assert number in text(directory, alias, language)


def test_what_is_not_verified_is_never_shown(directory: Directory) -> None:
    everything = "\n".join(text(directory, key, language) for key in _keys(directory) for language in LANGUAGES)
    assert "0800/12 800" in everything  # control: verified facts are there
    for unverified in ("102", "108", "071/92 41 00", "WhatsApp", "Unia"):
        assert unverified not in everything
    assert not directory.card("german_line", "nl", MONDAY, say)


def test_the_german_card_is_german_whatever_the_conversation_speaks(directory: Directory) -> None:
    card = text(directory, "german_card", "fr")
    assert "Rettungsdienst" in card
    for number in ("112", "101", "0800/12 800", "116 000", "StopNCII"):
        assert number in card


def test_an_unknown_key_is_an_empty_card(directory: Directory) -> None:
    assert text(directory, "no_such_line") == ""
    assert directory.is_open("no_such_line", MONDAY) is False
    assert directory.number("no_such_line", "nl", MONDAY) == ""


def test_every_card_is_the_same_in_every_language_but_for_its_words(directory: Directory) -> None:
    for key in directory.entries:
        numbers = {_digits(directory.number(key, language, MONDAY)) for language in LANGUAGES}
        assert len(numbers) == 1
        assert all(len(text(directory, key, language)) <= 1000 for language in LANGUAGES)


def test_the_short_line_for_notices_has_the_numbers(directory: Directory) -> None:
    line = directory.emergency_line("nl", NIGHT)
    assert line == "Noodnummer 112 · Politie 101 · Zelfmoordlijn 1813 · Child Focus 116 000"
    assert "0800 32 123" in directory.emergency_line("fr", NIGHT)


def test_no_press_contact_or_private_address_stands_in_the_directory(directory: Directory) -> None:
    given = {address for entry in directory.entries.values() for address in entry.email.values()}
    assert given == {
        "gelijkheid.manvrouw@igvm.belgie.be", "egalite.hommesfemmes@iefh.belgique.be", "116000@childfocus.org",
    }  # fmt: skip


# ── opening state ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(2026, 11, 23, 9, 0), "Open now, until 17:00."),
        (at(2026, 11, 23, 16, 59), "Open now, until 17:00."),
        (at(2026, 11, 23, 17, 0), "Closed now, opens tomorrow at 9:00."),
        (at(2026, 11, 23, 8, 59), "Closed now, opens today at 9:00."),
        (at(2026, 11, 26, 12, 59), "Closed now, opens today at 13:00."),
        (at(2026, 11, 26, 13, 0), "Open now, until 17:00."),
        (at(2026, 11, 27, 10, 0), "Closed now, opens Monday at 9:00."),
        (at(2026, 11, 24, 18, 0), "Closed now, opens Thursday at 13:00."),
        # Holidays: Easter Monday 2027, and a Christmas Friday that changes nothing.
        (at(2027, 3, 28, 12, 0), "Closed now, opens Tuesday at 9:00."),
        (at(2027, 3, 29, 12, 0), "Closed now, opens tomorrow at 9:00."),
        (at(2026, 12, 24, 18, 0), "Closed now, opens Monday at 9:00."),
        # The clock change of 25 October 2026: 9:00 in Belgium is 7:00 UTC the week before, 8:00 UTC after.
        (datetime(2026, 10, 20, 7, 0, tzinfo=UTC), "Open now, until 17:00."),
        (datetime(2026, 10, 26, 7, 59, tzinfo=UTC), "Closed now, opens today at 9:00."),
        (datetime(2026, 10, 26, 8, 0, tzinfo=UTC), "Open now, until 17:00."),
    ],
)
def test_the_opening_state_of_the_institute(directory: Directory, now: datetime, state: str) -> None:
    assert state in text(directory, "institute", "en", now)


def test_days_are_named_in_the_language_of_the_card(directory: Directory) -> None:
    friday = at(2026, 11, 27)
    assert "opens maandag" in text(directory, "institute", "nl", friday)
    assert "opens lundi" in text(directory, "institute", "fr", friday)
    assert "Monday, Tuesday 9:00–17:00 · Thursday 13:00–17:00" in text(directory, "institute", "en", friday)
    assert "lundi–vendredi 9:00–19:00" in text(directory, "ecoute_violences", "fr", friday)


def test_a_closed_line_names_someone_who_answers_and_an_open_one_does_not(directory: Directory) -> None:
    assert "day and night: Tele-Onthaal, 106" in text(directory, "institute", "nl", NIGHT)
    assert "Tele-Onthaal" not in text(directory, "institute", "nl", MONDAY)
    assert "Télé-Accueil, 107" in text(directory, "ecoute_violences", "fr", NIGHT)


def test_flows_may_ask_which_lines_are_open(directory: Directory) -> None:
    by_day, by_night = directory.holds(MONDAY), directory.holds(NIGHT)
    assert {"open:institute", "open:child_focus", "open:emergency"} <= by_day
    assert "open:institute" not in by_night
    assert "open:child_focus" in by_night
    assert "open:german_line" not in by_day  # not verified
    assert "open:line_1712" not in by_day  # its hours are not known


# ── out of date ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_nobody_checked_for_half_a_year_is_hidden_but_never_the_four_numbers(directory: Directory) -> None:
    late = at(2026, 11, 21) + timedelta(days=182)
    assert directory.overdue(at(2026, 11, 21) + timedelta(days=180)) == ()
    warned = {one.key: one for one in directory.overdue(late)}
    assert warned.keys() == directory.entries.keys()
    assert warned["institute"].days == 2
    assert text(directory, "zelfmoordlijn", "nl", late) == ""
    for key in ("emergency", "police", "child_focus", "institute"):
        assert not warned[key].hidden
        assert text(directory, key, "nl", late)
    assert directory.emergency_line("nl", late) == "Noodnummer 112 · Politie 101 · Child Focus 116 000"


def test_no_reviewer_is_invented(directory: Directory) -> None:
    assert set(directory.unreviewed()) == set(directory.entries)


# ── lines in other countries ──────────────────────────────────────────────────────────────────────────────────────
ELSEWHERE = """
lijn_nl:
  name: {nl: Lijn, fr: Ligne, en: Line}
  what: {nl: Luistert., fr: "Écoute.", en: Listens.}
  phone: "0800123"
  country: nl
  source: somewhere
  checked_on: 2026-11-21
  confidence: V
  reviewer: Ann
"""


def with_a_line_abroad(folder: Path, **changed: str) -> Directory:
    for file in FOLDER.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    added = ELSEWHERE
    for name, value in changed.items():
        before = next(line for line in added.split("\n") if line.startswith(f"  {name}:"))
        added = added.replace(before, f"  {name}: {value}")
    with (folder / "lines.yaml").open("a", encoding="utf-8") as lines:
        lines.write(added)
    return load(folder)


def test_who_is_abroad_sees_every_line_there_that_somebody_filled_in_and_went_over(
    tmp_path: Path, directory: Directory
) -> None:
    assert text(directory, "abroad_lines") == ""  # none comes with Haven
    theirs = with_a_line_abroad(tmp_path)
    assert text(theirs, "abroad_lines", "nl").startswith("Lijn (Nederland)\nLuistert.")
    assert text(theirs, "abroad_lines", "fr").startswith("Ligne (Pays-Bas)")


@pytest.mark.parametrize("changed", [{"reviewer": "none yet"}, {"confidence": "P"}, {"checked_on": "2026-01-01"}])
def test_a_line_abroad_that_nobody_verified_is_shown_to_nobody(tmp_path: Path, changed: dict[str, str]) -> None:
    theirs = with_a_line_abroad(tmp_path, **changed)
    assert text(theirs, "abroad_lines") == text(theirs, "lijn_nl") == ""


def test_a_name_for_lines_abroad_names_none_itself(tmp_path: Path) -> None:
    with_a_line_abroad(tmp_path)
    aliases = tmp_path / "aliases.yaml"
    aliases.write_text(aliases.read_text("utf-8") + "  lines: {en: [lijn_nl]}\n", "utf-8")
    with pytest.raises(DirectoryErrors, match="abroad_lines, lines: it shows every line that has a country"):
        load(tmp_path)


# ── mistakes in the files ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("written", "wrong", "told"),
    [
        ("mon: 9:00-17:00", "mon: 9-17", "lines.yaml, entry institute"),
        ("mon: 9:00-17:00", "mon: 9-17", "9-17 is no time span; write it as 9:00-17:00"),
        ("mon: 9:00-17:00", "mon: 17:00-9:00", "ends before it begins"),
        ("mon: 9:00-17:00", "monday: 9:00-17:00", "monday is no weekday"),
        ("reviewer: none yet\n  unverified:\n    menu", "unverified:\n    menu", "reviewer: is missing; add it"),
        ("phone_display: 0800/12 800", "phone_display: 0800/12 801", "two different numbers"),
        ("alternative: listening_line", "alternative: nobody", "entry institute, alternative: there is no nobody"),
        ("closed_on_holidays: true", "closed_on_holiday: true", "closed_on_holiday: is no field of an entry"),
        ("phone: \"080012800\"", "phone: 0800/12 800", "phone: is no number to call; write 3 to 12 digits"),
        ("phone: \"080012800\"", "phone: \"080012800\"\n  phone: \"080012800\"", "written twice: phone"),
        ("    fr: Pour les victimes", "    it: Pour les victimes", "no words in fr"),
        ("police:\n", "policemen:\n", "entry police: is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, written: str, wrong: str, told: str) -> None:
    for file in FOLDER.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    load(tmp_path)  # control: the copy is sound
    lines = tmp_path / "lines.yaml"
    sound = lines.read_text("utf-8")
    assert written in sound
    start = sound.index("police:\n") if written.startswith("police") else sound.index("institute:\n")
    lines.write_text(sound[:start] + sound[start:].replace(written, wrong, 1), "utf-8")
    with pytest.raises(DirectoryErrors) as raised:
        load(tmp_path)
    assert told in str(raised.value)
    assert all(isinstance(flaw.mend, Remark) for flaw in raised.value.flaws)


def _keys(directory: Directory) -> list[str]:
    return [*directory.entries, *(key for key in directory.aliases if key != "german_card")]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
