"""A house that is backed up, lost and brought back: its places, the operator's commands, and people who write to it."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from haven.backup_files import identities_in, new_key, unlocking
from helpline.case import Case
from helpline.contact import Address
from storage import Store, open_store
from storage.beside import looking
from storage.dumped import Reading
from storage.dumping import KEY_TABLES
from storage.statements import Row
from storage.tables import Table
from tests.haven.commanding import commanded
from tests.postgres import apart, execute
from tests.storage.people import HOUSE, NOW, Decision, case, line, says, session, writes

T = TypeVar("T")


@dataclass
class Place:
    """Where a house lives. `urls`: PostgreSQL's two addresses; without, SQLite. `told`: what the last command said."""

    folder: Path
    urls: tuple[str, str] | None = None
    told: str = ""
    update: int = field(default=0)

    def __post_init__(self) -> None:
        for name in ("data", "keys"):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def addresses(self) -> tuple[str, str]:
        return self.urls or (f"sqlite:///{self.folder}/data/haven.db", f"sqlite:///{self.keys}/keys.db")

    @property
    def environment(self) -> Mapping[str, str]:
        at = {"HAVEN_DATABASE_URL": self.addresses[0], "HAVEN_KEYSTORE_URL": self.addresses[1]} if self.urls else {}
        return {"HAVEN_DATA": str(self.folder / "data"), "HAVEN_KEYS": str(self.keys), **at}

    # ── the operator ──────────────────────────────────────────────────────────────────────────────────────────────
    def haven(self, *words: str, **settings: str) -> int:
        """The exit code; what it said is in `told`."""
        done = commanded(self.folder, *words, settings={**self.environment, **settings})
        self.told = done.stdout + done.stderr
        return done.returncode

    def opened(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """With the store open, as a house would have it."""

        async def working() -> T:
            store = await open_store(*self.addresses, self.keys, process="test")
            try:
                return await work(store)
            finally:
                await store.all_destroyed()
                await store.close()

        result: T = apart(working())
        return result

    def lose_data(self) -> None:
        if self.urls:
            tables = reversed(Table.metadata.sorted_tables)
            apart(execute(self.urls[0], "; ".join(f'DELETE FROM "{table.name}"' for table in tables)))
        else:
            shutil.rmtree(self.folder / "data")

    def lose_keys(self) -> None:
        """The key store, not the master key."""
        if self.urls:
            apart(execute(self.urls[1], f"DROP TABLE IF EXISTS {', '.join(reversed((*KEY_TABLES, 'sparing')))}"))
        for path in self.keys.glob("keys.db*"):
            path.unlink()

    # ── the people ────────────────────────────────────────────────────────────────────────────────────────────────
    def keeps(self, who: str, **more: Any) -> Case:
        """She writes, and her case is kept."""
        kept = case()
        said, heard = says("how are you"), (line("her own words"),)
        self.writes(who, Decision(session=session(), case=kept, **{"outgoing": said, "transcript": heard} | more))
        return kept

    def writes(self, who: str, decided: Decision) -> Decision:
        self.update += 1
        incoming = writes(self.update, who)
        assert incoming.address == Address("telegram", who)
        self.opened(lambda store: store.work_off(incoming, NOW, HOUSE, decided))
        return decided

    def case_of(self, who: str) -> Case | None:
        return self.writes(who, Decision(outgoing=())).last.case

    def rows(self, sql: str, *values: Any, keys: bool = False) -> list[Row]:
        def look() -> list[Row]:
            with looking(self.addresses[int(keys)]) as beside:
                return [tuple(row) for row in beside.ask(sql, *values)]

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(look).result()


@dataclass
class Copies:
    """Three folders of backups, in three places, and the key that opens them."""

    folder: Path
    public: str = ""

    def __post_init__(self) -> None:
        for name in ("data", "keys", "master"):
            (self.folder / name).mkdir(parents=True)
        self.public = new_key(self.identity)

    @property
    def identity(self) -> Path:
        return self.folder / "identity.txt"

    def taken(self, place: Place, *kinds: str, name: str = "") -> None:
        """`name`: of the file, where it is not Haven that names it."""
        for what in kinds or ("data", "keys", "master"):
            made = place.haven("backup", what, str(self.folder / what / name), HAVEN_BACKUP_RECIPIENT=self.public)
            assert made == 0, place.told

    def newest(self, what: str) -> Path:
        return max((self.folder / what).glob("*.age"), key=lambda path: path.stat().st_mtime)

    def brought_back(self, place: Place, *kinds: str, older: bool = False, name: str = "") -> int:
        code = 0
        for what in kinds:
            path = self.folder / what / name if name else self.newest(what)
            words = ["restore", what, str(path), "--identity", str(self.identity)]
            code = max(code, place.haven(*words, *(["--older"] if older else [])))
        return code

    def rows_in(self, what: str) -> Mapping[str, list[Row]]:
        """All that a backup holds, by table."""
        found: dict[str, list[Row]] = {}
        reading = Reading(page=lambda table, rows: found.setdefault(table, []).extend(map(tuple, rows)))
        unlocking(self.newest(what), identities_in(self.identity))(reading)
        reading.whole()
        return found
