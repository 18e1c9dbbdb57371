"""Reading what Telegram sends: everything people can do has a meaning, and nothing they are is ever read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.updates import MEDIA, read
from emulator.server import Emulator
from helpline.ports import Incoming

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
WHO = {"id": 5, "is_bot": False, "first_name": "CANARY-first", "username": "CANARY-user", "language_code": "nl-BE"}
CHAT = {"id": 5, "type": "private", "first_name": "CANARY-first", "username": "CANARY-user"}


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 7, "message": {"message_id": 3, "date": 1_790_000_000, "from": WHO, "chat": CHAT} | content}


def heard(payload: object) -> Incoming:
    incoming = read(payload, NOW)
    assert incoming is not None
    return incoming


def test_a_text_is_heard_with_nothing_of_who_wrote_it() -> None:
    incoming = heard(message(text="hallo"))
    assert (incoming.kind, incoming.update, incoming.message, incoming.language_hint) == ("text", 7, 3, "nl")
    assert incoming.words is not None
    assert incoming.words.plain == "hallo"
    assert incoming.address.plain == "5"
    assert incoming.at == datetime.fromtimestamp(1_790_000_000, UTC)


@pytest.mark.parametrize("kind", sorted(MEDIA))
def test_every_kind_of_media_is_media_and_only_its_caption_is_read(kind: str) -> None:
    incoming = heard(message(**{kind: {"file_id": "CANARY-file"}}, caption="ik wil niet meer", media_group_id="9"))
    assert (incoming.kind, incoming.burst) == ("media", "9")
    assert incoming.words is not None
    assert incoming.words.plain == "ik wil niet meer"


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "document", "sticker", "location", "contact"])
async def test_what_a_phone_sends_is_media(kind: str) -> None:
    emulator = Emulator()
    await emulator.phone(language="fr").sends(kind)
    assert heard(emulator.updates[-1].payload).kind == "media"


async def test_a_forwarded_text_is_a_text_and_its_author_stays_unknown() -> None:
    emulator = Emulator()
    await emulator.phone().forwards("stuur geld", from_name="CANARY-author")
    incoming = heard(emulator.updates[-1].payload)
    assert incoming.kind == "text"
    assert "CANARY" not in everything_in(incoming)


def test_no_name_picture_or_file_is_read() -> None:
    payload = message(text="x", forward_origin={"sender_user": WHO}, photo=[{"file_id": "CANARY-file"}])
    assert "CANARY" not in everything_in(heard(payload))
    # The scan itself finds what is there.
    assert "CANARY" in everything_in(heard(message(text="CANARY")))


def everything_in(incoming: Incoming) -> str:
    words = incoming.words.plain if incoming.words else ""
    return f"{vars(incoming)} {words} {incoming.address.plain}"


def press(**changes: Any) -> dict[str, Any]:
    on = {"message_id": 4, "date": 0, "chat": CHAT}
    return {"update_id": 8, "callback_query": {"id": "77", "from": WHO, "data": "t:a.b:c", "message": on} | changes}


def test_a_press_carries_its_data_even_when_its_message_is_gone() -> None:
    incoming = heard(press())
    assert (incoming.kind, incoming.data, incoming.callback, incoming.message) == ("press", "t:a.b:c", "77", 4)
    gone = heard(press(message=None))
    assert (gone.address.plain, gone.message) == ("5", None)
    assert heard(press(data=None)).data == ""


@pytest.mark.parametrize(("status", "kind"), [("kicked", "blocked"), ("member", "unblocked")])
def test_blocking_and_unblocking_are_heard(status: str, kind: str) -> None:
    change = {"chat": CHAT, "from": WHO, "date": 1_790_000_000, "new_chat_member": {"status": status}}
    assert heard({"update_id": 9, "my_chat_member": change}).kind == kind


GROUP = {"id": -100, "type": "supergroup", "title": "CANARY"}


@pytest.mark.parametrize(
    "payload",
    [
        {"update_id": 1, "message": {"message_id": 1, "from": WHO, "chat": GROUP, "text": "hi"}},
        {"update_id": 1, "channel_post": {"message_id": 1, "chat": {"id": -5, "type": "channel"}, "text": "hi"}},
        {"update_id": 1, "my_chat_member": {"chat": GROUP, "from": WHO, "new_chat_member": {"status": "member"}}},
    ],
)
def test_groups_and_channels_are_there_to_be_left(payload: dict[str, Any]) -> None:
    assert heard(payload).kind == "joined_group"


@pytest.mark.parametrize(
    "payload",
    [
        message(text="hi", **{"from": WHO | {"is_bot": True}}),
        message(pinned_message={}),
        message(new_chat_title="x"),
        {"update_id": 1, "my_chat_member": {"chat": GROUP, "new_chat_member": {"status": "left"}}},
        {"update_id": 1, "message_reaction": {"chat": CHAT}},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "inline_query": {"id": "1", "from": WHO, "query": "x"}},
        {"update_id": 1, "a_new_kind": {"chat": CHAT}},
        {"update_id": 1},
    ],
)
def test_silence_on_purpose(payload: dict[str, Any]) -> None:
    assert read(payload, NOW) is None


@pytest.mark.parametrize("number", [None, True, "7", -1, 2**63, 1.5, [], {}])
def test_without_an_id_there_is_nothing_to_confirm(number: object) -> None:
    assert read({"update_id": number, "message": message(text="x")["message"]}, NOW) is None


def test_half_a_character_becomes_a_mark() -> None:
    incoming = heard(message(text="a\ud83d b\x00"))
    assert incoming.words is not None
    assert incoming.words.plain == "a\ufffd b\x00"
    incoming.words.plain.encode()


# fmt: off
FIELDS = st.sampled_from([
    "update_id", "message", "edited_message", "callback_query", "my_chat_member", "channel_post", "chat", "from", "id",
    "type", "text", "caption", "date", "edit_date", "message_id", "photo", "data", "media_group_id", "is_bot",
    "language_code", "new_chat_member", "status",
])
# fmt: on
SINGLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(st.characters(codec=None, categories=["Cs", "L"])),
    st.sampled_from(["private", "group", "channel", "kicked", "member", "nl"]),
)
ANYTHING = st.recursive(SINGLE, lambda inner: st.one_of(st.lists(inner), st.dictionaries(FIELDS, inner)), max_leaves=30)


@given(ANYTHING)
def test_whatever_arrives_is_read_or_left(payload: object) -> None:
    incoming = read(payload, NOW)
    assert incoming is None or incoming.channel == "telegram"


@given(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]), st.data())
def test_a_real_update_with_any_part_spoiled_is_read_or_left(kind: str, data: st.DataObject) -> None:
    body: dict[str, Any] = dict(message(text="hallo", photo=[])["message"]) | press()["callback_query"]
    body |= {"chat": dict(CHAT), "from": dict(WHO), "new_chat_member": {"status": "kicked"}}
    for part in data.draw(st.lists(st.sampled_from(sorted(body)), min_size=1, max_size=4)):
        body[part] = data.draw(ANYTHING)
    if isinstance(body["chat"], dict) and data.draw(st.booleans()):
        body["chat"][data.draw(st.sampled_from(["id", "type"]))] = data.draw(ANYTHING)
    incoming = read({"update_id": 1, kind: body}, NOW)
    if incoming is not None and incoming.words is not None:
        incoming.words.plain.encode()
