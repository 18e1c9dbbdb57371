"""A durable storage for aiogram's FSM as one writes it with aiosqlite: WAL, synchronous FULL, a commit per change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

TABLE = "CREATE TABLE IF NOT EXISTS fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT NOT NULL DEFAULT '{}')"


class SqliteStorage(BaseStorage):
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self.keys = DefaultKeyBuilder(with_destiny=True)

    @classmethod
    async def open(cls, path: Path) -> SqliteStorage:
        connection = await aiosqlite.connect(path)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", TABLE):
            await connection.execute(statement)
        await connection.commit()
        return cls(connection)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._write("state", key, state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        found = await self._read("state", key)
        return str(found) if found else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._write("data", key, json.dumps(dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(await self._read("data", key) or "{}")
        return found

    async def close(self) -> None:
        await self.connection.close()

    async def _read(self, column: str, key: StorageKey) -> Any:
        async with self.connection.execute(f"SELECT {column} FROM fsm WHERE key = ?", (self.keys.build(key),)) as rows:
            row = await rows.fetchone()
        return row[0] if row else None

    async def _write(self, column: str, key: StorageKey, value: str | None) -> None:
        await self.connection.execute(
            f"INSERT INTO fsm (key, {column}) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET {column} = ?2",
            (self.keys.build(key), value),
        )
        await self.connection.commit()
