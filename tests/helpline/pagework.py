"""A contact who makes hashes on her own device, and sends them from the page to the same house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from helpline.contact import Words
from helpline.on_device.made import MadeFile, MadeHash, Sending
from helpline.on_device.sent import kept, some_minor
from helpline.ports import Changes, DecideCase, House, Loaded
from tests.helpline import house as house_of_tests
from tests.helpline.house import Talk, house

PAGES = "https://help.example"
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
RAW = PDQ[::-1]
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def with_pages(home: House | None = None) -> House:
    """A house that browsers can find."""
    return replace(home or house(), pages=PAGES)


def photo(seed: int = 0) -> MadeFile:
    """What came of one photo that lies turned in its file; another one for each seed."""
    other = f"{seed:04x}" if seed else ""
    values = [f"{value[: len(value) - len(other)]}{other}" for value in (PDQ, RAW, MD5, SHA)]
    pdq, raw = MadeHash("pdq", values[0], 98), MadeHash("pdq", values[1], 98, raw=True)
    return MadeFile(
        "image", "1-10MB", "haven-page 1", (pdq, raw, MadeHash("md5", values[2]), MadeHash("sha256", values[3]))
    )


def loaded_of(talk: Talk) -> Loaded:
    """Her case as it is found from a page: a chat that has forgotten it has no session with it."""
    if talk.locked and talk.case is None and talk.hidden is not None:
        return Loaded(talk.contact, None, talk.hidden, True, barred=talk.barred)
    return Loaded(talk.contact, talk.session, talk.case, barred=talk.barred)


def sends(talk: Talk, *files: MadeFile, attempt: str = "") -> Changes:
    """She sends what came of these; what is decided becomes so. Raises what the house refuses with."""
    return done(talk, kept(Sending(files, Words(attempt) if attempt else None)))


def says_someone_was(talk: Talk, fact: str = "minor") -> Changes:
    return done(talk, some_minor(fact))


def done(talk: Talk, decide: DecideCase) -> Changes:
    loaded = loaded_of(talk)
    changes = _decided(talk, loaded, decide)
    talk.changes, talk.heard, talk.contact = changes, changes.outgoing, changes.contact
    if loaded.locked:
        talk.hidden = changes.case
    else:
        talk.session, talk.case = changes.session, changes.case
    talk.kept = Loaded(talk.contact, talk.session, talk.case, talk.locked, barred=talk.barred)
    talk.kinds += [event.kind for event in changes.events]
    talk.alerts += changes.alerts
    if changes.erase_transcript or (loaded.case is not None and changes.case is None):
        talk.transcript.clear()
    talk.transcript += changes.transcript
    talk.buttons = {
        label: data for one in changes.outgoing for row in one.buttons for label, data in row
    } or talk.buttons
    talk.keeps_its_promises()
    return changes


def _decided(talk: Talk, loaded: Loaded, decide: DecideCase) -> Changes:
    """The decision alone; over a store, made and saved there, from what the store has loaded itself."""
    shelf = house_of_tests.SHELF
    if shelf is None or loaded.case is None:
        return decide(loaded, talk.now, talk.house)
    touched = Loaded(talk.contact, talk.session, talk.case, talk.locked, barred=talk.barred) != talk.kept  # by the test
    made: list[Changes] = []

    def decided(found: Loaded, *more: Any) -> Changes:
        made.append(decide(loaded if touched else found, *more))
        return made[-1]

    shelf.act(loaded.case.id, talk.now, talk.house, None if touched else loaded, decided, None)
    return made[-1]
