"""Whatever Telegram does, nothing is confirmed without a row, and everyone is told all, in order, in the end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import emulator.webhook
from bot.telegram import fates
from bot.telegram.runner import Runner
from helpline.delivery import Delivery, Fate, Worked
from helpline.ports import Incoming
from storage.store import Store
from tests.drills.finding import amount
from tests.drills.weather import SCRIPTS, Script, drill, drill_all

BY_NAME = {script.name: script for script in SCRIPTS}


@pytest.mark.timeout(600)
async def test_everyone_is_told_all_in_any_weather(tmp_path: Path) -> None:
    findings = await drill_all(tmp_path, both=bool(amount(1, 0)))
    print(*findings, sep="\n")
    assert not [finding for finding in findings if not finding.holds]


@pytest.mark.timeout(600)
async def test_a_call_that_comes_again_while_the_first_is_at_work_is_done_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_off, calls = Store.work_off, iter(range(1_000_000))

    async def slowly(*given: object) -> Worked:
        if next(calls) < 12:
            await asyncio.sleep(0.8)
        return await work_off(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "work_off", slowly)
    monkeypatch.setattr(emulator.webhook, "_PATIENCE", 0.3)
    finding = await drill(Script("resent while at work"), "webhook", tmp_path)
    print(finding)
    assert finding.holds, finding
    assert finding.seen["resent"] > 0


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_backlog_is_worked_off_and_answered(tmp_path: Path, mode: str) -> None:
    finding = await drill(Script("backlog after an outage", backlog=True, people=amount(7_143, 40)), mode, tmp_path)
    print(finding)
    assert finding.holds, finding


async def test_the_drill_finds_a_house_that_confirms_too_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, running = Runner.work_off, set()

    async def too_early(runner: Runner, incoming: Incoming) -> str | None:
        running.add(asyncio.ensure_future(honest(runner, incoming)))
        return None

    monkeypatch.setattr(Runner, "work_off", too_early)
    finding = await drill(Script("calm"), "webhook", tmp_path)
    assert finding.wrong["confirmed without a row"] > 0


async def test_the_drill_finds_a_house_that_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(delivery: Delivery, now: object, seconds: float | None = None) -> Fate:
        return Fate(delivery.id, "refused", now)  # type: ignore[arg-type]

    monkeypatch.setattr(fates, "later", give_up)
    finding = await drill(BY_NAME["5xx"], "polling", tmp_path)
    assert finding.wrong["not told all, or in another order"] > 0
