"""The files of the master key: `master.key`, readable by nobody else, and `master.key.next` while it is being changed.

A key is made whole and synced before it gets its name, changed by one rename, and overwritten before it is removed. So
whoever reads at any moment, `next` first, finds the key that the key store lies under.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import BadKeys

FILE, NEXT, OLD = "master.key", "master.key.next", "master.key.old"
#: What a key is called until it is whole: left behind only where somebody was killed just then.
DRAFT = re.compile(r"master\.key(\.next)?\.[0-9a-f]{8}")
SIZE = 32


def read(folder: Path, may_make: bool) -> tuple[bytes, bytes | None]:
    """The key of now, made where there is none and `may_make`; and the next one. Raises BadKeys."""
    if not may_make and not (folder / FILE).exists():
        raise BadKeys(f"HAVEN_KEYS holds no {FILE}, but this database has one it was sealed with; bring it back")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        only_ours(folder, 0o700)
        coming = read_next(folder)  # first: where it has gone by now, the key of now is the one it was
        return read_or_make(folder / FILE), coming
    except OSError as error:
        raise BadKeys(f"the keys folder cannot be used: {type(error).__name__}") from None


def read_next(folder: Path) -> bytes | None:
    try:
        return secret_in(folder / NEXT)
    except FileNotFoundError:
        return None


def read_or_make(path: Path) -> bytes:
    """The key in this file. Made whole and synced before it gets its name, so that no crash leaves half a key."""
    if path.is_symlink():
        closed_link(path)
    if not path.exists():
        make(path)
    return secret_in(path)


def secret_in(path: Path) -> bytes:
    only_ours(path, 0o600)
    secret = path.read_bytes()
    if len(secret) != SIZE:
        raise BadKeys(f"{path.name} must hold exactly {SIZE} bytes; bring back the one your data was sealed with")
    return secret


def closed_link(path: Path) -> None:
    """A link is followed, since that is how containers are handed secrets. Raises BadKeys where it leads nowhere, or
    where others could exchange what it leads to."""
    if not path.exists():
        raise BadKeys(f"{path.name} is a link that leads nowhere; bring back the key your data was sealed with")
    if stat.S_IMODE(path.resolve().parent.stat().st_mode) & 0o022:
        raise BadKeys(f"{path.name} is a link into a folder that is writable by others; close that folder to them")


def make(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(SIZE))
        os.fsync(handle)
    finally:
        os.close(handle)
    with suppress(FileExistsError):  # another process was first: then its key counts
        os.link(draft, path)
    draft.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def only_ours(path: Path, mode: int) -> None:
    """Raises BadKeys where anyone else may read or write it, or it belongs to someone else."""
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & ~mode:
        raise BadKeys(f"{path.name} must be closed to others: chmod {mode:o} {path.name}")
    if found.st_uid != os.geteuid():
        raise BadKeys(f"{path.name} must belong to the user Haven runs as")


# ── a change ──────────────────────────────────────────────────────────────────────────────────────────────────────
def prepare(folder: Path) -> None:
    """Make the next key, where none lies there. Raises BadKeys where `master.key` is kept elsewhere."""
    with held(folder):
        if (folder / FILE).is_symlink():
            raise BadKeys(f"{FILE} is a link; put the file itself into HAVEN_KEYS, and then change it")
        clear_drafts(folder)
        if not (folder / NEXT).exists():
            make(folder / NEXT)


def exchange(folder: Path, is_current: Callable[[bytes], bool]) -> None:
    """Where the next key is current by now it becomes `master.key`, and the one before is overwritten and removed.
    Safe to repeat, whatever moment it was stopped at. A link is left alone: then `next` stays and serves."""
    with held(folder):
        key, coming, old = folder / FILE, folder / NEXT, folder / OLD
        if key.is_symlink():
            return
        if coming.exists() and is_current(secret_in(coming)):
            if old.exists() and not old.samefile(key):
                wipe(old)
            if not old.exists():
                os.link(key, old)
            replace(coming, key)
        clear_drafts(folder)
        if old.exists() and not old.samefile(key) and is_current(secret_in(key)):
            wipe(old)


def replace(coming: Path, key: Path) -> None:
    coming.replace(key)
    sync_folder(key.parent)


def wipe(path: Path) -> None:
    """Overwrite it and let it go. What a flash disk keeps of it is beyond reach: for that, encrypt the disk."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, secrets.token_bytes(SIZE))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()
    sync_folder(path.parent)


def clear_drafts(folder: Path) -> None:
    """What was left behind by somebody who was killed. One that got its name meanwhile is that very key: then only
    the other name goes."""
    for path in drafts(folder):
        if path.stat().st_nlink > 1:
            path.unlink()
        else:
            wipe(path)


def drafts(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if DRAFT.fullmatch(path.name)]


def has_leftovers(folder: Path) -> bool:
    """Something of a change is still to be cleared away."""
    return (folder / OLD).exists() or bool(drafts(folder))


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """One at a time changes files here, also among processes; the system lets go of it when a process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
