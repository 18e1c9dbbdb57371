"""Alerts: the operator's command gets one word and nothing else, and a broken one harms nobody."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from haven import alerts as module
from haven.alerts import MOST_WAITING, Alerts

Said = list[tuple[str, dict[str, Any]]]


async def told(command: tuple[str, ...], *kinds: str, until: int) -> Said:
    said: Said = []
    alerts = Alerts(command, lambda event, **fields: said.append((event, fields)))
    for kind in kinds:
        alerts.tell(kind)
    running = asyncio.ensure_future(alerts.run())
    async with asyncio.timeout(10):
        while len(said) < until and not alerts._waiting.empty():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    running.cancel()
    return said


async def test_the_command_hears_the_kind_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAVEN_TELEGRAM_TOKEN", "123456:canary")
    monkeypatch.setenv("OTHER", "stays")
    out = tmp_path / "out"
    await told(("/bin/sh", "-c", f'echo "$0" >> {out}; env >> {out}'), "crisis", until=0)
    assert out.read_text().startswith("crisis\n")
    assert "OTHER=stays" in out.read_text()
    assert "canary" not in out.read_text()


@pytest.mark.parametrize("command", [("/bin/false",), ("/nowhere/at-all",)])
async def test_a_command_that_fails_is_noted(command: tuple[str, ...]) -> None:
    assert await told(command, "waiting", "crisis", until=2) == [
        ("alert_failed", {"kind": "waiting"}),
        ("alert_failed", {"kind": "crisis"}),
    ]


async def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)
    assert await told(("/bin/sleep", "60"), "waiting", until=1) == [("alert_failed", {"kind": "waiting"})]


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
