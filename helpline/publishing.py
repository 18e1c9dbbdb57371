"""Door 3: a revision is published. The library seeds the first one; from then on what the database holds is the truth.

Nothing is published that a check finds wrong or that breaks a promise, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flows.check import check
from flows.flow import Revision
from helpline.directory import Directory
from helpline.errors import Refusal


class Revisions(Protocol):
    """What publishing needs of storage."""

    async def revisions(self) -> Mapping[int, str]: ...
    async def seed_revision(self, json: str, checksum: str, now: datetime) -> object: ...
    async def save_revision(self, number: int, json: str, checksum: str, now: datetime) -> object: ...


class Broken(Refusal):
    """The revision may not be published; `reasons` say why, a line each, for the editor."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{len(reasons)} reasons")
        self.reasons = reasons


class Unchanged(Refusal):
    """It says exactly what the running revision says."""


def reasons_against(revision: Revision, directory: Directory, now: datetime) -> tuple[str, ...]:
    """Everything that stands in the way of publishing; empty for a revision that may be published."""
    from helpline import safety  # the prover is loaded where something is published, not where people are heard

    wrong = [str(issue) for issue in check(revision, safety.banned_words()) if issue.level == "error"]
    return (*wrong, *(str(refuted) for refuted in safety.check(revision, directory, now)))


async def all_revisions(store: Revisions, seed: Callable[[], Revision], now: datetime) -> dict[int, Revision]:
    """Every published revision by number; at the very first start the library becomes number 1."""
    stored = await store.revisions()
    if not stored:
        first = replace(seed(), number=1)
        await store.seed_revision(first.to_json(), first.checksum, now)
        stored = await store.revisions()  # perhaps another process', begun in the same moment
    return {number: Revision.from_json(text) for number, text in stored.items()}


async def publish(store: Revisions, draft: Revision, directory: Directory, now: datetime) -> int:
    """Publish a draft as the next revision; returns its number. Raises Broken or Unchanged."""
    if reasons := reasons_against(draft, directory, now):
        raise Broken(reasons)
    stored = await store.revisions()
    newest = max(stored, default=0)
    if newest and Revision.from_json(stored[newest]).checksum == draft.checksum:
        raise Unchanged
    revision = replace(draft, number=newest + 1)
    await store.save_revision(revision.number, revision.to_json(), revision.checksum, now)
    return revision.number
