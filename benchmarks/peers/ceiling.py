"""No bot at all: it looks at nothing but the chat and the button, and answers from what it was told. What the driver
can do with it is the most it can do with any bot."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from urllib.parse import urlsplit

import httptools
import orjson
import uvloop

from benchmarks.peers.arguments import SECRET, TOKEN, Arguments, given


class Outwards(asyncio.Protocol):
    """The line to the Bot API; what comes back on it is not looked at."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def call(self, method: str, body: bytes) -> None:
        head = f"POST /bot{TOKEN}/{method} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        self.transport.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)


class Hook(asyncio.Protocol):
    """The webhook: 200 at once, and everything the talk says to this update."""

    def __init__(self, out: Outwards, answers: list[list[bytes]]) -> None:
        self.out, self.answers, self.body = out, answers, b""
        self.parser = httptools.HttpRequestParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        update, self.body = orjson.loads(self.body), b""
        self.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        press = update.get("callback_query")
        if press:
            self.out.call("answerCallbackQuery", b'{"callback_query_id":"%s"}' % press["id"].encode())
        chat = (press or update)["message"]["chat"]["id"]
        for rest in self.answers[int(press["data"].split(":")[0]) if press else 0]:
            self.out.call("sendMessage", b'{"chat_id":%d,%s' % (chat, rest))


def prepared(told: Arguments) -> list[list[bytes]]:
    """Every message of the talk as JSON without its beginning; a button says which answer comes next."""
    answers: list[list[bytes]] = []
    for number, messages in enumerate(told.talk.answers):
        answers.append([])
        for message in messages:
            keys = [[{"text": label, "callback_data": f"{number + 1}:{at}"}] for at, label in enumerate(message.labels)]
            body: dict[str, Any] = {"text": message.text} | (
                {"reply_markup": {"inline_keyboard": keys}} if keys else {}
            )
            answers[-1].append(orjson.dumps(body)[1:])
    return answers


async def main(told: Arguments) -> None:
    loop, api = asyncio.get_running_loop(), urlsplit(told.api)
    _, out = await loop.create_connection(Outwards, api.hostname or "", api.port or 80)
    answers = prepared(told)
    await loop.create_server(lambda: Hook(out, answers), "127.0.0.1", told.port)
    out.call("setWebhook", orjson.dumps({"url": told.hook, "secret_token": SECRET}))
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(given()))
