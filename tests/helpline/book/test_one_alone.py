"""What an editor who means ill can do alone to the book: hide what became different, erase, lead people elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.changes import changes
from flows.edits.put import Put
from haven.premises import ROOT
from haven.texts_outside import texts_outside
from helpline.book import read, shipped
from helpline.book.checking import check_book
from helpline.book.edits import carried_out
from helpline.book.second import needs_second
from helpline.errors import NotAnEdit
from helpline.languages import load_catalogue
from helpline.own_words import SAFETY as SAFE_PLACES
from helpline.own_words import Outside

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAFETY = {"Gone.": Outside("Gone.", ("helpline/leaving.py",))}
PHONE = "Phone: {number}"
OUTSIDE = {PHONE: Outside(PHONE, ("helpline/directory.py",), {"nl": "Telefoon: {number}"})}


@pytest.fixture
def content() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(shipped(Path("directory"))))
    return plain


def with_(content: Mapping[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    after: dict[str, Any] = json.loads(json.dumps(content))
    inner = after
    for part in path[:-1]:
        inner = inner.setdefault(part, {})
    inner[path[-1]] = value
    return after


# ── what became different cannot be hidden ────────────────────────────────────────────────────────────────────────
def hidden(content: dict[str, Any], section: str) -> dict[str, Any]:
    """Under a name with which the whole section is one change; and in it, what helps a child leads elsewhere."""
    entries = json.loads(json.dumps(content[section]))
    if section == "lines":
        entries["child_focus"] |= {"phone": "047012345", "phone_display": None}
    if section == "aliases":
        entries["children_line"]["lines"] = {"en": ["chs"]}
    if section == "words":
        return {**content, "words": {"nl": {"Gone.": "Niet weg."}, "#order": {}}}
    return {**content, section: {"#order": next(iter(entries.values())), **entries}}


@pytest.mark.parametrize("section", ["lines", "aliases", "words"])
def test_no_name_of_an_entry_hides_what_takes_two(content: dict[str, Any], section: str) -> None:
    after = hidden(content, section)
    assert [one.path for one in changes(content, after)] == [(section,)], "the control: it is seen as one change"
    if section != "words":
        read(after)  # the control: it would be read
    assert needs_second(content, after, SAFETY)
    put = Put(edit="put", changes=tuple(one.to_plain() for one in changes(content, after)))
    with pytest.raises(NotAnEdit):
        carried_out(content, [put])


def test_a_section_that_is_empty_or_in_another_order_is_no_change_that_takes_two(content: dict[str, Any]) -> None:
    others = {name: part for name, part in content.items() if name != "retention"}
    assert needs_second(others, {**others, "retention": {}}, {}) == ()
    turned = {**content, "tools": dict(reversed(content["tools"].items()))}
    assert changes(content, turned)
    assert needs_second(content, turned, {}) == ()


# ── nothing is erased by one ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("teams", "helpline", "kept_days"), 1, "kept"),
        (("teams", "helpline", "kept_days_evidence"), 1, "kept"),
        (("teams", "helpline"), {"kept_days": 1}, "kept"),
        (("teams", "new"), {"kept_days": 1}, "kept"),
        (("retention", "house", "events_days"), 30, "kept"),
        (("teams", "helpline", "hours"), "always", None),
        (("teams", "new"), {"hours": "always"}, None),
        (("tools", "stopncii", "web"), {"any": "evil.example"}, "pictures"),
        (("tools", "stopncii", "what", "nl"), "Stuur hier je foto's naartoe.", "pictures"),
        (("tools", "new"), {"name": {}, "web": "evil.example"}, "pictures"),
        (("tools", "stopncii", "flagged"), True, None),
        (("tools", "stopncii", "checked_on"), "2026-11-23", None),
    ],
)
def test_how_long_things_are_kept_and_who_is_given_pictures_takes_two(
    content: dict[str, Any], path: tuple[str, ...], value: object, why: str | None
) -> None:
    assert {one.why for one in needs_second(content, with_(content, path, value), {})} == ({why} if why else set())


def test_a_team_that_goes_takes_its_time_with_it(content: dict[str, Any]) -> None:
    teams = {key: team for key, team in content["teams"].items() if key != "child_focus"}
    assert [one.why for one in needs_second(content, {**content, "teams": teams}, {})] == ["kept"]


# ── nobody is led to a stranger ───────────────────────────────────────────────────────────────────────────────────
ELSEWHERE = (
    "bel 0470 12 34 56",
    "t.me/ann",
    "ann@example.org",
    "schrijf @ann_helpt",
    "ｔ.ｍｅ/ann",
    "0\u200b4\u200b7\u200b0",
)


def errors(content: dict[str, Any]) -> list[tuple[str | None, str | None, str | None]]:
    found = check_book(content, shipped(Path("directory")), (), (), OUTSIDE, NOON)
    return [(one.flow, one.step, one.language) for one in found.errors]


@pytest.mark.parametrize("words", ELSEWHERE)
def test_no_words_of_the_houses_own_lead_to_a_stranger(content: dict[str, Any], words: str) -> None:
    own = with_(content, ("words", "nl", PHONE), f"Telefoon: {{number}}, of {words}")
    assert errors(own) == [("words", PHONE, "nl")]
    assert errors(with_(content, ("words", "nl", PHONE), "Bel {number}")) == [], "the control"


@pytest.mark.parametrize("words", ELSEWHERE)
def test_no_reply_kept_at_hand_leads_to_a_stranger(content: dict[str, Any], words: str) -> None:
    text = {**content["replies"]["greeting"]["text"], "fr": f"Bonjour {{alias}} {{operator}}. {words}"}
    assert errors(with_(content, ("replies", "greeting", "text"), text)) == [("replies", "greeting", "fr")]
    assert errors(content) == [], "the control"


# ── what takes two is found where it is said ──────────────────────────────────────────────────────────────────────
def test_every_place_whose_words_take_two_still_says_some() -> None:
    """One that moves and is forgotten here would be said otherwise by one alone."""
    found = texts_outside(ROOT, load_catalogue(ROOT / "locales", ("en",)))
    said = {place for one in found.values() for place in one.where}
    assert set(SAFE_PLACES) <= said
    assert sum(one.safety for one in found.values()) > 150
    for said_in_danger in ("in danger", "not safe", "under 18", "Child Focus"):
        alone = [text for text, one in found.items() if said_in_danger in text and not one.safety]
        assert alone == []
