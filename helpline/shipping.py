"""What Haven ships with, brought together with what a house has made of it: three ways, and nothing of hers is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flows.changes import ABSENT, Change, Conflicts, apply, changes
from helpline.drafts import Content


def brought_together(then: Content, now: Content, ours: Content) -> tuple[Content, Sequence[Mapping[str, Any]]]:
    """What became different in the library from `then` to `now`, done in `ours`. Where both changed the very same
    thing, ours stands, and it is told: what the library said, what it says, and what stands here."""
    made = [one for one in changes(then, now) if one.path[0] != "made_from"]
    try:
        return apply(ours, made), ()
    except Conflicts as conflicts:
        clashing = {one.path for one in conflicts.changes}
        rest = [one for one in made if one.path not in clashing]
        told = [_told(change, here) for change, here in zip(conflicts.changes, conflicts.theirs, strict=True)]
        return apply(ours, rest), told


def _told(change: Change, here: Any) -> Mapping[str, Any]:
    sides = {"before": change.before, "theirs": change.after, "yours": here}
    return {"path": list(change.path)} | {side: value for side, value in sides.items() if value is not ABSENT}
