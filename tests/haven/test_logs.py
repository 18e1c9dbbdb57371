"""Logs are an allow-list: nothing that anyone wrote gets out, whoever wants to print it and however."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from haven import logs
from haven.logs import EVENTS, FIELDS, Log

CANARY = "CANARY ik ben bang"


def written(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_numbers() -> None:
    out = io.StringIO()
    Log(out).write("started", port=8080)
    (line,) = written(out)
    assert line.keys() == {"at", "event", "port"}
    assert line["event"] == "started"


def test_what_is_not_listed_does_not_get_out() -> None:
    out = io.StringIO()
    Log(out).write(CANARY, kind=CANARY + "é", words=CANARY)
    Log(out).write("started", kind="ok")
    first, second = written(out)
    assert first == {"at": first["at"], "event": "unlisted", "kind": "?"}
    assert second["kind"] == "ok"


def test_the_list_names_only_what_some_code_writes() -> None:
    here = Path(logs.__file__)
    code = [here.read_text().partition("class Log:")[2]]
    code += [path.read_text() for path in here.parent.parent.glob("[!.t]*/**/*.py") if path != here]
    assert [event for event in EVENTS if not any(f'"{event}"' in text for text in code)] == []


def test_an_error_is_its_class_and_its_place() -> None:
    out = io.StringIO()
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        number = Log(out).incident("decision_failed", error)
    (line,) = written(out)
    assert line["error"] == "ValueError"
    assert line["incident"] == number
    assert "test_logs:" in line["where"]
    assert "CANARY" not in out.getvalue()


def test_the_lists_are_codes() -> None:
    assert all(name.replace("_", "").isalpha() and name.islower() for name in EVENTS | FIELDS)


LOUD = """
import asyncio, logging, sys, threading, warnings
from haven.logs import Log, mute_libraries, mute_loop
CANARY = "CANARY ik ben bang"
muted = sys.argv[1] == "muted"
logging.basicConfig(level=logging.DEBUG)
early = logging.getLogger("aiogram"); early.addHandler(logging.StreamHandler())
log = Log(sys.stderr)
if muted: mute_libraries(log)
for name in ("aiogram", "aiosqlite", "asyncpg", "uvicorn.error", "sqlalchemy.engine"):
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger(name).log(level, "said %s", CANARY)
try: raise ValueError(CANARY)
except ValueError: logging.getLogger("aiohttp").exception(CANARY)
warnings.warn(CANARY)
class Broken:
    def __del__(self): raise ValueError(CANARY)
Broken()
def work(): raise ValueError(CANARY)
thread = threading.Thread(target=work); thread.start(); thread.join()
async def loop():
    if muted: mute_loop(log, asyncio.get_running_loop())
    async def fails(): raise ValueError(CANARY)
    task = asyncio.create_task(fails(), name=CANARY)
    await asyncio.sleep(0); await asyncio.sleep(0)
    del task
    import gc; gc.collect()
asyncio.run(loop())
raise ValueError(CANARY)
"""


@pytest.mark.parametrize("muted", [True, False])
def test_no_library_prints_what_someone_wrote_however_loud_it_is(muted: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOUD, "muted" if muted else "loud"], capture_output=True, text=True, timeout=60
    )
    said = done.stdout + done.stderr
    assert ("CANARY" in said) != muted  # unmuted, the canary sings: the test can hear it
    if muted:
        lines = [json.loads(line) for line in done.stderr.splitlines()]
        assert {line["event"] for line in lines} == {"library", "library_warning", "incident"}
        assert {line.get("library") for line in lines} >= {"aiogram", "asyncpg", "aiohttp"}
        assert logging.raiseExceptions  # this process is untouched
