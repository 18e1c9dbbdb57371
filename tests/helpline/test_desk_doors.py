"""Who gets through to a case, what comes in from a browser, and how what she reads of it sounds."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from helpline.actions.reply import Reply
from helpline.desk import ACTIONS, decide_for
from helpline.errors import NoSuchCase, NotAllowed
from helpline.ports import Loaded
from helpline.safety import banned_words
from helpline.staff import ROLES
from tests.helpline.deskwork import READ, STAFF, in_line, member, with_ann
from tests.helpline.house import LANGUAGES


# ── who may ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [*ROLES])
def test_only_roles_that_talk_may_act(role: str) -> None:
    by, desk = member("new", role, "helpline"), in_line()
    decide = decide_for(READ.validate_python({"verb": "take_over"}), by)
    if "talk" in ROLES[role]:
        assert decide(desk.loaded, desk.talk.now, desk.talk.house).case != desk.case
    else:
        with pytest.raises(NotAllowed):
            decide(desk.loaded, desk.talk.now, desk.talk.house)


def test_where_there_is_no_case_every_action_says_the_same() -> None:
    desk = in_line()
    nothing = Loaded(desk.talk.contact, desk.talk.session, None)
    action = READ.validate_python({"verb": "take_over"})
    with pytest.raises(NoSuchCase) as gone:
        decide_for(action, STAFF["ann"])(nothing, desk.talk.now, desk.talk.house)
    with pytest.raises(NoSuchCase) as others:
        decide_for(action, STAFF["leo"])(desk.loaded, desk.talk.now, desk.talk.house)
    assert (gone.value.code, gone.value.about) == (others.value.code, others.value.about)


# ── what comes in from a browser ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("asked", [
    {"verb": "erase"},
    {"verb": "take_over", "by": "sam"},
    {"verb": "reply", "id": "short", "text": "x"},
    {"verb": "reply", "id": "with spaces in it", "text": "x"},
    {"verb": "close", "outcome": "bored"},
    {"verb": "safe_time", "when": "midnight"},
    {"verb": "urgent"},
])  # fmt: skip
def test_what_no_action_is_gets_no_further(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(asked)


def test_a_mistake_is_told_without_what_was_typed() -> None:
    with pytest.raises(ValidationError) as told:
        Reply.model_validate({"verb": "reply", "id": "x", "text": ["she lives in Ghent"]})
    assert "Ghent" not in str(told.value)


# ── how it sounds ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_she_reads_about_people_is_in_her_language_and_kind(language: str) -> None:
    said: list[str] = []
    for steps in (
        [("hand_back", {"to": "rest"})], [("hand_back", {"to": "welcome"})], [("release", {})],
        [("transfer", {"staff": "bea"})], [("transfer", {"team": "legal"})], [("close", {"outcome": "helped"})],
    ):  # fmt: skip
        desk = with_ann(language)
        for verb, more in steps:
            desk.does("ann", verb=verb, **more)
        said += [one.text.plain for one in desk.sent if one.cause == "notice"]
    english = {one.text.plain for one in with_ann().sent}
    for text in said:
        assert "{" not in text
        assert not [words for words in banned_words()[language] if words in text.casefold()]
        first = text.split("\n")[0]
        assert sum(first.count(end) for end in (". ", "! ", "? ")) <= 2
    assert language == "en" or english.isdisjoint(said)


def test_each_action_has_a_verb_of_its_own() -> None:
    verbs = [action.model_fields["verb"].annotation for action in ACTIONS]
    assert len(set(map(str, verbs))) == len(ACTIONS) == 14
