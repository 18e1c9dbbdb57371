"""The words that lock her file: heard, handed on, and on no disk, not even where nothing were sealed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from helpline.contact import Address, Words
from helpline.delivery import Worked
from helpline.intake import decide
from helpline.ports import Incoming
from storage import Store, seal
from tests.drills import canary
from tests.helpline.house import EVENING, house
from tests.storage import test_erasing
from tests.storage.test_erasing import NoCipher, scan

folders = test_erasing.folders
#: Until she is asked for words of her own; then she waits for a person.
ROAD = ("en", "self", "adult", "adult", "online", "no", "no", "belgium", "yes", "no", "no", "yes")


@dataclass
class Her:
    """Somebody who writes to a house that keeps what it keeps in this store."""

    store: Store
    updates: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    buttons: dict[str, str] = field(default_factory=dict)

    async def sends(self, kind: str, **more: object) -> Worked:
        number = next(self.updates)
        address = Address("telegram", "712")
        incoming = Incoming("telegram", number, address, kind, EVENING, message=number, **more)  # type: ignore[arg-type]
        worked = await self.store.work_off(incoming, EVENING, HOUSE, decide)
        rows = [row for one in worked.deliveries for row in one.outgoing.buttons]
        self.buttons |= {data.rpartition(":")[2]: data for row in rows for _, data in row}
        return worked

    async def types(self, words: str, kind: str = "text") -> Worked:
        return await self.sends(kind, words=Words(words))

    async def picks(self, *keys: str) -> None:
        for key in keys:
            await self.sends("press", data=self.buttons[key], callback="c")


HOUSE = house()


@pytest.fixture
def words() -> dict[str, str]:
    return {kind: canary.make(kind) for kind in ("story", "line", "passphrase", "changed")}


async def takes_a_copy(store: Store, words: dict[str, str]) -> None:
    """She tells her story, waits for a person, and has a file made; what she mistypes on the way is nobody's either."""
    her = Her(store)
    await her.types("hello")
    await her.picks(*ROAD)
    await her.types(words["story"])
    await her.types("/human")
    await her.picks("yes")
    await her.types(words["line"])
    await her.types("/mydata")
    await her.picks("file")
    short = await her.types("short")
    assert short.copy is None
    assert [one.messages for one in short.deletions]
    assert (await her.types(words["changed"], "edit")).copy is None
    made = await her.types(words["passphrase"])
    assert made.copy is not None
    assert made.copy.passphrase.plain == words["passphrase"]
    assert words["passphrase"] not in repr(made)
    assert [one.messages for one in made.deletions]
    await her.types("/mydata")
    await her.picks("file")
    assert (await her.types("/privacy")).copy is None  # a command is a command, and what follows is words again
    assert (await her.types("these are words for people")).copy is None


async def test_it_is_in_no_row_and_no_log(store: Store, words: dict[str, str], folders: list[Path]) -> None:
    await takes_a_copy(store, words)
    assert scan(folders, words) == set()


async def test_with_sealing_switched_off_all_else_is_found_and_it_is_not(
    store: Store, words: dict[str, str], folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "AESGCM", NoCipher)
    await takes_a_copy(store, words)
    assert scan(folders, words) == {"story", "line"}
