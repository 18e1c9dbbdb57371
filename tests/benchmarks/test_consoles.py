"""The busy house with its consoles: its cases open, late and missing news is seen, and verdicts follow from numbers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from benchmarks.consoles import report
from benchmarks.consoles.browser import Live
from benchmarks.consoles.costing import costs_of, counsellor
from benchmarks.consoles.filling import Busy, Someone, fill
from benchmarks.consoles.found import Cost, Delay, Found, Speed
from benchmarks.consoles.hearing import Room
from benchmarks.consoles.standing import HOUSES
from benchmarks.consoles.writing import Writers
from benchmarks.report import PAGE
from haven.settings import read_settings
from haven.wiring import open_database
from helpline.views import CasePage, QueueAsk, QueuePage
from tests.benchmarks.test_stored import environment
from tests.postgres import apart

__all__ = ["environment"]
CASES, LINES = 40, 30
QUIET = Found(
    "Haven, SQLite",
    (Delay("news", (1.0, 2.0, 900.0), 1000), Delay("lists", (5.0, 250.0), 200)),
    (Speed("64 at once", 0, 1000, 1.0, 0.0), Speed("64 at once", 2, 900, 1.5, 0.0)),
    (Cost("a takeover", 1, 11),),
    0,
    0.02,
)


async def seen(environment: Mapping[str, str], busy: Busy) -> tuple[QueuePage, CasePage]:
    store = await open_database(read_settings(environment), "test")
    try:
        her = counsellor(busy.staff[0])
        return await store.queue(QueueAsk(limit=100), her), await store.case_page(busy.long.case, her)
    finally:
        await store.close()


def test_every_case_of_the_busy_house_opens_and_a_takeover_is_one_commit(environment: Mapping[str, str]) -> None:
    busy = apart(fill(environment, CASES, 3, LINES))
    queue, page = apart(seen(environment, busy))
    assert {row.number for row in queue.rows} == {one.number for one in (*busy.cases, busy.long)}
    assert all(row.number for row in queue.rows)
    assert len(page.lines) == LINES
    takeover, reply = apart(costs_of(environment, busy))
    assert (takeover.commits, reply.commits) == (1, 1)
    assert takeover.statements > 1


class AtHand:
    """A door behind which nobody answers until asked to."""

    def __init__(self) -> None:
        self.chats: list[int] = []

    def deliver(self, chat: int, update: dict[str, object]) -> None:
        self.chats.append(chat)


def people(count: int) -> tuple[Someone, ...]:
    return tuple(Someone(f"case {number}", "", number, "queue") for number in range(count))


def test_nobody_writes_again_while_her_words_are_on_their_way() -> None:
    writers, door = Writers(people(2)), AtHand()
    writers.door = door  # type: ignore[assignment]
    writers.say()
    writers.say()
    with pytest.raises(RuntimeError, match="does not keep up"):
        writers.say()
    writers.was_taken(0, None)
    writers.say()
    assert door.chats == [0, 1, 0]
    assert writers.wrote["case 0"] == 2


async def test_one_row_tells_of_all_she_wrote_and_what_a_console_did_not_hear_is_missing() -> None:
    writers = Writers(people(1))
    writers.door = AtHand()  # type: ignore[assignment]
    room = Room("http://127.0.0.1:1", [], writers)
    prompt, deaf = (Live("", "", room.heard) for _ in range(2))
    room.lines = [prompt, deaf]
    room.forget()
    for _ in range(2):
        writers.say()
        writers.was_taken(0, None)
    at = max(writers.sent.values()) + 0.5
    prompt.heard(prompt, orjson.dumps({"rows": [{"id": "case 0", "wrote": 2}]}), at)
    assert len(room.after_sent) == 2
    assert min(room.after_sent) >= 0.5
    assert room.missing() == 2


def test_the_slowest_of_a_hundred_decides() -> None:
    news, lists = QUIET.delays
    assert (news.holds, lists.holds) == (True, False)
    assert "| news | 2.0 | 900.0 | 900.0 | 3 | ≤ 1000 | holds |" in report.summary(QUIET)
    assert "| lists | 250.0 | 250.0 | 250.0 | 2 | ≤ 200 | missed |" in report.summary(QUIET)
    assert "| 64 at once | 2 | 900 | 0.90 | 1.50 |" in report.summary(QUIET)


def test_a_disturbed_run_and_one_with_news_missing_are_not_kept() -> None:
    assert report.disturbance(QUIET) == ""
    assert "other programs" in report.disturbance(replace(QUIET, foreign=0.8))
    assert "went missing" in report.disturbance(replace(QUIET, missing=1))


def test_each_house_has_its_place_in_the_docs_and_only_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, text = tmp_path / "performance.md", PAGE.read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    for house in HOUSES:
        report.write(replace(QUIET, house=house.name))
    written = page.read_text(encoding="utf-8")
    assert written.count("| a takeover | 1 | 11 |") == len(HOUSES)
    assert written.split("<!-- consoles")[0] == text.split("<!-- consoles")[0]
    assert written.rsplit("<!-- /consoles", 1)[1] == text.rsplit("<!-- /consoles", 1)[1]
