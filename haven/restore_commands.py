"""`haven restore data | keys | master`: bring a backup back, while no house runs, into a place that is empty.

Nothing is written before the whole backup was read and found as it was made. What was erased stays erased: the database
remembers the keys that were destroyed for longer than a backup of the key store may be old.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from haven.backup_files import checked, identities_in, unlocking
from haven.commands import have_done, settings_here
from haven.folders import IN_DATA, IN_KEYS, close
from haven.settings import Settings, WrongSetting
from haven.side_door import somebody_is_in
from storage import key_files
from storage.dumped import BadCopy, Contents, Reading, What
from storage.repositories.erasures import HORIZON
from storage.restoring import bring_back_data, bring_back_keys, house_of_data, house_of_keys, require_empty

RUNS = "the house runs; stop it first, and start it when all is back."
OLD = (
    f"this backup of the key store is older than {HORIZON.days} days: it may bring back what was erased; take a newer"
    " one, or, where there is none, read docs/how-to/back-up-and-restore.md and add --older"
)
STRANGERS = "this backup is of another house than the {other} that is here; name a pair"
NEXT: dict[What, str] = {
    "data": "Now bring back the keys: haven restore master, then haven restore keys.",
    "keys": "Now bring back the database: haven restore data.",
    "master": "Now bring back the key store and the database: haven restore keys, then haven restore data.",
}


def restore_data(asked: argparse.Namespace) -> int:
    """The database. Where the keys are there too, the house settles in at once."""
    settings = settings_here()
    contents, read, began = _begun("data", asked, settings)
    require_empty(settings.database, "HAVEN_DATABASE_URL" if settings.database_url else "HAVEN_DATA")
    _same_house(contents, house_of_keys(settings.keystore), "key store")
    if settings.database_url is None:
        close(settings.data, "HAVEN_DATA", IN_DATA)
    bring_back_data(settings.database, contents, read)
    _say_done("data", contents, began)
    if house_of_keys(settings.keystore) is None:
        print(NEXT["data"])
        return 0
    staff = have_done(settings, "staff_list")["staff"]
    print("The house has settled in. Whoever was disabled since that backup is back: look through haven staff list.")
    print(f"{sum(bool(one['active']) for one in staff)} people may sign in.")
    return 0


def restore_keys(asked: argparse.Namespace) -> int:
    """The key store. Where the database is there too, what it remembers as erased is destroyed again at once."""
    settings = settings_here()
    contents, read, began = _begun("keys", asked, settings)
    if abs(datetime.now(UTC) - contents.made) > HORIZON:  # one of a day to come says nothing about its age
        if not asked.older:
            raise BadCopy(OLD)
        print(f"Older than {HORIZON.days} days: what was erased before that and is in this backup can be read again.")
    require_empty(settings.keystore, "HAVEN_KEYSTORE_URL" if settings.keystore_url else "HAVEN_KEYS")
    _same_house(contents, house_of_data(settings.database), "database")
    close(settings.keys, "HAVEN_KEYS", IN_KEYS | {key_files.FILE})
    bring_back_keys(settings.keystore, contents, read, datetime.now(UTC) + HORIZON)
    _say_done("keys", contents, began)
    if house_of_data(settings.database) is None or not (settings.keys / key_files.FILE).exists():
        print(NEXT["keys"])
        return 0
    closed = have_done(settings, "keys_restored")["closed"]
    print("What was erased since is erased again." + (f" {closed} cases have no key in this backup." if closed else ""))
    return 0


def restore_master(asked: argparse.Namespace) -> int:
    """The master key, into a folder that has none."""
    settings = settings_here()
    contents, read, began = _begun("master", asked, settings)
    path = settings.keys / key_files.FILE
    if path.exists():
        raise BadCopy(f"HAVEN_KEYS holds a {path.name} already; move it to another place first")
    _same_house(contents, house_of_keys(settings.keystore), "key store")
    found: list[bytes] = []

    def page(_table: str, rows: Sequence[Sequence[Any]]) -> None:
        found.extend(row[1] for row in rows)

    read(Reading(page=page))
    if [len(one) for one in found] != [key_files.SIZE]:
        raise BadCopy("there is no master key in this backup; take another one")
    close(settings.keys, "HAVEN_KEYS", IN_KEYS | {"keys.db"})
    _write_whole(path, found[0])
    _say_done("master", contents, began)
    print(NEXT["master"])
    return 0


def _begun(
    what: What, asked: argparse.Namespace, settings: Settings
) -> tuple[Contents, Callable[[Reading], None], float]:
    """What is in the backup, read to its end; how to read it again; when this began. Raises WrongSetting, BadCopy."""
    began = time.monotonic()
    if asyncio.run(somebody_is_in(settings)):
        raise WrongSetting(RUNS)
    path, identities = Path(asked.file), identities_in(Path(asked.identity))
    contents = checked(path, identities).contents
    if contents.what != what:
        raise BadCopy(f"this is a backup of {contents.what}; bring it back with haven restore {contents.what}")
    return contents, unlocking(path, identities), began


def _same_house(contents: Contents, other: str | None, what: str) -> None:
    if other is not None and other != contents.house:
        raise BadCopy(STRANGERS.format(other=what))


def _write_whole(path: Path, secret: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(secret)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    key_files.sync_folder(path.parent)


def _say_done(what: What, contents: Contents, began: float) -> None:
    seconds = time.monotonic() - began
    print(f"haven {what} of {contents.made:%Y-%m-%d %H:%M} UTC: back, in {seconds:.1f} s.")
