"""A key store as it was before it had keys of the house: made by hand, statement by statement."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.database import open_database
from storage.seal import Cell, new_key, seal
from storage.statements import Steps, ask

TABLES = (
    "CREATE TABLE epoch (id TEXT PRIMARY KEY, wrapped {bytes} NOT NULL)",
    "CREATE TABLE current_epoch (place INTEGER PRIMARY KEY CHECK (place = 1), id TEXT NOT NULL)",
    "CREATE TABLE data_key (id TEXT PRIMARY KEY, epoch_id TEXT NOT NULL REFERENCES epoch (id),"
    " made_hour BIGINT NOT NULL, wrapped {bytes} NOT NULL)",
    "CREATE TABLE keystore (place INTEGER PRIMARY KEY CHECK (place = 1), house TEXT NOT NULL, used INTEGER NOT NULL)",
)
TODAY = ("data_key", "epoch", "current_epoch", "keystore", "house_key", "master_key", "sparing")
BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}
HOUSE = "6f1f4c7e-0000-4000-8000-000000000001"


def of_before(master: bytes, purpose: str) -> bytes:
    """What that Haven derived from its master key for this purpose."""
    return HKDF(SHA256(), 32, salt=None, info=f"haven|{purpose}|1".encode()).derive(master)


async def house_from_before(database: str, keystore: str, folder: Path, keys: int = 3) -> Mapping[str, bytes]:
    """A database and a key store that belong together and are in use, with a master key; returns the keys by id."""
    master = master_key_in(folder)
    made = {secrets.token_urlsafe(9): secrets.token_bytes(32) for _ in range(keys)}
    data, store = await open_database(database), await open_database(keystore)
    try:
        await data.run(lambda: ask("INSERT INTO house (place, id) VALUES (1, $1)", HOUSE))
        await store.run(lambda: written(store.dialect, master, made))
    finally:
        await data.close()
        await store.close()
    return made


def master_key_in(folder: Path) -> bytes:
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "master.key").touch(mode=0o600)
    (folder / "master.key").write_bytes(master := secrets.token_bytes(32))
    return master


def written(dialect: str, master: bytes, made: Mapping[str, bytes]) -> Steps[None]:
    for table in TODAY:
        yield from ask(f"DROP TABLE IF EXISTS {table}")
    for statement in TABLES:
        yield from ask(statement.format(bytes=BYTES[dialect]))
    wrapping, epoch = new_key("master", of_before(master, "wrapping")), new_key("epoch-1", secrets.token_bytes(32))
    wrapped = seal(wrapping, Cell("epoch", "wrapped", epoch.id), epoch.secret)
    yield from ask("INSERT INTO epoch (id, wrapped) VALUES ($1, $2)", epoch.id, wrapped)
    yield from ask("INSERT INTO current_epoch (place, id) VALUES (1, $1)", epoch.id)
    yield from ask("INSERT INTO keystore (place, house, used) VALUES (1, $1, 1)", HOUSE)
    for key_id, secret in made.items():
        hidden = seal(epoch, Cell("data_key", "wrapped", key_id), secret)
        yield from ask(
            "INSERT INTO data_key (id, epoch_id, made_hour, wrapped) VALUES ($1, $2, $3, $4)",
            *(key_id, epoch.id, 1, hidden),
        )
