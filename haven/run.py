"""`haven run`: the house at work, from the first update to the last, and how it closes."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial

from bot.telegram.channel import KNOCK
from bot.telegram.setup import TokenRefused, introduce
from haven.alone import while_alone, within
from haven.editions import LOOK as LOOK_FOR_EDITIONS
from haven.editions import Editions
from haven.http import listen, make_server
from haven.logs import Log, mute_loop
from haven.loops import Loops, claim_forever, settle_forever
from haven.premises import DIRECTORY
from haven.proving import LOOK, Proving
from haven.record import HEAD, Record
from haven.revisions import LOOK as LOOK_FOR_REVISIONS
from haven.revisions import Renewing
from haven.settings import Settings, WrongSetting
from haven.side_door import open_side_door
from haven.wiring import At, Clock, Parts, assemble, furnish, introduction, open_database
from helpline import chores
from helpline.steps_walked import WRITE_DOWN
from helpline.telling import telling_name
from storage.errors import StorageTrouble
from storage.people import People

#: Seconds: how long the web server, and what is on the wire to Telegram, may take when the house closes.
SERVER_GRACE, SEND_GRACE = 1.1, 0.4
#: Seconds from the beginning of the closing until the last alert command must have ended.
ALERT_GRACE = 1.7
#: Seconds between two looks for messages whose time on a phone is over: what was on its way while she hid the chat too.
TAKE_BACK = 2.0
#: Seconds within which a second signal is the first one again; closing should be over by then.
SAME_SIGNAL = 2.0
Prepare = Callable[[People, str], Awaitable[Mapping[str, str] | None]]


async def run(
    settings: Settings,
    log: Log,
    clock: Clock,
    stop: asyncio.Event,
    opened: Callable[[str], None],
    prepare: Prepare | None = None,
) -> None:
    """Until `stop`. `opened` is told the address of the house's pages. `prepare` looks who works here before it opens:
    the demo puts its own staff into it, and returns their ways in. Raises WrongSetting where it cannot start."""
    mute_loop(log, asyncio.get_running_loop())
    with _listen(settings) as listening:
        await _open(settings, log, clock, stop, opened, prepare, listening)
    log.write("stopped")


async def _open(
    settings: Settings,
    log: Log,
    clock: Clock,
    stop: asyncio.Event,
    opened: Callable[[str], None],
    prepare: Prepare | None,
    listening: socket.socket,
) -> None:
    process = f"{os.getpid()}-{secrets.token_hex(4)}"
    store = await open_database(settings, process)
    try:
        house = await furnish(settings, store, clock)
        origin = settings.console_at(listening.getsockname()[1])
        at = At(origin, await prepare(store.people, origin) if prepare else None)
        async with asyncio.TaskGroup() as group:
            loops = Loops(group, log)
            parts = assemble(settings, log, clock, store, house, loops, at)
            gc.collect()
            gc.freeze()
            try:
                async with open_side_door(settings.keys, store, log, house):
                    await _work(parts, loops, listening, stop, opened)
            finally:
                await loops.close()
                await parts.api.close()
                await parts.lanes.settle()
                with suppress(StorageTrouble):
                    await parts.office.afterwards.steps.write_down(store)
    except* WrongSetting as found:
        raise _first(found) from None
    finally:
        await store.close()


async def _work(
    parts: Parts, loops: Loops, listening: socket.socket, stop: asyncio.Event, opened: Callable[[str], None]
) -> None:
    with suppress(StorageTrouble):  # whoever takes a case a moment later is not without a name
        await parts.office.look()
        await _editions(parts).look()
    _start_loops(parts, loops)
    loops.spawn(_tell_who_waits(parts))
    server = make_server(parts.site)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    host, port = listening.getsockname()[:2]
    hearing = asyncio.ensure_future(_hear(parts, stop))
    parts.log.write("started", port=port)
    if parts.premises.house.pages is None:
        parts.log.write("no_hash_page")
    opened(f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}")
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({stopping, hearing, serving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        parts.log.write("stopping")
        closing = asyncio.get_running_loop().time()
        parts.office.hub.close()
        server.should_exit = True
        _, late = await asyncio.wait({hearing, serving}, timeout=SERVER_GRACE)
        for task in (stopping, *late):
            task.cancel()
        await parts.lanes.close(SEND_GRACE)
        await parts.alerts.finish(closing + ALERT_GRACE - asyncio.get_running_loop().time())
    for task in (hearing, serving):
        if task.done() and not task.cancelled():
            task.result()  # why it ended before it was asked to


async def _hear(parts: Parts, stop: asyncio.Event) -> None:
    """Introduce the bot, and poll meanwhile, or wait to be called."""
    webhook, settings = None, parts.settings
    if parts.webhook and settings.public_url and settings.webhook_secret:
        webhook = (settings.public_url + parts.webhook.path, settings.webhook_secret)
    async with asyncio.TaskGroup() as group:
        introducing = group.create_task(_introduce(parts, webhook))
        if webhook is None:
            group.create_task(_poll(parts, stop))
        await stop.wait()
        introducing.cancel()


async def _poll(parts: Parts, stop: asyncio.Event) -> None:
    """Telegram lets one process ask. On SQLite there is only one; on PostgreSQL the one with the lease asks."""
    if not parts.store.shared:
        await parts.polling.run(stop)
        return
    while not stop.is_set():
        try:
            await while_alone(parts.store, "polling", parts.clock, stop, parts.polling.run)
        except StorageTrouble as error:
            parts.log.incident("storage_trouble", error)
            await within(stop, 1.0)


async def _introduce(parts: Parts, webhook: tuple[str, str] | None) -> None:
    pause = 1.0
    while True:
        try:
            names = await introduce(parts.api, introduction(parts.premises), webhook)
        except TokenRefused:
            raise WrongSetting("HAVEN_TELEGRAM_TOKEN is not known to Telegram; ask BotFather for it.") from None
        except Exception as error:  # Telegram in trouble: the house is open, and tries until it is heard
            parts.log.incident("setup_trouble", error)
            await asyncio.sleep(pause)
            pause = min(30.0, pause * 2)
        else:
            parts.introduced.set()
            parts.log.write("setup_done")
            if any(map(telling_name, names)):  # whoever glances at her phone would know what this is
                parts.log.write("bot_name_telling")
                parts.alerts.tell("bot_name")
            return


async def _tell_who_waits(parts: Parts) -> None:
    """An alert may have been lost with the machine: whoever waits in a queue is told of once at every start."""
    if (await parts.store.counts(parts.clock()))["waiting"]:
        parts.alerts.tell("waiting")


def _start_loops(parts: Parts, loops: Loops) -> None:
    store, clock = parts.store, parts.clock
    steps = parts.office.afterwards.steps

    async def take_back() -> None:
        await chores.take_back(store, await store.due_deletions(clock()), parts.channel.delete)

    async def withdraw() -> None:
        parts.lanes.withdraw(await store.stale_in_hand())

    parts.office.start(loops)
    store.news.hear("taken", lambda: loops.spawn(withdraw()))
    store.news.hear("due", parts.lanes.wake.set)
    loops.keep("news", store.news.listen)
    loops.keep("numbering", store.number_forever)
    loops.keep("settle", partial(settle_forever, parts.lanes))
    loops.keep("claim", partial(claim_forever, parts.lanes))
    loops.keep("alerts", parts.alerts.run)
    loops.every(TAKE_BACK, "take_back", take_back)
    if parts.webhook:  # polling hears by itself that the token is good again
        loops.every(KNOCK, "knock", parts.channel.knock)
    _follow_what_is_published(parts, loops)
    loops.every(WRITE_DOWN, "steps_walked", lambda: steps.write_down(store))
    loops.every(600, "future", lambda: store.bring_back(clock()))
    proving = Proving(parts.premises, DIRECTORY, clock, parts.log, parts.alerts.tell)
    loops.every(LOOK, "proving", proving.look)
    record = Record(store, clock, parts.log, parts.alerts.tell)
    loops.every(HEAD, "audit_head", record.note_head)
    loops.keep("audit", record.watch)
    for chore in chores.CHORES:
        loops.every(chore.every, chore.name, lambda chore=chore: chore.run(store, clock()))  # type: ignore[misc]


def _follow_what_is_published(parts: Parts, loops: Loops) -> None:
    renewing = Renewing(parts.store, parts.premises, parts.log, parts.alerts.tell)
    editions = _editions(parts)
    parts.store.news.hear("revision", lambda: loops.spawn(renewing.look()))
    parts.store.news.hear("edition", lambda: loops.spawn(editions.look()))
    loops.every(LOOK_FOR_REVISIONS, "revisions", renewing.look)
    loops.every(LOOK_FOR_EDITIONS, "editions", editions.look)


def _editions(parts: Parts) -> Editions:
    return Editions(parts.store, parts.premises, parts.log, parts.alerts.tell)


def _first(found: BaseExceptionGroup[WrongSetting]) -> WrongSetting:
    error: BaseException = found
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, WrongSetting)
    return error


def _listen(settings: Settings) -> socket.socket:
    try:
        return listen(settings.host, settings.port)
    except (OSError, ValueError):
        raise WrongSetting(
            f"Nothing can listen on {settings.host}:{settings.port}; set another HAVEN_PORT or HAVEN_HOST."
        ) from None


def stop_on_signals(stop: asyncio.Event) -> None:
    """The first signal closes the house; one that comes when it should have closed ends it where it stands.

    systemd, and Ctrl-C under make, tell the whole process group, and make passes it on: the same signal, twice.
    """
    first: list[float] = []

    def heard() -> None:
        now = asyncio.get_running_loop().time()
        if first and now - first[0] >= SAME_SIGNAL:
            os._exit(130)  # nothing is lost by it: what was confirmed is durable
        first.append(now)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, heard)
