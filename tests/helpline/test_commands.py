"""Words that work in every state, with a slash or typed: every command, in every state, in every language."""

import itertools

import pytest

from helpline.commands import COMMANDS, find_command
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
)  # fmt: skip

STATES = {
    "never seen": lambda language: Talk(language=language),
    "greeted": greeted,
    "asked what it is": adult,
    "asked to keep": before_keeping,
    "at links": at_links,
    "at hashes": at_hashes,
    "at her own words": at_story,
    "at an end": lambda language: before_keeping(language).picks("no"),
    "in danger": lambda language: greeted(language).types("/danger"),
    "reading privacy": lambda language: greeted(language).types("/privacy"),
    "choosing a language": lambda language: at_links(language).types("/language"),
    "about to delete": lambda language: at_links(language).types("/delete"),
    "waiting": waiting,
    "waiting with a link": waiting_with_links,
    "waiting, in danger": lambda language: waiting(language).types("/danger"),
    "held by staff": lambda language: waiting_with_links(language).taken_over(),
    "under 18": lambda language: greeted(language).picks("self", "minor"),
}
TYPED = {
    "human": {"nl": "Een mens", "fr": "parler à quelqu'un", "en": "talk to a person!"},
    "danger": {"nl": "Gevaar!!", "fr": "je suis en danger", "en": "I'm not safe"},
    "hide": {"nl": "verberg", "fr": "Cacher", "en": "hide"},
    "delete": {"nl": "wissen", "fr": "tout supprimer", "en": "delete everything"},
    "language": {"nl": "taal", "fr": "langue", "en": "language"},
    "stop": {"nl": "stoppen", "fr": "Arrêter.", "en": "please stop"},
    "privacy": {"nl": "privacy", "fr": "vie privée", "en": "privacy?"},
    "consent": {"nl": "Mijn toestemmingen", "fr": "retirer mon consentement", "en": "what did I agree to?"},
    "mydata": {"nl": "mijn gegevens", "fr": "Mes données", "en": "my data"},
    "hash": {"nl": "vingerafdruk maken", "fr": "faire une empreinte", "en": "make a fingerprint"},
    "back": {"nl": "Ik heb een nummer", "fr": "j'ai un numéro", "en": "I have a number"},
    "help": {"nl": "hulp", "fr": "aidez-moi", "en": "help me"},
    "start": {"nl": "opnieuw beginnen", "fr": "recommencer", "en": "start over"},
}
#: What she may hear of making hashes, by what is known and agreed to; in a house without pages.
ABOUT_HASHES = (
    "A fingerprint can be sent as text, with its kind in front: PDQ, MD5 or SHA-256.",
    "A fingerprint is taken only where everyone is 18 or older, so I ask that first.",
    "First comes the question whether anything may be kept here. Without your yes nothing is.",
    "A fingerprint is not needed here. Child Focus knows what can be done about such an image.",
    "Fingerprints made on your own device are kept here, encrypted, for the people who help you. May they be kept?",
)


def shows(command: str, talk: Talk, held: bool) -> bool:
    """Does what the command brought look like what it is for?"""
    assert talk.changes is not None
    session, changes = talk.session, talk.changes
    match command:
        case "hide":
            return changes.wipe and session is None and len(talk.heard) == 1
        case "stop":
            return talk.at == "-" and "112" in talk.text and (talk.case is None or talk.case.holder.kind == "bot")
        case "back":
            return "pin" in talk.text.casefold() and len(talk.heard) == 1 and talk.heard[0].tag == "back"
        case "start" | "human" if held:
            return talk.case is not None and len(talk.heard) == 1
        case "start":
            return talk.at == "triage.language"
        case "danger":
            beside_staff = talk.case is not None and talk.case.holder.kind == "staff"  # then nothing is asked
            return "112" in talk.text and "101" in talk.text and talk.at == ("-" if beside_staff else "danger.wait")
        case "language":
            return talk.at == "languages.choose"
        case "privacy":
            with_staff = talk.case is not None and talk.case.holder.kind == "staff"  # then nothing is asked
            return "/delete" in talk.text and talk.at == ("-" if with_staff else "privacy.menu")
        case "delete":
            return talk.at == "delete.sure"
        case "human":
            return "human" in talk.at or "116 000" in talk.text or "0800/12 800" in talk.text
        case "consent" | "mydata":
            of_hers = "consent:" if command == "consent" else "copy:"
            offered = any(data.startswith(of_hers) for one in talk.heard for row in one.buttons for _, data in row)
            return offered if talk.case is not None else "/back" in talk.text and "112" in talk.text
        case "hash":
            told = (talk.house.say(talk.session.language if session else talk.language, one) for one in ABOUT_HASHES)
            asked = talk.at in ("hashes.agree", "hashes.hash") and bool(talk.heard[-1].buttons)
            return (asked or any(one in talk.text for one in told)) and (not held or len(talk.heard) == 1)
        case _:
            return bool(talk.heard) and "112" in talk.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", TYPED)
def test_every_command_works_in_every_state_and_language(command: str, state: str, language: str) -> None:
    for words in (f"/{command}", TYPED[command][language]):
        talk = STATES[state](language)
        held = talk.case is not None and talk.case.holder.kind != "bot"
        again = talk.at.split(".")[0] in {
            "danger": "danger",
            "delete": "delete",
            "language": "languages",
            "privacy": "privacy",
        }.get(command, "-")
        talk.types(words)
        assert shows(command, talk, held) or (again and not words.startswith("/")), (words, talk.at, talk.text)


