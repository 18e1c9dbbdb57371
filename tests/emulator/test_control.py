"""The control side works from any process on this machine, and from nowhere else."""

import asyncio
import os
import re
import signal
import sys

import httpx
import pytest

from emulator.server import Emulator


async def ask(emulator, method, path, **more):
    async with httpx.AsyncClient(base_url=f"{emulator.url}/emulator/") as http:
        return await http.request(method, path, **more)


async def test_a_whole_talk_over_http(emulator, wire):
    phone = (await ask(emulator, "POST", "phones", json={"language": "fr"})).json()
    here = f"phones/{phone['id']}"
    assert (await ask(emulator, "POST", f"{here}/say", json={"text": "salut"})).status_code == 200
    keys = {"inline_keyboard": [[{"text": "Oui", "callback_data": "o"}]]}
    sent = await wire.result("sendMessage", chat_id=phone["id"], text="Ça va ?", reply_markup=keys)
    await ask(emulator, "POST", f"{here}/press", json={"label": "Oui"})
    await ask(emulator, "POST", f"{here}/press", json={"message_id": sent["message_id"], "data": "stale"})
    await ask(emulator, "POST", f"{here}/send", json={"kind": "voice"})
    await ask(emulator, "POST", f"{here}/forward", json={"text": "regarde"})
    await wire.result("deleteMessage", chat_id=phone["id"], message_id=sent["message_id"])
    screen = (await ask(emulator, "GET", here)).json()
    assert [one.get("text") for one in screen["messages"]] == ["salut", None, "", "regarde"]
    assert screen["messages"][1]["deleted"]
    assert screen["messages"][1]["past"] == [{"text": "Oui", "callback_data": "o"}]
    presses = [made.payload["callback_query"]["data"] for made in emulator.updates if "callback_query" in made.payload]
    assert presses == ["o", "stale"]
    assert [one["method"] for one in (await ask(emulator, "GET", "ledger?after=1")).json()] == ["deleteMessage"]
    assert len((await ask(emulator, "GET", "updates")).json()) == 5


async def test_clock_faults_and_raw_updates_over_http(emulator, wire):
    before = (await ask(emulator, "GET", "clock")).json()["now"]
    after = (await ask(emulator, "POST", "clock", json={"move": 3600})).json()["now"]
    assert after > before
    assert (await ask(emulator, "POST", "clock", json={"move": -5})).status_code == 400
    await ask(emulator, "POST", "faults", json={"kind": "5xx", "method": "getMe"})
    assert (await wire("getMe"))["error_code"] == 502
    assert (await ask(emulator, "GET", "faults")).json()[0]["hits"] == 1
    assert (await ask(emulator, "DELETE", "faults")).json() == []
    assert (await ask(emulator, "POST", "faults", json={"kind": "rain"})).status_code == 400
    made = (await ask(emulator, "POST", "updates", json={"message": {"chat": {"id": 9}}})).json()
    assert emulator.updates[-1].update_id == made["update_id"]


async def test_what_is_not_there_is_said_plainly(emulator):
    phone = emulator.phone()
    assert (await ask(emulator, "GET", "phones/1")).status_code == 404
    assert (await ask(emulator, "POST", f"phones/{phone.chat_id}/sing", json={})).status_code == 404
    assert (await ask(emulator, "POST", f"phones/{phone.chat_id}/press", json={"label": "No"})).status_code == 404
    assert (await ask(emulator, "POST", f"phones/{phone.chat_id}/send", json={"kind": "fax"})).status_code == 400
    assert (await ask(emulator, "POST", f"phones/{phone.chat_id}/say", content=b"{")).status_code == 400
    await phone.blocks()
    assert (await ask(emulator, "POST", f"phones/{phone.chat_id}/say", json={"text": "a"})).status_code == 409


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
async def test_another_site_cannot_steer_the_phones(emulator, headers):
    assert (await ask(emulator, "POST", "phones", json={}, headers=headers)).status_code == 403
    assert emulator.phones == {}
    ours = {"Origin": emulator.url}
    assert (await ask(emulator, "POST", "phones", json={}, headers=ours)).status_code == 201


async def test_the_page_is_served_with_a_strict_policy_and_nothing_from_elsewhere(emulator):
    async with httpx.AsyncClient(base_url=emulator.url) as http:
        page = await http.get("/")
        files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        loaded = [await http.get(f"/{name}") for name in files]
        sneaky = await http.get("/../server.py")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(files) >= 4
    assert all(one.status_code == 200 for one in loaded)
    assert "://" not in page.text
    assert sneaky.status_code == 404


async def test_news_come_as_they_happen_without_content(emulator):
    async with httpx.AsyncClient() as http, http.stream("GET", f"{emulator.url}/emulator/events") as stream:
        lines = stream.aiter_lines()
        while "everything" not in await anext(lines):
            pass
        phone = emulator.phone()
        await phone.says("a secret word")
        heard = ""
        while '"chat"' not in heard:
            heard += await asyncio.wait_for(anext(lines), 30)
    assert str(phone.chat_id) in heard
    assert "secret" not in heard


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", ""])
def test_it_listens_on_loopback_only(host):
    with pytest.raises(ValueError, match="loopback only"):
        Emulator(host=host)


async def test_it_runs_alone_and_stops_when_told():
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "emulator",
        "--port",
        "0",
        "--phones",
        "nl,fr",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    line = (await asyncio.wait_for(started.stdout.readline(), 60)).decode()
    url = re.search(r"Bot API: (\S+)", line).group(1)
    async with httpx.AsyncClient() as http:
        phones = (await http.get(f"{url}/emulator/phones")).json()
    os.kill(started.pid, signal.SIGTERM)
    _, errors = await asyncio.wait_for(started.communicate(), 60)
    assert [phone["language"] for phone in phones] == ["nl", "fr"]
    assert (started.returncode, errors) == (0, b"")
