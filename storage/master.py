"""The master key: 32 random bytes in a file of their own, readable by nobody else, never backed up with the data."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.errors import BadKeys
from storage.seal import Key, derive, keyed_hash, new_key

FILE = "master.key"
SIZE = 32


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """What is derived from the master key, a key per purpose. It will not print itself."""

    wrapping: Key
    index: bytes
    pins: bytes
    audit: bytes
    staff: Key
    guard: bytes

    def __repr__(self) -> str:
        return "MasterKeys()"

    def lookup(self, channel: str, address: str) -> bytes:
        """The keyed hash an address is found by."""
        return keyed_hash(self.index, "contact.address", channel, address)

    def number_lookup(self, number: str) -> bytes:
        """The keyed hash a case number is found by."""
        return keyed_hash(self.index, "case.number", number)

    def pin_digest(self, case: str, pin: str) -> bytes:
        """The keyed digest of a PIN, worth nothing without the keys folder."""
        return keyed_hash(self.pins, "case.pin", case, pin)


def master_keys(folder: Path, may_make: bool = True) -> MasterKeys:
    """Read the master key of this folder; made on the first start, or refused where `may_make` is False: then there are
    data that only the key they were sealed with opens. Raises BadKeys with one clear sentence."""
    if not may_make and not (folder / FILE).exists():
        raise BadKeys(f"HAVEN_KEYS holds no {FILE}, but this database has one it was sealed with; bring it back")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        only_ours(folder, 0o700)
        secret = read_or_make(folder / FILE)
    except OSError as error:
        raise BadKeys(f"the keys folder cannot be used: {type(error).__name__}") from None
    return MasterKeys(
        new_key("master", derive(secret, "wrapping")),
        derive(secret, "index"),
        derive(secret, "pins"),
        derive(secret, "audit"),
        new_key("staff", derive(secret, "staff")),
        derive(secret, "guard"),
    )


def read_or_make(path: Path) -> bytes:
    """The key in this file. Made whole and synced before it gets its name, so that no crash leaves half a key."""
    if path.is_symlink():
        closed_link(path)
    if not path.exists():
        make(path)
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
