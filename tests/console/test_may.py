"""What the console offers at a case is what the desk would do, whoever asks and wherever the case stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console.may import may
from helpline.desk import perform
from helpline.errors import Declined
from tests.helpline import deskwork
from tests.helpline.deskwork import READ, STAFF, Desk

#: Each verb as it would be asked, by whom it can be asked at all.
ASKED = {
    "take_over": {}, "reply": {"id": "browser-made-1", "text": "Hello"}, "hand_back": {"to": "rest"},
    "transfer": {"team": "legal"}, "release": {}, "close": {"outcome": "helped"}, "reopen": {},
    "note": {"id": "browser-made-2", "text": "A note"}, "urgent": {"on": True}, "safe_time": {"when": "anytime"},
    "minor": {}, "block": {"hours": 24}, "keep": {"reason": "legal"}, "erase": {"reason": "asked"},
}  # fmt: skip
ROADS = (deskwork.in_line, deskwork.with_ann, deskwork.with_bea, deskwork.with_the_bot, deskwork.closed)


def done(desk: Desk, by: str, verb: str) -> bool:
    """Whether the desk would do it, as the case stands."""
    action = READ.validate_python({"verb": verb, **ASKED[verb]})
    try:
        perform(action, desk.loaded, STAFF[by], desk.talk.now, desk.talk.house)
    except Declined:
        return False
    return True


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("by", [name for name, staff in STAFF.items() if "helpline" in staff.teams])
def test_what_is_offered_is_done_and_what_is_not_is_declined(road: Callable[[], Desk], by: str) -> None:
    desk = road()
    offered = set(may(desk.case, STAFF[by]))
    would = {verb for verb in ASKED if done(desk, by, verb)}
    beside = {"take_over"} if desk.case.holder.staff == by else set()  # pressed twice: nothing happens
    assert offered - would == set()
    assert would - offered <= beside
