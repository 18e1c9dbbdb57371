"""What in the directory asks to be looked at is told in time; and two people look at what helps in danger."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from helpline.book import read, shipped
from helpline.book.ahead import ahead
from helpline.book.second import needs_second
from helpline.own_words import Outside, looked_over

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def content() -> dict[str, Any]:
    """As it is shipped, only that somebody has reviewed all of it."""
    plain: dict[str, Any] = json.loads(json.dumps(shipped(Path("directory"))))
    for entry in (*plain["lines"].values(), *plain["tools"].values(), *plain["platforms"]["platforms"].values()):
        entry["reviewer"] = "Noor"
    return plain


def told(content: dict[str, Any]) -> list[tuple[str, str, str, int, bool]]:
    found = ahead(read(content), NOON)
    return [(one.section, one.entry, one.why, one.days, one.hidden) for one in found]


def test_nothing_asks_to_be_looked_at_where_all_is_reviewed_and_in_date(content: dict[str, Any]) -> None:
    assert told(content) == []


def test_the_gravest_comes_first_and_what_is_due_within_a_month_is_told(content: dict[str, Any]) -> None:
    content["lines"]["cps"]["checked_on"] = "2026-06-01"  # 5 days left
    content["lines"]["sos_viol"]["checked_on"] = "2026-05-20"  # 7 days over
    content["lines"]["police"]["checked_on"] = "2026-05-26"  # 1 day over, and never hidden
    content["tools"]["stopncii"]["flagged"] = True
    content["platforms"]["platforms"]["x"]["reviewer"] = "none yet"
    assert [one[:3] for one in told(content)] == [
        ("tools", "stopncii", "flagged"),
        ("lines", "sos_viol", "overdue"),
        ("lines", "police", "overdue"),
        ("lines", "cps", "soon"),
        ("platforms", "x", "unreviewed"),
    ]
    assert [(one[3], one[4]) for one in told(content)[1:4]] == [(-7, True), (-1, False), (5, False)]


@pytest.mark.parametrize(
    ("path", "value", "two"),
    [
        (("lines", "child_focus", "phone"), "116001", True),
        (("lines", "zelfmoordlijn", "hours"), {"mon": "9:00-17:00"}, True),
        (("aliases", "children_line", "pick"), "all", True),
        (("replies", "safe_now", "urgent"), False, False),
        (("lines", "tele_onthaal", "phone"), "107", False),
        (("lines", "child_focus", "checked_on"), "2026-11-23", False),
        (("platforms", "tracking"), [], False),
    ],
)
def test_a_number_that_helps_in_danger_or_a_child_takes_two_and_no_other(
    content: dict[str, Any], path: tuple[str, ...], value: object, two: bool
) -> None:
    after = json.loads(json.dumps(content))
    inner = after
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    assert bool(needs_second(content, after, {})) is two


def test_a_reply_that_names_the_number_in_danger_takes_two(content: dict[str, Any]) -> None:
    after = json.loads(json.dumps(content))
    after["replies"]["safe_now"]["text"]["nl"] = "Bel nu {emergency}."
    assert [one.why for one in needs_second(content, after, {})] == ["emergency"]
    after["replies"] = content["replies"] | {"mine": {"title": {}, "text": {"nl": "Dag."}}}
    assert needs_second(content, after, {}) == ()


def test_words_of_safety_take_two_and_others_one(content: dict[str, Any]) -> None:
    outside = {
        "Closed now.": Outside("Closed now.", ("helpline/hours.py",)),
        "Gone.": Outside("Gone.", ("helpline/leaving.py",)),
        "Call {emergency}.": Outside("Call {emergency}.", ("helpline/hours.py",)),
    }
    for text, two in (("Closed now.", False), ("Gone.", True), ("Call {emergency}.", True)):
        after = content | {"words": {"nl": {text: "Anders."}}}
        assert bool(needs_second(content, after, outside)) is two, text


def test_own_words_are_held_to_what_words_of_a_flow_are(content: dict[str, Any]) -> None:
    source = "Do you want to go on?"
    outside = {source: Outside(source, (), {"nl": "Wil je verdergaan?"}), "Yes": Outside("Yes", (), {"nl": "Ja"})}

    def wrong(text: str, said: str = source) -> list[str]:
        return [one.level for one in looked_over({"nl": {said: text}}, outside, {"nl": ["dader"]})]

    assert wrong("Ga je verder?") == []
    assert wrong("Ga je verder? Of niet?") == ["error"]
    assert wrong("Ga je verder, dader?") == ["error"]
    assert wrong("x" * 65, "Yes") == ["error"]
    assert wrong("Ja", "Nobody says this any more") == ["advice"]
