"""A machine that sends without end is heard, and answered only now and then; a hurried person is always answered."""

import pytest

from helpline.flooding import MOST_IN_ALL, NEVER_HIT, NOW_AND_THEN
from helpline.pacing import FIRST, NEW
from tests.helpline.house import MONDAY_MORNING, Talk, adult, at_links


def flooded(word: str, times: int) -> tuple[Talk, int]:
    """So many of the same, within one second; how many messages came of them."""
    talk, told = Talk(now=MONDAY_MORNING).types("/start").picks("en"), 0
    for _ in range(times):
        told += len(talk.types(word).heard)
    return talk, told


@pytest.mark.parametrize("word", ["/start", "/danger", "/help", "/human", "/stop", "kill myself", "x", "/language"])
def test_whatever_comes_two_hundred_times_in_a_second_is_not_answered_two_hundred_times(word: str) -> None:
    _, told = flooded(word, 200)
    assert 0 < told < 5 * MOST_IN_ALL


def test_what_was_decided_stays_decided_and_a_word_is_said_again_after_a_while() -> None:
    talk, _ = flooded("/help", 200)
    assert not talk.types("/start").heard
    assert talk.at == "triage.language"
    assert talk.waits(seconds=NOW_AND_THEN.total_seconds() + 1).types("/danger").text.count("112")


@pytest.mark.parametrize("word", ["/danger", "kill myself"])
def test_the_numbers_come_at_once_however_much_came_before(word: str) -> None:
    talk, _ = flooded("/help", 200)
    assert not talk.types("/help").heard
    assert any(number in talk.types(word).text for number in ("112", "1813"))


def test_the_next_minute_is_a_new_one() -> None:
    talk, _ = flooded("/help", 200)
    assert talk.waits(minutes=1).types("/danger").heard
    assert talk.types("/help").heard


def test_a_clock_that_jumped_back_silences_nobody() -> None:
    talk, _ = flooded("/help", 200)
    assert talk.waits(days=-1).types("/danger").heard


def test_the_fastest_person_is_always_answered() -> None:
    talk = Talk(now=MONDAY_MORNING).types("/start").picks("en")
    assert all(talk.waits(seconds=1.6).types("/help").heard for _ in range(120))


# ── what no flood may hit ─────────────────────────────────────────────────────────────────────────────────────────
JUNK = ("/help", "x", "https://example.com/a", "/privacy", "/start")


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", NEVER_HIT)
def test_the_words_that_always_work_are_answered_in_her_own_flood(junk: str, name: str) -> None:
    talk = Talk(now=MONDAY_MORNING).types("/start").picks("en")
    for _ in range(60):
        talk.types(junk)
    assert not talk.types("/help", "/help").heard  # the control: this one is slowed
    assert talk.types(f"/{name}").heard
    if name not in ("hide", "danger"):
        assert not talk.types(f"/{name}").heard  # nor do they make a flood of their own


@pytest.mark.parametrize("junk", JUNK)
def test_she_can_erase_everything_in_the_middle_of_it(junk: str) -> None:
    talk = at_links()
    for _ in range(100):
        talk.types(junk)
    talk.types("/delete").picks("yes")
    assert talk.heard
    assert (talk.case, talk.session) == (None, None)


def test_she_can_get_a_person_in_the_middle_of_it() -> None:
    talk = adult()
    for _ in range(100):
        talk.types("aaaa")
    assert talk.types("/human").heard
    assert talk.picks("yes").heard
    assert talk.case
    assert talk.case.is_waiting


def test_number_and_pin_are_asked_for_and_answered_in_the_middle_of_it() -> None:
    talk = Talk().types("/start").picks("en")
    for _ in range(100):
        talk.types("/help")
    assert [bool(talk.types(words).heard) for words in ("/back", "W4TN-9HPM", "7392 0184")] == [True] * 3


# ── insults, spam, sexual talk (R23) ──────────────────────────────────────────────────────────────────────────────
RUBBISH = {
    "nl": ("klootzak", "stuur naaktfoto's", "hahaha", "WIN NU 1000 EURO https://example.com/win"),
    "fr": ("connard", "envoie tes nudes", "mdr", "GAGNEZ https://example.com/win"),
    "en": ("fuck you", "send nudes", "lol", "FREE MONEY https://example.com/win"),
}


@pytest.mark.parametrize("language", RUBBISH)
def test_rubbish_gets_few_and_kind_words_and_whoever_writes_in_earnest_after_it_is_helped(language: str) -> None:
    talk = Talk(now=MONDAY_MORNING, language=language).types("/start").picks(language)
    told = sum(len(talk.types(RUBBISH[language][n % 4]).heard) for n in range(40))
    assert told < 40
    assert not talk.alerts
    assert talk.case is None
    talk.waits(minutes=2).picks("self", "adult", "adult")
    honest = Talk(now=MONDAY_MORNING, language=language).types("/start").picks(language, "self", "adult", "adult")
    assert talk.text == honest.text
    assert talk.at == honest.at


@pytest.mark.parametrize("words", ["that fucking bastard put my pics online", "die klootzak heeft mijn foto's gezet"])
def test_who_swears_about_what_was_done_to_her_is_no_troll(words: str) -> None:
    before = Talk(now=MONDAY_MORNING).types("/start").picks("en")
    for _ in range(5):
        assert before.types(words).heard


@pytest.mark.parametrize("name", NEVER_HIT)
def test_in_everybody_elses_flood_they_wait_for_no_newcomer(name: str) -> None:
    talk = at_links().types(f"/{name}")
    assert talk.heard
    assert {FIRST[one.cause] for one in talk.heard} <= {0, 1}
    assert FIRST[Talk().types("hello").heard[0].cause] == NEW
