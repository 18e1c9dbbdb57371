"""Links and hashes without consent are cut out of her words, those that could never be kept included (P1, P2)."""

import pytest

from helpline.hashes import without_hashes
from helpline.links import defang, without_links
from helpline.reception import NOTICE
from tests.helpline.house import at_story, waiting, waiting_with_links

MD5, PDQ = "0123456789abcdef" * 2, "f0" * 32
LINKS = [
    "https://example.com/" + "x" * 2100,
    "http://192.168.1.4/secret.jpg",
    "hxxps://example.com/secret",
    "ftp://example.com/secret.jpg",
    "tg://join?invite=secret",
    "https://exam\u200bple.com/secret",
    "https://example.com/secret\u202egpj.exe",
    "HTTPS://EXAMPLE。com/secret",
    "https://[broken/secret",
]
HASHES = [MD5, PDQ, PDQ.upper(), f"hash is {MD5}", f"{PDQ[:32]}\n{PDQ[32:]}", f"md5 {PDQ}", PDQ[:63], f"sha256:{PDQ}"]


@pytest.mark.parametrize("link", LINKS)
def test_no_link_joins_the_transcript_without_its_consent(link: str) -> None:
    talk = waiting().types(f"look at {link} please")
    assert talk.hers == ["look at [link] please"]
    assert any(data.startswith("agree:") and data.endswith(":links") for data in talk.buttons.values())


@pytest.mark.parametrize("value", HASHES)
def test_no_hash_joins_the_transcript_without_its_consent(value: str) -> None:
    talk = waiting().types(f"look at {value} please")
    (line,) = talk.hers
    assert "[hash]" in line
    assert not any(piece in line for piece in (MD5, PDQ[:32], PDQ[:32].upper()))


def test_more_links_than_one_message_may_hold_are_all_cut() -> None:
    talk = waiting().types(" ".join(f"https://example.com/{number}" for number in range(90)))
    assert "example.com" not in talk.hers[-1]


def test_beside_a_person_she_is_told_once_that_a_link_was_not_kept_and_may_agree_to_it() -> None:
    talk = waiting().taken_over().types("it is here: https://example.com/album")
    assert talk.hers == ["it is here: [link]"]
    assert [one.cause for one in talk.heard] == [NOTICE]
    assert list(talk.buttons) == ["Yes, keep them"]
    assert not talk.types("and https://example.com/second").heard, "said a moment ago"
    talk.presses("Yes, keep them").types("https://example.com/album")
    assert talk.case is not None
    assert [one.kind for one in talk.case.items] == ["link"]
    assert talk.hers[-1] == "https://example.com/album"
    assert not talk.heard


def test_a_yes_to_the_person_who_talks_with_her_agrees_to_no_link() -> None:
    talk = waiting().taken_over().types("it is here: https://example.com/album").types("yes")
    assert talk.case is not None
    assert not talk.case.agreed("links")
    assert talk.hers[-1] == "yes"


def test_with_her_consent_her_words_stay_as_she_wrote_them() -> None:
    talk = waiting_with_links().types("look at https://example.com/other please")
    assert talk.hers == ["look at https://example.com/other please"]


def test_what_she_tells_in_her_own_words_keeps_links_only_under_their_consent() -> None:
    talk = at_story().types("He wrote it at http://10.0.0.1/secret again")
    assert talk.case is not None
    assert "http://10.0.0.1/secret" in talk.case.words["story"], "links were agreed to here"


@pytest.mark.parametrize(
    "words", ["call me at 0471 23 45 67", "on 12-03-2026 at 10:15", "I paid 1234 5678 9012 3456", "no.Really"]
)
def test_numbers_dates_and_sentences_run_together_are_left_alone(words: str) -> None:
    assert without_links(without_hashes(words, "[hash]"), "[link]") == words


@pytest.mark.parametrize("link", ["tg://join?invite=x", "tg://resolve?domain=someone", "intent://scan/"])
def test_an_address_an_app_of_its_own_would_open_comes_back_broken(link: str) -> None:
    assert "://" not in defang(link)
