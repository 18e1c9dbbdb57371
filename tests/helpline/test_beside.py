"""What she writes beside the question is answered as a person would, and the question comes again."""

from datetime import timedelta

import pytest

from tests.helpline.house import LANGUAGES, Talk, adult, at_links, before_keeping, greeted, house, waiting

LINK = "https://example.com/video/12"


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "kan ik met iemand praten?"), ("fr", "je veux parler à quelquun"), ("en", "can i talk to a real person")],
)
def test_asking_for_a_person_in_a_sentence_of_her_own_brings_one(language: str, words: str) -> None:
    for talk in (adult(language), before_keeping(language), at_links(language)):
        assert talk.types(words).at == "human.agree"
    assert greeted(language).types(words).at == "human.age"
    assert Talk(language=language).types(words).at == "human.age"


def test_an_answer_stays_an_answer() -> None:
    assert adult().types("it's on instagram").facts["situation"] == "online"
    assert greeted().types("someone else").facts["for_whom"] == "other"


def test_fear_and_blame_get_a_warm_sentence_and_the_question_again() -> None:
    talk = adult("nl").types("ik ben zo bang")
    assert talk.text.startswith("Dat is veel om te dragen")
    assert talk.at == "triage.situation"
    assert talk.heard[-1].buttons
    assert "niet jouw schuld" in talk.types("is het mijn schuld?").text
    assert "ce n'est pas votre faute" in adult("fr").types("c'est de ma faute").text.lower()
    assert "did not understand" not in talk.text


