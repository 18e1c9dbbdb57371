"""Everything a person can send, with a canary in each: what is kept with consent, and what must not be kept at all."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import urllib.error
import urllib.request
from typing import Any

from emulator.phone import Phone, Seen
from emulator.server import Emulator
from tests.drills.canary import make
from tests.drills.haven_process import HavenProcess
from tests.road import TO_THE_QUEUE, press, walk

Canaries = dict[str, str]
MEDIA = ("photo", "video", "voice", "audio", "document", "sticker", "location", "contact", "animation", "poll")


async def collected(phone: Phone, canaries: Canaries) -> None:
    """Links, a place, hashes and words, each under its consent."""
    await walk(phone, *TO_THE_QUEUE, "It is online")
    for label in ("I'd rather not say", "Skip this", "Yes, in Belgium", "Yes, keep it", "Yes, leave links"):
        await press(phone, label)
    await phone.sees("Send the links", 60)
    canaries["link"], canaries["handle"] = make("link"), make("handle")[:-1]
    await phone.says(
        f"https://instagram.com/p/{canaries['link']}?x={canaries['link']} and @{canaries['handle']} on insta"
    )
    await phone.sees(canaries["handle"], 60)
    await press(phone, "No link, but I know where")
    await press(phone, "Yes, that's fine")
    canaries["where"] = make("where")
    await phone.sees("Where is it?", 60)
    await phone.says(f"In a group called {canaries['where']}")
    await press(phone, "Yes, leave a fingerprint")
    canaries["hash"] = secrets.token_hex(16)
    await phone.sees("fingerprint you already have", 60)
    await phone.says(f"MD5 {canaries['hash']}")
    await phone.sees(canaries["hash"], 60)  # a press may overtake a text
    await press(phone, "That's all")
    for kind, asked in (("story", "Write only what you want"), ("impact", "what this does to you")):
        canaries[kind] = make(kind)
        await phone.sees(asked, 60)
        await phone.says(f"I want to tell {canaries[kind]}")


async def handed_over(phone: Phone, canaries: Canaries) -> None:
    """The review, the handoff, and words to the people who have her case."""
    for label in ("This is right", "Yes, you may", "Yes, ask a person"):
        await press(phone, label)
    canaries["pin"], canaries["number"] = shown(await phone.sees("PIN: ", 60)), shown(await phone.sees("number: ", 60))
    canaries["queue"], canaries["edit"] = make("queue"), make("edit")
    number = await phone.says(f"While I wait: {canaries['queue']}")
    await phone.edits(number, f"While I wait: {canaries['edit']}")


def shown(message: Seen) -> str:
    """The number or PIN that this message tells her."""
    found = re.search(r": ([0-9A-Z-]{8,9})\.", message.text)
    assert found is not None
    return found[1]


async def made_on_her_phone(phone: Phone, haven: HavenProcess, canaries: Canaries) -> None:
    """Hashes that the page sends, and all that opens it: an address, a launch, a session, and a forger's words."""
    await phone.says("/hash")
    found = re.search(r"/hashes#(\S+)", (await phone.sees("/hashes#", 60)).text)
    assert found is not None
    canaries["page"] = found[1]
    canaries["session"] = (await asyncio.to_thread(asks, haven, act="open", secret=canaries["page"]))["session"]
    canaries["made"], canaries["picture"] = secrets.token_hex(16), secrets.token_hex(32)
    pdq = {"label": "pdq", "value": canaries["picture"], "quality": 90}
    hashes = [pdq, {"label": "md5", "value": canaries["made"]}]
    file = {"kind": "image", "size": "<1MB", "tool": "haven-page 1", "hashes": hashes, "adults": True}
    kept = await asyncio.to_thread(asks, haven, act="keep", session=canaries["session"], files=[file])
    assert kept == {"kept": 2, "files": 19}
    launch = phone.opens("Open the page").partition("tgWebAppData=")[2].partition("&tgWebApp")[0]
    canaries["launch"], canaries["strange"] = launch[-40:], make("strange")
    for odd in ({"act": "open", "launch": launch + canaries["strange"]}, {"act": canaries["strange"]}):
        assert await asyncio.to_thread(asks, haven, **odd) == {"refusal": "not_good"}


def asks(haven: HavenProcess, **act: Any) -> Any:
    """As the page does; what it answers, a refusal, too."""
    url = f"http://127.0.0.1:{haven.port}"
    call = urllib.request.Request(f"{url}/api/hashes", json.dumps(act).encode(), {"Origin": url})
    try:
        with urllib.request.urlopen(call, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return json.load(refused)


async def never_kept(emulator: Emulator, phone: Phone, canaries: Canaries) -> None:
    """What a payload holds besides words, and what nobody asked for."""
    for kind in MEDIA:
        canaries[kind] = make(kind)
        await phone.sends(kind, caption=canaries[kind], name=canaries[kind])
    for kind in ("payload", "button", "forward", "group", "channel", "unknown", "odd", "before"):
        canaries[kind] = make(kind)
    await phone.says(f"/start {canaries['payload']}")
    await phone.presses_button(1, canaries["button"])
    await phone.forwards("look", from_name=canaries["forward"])
    emulator.group_says(canaries["group"])
    emulator.channel_post(canaries["channel"])
    emulator.raw_update({"something_new": {"text": canaries["unknown"], "chat": {"id": phone.chat_id}}})
    emulator.raw_update(
        {"message": {"text": [canaries["odd"]], "chat": {"id": phone.chat_id}, "from": canaries["odd"]}}
    )
    stranger = emulator.phone(language="nl", name=canaries["before"])
    await stranger.says(f"nog niets gevraagd {canaries['before']}")


def forge(haven: HavenProcess, canaries: Canaries) -> None:
    """Calls at the house's own door, with canaries where a forger puts words."""
    canaries["forged"] = word = make("forged")[:-1]
    for path in ("/", f"/telegram/{word}", f"/healthz?{word}", f"/{word}", f"/hashes?{word}"):
        call = urllib.request.Request(
            f"http://127.0.0.1:{haven.port}{path}",
            data=word.encode(),
            headers={"X-Telegram-Bot-Api-Secret-Token": word},
        )
        try:
            urllib.request.urlopen(call, timeout=60).close()
        except urllib.error.HTTPError as refused:
            refused.close()


async def say_everything(emulator: Emulator, haven: HavenProcess) -> Canaries:
    """All of it, against a running Haven; the canaries by the kind of input."""
    canaries: Canaries = {"name": make("name")}
    phone = emulator.phone(language="en", name=canaries["name"])
    canaries["address"] = str(phone.chat_id)
    await collected(phone, canaries)
    await handed_over(phone, canaries)
    if haven.mode == "webhook":  # a house that browsers can find
        await made_on_her_phone(phone, haven, canaries)
    await never_kept(emulator, phone, canaries)
    await asyncio.to_thread(forge, haven, canaries)
    await emulator.settled(60)
    return canaries
