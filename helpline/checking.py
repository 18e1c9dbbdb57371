"""checking: all that is to be said of a draft: what is wrong, which promise breaks and how, which talks go otherwise.

One checker for the editor, for publishing and for imports. What it finds is data; only what stands in the way of
publishing is an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from flows.check import Issue, check
from flows.draft import Problem, read
from flows.flow import Revision
from flows.remark import Term, remark
from helpline import safety
from helpline.directory import Directory
from helpline.drafts import SavedTalk
from helpline.errors import Superseded
from helpline.named_teams import unknown_teams
from helpline.ports import House
from helpline.proof.in_house import to_be_held
from helpline.safety import Refuted
from helpline.talks.results import TalkResult, run
from helpline.talks.talk import Talk

__all__ = ["Found", "Report", "Shown", "Superseded", "check_content"]

#: Of so many refutations the talk is tried in the house; of more, it begins at the step.
TRIED = 24


@dataclass(frozen=True)
class Found:
    """Something to mend, at its place; `talk` leads there, where one can."""

    level: Literal["error", "warning"]
    flow: str | None
    step: str | None
    field: str | None
    language: str | None
    message: str
    code: str
    talk: Talk | None = None


@dataclass(frozen=True)
class Shown:
    """A promise that would be broken, with the shortest conversation that breaks it, to be read and to be held."""

    promise: str
    flow: str | None
    step: str | None
    message: str
    conversation: tuple[str, ...]
    talk: Talk | None

    @classmethod
    def of(cls, refuted: Refuted) -> Shown:
        flow, step = refuted.place or (None, None)
        return cls(refuted.promise, flow, step, refuted.message, refuted.conversation, refuted.talk)


@dataclass(frozen=True)
class Report:
    issues: tuple[Found, ...]
    refuted: tuple[Shown, ...] = ()
    talks: tuple[TalkResult, ...] = ()
    milliseconds: int = 0

    @property
    def errors(self) -> tuple[Found, ...]:
        return tuple(one for one in self.issues if one.level == "error")

    @property
    def keeps_every_promise(self) -> bool:
        """Nothing is wrong with it and nothing is refuted; whether its talks go as before is another question."""
        return not self.errors and not self.refuted


def check_content(
    content: Mapping[str, Any],
    directory: Directory,
    now: datetime,
    talks: Sequence[SavedTalk] = (),
    *,
    house: House | None = None,
    number: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """All that is to be said of a draft. Never fails on what it says, however broken. `house`: where talks are
    held; without it, none are. `stop`: asked now and then; once it says yes, Superseded is raised."""
    begun = time.perf_counter()
    known = read(content, number)
    if known.revision is None:
        report = Report(tuple(map(_problem, known.problems)))
    else:
        there = replace(house, directory=directory) if house is not None else None
        report = _of_revision(known.revision, content, directory, now, there, stop)
        if there is not None:
            report = replace(report, talks=tuple(_held(talks, known.revision, there, stop)))
    return replace(report, milliseconds=round((time.perf_counter() - begun) * 1000))


def _of_revision(
    revision: Revision,
    content: Mapping[str, Any],
    directory: Directory,
    now: datetime,
    house: House | None,
    stop: Callable[[], bool],
) -> Report:
    issues = [*check(revision, safety.banned_words()), *unknown_teams(revision, directory)]
    if any(one.code == "lost" for one in issues):
        return Report(tuple(_issue(one) for one in issues))
    refuted = safety.check(revision, directory, now, stop=stop)
    if house is not None:
        tried = [replace(one, talk=to_be_held(one, revision, house)) for one in refuted[:TRIED]]
        refuted = [*tried, *(replace(one, talk=one.straight) for one in refuted[TRIED:])]
    talks = {(*(one.place or (None, None)), one.message): one.talk for one in refuted if one.promise == "P5"}
    found = [_issue(one, talks.get((one.flow, one.step, one.message))) for one in issues]
    told = {(one.flow, one.step, one.message) for one in found}
    shown = [Shown.of(one) for one in refuted if (*(one.place or (None, None)), one.message) not in told]
    return Report((*found, *_outdated(revision, content)), tuple(shown))


def _held(
    talks: Sequence[SavedTalk], revision: Revision, house: House, stop: Callable[[], bool]
) -> Iterator[TalkResult]:
    for saved in talks:
        if stop():
            raise Superseded
        yield run(saved, revision, house)


# ── as the editor reads it ────────────────────────────────────────────────────────────────────────────────────────
def _problem(problem: Problem) -> Found:
    return Found("error", problem.flow, problem.step, problem.field, None, problem.message, "unreadable")


def _issue(issue: Issue, talk: Talk | None = None) -> Found:
    level: Literal["error", "warning"] = "error" if issue.level == "error" else "warning"
    return Found(level, issue.flow, issue.step, issue.part, issue.language, issue.message, issue.code, talk)


def _outdated(revision: Revision, content: Mapping[str, Any]) -> Iterator[Found]:
    """Translations whose English has changed since they were made. A draft may note nothing, or nonsense."""
    noted = content.get("made_from")
    for language, keys in noted.items() if isinstance(noted, Mapping) else ():
        for key in keys if isinstance(keys, Mapping) and language in revision.languages else ():
            if key in revision.texts.source and revision.texts.translated(key, language) is not None:
                flow, step, part = key.split(".", 2)
                said = remark(
                    "{part} in {language}: the English was changed since it was translated; look at it again",
                    part=Term(part),
                    language=Term(language, "language"),
                )
                yield Found("warning", flow, step, part, language, said, "outdated")
