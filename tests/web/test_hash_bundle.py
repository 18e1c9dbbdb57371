"""What is built for the hash page: nothing in it could carry a picture out, it is small, anybody builds the same."""

import gzip
import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from helpline.languages import load_catalogue
from pages import wire
from pages.rendering import render
from tests.journeys.leaking import LEAKS
from tests.web.hash_core import NODE, WEB

DIST = WEB / "dist" / "hash"
SCRIPTS = ("shut.js", "worker.js", "page.js")
_LOOK = """
import { readFileSync } from "node:fs";
import { wrongs } from "./hash/check-bundle.mjs";
const told = JSON.parse(readFileSync(0, "utf8")).map(([file, code]) => wrongs(file, code));
process.stdout.write(JSON.stringify(told));
"""

#: What somebody might write, by mistake or not: ways out that the policy leaves open, or that have no business here.
PLANTED = (
    "new RTCPeerConnection({ iceServers: [{ urls: where }] })",
    'new window["webkitRTCPeerConnection"]()',
    "new WebTransport(where)",
    "location.href = where",
    "location = where",
    "window.location.assign(where)",
    'location["replace"](where)',
    "document.location.search = picture",
    "window.open(where)",
    'self["open"](where)',
    "navigator.sendBeacon(where, picture)",
    "eval(picture)",
    'new Function("return 1")',
    "import(where)",
    "importScripts(where)",
    "new WebSocket(where)",
    "new EventSource(where)",
    "new XMLHttpRequest()",
    "document.cookie = picture",
    "localStorage.kept = picture",
    "sessionStorage.setItem('kept', picture)",
    "indexedDB.open('kept')",
    "caches.open('kept')",
    "navigator.serviceWorker.register(where)",
    "navigator.storage.getDirectory()",
    "fetch(where)",
    'fetch("/api/hashes", { method: "POST", body: picture })',
    "const { fetch: ask } = window; ask(where)",
    'window["fetch"](where)',
    "window[where](picture)",
    "new Worker(where)",
    "new SharedWorker(where)",
    "new Image().src = where",
    "picture.src = where",
    "link.href = where",
    'link.setAttribute("href", where)',
    'document.createElement("iframe")',
    "document.createElement(where)",
    "frame.contentWindow",
    "window.frames[0]",
    "main.innerHTML = picture",
    "main.insertAdjacentHTML('beforeend', picture)",
    "document.write(picture)",
    "navigator.share({ files: [picture] })",
    "URL.createObjectURL(picture)",
    "canvas.toBlob(where)",
    "form.action = where",
    "form.requestSubmit()",
    'say("https://elsewhere.example/")',
    'say("//elsewhere.example/")',
    "say(`data:text/html,${picture}`)",
    'post("web_app_open_link", { url: where })',
    'parent.postMessage(picture, "*")',
    "TelegramWebviewProxy.postEvent(where, picture)",
    "navigation.navigate(where)",
    'Reflect.get(window, "fe" + "tch")',
)
#: The same by somebody who goes around the words.
GONE_AROUND = (
    'const whole = window; whole["fe" + "tch"](where)',
    "const { location: there } = window; there.assign(where)",
    "const there = location; there.assign(where)",
    'const there = document["location"]; there.replace(where)',
    "const whole = self; whole.open(where)",
    "const one = window.parent; one[where](picture)",
    "(function () { return this; })()[where](picture)",
    "[].constructor.constructor(picture)()",
    "Object.getPrototypeOf(async () => {}).constructor(picture)()",
    "picture.ownerDocument.defaultView.open(where)",
    "picture.addEventListener('load', (event) => event.currentTarget.open(where))",
    "const { view } = picture; view.open(where)",
    "(({ ...all }) => all[where](picture))(window)",
    "const [all = window] = []; all.open(where)",
    "Object.assign(picture, { href: where })",
    "Object.assign(picture, where)",
    "picture.attributes[0].value = where",
    "picture.relList.add('dns-prefetch')",
    "picture.hostname = where",
    "document.querySelector('a').click()",
    "document.querySelector('form').submit()",
    "picture.style.backgroundImage = where",
    "new CSSStyleSheet().replaceSync(where)",
    "document.title = picture",
    "window.name = picture",
    "name = picture",
    "history.pushState(null, '', picture)",
    "history.replaceState(null, '', picture)",
    "post('web_app_data_send', { data: picture })",
    "post('web_app_setup_closing_behavior', { url: where })",
    "post('web_app_open_link', { url: `${where}/hashes` })",
    "new MessageChannel().port1.postMessage(picture)",
    "new ClipboardItem(picture)",
    "navigator.credentials.store(picture)",
    "speechSynthesis.speak(picture)",
    "document.implementation.createHTMLDocument()",
    "console.log(picture)",
    "import.meta.resolve(where)",
    "whatBrowsersLearnNextYear(picture)",
)
#: What a style sheet could ask for, and what could hide it.
STYLES = ("@import 'x'", "a { background: url(x) }", "a { background: UR\\4C(x) }", "@font-face { src: x }")


