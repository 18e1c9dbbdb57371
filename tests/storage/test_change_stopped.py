"""A change of the master key that was stopped, at any moment: nothing is lost, and whoever comes next ends it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import Store, house_keys, key_files, keys
from storage.key_files import FILE
from storage.keys import KeyStore
from storage.master import PURPOSES, Master
from storage.rotating import MasterChange
from storage.statements import ask
from tests.storage.changing import change, key_files_in, lies_wrapped, opened_by, reads_her_case, told
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, writes


class Stopped(Exception):
    """The house falls down here."""


def falls(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool) -> None:
    before: Callable[..., Any] = getattr(owner, name)

    async def there(*args: Any) -> Any:
        if after:
            await before(*args)
        raise Stopped

    def here(*args: Any) -> Any:
        if after:
            before(*args)
        raise Stopped

    def steps(*args: Any) -> Any:
        if after:
            yield from before(*args)
        raise Stopped

    kinds: dict[str, Callable[..., Any]] = {"rewrap_epochs": steps, "rewrap_house": steps}
    of_loop = isinstance(owner, type)
    monkeypatch.setattr(owner, name, kinds.get(name, there if of_loop else here))


MOMENTS: dict[str, tuple[Any, str, bool]] = {
    "before the next key is there": (key_files, "prepare", False),
    "when it is there": (key_files, "prepare", True),
    "with half of it under the next": (house_keys, "rewrap_epochs", True),
    "just before all of it is": (house_keys, "rewrap_house", True),
    "when all of it is": (MasterChange, "_tell", False),
    "when it was told": (MasterChange, "_tell", True),
    "before the new epoch": (KeyStore, "rotate_epoch", False),
    "after the new epoch": (KeyStore, "rotate_epoch", True),
    "before the files change places": (key_files, "exchange", False),
    "when they have linked": (key_files, "replace", False),
    "when they have changed places": (key_files, "replace", True),
    "before the old one is overwritten": (key_files, "wipe", False),
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_change_that_was_stopped_is_ended_by_the_next_one(
    store: Store, opened: Opener, moment: str, monkeypatch: pytest.MonkeyPatch, keys_folder: Path
) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    before = store.keys.masters.now
    with monkeypatch.context() as falling:
        falls(falling, *MOMENTS[moment])
        with pytest.raises(Stopped):
            await store.master_change.change("operator", NOW)
    await store.close()
    again = await opened()
    await reads_her_case(again, 2)
    await change(again)
    await reads_her_case(again, 3)
    assert len(await told(again)) == 1, "one change, told once"
    assert opened_by(before, await lies_wrapped(again)) == 0
    assert key_files_in(keys_folder) == [FILE]


@pytest.mark.parametrize("moment", ["when all of it is", "after the new epoch", "before the old one is overwritten"])
async def test_the_house_ends_it_by_itself_where_nobody_asks(
    store: Store, opened: Opener, moment: str, monkeypatch: pytest.MonkeyPatch, keys_folder: Path
) -> None:
    with monkeypatch.context() as falling:
        falls(falling, *MOMENTS[moment])
        with pytest.raises(Stopped):
            await store.master_change.change("operator", NOW)
    await store.close()
    again = await opened()
    await again.rotate_epoch(NOW)  # the hourly chore
    await again.keep_keys_ready()
    assert (await again.master_change.kept())[1] == "one"
    assert len(await told(again)) == 1
    assert key_files_in(keys_folder) == [FILE]


async def test_a_change_in_the_middle_of_an_epoch_leaves_nothing_behind(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
    masters = store.keys.masters
    assert await store.keys.run(lambda: keys.begin_epoch(masters))
    assert await store.keys.run(lambda: keys.move_keys(masters, *keys.PLACE[store.database.dialect]))
    await change(store)
    kept, _ = await store.master_change.kept()
    assert (kept.older, kept.epochs) == (0, 1)
    await reads_her_case(store, 2)


async def test_a_row_that_was_forgotten_is_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of all the zeros here: a change that leaves one key of the house under the old master key."""

    def forgetful(masters: Any, coming: Master) -> Any:
        yield from ask("UPDATE house_key SET master = $1 WHERE purpose <> 'guard'", coming.id)

    before = store.keys.masters.now
    monkeypatch.setattr(house_keys, "rewrap_house", forgetful)
    await change(store)
    assert (await store.master_change.kept())[0].older == 1
    assert opened_by(before, await lies_wrapped(store)) == len(PURPOSES)
