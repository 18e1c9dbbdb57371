"""The demo: one command, no token, and never beside a real house."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from bot.telegram.api import BotApi
from emulator.server import Emulator
from haven.demo import EmulatorClock, banner, refuse_beside_the_real
from haven.demo_staff import FIGURES
from haven.settings import WrongSetting, read_settings
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


def demo(folder: Path, **settings: str) -> subprocess.Popen[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    return subprocess.Popen(
        [sys.executable, "-m", "haven", "run"],
        cwd=folder,
        env={**own, "PYTHONPATH": str(ROOT), "HAVEN_PORT": str(free_port()), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_banner(process: subprocess.Popen[str]) -> dict[str, str]:
    """The addresses it prints, by what they are of."""
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    text = ""
    for line in lines:
        text += line
        if line.startswith("└"):
            break
    assert "DEMO" in text
    found: list[tuple[str, str]] = re.findall(r"(phone page|health|metrics) +(http://localhost:\d+/\S*)", text)
    return dict(found)


async def ask(url: str, body: object = None) -> object:
    async with aiohttp.ClientSession() as session:
        method = "GET" if body is None else "POST"
        async with session.request(method, url.replace("localhost", "127.0.0.1"), json=body) as answer:
            return json.loads(await answer.text())


async def walked(phones: str, label: str) -> list[str]:
    """What the bot said to someone who says hallo and presses one button."""
    made = await ask(phones + "emulator/phones", {"language": "nl"})
    assert isinstance(made, dict)
    here = f"{phones}emulator/phones/{made['id']}"
    await ask(here + "/say", {"text": "hallo"})
    async with asyncio.timeout(60):
        while label not in str(await ask(here)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await ask(here + "/press", {"label": label})
    async with asyncio.timeout(60):
        while "gevaar" not in str(seen := await ask(here)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert isinstance(seen, dict)
    return [message["text"] for message in seen["messages"]]


def is_refused(second: subprocess.Popen[str]) -> None:
    _, said = second.communicate(timeout=60)
    assert second.returncode == 2
    assert "stop it first" in said


async def test_one_command_and_a_contact_is_met_and_a_second_demo_does_not_empty_the_folders_of_the_first(
    tmp_path: Path,
) -> None:
    for again in (False, True):  # the second start finds the first one's folders, and begins empty again
        process = demo(tmp_path)
        pages = await asyncio.to_thread(read_banner, process)
        assert pages.keys() == {"phone page", "health", "metrics"}
        assert len(await walked(pages["phone page"], "Nederlands")) >= 3
        async with aiohttp.ClientSession() as session, session.get(pages["health"]) as answer:
            assert answer.status == 200
        if again:
            await asyncio.to_thread(is_refused, demo(tmp_path))
        process.send_signal(signal.SIGINT)
        await asyncio.to_thread(process.communicate, timeout=60)
        assert process.returncode == 0
    assert (tmp_path / "data" / "demo" / "haven.db").exists()
    assert not (tmp_path / "data" / "haven.db").exists()
    assert (tmp_path / "keys" / "demo").exists()


async def test_the_clock_of_the_demo_is_the_emulators() -> None:
    from datetime import timedelta

    async with Emulator() as emulator:
        clock = EmulatorClock(emulator.url)
        began = time.monotonic()
        await clock.look()
        before = clock()
        asked = timedelta(seconds=time.monotonic() - began)  # what it took to ask may be what it is wrong by
        assert abs(before - emulator.clock.now()) < timedelta(seconds=2) + asked
        emulator.clock.move(timedelta(hours=9))
        await clock.look()
        assert clock() - before > timedelta(hours=8, minutes=59)


async def test_a_proxy_of_the_machine_is_not_asked_for_what_is_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    async with Emulator() as emulator:
        await EmulatorClock(emulator.url).look()
        api = BotApi(emulator.url, emulator.bot_token)
        try:
            assert (await api.call("getMe", {})).code == 200
        finally:
            await api.close()


def test_the_banner_says_it_is_a_demo() -> None:
    out = io.StringIO()
    links = {f"secret-of-{one.login}": one.login for one in FIGURES}
    banner(out, "http://127.0.0.1:8081", links)("http://localhost:8080")
    assert "DEMO" in out.getvalue()
    assert "http://localhost:8081/" in out.getvalue()
    assert "127.0.0.1" not in out.getvalue()
    for one in FIGURES:
        assert f"{one.role} {one.alias}" in out.getvalue()
        assert f"http://localhost:8080/console/demo/secret-of-{one.login}" in out.getvalue()


PUBLIC = {"HAVEN_PUBLIC_URL": "https://x.example", "HAVEN_TELEGRAM_TOKEN": "1:abc", "HAVEN_WEBHOOK_SECRET": "x" * 32}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (PUBLIC, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_DATABASE_URL": "postgresql://h/a", "HAVEN_KEYSTORE_URL": "postgresql://h/b"}, "HAVEN_DATABASE_URL"),
        ({"HAVEN_HOST": "0.0.0.0"}, "HAVEN_HOST"),
    ],
)
def test_it_does_not_start_with_settings_of_a_real_house(given: dict[str, str], why: str) -> None:
    with pytest.raises(WrongSetting, match=why):
        refuse_beside_the_real(read_settings(given))


@pytest.mark.parametrize(("cases", "starts"), [(0, True), (1, False), (None, False)])
def test_it_does_not_start_beside_a_real_case(tmp_path: Path, cases: int | None, starts: bool) -> None:
    database = tmp_path / "haven.db"
    if cases is None:
        database.write_bytes(b"no database")
    else:
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE cases (id TEXT)")
            connection.executemany("INSERT INTO cases VALUES (?)", [("x",)] * cases)
        connection.close()
    settings = read_settings({"HAVEN_DATA": str(tmp_path)})
    if starts:
        refuse_beside_the_real(settings)
    else:
        with pytest.raises(WrongSetting, match="real cases"):
            refuse_beside_the_real(settings)


@pytest.mark.parametrize(("staff", "starts"), [(0, True), (1, False)])
def test_it_does_not_start_where_staff_work(tmp_path: Path, staff: int, starts: bool) -> None:
    with sqlite3.connect(tmp_path / "haven.db") as connection:
        connection.execute("CREATE TABLE cases (id TEXT)")
        connection.execute("CREATE TABLE staff (id TEXT)")
        connection.executemany("INSERT INTO staff VALUES (?)", [("x",)] * staff)
    connection.close()
    settings = read_settings({"HAVEN_DATA": str(tmp_path)})
    if starts:
        refuse_beside_the_real(settings)
    else:
        with pytest.raises(WrongSetting, match="staff work"):
            refuse_beside_the_real(settings)


def test_a_folder_it_did_not_make_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "data" / "demo"
    mine.mkdir(parents=True)
    (mine / "precious").write_text("x")
    process = demo(tmp_path)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "not the demo's own" in said
    assert (mine / "precious").exists()