def built(name: str) -> str:
    if not (DIST / name).is_file():
        pytest.fail("the hash page is not built: run `make build`", pytrace=False)
    return (DIST / name).read_text(encoding="utf-8")


def wrongs(texts: list[tuple[str, str]]) -> list[list[str]]:
    command = [str(NODE), "--input-type=module", "-e", _LOOK]
    done = subprocess.run(
        command, cwd=WEB, input=json.dumps(texts), capture_output=True, text=True, timeout=60, check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_whatever_could_carry_a_picture_out_is_refused_and_what_we_built_is_not() -> None:
    sound = [(name, built(name)) for name in SCRIPTS]
    ways = PLANTED + GONE_AROUND
    planted = [("page.js", planted_in(sound[2][1], one)) for one in ways]
    in_worker = [("worker.js", f"{sound[1][1]}\n{one};") for one in ("fetch('/api/hashes')", "self.postMessage(1)")]
    told = wrongs(sound + planted + in_worker)
    assert told[: len(sound)] == [[], [], []]
    assert [one for one, wrong in zip(ways, told[len(sound) :], strict=False) if not wrong] == []
    assert all(told[-len(in_worker) :])


def planted_in(page: str, line: str) -> str:
    """Where whatever the page calls by a name of its own is at hand."""
    inside, end = page[: page.rindex("})();")], "})();"
    return f"{inside}\n(function (where, picture) {{ {line}; }});\n{end}"


def test_each_page_that_leaks_on_its_journey_would_not_have_been_built() -> None:
    spoilt = [
        (path.rpartition("/")[2], spoil)
        for leak in LEAKS.values()
        for path, spoil in leak.files.items()
        if ".js" in path
    ]
    texts = [(name, spoil(built(name).encode()).decode()) for name, spoil in spoilt]
    assert len(texts) == len(LEAKS)
    assert all(wrongs(texts))


def test_what_a_script_calls_by_a_name_of_its_own_is_not_the_browsers() -> None:
    """Else the list would refuse half of any page, and somebody would loosen it."""
    own = "function open(location) { const name = location; try { name(); } catch (top) { top; } } open(1)"
    elsewhere = "(function (location) { location; }); location.assign(where)"
    told = wrongs([("page.js", planted_in(built("page.js"), one)) for one in (own, elsewhere)])
    assert told[0] == []
    assert told[1]


def test_a_style_sheet_that_asks_for_anything_is_refused() -> None:
    sound = built("page.css")
    told = wrongs([("page.css", sound), *(("page.css", f"{sound}\n{one}") for one in STYLES)])
    assert (told[0], [one for one, wrong in zip(STYLES, told[1:], strict=True) if not wrong]) == ([], [])


def test_the_page_around_the_scripts_fetches_four_files_of_ours_and_leads_nowhere() -> None:
    languages = ("nl", "fr", "en")
    parts = SimpleNamespace(languages=languages, say=load_catalogue(WEB.parent / "locales", languages).say)
    asked = Request({"type": "http", "query_string": b"", "headers": [], "app": FastAPI()})
    asked.app.state.parts = parts
    hostile = {code: ["<img src=x onerror=x>"] for code in languages}
    page = bytes(render(asked, "hashes.html", child_focus=hostile).body).decode()
    assert page.count("&lt;img src=x onerror=x&gt;") == len(languages)
    assert not re.search(
        r"<(iframe|frame|object|embed|form|base|img|video|audio|source|picture|svg|math|style)\b", page
    )
    assert sorted(re.findall(r"<(?:script|link|meta) [^>]*>", page)) == [
        '<link rel="stylesheet" href="/hashes/page.css">',
        '<meta charset="utf-8">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<script src="/hashes/shut.js">',
        '<script type="module" src="/hashes/page.js">',
    ]
    ours = {"/hashes/shut.js", "/hashes/page.js", "/hashes/page.css"}
    led = set(re.findall(r'(?:src|href|action|ping|srcset|poster)="([^"]*)"', page))
    assert led == ours | {f"?language={code}" for code in languages}
    assert not re.search(r"<[^>]*\s(on[a-z]+|style)=|<script>", page)


def test_a_build_that_is_not_sound_fails(tmp_path: Path) -> None:
    for name in (*SCRIPTS, "page.css"):
        (tmp_path / name).write_text(built(name))
    look = [str(NODE), "hash/check-bundle.mjs", str(tmp_path)]
    assert subprocess.run(look, cwd=WEB, check=False).returncode == 0
    with (tmp_path / "worker.js").open("a") as worker:
        worker.write("new WebSocket('wss://elsewhere.example')")
    told = subprocess.run(look, cwd=WEB, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "worker.js: WebSocket" in told.stderr
    assert "check-bundle.mjs dist/hash" in json.loads((WEB / "package.json").read_text())["scripts"]["build"]


def test_all_of_it_can_be_read_in_one_sitting() -> None:
    ours = [re.sub(r"(?s)// node_modules/hash-wasm/.*?(?=\n\t// hash/)", "", built(name)) for name in SCRIPTS]
    assert len(built("worker.js")) - len(ours[1]) > 15_000, "what others wrote was not left out"
    text = "".join(ours)
    assert len(text) <= 64_000
    assert len(gzip.compress(text.encode())) <= 20_000
    assert max(len(line) for line in text.splitlines()) <= 240, "one line of many thousand letters cannot be read"


def test_whoever_builds_it_elsewhere_gets_the_same_bytes(tmp_path: Path) -> None:
    there = tmp_path / "some" / "where" / "else"
    shutil.copytree(WEB / "hash", there / "hash")
    for name in ("package.json", "tsconfig.json", "vite.hash.config.ts"):
        shutil.copy(WEB / name, there)
    shutil.copytree(WEB / "node_modules" / "hash-wasm", there / "node_modules" / "hash-wasm")
    for package in (WEB / "node_modules").iterdir():
        if package.name != "hash-wasm":
            (there / "node_modules" / package.name).symlink_to(package)
    build = [str(NODE), str(WEB / "node_modules/vite/bin/vite.js"), "build", "--app", "-c", "vite.hash.config.ts"]
    subprocess.run([*build, "--logLevel", "error"], cwd=there, check=True, timeout=100)
    assert digests(there / "dist" / "hash") == digests(DIST), "a source is newer than what was built: run `make build`"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_what_the_public_page_says_would_leave_is_what_the_house_takes() -> None:
    page = (WEB.parent / "docs" / "hash-page.md").read_text(encoding="utf-8")
    shown = page.split("```json")[1].split("```")[0]
    taken = wire.read(shown.encode())
    assert isinstance(taken, wire.Keep)
    assert taken.files is not None
    assert [one.label for one in taken.files[0].hashes] == ["pdq", "md5", "sha256"]
    assert json.loads(shown)["files"][0]["tool"] in built("worker.js")
