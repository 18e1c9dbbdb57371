"""What people say to her waits for the hour she named; or until she writes herself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.holding import WHEN_DUE
from helpline.ports import Loaded
from tests.helpline.clockwork import passes, said
from tests.helpline.deskwork import Desk, in_line

#: Sunday 22 November, 15:00 in Brussels.
AFTERNOON = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def with_safe_evening() -> Desk:
    desk = in_line(now=AFTERNOON - timedelta(hours=2))
    desk.talk.case = replace(desk.case, safe_time="evening")
    desk.talk.now = AFTERNOON
    return desk


def test_what_waits_goes_out_when_her_hour_begins_and_not_before() -> None:
    desk = with_safe_evening()
    made = desk.does("ann", verb="take_over")
    assert made.keep_back
    assert made.keep_back_until == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    early = passes(desk, "give_out")
    assert not early.give_out
    assert early.keep_back_until == made.keep_back_until
    desk.talk.now = made.keep_back_until
    assert passes(desk, "give_out").give_out


def test_a_lapse_outside_her_hour_is_told_within_it() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.waits(minutes=15)
    made = passes(desk, "lapse")
    assert made.keep_back
    assert made.keep_back_until == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert "in line again" in said(made.outgoing)
    assert "as soon as" not in said(made.outgoing)


def test_when_she_writes_herself_what_waits_comes_first() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.types("is anyone there?")
    assert desk.talk.changes is not None
    assert desk.talk.changes.give_out


@pytest.mark.parametrize("words", ["/hide", "/stop", "/delete"])
def test_who_leaves_is_sent_nothing_that_waited(words: str) -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.types(words)
    if words == "/delete":
        desk.talk.picks("yes")
    assert desk.talk.changes is not None
    assert not desk.talk.changes.give_out


def test_behind_a_pin_or_a_block_what_waits_waits_on() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert desk.talk.contact is not None
    blocked = replace(desk.talk.contact, blocked=True)
    for loaded in (Loaded(desk.talk.contact, None, desk.case, True), Loaded(blocked, None, desk.case)):
        made = WHEN_DUE["give_out"](loaded, desk.talk.now, desk.talk.house)
        assert not made.give_out
        assert (made.keep_back, made.keep_back_until) == (True, None)
    assert passes(desk, "give_out").give_out