def test_every_command_has_its_case() -> None:
    assert set(TYPED) == {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    "words", ["this is dangerous stuff", "I stopped him", "hide and seek", "my human rights", "/nothing", "/", ""]
)
def test_a_command_is_a_whole_message(words: str) -> None:
    assert find_command(words) is None


def test_a_word_that_names_an_answer_is_that_answer_unless_it_has_a_slash() -> None:
    assert greeted("nl").types("/danger", "opnieuw").at == "danger.wait"
    assert greeted("nl").types("/danger", "/start").at == "triage.language"
    assert greeted("nl").types("opnieuw").at == "triage.language"


def test_no_word_means_two_commands() -> None:
    spoken: dict[str, str] = {}
    for command in COMMANDS:
        for line in command.words.values():
            for words in line.split(","):
                assert spoken.setdefault(words.strip(), command.name) == command.name, words


@pytest.mark.parametrize("words", ["/help@TheBot", "/HELP now", "/hulp", "/aide"])
def test_a_slash_command_may_name_the_bot_or_stand_in_her_language(words: str) -> None:
    found = find_command(words)
    assert found is not None
    assert found[0].name == "help"


# ── what they do ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_hide_forgets_the_place_locks_the_case_and_leaves_one_note_that_goes_by_itself() -> None:
    talk = waiting_with_links()
    case = talk.case
    talk.types("/hide")
    assert talk.changes is not None
    assert talk.changes.wipe
    assert talk.changes.lock
    assert talk.session is None
    assert talk.hidden == case
    assert case is not None
    assert talk.case is None
    [note] = talk.heard
    assert note.delete_after == 60
    assert "case_locked" in talk.kinds
    assert "case_erased" not in talk.kinds


def test_hide_erases_a_case_to_which_nobody_could_return() -> None:
    talk = at_links().types("https://example.com/a")
    assert talk.case is not None
    assert talk.case.pin_digest is None
    talk.types("/hide")
    assert talk.changes is not None
    assert (talk.case, talk.hidden, talk.changes.lock) == (None, None, False)
    assert talk.kinds[-2:] == ["evidence_erased", "case_erased"]
    assert "has been erased" in talk.text
    with_a_pin = at_links().types("https://example.com/a", "/stop", "/hide")
    assert with_a_pin.hidden is not None
    assert "case_erased" not in with_a_pin.kinds


def test_after_delete_the_last_word_is_the_goodbye_and_no_question() -> None:
    for begun in (adult(), before_keeping(), at_links(), at_story(), waiting(), greeted()):
        talk = begun.types("/delete", "yes")
        assert [one.buttons for one in talk.heard] == [()]
        assert "unreadable" in talk.text
        assert "112" in talk.text


def test_in_a_locked_chat_she_begins_afresh_and_nothing_reaches_the_case() -> None:
    talk = waiting_with_links().types("/hide")
    talk.types("hello canary").picks("en", "self").types("more canary")
    assert talk.case is None
    assert not talk.hers
    assert talk.at.startswith("triage")
    assert waiting_with_links().types("hello canary").hers == ["hello canary"]


def test_behind_a_locked_door_another_case_may_be_opened() -> None:
    talk = (
        waiting_with_links().types("/hide", "hello").picks("en", "self", "adult", "adult").types("/human").picks("yes")
    )
    assert talk.case is not None
    assert talk.hidden is not None
    assert talk.case.id != talk.hidden.id
    assert talk.types("I'm 15").case is None
    assert talk.hidden is not None


def test_delete_asks_once_and_then_only_the_goodbye_is_sent() -> None:
    talk = waiting_with_links().types("/delete")
    assert talk.case is not None
    assert "cannot be undone" in talk.text
    talk.picks("yes")
    assert talk.case is None
    assert talk.session is None
    assert talk.changes is not None
    assert talk.changes.wipe
    assert len(talk.heard) == 1
    assert "unreadable" in talk.text
    assert talk.heard[0].holder_token is None


def test_delete_may_be_thought_over() -> None:
    talk = at_links().types("https://example.com/a", "/delete").picks("no")
    assert talk.case is not None
    assert talk.case.items
    assert talk.at == "intake.links"


def test_after_an_aside_the_prompt_comes_again() -> None:
    talk = at_links().types("/help")
    assert talk.at == "intake.links"
    assert talk.heard[-1].buttons
    assert at_links().types("/privacy").picks("kept", "seen", "rights", "back").at == "intake.links"
    assert at_links().types("/danger").picks("on").at == "intake.links"


def test_another_language_goes_on_in_the_same_place() -> None:
    talk = at_links("nl").types("taal").picks("fr")
    assert talk.at == "intake.links"
    assert "liens" in talk.text
    assert talk.case is not None
    assert talk.case.language == "fr"


def test_stop_leaves_the_case_and_says_so() -> None:
    talk = waiting().types("stop")
    assert talk.case is not None
    assert talk.case.holder.kind == "bot"
    assert "/delete" in talk.text
    assert "handoff_cancelled" in talk.kinds
    assert "/delete" not in greeted().types("stop").text


def test_who_stops_with_something_kept_still_gets_number_and_pin() -> None:
    talk = at_links().types("https://example.com/a", "/stop")
    assert [one.tag for one in talk.heard] == [None, "pin", "pin"]


def test_two_commands_in_a_row_never_stack_up() -> None:
    talk = at_links()
    for first, second in itertools.permutations(("/danger", "/language", "/delete", "/privacy"), 2):
        talk.types(first, second)
    assert talk.session is not None
    assert len(talk.session.stack) <= 3
