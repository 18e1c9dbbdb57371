"""What is built for the hash page: nothing in it could carry a picture out, it is small, anybody builds the same."""

import gzip
import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from pages import wire
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
    planted = [("page.js", f"{sound[2][1]}\n(function (where, picture) {{ {one}; }})();") for one in PLANTED]
    in_worker = [("worker.js", f"{sound[1][1]}\n{one};") for one in ("fetch('/api/hashes')", "self.postMessage(1)")]
    told = wrongs(sound + planted + in_worker)
    assert told[: len(sound)] == [[], [], []]
    assert [one for one, wrong in zip(PLANTED, told[len(sound) :], strict=False) if not wrong] == []
    assert all(told[-len(in_worker) :])


def test_a_build_that_is_not_sound_fails(tmp_path: Path) -> None:
    for name in SCRIPTS:
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
