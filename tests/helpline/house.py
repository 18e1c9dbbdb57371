"""A house with the real flows, directory and words, and a contact who talks to it, through JSON between any two."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from flows.load import load_library
from flows.session import Session
from helpline import directory, returning
from helpline.adults import CHILD_FOCUS, for_child_focus, stands
from helpline.case import Case, Holder
from helpline.contact import Address, Contact, Words
from helpline.events import KINDS
from helpline.hashes import find_hashes
from helpline.intake import decide
from helpline.languages import load_catalogue
from helpline.links import find_links
from helpline.ports import Changes, Claimed, House, Incoming, Loaded, Outgoing
from helpline.staff import Staff
from helpline.transcript import Line
from tests.helpline.shelf import Shelf, numbered

ROOT = Path(__file__).resolve().parents[2]
#: What an event may say: codes, never words of hers.
CODE = re.compile(r"[a-z_. ]{0,80}")
LANGUAGES = ("nl", "fr", "en")
#: A Saturday evening: the Institute is closed, Child Focus is not.
EVENING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


#: The store in which stories are kept; None: in memory alone. Ids and updates of one story lie this far from the next.
SHELF: Shelf | None = None
STORY = 10_000


class Chance:
    """Counts instead of drawing, so that a test knows what to expect."""

    def __init__(self, first: int = 1) -> None:
        self._count = itertools.count(first)
        self._numbers = itertools.chain(["K7RM-2QXD"], map(numbered, itertools.count(first)))
        if first > 1:
            next(self._numbers)

    def id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._count):012}"

    def token(self) -> str:
        return f"t{next(self._count):07}"

    def case_number(self) -> str:
        return next(self._numbers)

    def pin(self) -> str:
        return "48151623"

    def pin_digest(self, case: str, pin: str) -> bytes:
        return f"{case}{pin}".encode() if SHELF is None else SHELF.pin_digest(case, pin)


@cache
def _built() -> House:
    catalogue = load_catalogue(ROOT / "locales", LANGUAGES)
    files = {one: ROOT / "locales" / one / "LC_MESSAGES" / "haven.po" for one in ("nl", "fr")}
    revision = load_library(ROOT / "flows" / "library", files, LANGUAGES)
    return House({1: revision}, 1, directory.load(ROOT / "directory"), catalogue.say, "Testhulp", LANGUAGES, Chance())


def house(staff: Iterable[str] = (), teams: tuple[str, ...] = ("helpline",)) -> House:
    there = {team: Staff(team, team, team, frozenset({"counsellor"}), frozenset({team})) for team in staff}
    return replace(_built(), chance=Chance(), colleagues=there, here=frozenset(there), teams=teams)


@dataclass
class Talk:
    """One contact, all the house remembers of her, and what she was sent. `heard`: what the last word brought."""

    house: House = field(default_factory=house)
    language: str = "en"
    now: datetime = EVENING
    contact: Contact | None = None
    session: Session | None = None
    case: Case | None = None
    locked: bool = False
    barred: datetime | None = None
    hidden: Case | None = None
    heard: tuple[Outgoing, ...] = ()
    changes: Changes | None = None
    transcript: list[Line] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    update: int = 0
    story: int = 0
    kept: Loaded = field(default_factory=Loaded)
    #: Seconds for which nothing she types of number and PIN is looked at.
    wait: int = 0

    def __post_init__(self) -> None:
        if SHELF is not None:  # many stories in one store: no id, address or update may come twice
            self.story = SHELF.begin()
            self.update = self.story * STORY
            self.house = replace(self.house, chance=Chance(self.story * STORY))

    # ── what she does ─────────────────────────────────────────────────────────────────────────────────────────
    def types(self, *lines: str) -> Talk:
        for line in lines:
            self.send("text", words=Words(line), message=self.update + 1000)
        return self

    def presses(self, *labels: str) -> Talk:
        for label in labels:
            assert label in self.buttons, f"no button {label!r}; there are {sorted(self.buttons)}"
            self.send("press", data=self.buttons[label], callback="c", message=5)
        return self

    def picks(self, *keys: str) -> Talk:
        """Presses the buttons with these keys, one after the other, whatever they are called in her language."""
        for key in keys:
            data = next((one for one in self.buttons.values() if one.endswith(f":{key}")), None)
            assert data, f"no button with the key {key!r} at {self.at}; there are {sorted(self.buttons.values())}"
            self.send("press", data=data, callback="c", message=5)
        return self

    def send(self, kind: str, **fields: object) -> Talk:
        self.update += 1
        incoming = Incoming(
            "telegram", self.update, Address("telegram", f"7{self.story}"), kind, self.now, language_hint=self.language,
            **fields,  # type: ignore[arg-type]
        )  # fmt: skip
        self.work_off(incoming)
        return self

    def waits(self, **span: float) -> Talk:
        self.now += timedelta(**span)
        return self

    # ── what the house does with it ───────────────────────────────────────────────────────────────────────────
    def work_off(self, incoming: Incoming) -> None:
        if self.session is not None:
            self.session = Session.from_json(self.session.to_json())
        loaded = Loaded(self.contact, self.session, self.case, self.locked, barred=self.barred)
        loaded = replace(loaded, claimed=self._claimed(returning.claim(loaded, incoming)))
        changes = self._decided(incoming, loaded)
        self.changes, self.heard = changes, changes.outgoing
        self.contact, self.session, self.case = changes.contact, changes.session, changes.case
        if changes.come_back:
            quiet = loaded.case and replace(loaded.case, answer_by=None, numbers_by=None)
            self.hidden, self.locked = quiet, quiet is not None
            self.transcript.clear()
        if changes.lock:
            self.locked, self.hidden, self.case = True, changes.case, None
        self.kept = Loaded(self.contact, self.session, self.case, self.locked, barred=self.barred)
        self.kinds += [event.kind for event in changes.events]
        self.alerts += changes.alerts
        if changes.erase_transcript or (changes.case is None and loaded.case is not None):
            self.transcript.clear()
        self.transcript += changes.transcript
        new = {label: data for one in self.heard for row in one.buttons for label, data in row}
        self.buttons = new or self.buttons
        self.keeps_its_promises()

    def _claimed(self, claim: returning.Claim | None) -> Claimed | None:
        """What a store would find: the case that is open here, or that this chat has forgotten."""
        if claim is None:
            return None
        digest = self.house.chance.pin_digest
        known = (one for one in (self.case, self.hidden) if one is not None and one.number == claim.number)
        found = next((one for one in known if one.pin_digest == digest(one.id, claim.pin)), None)
        return Claimed(None if self.wait else found, self.wait)

    def _decided(self, incoming: Incoming, loaded: Loaded) -> Changes:
        """The decision alone; over a store, made and saved there, from what the store has loaded itself."""
        if SHELF is None:
            return decide(loaded, incoming, self.now, self.house)
        touched = (
            replace(loaded, claimed=None) != self.kept
        )  # by the test: someone took over, the session was forgotten
        made: list[Changes] = []

        def decided(found: Loaded, incoming: Incoming, now: datetime, home: House) -> Changes:
            made.append(decide(loaded if touched else found, incoming, now, home))
            return made[-1]

        SHELF.work_off(incoming, self.now, self.house, None if touched else loaded, decided)
        return made[-1]

    def keeps_its_promises(self) -> None:
        """What must hold after every single incoming, whatever it was."""
        case = self.case
        if case is not None:
            assert stands(case, self.house)
            assert case.agreed("keep")
            assert all(case.agreed(scope_of[item.kind]) for item in case.items)
            assert not case.words or case.agreed("words")
            assert not self.transcript or case.agreed("handoff")
        if case is not None and for_child_focus(case):
            assert not any(find_links(one).links or find_hashes(one).hashes for one in self.hers)
        assert self.session is None or self.session.awaiting is None
        for event in self.changes.events if self.changes else ():
            assert event.kind in KINDS
            assert all(isinstance(value, int) or CODE.fullmatch(value) for value in event.about.values())
        for one in self.heard:
            assert 0 < len(one.text.plain.encode("utf-16-le")) // 2 <= 4096
            assert all(len(data.encode()) <= 64 and 0 < len(label) <= 64 for row in one.buttons for label, data in row)

    # ── what she sees ─────────────────────────────────────────────────────────────────────────────────────────
    @property
    def text(self) -> str:
        """All that the last word brought."""
        return "\n".join(one.text.plain for one in self.heard)

    @property
    def hers(self) -> list[str]:
        """Her own lines in the transcript."""
        return [line.words.plain for line in self.transcript if line.by == "contact"]

    @property
    def facts(self) -> dict[str, str]:
        return dict(self.session.facts) if self.session else {}

    def label(self, key: str) -> str:
        """What the button with this key is called in her language."""
        return next(label for label, data in self.buttons.items() if data.endswith(f":{key}"))

    @property
    def at(self) -> str:
        return str(self.session.place) if self.session and not self.session.ended else "-"

    def taken_over(self) -> Talk:
        """One of the staff has the case now."""
        assert self.case is not None
        self.case = replace(self.case, holder=Holder("staff", staff="s1", token=self.case.holder.token + 1))
        return self


# ── roads ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def greeted(language: str = "en", **more: object) -> Talk:
    """She has said hello, and chosen her language."""
    return Talk(language=language, **more).types("hi").picks(language)  # type: ignore[arg-type]


def adult(language: str = "en", **more: object) -> Talk:
    """An adult, and so is everyone in the image; she is asked what comes closest."""
    return greeted(language, **more).picks("self", "adult", "adult")


def before_keeping(language: str = "en", **more: object) -> Talk:
    """All is answered, nothing is kept yet: she is asked whether it may be."""
    return adult(language, **more).picks("online", "no", "no", "belgium")


def at_links(language: str = "en", **more: object) -> Talk:
    """She has a case, and agreed to leave links."""
    return before_keeping(language, **more).picks("yes", "yes")


def at_hashes(language: str = "en", **more: object) -> Talk:
    return at_links(language, **more).picks("done", "yes")


def at_story(language: str = "en", **more: object) -> Talk:
    """Links and hashes are agreed to, and her own words: she is asked for them."""
    return at_hashes(language, **more).picks("done", "yes")


def waiting(language: str = "en", **more: object) -> Talk:
    """By the word human: she has a case in the queue, and agreed to nothing but keeping it and handing it over."""
    return adult(language, **more).types("/human").picks("yes")


def waiting_with_links(language: str = "en", **more: object) -> Talk:
    """A link was left, and the case waits for a person."""
    return at_links(language, **more).types("https://example.com/video/12").types("/human").picks("yes")


def young(language: str = "en", teams: tuple[str, ...] = ("helpline", CHILD_FOCUS), **more: object) -> Talk:
    """Under 18, in a house in which people of Child Focus work: she is asked whether they may go on with her."""
    return greeted(language, house=house(teams=teams), **more).picks("self", "minor")


def with_child_focus(language: str = "en", **more: object) -> Talk:
    """Someone under 18 agreed to write with them, and waits for them."""
    return young(language, **more).picks("yes")


def turns_out_young(language: str = "en") -> Talk:
    """An adult left a link, waits for the helpline, and says that she is 15."""
    both = house(teams=("helpline", CHILD_FOCUS))
    return waiting_with_links(language, house=both).types("I'm 15", "he is 15 too")


scope_of = {"link": "links", "hash": "hashes", "place": "words"}
