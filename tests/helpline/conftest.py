"""The stories of a contact, told in memory and over the real store on both engines."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpline import house
from tests.helpline.shelf import Shelf
from tests.postgres import GIVEN, apart, execute

ENGINES = ("memory", "sqlite", "postgresql")


@pytest.fixture(scope="session")
def shelves(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Shelf]]:
    """One store per engine, opened when a story first asks for it."""
    opened: dict[str, Shelf] = {}

    def one(engine: str) -> Shelf:
        if engine not in opened:
            folder = tmp_path_factory.mktemp(f"stories-{engine}")
            (folder / "keys").mkdir(mode=0o700)
            opened[engine] = Shelf(*_urls(engine, folder, request), folder / "keys")
        return opened[engine]

    yield one
    for shelf in opened.values():
        shelf.close()


def _urls(engine: str, folder: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    if engine == "sqlite":
        return f"sqlite:///{folder}/haven.db", f"sqlite:///{folder}/keys/keys.db"
    admin = os.environ.get(GIVEN) or request.getfixturevalue("postgres_server").url()
    base, _, query = admin.partition("?")
    names = [f"stories_{kind}_{secrets.token_hex(4)}" for kind in ("data", "keys")]
    for name in names:
        apart(execute(admin, f'CREATE DATABASE "{name}"'))
    data, keys = (f"{base.rpartition('/')[0]}/{name}{'?' if query else ''}{query}" for name in names)
    return data, keys


@pytest.fixture(params=ENGINES)
def every_engine(
    request: pytest.FixtureRequest, shelves: Callable[[str], Shelf], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Every talk of this story is kept in memory, or in a real store."""
    monkeypatch.setattr(house, "SHELF", None if request.param == "memory" else shelves(request.param))
    return str(request.param)
