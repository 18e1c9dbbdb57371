"""directory: whom a person can call, write to or visit; what is out of date is hidden, what is closed names another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from babel import Locale

from flows.remark import remark
from helpline.canned import Canned
from helpline.entries import (
    ABROAD,
    NOBODY_YET,
    SOURCE,
    Alias,
    ByLanguage,
    DirectoryErrors,
    Entry,
    Flaw,
    Memory,
    Team,
    read_mapping,
    read_yaml,
)
from helpline.hours import BRUSSELS, LOCALES, Say, state_words, week_words

__all__ = ["Card", "Directory", "DirectoryErrors", "Overdue", "load"]

#: The sections of the directory, a file each, and whether one must be there. Platforms are read elsewhere.
SECTIONS = {"lines": True, "tools": True, "aliases": True, "teams": True, "replies": False, "retention": False}
#: The entries behind `emergency_line`, in the order in which they are said.
EMERGENCY = ("emergency", "police", "suicide_line", "child_focus")


@dataclass(frozen=True)
class Card:
    """Lines of plain text about one entry, or several behind one alias. No lines: nothing that may be shown."""

    key: str
    lines: tuple[str, ...] = ()

    def text(self) -> str:
        return "\n".join(self.lines)

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Overdue:
    """An entry nobody looked at for too long: for how many days, and whether it is hidden because of it."""

    key: str
    days: int
    hidden: bool


@dataclass(frozen=True)
class Directory:
    """All entries and aliases. Pure: the moment, the language and the catalogue are handed in."""

    entries: Mapping[str, Entry]
    aliases: Mapping[str, Alias]
    #: By the team's name.
    teams: Mapping[str, Team] = field(default_factory=dict)
    #: What counsellors keep at hand.
    replies: Mapping[str, Canned] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    #: What `holds` said of the last minute it was asked about: every message asks.
    _held: dict[datetime, frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────────────
    def __contains__(self, key: object) -> bool:
        return key in self.entries or key in self.aliases

    def resolve(self, key: str, language: str, now: datetime) -> tuple[Entry, ...]:
        """The entries behind a key that may be shown now; none for a key that is unknown or hidden."""
        alias = self.aliases.get(key)
        today = now.astimezone(BRUSSELS).date()
        shown = tuple(one for one in self._behind(key, language) if one.shown(today))
        return shown[:1] if alias and alias.pick == "first" else shown

    def _behind(self, key: str, language: str) -> Iterator[Entry]:
        alias = self.aliases.get(key)
        if alias and alias.pick == ABROAD:
            yield from sorted(
                (one for one in self.entries.values() if one.country), key=lambda one: (one.country or "", one.key)
            )
            return
        keys = alias.keys(language) if alias else (key,)
        yield from (self.entries[one] for one in keys if one in self.entries)

    def is_open(self, key: str, now: datetime) -> bool:
        """Whether someone answers now. Hours that are not known count as closed."""
        entry = self.entries.get(key)
        return bool(entry and entry.opening and entry.opening.is_open(now))

    def holds(self, now: datetime) -> frozenset[str]:
        """`open:<key>` for every line that is shown and open: what a flow's `branch` may ask."""
        minute = now.replace(second=0, microsecond=0)  # it changes no sooner
        held = self._held.get(minute)
        if held is None:
            held = self._holding(minute.astimezone(BRUSSELS))
            self._held.clear()
            self._held[minute] = held
        return held

    def _holding(self, here: datetime) -> frozenset[str]:
        shown = (key for key, entry in self.entries.items() if entry.shown(here.date()))
        return frozenset(f"open:{key}" for key in shown if self.is_open(key, here))

    def overdue(self, now: datetime) -> tuple[Overdue, ...]:
        """The entries whose check is out of date, longest first: staff are warned of each."""
        today = now.astimezone(BRUSSELS).date()
        late = [
            Overdue(key, (today - entry.valid_until).days, not entry.always_shown)
            for key, entry in self.entries.items()
            if not entry.in_date(today)
        ]
        return tuple(sorted(late, key=lambda one: (-one.days, one.key)))

    def unreviewed(self) -> tuple[str, ...]:
        """The entries no person has gone over."""
        return tuple(key for key, entry in self.entries.items() if entry.reviewer == NOBODY_YET)

    def number(self, key: str, language: str, now: datetime) -> str:
        """The number behind a key as people read it, or nothing."""
        return next((entry.number for entry in self.resolve(key, language, now) if entry.number), "")

    # ── showing ───────────────────────────────────────────────────────────────────────────────────────────────
    def card(self, key: str, language: str, now: datetime, say: Say) -> Card:
        """What a person reads about a line; never fails, an unknown or hidden key is an empty card."""
        alias = self.aliases.get(key)
        entries = self.resolve(key, language, now)
        if alias and alias.language:
            return Card(key, tuple(_short(entry, alias.language) for entry in entries))
        lines: list[str] = []
        for entry in entries:
            lines += [""] if lines else []
            lines += self._about(entry, language, now, say)
        return Card(key, tuple(lines))

    def _about(self, entry: Entry, language: str, now: datetime, say: Say) -> Iterator[str]:
        yield _with_country(entry, language)
        yield by_language(entry.what, language)
        if entry.number:
            yield say(language, "Phone: {number}", number=entry.number)
        for tongue, address in _own(entry.email, language):
            if tongue:
                yield say(language, "E-mail, in {tongue}: {address}", tongue=tongue, address=address)
            else:
                yield say(language, "E-mail: {address}", address=address)
        for tongue, page in _own(entry.web, language):
            if tongue:
                yield say(language, "Website, in {tongue}: {page}", tongue=tongue, page=page)
            else:
                yield say(language, "Website: {page}", page=page)
        if entry.opening:
            if entry.opening.week:
                yield say(language, "Hours: {hours}", hours=week_words(entry.opening, language))
            yield state_words(entry.opening, now, language, say)
        yield from self._otherwise(entry, language, now, say)

    def _otherwise(self, entry: Entry, language: str, now: datetime, say: Say) -> Iterator[str]:
        """Someone who does answer, when this line is closed or its hours are not known (R3)."""
        if not entry.alternative or self.is_open(entry.key, now):
            return
        for other in self.resolve(entry.alternative, language, now):
            name = by_language(other.name, language)
            if other.opening and other.opening.always:
                number = other.number
                yield say(language, "Someone to talk to, day and night: {name}, {number}", name=name, number=number)

    def emergency_line(self, language: str, now: datetime) -> str:
        """One short line for notices: who helps at once, and the number."""
        found = (entry for key in EMERGENCY for entry in self.resolve(key, language, now)[:1])
        return " · ".join(_named(entry, language) for entry in found)


