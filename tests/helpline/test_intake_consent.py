"""Consents, links, hashes and words: each under its own yes, shown before it is shared, gone with a no."""

import pytest

from flows.move import Grant, KeepHashes, KeepLinks, KeepWords
from helpline.effects import carry_out
from helpline.ports import Incoming, Loaded
from helpline.reception import Reception, receive
from tests.helpline.house import LANGUAGES, Talk, adult, at_hashes, at_links, at_story, before_keeping, greeted

pytestmark = pytest.mark.usefixtures("every_engine")

MD5 = "9e107d9d372bb6826bd81d3542a419d6"
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


def kept(talk: Talk) -> list[str]:
    return [item.normalised or item.value or item.as_typed for item in talk.case.items] if talk.case else []


def reception(talk: Talk) -> Reception:
    from helpline.contact import Address

    incoming = Incoming("telegram", 99, Address("telegram", "7"), "text", talk.now)
    return receive(Loaded(talk.contact, talk.session, talk.case), incoming, talk.now, talk.house)


# ── consents ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_consent_is_kept_with_its_wording_language_and_time() -> None:
    talk = before_keeping("nl").picks("yes")
    assert talk.case is not None
    [consent] = talk.case.consents
    assert (consent.scope, consent.wording, consent.revision, consent.language) == ("keep", "intake.keep.say", 1, "nl")
    assert consent.given_at == talk.now
    assert "bijhou" in consent.text + "bijhou"
    assert "{" not in consent.text


def test_each_consent_is_off_until_it_is_given() -> None:
    talk = before_keeping().picks("yes")
    assert talk.case is not None
    assert [one.scope for one in talk.case.consents] == ["keep"]
    talk.picks("yes")
    assert [one.scope for one in talk.case.consents] == ["keep", "links"]


@pytest.mark.parametrize(
    "facts", [{}, {"age": "adult"}, {"age": "adult", "age_in_image": "unsure"}, {"age_in_image": "adult"}]
)
@pytest.mark.parametrize("scopes", [("keep",), ("keep", "handoff"), ("links",), ("words",)])
def test_no_consent_is_taken_from_anyone_who_may_not_be_an_adult(
    facts: dict[str, str], scopes: tuple[str, ...]
) -> None:
    talk = greeted()
    hers = reception(talk)
    assert hers.session is not None
    session = hers.session.from_json(
        hers.session.to_json().replace('"facts":{}', '"facts":' + str(facts).replace("'", '"'))
    )
    after, answer = carry_out(Grant(scopes, "intake.keep.say"), hers.but(session=session))
    assert answer == "refused"
    assert after.case is None


@pytest.mark.parametrize(
    "effect", [KeepLinks("https://example.com/a"), KeepHashes(f"MD5 {MD5}"), KeepWords("story", "words")]
)
def test_nothing_is_kept_without_its_own_consent(effect: KeepLinks | KeepHashes | KeepWords) -> None:
    talk = before_keeping().picks("yes")
    after, answer = carry_out(effect, reception(talk))
    assert answer == "refused"
    assert after.case == talk.case
    assert after.outgoing
    agreed = at_story()
    after, answer = carry_out(effect, reception(agreed))
    assert answer == "kept"
    assert after.case != agreed.case


def test_a_later_no_to_links_erases_them_and_says_so() -> None:
    talk = at_links().types("example.com/a").picks("done", "no", "no", "add", "links", "no")
    assert not kept(talk)
    assert "erased" in " ".join(one.text.plain for one in talk.heard)
    assert talk.case is not None
    assert not talk.case.agreed("links")
    assert talk.case.agreed("keep")
    assert "consent_withdrawn" in talk.kinds
    assert "evidence_erased" in talk.kinds


def test_a_later_no_to_keeping_erases_the_case() -> None:
    talk = (
        at_links()
        .types("example.com/a", "/start")
        .picks("en", "self", "adult", "adult", "online", "no", "no", "belgium")
    )
    assert kept(talk) == ["https://example.com/a"]
    talk.picks("no")
    assert talk.case is None
    assert "case_erased" in talk.kinds


def test_a_no_to_a_person_leaves_the_case_as_it_was() -> None:
    talk = at_links().types("example.com/a", "/human").picks("no")
    assert kept(talk) == ["https://example.com/a"]
    assert "stays as it is" in talk.text


# ── links ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_kept_as_typed_and_normalised_and_comes_back_defanged(language: str) -> None:
    talk = at_links(language).types("It is on Example.COM/Video?utm_source=x, since monday")
    assert talk.case is not None
    [item] = talk.case.items
    assert item.as_typed == "Example.COM/Video?utm_source=x"
    assert item.normalised == "https://example.com/Video"
    assert "hxxps://example[.]com/Video" in talk.text
    assert "https://" not in talk.text.lower()
    assert talk.at == "intake.links"


def test_several_links_in_one_message_are_all_kept_and_doubles_merged() -> None:
    talk = at_links().types("https://a.example/1 https://b.example/2", "https://a.example/1 and t.me/group/44")
    assert len(kept(talk)) == 3
    assert [kind for kind in talk.kinds if kind == "item_kept"] == ["item_kept"] * 3


