"""Whoever touches the record behind the house's back is found; whoever leaves it alone is not suspected."""

from __future__ import annotations

import pytest

from storage import Store, auditing
from tests.drills import tampered
from tests.drills.finding import amount, seed


@pytest.mark.timeout(3600)
async def test_every_hand_in_the_record_is_found(store: Store) -> None:
    finding = await tampered.tamper(store, amount(1_000, 90), seed())
    print(finding)
    assert finding.holds, finding
    assert finding.seen["found by an anchor alone"] > 0


@pytest.mark.timeout(3600)
async def test_a_record_that_only_the_house_touched_is_whole(store: Store) -> None:
    finding = await tampered.leave_alone(store, amount(100, 10), seed())
    print(finding)
    assert finding.holds, finding
    assert finding.seen["events"] > finding.count


async def test_the_drill_finds_a_walk_that_does_not_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "fits", lambda *_: True)
    finding = await tampered.tamper(store, 9, seed())
    assert finding.wrong["edit not found"] > 0
