"""The door is shut to every other site: the phones, the Bot API and the files are for this machine alone."""

import asyncio
import http.client
import json
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "["},
    {"Host": "localhost@evil.example"},
    {"Host": "evil.example@localhost"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "http://["},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


async def ask(emulator, method, path, headers, body=None):
    """One call with exactly these headers; a library would refuse to send some of them."""

    def talk():
        line = http.client.HTTPConnection("127.0.0.1", urlsplit(emulator.url).port, timeout=60)
        sent = {"Content-Type": "application/json"} | headers
        line.putrequest(method, path, skip_host="Host" in sent)
        content = json.dumps(body).encode() if body is not None else b""
        for name, value in (sent | {"Content-Length": str(len(content))}).items():
            line.putheader(name, value)
        line.endheaders(content)
        answer = line.getresponse()
        found = answer.status, answer.read()
        line.close()
        return found

    return await asyncio.to_thread(talk)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_another_site_reaches_neither_phones_nor_bot_nor_files(emulator, wire, headers):
    phone = emulator.phone()
    sent = await wire.result("sendDocument", chat_id=phone.chat_id, document="words")
    file = await wire.result("getFile", file_id=sent["document"]["file_id"])
    bot, calls = f"/bot{emulator.bot_token}", len(emulator.ledger)
    say = {"chat_id": phone.chat_id, "text": "not ours"}
    answers = [
        await ask(emulator, "GET", f"{bot}/getMe", headers),
        await ask(emulator, "GET", f"{bot}/sendMessage?chat_id={phone.chat_id}&text=a", headers),
        await ask(emulator, "POST", f"{bot}/sendMessage", headers, say),
        await ask(emulator, "POST", f"{bot}/setWebhook", headers, {"url": "http://127.0.0.1:9/"}),
        await ask(emulator, "GET", f"/file/bot{emulator.bot_token}/{file['file_path']}", headers),
        await ask(emulator, "POST", f"/emulator/phones/{phone.chat_id}/say", headers, {"text": "not hers"}),
    ]
    assert [status for status, _ in answers] == [403] * 6
    assert json.loads(answers[0][1])["description"] == "Forbidden: only from this machine"
    assert len(emulator.ledger) == calls
    assert [seen.kind for seen in phone.screen()] == ["document"]


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
async def test_this_machine_comes_in_under_each_of_its_names(emulator, name):
    host = f"{name}:{urlsplit(emulator.url).port}"
    for headers in ({"Host": host}, {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}):
        assert (await ask(emulator, "POST", f"/bot{emulator.bot_token}/getMe", headers, {}))[0] == 200
        assert (await ask(emulator, "POST", "/emulator/phones", headers, {}))[0] == 201


async def test_a_link_from_elsewhere_leads_to_the_page_but_never_makes_a_call(emulator):
    came = {"Sec-Fetch-Site": "cross-site"}
    assert (await ask(emulator, "GET", "/", came))[0] == 200
    assert (await ask(emulator, "GET", f"/bot{emulator.bot_token}/getMe", came))[0] == 403


async def test_a_hostile_page_in_a_real_browser_makes_the_bot_say_nothing(emulator, site, page):
    """The site stands on another port of this machine, which is as near as a foreign page can come."""
    phone = emulator.phone()
    call = f"{emulator.url}/bot{emulator.bot_token}/sendMessage?chat_id={phone.chat_id}&text=stolen"
    await page.goto(f"{site.url.removesuffix('/hook')}/nothing")
    tried = await page.evaluate(
        """async (call) => {
          const picture = new Promise((done) => {
            const image = new Image(); image.onload = image.onerror = done; image.src = call;
          });
          const sent = ["GET", "POST"].map((method) => fetch(call, { method, mode: "no-cors" }));
          return (await Promise.allSettled([picture, ...sent])).length;
        }""",
        call,
    )
    assert tried == 3
    assert phone.screen() == []
    await page.evaluate("(call) => { location.href = call; }", call)
    await expect(page.get_by_text("only from this machine")).to_be_visible()
    assert phone.screen() == []


@pytest.mark.parametrize(
    "address", ["https://evil.example/hook", "http://192.168.1.5/", "http://127.0.0.1@evil.example/"]
)
async def test_no_webhook_leads_away_from_this_machine(emulator, wire, address):
    assert "the emulator calls this machine only" in await wire.refusal("setWebhook", url=address)
    assert (await wire.result("getWebhookInfo"))["url"] == ""


async def test_a_broken_webhook_address_is_refused_and_one_of_this_machine_is_taken(wire):
    assert "the URL is invalid" in await wire.refusal("setWebhook", url="http://[")
    assert "the URL is invalid" in await wire.refusal("setWebhook", url="http://127.0.0.1:port/")
    for address in ("http://localhost:9/", "https://127.0.0.1:9/", "http://[::1]:9/"):
        await wire.result("setWebhook", url=address)
