"""How SQLite must be set so that what is confirmed stays and what is erased goes. Asserted on every connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from storage.errors import WrongProfile

Profile = Mapping[str, str | int]
#: Pragma → what it must read back as. `synchronous` 2 is FULL, `temp_store` 2 is MEMORY. `wal_autocheckpoint` in pages:
#: at SQLite's own 1,000 one commit in sixty also pays for a checkpoint; the writer makes its own where nobody waits.
WRITER: Profile = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "busy_timeout": 5000,
    "query_only": 0,
    "wal_autocheckpoint": 4000,
}
READER: Profile = {"foreign_keys": 1, "trusted_schema": 0, "temp_store": 2, "busy_timeout": 5000, "query_only": 1}


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes and checkpoints: before SQLite 3.51.3 a second one can corrupt the log."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    return settle(connection, WRITER)


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can neither write nor checkpoint."""
    connection = sqlite3.connect(
        f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    return settle(connection, READER)


def settle(connection: sqlite3.Connection, profile: Profile) -> sqlite3.Connection:
    """Set the profile, then assert it. Closes the connection where it does not hold."""
    try:
        for pragma, value in profile.items():
            connection.execute(f"PRAGMA {pragma} = {value}")
        assert_profile(connection, profile)
    except BaseException:
        connection.close()
        raise
    return connection


def assert_profile(connection: sqlite3.Connection, profile: Profile) -> None:
    """Raises WrongProfile, naming the setting."""
    for pragma, value in profile.items():
        row = connection.execute(f"PRAGMA {pragma}").fetchone()
        if row is None or row[0] != value:
            raise WrongProfile(f"SQLite: {pragma} must be {value}")