STORY = {
    "nl": "hij heeft alles op zijn computer gezet toen we nog samen waren en nu weet heel het dorp ervan",
    "fr": "il a tout mis sur son ordi quand on vivait encore ensemble et maintenant tout le village le sait",
    "en": "he put all of it on his computer when we still lived together and now the whole village knows of it",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_tells_what_happened_is_thanked_and_not_told_that_she_did_it_wrong(language: str) -> None:
    talk = greeted(language).types(STORY[language])
    assert len(talk.heard) == 2
    assert "/human" in talk.heard[0].text.plain
    assert talk.session is not None
    assert talk.session.misses == 0
    assert len(talk.types(STORY[language]).heard) == 1, "once in a burst; the question alone comes again"
    assert len(talk.waits(minutes=3).types(STORY[language]).heard) == 2
    assert not any(STORY[language] in value for value in talk.session.marks.values())


def test_who_asks_again_when_somebody_comes_is_told_again() -> None:
    talk = waiting("nl").types("hallo").waits(minutes=2)
    assert not talk.types("ik heb nog iets gevonden").heard
    assert "in de rij" in talk.types("wanneer komt er iemand?").text
    assert not talk.types("is er iemand?").heard, "not with every word"


@pytest.mark.parametrize("words", ["nee laat maar ik wacht niet", "c'est bon laissez tomber", "ok never mind"])
def test_who_would_rather_not_wait_may_say_so_politely(words: str) -> None:
    talk = waiting("nl").types(words)
    assert talk.case is not None
    assert not talk.case.is_waiting


def test_who_asks_to_be_told_does_not_leave_the_line() -> None:
    talk = waiting("nl").types("laat maar weten als er iemand is", "ik wil niet annuleren")
    assert talk.case is not None
    assert talk.case.is_waiting


def test_a_language_asked_for_in_the_first_words_is_not_asked_about() -> None:
    talk = Talk(language="nl").types("english please")
    assert (talk.at, talk.session and talk.session.language) == ("triage.for_whom", "en")
    assert Talk(language="nl").types("hi").types("me").at == "triage.language", "`me` is no French"


def test_whoever_spread_it_is_not_told_that_nobody_is_to_blame() -> None:
    talk = greeted().picks("regret")
    talk = talk.types("/start").picks("en")
    assert "not your fault" in talk.types("it is my fault").text
    there = greeted().types("/delete")
    assert there.session is not None
    regretting = greeted().picks("regret").types("/privacy", "/language")
    assert regretting.facts.get("for_whom") == "regret"
    assert "not your fault" not in regretting.types("it is my fault").text


def test_a_link_out_of_turn_is_kept_where_she_agreed_and_else_she_is_told_that_it_was_not() -> None:
    talk = at_links().picks("done").types(LINK)
    assert talk.case is not None
    assert [item.kind for item in talk.case.items] == ["link"]
    assert talk.at == "hashes.agree"
    other = adult().types(LINK)
    assert other.case is None
    assert "Nothing of that was kept" in other.text
    refused = before_keeping().picks("yes", "no").types(LINK)
    assert refused.case is not None
    assert not refused.case.items


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_writes_in_her_own_language_at_the_language_question_is_understood(language: str) -> None:
    words = {"nl": "mijn ex heeft foto's van mij", "fr": "mon ex a des photos de moi", "en": "my ex has pictures of me"}
    talk = Talk(house=house(), language="en").types(words[language])
    assert talk.session is not None
    assert talk.session.language == language
    assert talk.types(words[language]).at == "triage.for_whom"


def test_one_small_word_will_do_where_the_language_is_asked() -> None:
    assert Talk(language="en").types("hi", "over mij").session.language == "nl"  # type: ignore[union-attr]
    assert Talk(language="en").types("hi", "asdf").at == "triage.language"


def test_she_may_change_her_language_in_the_middle_by_using_it() -> None:
    talk = adult("nl").types("je ne comprends pas le néerlandais")
    assert talk.session is not None
    assert talk.session.language == "fr"
    assert talk.at == "triage.situation"
    assert "continuons en français" in talk.text
    assert adult("nl").types("english please").session.language == "en"  # type: ignore[union-attr]
    german = adult("nl").types("Ich brauche Hilfe, mein Ex hat Fotos von mir")
    assert "Sie trifft keine Schuld" in german.text
    assert german.at == "triage.situation"


def test_thanks_at_the_end_do_not_start_everything_over() -> None:
    talk = greeted("nl").picks("self", "minor").types("merci")
    assert talk.text.startswith("Graag gedaan")
    assert talk.at == "-"
    assert talk.types("merci pour votre aide").at == "-"
    assert talk.types("hallo").at == "triage.for_whom"
    assert Talk().types("thanks").at == "triage.language"


def test_a_flood_is_met_with_one_sentence_and_then_silence_until_it_calms() -> None:
    talk = adult()
    for _ in range(8):
        assert talk.types("asdf").heard
    assert "more than I can follow" in talk.types("asdf").text
    assert len(talk.heard) == 1
    assert not talk.types("asdf", "qsdf").heard
    assert "suicide" in talk.types("i want to die").text
    assert talk.types("danger").at == "danger.wait"
    assert talk.picks("on").types("asdf").heard == ()
    assert talk.types("online").facts["situation"] == "online"
    talk.now += timedelta(seconds=61)
    assert talk.types("asdf").heard


def test_yes_typed_to_the_offer_of_keeping_a_link_while_waiting_is_a_yes() -> None:
    talk = waiting("fr").types(f"voici {LINK}", "oui")
    assert talk.case is not None
    assert talk.case.agreed("links")
    assert [item.kind for item in talk.types(LINK).case.items] == ["link"]  # type: ignore[union-attr]
    later = waiting("fr").types(f"voici {LINK}", "je suis fatiguée", "oui")
    assert later.case is not None
    assert not later.case.agreed("links")


def test_while_people_have_her_case_her_words_are_theirs() -> None:
    talk = waiting("nl").types("ik ben zo bang", "kan ik met iemand praten?")
    assert talk.hers == ["ik ben zo bang", "kan ik met iemand praten?"]
    assert "Dat is veel" not in talk.text


def test_the_same_line_is_shown_once_under_two_names() -> None:
    talk = adult().types("/human").picks("yes")
    assert talk.text.count("02 648 40 14") == 1


def test_a_text_too_long_to_keep_gets_a_sentence_of_its_own() -> None:
    talk = at_links().picks("done", "no", "yes").types("a" * 9000)
    assert "more than I can take in" in talk.text
    assert talk.case is not None
    assert not talk.case.words


def test_whoever_turns_out_to_be_15_hears_a_kind_word_before_what_became_of_it() -> None:
    talk = at_links("nl").types(LINK, "ik ben eigenlijk 15")
    first, second, *_ = [one.text.plain for one in talk.heard]
    assert first.startswith("Goed dat je het zegt")
    assert "voorgoed gewist" in second


def test_despair_in_her_own_language_brings_the_line_of_that_language() -> None:
    assert "1813" in Talk(language="en").types("ik wil dood").text
    assert "0800 32 123" in Talk(language="en").types("je veux mourir").text
    assert "1813" in Talk(language="en").types("hi", "ik wil dood").text
    assert "02 648 40 14" in adult().types("ik wil dood").text


@pytest.mark.parametrize("word", ["he is at my door", "/danger", "/language"])
def test_where_she_is_told_that_we_go_on_something_follows(word: str) -> None:
    talk = Talk().types(word)
    talk.picks("en" if word == "/language" else "on")
    assert talk.at == "triage.language"
    assert "Choose your language" in talk.text
    after_the_end = before_keeping().picks("no").types(word)
    after_the_end.picks("en" if word == "/language" else "on")
    assert after_the_end.at == "triage.for_whom"


@pytest.mark.parametrize(("language", "words"), [("nl", "help mij"), ("fr", "aidez-moi"), ("en", "help me please")])
def test_who_cries_for_help_first_gets_numbers_and_a_question(language: str, words: str) -> None:
    talk = Talk(language=language).types(words)
    assert "112" in talk.text
    assert talk.at == "triage.language"
    assert talk.heard[-1].buttons
    assert before_keeping(language).picks("no").types(words).at == "triage.for_whom"


def test_german_words_bring_the_german_card_at_once() -> None:
    assert "Notruf 112" in Talk(language="de").types("Hallo, ich brauche Hilfe").text


def test_a_link_where_a_hash_is_asked_is_kept_where_she_agreed() -> None:
    talk = at_links().picks("done", "yes").types(LINK)
    assert talk.case is not None
    assert [item.kind for item in talk.case.items] == ["link"]
    assert talk.at == "hashes.hash"


def test_thanks_in_the_middle_are_answered_and_the_question_comes_again() -> None:
    talk = adult("nl").types("dankjewel")
    assert talk.text.startswith("Graag gedaan. Neem")
    assert talk.at == "triage.situation"
