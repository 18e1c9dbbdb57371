"""Whatever is known of her, whatever she agreed to and whoever has her case: hashes that her device made are offered
and kept only where she and everyone in the image are adults, and she agreed to keeping hashes (P1, P2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.facts import CONSENTS, FACTS
from helpline.case import Holder
from helpline.consent import Consent
from helpline.errors import Refusal
from helpline.on_device.gate import may_make
from helpline.on_device.made import Sending
from helpline.on_device.sent import kept
from helpline.ports import Loaded
from tests.helpline.deskwork import staffed
from tests.helpline.house import EVENING, Talk, at_hashes
from tests.helpline.pagework import photo, with_pages

HOUSE = with_pages(staffed())
BEGUN = at_hashes(house=HOUSE)
CAME, OFFERED = Counter[bool](), Counter[bool]()
ADULTS = {"age": "adult", "age_in_image": "adult"}
ANY_AGES = st.fixed_dictionaries({}, optional={fact: st.sampled_from(FACTS[fact]) for fact in ADULTS})
#: What may be otherwise than it must be.
ASPECTS = ("case facts", "session facts", "consents", "route", "holder", "locked", "barred", "state")


def agreed(scope: str, withdrawn: bool) -> Consent:
    return Consent(f"c-{scope}", scope, "w", 1, "?", "en", EVENING, EVENING if withdrawn else None)


@st.composite
def situations(draw: st.DrawFn) -> Loaded:
    """Everything as it must be, but for some of it, which is anything."""
    assert BEGUN.case is not None
    assert BEGUN.session is not None
    other = draw(st.sets(st.sampled_from(ASPECTS), max_size=3)) if draw(st.booleans()) else {"holder", "state"}
    scopes = draw(st.sets(st.sampled_from(CONSENTS))) if "consents" in other else {"keep", "hashes"}
    gone = draw(st.sets(st.sampled_from(CONSENTS), max_size=2)) if "consents" in other else set()
    kind = draw(st.sampled_from(["bot", "queue", "staff"])) if "holder" in other else "bot"
    case = replace(
        BEGUN.case,
        facts=draw(ANY_AGES) if "case facts" in other else ADULTS,
        consents=tuple(agreed(one, one in gone) for one in sorted(scopes)),
        items=(),
        holder=Holder(kind, None if kind == "bot" else "helpline", token=4),
        route="child_focus" if "route" in other else "institute",
        state="closed" if "state" in other and draw(st.booleans()) else "open",
    )
    session = replace(BEGUN.session, facts=draw(ANY_AGES) if "session facts" in other else ADULTS)
    barred = EVENING + timedelta(hours=draw(st.sampled_from([-1, 1]))) if "barred" in other else None
    locked = "locked" in other
    return Loaded(BEGUN.contact, None if locked else session, case, locked, barred=barred)


def must(loaded: Loaded) -> bool:
    """What the promises say, in so many words."""
    case, barred = loaded.case, loaded.barred
    assert case is not None
    facts = {**case.facts, **(loaded.session.facts if loaded.session else {})}
    adults = facts.get("age") == "adult" and facts.get("age_in_image") == "adult" and case.route != "child_focus"
    here = not loaded.locked and (barred is None or barred <= EVENING)
    return adults and here and case.agreed("keep") and case.agreed("hashes")


@given(loaded=situations(), asks=st.integers(0, 2).map(lambda one: one == 0))
@settings(max_examples=200, deadline=None)
def anything(loaded: Loaded, asks: bool) -> None:
    may = must(loaded)
    try:
        changes = kept(Sending((photo(),)))(loaded, EVENING, HOUSE)
        items = len(changes.case.items) if changes.case is not None else 0
    except Refusal:
        items = 0
    assert items == (4 if may else 0)
    assert may_make(loaded, EVENING) == may
    CAME[may] += 1
    if asks and not loaded.locked:
        brought = offered(loaded)
        assert brought <= may
        OFFERED[brought] += 1


def offered(loaded: Loaded) -> bool:
    """Whether the word for it brings her the page."""
    talk = Talk(HOUSE, contact=loaded.contact, session=loaded.session, case=loaded.case, barred=loaded.barred)
    talk.keeps_its_promises = lambda: None  # type: ignore[method-assign]  # the case is made up
    talk.types("/hash")
    told = any(one.opens for one in talk.heard)
    assert (talk.changes is not None and talk.changes.ticket is not None) == told
    return told


def test_nothing_is_kept_but_where_both_are_adults_and_she_agreed() -> None:
    anything()
    assert min(CAME[True], CAME[False]) > 20, CAME
    assert min(OFFERED[True], OFFERED[False]) > 2, OFFERED
