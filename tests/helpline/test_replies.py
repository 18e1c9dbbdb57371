"""What counsellors send with one tap: gentle, in three languages, with numbers that come from the directory."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.canned import names
from helpline.directory import load
from helpline.entries import DirectoryErrors
from helpline.proof.wording import tone
from helpline.replies import replies
from helpline.staff import Staff
from tests.helpline.house import EVENING, LANGUAGES, house, waiting, with_child_focus

NOOR = Staff("s1", "noor", "Noor", frozenset({"counsellor"}), frozenset({"helpline"}), ("fr", "nl"))
CANNED = load(Path("directory")).replies


def texts(language: str, now: datetime = EVENING) -> dict[str, str]:
    return {one.key: one.text for one in replies(house(), language, None, NOOR, now)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_is_offered_filled_in(language: str) -> None:
    offered = texts(language)
    assert list(offered) == list(CANNED)
    assert all("{" not in text for text in offered.values())
    assert "Noor" in offered["greeting"]
    assert "Testhulp" in offered["greeting"]
    assert "112" in offered["safe_now"]


def test_a_number_is_the_one_of_her_language() -> None:
    assert "106" in texts("nl")["at_night"]
    assert "107" in texts("fr")["at_night"]
    assert "02 648 40 14" in texts("en")["at_night"]


def test_counsellors_read_the_titles_in_their_own_language_and_she_the_text_in_hers() -> None:
    hello = replies(house(), "en", None, NOOR, EVENING)[0]
    assert hello.title == "Bonjour"
    assert hello.text.startswith("Hello")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CANNED)
def test_each_is_short_asks_one_thing_and_blames_nobody(key: str, language: str) -> None:
    text = CANNED[key].text[language]
    assert len(re.findall(r"[.?!](?= |$)", text)) <= 3
    assert text.count("?") <= 1
    folded = f" {re.sub(r'[^a-zà-ÿ0-9’ -]', ' ', text.lower())} "
    forbidden = [*tone()["banned"][language], *tone()["identity"][language]]
    assert not [word for word in forbidden if f" {word} " in folded]
    assert not re.search(r"\d{3}", text.replace("112", "x112"))  # numbers come from the directory alone


@pytest.mark.parametrize("urgency", ["crisis", "danger"])
def test_where_it_is_grave_the_ways_to_safety_come_first(urgency: str) -> None:
    talk = waiting()
    assert talk.case is not None
    grave = type(talk.case)(**{**vars(talk.case), "urgency": urgency})
    first = [one.key for one in replies(house(), "nl", grave, NOOR, EVENING)][:3]
    assert first == ["safe_now", "heavy", "at_night"]
    assert replies(house(), "nl", talk.case, NOOR, EVENING)[0].key == "greeting"


def test_one_that_names_a_line_nobody_looked_at_for_too_long_is_not_offered() -> None:
    late = texts("nl", datetime(2028, 1, 3, 12, tzinfo=UTC))
    assert "at_night" not in late  # Tele-Onthaal is hidden then; the emergency number never is
    assert "safe_now" in late


def written(folder: Path, replies_yaml: str) -> None:
    copy = Path(shutil.copytree("directory", folder / "directory"))
    (copy / "replies.yaml").write_text(replies_yaml, encoding="utf-8")
    load(copy)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("a: {title: {en: A, nl: A}, text: {en: A, nl: A, fr: A}}", "no words in fr"),
        ("a: {title: {en: A, nl: A, fr: A}, text: {en: 'A {alias}', nl: A, fr: A}}", "different {placeholders}"),
        ("a: {title: {en: A, nl: A, fr: A}, text: {en: '{x}', nl: '{x}', fr: '{x}'}}", "there is no {x}"),
    ],
)
def test_a_reply_written_badly_is_told_with_its_place(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(DirectoryErrors) as mistakes:
        written(tmp_path, wrong)
    assert "replies.yaml, entry a" in str(mistakes.value)
    assert told in str(mistakes.value)


def test_a_directory_without_replies_is_a_directory(tmp_path: Path) -> None:
    copy = Path(shutil.copytree("directory", tmp_path / "directory"))
    (copy / "replies.yaml").unlink()
    assert not load(copy).replies


def test_names_are_what_stands_between_braces() -> None:
    assert names("a {b} c {d_e}") == {"b", "d_e"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_to_a_minor_child_focus_speaks_for_itself_and_not_of_links_or_of_who_helps_adults(language: str) -> None:
    hers = {one.key: one.text for one in replies(house(), language, with_child_focus(language).case, NOOR, EVENING)}
    assert set(CANNED) - hers.keys() == {"make_a_hash", "links_next", "institute"}
    assert "Child Focus" in hers["greeting"]
    assert not any("Testhulp" in text for text in hers.values())
