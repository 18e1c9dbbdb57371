"""The page on which she makes fingerprints, in a real browser: what she does there, what goes out, and what stays."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re

import pytest
from playwright.async_api import FileChooser, expect

from helpline.hashes import find_hashes
from tests.eventually import eventually
from tests.web.hash_page_stage import LAUNCH, SECRET, in_telegram
from tests.web.hash_page_stories import STORED, Hers, hers, labels, one_browser

__all__ = ["hers", "one_browser"]  # fixtures
pytestmark = pytest.mark.asyncio(loop_scope="module")


# ── the road ──────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_she_makes_fingerprints_and_sends_them_and_nothing_else_goes_out(hers: Hers) -> None:
    page, stage, files = hers.page, hers.stage, hers.files
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    await hers.opens()
    await hers.sees("Nobody in this picture was under 18.")
    await expect(page).to_have_url(f"{stage.origin}/hashes?language=en")
    await hers.chooses(files.photo, files.film)
    await hers.stands_on("not_sent")
    await expect(page.locator(".item").last).to_contain_text("Picture IMG_2041.jpg")
    await expect(page.locator(".item").first).to_contain_text("Of a video, only exact copies are found.")
    assert len(stage.asked) == 1, "the page asked something while it made fingerprints"
    await hers.presses("Send 5 fingerprints to the chat")
    await hers.sees("5 fingerprints are with your case now.", "You can close this page")
    await hers.stands_on("sent")
    await expect(page.locator(".item")).to_have_count(0)
    opened, kept = stage.asked
    assert opened == {"act": "open", "secret": SECRET}
    assert kept.keys() == {"act", "session", "attempt", "files"}
    assert [one.keys() for one in kept["files"]] == [{"kind", "size", "tool", "hashes", "adults"}] * 2
    assert labels(kept["files"]) == [["pdq", "md5", "sha256"], ["md5", "sha256"]]
    for file, sent in zip((files.photo, files.film), kept["files"], strict=True):
        content = file.read_bytes()
        values = {one["label"]: one["value"] for one in sent["hashes"]}
        assert values["md5"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert values["sha256"] == hashlib.sha256(content).hexdigest()
        assert len(json.dumps(sent)) < 1024
        assert file.name not in json.dumps(sent)
    ours = {
        ("GET", f"{stage.origin}/hashes{place}") for place in ("", "/shut.js", "/page.js", "/worker.js", "/page.css")
    }
    ours |= {("POST", f"{stage.origin}/api/hashes")}
    blank = {("GET", "about:blank")}
    await eventually(lambda: {(method, url.partition("?")[0]) for method, url in asked} - blank, ours)
    assert await page.evaluate(STORED) == 0


async def test_she_sees_all_of_it_takes_one_out_and_copies_the_rest(hers: Hers) -> None:
    page, files = hers.page, hers.files
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await hers.opens()
    await hers.chooses(files.photo, files.plain, files.unshown)
    await hers.sees("too plain to be told from others", "On an iPhone: choose it again")
    await page.locator(".item summary").last.click()
    shown = await page.locator(".whole").last.inner_text()
    await hers.presses("Remove plain.png")
    await expect(page.locator(".item")).to_have_count(2)
    await hers.stands_on("not_sent")
    await hers.presses("Copy as text")
    await hers.sees("You can paste it into the chat as a message.")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(shown)
    found = find_hashes(copied)
    assert not found.refused
    await hers.presses("Send 5 fingerprints to the chat")
    await hers.sees("5 fingerprints are with your case now.")
    [kept] = hers.stage.acts("keep")
    sent = [one for file in kept["files"] for one in file["hashes"]]
    assert [(one.algorithm, one.value, one.quality) for one in found.hashes] == [
        (one["label"], one["value"], one.get("quality")) for one in sent
    ]


async def test_where_nothing_can_be_copied_for_her_she_does_it_by_hand(hers: Hers) -> None:
    await hers.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    await hers.opens()
    await hers.chooses(hers.files.film)
    await hers.presses("Copy as text")
    await hers.sees("Select all of this")
    await hers.stands_on("by_hand")
    selected = await hers.page.evaluate("getSelection().toString()")
    assert [one.algorithm for one in find_hashes(selected).hashes] == ["md5", "sha256"]


async def test_it_works_without_a_connection_once_it_is_open(hers: Hers) -> None:
    page, files = hers.page, hers.files
    await hers.opens()
    await hers.sees("Nobody in this picture was under 18.")
    await page.context.set_offline(True)
    await page.set_input_files("#file", files.large)
    await expect(page.locator("#bytes")).to_contain_text("of 3,222 MB")
    await hers.presses("Stop")
    await hers.stands_on("choose")
    await hers.chooses(files.photo)
    await hers.presses("Send 3 fingerprints to the chat")
    await hers.sees("There is no connection. All of it is still here")
    await hers.stands_on("send")
    await page.context.set_offline(False)
    await hers.presses("Send 3 fingerprints to the chat")
    await hers.sees("3 fingerprints are with your case now.")


async def test_the_same_list_keeps_its_name_until_an_answer_comes_and_another_list_has_another(hers: Hers) -> None:
    stage = hers.stage
    stage.answers["keep"] = [(500, {}), (500, {}), (200, {"kept": 4, "files": 18}), (200, {"kept": 2, "files": 17})]
    await hers.opens()
    await hers.chooses(hers.files.film)
    for times in (1, 2):
        await hers.presses("Send 2 fingerprints to the chat")
        await eventually(lambda times=times: len(stage.acts("keep")) == times, True)  # type: ignore[misc]
        await hers.sees("That did not work.")
    await hers.chooses(hers.files.unshown)
    await hers.presses("Send 4 fingerprints to the chat")
    await hers.sees("4 fingerprints are with your case now.")
    await hers.chooses(hers.files.film)
    await hers.presses("Send 2 fingerprints to the chat")
    await hers.sees("2 fingerprints are with your case now.")
    first, again, more, other = [one["attempt"] for one in stage.acts("keep")]
    assert first == again
    assert len({first, more, other}) == 3


async def test_she_needs_no_mouse_and_may_drop_a_file_where_she_says_it(hers: Hers) -> None:
    page = hers.page
    choosing: asyncio.Future[FileChooser] = asyncio.get_running_loop().create_future()
    page.once(
        "filechooser", lambda chooser: choosing.set_result(chooser)
    )  # before anything is pressed: the browser must know that we choose
    await hers.opens()
    await hers.sees("Nobody in this picture was under 18.")
    await page.locator("#top").focus()
    await page.keyboard.press("Tab")
    await hers.stands_on("file")
    await page.keyboard.press("Enter")
    chooser = await asyncio.wait_for(choosing, 15)
    assert not chooser.is_multiple()
    await chooser.set_files(hers.files.film)
    await expect(page.locator(".item")).to_have_count(1)
    drop = """([where, count]) => {
      const dataTransfer = new DataTransfer();
      for (let one = 0; one < count; one++) dataTransfer.items.add(new File(["abc" + one], `dropped${one}.bin`));
      const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector(where).dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    assert await page.evaluate(drop, ["h1", 1])
    await expect(page.locator(".item")).to_have_count(1)
    assert await page.evaluate(drop, ["#drop", 2])
    await expect(page.locator(".item")).to_have_count(2)
    await hers.sees("One at a time: only the first one was taken.")
    await expect(page.locator(".item").first).to_contain_text("dropped0.bin")


async def test_it_speaks_as_her_chat_does_and_another_language_loses_nothing_and_needs_no_connection(
    hers: Hers,
) -> None:
    page = hers.page
    hers.stage.opens = hers.stage.opens | {"language": "fr"}
    await hers.opens(asked="")
    await hers.sees("Personne sur cette image n'avait moins de 18 ans.")
    await hers.chooses(hers.files.film)
    await page.context.set_offline(True)
    await page.get_by_role("link", name="Nederlands").click()
    await hers.sees("Verstuur 2 vingerafdrukken naar de chat", "Van een filmpje worden alleen exacte kopieën")
    await expect(page.locator("html")).to_have_attribute("lang", "nl")
    await expect(page).to_have_title("Vingerafdrukken maken")
    await expect(page).to_have_url(re.compile(r"/hashes\?language=nl$"))
    await page.context.set_offline(False)
    await hers.presses("Verstuur 2 vingerafdrukken naar de chat")
    await hers.sees("Er zitten nu 2 vingerafdrukken bij je dossier.")


# ── somebody was under 18 ─────────────────────────────────────────────────────────────────────────────────────────
async def test_where_somebody_was_under_18_all_of_it_goes_and_child_focus_comes(hers: Hers) -> None:
    page, stage = hers.page, hers.stage
    await hers.in_client()
    await hers.opens(in_telegram())
    await hers.chooses(hers.files.photo)
    digest = hashlib.sha256(hers.files.photo.read_bytes()).hexdigest()
    assert digest in await page.content()
    await page.context.set_offline(True)
    await hers.presses("Someone was under 18")
    await hers.sees("Child Focus helps with this", "116 000", "so the chat does not know yet")
    await hers.stands_on("young")
    assert digest[:8] not in await page.content()
    assert await page.locator("#file").is_hidden()
    await page.evaluate("location.hash = 'another-link-from-the-chat'")
    await page.context.set_offline(False)
    await hers.sees("The chat knows, and goes on with this.")
    assert (len(stage.acts("open")), "#" in page.url) == (1, False), "another link does not bring the page back"
    assert stage.acts("minor") == [{"act": "minor", "session": "T1", "fact": "minor"}]
    assert not stage.acts("keep")
    await hers.presses("Back to the chat")
    await hers.client_hears_last("web_app_close")


async def test_not_being_sure_is_told_as_that_also_while_one_is_made(hers: Hers) -> None:
    await hers.opens()
    await hers.chooses(hers.files.film)
    await hers.presses("I'm not sure")
    await hers.sees("The chat knows, and goes on with this.")
    assert hers.stage.acts("minor") == [{"act": "minor", "session": "T1", "fact": "unsure"}]
    hers.stage.refuse("minor", 401, "not_good")
    await hers.opens()
    await hers.presses("I'm not sure")
    await hers.sees("Please say it there too, in your own words.")


# ── how it is opened ──────────────────────────────────────────────────────────────────────────────────────────────
async def test_in_telegram_the_secret_comes_first_and_the_launch_data_only_where_it_is_refused(hers: Hers) -> None:
    stage = hers.stage
    await hers.in_client()
    await hers.opens(in_telegram())
    await hers.sees("Nobody in this picture was under 18.")
    assert stage.asked == [{"act": "open", "secret": SECRET}]
    await eventually(hers.told_client, ["web_app_ready", "web_app_expand"])
    await expect(hers.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "tgWebApp" not in hers.page.url
    stage.answers["open"] = [(401, {"refusal": "not_good"}), (200, stage.opens)]
    await hers.opens(in_telegram(ground="#ffffff"))
    await hers.sees("Nobody in this picture was under 18.")
    assert stage.asked[1:] == [{"act": "open", "secret": SECRET}, {"act": "open", "launch": LAUNCH}]
    await expect(hers.page.locator("html")).to_have_attribute("data-theme", "light")
    await hers.chooses(hers.files.film)
    await hers.client_hears_last("web_app_setup_closing_behavior", {"need_confirmation": True})


async def test_where_choosing_is_broken_it_goes_on_in_her_browser(hers: Hers) -> None:
    await hers.in_client()
    await hers.opens(in_telegram())
    await hers.presses("Does choosing not work? Open this page in your browser")
    await hers.sees("It goes on in your browser.")
    address = f"{hers.stage.origin}/hashes?language=en#{SECRET[::-1]}"
    await hers.client_hears_last("web_app_open_link", {"url": address})
    await expect(hers.page.locator("#address")).to_have_value(address)
    await hers.opens()
    await expect(hers.page.get_by_role("button", name="Does choosing not work?")).to_have_count(0)


async def test_the_web_client_alone_hears_what_the_page_says_from_its_frame(hers: Hers) -> None:
    """Our page in a frame of theirs: words go to that one origin."""
    page = hers.page
    await page.context.grant_permissions(["local-network-access"])
    listening = "window.told = []; addEventListener('message', ({ data }) => told.push(JSON.parse(data).eventType));"
    frame = f"<script>{listening}</script><iframe src='{hers.stage.origin}/hashes#{in_telegram()}'></iframe>"
    for host, heard in (("web.telegram.org", ["web_app_ready", "web_app_expand"]), ("elsewhere.example", [])):
        await page.route(f"https://{host}/", lambda route: route.fulfill(body=frame, content_type="text/html"))
        await page.goto(f"https://{host}/")
        if heard:
            await expect(page.frame_locator("iframe").locator("#statement")).to_be_visible()
        await eventually(lambda: page.evaluate("told"), heard)