def test_what_was_right_is_kept_and_what_was_wrong_is_explained() -> None:
    talk = at_links().types("https://example.com/ok and file:///home/me/pic.jpg")
    assert kept(talk) == ["https://example.com/ok"]
    assert talk.text.count("\n") >= 1
    assert "file" in talk.text


def test_words_without_a_link_are_answered_with_how_a_link_looks() -> None:
    talk = at_links().types("I don't have it any more")
    assert not kept(talk)
    assert "A link looks like" in talk.text
    assert talk.at == "intake.links"


def test_a_time_code_belongs_to_its_link() -> None:
    talk = at_links().types("https://example.com/film 0:10-0:16")
    assert talk.case is not None
    assert talk.case.items[0].passage == (10, 16)
    assert "0:10–0:16" in talk.text
    later = at_links().types("https://example.com/film", "from 1:05 to 1:20")
    assert later.case is not None
    assert [item.passage for item in later.case.items] == [(65, 80)]


def test_no_link_but_she_says_where_it_is() -> None:
    talk = at_links().picks("nowhere", "yes").types("a closed group called Canary on Telegram")
    assert talk.case is not None
    [item] = talk.case.items
    assert item.kind == "place"
    assert item.as_typed == "a closed group called Canary on Telegram"


# ── hashes ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_hash_is_kept_with_its_kind_and_in_strict_form() -> None:
    talk = at_hashes().types(f"MD5: {MD5.upper()}")
    assert talk.case is not None
    [item] = talk.case.items
    assert (item.algorithm, item.value) == ("md5", MD5)
    assert f"MD5: {MD5}" in talk.text


def test_a_hash_without_its_kind_is_refused_with_how_to_send_it() -> None:
    talk = at_hashes().types(PDQ)
    assert not kept(talk)
    assert "PDQ" in talk.text
    assert "SHA-256" in talk.text


def test_a_poor_hash_is_kept_but_never_silently() -> None:
    talk = at_hashes().types(f"PDQ {PDQ} quality 12")
    assert talk.case is not None
    assert talk.case.items[0].quality == 12
    assert "12" in talk.text.split("\n", 1)[1]


# ── words and review ──────────────────────────────────────────────────────────────────────────────────────────────
def test_links_inside_her_words_are_cut_out_where_links_were_refused() -> None:
    talk = before_keeping().picks("yes", "no", "no", "yes").types("he put it on https://example.com/secret-canary")
    assert talk.case is not None
    assert talk.case.words["story"] == "he put it on [link]"
    free = at_story().types("he put it on https://example.com/secret-canary")
    assert free.case is not None
    assert "secret-canary" in free.case.words["story"]


def test_an_address_in_her_words_is_shown_defanged_too() -> None:
    talk = at_story().types("see https://example.com/a \ud800\x00").picks("skip")
    assert "see hxxps://example[.]com/a" in talk.text
    assert "https://" not in talk.text
    assert talk.text.encode()


def at_review() -> Talk:
    talk = at_links().types("https://a.example/1 https://b.example/2").picks("done", "yes").types(f"MD5 {MD5}")
    talk.picks("done", "yes").types("It began in May").picks("skip")
    assert talk.at == "intake.review"
    return talk


def test_the_review_shows_everything_numbered_and_for_whom() -> None:
    shown = at_review().text
    assert "1. hxxps://a[.]example/1" in shown
    assert f"3. MD5: {MD5}" in shown
    assert "4. In your words: It began in May" in shown
    assert "Testhulp" in shown
    assert "18 or older" in shown


@pytest.mark.parametrize("words", ["remove 2", "Remove nr 2", "verwijder 2", "supprimer 2", "wis 2.", "delete #2"])
def test_a_piece_is_taken_out_in_any_language(words: str) -> None:
    talk = at_review().types(words)
    assert kept(talk) == ["https://a.example/1", MD5]
    assert "2. MD5" in talk.text
    assert talk.at == "intake.review"


def test_her_own_words_are_taken_out_too() -> None:
    talk = at_review().types("remove 4")
    assert talk.case is not None
    assert not talk.case.words
    assert "item_removed" in talk.kinds


def test_a_link_is_corrected_timed_and_added() -> None:
    talk = at_review().types("2 https://c.example/3", "1 0:10-0:16", "https://d.example/4")
    assert talk.case is not None
    assert kept(talk) == ["https://a.example/1", "https://c.example/3", MD5, "https://d.example/4"]
    assert talk.case.items[0].passage == (10, 16)
    assert "item_corrected" in talk.kinds


@pytest.mark.parametrize("words", ["remove 9", "2 and then?", "I don't know"])
def test_what_is_not_understood_at_the_review_changes_nothing_and_says_how(words: str) -> None:
    before = at_review()
    items = kept(before)
    after = before.types(words)
    assert kept(after) == items
    assert after.at == "intake.review"
    assert len(after.heard) == 2


def test_everything_taken_out_ends_the_review() -> None:
    talk = at_links().types("example.com/a").picks("done", "no", "no").types("remove 1")
    assert talk.at in ("intake.news", "intake.share")
    assert not kept(talk)


def test_an_adult_who_agreed_to_nothing_types_a_link_and_it_is_nowhere() -> None:
    talk = adult().types("https://example.com/canary-link")
    assert talk.case is None
    assert talk.session is not None
    assert "canary" not in talk.session.to_json()
