"""The same roads over the real storage, on both engines: what was decided is what is loaded before the next word."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from helpline.delivery import Fate
from helpline.intake import decide
from helpline.ports import Changes, House, Incoming, Loaded
from storage.store import open_store
from tests.helpline.house import Talk, at_links, at_story, before_keeping, greeted, house, waiting, waiting_with_links

ROADS: dict[str, Callable[[], Talk]] = {
    "under 18": lambda: greeted("nl").picks("self", "minor").types("ben je daar nog?"),
    "nothing is kept": lambda: before_keeping("fr").picks("no").types("bonjour"),
    "everything is kept": lambda: (
        at_story().types("it began in May").picks("skip").types("remove 1", "/human").picks("yes").types("hello?")
    ),
    "a link while waiting": lambda: waiting_with_links("nl").types("ook op https://example.com/2", "annuleer", "hallo"),
    "consent withdrawn": lambda: at_links().types("example.com/a").picks("done", "no", "no", "add", "links", "no"),
    "under 18 while waiting": lambda: (
        waiting_with_links().types("he wrote", "I'm 15", "hello again").picks("en", "self")
    ),
    "hidden, and another case": lambda: (
        at_links()
        .types("example.com/a", "/hide", "hi")
        .picks("en", "self", "adult", "adult")
        .types("/human")
        .picks("yes")
    ),
    "deleted": lambda: waiting_with_links().types("he wrote", "/delete").picks("yes").types("hi again"),
    "photos, a block, and back": lambda: (
        greeted().send("media", message=3).send("blocked").send("unblocked").types("me").picks("adult")
    ),
    "despair while waiting": lambda: waiting().types("I want to die", "/stop", "hello"),
}


@pytest.mark.parametrize("road", ROADS)
async def test_what_was_decided_is_what_is_loaded_next(
    road: str, engine_url: str, keystore_url: str, keys_folder: Path
) -> None:
    diary = ROADS[road]().diary
    home = house()
    store = await open_store(engine_url, keystore_url, keys_folder, process="test")
    message = 10_000
    try:
        for incoming, now, loaded, changes in diary:
            worked = await store.work_off(incoming, now, home, expecting(loaded, changes))
            assert worked.fresh
            assert [one.outgoing for one in worked.deliveries] == list(changes.outgoing)
            assert worked.alerts == changes.alerts
            fates = [Fate(one.id, "sent", now, message + place) for place, one in enumerate(worked.deliveries)]
            await store.settle(fates)
            message += len(fates)
    finally:
        await store.close()


def expecting(loaded: Loaded, changes: Changes) -> Callable[[Loaded, Incoming, datetime, House], Changes]:
    """The real decision, held against the one that was made without a database."""

    def checked(found: Loaded, incoming: Incoming, now: datetime, home: House) -> Changes:
        assert found.contact == loaded.contact
        assert found.session == loaded.session
        assert found.case == loaded.case
        assert found.locked == loaded.locked
        made = decide(found, incoming, now, home)
        assert made == changes
        return made

    return checked
