"""`haven simulate` as the operator runs it: a short evening, and what the report says of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from haven.__main__ import main
from tests.haven.test_commands import ROOT, haven

EVENING = ("simulate", "--begin", "20", "--speed", "600", "--hours", "0.5")


def test_an_evening_is_played_and_reported(tmp_path: Path) -> None:
    done = haven(
        tmp_path, *EVENING, "--contacts", "300", "--price", "12", "--json", HAVEN_TELEGRAM_TOKEN="not looked at"
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["arrivals"] >= 8
    assert report["messages"] > report["arrivals"]
    assert report["unanswered"] == 0
    assert 0 < report["first_p50_ms"] <= report["first_p99_ms"] < 20_000
    assert report["carries_by_telegram"] > 1000
    assert report["price_per_1000"] > report["price_per_1000_full"] > 0
    assert not list(tmp_path.iterdir()), "it leaves nothing behind, and touches no data folder"


def test_ctrl_c_gives_the_report_so_far(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    words = [sys.executable, "-m", "haven", "simulate", "--speed", "60", "--begin", "20"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env={**own, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "people in 24 hours" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert " contacts in 0" in said, "less than one of the 24 hours was played"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--speed", "0.5"), "haven: --speed must be from 1 to 1200.\n"),
        (("--begin", "24"), "haven: --begin must be from 0 to 23.\n"),
        (
            ("--staff", "9-17"),
            "haven: --staff must be shifts such as 9-17:2,17-23:3: two people from 9 to 17, then three.\n",
        ),
        (("--population", "none.yaml"), "haven: none.yaml cannot be used: No such file or directory.\n"),
    ],
)
def test_what_it_cannot_do_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(("simulate", *words)) == 2
    assert capsys.readouterr() == ("", said)


def test_the_help_and_the_table_stand_on_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(("simulate", "--help"))
    assert "thrown away" in capsys.readouterr().out
    assert main(("simulate", "--show-population")) == 0
    assert "Assumption" in capsys.readouterr().out
