"""Alerts: the operator's command gets one word and nothing else, and a broken one harms nobody."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest

from haven import alerts as module
from haven.alerts import KINDS, MOST_WAITING, Alerts
from haven.settings import SETTINGS
from tests.soon import until

ROOT = Path(__file__).parents[2]

Said = list[tuple[str, dict[str, Any]]]


async def told(command: tuple[str, ...], *kinds: str) -> Said:
    """What is noted of the command, once it was called for each of these and has ended."""
    said: Said = []
    alerts = Alerts(command, lambda event, **fields: said.append((event, fields)))
    for kind in kinds:
        alerts.tell(kind)
    running = asyncio.ensure_future(alerts.run())
    await until(lambda: alerts._waiting.empty() and not alerts._calls)
    running.cancel()
    return said


async def test_the_command_hears_the_kind_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAVEN_TELEGRAM_TOKEN", "123456:canary")
    monkeypatch.setenv("OTHER", "stays")
    out = tmp_path / "out"
    await told(("/bin/sh", "-c", f'echo "$0" >> {out}; env >> {out}'), "crisis")
    assert out.read_text().startswith("crisis\n")
    assert "OTHER=stays" in out.read_text()
    assert "canary" not in out.read_text()


@pytest.mark.parametrize("command", [("/bin/false",), ("/nowhere/at-all",)])
async def test_a_command_that_fails_is_noted(command: tuple[str, ...]) -> None:
    assert await told(command, "waiting", "crisis") == [
        ("alert_failed", {"kind": "waiting"}),
        ("alert_failed", {"kind": "crisis"}),
    ]


async def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)
    assert await told(("/bin/sleep", "60"), "waiting") == [("alert_failed", {"kind": "waiting"})]


async def test_at_the_end_what_runs_may_finish_and_what_waits_is_told_each_kind_once(tmp_path: Path) -> None:
    out, said = tmp_path / "out", []
    alerts = Alerts(("/bin/sh", "-c", f'sleep 0.2; echo "$0" >> {out}'), lambda event, **fields: said.append(event))
    alerts.tell("crisis")
    running = asyncio.ensure_future(alerts.run())
    await until(lambda: alerts._calls)  # it is under way
    for kind in ("waiting", "danger", "waiting"):
        alerts.tell(kind)
    await alerts.finish(30)
    running.cancel()
    assert sorted(out.read_text().split()) == ["crisis", "danger", "waiting"]
    assert said == []


async def test_the_end_does_not_wait_for_a_command_that_hangs() -> None:
    said: list[tuple[str, Any]] = []
    alerts = Alerts(("/bin/sleep", "60"), lambda event, **fields: said.append((event, fields["kind"])))
    alerts.tell("waiting")
    async with asyncio.timeout(30):
        await alerts.finish(0.1)
    assert said == [("alert_failed", "waiting")]


async def test_a_stop_told_to_our_whole_group_does_not_reach_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out"
    await told(("/bin/sh", "-c", f"ps -o pgid= -p $$ > {out}"), "waiting")
    assert int(out.read_text()) != os.getpgrp()


def test_the_settings_name_every_word_the_command_may_hear() -> None:
    about = next(setting.about for setting in SETTINGS if setting.name == "HAVEN_ALERT_COMMAND")
    assert all(kind in about for kind in KINDS)
    code = "".join(path.read_text() for folder in ("helpline", "haven") for path in (ROOT / folder).rglob("*.py"))
    heard = set(re.findall(r"""(?:\.alert|(?<!news\.)\btell|alert_staff\([\w.]+,|Alert)\(?\s*\(?["'](\w+)["']""", code))
    assert heard
    assert heard <= set(KINDS)


def test_a_flood_of_alerts_is_bounded() -> None:
    said: list[str] = []
    alerts = Alerts(("/bin/true",), lambda event, **fields: said.append(event))
    for _ in range(MOST_WAITING + 3):
        alerts.tell("waiting")
    assert said == ["alert_dropped"] * 3


def test_without_a_command_nothing_is_kept() -> None:
    alerts = Alerts((), lambda event, **fields: None)
    alerts.tell("waiting")
    assert alerts._waiting.empty()
