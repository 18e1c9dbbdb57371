"""However broken an update is, nobody breaks on it, no 5xx is said, and the sound ones between are answered."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import updates
from helpline.ports import Incoming
from tests.drills.finding import amount, seed
from tests.drills.fuzz import drill_decisions, drill_door, through_the_door
from tests.drills.payloads import corpus
from tests.drills.workers import shared_out


@pytest.mark.timeout(3600)
def test_a_mangled_update_is_read_and_decided_on_without_an_error() -> None:
    finding = shared_out(drill_decisions, amount(960_000, 18_000), seed(), amount(16, 1))
    print(finding)
    assert finding.holds, finding
    assert min(finding.seen[kind] for kind in ("text", "press", "media", "edit", "blocked", "silence", "sound")) > 0


@pytest.mark.timeout(3600)
def test_a_mangled_update_does_no_harm_in_the_database() -> None:
    finding = shared_out(through_the_door, amount(40_000, 2_000), seed())
    print(finding)
    assert finding.holds, finding
    assert finding.seen["200"] > finding.seen["400"] > 0


def trusting(payload: Any, now: datetime) -> Incoming | None:
    """A reader that believes in one field."""
    if isinstance(payload, dict) and isinstance(payload.get("message"), dict):
        payload["message"]["chat"]["id"] + 0
    return updates.read(payload, now)


def test_the_drill_finds_a_reader_that_trusts_one_field() -> None:
    assert not drill_decisions(range(300), seed(), trusting).holds


async def test_the_drill_finds_a_door_that_trusts_one_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.runner.read", trusting)
    finding = await drill_door(range(300), seed(), tmp_path)
    assert any(kind.startswith("update_unreadable") for kind in finding.wrong)


def test_there_is_something_of_every_kind() -> None:
    kinds = {
        kind
        for body in corpus()
        for kind in ("message", "edited_message", "callback_query", "my_chat_member")
        if f'"{kind}"'.encode() in body
    }
    assert len(kinds) == 4
    assert len(corpus()) > 60
