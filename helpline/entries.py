"""The entries of the directory as they are written in YAML, and what is wrong with one that was written badly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from flows.remark import Remark, Term, listed, remark, remark_of
from flows.source import Loader
from helpline.hours import Hours, read_hours

#: The language an entry must have, whatever else it has; `any` counts for every language.
SOURCE = "en"
#: The reviewer of an entry that no person has gone over.
NOBODY_YET = "none yet"
#: The pick of an alias that means every line in another country.
ABROAD = "abroad"
ByLanguage = Mapping[str, str]
M = TypeVar("M", bound=BaseModel)
_NO_LINES = remark("no lines in English; other languages fall back on them, write them")
_NAMES_NONE = remark("it shows every line that has a country; take these out")
#: What pydantic's errors begin with, and how each is mended.
_MENDS: tuple[tuple[str | tuple[str, ...], Remark], ...] = (
    ("missing", remark("is missing; add it")),
    ("extra_forbidden", remark("is no field of an entry; correct its name or move it under `unverified`")),
    ("date", remark("is no day; write it as 2026-11-30")),
    (("string_too_short", "string_type"), remark("needs a text; write one")),
    ("string_pattern", remark("is no number to call; write 3 to 12 digits and nothing else")),
    (("int", "greater_than"), remark("needs a whole number above 0")),
)


@dataclass(frozen=True)
class Flaw:
    """What is wrong in the directory: in which of its sections (a file, for who has files), at which entry and field;
    and how to mend it."""

    section: str
    entry: str | None
    field: str | None
    mend: str

    def __str__(self) -> str:
        entry = f", entry {self.entry}" if self.entry else ""
        field = f", {self.field}" if self.field else ""
        return f"{self.section}.yaml{entry}{field}: {self.mend}"


class DirectoryErrors(Exception):
    """What is wrong in the directory, each line naming file, entry and how to mend it."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        self.problems = tuple(map(str, flaws))
        super().__init__("\n".join(self.problems))


class Checked(BaseModel):
    """Where a fact comes from, when it was looked at, and by whom. `reviewer` is `none yet` until a person was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    checked_on: date
    confidence: Literal["V", "P", "G"]
    reviewer: str = Field(min_length=1)
    valid_days: int = Field(default=180, gt=0)
    #: Somebody says that it is wrong: until it was looked at again, nobody is shown it.
    flagged: bool = False
    unverified: Mapping[str, str] = {}

    @cached_property
    def valid_until(self) -> date:
        try:
            return self.checked_on + timedelta(days=self.valid_days)
        except OverflowError:  # as far as the calendar goes
            return date.max


class Entry(Checked):
    """A line or a tool a person can be sent to. `written_hours` is what stands in the file; `opening` what it means."""

    key: str
    name: ByLanguage
    what: ByLanguage
    phone: str | None = Field(default=None, pattern=r"^\d{3,12}$")
    phone_display: str | None = None
    email: ByLanguage = {}
    web: ByLanguage = {}
    written_hours: Any = Field(default=None, alias="hours")
    closed_on_holidays: bool = False
    alternative: str | None = None
    languages: tuple[str, ...] = ()
    always_shown: bool = False
    #: Where the line is, in two letters, where that is not Belgium.
    country: str | None = Field(default=None, pattern=r"^[a-z]{2}$")

    @field_validator("email", "web", mode="before")
    @classmethod
    def _one_for_all(cls, given: object) -> object:
        return {"any": given} if isinstance(given, str) else given

    @field_validator("name", "what")
    @classmethod
    def _three_languages(cls, given: ByLanguage) -> ByLanguage:
        missing = [language for language in ("nl", "fr", "en") if not given.get(language, "").strip()]
        if missing:
            languages = listed(Term(one, "language") for one in missing)
            raise ValueError(
                remark("no words in {languages}; write them, as the body itself writes them", languages=languages)
            )
        return given

    @model_validator(mode="after")
    def _readable_hours(self) -> Entry:
        _ = self.opening
        digits = "".join(sign for sign in self.phone_display or "" if sign.isdigit())
        if self.phone_display and digits != self.phone:
            raise ValueError(
                remark("the number, and how it is shown, are two different numbers; make their digits the same")
            )
        return self

    @cached_property
    def opening(self) -> Hours | None:
        """When the line answers; None where that is not known."""
        return None if self.written_hours is None else read_hours(self.written_hours, self.closed_on_holidays)

    @property
    def number(self) -> str:
        """The number as people read it: 0800/12 800."""
        return self.phone_display or self.phone or ""

    def in_date(self, today: date) -> bool:
        return today <= self.valid_until

    def shown(self, today: date) -> bool:
        """Whether a person may see it: verified at least in part, in date and not flagged, or never to be hidden.

        A line in another country, of which nobody here hears when it moves, only where somebody has gone over it."""
        if self.country and (self.confidence != "V" or self.reviewer == NOBODY_YET):
            return False
        return self.confidence != "G" and (self.always_shown or (self.in_date(today) and not self.flagged))


class Team(BaseModel):
    """When the people of a team are there. Without `hours` nobody knows, and contacts are told just that.

    `answer_within`: so many minutes may she wait for an answer from whoever has her case; then it goes back in line.
    `kept_days`: a case of this team is erased so many days after her last word, and `kept_days_closed` after it was
    closed; `kept_days_transcript`: what was said goes so many days after it was closed, and `kept_days_evidence`:
    links, hashes and answers in her words do. None: not by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    written_hours: Any = Field(default=None, alias="hours")
    closed_on_holidays: bool = True
    answer_within: int = Field(default=15, ge=1, le=24 * 60)
    kept_days: int | None = Field(default=None, ge=1, le=3650)
    kept_days_closed: int | None = Field(default=None, ge=1, le=3650)
    kept_days_transcript: int | None = Field(default=None, ge=1, le=3650)
    kept_days_evidence: int | None = Field(default=None, ge=1, le=3650)

    @model_validator(mode="after")
    def _readable_hours(self) -> Team:
        _ = self.opening
        return self

    @cached_property
    def opening(self) -> Hours | None:
        return None if self.written_hours is None else read_hours(self.written_hours, self.closed_on_holidays)


