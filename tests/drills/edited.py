"""The editors' drill: drafts changed at random, edit by edit. The checker never fails; what it passes keeps its
promises in every talk; what it refuses breaks one in a talk that can be held.

Edits come in series: each begins with a sound draft, and what was refused is kept now and then, as editors do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from flows.changes import Conflicts, changes, inverse
from flows.draft import content_of, read
from flows.edits import EditRefused, carry_out, edit_of
from flows.flow import Revision
from haven.premises import DIRECTORY, library
from helpline import directory
from helpline.checking import Report, Shown, check_content
from helpline.directory import Directory
from helpline.talks.talk import Jump
from tests.drills.edited_flows import Editor, small
from tests.drills.edited_house import wrong_in_the_house
from tests.drills.edited_talks import Held, at_random, shows
from tests.drills.finding import Finding, chance_of, trouble

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
#: Edits in one series; talks with each version that passes, and their moves.
SERIES, TALKS, MOVES = 25, 20, 20
#: Seconds of the processor that one check may take; of the shipped library a second, for other drills run beside it.
LONGEST = 5.0
#: Of all that is refuted in one version, as many are held.
HELD = 3
#: What no single talk can show beyond coming to the step: that nothing ever leads on, that a review asks for what is
#: not kept.
SEEN_BY_COMING = ("every answer", "no answer", "collects corrections")

Check = Callable[[dict[str, Any], Directory, datetime], Report]


@cache
def book() -> Directory:
    return directory.load(DIRECTORY)


@cache
def shipped() -> dict[str, Any]:
    return content_of(library(("en", "nl", "fr")))


def on_small_flows(cases: range, seed: int, check: Check = check_content) -> Finding:
    return drill("edits", cases, seed, check, small(), TALKS)


def on_the_library(cases: range, seed: int, check: Check = check_content) -> Finding:
    return drill("edits of the library", cases, seed, check, shipped(), 100)


def drill(name: str, cases: range, seed: int, check: Check, sound: dict[str, Any], talks: int) -> Finding:
    """Every case is an edit that could be carried out."""
    finding = Finding(name, seed=seed)
    for begin in range(cases.start, cases.stop, SERIES):
        chance = chance_of(seed, begin)
        series = Series(sound, chance, check, finding, talks)
        for case in range(begin, min(begin + SERIES, cases.stop)):
            try:
                series.one(case)
            except Exception as error:
                finding.add(trouble(error), case)
                series = Series(sound, chance, check, finding, talks)
            finding.count += 1
    return finding.done()


class Series:
    """One editor at work on one draft."""

    def __init__(self, sound: dict[str, Any], chance: Random, check: Check, finding: Finding, talks: int) -> None:
        self._content, self._chance, self._check, self._finding = deepcopy(sound), chance, check, finding
        self._talks, self._editor, self._sound = talks, Editor(chance), self._content

    def one(self, case: int) -> None:
        """An edit, and what is then to be said of the draft."""
        content = self._edited()
        begun = time.process_time()
        report = self._check(content, book(), NOW)
        if time.process_time() - begun > LONGEST:
            self._finding.add("slow", case)
        revision = read(content).revision
        kind = "passed" if report.keeps_every_promise else "refuted" if report.refuted else "mistaken"
        self._finding.seen[kind] += 1
        if kind == "passed" and revision is not None:
            self._content = self._sound = content
            self._passed(revision, case)
            return
        if revision is not None:
            self._refused(revision, report, case)
        self._undone(content, case)
        if self._content is not self._sound:
            self._content = self._sound
        elif revision is not None and self._chance.random() < 0.4:
            self._content = content

    def _edited(self) -> dict[str, Any]:
        """The draft after the next edit that is not refused."""
        while True:
            edit = self._editor.edit(self._content)
            try:
                if edit is not None and (made := carry_out(self._content, edit)) is not self._content:
                    self._finding.seen[edit.edit] += 1
                    return made
            except EditRefused:
                self._finding.seen["edit refused"] += 1
            except Conflicts:
                self._finding.seen["conflict"] += 1

    def _undone(self, content: dict[str, Any], case: int) -> None:
        """Taken back as an editor takes it back: by an edit. It is the draft before, to the letter."""
        back = [one.to_plain() for one in inverse(changes(self._content, content))]
        if carry_out(content, edit_of({"edit": "put", "changes": back})) != self._content:
            self._finding.add("undone, but not as before", case)

    def _passed(self, revision: Revision, case: int) -> None:
        for _ in range(self._talks):
            self._finding.seen["talks"] += 1
            held = at_random(revision, book(), self._chance, MOVES)
            for promise in sorted(held.wrong):
                self._finding.add(f"{promise} broken, and passed", case)
        for _ in range(max(1, self._talks // 20)):
            self._finding.seen["in the house"] += 1
            for wrong in sorted(wrong_in_the_house(revision, self._chance, MOVES)):
                self._finding.add(wrong, case)

    def _refused(self, revision: Revision, report: Report, case: int) -> None:
        told = [one for one in report.refuted if one.flow is not None]
        for one in self._chance.sample(told, min(HELD, len(told))):
            self._finding.seen["held"] += 1
            if one.talk is None:
                self._finding.add(f"{one.promise} without a talk", case)
            elif not self._happens(revision, one):
                self._finding.add(f"{one.promise} by a talk that does not happen", case)

    def _happens(self, revision: Revision, shown: Shown) -> bool:
        """It comes to the step, and there the promise is broken, as far as a single talk can show that."""
        assert shown.talk is not None
        held = Held(revision, book()).hold(shown.talk)
        came = f"{shown.flow}.{shown.step}" in map(str, held.visited)
        if any(isinstance(move, Jump) for move in shown.talk.moves):
            self._finding.seen["from the step"] += 1
            return came
        return came and (shows(held, shown.promise) or any(one in shown.message for one in SEEN_BY_COMING))
