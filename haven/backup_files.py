"""Backups as files: locked on the way to the disk for a key that is kept elsewhere (age), and unlocked with it.

Nothing of a backup ever lies unlocked on a disk: rows are locked as they are read, and read as they are unlocked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from haven.settings import WrongSetting
from storage.dumped import BadCopy, Reading, Whole
from storage.key_files import sync_folder

SECRET = re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]{58}")
Identities = Sequence[Any]


@contextmanager
def locked(path: Path, lines: Iterator[bytes], recipients: Sequence[str]) -> Iterator[None]:
    """Write a backup beside its place, for its owner alone; it gets its name, whole and synced, when the caller is done
    as well. Raises WrongSetting, OSError, and what `lines` raises; then there is nothing."""
    part = path.with_name(f".{path.name}.part")
    try:
        _lock_into(part, lines, [_recipient(one) for one in recipients])
        yield
        part.replace(path)
        sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _lock_into(part: Path, lines: Iterator[bytes], recipients: Sequence[Any]) -> None:
    """Into a file of our own: what lies there from a backup that was cut off goes, and where it leads is left alone."""
    source = _Source(lines)
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
        try:
            pyrage.encrypt_io(source, out, recipients)
        except Exception as error:
            raise source.failed or error from None
        out.flush()
        os.fsync(out.fileno())


class _Source:
    """Lines as something that is read from. `failed`: what went wrong in making them; the locking says only that."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._line, self._at = b"", 0
        self.failed: BaseException | None = None

    def read(self, size: int) -> bytes:
        """As much as is at hand: a line may be far longer than what is locked at a time."""
        if self._at == len(self._line):
            try:
                self._line, self._at = next(self._lines, b""), 0
            except BaseException as error:
                self.failed = error
                raise
        some = self._line[self._at : self._at + size]
        self._at += len(some)
        return some


def _recipient(public: str) -> Any:
    try:
        return x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise WrongSetting("HAVEN_BACKUP_RECIPIENT holds a public key with a mistake in it.") from None


# ── back again ────────────────────────────────────────────────────────────────────────────────────────────────────
def identities_in(path: Path) -> Identities:
    """The secret keys of a file as `haven backup key` and age-keygen write it. Raises WrongSetting, OSError."""
    found = SECRET.findall(path.read_text(encoding="utf-8", errors="replace"))
    try:
        secrets = [x25519.Identity.from_str(one) for one in found]
    except pyrage.IdentityError:
        secrets = []
    if not secrets:
        raise WrongSetting("the file named with --identity holds no secret key of age (AGE-SECRET-KEY-1…).")
    return secrets


def unlocking(path: Path, identities: Identities) -> Callable[[Reading], None]:
    """Hands the backup in this file to a reading, from its beginning. Raises BadCopy, OSError."""

    def read(reading: Reading) -> None:
        with path.open("rb") as locked_file:
            try:
                pyrage.decrypt_io(locked_file, reading, identities)
            except pyrage.DecryptError:
                raise BadCopy("this key does not open this backup, or it is no backup") from None
            except OSError as error:
                if error.filename is not None or error.errno is not None:
                    raise
                raise BadCopy("this backup is cut off or was changed; take another one") from None

    return read


def checked(path: Path, identities: Identities) -> Whole:
    """Read it to its end; nothing is done with it. Raises BadCopy unless all of it is as it was made."""
    reading = Reading()
    unlocking(path, identities)(reading)
    return reading.whole()


def new_key(path: Path) -> str:
    """Make a key for backups in a file of its own, for its owner alone; returns the public one. Raises OSError."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"# opens Haven's backups; public key: {public}\n{made}\n")
    return public
