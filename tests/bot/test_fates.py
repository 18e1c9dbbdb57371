"""What Telegram's answers mean for a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.telegram.api import Answer, parse
from bot.telegram.channel import request
from bot.telegram.fates import fate_of, later, unclear
from helpline.contact import Address, Words
from helpline.delivery import Delivery
from helpline.ports import Outgoing

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


def delivery(attempts: int = 0, *, ambiguous: bool = False, edit_of: int | None = None) -> Delivery:
    outgoing = Outgoing("o", Words("hallo"), edit_of=edit_of)
    return Delivery("d", "c", Address("telegram", "5"), outgoing, attempts, ambiguous)


@pytest.mark.parametrize(
    ("answer", "kind", "due"),
    [
        (Answer(200, {"message_id": 9}), "sent", None),
        (Answer(429, retry_after=7), "retry", 7),
        (Answer(429), "retry", 1),
        (Answer(500), "retry", 1),
        (Answer(502, description="Bad Gateway"), "retry", 1),
        (Answer(403, description="Forbidden: bot was blocked by the user"), "blocked", None),
        (Answer(400, description="Bad Request: chat not found"), "refused", None),
        (Answer(400, description="Bad Request: message is not modified: specified new"), "sent", None),
        (Answer(401, description="Unauthorized"), "retry", 5),
        (Answer(404, description="Not Found"), "retry", 5),
    ],
)
def test_each_answer_has_its_fate(answer: Answer, kind: str, due: float | None) -> None:
    fate = fate_of(delivery(), answer, NOW)
    assert fate.kind == kind
    assert fate.due == (None if due is None else NOW + timedelta(seconds=due))


def test_a_sent_message_is_known_by_its_number() -> None:
    assert fate_of(delivery(), Answer(200, {"message_id": 9}), NOW).message_id == 9
    assert fate_of(delivery(edit_of=4), Answer(400, description="message is not modified"), NOW).message_id == 4
    assert fate_of(delivery(), Answer(200, True), NOW).message_id is None


def test_the_wait_doubles_and_ends_at_a_minute() -> None:
    waits = [(later(delivery(attempts), NOW).due or NOW) - NOW for attempts in range(12)]
    assert [wait.total_seconds() for wait in waits] == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]


def test_what_may_have_arrived_is_repeated_once() -> None:
    assert unclear(delivery(), NOW).due is not None
    assert unclear(delivery(ambiguous=True), NOW).due is None


def test_a_message_is_plain_text_without_preview() -> None:
    method, params = request(Address("telegram", "5"), Outgoing("o", Words("zie example.org"), protect=True))
    assert method == "sendMessage"
    assert params == {
        "chat_id": 5,
        "text": "zie example.org",
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
    }
    buttons = ((("Ja", "t:a.b:yes"), ("Nee", "t:a.b:no")),)
    method, params = request(Address("telegram", "5"), Outgoing("o", Words("?"), buttons=buttons, edit_of=4))
    assert (method, params["message_id"]) == ("editMessageText", 4)
    assert [key["text"] for key in params["reply_markup"]["inline_keyboard"][0]] == ["Ja", "Nee"]


def test_half_a_character_from_telegram_is_still_read() -> None:
    assert parse(b'{"text": "a\\ud83d"}') == {"text": "a\ud83d"}
    for broken in (b"", b"{", b"[" * 100_000, b"\xff"):
        with pytest.raises(ValueError):
            parse(broken)
