"""The writer thread: many units share one sync, each stands or falls alone, and trouble never tells a word."""

import asyncio
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from storage import StorageTrouble, Store, open_store
from storage.sqlite import GROUP, PAGES, SqliteDatabase
from storage.statements import Steps, ask
from tests.storage.people import HOUSE, NOW, Decision, writes


async def test_units_that_wait_together_share_one_commit(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    let_go = threading.Event()
    gate = asyncio.ensure_future(database.run(lambda: held(let_go)))
    await asyncio.sleep(0)
    notes = [asyncio.ensure_future(database.run(lambda n=n: note(n))) for n in range(2 * GROUP)]
    await asyncio.sleep(0)  # every one of them has queued up behind the gate
    let_go.set()
    await asyncio.gather(gate, *notes)
    assert database.commits <= 4
    assert (await database.read(lambda: ask("SELECT COUNT(*) FROM tally")))[0][0] == 2 * GROUP
    await database.close()


async def test_one_after_the_other_each_has_its_own_commit(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    for number in range(5):
        await database.run(lambda number=number: note(number))
    assert database.commits == 5
    await database.close()


async def test_what_is_returned_is_already_on_the_disk(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    for number in range(10):
        await database.run(lambda number=number: note(number))
        other = sqlite3.connect(f"file:{tmp_path}/haven.db?mode=ro", uri=True)
        assert other.execute("SELECT COUNT(*) FROM tally").fetchone()[0] == number + 1
        other.close()
    await database.close()


async def test_closing_finishes_what_was_asked_before(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    asked = [asyncio.ensure_future(database.run(lambda n=n: note(n))) for n in range(50)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*asked)
    left = sqlite3.connect(tmp_path / "haven.db")
    assert left.execute("SELECT COUNT(*) FROM tally").fetchone()[0] == 50
    left.close()


async def test_a_reader_sees_only_what_is_committed_and_is_not_held_up(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    await database.run(lambda: note(1))
    let_go = threading.Event()
    writing = asyncio.ensure_future(database.run(lambda: held(let_go)))
    assert (await database.read(lambda: ask("SELECT COUNT(*) FROM tally")))[0][0] == 1
    assert not writing.done()
    let_go.set()
    await writing
    await database.close()


async def test_trouble_says_its_class_and_never_a_value(store: Store, engine: str) -> None:
    await store.work_off(writes(1, who="my-secret-chat"), NOW, HOUSE, Decision())
    with pytest.raises(StorageTrouble) as trouble:
        await store.database.run(lambda: ask("INSERT INTO lease VALUES ($1, NULL, NULL)", "my secret"))
    said = f"{trouble.value!r} {trouble.value.__cause__!r}"
    assert "secret" not in said
    assert trouble.value.__suppress_context__ or trouble.value.__context__ is None
    assert engine.lower()[:6] in said.lower()


async def test_a_value_of_the_wrong_kind_is_not_repeated_in_the_error(store: Store) -> None:
    with pytest.raises(StorageTrouble) as trouble:
        await store.database.run(lambda: ask("INSERT INTO tally VALUES ($1, $2)", "x", object()))
    assert "object" not in str(trouble.value)


async def test_a_database_that_is_no_database_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "haven.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StorageTrouble) as trouble:
        await open_store(
            f"sqlite:///{tmp_path}/haven.db", f"sqlite:///{tmp_path}/k/keys.db", tmp_path / "k", process="p"
        )
    assert "this is no database" not in str(trouble.value)


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///", "mysql://x/y", "haven.db"])
async def test_an_address_we_do_not_know_is_one_clear_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"sqlite:///path or postgresql://"):
        await open_store(url, f"sqlite:///{tmp_path}/k/keys.db", tmp_path / "k", process="p")


async def test_ready_says_whether_both_databases_answer(store: Store) -> None:
    await store.ready()
    await store.keys.close()
    with pytest.raises(StorageTrouble):
        await store.ready()


async def test_the_log_is_copied_into_the_main_file_while_nobody_waits(sqlite_template: Path, tmp_path: Path) -> None:
    database = await quiet(sqlite_template, tmp_path)
    before = (tmp_path / "haven.db").stat().st_size
    await database.run(lambda: notes(PAGES))
    await database.run(lambda: ask("SELECT 1"))  # the writer has looked round since
    assert (tmp_path / "haven.db").stat().st_size == before, "a little is left in the log"
    await database.run(lambda: notes(3 * PAGES))
    async with asyncio.timeout(30):
        while (tmp_path / "haven.db").stat().st_size == before:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    await database.close()


def notes(count: int) -> Steps[None]:
    for number in range(count):
        yield from ask("INSERT INTO tally VALUES ($1, $2)", f"{number} of {count} {'long ' * 100}", number)


async def quiet(template: Path, tmp_path: Path) -> SqliteDatabase:
    shutil.copy(template, tmp_path / "haven.db")
    return SqliteDatabase(tmp_path / "haven.db")


def note(number: int) -> Steps[None]:
    yield from ask("INSERT INTO tally VALUES ($1, $2)", f"note {number}", number)


def held(let_go: threading.Event) -> Steps[None]:
    """Holds the writer until it is let go."""
    yield from ask("SELECT 1")
    assert let_go.wait(30)


@pytest.mark.parametrize("writes_first", [True, False])
async def test_one_that_fails_undoes_its_own_work_and_nobody_elses(
    sqlite_template: Path, tmp_path: Path, writes_first: bool
) -> None:
    database = await quiet(sqlite_template, tmp_path)
    let_go = threading.Event()
    gate = asyncio.ensure_future(database.run(lambda: held(let_go)))
    await asyncio.sleep(0)
    made = [lambda: note(1), lambda: fails(note(2) if writes_first else None), lambda: note(3)]
    asked = [asyncio.ensure_future(database.run(make)) for make in made]
    await asyncio.sleep(0)
    let_go.set()
    found = await asyncio.gather(gate, *asked, return_exceptions=True)
    assert [type(one).__name__ for one in found] == ["NoneType", "NoneType", "ZeroDivisionError", "NoneType"]
    assert await database.read(lambda: ask("SELECT name FROM tally ORDER BY name")) == [("note 1",), ("note 3",)]
    await database.close()


def fails(first: Steps[None] | None) -> Steps[None]:
    if first is not None:
        yield from first
    yield from ask("SELECT 1")
    raise ZeroDivisionError
