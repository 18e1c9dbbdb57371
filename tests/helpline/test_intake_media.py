"""Photos, videos, voices and files: never downloaded, deleted from the chat, the reason given once per burst."""

import pytest

from helpline.contact import Address
from helpline.intake import decide_parked
from helpline.ports import Incoming, Loaded
from tests.helpline.house import EVENING, Talk, adult, at_links, greeted, house, waiting

pytestmark = pytest.mark.usefixtures("every_engine")


def photo(talk: Talk, message: int, burst: str | None = None) -> Talk:
    return talk.send("media", message=message, burst=burst)


def test_a_photo_is_deleted_and_the_reason_given_and_the_prompt_comes_again() -> None:
    talk = photo(greeted(), 31)
    assert talk.changes is not None
    assert talk.changes.delete == (31,)
    assert "never opened" in talk.heard[0].text.plain
    assert talk.heard[-1].buttons
    assert talk.at == "triage.for_whom"


def test_an_album_is_refused_once_and_deleted_whole() -> None:
    talk, deleted = greeted(), []
    said = 0
    for message in range(40, 50):
        photo(talk, message, burst="album")
        assert talk.changes is not None
        deleted += talk.changes.delete
        said += bool(talk.heard)
        talk.waits(seconds=30)
    assert deleted == list(range(40, 50))
    assert said == 1


def test_after_a_minute_of_quiet_the_reason_is_given_again() -> None:
    talk = photo(photo(greeted(), 1), 2)
    assert not talk.heard
    assert photo(talk.waits(seconds=61), 3).heard


def test_a_photo_as_the_very_first_thing_is_refused_before_the_greeting() -> None:
    talk = photo(Talk(), 1)
    assert "never opened" in talk.heard[0].text.plain
    assert talk.at == "triage.language"


def test_only_an_adult_is_told_of_links_and_hashes() -> None:
    assert "StopNCII" not in photo(greeted(), 1).text
    assert "StopNCII" in photo(adult(), 1).text


def test_media_while_waiting_are_refused_and_never_stand_in_the_transcript() -> None:
    talk = photo(waiting(), 77)
    assert talk.changes is not None
    assert talk.changes.delete == (77,)
    assert talk.heard
    assert "media_refused" in talk.kinds
    assert not talk.hers


def test_media_do_not_move_the_conversation() -> None:
    talk = at_links()
    case = talk.case
    assert photo(talk, 1).at == "intake.links"
    assert talk.case == case


def test_a_parked_message_is_asked_for_again_with_the_numbers() -> None:
    incoming = Incoming("telegram", 1, Address("telegram", "7"), "text", EVENING, language_hint="en")
    for talk in (Talk(), greeted(), waiting()):
        changes = decide_parked(Loaded(talk.contact, talk.session, talk.case), incoming, EVENING, house())
        [message] = changes.outgoing
        assert "once more" in message.text.plain
        assert "112" in message.text.plain
        assert changes.alerts == ("parked",)
        assert changes.case == talk.case
        assert changes.session == talk.session
