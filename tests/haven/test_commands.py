"""The command line, as an operator or an editor uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.haven.commanding import commanded

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the operator stands: `data` and `keys` are made below it."""
    return tmp_path


def haven(folder: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    environment = {**own, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        [sys.executable, "-m", "haven", *words],
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )


def of_the_processor() -> float:
    """Seconds that programs we started have used of it, and that have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_lists_the_commands_at_once(folder: Path) -> None:
    best = 9.0
    for _ in range(3):
        began = of_the_processor()
        done = haven(folder, "--help")
        best = min(best, of_the_processor() - began)
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("run", "talk", "check", "draw", "flows", "migrate"))
    assert best < 0.5


def test_a_wrong_setting_is_one_sentence_and_exit_code_2(folder: Path) -> None:
    done = haven(folder, "run", HAVEN_PORT="many")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "haven: HAVEN_PORT must be a number from 1 to 65535.\n"


def test_settings_are_read_from_dotenv_and_the_environment_goes_before(folder: Path) -> None:
    (folder / ".env").write_text("HAVEN_PORT=many\n")
    assert commanded(folder, "check", settings={}).returncode == 2
    assert commanded(folder, "draw", settings={"HAVEN_PORT": "8080"}).returncode == 0


def test_a_port_that_is_taken_is_said_so(folder: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = haven(folder, "run", HAVEN_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "set another HAVEN_PORT" in done.stderr


def test_the_library_is_proved(folder: Path) -> None:
    done = commanded(folder, "check", settings={})
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout
    assert "0 promises refuted" in done.stdout
    assert "no person has reviewed: " in done.stdout


def test_a_flow_is_talked_through_in_any_language(folder: Path) -> None:
    done = haven(folder, "talk", "triage", "--language", "fr", typed="Français\n")
    assert done.returncode == 0
    assert "haven: Bonjour" in done.stdout
    unknown = haven(folder, "talk", "nowhere")
    assert unknown.returncode == 2
    assert "triage" in unknown.stderr


def test_a_flow_is_drawn(folder: Path) -> None:
    assert haven(folder, "draw", "danger").stdout.startswith("flowchart TD\n")


def test_the_tables_are_brought_up_to_date(folder: Path) -> None:
    assert commanded(folder, "migrate", settings={}).stdout == "the tables are up to date\n"
    assert (folder / "data" / "haven.db").exists()
    assert commanded(folder, "migrate", settings={}).returncode == 0


def test_a_talk_in_the_terminal_shows_real_numbers_in_utf8_whatever_the_terminal_says(folder: Path) -> None:
    done = haven(
        folder, "talk", "--language", "fr", typed="fr\n6\n", HAVEN_OPERATOR="Testhulp", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0, done.stderr
    assert "116 000" in done.stdout
    assert "Testhulp" in done.stdout
    assert "{" not in done.stdout


def test_a_talk_nobody_reads_on_ends_quietly(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "haven", "talk", "--language", "nl"]
    talk = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert talk.stdin
    assert talk.stdout
    assert talk.stderr
    assert talk.stdout.readline().startswith(b"haven: ")
    talk.stdout.close()
    talk.stdin.write(b"nl\n")
    talk.stdin.close()
    assert talk.wait(60) == 0
    assert talk.stderr.read() == b""
    talk.stderr.close()


def test_a_talk_is_left_by_ctrl_c(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "haven", "talk", "--language", "nl"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # where these tests run in the background
    ) as talk:
        assert talk.stdout
        assert talk.stderr
        assert b"4." in b"".join(talk.stdout.readline() for _ in range(6))
        assert left_by(talk, signal.SIGINT) == 0
        assert talk.stderr.read() == b""


def left_by(talk: subprocess.Popen[bytes], number: signal.Signals) -> int:
    """Pressed when it waits for a key; and again, as anybody would, where it fell between that and a line of Python.
    Not soon: one that is about to end would be killed by it."""
    for _ in range(3):
        asleep = 0
        while asleep < 20:
            time.sleep(0.01)
            asleep = asleep + 1 if Path(f"/proc/{talk.pid}/stat").read_text().rpartition(") ")[2][0] == "S" else 0
        talk.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            return talk.wait(20)
    raise AssertionError("it stays")


def test_a_language_nobody_translated_is_refused_by_talk_and_draw(folder: Path) -> None:
    for command in ("talk", "draw"):
        done = commanded(folder, command, "triage", "--language", "xx", settings={})
        assert (done.returncode, done.stdout) == (2, "")
        assert "nl, fr, en" in done.stderr
