"""The side door: how a command of the operator gets something done in a house that is running.

A running house listens on a socket in HAVEN_KEYS that its owner alone may knock at. One line of JSON asks, one line
answers. Where no house runs, the command opens the store itself, does the same act and closes it again.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from haven import audit_acts, backup_acts, keys_acts, staff_acts
from haven.logs import Log
from haven.refusing import IN_THE_WAY, refusal
from haven.settings import Settings, WrongSetting
from helpline.ports import House
from storage.store import Store

#: What is asked, in texts; what came of it, in plain values. Raises WrongSetting, with a sentence, where it may not be.
Act = Callable[[Store, Mapping[str, str]], Awaitable[Mapping[str, object]]]
ACTS: Mapping[str, Act] = {
    "staff_add": staff_acts.add,
    "staff_list": staff_acts.everyone,
    "staff_disable": staff_acts.disable,
    "staff_reset": staff_acts.reset,
    "backed_up": backup_acts.backed_up,
    "keys_restored": backup_acts.keys_restored,
    "audit_verify": audit_acts.verify,
    "audit_head": audit_acts.head,
    "keys_rotate": keys_acts.rotate,
    "keys_show": keys_acts.show,
}
#: The same for what is decided by the rules of the house: of these the names, in haven/flows_acts.py. What they need is
#: heavy, so it is loaded when one is asked for.
HouseAct = Callable[[Store, House, Mapping[str, str]], Awaitable[Mapping[str, object]]]
HOUSE_ACTS: Mapping[str, str] = {
    "flows_export": "export",
    "flows_import": "bring_in",
    "flows_drafts": "drafts",
    "flows_publish": "publish",
}
FILE = "house.sock"
#: Bytes a socket's path may have, on every system; and those of one line.
LONGEST, LINE = 100, 1 << 20
#: Seconds somebody may take to say what she wants.
PATIENCE = 5.0
CUT = "the house stopped before it was done; look whether it runs, and ask again."
Did = Mapping[str, object]


async def at_the_house(settings: Settings, act: str, told: Mapping[str, str]) -> Did:
    """Have it done by the running house, or here where none runs. Raises WrongSetting with one sentence."""
    with _reachable(settings.keys) as path:
        try:
            reader, writer = await asyncio.open_unix_connection(path, limit=LINE)
        except OSError:  # no socket, or one that a killed house left behind
            return await _here(settings, act, told)
    try:
        writer.write(_line({"act": act, "told": dict(told)}))
        await writer.drain()
        answer = await reader.readline()
    except OSError:
        answer = b""
    finally:
        writer.close()
    return _understood(answer)


async def somebody_is_in(settings: Settings) -> bool:
    """A house of these settings runs on this machine."""
    with _reachable(settings.keys) as path:
        return await asyncio.to_thread(_somebody_listens, path)


async def _here(settings: Settings, act: str, told: Mapping[str, str]) -> Did:
    from haven.editions import Editions
    from haven.wiring import furnish, open_database

    store = await open_database(settings, "operator")
    try:
        await store.number_events()  # what a house that was killed left over
        if act in HOUSE_ACTS:
            premises = await furnish(settings, store, _now)
            await Editions(store, premises, Log(StringIO()), lambda code: None).look()
            done = await _house_act(act)(store, premises(), told)
        else:
            done = await ACTS[act](store, told)
        await store.number_events()  # as a running house does at once: from now on it stands in the record
        return done
    finally:
        await store.close()


def _understood(answer: bytes) -> Did:
    try:
        said = json.loads(answer)
    except ValueError:
        raise WrongSetting(CUT) from None
    if "refused" in said:
        raise WrongSetting(str(said["refused"]))
    done: Did = said["done"]
    return done


@asynccontextmanager
async def open_side_door(
    keys: Path, store: Store, log: Log, house: Callable[[], House] | None = None
) -> AsyncIterator[None]:
    """Listen until the house closes. Where the folder cannot hold a socket, or another process of this house listens
    there already, the house goes on without. `house`: by whose rules `HOUSE_ACTS` are done; without it, none is."""
    doing: set[asyncio.Task[None]] = set()

    async def heard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        doing.add(task)
        task.add_done_callback(doing.discard)
        with suppress(OSError, asyncio.CancelledError):
            await _answer(reader, writer, store, log, house)
        writer.close()

    try:
        listening = await asyncio.to_thread(_listen, keys)
    except OSError as error:
        log.write("side_door_shut", error=type(error).__name__)
        yield
        return
    ours = (keys / FILE).stat()
    server = await asyncio.start_unix_server(heard, sock=listening, limit=LINE)
    try:
        yield
    finally:
        server.close()
        for task in doing:
            task.cancel()
        if doing:
            await asyncio.wait(doing)
        _remove(keys / FILE, ours)


def _listen(keys: Path) -> socket.socket:
    """A socket for its owner alone, in the place of one that nobody listens at any more."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _reachable(keys) as path:
            if _somebody_listens(path):
                raise FileExistsError("another process of this house listens")
            (keys / FILE).unlink(missing_ok=True)
            listening.bind(path)
            (keys / FILE).chmod(0o600)  # before it listens: nobody can have come in yet
        listening.listen(8)
    except BaseException:
        listening.close()
        raise
    return listening


def _somebody_listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
        knocking.settimeout(PATIENCE)
        try:
            knocking.connect(path)
        except OSError:
            return False
    return True


@contextmanager
def _reachable(keys: Path) -> Iterator[str]:
    """The socket's path, short enough for the system: through the open folder where the folder's own is too long."""
    path = str(keys.resolve() / FILE)
    if len(os.fsencode(path)) <= LONGEST or not keys.is_dir():
        yield path
        return
    folder = os.open(keys, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{FILE}"
    finally:
        os.close(folder)


def _remove(path: Path, ours: os.stat_result) -> None:
    """Only the one we made: another house may have put its own there since."""
    with suppress(OSError):
        found = path.stat()
        if stat.S_ISSOCK(found.st_mode) and found.st_ino == ours.st_ino:
            path.unlink()


async def _answer(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    store: Store,
    log: Log,
    house: Callable[[], House] | None,
) -> None:
    if not _is_ours(writer):
        return
    asked = await _asked(reader)
    if asked is None:
        return
    try:
        wanted = json.loads(asked)
        answer: Mapping[str, object] = {"done": await _done(wanted["act"], wanted["told"], store, house)}
    except Exception as error:
        code, sentence = refusal(error)
        if code != IN_THE_WAY:
            log.incident("side_door_failed", error)
        answer = {"refused": sentence}
    writer.write(_line(answer))
    await writer.drain()


async def _done(act: str, told: Mapping[str, str], store: Store, house: Callable[[], House] | None) -> Did:
    if act in ACTS:
        return await ACTS[act](store, told)
    if act in HOUSE_ACTS and house is not None:
        return await _house_act(act)(store, house(), told)
    raise WrongSetting("the house that runs is of another version and does not know this; start it anew.")


async def _asked(reader: asyncio.StreamReader) -> bytes | None:
    """One line. None: nobody asks, or what is said has no end. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        try:
            return await reader.readline() or None
        except ValueError:
            return None


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Whoever knocks is who runs the house, or root. The socket's own mode says so too, where the system can tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    told = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", told)[1] in (0, os.geteuid())


def _house_act(act: str) -> HouseAct:
    from haven import flows_acts

    found: HouseAct = getattr(flows_acts, HOUSE_ACTS[act])
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def _line(said: Mapping[str, object]) -> bytes:
    return json.dumps(said).encode() + b"\n"
