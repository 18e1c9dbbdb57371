"""Staff from the command line, and the link of the first start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haven.first_admin import first_link
from storage import open_store
from storage.people import HOUSE
from tests.haven.commanding import commanded

JOIN = "http://localhost:8080/console/join/"


Said = tuple[int, str, str]


@pytest.fixture
def haven(tmp_path: Path) -> Callable[..., Said]:
    """The command, in a folder of its own: its exit code, and what it printed and complained."""

    def run(*words: str) -> Said:
        done = commanded(tmp_path, "staff", *words, settings={})
        return done.returncode, done.stdout, done.stderr

    return run


def test_staff_are_invited_listed_disabled_and_reset(haven: Callable[..., Said]) -> None:
    assert "nobody works here yet" in haven("list")[1]
    assert haven("add", "An", "--role", "counsellor", "--alias", "Ann")[1].startswith(JOIN)
    assert haven("add", "nele", "--role", "admin", "--role", "supervisor", "--language", "fr")[0] == 0
    assert "an is disabled" in haven("disable", "an")[1]
    assert haven("reset", "NELE")[1].startswith(JOIN)
    listed = [line.split() for line in haven("list")[1].splitlines()]
    assert listed[0] == ["an", "Ann", "counsellor", "helpline", "(disabled)"]
    assert listed[1] == ["nele", "nele", "admin", "supervisor", "helpline"]


def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(haven: Callable[..., Said]) -> None:
    haven("add", "an", "--role", "counsellor")
    for words, said in (
        (("add", "AN", "--role", "editor"), "has this login already"),
        (("add", "a b", "--role", "editor"), "a login has 2 to 40"),
        (("add", "bo", "--role", "editor", "--team", "nowhere"), "the teams of this house are helpline"),
        (("disable", "nobody"), "nobody who works here"),
    ):
        code, printed, complained = haven(*words)
        assert (code, printed) == (2, "")
        assert said in complained
        assert complained.count("\n") == 1


async def test_the_first_start_gives_a_link_and_no_later_one_does(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    store = await open_store(f"sqlite:///{tmp_path}/haven.db", f"sqlite:///{keys}/keys.db", keys, process="test")

    def now() -> datetime:
        return datetime.now(UTC)

    link = await first_link(store.people, now, "http://localhost:8080")
    assert link is not None
    invitation = await store.people.open_invitation(link.rpartition("/")[2], now())
    assert invitation is not None
    assert invitation.kind == "first"
    await store.people.add("an", "An", ("counsellor",), (), (), HOUSE, now())
    assert await first_link(store.people, now, "http://localhost:8080") is None
    await store.close()
