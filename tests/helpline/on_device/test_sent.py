"""What the page sends: kept like what she types, told in the chat, and gone at once where somebody was under 18."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.case import Case
from helpline.contact import Words
from helpline.errors import NoConsent, NotAdult
from helpline.keeping import MOST_ITEMS
from helpline.lock_screen import is_covered
from helpline.on_device.gate import may_make
from helpline.on_device.made import MadeFile, MadeHash, Sending
from helpline.reception import NOTICE
from tests.helpline.deskwork import staffed
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
    waiting_with_links,
    with_child_focus,
)  # fmt: skip
from tests.helpline.pagework import MD5, PDQ, loaded_of, photo, says_someone_was, sends, with_pages

TOOL = "haven-page 1"
VIDEO = MadeFile("video", "100MB-1GB", TOOL, (MadeHash("md5", MD5),))
RECEIVED = {
    "en": ("1 fingerprint received.", "4 fingerprints received."),
    "nl": ("1 vingerafdruk ontvangen.", "4 vingerafdrukken ontvangen."),
    "fr": ("1 empreinte reçue.", "4 empreintes reçues."),
}


def case_of(talk: Talk) -> Case:
    assert talk.case is not None
    return talk.case


def in_line_with_hashes(**more: object) -> Talk:
    """She waits for a person, and has agreed to keeping hashes."""
    return waiting(house=with_pages(staffed()), **more).types("/hash", "yes")


# ── kept, and told ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_says_how_many_came_and_asks_on(language: str, every_engine: str) -> None:
    talk = at_hashes(language, house=with_pages())
    sends(talk, VIDEO)
    assert RECEIVED[language][0] in talk.heard[0].text.plain
    sends(talk, photo(1))
    assert RECEIVED[language][1] in talk.heard[0].text.plain
    assert len(talk.heard) == 2
    assert talk.heard[-1].buttons
    assert talk.at == "hashes.hash"
    assert talk.types(f"SHA-256 {PDQ}").picks("done").at == "intake.words_agree"
    assert [one.origin for one in case_of(talk).items] == ["page"] * 5 + ["chat"]


def test_all_that_is_known_of_a_file_stands_with_its_hashes() -> None:
    talk = at_hashes(house=with_pages())
    video = replace(VIDEO, hashes=(MadeHash("md5", MD5[::-1]),))
    sends(talk, photo(), video)
    pdq, raw, md5, sha, other = case_of(talk).items
    assert (pdq.algorithm, pdq.quality, pdq.raw) == ("pdq", 98, False)
    assert (raw.algorithm, raw.raw) == ("pdq", True)
    assert (md5.algorithm, md5.quality, sha.algorithm) == ("md5", None, "sha256")
    assert {(one.tool, one.size, one.media) for one in (pdq, raw, md5, sha)} == {(TOOL, "1-10MB", "image")}
    assert pdq.file == raw.file == md5.file == sha.file
    assert (other.media, other.size) == ("video", "100MB-1GB")
    assert other.file not in (None, pdq.file)
    assert {one.consent for one in case_of(talk).items} == {
        one.id for one in case_of(talk).consents if one.scope == "hashes"
    }


def test_what_was_sent_twice_is_kept_once_and_said_so(every_engine: str) -> None:
    talk = at_hashes(house=with_pages()).types(f"MD5 {MD5}")
    sends(talk, photo())
    assert "3 fingerprints received." in talk.text
    before = case_of(talk).items
    sends(talk, photo(), photo())
    assert case_of(talk).items == before
    assert "here already" in talk.text
    assert talk.kinds.count("item_kept") == 4


def test_another_file_of_the_same_picture_joins_it() -> None:
    talk = at_hashes(house=with_pages())
    sends(talk, photo())
    same = MadeFile("image", "<1MB", TOOL, (MadeHash("pdq", PDQ, 90), MadeHash("md5", MD5[::-1])))
    sends(talk, same)
    assert len({one.file for one in case_of(talk).items}) == 1
    sends(talk, photo(7))
    assert len({one.file for one in case_of(talk).items}) == 2


def test_an_attempt_is_known_again_by_the_name_its_page_drew_and_by_no_other() -> None:
    """Whoever sends the same picture under another name is told nothing of what the case holds."""
    talk, name = at_hashes(house=with_pages()), "0b6c7e0e-0000-4000-8000-000000000001"
    same = (photo(), replace(VIDEO, hashes=(MadeHash("md5", MD5[::-1]),)))
    sends(talk, *same, attempt=name)
    case = case_of(talk)
    assert len({one.file for one in case.items}) == 2
    assert name not in str(case)
    assert Sending(same, Words(name)).came(case)
    assert not Sending(same, Words(name[:-1] + "2")).came(case)
    assert not Sending(same).came(case)
    assert not Sending(same, Words(name)).came(replace(case, id="another"))
    assert name not in repr(Sending(same, Words(name)))


def test_what_finds_no_room_is_counted_and_the_rest_is_kept() -> None:
    talk = at_hashes(house=with_pages())
    sends(talk, *map(photo, range(1, 50)))
    assert len(case_of(talk).items) == 196
    sends(talk, photo(50), photo(51))
    assert len(case_of(talk).items) == MOST_ITEMS
    assert "4 fingerprints received." in talk.text
    assert "4 more were not kept" in talk.text
    assert str(MOST_ITEMS) in talk.text


def test_what_is_told_later_than_a_minute_after_her_tap_is_covered() -> None:
    talk = at_hashes(house=with_pages()).waits(minutes=5)
    sends(talk, photo())
    assert all(is_covered(one, talk.now) for one in talk.heard)
    assert not any(is_covered(one, talk.now) for one in at_hashes(house=with_pages(), now=talk.now).heard)


def test_at_any_other_question_it_comes_again_below() -> None:
    talk = at_story(house=with_pages())
    sends(talk, photo())
    assert [bool(one.buttons) for one in talk.heard] == [False, True]
    assert talk.at == "intake.story"


def test_at_the_review_she_sees_the_new_ones_before_she_says_it_is_right() -> None:
    talk = at_hashes(house=with_pages()).types(f"MD5 {MD5[::-1]}").picks("done", "no")
    sends(talk, photo())
    assert talk.at == "intake.review"
    assert "2. Photo: PDQ" in talk.text


# ── while people have the case ────────────────────────────────────────────────────────────────────────────────────
def test_people_see_what_came_and_so_does_she(every_engine: str) -> None:
    talk = in_line_with_hashes()
    sends(talk, photo())
    [told] = talk.heard
    assert "4 fingerprints received. The people who help you can see them" in told.text.plain
    assert len(case_of(talk).items) == 4
    assert "4 fingerprints received." in talk.transcript[-1].words.plain
    assert talk.transcript[-1].by == "bot"
    assert case_of(talk).is_waiting


def test_beside_a_person_the_house_says_it_as_a_notice() -> None:
    talk = in_line_with_hashes().taken_over()
    sends(talk, photo())
    assert [one.cause for one in talk.heard] == [NOTICE]


# ── where nothing may be kept ─────────────────────────────────────────────────────────────────────────────────────
def test_who_took_her_consent_back_meanwhile_leaves_nothing(every_engine: str) -> None:
    talk = at_hashes(house=with_pages())
    sends(talk, photo())
    talk.types("/consent").presses(next(one for one in talk.buttons if "fingerprints" in one))
    assert case_of(talk).items == ()
    assert not may_make(loaded_of(talk))
    with pytest.raises(NoConsent):
        sends(talk, photo(2))
    assert case_of(talk).items == ()


def test_a_chat_that_forgot_its_case_or_is_shut_out_keeps_nothing() -> None:
    talk = in_line_with_hashes().types("/hide")
    assert talk.hidden is not None
    with pytest.raises(NoConsent):
        sends(talk, photo())
    barred = at_hashes(house=with_pages())
    barred.barred = barred.now + timedelta(hours=1)
    with pytest.raises(NoConsent):
        sends(barred, photo())
    barred.waits(hours=2)
    assert sends(barred, photo()).case  # control


def test_whoever_is_not_known_to_be_an_adult_keeps_nothing() -> None:
    for talk in (greeted(), adult(), before_keeping(), with_child_focus()):
        assert not may_make(loaded_of(talk)), talk.at
    with pytest.raises(NotAdult):
        sends(with_child_focus(), photo())
    assert may_make(loaded_of(at_hashes()))  # control


def test_who_has_blocked_us_is_sent_nothing_and_what_she_made_is_kept(every_engine: str) -> None:
    talk = at_hashes(house=with_pages()).send("blocked")
    sends(talk, photo())
    assert talk.heard == ()
    assert len(case_of(talk).items) == 4


# ── somebody was under 18 ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("fact", ["minor", "unsure"])
@pytest.mark.parametrize("held", ["bot", "queue", "staff"])
def test_somebody_in_the_picture_was_under_18(held: str, fact: str, every_engine: str) -> None:
    talk = at_hashes(house=with_pages()) if held == "bot" else in_line_with_hashes()
    sends(talk, photo())
    talk = talk.taken_over() if held == "staff" else talk
    says_someone_was(talk, fact)
    assert talk.case is None
    assert talk.hidden is None
    assert not talk.transcript
    assert "116 000" in talk.text
    assert "erased for good" in talk.text
    assert talk.kinds[-1] == "case_erased"
    assert ("recalled" in talk.alerts) == (held != "bot")
    assert talk.facts.get("age_in_image", fact) == fact
    assert not may_make(loaded_of(talk))


def test_it_is_the_same_as_when_she_says_so_in_the_chat() -> None:
    said = waiting_with_links(house=with_pages()).types("she was 15 in the video")
    from_page = waiting_with_links(house=with_pages())
    says_someone_was(from_page)
    assert [one.text.plain for one in from_page.heard] == [one.text.plain for one in said.heard]
    assert (from_page.kinds, from_page.alerts, from_page.at) == (said.kinds, said.alerts, said.at)
    assert "112" in said.text


def test_where_people_of_child_focus_work_they_are_offered() -> None:
    talk = at_links(house=with_pages(staffed())).types("https://example.com/a").picks("done", "yes")
    says_someone_was(talk)
    assert talk.case is None
    assert "116 000" in talk.text
    assert talk.heard[-1].buttons
    talk.picks("yes")
    assert case_of(talk).route == "child_focus"
    assert case_of(talk).items == ()


def test_a_case_of_child_focus_stays_as_it_is() -> None:
    talk = with_child_focus()
    before = talk.case
    says_someone_was(talk)
    assert talk.case == before
    assert talk.heard == ()


def test_in_a_chat_that_forgot_the_case_it_goes_without_a_word() -> None:
    talk = in_line_with_hashes().types("/hide")
    assert talk.hidden is not None
    says_someone_was(talk)
    assert talk.hidden is None
    assert talk.heard == ()


# ── what a page may send at all ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("label", "value", "quality"),
    [
        ("pdq", PDQ.upper(), 90), ("pdq", PDQ[:-1], 90), ("pdq", PDQ, 49), ("pdq", PDQ, 101), ("pdq", PDQ, True),
        ("md5", MD5, 90), ("sha1", PDQ, None), ("md5", f"{MD5}\n", None), ("md5", " " + MD5[1:], None),
        ("md5", "", None), ("PDQ", PDQ, 90), ("sha256", "٣" * 64, None),
    ],
)  # fmt: skip
def test_a_hash_comes_in_one_form_only(label: str, value: str, quality: int | None) -> None:
    with pytest.raises(ValueError, match=r"no such|not the digits") as wrong:
        MadeHash(label, value, quality)
    assert not value or value not in str(wrong.value)
    assert MadeHash("pdq", PDQ, 50).quality == 50  # control


def test_a_file_says_its_kind_its_class_of_size_and_its_tool_and_nothing_else() -> None:
    right = photo()
    for wrong in (
        {"kind": "photo"},
        {"size": "3149884"},
        {"tool": "she lies"},
        {"tool": "é"},
        {"tool": ""},
        {"hashes": ()},
    ):
        with pytest.raises(ValueError, match="no such"):
            replace(right, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no such answer"):
        says_someone_was(at_hashes(), "adult")
    assert PDQ not in repr(right)
