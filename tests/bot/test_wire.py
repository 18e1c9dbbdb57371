"""The wire in bad hands: whatever a server does, a question did not leave or stays unclear, and never leaves twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest
import uvloop

from bot.telegram import wire as module
from bot.telegram.wire import NotWritten, Unclear, Wire
from tests.bot.listening import listening

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Server:
    """A server that keeps its own ledger: each question it got, on which connection; `answer` is up to the test."""

    def __init__(self, answer: Callable[[Server, Writer], Awaitable[None]]) -> None:
        self._answer = answer
        self.questions: list[tuple[int, bytes]] = []
        self.opened = 0
        self.lost = asyncio.Event()
        self.url = ""

    async def hear(self, reader: Reader, writer: Writer) -> None:
        self.opened += 1
        number = self.opened
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                self.questions.append((number, head.split(b"\r\n")[0] + await reader.readexactly(length)))
                await self._answer(self, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.lost.set()
            writer.close()


@asynccontextmanager
async def served(answer: Callable[[Server, Writer], Awaitable[None]]) -> AsyncIterator[Server]:
    server = Server(answer)
    async with listening(server.hear) as port:
        server.url = f"http://127.0.0.1:{port}"
        yield server


def says(*pieces: bytes, close: bool = False) -> Callable[[Server, Writer], Awaitable[None]]:
    async def answer(server: Server, writer: Writer) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        if close:
            writer.close()

    return answer


@asynccontextmanager
async def wired(server: Server, connections: int = 4) -> AsyncIterator[Wire]:
    wire = Wire(server.url, connections)
    yield wire
    wire.close()


async def test_one_connection_carries_one_question_after_another() -> None:
    async with served(says(GOOD[:7], GOOD[7:40], GOOD[40:])) as server, wired(server) as wire:
        for number in range(5):
            reply = await wire.post("/a", b"%d" % number, 30)
            assert (reply.status, reply.body) == (200, b'{"ok":true}')
        assert server.questions == [(1, b"POST /a HTTP/1.1%d" % number) for number in range(5)]


async def test_questions_at_once_take_a_connection_each_up_to_the_bound() -> None:
    asked, go = asyncio.Semaphore(0), asyncio.Event()

    async def answer(server: Server, writer: Writer) -> None:
        asked.release()
        await go.wait()
        writer.write(GOOD)

    async with served(answer) as server, wired(server, 3) as wire:
        asking = [asyncio.ensure_future(wire.post("/a", b"x", 30)) for _ in range(10)]
        for _ in range(3):
            await asked.acquire()
        assert len(server.questions) == 3
        go.set()
        assert {reply.status for reply in await asyncio.gather(*asking)} == {200}
        assert server.opened == 3
        assert len(server.questions) == 10


@pytest.mark.parametrize(
    "answer",
    [
        says(close=True),
        says(b"HTTP/1.1 200", close=True),
        says(GOOD[:30], close=True),
        says(GOOD[:-1], close=True),
        says(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"o', close=True),
        says(b'HTTP/1.1 200 OK\r\n\r\n{"ok":true}', close=True),
        says(b"220 mail.example ESMTP\r\n"),
    ],
    ids=["nothing", "half a line", "half a head", "all but a byte", "half a chunk", "no length", "another protocol"],
)
async def test_what_left_and_was_not_answered_readably_is_unclear_and_leaves_once(
    answer: Callable[[Server, Writer], Awaitable[None]],
) -> None:
    async with served(answer) as server, wired(server) as wire:
        with pytest.raises(Unclear):
            await wire.post("/a", b"x", 30)
        assert len(server.questions) == 1
        with pytest.raises(Unclear):  # the next question has a connection of its own
            await wire.post("/a", b"y", 30)
        assert server.questions == [(1, b"POST /a HTTP/1.1x"), (2, b"POST /a HTTP/1.1y")]


async def test_a_kept_connection_that_closes_just_as_we_write_leaves_it_unclear() -> None:
    """The classical trap: nothing came back, but the question was on its way. It is never written a second time."""

    async def answer(server: Server, writer: Writer) -> None:
        if len(server.questions) == 1:
            writer.write(GOOD)
        else:
            writer.transport.abort()

    async with served(answer) as server, wired(server) as wire:
        await wire.post("/a", b"x", 30)
        with pytest.raises(Unclear):
            await wire.post("/a", b"y", 30)
        assert server.questions == [(1, b"POST /a HTTP/1.1x"), (1, b"POST /a HTTP/1.1y")]


async def test_a_kept_connection_closed_before_is_not_written_into() -> None:
    async with served(says(GOOD, close=True)) as server, wired(server) as wire:
        for number in range(3):
            assert (await wire.post("/a", b"x", 30)).status == 200
            async with asyncio.timeout(30):
                while wire._resting and wire._resting[-1].open:  # noqa: ASYNC110 - its end is on its way
                    await asyncio.sleep(0)
            assert server.opened == number + 1
        assert len(server.questions) == 3


async def test_bytes_nobody_asked_for_are_no_answer_to_the_next_question() -> None:
    async with served(says(GOOD)) as server, wired(server) as wire:
        await wire.post("/a", b"x", 30)
        wire._resting[-1].data_received(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
        assert (await wire.post("/a", b"y", 30)).body == b'{"ok":true}'
        assert server.opened == 2


async def test_a_slow_answer_is_unclear_and_its_connection_is_not_used_again() -> None:
    slow = asyncio.Event()

    async def answer(server: Server, writer: Writer) -> None:
        if len(server.questions) == 1:
            writer.write(GOOD[:-1])
            await slow.wait()
            writer.write(GOOD[-1:])
        else:
            writer.write(GOOD)

    async with served(answer) as server, wired(server) as wire:
        with pytest.raises(Unclear):
            await wire.post("/a", b"x", 0.2)
        slow.set()
        assert (await wire.post("/a", b"y", 30)).status == 200
        assert server.questions[-1] == (2, b"POST /a HTTP/1.1y")


async def test_who_stops_waiting_closes_the_connection() -> None:
    asked = asyncio.Event()

    async def answer(server: Server, writer: Writer) -> None:
        asked.set()
        if len(server.questions) > 1:
            writer.write(GOOD)

    async with served(answer) as server, wired(server, 1) as wire:
        asking = asyncio.ensure_future(wire.post("/a", b"x", 60))
        await asked.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.wait_for(server.lost.wait(), 30)
        assert (await wire.post("/a", b"y", 30)).status == 200, "its room is free again"


async def test_what_waits_too_long_for_a_free_connection_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT", 0.05)
    never = asyncio.Event()

    async def answer(server: Server, writer: Writer) -> None:
        await never.wait()

    async with served(answer) as server, wired(server, 1) as wire:
        asking = asyncio.ensure_future(wire.post("/a", b"x", 60))
        while not server.questions:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        with pytest.raises(NotWritten):
            await wire.post("/a", b"y", 60)
        assert len(server.questions) == 1
        wire.close()
        with pytest.raises(Unclear):
            await asking
        with pytest.raises(NotWritten):
            await wire.post("/a", b"z", 30)
        never.set()


async def test_connections_that_rest_are_let_go_of_before_the_server_does() -> None:
    async with served(says(GOOD)) as server, wired(server) as wire:
        wire._idle = 0.05
        await asyncio.gather(*(wire.post("/a", b"x", 30) for _ in range(3)))
        assert server.opened == 3
        async with asyncio.timeout(30):
            while wire._all:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert wire._sweeping is None, "nobody looks when there is nothing to see"
        opened = server.opened
        await wire.post("/a", b"x", 30)
        assert server.opened == opened + 1


async def test_no_name_of_the_wire_shows_what_it_carries() -> None:
    async with served(says(GOOD)) as server, wired(server) as wire:
        await wire.post("/bot5:canary/getMe", b'{"text":"canary"}', 30)
        assert "canary" not in repr(wire) + repr(wire._resting[0]) + repr(vars(wire)) + repr(vars(wire._resting[0]))


@pytest.mark.parametrize(
    "story",
    [
        test_one_connection_carries_one_question_after_another,
        test_a_kept_connection_that_closes_just_as_we_write_leaves_it_unclear,
        test_a_kept_connection_closed_before_is_not_written_into,
        test_a_slow_answer_is_unclear_and_its_connection_is_not_used_again,
        test_who_stops_waiting_closes_the_connection,
    ],
)
def test_it_is_no_different_on_the_loop_that_haven_runs_on(story: Callable[[], Coroutine[None, None, None]]) -> None:
    uvloop.run(story())