def by_language(words: ByLanguage, language: str) -> str:
    return words.get(language) or words.get("any") or words[SOURCE]


def _own(words: ByLanguage, language: str) -> tuple[tuple[str, str], ...]:
    """The address of this language; where there is none, every address there is, with the name of its language."""
    one = words.get(language) or words.get("any")
    if one or len(set(words.values())) == 1:
        return (("", one or next(iter(words.values()))),)
    names = Locale.parse(LOCALES.get(language, "en_GB")).languages
    return tuple((names.get(tongue, tongue), address) for tongue, address in words.items())


def _with_country(entry: Entry, language: str) -> str:
    name = by_language(entry.name, language)
    if entry.country is None:
        return name
    country = entry.country.upper()
    return f"{name} ({Locale.parse(LOCALES.get(language, 'en_GB')).territories.get(country, country)})"


def _named(entry: Entry, language: str) -> str:
    name = by_language(entry.name, language)
    return name if entry.number in name else f"{name} {entry.number}"


def _short(entry: Entry, language: str) -> str:
    return f"{_named(entry, language)}: {by_language(entry.what, language)}"


def load(folder: Path) -> Directory:
    """Read the directory's files. Raises DirectoryErrors: every mistake, each with its place and how to mend it."""
    return put_together(read_files(folder))


def read_files(folder: Path) -> dict[str, Mapping[str, Any]]:
    """What stands in the files, by section: those of SECTIONS, each named as its file. Raises DirectoryErrors."""
    paths = {section: folder / f"{section}.yaml" for section in SECTIONS}
    return {name: read_yaml(path) for name, path in paths.items() if SECTIONS[name] or path.exists()}


def put_together(plain: Mapping[str, Mapping[str, Any]]) -> Directory:
    """A directory of what stands in its sections. Raises DirectoryErrors with every mistake found."""
    flaws: list[Flaw] = []
    lines = read_mapping("lines", plain["lines"], Entry, flaws, keyed=True)
    tools = read_mapping("tools", plain["tools"], Entry, flaws, keyed=True)
    aliases = read_mapping("aliases", plain["aliases"], Alias, flaws)
    teams = read_mapping("teams", plain["teams"], Team, flaws)
    replies = read_mapping("replies", plain.get("replies", {}), Canned, flaws, keyed=True)
    memory = read_mapping("retention", plain.get("retention", {}), Memory, flaws)
    entries = {**lines, **tools}
    twice = (lines.keys() & tools.keys()) | (entries.keys() & aliases.keys())
    flaws += [Flaw("lines", key, None, remark("stands in two places; rename one")) for key in sorted(twice)]
    flaws += [
        Flaw("retention", one, None, remark("there is no {name} to write of; call it `house`", name=one))
        for one in sorted(memory.keys() - {"house"})
    ]
    directory = Directory(entries, aliases, teams, replies, memory.get("house", Memory()))
    if flaws := flaws or list(_loose_ends(directory)):
        raise DirectoryErrors(flaws)
    return directory


def _loose_ends(directory: Directory) -> Iterator[Flaw]:
    for key, entry in directory.entries.items():
        if entry.alternative and entry.alternative not in directory:
            said = remark("there is no {name}; name an entry or an alias", name=entry.alternative)
            yield Flaw("lines", key, "alternative", said)
    for key, alias in directory.aliases.items():
        for language, keys in alias.lines.items():
            unknown = (one for one in keys if one not in directory.entries)
            for one in unknown:
                said = remark("there is no entry {name}; add or correct it", name=one)
                yield Flaw("aliases", key, language, said)
    for key, reply in directory.replies.items():
        unknown = (one for one in sorted(reply.lines) if one not in directory)
        for one in unknown:
            said = remark("there is no {name}; name an entry or an alias", name="{" + one + "}")
            yield Flaw("replies", key, "text", said)
    for key in EMERGENCY:
        if key not in directory:
            yield Flaw("lines", key, None, remark("is missing; the numbers to call in danger hang on it"))
