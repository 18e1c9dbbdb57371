"""Whatever a bot sends, the emulator answers as the Bot API does: with a result or a refusal, never with a crash."""

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from emulator.calls import Calls
from emulator.methods import METHODS
from emulator.phone import Phone
from emulator.telegram import FIRST_PERSON, Telegram

SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 110) | st.floats(allow_nan=False) | st.text("a<*_/@é😀 ", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "message_id",
                    "type",
                    "offset",
                    "length",
                    "inline_keyboard",
                    "keyboard",
                    "emoji",
                    "command",
                    "description",
                    "callback_data",
                    "url",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
LIKELY = {
    "chat_id": st.sampled_from([FIRST_PERSON, str(FIRST_PERSON), "@x"]),
    "message_id": st.integers(100, 104),
    "timeout": st.just(0),
    "url": st.just(""),
    "parse_mode": st.sampled_from(["HTML", "MarkdownV2", "Markdown"]),
}
LIKELY["from_chat_id"] = LIKELY["chat_id"]


@st.composite
def calls(draw):
    method = draw(st.sampled_from(sorted(METHODS.values(), key=lambda one: one.name)))
    names = method.required | draw(st.sets(st.sampled_from(sorted(method.known) or ["x"]), max_size=4))
    return method.name, {
        name: draw(LIKELY[name] if name in LIKELY and draw(st.integers(0, 9)) else SCRAPS)
        for name in sorted(names)
        if name not in ("timeout", "url") or name in LIKELY
    } | ({"timeout": 0} if method.name == "getUpdates" else {}) | ({"url": ""} if method.name == "setWebhook" else {})


HERE = {"chat_id": FIRST_PERSON}
# What chance finds only now and then is tried every time.
ENDLESS = [("sendMessage", HERE | {"text": "a", "direct_messages_topic_id": float("inf")})]
TOO_LONG = [("deleteMessage", HERE | {"message_id": "9" * 20}), ("sendMessage", {"chat_id": "9" * 19, "text": "a"})]
NO_PLACE = [("sendLocation", HERE | {"latitude": "inf", "longitude": "nan"})]
NO_NAME = [("sendMessage", HERE | {"text": "a", "entities": [{"type": {}, "offset": 0, "length": 1}]})]


@example(ENDLESS)
@example(TOO_LONG)
@example(NO_PLACE)
@example(NO_NAME)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(calls(), min_size=1, max_size=4))
async def test_every_call_is_answered_and_leaves_one_line(several):
    telegram = Telegram("123456:demo")
    phone = Phone(telegram, telegram.new_chat("private", "Someone", language="nl"))
    answers = Calls(telegram)
    await phone.says("hallo")
    for number, (method, params) in enumerate(several, start=1):
        reply = await answers.answer(method, {name: value for name, value in params.items() if value is not None})
        assert reply.status in (200, 400, 403, 404, 409, 501)
        assert len(telegram.ledger) == number
        assert telegram.ledger[-1].ok == (reply.status == 200)
        assert orjson.loads(orjson.dumps(telegram.ledger[-1].params, default=str)) is not None


@pytest.mark.parametrize("calls", [ENDLESS, TOO_LONG, NO_PLACE, NO_NAME], ids=["inf", "long", "nowhere", "no name"])
async def test_numbers_and_names_that_cannot_be_are_refused(calls):
    telegram = Telegram("123456:demo")
    telegram.new_chat("private", "Someone")
    for method, params in calls:
        assert (await Calls(telegram).answer(method, params)).status == 400
