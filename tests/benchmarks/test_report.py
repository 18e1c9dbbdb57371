"""The report of the benchmark: verdicts follow from the numbers, a disturbed run is not kept, the plot is a drawing."""

from dataclasses import replace
from xml.etree import ElementTree

from benchmarks.bots import AIOGRAM, CEILING, HAVEN
from benchmarks.engine import Step
from benchmarks.loads import MANY, QUICK, USUAL
from benchmarks.measuring import Row, Weight
from benchmarks.plot import Bar, Panel, drawing, steps
from benchmarks.report import Measured, disturbance, plot, summary
from benchmarks.targets import TARGETS

FASTER = TARGETS[1]
HAVEN_ROW = Row(HAVEN, MANY, 1500.0, 20.0, 30.0, 40.0, 0.5, 0.0, 0.5, 0.02, 0)
PEER_ROW = replace(HAVEN_ROW, bot=AIOGRAM, rate=500.0, p99=200.0, cpu=1.8)
QUIET = Measured((HAVEN_ROW, PEER_ROW), (Weight(HAVEN, 110, 0.4), Weight(AIOGRAM, 169, 1.5)), 1.5, USUAL, 7)


def test_a_target_is_the_ratio_of_two_medians() -> None:
    assert FASTER.measured(QUIET.medians) == 3.0
    assert [FASTER.verdict(found) for found in (4.0, 2.0, 1.8, 1.0, None)] == [
        "holds, and the goal",
        "holds",
        "missed by 10%, may be chance",
        "missed by 50%",
        "not measured",
    ]


def test_where_less_is_better_more_is_a_miss() -> None:
    memory = TARGETS[-1]
    assert memory.low
    assert [memory.verdict(found) for found in (-59.0, 20.0, 80.0)] == [
        "holds, and the goal",
        "holds",
        "missed by 100%",
    ]


def test_a_disturbed_a_failed_and_a_quick_run_are_not_kept() -> None:
    assert disturbance(QUIET) == ""
    disturbed = [replace(row, foreign=0.8) for row in QUIET.rows]
    assert "other programs" in disturbance(replace(QUIET, rows=tuple(disturbed)))
    assert "never answered" in disturbance(replace(QUIET, rows=(replace(HAVEN_ROW, faults=1), PEER_ROW)))
    assert "first impression" in disturbance(replace(QUIET, length=QUICK))
    assert "first impression" in disturbance(replace(QUIET, length=replace(USUAL, cases=1000)))
    assert "only some" in disturbance(replace(QUIET, length=USUAL.only(["SQLite"])))


def test_the_summary_names_every_target_and_every_bot_that_was_measured() -> None:
    text = summary(QUIET)
    assert all(target.about in text for target in TARGETS)
    assert "| Haven, SQLite | 1500 | 3.00 |" in text
    assert "python-telegram-bot, memory |" not in text


def test_the_plot_is_one_drawing_with_words_for_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(plot(QUIET))
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert "Haven, SQLite 1500" in str(title.text)
    assert "prefers-color-scheme: dark" in plot(QUIET)
    ceiling = replace(HAVEN_ROW, bot=CEILING, rate=27_000.0)
    assert plot(replace(QUIET, rows=(*QUIET.rows, ceiling))) == plot(QUIET), "beside the ceiling nobody would be seen"


def test_names_cannot_break_the_drawing_and_the_scale_covers_every_bar() -> None:
    bars = (Bar("a < b & c", 90.0, 80.0, 130.0, True),)
    ElementTree.fromstring(drawing([Panel("<t>", bars), Panel("empty", ())]))
    assert steps(130.0)[-1] >= 130.0
    assert steps(0.0)


def test_what_is_only_told_is_not_judged_and_a_full_driver_is_marked() -> None:
    told = replace(TARGETS[0], only_told="only told: it takes four cores")
    assert told.verdict(0.1) == "only told: it takes four cores"
    hurried = replace(HAVEN_ROW, driver=0.99)
    assert hurried.held_back
    assert not HAVEN_ROW.held_back
    assert "| Haven, SQLite \\* | 1500" in summary(replace(QUIET, rows=(hurried, PEER_ROW)))


def test_the_engine_alone_is_judged_by_its_microseconds() -> None:
    target = next(each for each in TARGETS if "engine" in each.about)
    assert target.measured(replace(QUIET, weights=(*QUIET.weights, Step(40.0), Step(90.0), Step(70.0))).medians) == 70
    assert [target.verdict(found) for found in (70.0, 50.0)] == ["holds", "holds, and the goal"]
