"""A call may come in four shapes, and each means the same."""

import socket

import httpx
import orjson
import pytest

MARKUP = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
def address(emulator):
    return f"{emulator.url}/bot{emulator.bot_token}/"


async def ways(address, chat_id):
    """The same message by URL, urlencoded, multipart and JSON."""
    fields = {
        "chat_id": str(chat_id),
        "text": "hallo",
        "reply_markup": orjson.dumps(MARKUP).decode(),
        "protect_content": "True",
    }
    body = {"chat_id": chat_id, "text": "hallo", "reply_markup": MARKUP, "protect_content": True}
    async with httpx.AsyncClient() as http:
        yield "get", await http.get(address + "sendMessage", params=fields)
        yield "urlencoded", await http.post(address + "SENDMESSAGE", data=fields)
        yield "multipart", await http.post(address + "sendmessage", files={n: (None, v) for n, v in fields.items()})
        yield "json", await http.post(address + "sendMessage", json=body)
        yield (
            "json in a string",
            await http.post(address + "sendMessage", json=body | {"reply_markup": fields["reply_markup"]}),
        )


async def test_all_shapes_send_the_same_message(emulator, address):
    phone = emulator.phone()
    shapes = [shape async for shape, answer in ways(address, phone.chat_id) if answer.json()["ok"]]
    assert shapes == ["get", "urlencoded", "multipart", "json", "json in a string"]
    assert [(seen.text, seen.buttons, seen.protected) for seen in phone.screen()] == [("hallo", [["Yes"]], True)] * 5


async def test_a_file_arrives_byte_for_byte_and_can_be_downloaded(emulator, address):
    phone = emulator.phone()
    content = bytes(range(256)) + b"\r\n--x\r\n\r\n"
    async with httpx.AsyncClient() as http:
        sent = (
            await http.post(
                address + "sendDocument", data={"chat_id": phone.chat_id}, files={"document": ("a;b.bin", content)}
            )
        ).json()["result"]
        attached = (
            await http.post(
                address + "sendDocument",
                files={"up": ("c", content)},
                data={"chat_id": phone.chat_id, "document": "attach://up"},
            )
        ).json()["result"]
        file = (await http.post(address + "getFile", json={"file_id": sent["document"]["file_id"]})).json()["result"]
        loaded = await http.get(f"{emulator.url}/file/bot{emulator.bot_token}/{file['file_path']}")
    assert loaded.content == content
    assert attached["document"]["file_size"] == len(content)
    assert emulator.ledger[-1].method == "download"


@pytest.mark.parametrize(
    ("token", "code", "words"),
    [("123456:wrong", 401, "Unauthorized"), ("nonsense", 404, "Not Found"), ("123456", 404, "Not Found")],
)
async def test_a_wrong_token_opens_nothing(emulator, token, code, words):
    async with httpx.AsyncClient() as http:
        answer = (await http.get(f"{emulator.url}/bot{token}/getMe")).json()
    assert answer == {"ok": False, "error_code": code, "description": words}
    assert not emulator.ledger


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{", "application/json"), (b"[1]", "application/json"), (b"x", "multipart/form-data"), (b"x", "text/plain")],
)
async def test_a_body_nobody_can_read_is_refused(address, body, kind):
    async with httpx.AsyncClient() as http:
        answer = await http.post(address + "getMe", content=body, headers={"Content-Type": kind})
    assert answer.json()["error_code"] == 400


async def test_numbers_that_are_none_are_refused(wire):
    assert "expected an integer" in await wire.refusal("getUpdates", offset="soon")
    assert "expected a JSON object" in await wire.refusal("sendMessage", chat_id=1, text="a", reply_markup="{")
    assert await wire.refusal("sendMessage", text="a") == "Bad Request: chat_id is empty"


async def test_answers_leave_at_once_and_do_not_wait_for_the_other_sides_nod(emulator, wire):
    """Without it a line that is kept open answers no sooner than after 40 milliseconds."""
    await wire.result("getMe")
    lines = [line.transport.get_extra_info("socket") for line in emulator._server.server_state.connections]
    assert [bool(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for line in lines] == [True]
