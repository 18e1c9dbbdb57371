"""Nothing comes to her unasked, unless she chose a time for it; whatever staff do and however much time goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline import ending
from helpline.agreeing import CONTACT_BACK
from helpline.case import Case, Holder
from helpline.consent import Consent
from helpline.desk import perform
from helpline.errors import Declined
from helpline.holding import WHEN_DUE
from helpline.ports import Changes, Loaded, Outgoing
from helpline.reception import NUDGE
from helpline.safe_time import CODES, WINDOWS, may_notify
from tests.helpline.deskwork import READ, STAFF, staffed
from tests.helpline.house import waiting_with_links

NIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 2:00 in Belgium: in no window
HOUSE = staffed()
BEGUN = waiting_with_links(house=HOUSE)
ACTS = (
    {"verb": "take_over"}, {"verb": "reply", "text": "Hello", "id": "browser-made-1"}, {"verb": "release"},
    {"verb": "hand_back", "to": "rest"}, {"verb": "close", "outcome": "helped"}, {"verb": "reopen"},
    {"verb": "transfer", "team": "legal"}, {"verb": "safe_time", "when": "evening"}, {"verb": "urgent", "on": True},
    {"verb": "note", "text": "for colleagues", "id": "browser-made-2"},
)  # fmt: skip


def agreed(scope: str, withdrawn: bool, at: datetime) -> Consent:
    return Consent(f"c-{scope}", scope, "w", 1, "?", "en", at, at if withdrawn else None)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case of hers, in any hands, with or without leave to write to her."""
    assert BEGUN.case is not None
    now = NIGHT - timedelta(days=draw(st.sampled_from([0, 1, 20, 352, 360])), minutes=draw(st.integers(0, 3000)))
    leave = draw(st.sampled_from(["never", "stands", "withdrawn"]))
    extra = () if leave == "never" else (agreed(CONTACT_BACK, leave == "withdrawn", now),)
    kind = draw(st.sampled_from(["bot", "queue", "staff"]))
    holder = Holder(kind, "helpline", "ann" if kind == "staff" else None, 3, now)
    dated = tuple(replace(one, given_at=now) for one in BEGUN.case.consents)
    overdue: dict[str, Any] = {
        "answer_by": now if kind == "staff" else None,
        "numbers_by": draw(st.sampled_from([None, now])),
    }
    hers: dict[str, Any] = {"opened_at": now, "last_day": None, "wrote": 1, "wrote_at": now}
    hers["safe_time"] = draw(st.sampled_from([None, *CODES]))
    return replace(BEGUN.case, holder=holder, consents=(*dated, *extra), items=(), **hers, **overdue)


def sent(made: Changes) -> list[Outgoing]:
    """What goes out now, rather than waiting for her."""
    return [one for one in made.outgoing if not made.keep_back or one.cause == NUDGE]


def happens(case: Case, locked: bool, what: object, now: datetime) -> list[Outgoing]:
    """What one act of staff, or one chore, sends to her."""
    assert BEGUN.contact is not None
    loaded = Loaded(BEGUN.contact, None, case, locked)
    try:
        if isinstance(what, dict):
            return sent(perform(READ.validate_python(what), loaded, STAFF["ann"], now, HOUSE))
        decide = ending.tell if what == "ending" else WHEN_DUE[str(what)]
        return sent(decide(loaded, now, HOUSE))
    except Declined:
        return []


@settings(max_examples=400, deadline=None)
@given(
    case=cases(),
    locked=st.booleans(),
    what=st.sampled_from([*ACTS, *WHEN_DUE, "ending"]),
    hours=st.integers(0, 24 * 15),
)
def test_what_comes_unasked_comes_only_at_a_time_she_chose(case: Case, locked: bool, what: object, hours: int) -> None:
    now = NIGHT + timedelta(hours=hours)
    for one in happens(case, locked, what, now):
        if one.cause == NUDGE:
            assert case.agreed(CONTACT_BACK)
            assert case.safe_time in {"anytime", *WINDOWS}
            assert may_notify(case, now)
            assert "Testhulp" not in one.text.plain
        else:
            assert not locked  # into a chat she has emptied goes nothing that says anything


@pytest.mark.parametrize("code", ["anytime", "evening"])
def test_the_control_who_chose_a_time_is_told_then(code: str) -> None:
    assert BEGUN.case is not None
    evening, long_ago = datetime(2026, 11, 23, 18, 0, tzinfo=UTC), NIGHT - timedelta(days=352)
    leave = (*BEGUN.case.consents, agreed(CONTACT_BACK, False, NIGHT))
    dated = tuple(replace(one, given_at=long_ago) for one in leave)
    held = Holder("staff", "helpline", "ann", 3, NIGHT)
    hers: dict[str, Any] = {"opened_at": long_ago, "last_day": None, "wrote_at": long_ago, "items": ()}
    hers["safe_time"] = code
    case = replace(BEGUN.case, consents=dated, holder=held, **hers)
    let_go = replace(case, holder=Holder("bot", "helpline", None, 4, long_ago))
    assert [one.cause for one in happens(case, True, ACTS[1], evening)] == [NUDGE]
    assert [one.cause for one in happens(let_go, True, "ending", evening)] == [NUDGE]
    for less in (None, "not_first"):
        assert not happens(replace(case, safe_time=less), True, ACTS[1], evening)
    assert bool(happens(case, True, ACTS[1], NIGHT)) is (code == "anytime")


@pytest.mark.parametrize("code", [*CODES, None])
def test_to_take_leave_back_ends_it_whatever_was_chosen(code: str | None) -> None:
    assert BEGUN.case is not None
    taken_back = (*BEGUN.case.consents, agreed(CONTACT_BACK, True, NIGHT))
    case = replace(BEGUN.case, consents=taken_back, safe_time=code)
    assert not any(may_notify(case, NIGHT + timedelta(hours=hour)) for hour in range(48))
