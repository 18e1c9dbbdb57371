"""Nobody in the middle of a talk notices that another one was published: each finishes hers as she began it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from flows.flow import Revision
from haven.logs import Log
from helpline.reception import Reception
from tests.drills.finding import Finding, amount, seed
from tests.drills.pinned import Plan, drill

PEOPLE, PUBLISHES = {"sqlite": amount(500, 30), "postgresql": amount(500, 12)}, 20


async def pinned(urls: tuple[str, str], keys: Path, engine: str, people: int, publishes: int = PUBLISHES) -> Finding:
    plan = Plan(people, publishes, processes=2 if engine == "postgresql" else 1)
    finding = await drill(urls, keys, plan, Log(io.StringIO()), Finding("pinned", 0, seed(), engine))
    print(finding)
    return finding


@pytest.mark.timeout(amount(3600, 600))
async def test_nobody_is_lost_or_hears_another_revision(
    engine_urls: tuple[str, str], keys_folder: Path, engine: str
) -> None:
    finding = await pinned(engine_urls, keys_folder, engine, PEOPLE[engine])
    assert finding.holds, finding
    assert finding.seen["in an earlier one"] > PEOPLE[engine], "otherwise nobody was in the middle of anything"
    assert finding.seen["begun anew"] > PEOPLE[engine]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_judge_hears_it_where_everybody_is_moved_at_once(
    engine_urls: tuple[str, str], keys_folder: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newest(self: Reception) -> Revision:
        return self.house.revisions[self.house.running]

    monkeypatch.setattr(Reception, "revision", property(newest))
    finding = await pinned(engine_urls, keys_folder, engine, people=20, publishes=4)
    assert finding.wrong["heard another revision"] > 10
    assert finding.wrong["moved"] > 10


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_judge_finds_who_lost_her_place(
    engine_urls: tuple[str, str], keys_folder: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.repositories import sessions

    opened = sessions.opened
    monkeypatch.setattr(sessions, "opened", lambda *told: opened(*told).but(misses=7))
    assert (await pinned(engine_urls, keys_folder, engine, people=3, publishes=2)).wrong["lost"]
