"""What was checked is checked once in a process of tests: many stories begin with the same change of a draft.

Whoever publishes in the test's own process imports this. What a story changes otherwise is looked at anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.flow import Revision
from helpline import checking, second_person
from helpline.checking import Report
from helpline.directory import Directory
from helpline.drafts import Content, SavedTalk
from helpline.second_person import Reason
from tests.shipped import once

_check, _needs = checking.check_content, second_person.needs_second


def check_content(
    content: Content, directory: Directory, now: datetime, talks: Sequence[SavedTalk] = (), **more: Any
) -> Report:
    """Of this very content and directory, on this day; talks are always held anew."""
    if talks:
        return _check(content, directory, now, talks, **more)
    key = ("checked", json.dumps(content), id(directory), now.date())
    found: Report = once(key, lambda: (directory, _check(content, directory, now, **more)))[1]
    return found


def needs_second(before: Revision | None, after: Revision, directory: Directory) -> tuple[Reason, ...]:
    key = ("second", before and before.checksum, after.checksum, id(directory))
    found: tuple[Reason, ...] = once(key, lambda: (directory, _needs(before, after, directory)))[1]
    return found


checking.check_content = check_content
second_person.needs_second = needs_second
