"""One story does not reach into another: what it left open is gone, and no two houses are given one port."""

from __future__ import annotations

import asyncio

from tests.ports import free_port
from tests.soon import Counted, counting, until


def test_what_a_story_left_open_ends_with_its_loop() -> None:
    """Or it would be found, and be a warning, in whichever story is told when memory is tidied."""
    left: list[asyncio.StreamWriter] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left.append(writer)
        await asyncio.Event().wait()

    async def story() -> None:
        server = await asyncio.start_server(hear, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
        await until(lambda: left)
        writer.close()
        server.close()

    with asyncio.Runner() as runner:
        runner.run(story())
    assert left[0].transport.is_closing()


def test_no_port_is_given_twice() -> None:
    assert len({free_port() for _ in range(500)}) == 500


async def test_seconds_in_which_we_cannot_run_are_not_counted_and_those_in_which_we_work_are() -> None:
    async with counting() as counted:
        await asyncio.sleep(0.1)
    assert 0 < counted.seconds <= 0.2
    still = Counted()
    await asyncio.to_thread(asyncio.run, asyncio.sleep(0.1))
    assert still.seconds < 0.1
    while still.seconds < 0.02:  # it works, and never looks
        pass
    assert still.looks == 0


async def test_what_does_not_come_in_so_many_looks_is_not_waited_for_any_longer() -> None:
    looks: list[int] = []
    try:
        await until(lambda: looks.append(1), seconds=0.1)
    except TimeoutError:
        assert len(looks) > 5
    else:
        raise AssertionError("it never came")
    assert await until(lambda: len(looks)) == len(looks)
