"""No forged call gets in, none leaves a trace, and Telegram's own calls between them are all heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.telegram.webhook import SECRET_HEADER, Webhook
from tests.drills.finding import amount, seed
from tests.drills.forged import at_the_door, drill
from tests.drills.workers import shared_out


@pytest.mark.timeout(3600)
def test_nothing_forged_gets_in() -> None:
    finding = shared_out(at_the_door, amount(100_000, 4_000), seed())
    print(finding)
    assert finding.holds, finding
    assert all(finding.seen[status] for status in ("401", "403", "404", "405", "413", "415", "400", "sound"))


async def test_the_drill_finds_a_door_that_opens_without_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Webhook._refusal

    def careless(webhook: Webhook, scope: Any) -> int | None:
        refused = honest(webhook, scope)
        return None if refused == 401 and not any(name == SECRET_HEADER for name, _ in scope["headers"]) else refused

    monkeypatch.setattr(Webhook, "_refusal", careless)
    finding = await drill(range(300), seed(), tmp_path)
    assert finding.wrong["forged ones in the database"] > 0
    assert finding.wrong["answered 200"] > 0