class Memory(BaseModel):
    """For how many days the house remembers what was done in it, and how often things happened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events_days: int = Field(default=730, ge=30, le=3650)
    statistics_days: int = Field(default=3650, ge=30, le=36500)


class Alias(BaseModel):
    """One name for different entries in different languages; or, picked `abroad`, for all lines in other countries,
    and then it names none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pick: Literal["first", "all", "abroad"]
    language: str | None = None
    lines: Mapping[str, tuple[str, ...]] = Field(default={}, validate_default=True)

    def keys(self, language: str) -> tuple[str, ...]:
        return self.lines.get(language, self.lines.get(SOURCE, ()))

    @field_validator("lines")
    @classmethod
    def _has_the_source_language(
        cls, given: Mapping[str, tuple[str, ...]], read: ValidationInfo
    ) -> Mapping[str, tuple[str, ...]]:
        if read.data.get("pick") == ABROAD and given:
            raise ValueError(_NAMES_NONE)
        if read.data.get("pick") != ABROAD and not given.get(SOURCE):
            raise ValueError(_NO_LINES)
        return given


def read_yaml(path: Path) -> Mapping[str, Any]:
    """The mapping in a YAML file. Raises DirectoryErrors when it is none."""
    try:
        plain = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader)  # noqa: S506  a SafeLoader, only stricter
    except (OSError, yaml.YAMLError) as wrong:
        said = remark("cannot be read as YAML: {reason}", reason=wrong)
        raise DirectoryErrors([Flaw(path.stem, None, None, said)]) from wrong
    if not isinstance(plain, Mapping):
        said = remark("write entries as `key:` with their fields below")
        raise DirectoryErrors([Flaw(path.stem, None, None, said)])
    return plain


def read_mapping(
    section: str, plain: Mapping[str, Any], model: type[M], flaws: list[Flaw], *, keyed: bool = False
) -> dict[str, M]:
    """Read every entry of a section; what cannot be read is added to `flaws`, with its place."""
    read: dict[str, M] = {}
    if not isinstance(plain, Mapping):
        flaws.append(Flaw(section, None, None, remark("is no list of entries; give each a name and fields")))
        return read
    for key, fields in plain.items():
        try:
            if not isinstance(fields, Mapping):
                flaws.append(Flaw(section, key, None, remark("it has no fields; fill them in")))
                continue
            read[str(key)] = model.model_validate({**fields, "key": str(key)} if keyed else dict(fields))
        except ValidationError as wrong:
            flaws += [Flaw(section, key, _place(one), _mend(one)) for one in wrong.errors()]
    return read


def _place(error: Any) -> str:
    return ".".join(str(part) for part in error["loc"]) or "hours or phone"


def _mend(error: Any) -> str:
    if error["type"] == "value_error":
        return remark_of(error["ctx"]["error"])
    known = next((said for kinds, said in _MENDS if error["type"].startswith(kinds)), None)
    return known or remark("this cannot be read: {reason}", reason=str(error["msg"]))


class _StrictLoader(Loader):
    """YAML that will not let the second of two equal keys win unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            names = ", ".join(map(str, twice))
            raise yaml.constructor.ConstructorError(None, None, f"written twice: {names}", node.start_mark)
        return super().construct_mapping(node, deep)
