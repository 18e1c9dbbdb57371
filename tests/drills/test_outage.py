"""After a day without anyone there, all that Telegram still has is answered, and nobody new waits behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline import belated
from tests.drills.finding import amount
from tests.drills.outage import SOON, Outage, drill

#: 50,000 updates wait when the house opens; at Telegram's own pace (30 answers a second) a fifth of them.
ALL, PACED = Outage(25_000, 1_000, 200, "off", SOON), Outage(5_000, 100, 500, soon=SOON)
SMALL = Outage(50, 5, 4)
RUNS = [("webhook", PACED), ("webhook", ALL), ("polling", ALL)] if amount(1, 0) else [("webhook", SMALL)]


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize(("mode", "outage"), RUNS)
async def test_a_day_of_silence_is_worked_off_and_newcomers_do_not_wait_for_it(
    tmp_path: Path, mode: str, outage: Outage
) -> None:
    finding = await drill(outage, mode, tmp_path)
    print(finding)
    assert finding.holds, finding


async def test_the_drill_finds_a_house_where_newcomers_wait_behind_old_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belated, "MAY_WAIT", ())
    finding = await drill(Outage(80, 1, 2), "webhook", tmp_path)
    assert finding.wrong["a newcomer waited behind the others"] > 0
