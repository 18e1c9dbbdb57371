"""Long roads over the real storage, on both engines: what was decided is what is loaded before the next word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from helpline.ports import House, Incoming, Loaded
from tests.helpline import house
from tests.helpline.house import Talk, at_links, at_story, before_keeping, greeted, waiting, waiting_with_links
from tests.helpline.shelf import Decided, Shelf

ROADS: dict[str, Callable[[], Talk]] = {
    "under 18": lambda: greeted("nl").picks("self", "minor").types("ben je daar nog?"),
    "nothing is kept": lambda: before_keeping("fr").picks("no").types("bonjour"),
    "everything is kept": lambda: (
        at_story().types("it began in May").picks("skip").types("remove 1", "/human").picks("yes").types("hello?")
    ),
    "a link while waiting": lambda: waiting_with_links("nl").types("ook op https://example.com/2", "annuleer", "hallo"),
    "consent withdrawn": lambda: at_links().types("example.com/a").picks("done", "no", "no", "add", "links", "no"),
    "under 18 while waiting": lambda: waiting_with_links().types("he wrote", "I'm 15", "hello again").picks("self"),
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
    "back to a case, and begun again": lambda: (
        at_links("fr").types("example.com/a", "/stop", "bonjour").picks("anew", "self", "minor")
    ),
    "what was cut out is agreed to": lambda: (
        waiting().types("see example.com/a").presses("Yes, keep them").types("example.com/a", "md5 " + "0f" * 16)
    ),
}


@pytest.mark.usefixtures("every_engine")
@pytest.mark.parametrize("road", ROADS)
def test_what_was_decided_is_what_is_loaded_next(road: str) -> None:
    talk = ROADS[road]()
    assert talk.types("/human").heard, "and it goes on"


@pytest.mark.parametrize("what", ["session", "case", "locked"])
def test_a_store_that_loads_anything_else_is_noticed(
    what: str, shelves: Callable[[str], Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelves("sqlite")
    monkeypatch.setattr(house, "SHELF", shelf)
    talk = at_links().types("example.com/a")
    work_off = shelf.work_off
    other = {"session": None, "case": None, "locked": True}[what]

    def expecting_another(incoming: Incoming, now: datetime, home: House, expected: Loaded, decide: Decided) -> None:
        work_off(incoming, now, home, replace(expected, **{what: other}), decide)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "work_off", expecting_another)
    with pytest.raises(AssertionError):
        talk.types("example.com/b")
