"""The webhook hears Telegram and nobody else, and says 200 only for what is durable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.channel import TelegramChannel
from bot.telegram.runner import Runner
from bot.telegram.webhook import MOST_BYTES, SECRET_HEADER, Webhook, webhook_path
from helpline.ports import Incoming
from helpline.receiving import NotNow
from tests.bot.asgi import Answered, call

SECRET = "s3cret-of-the-webhook-s3cret-of-the-webhook"
PATH = webhook_path(SECRET)
UPDATE = orjson.dumps(
    {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "hallo"}}
)
PRESS = orjson.dumps(
    {"update_id": 2, "callback_query": {"id": "77", "from": {"id": 5}, "data": "x", "message": {"message_id": 1}}}
)
GOOD = ((SECRET_HEADER, SECRET.encode()), (b"content-type", b"application/json"))


class Inside:
    """What got through the door, and how the house answered it."""

    def __init__(self, says: str | None = None, fails: bool = False) -> None:
        self.heard: list[Incoming] = []
        self.says, self.fails = says, fails
        self.trouble: list[str] = []
        runner = Runner(
            self.receive,
            cast(TelegramChannel, None),  # only groups are left by it, and none comes here
            lambda: datetime.now(UTC),
            lambda code, error: self.trouble.append(code),
        )
        self.webhook = Webhook(runner, SECRET)

    async def receive(self, incoming: Incoming) -> str | None:
        if self.fails:
            raise NotNow
        self.heard.append(incoming)
        return self.says

    async def call(self, headers: Any = GOOD, body: bytes = UPDATE, method: str = "POST", path: str = PATH) -> Answered:
        return await call(self.webhook, method, path, headers, body)


async def test_telegrams_own_call_is_heard() -> None:
    inside = Inside()
    assert (await inside.call()).status == 200
    assert [incoming.kind for incoming in inside.heard] == ["text"]


async def test_what_is_not_durable_is_not_confirmed() -> None:
    answer = await Inside(fails=True).call()
    assert answer.status == 503
    assert answer.headers[b"retry-after"] == b"1"


async def test_the_answer_to_a_press_rides_in_the_confirmation() -> None:
    answer = await Inside(says="Bewaard").call(body=PRESS)
    assert orjson.loads(answer.body) == {
        "method": "answerCallbackQuery",
        "callback_query_id": "77",
        "text": "Bewaard",
    }
    assert orjson.loads((await Inside(says="").call(body=PRESS)).body).keys() == {"method", "callback_query_id"}
    assert (await Inside(says=None).call(body=PRESS)).body == b""


JSON = (b"content-type", b"application/json")
FORGED = [
    (401, (JSON,)),
    (401, ((SECRET_HEADER, SECRET.encode()), (SECRET_HEADER, SECRET.encode()), JSON)),
    (403, ((SECRET_HEADER, b""), JSON)),
    (403, ((SECRET_HEADER, SECRET.encode()[:-1]), JSON)),
    (403, ((SECRET_HEADER, SECRET.encode() + b" "), JSON)),
    (403, ((SECRET_HEADER, SECRET.upper().encode()), JSON)),
    (403, ((SECRET_HEADER, b"\xff\xfe\x00"), JSON)),
    (415, ((SECRET_HEADER, SECRET.encode()),)),
    (415, ((SECRET_HEADER, SECRET.encode()), (b"content-type", b"text/plain"))),
    (413, (*GOOD, (b"content-length", str(MOST_BYTES + 1).encode()))),
    (413, (*GOOD, (b"content-length", b"-1"))),
    (413, (*GOOD, (b"content-length", b"many"))),
]


@pytest.mark.parametrize(("status", "headers"), FORGED)
async def test_a_call_that_is_not_telegrams_is_refused(status: int, headers: Any) -> None:
    inside = Inside()
    assert (await inside.call(headers)).status == status
    assert not inside.heard


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"])
async def test_only_posts_are_heard(method: str) -> None:
    assert (await Inside().call(method=method)).status == 405


@pytest.mark.parametrize("path", ["/", "/telegram", "/telegram/", PATH + "/", PATH.upper(), "/bot1:x", "/é\udcff"])
async def test_only_the_path_that_cannot_be_guessed_is_there(path: str) -> None:
    assert (await Inside().call(path=path)).status == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"update_id": "1"}', b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_a_bad_request(body: bytes) -> None:
    inside = Inside()
    assert (await inside.call(body=body)).status == 400
    assert not inside.heard


async def test_a_body_that_hides_its_length_is_cut_off() -> None:
    assert (await Inside().call(body=UPDATE + b" " * MOST_BYTES)).status == 413
    assert (await Inside().call(body=UPDATE + b" " * (MOST_BYTES - len(UPDATE)))).status == 200


@given(st.binary(max_size=80), st.sampled_from(["POST", "GET"]))
@settings(max_examples=2000)
async def test_no_other_secret_opens_the_door(secret: bytes, method: str) -> None:
    inside = Inside()
    answer = await inside.call(((SECRET_HEADER, secret), GOOD[1]), method=method)
    assert (answer.status == 200) == (secret == SECRET.encode() and method == "POST")
    assert answer.status in (200, 403, 405)
    assert len(inside.heard) == (answer.status == 200)


@given(st.binary(max_size=200))
@settings(max_examples=500)
async def test_with_the_right_secret_no_body_breaks_anything(body: bytes) -> None:
    assert (await Inside().call(body=body)).status in (200, 400)


def test_the_path_says_nothing_of_the_secret() -> None:
    assert SECRET not in PATH
    assert webhook_path(SECRET + "x") != PATH
    assert len(PATH.rpartition("/")[2]) == 32
