"""The table of all drills: what each found stands in it, and a drill that fails is called broken."""

import re
from pathlib import Path

import pytest

from tests.drills import run
from tests.drills.finding import FULL, Finding
from tests.drills.run import ALONE, DRILLS, Row, main, table

HERE = Path(__file__).parent
AMOUNT = re.compile(r"^from .* import .*\bamount\b", re.MULTILINE)


def test_every_drill_with_a_full_count_is_in_the_list() -> None:
    counted = {path.name for path in HERE.glob("test_*.py") if AMOUNT.search(path.read_text())}
    assert counted <= {drill.where for drill in DRILLS}


def test_every_drill_in_the_list_is_there() -> None:
    assert all((HERE / drill.where).exists() for drill in DRILLS)
    assert {drill.name for drill in DRILLS} >= ALONE


def test_the_page_about_drills_says_what_each_of_them_does() -> None:
    page = (HERE.parents[1] / "docs" / "how-to" / "drills.md").read_text("utf-8")
    told = {name for row in page.splitlines() if row.startswith("| `") for name in re.findall("`([a-z_]+)`", row)}
    assert told == {drill.name for drill in DRILLS}


def test_a_finding_stands_in_the_table_with_its_counts_and_its_seed() -> None:
    finding = Finding("crash storm", count=10_000, seed=7, engine="postgresql", mode="webhook")
    finding.add("lines lost", 3)
    row = Row("crash", [], seconds=61.0)
    for line in (f".F{finding.done()}\n", "======= 1 failed, 7 passed in 61.00s (0:01:01) =======\n"):
        row.hear(line)
    told = table([row])
    for part in (
        "BROKEN",
        "crash storm [postgresql, webhook]",
        "10000",
        "lines lost ×1",
        "seed 7",
        "1 failed, 7 passed",
    ):
        assert part in told


def test_what_holds_is_told_and_what_breaks_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []

    def pretend(drill: run.Drill, workers: int) -> Row:
        played.append(drill.name)
        return Row(drill.name, [], holds=drill.name != "fuzz")

    monkeypatch.setattr(run, "run", pretend)
    assert main(["crash", "leaks"]) == 0
    assert main(["crash", "fuzz"]) == 1
    assert sorted(played) == ["crash", "crash", "fuzz", "leaks"]


def test_a_drill_nobody_knows_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(SystemExit, match=r"no drill called rain; there are(.|\n)*crash"):
        main(["rain"])


def test_a_drill_played_by_itself_runs_its_full_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests" / "drills").mkdir(parents=True)
    (tmp_path / "tests" / "drills" / "test_x.py").write_text(
        f"import os\ndef test_x():\n    assert os.environ[{FULL!r}]\n"
    )
    monkeypatch.chdir(tmp_path)
    row = run.run(run.Drill("x", "test_x.py", ""), 1)
    assert row.holds
    assert "1 passed" in row.tests
