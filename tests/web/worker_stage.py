"""A bare page under the policy of the hash page, with its worker, files from disk, and a browser that may be spoilt."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page

from pages.app import hashes_csp

WORKER = Path(__file__).parents[2] / "web" / "dist" / "hash" / "worker.js"
_PAGE = "<!doctype html><title>Stage</title><input type=file multiple><script src=/stage.js></script>"
_SCRIPT = """
// How long the page itself could do nothing while the worker worked, beside what the worker tells.
globalThis.work = async (spoilt, phone) => {
  const worker = new Worker("/worker.js?" + spoilt);
  const ticks = new MessageChannel();
  let last = performance.now(), gap = 0, on = true;
  ticks.port1.onmessage = () => {
    const now = performance.now();
    [gap, last] = [Math.max(gap, now - last), now];
    if (on) setTimeout(() => ticks.port2.postMessage(0), 5);
  };
  ticks.port2.postMessage(0);
  const made = [];
  for (const file of document.querySelector("input").files) {
    const began = performance.now();
    made.push(await new Promise((done, broken) => {
      let news = 0, marks = null;
      worker.onerror = (event) => broken(new Error(event.message));
      setTimeout(() => broken(new Error("nothing came of " + file.name)), 60000 + file.size / 1e4);
      worker.onmessage = ({ data }) => {
        if (data.marks) marks = data.marks;
        else if (data.step === "reading") news++;
        else done({ name: file.name, news, marks, took: performance.now() - began, ...data });
      };
      worker.postMessage({ file, phone });
    }));
  }
  on = false;
  worker.terminate();
  return { made, gap };
};
"""


@dataclass(frozen=True)
class Stage:
    """`spoilt`: scripts that stand before the worker's own, by name."""

    page: Page
    origin: str
    spoilt: dict[str, str]

    async def open(self) -> None:
        if self.page.url != f"{self.origin}/":
            await self.page.goto(f"{self.origin}/")

    async def work(self, files: Sequence[Path], spoilt: str = "", *, phone: bool = False) -> list[dict[str, Any]]:
        return (await self.work_and_gap(files, spoilt, phone=phone))[0]

    async def work_and_gap(
        self, files: Sequence[Path], spoilt: str = "", *, phone: bool = False
    ) -> tuple[list[dict[str, Any]], float]:
        """What became of each file, in their order, and the longest the page stood still, in milliseconds."""
        await self.open()
        await self.page.set_input_files("input", files)
        done = await self.page.evaluate("([spoilt, phone]) => work(spoilt, phone)", [spoilt, phone])
        return done["made"], done["gap"]


@contextmanager
def stage(page: Page, **spoilt: str) -> Iterator[Stage]:
    """`spoilt`: what a browser does otherwise than it should, as scripts that run before the worker."""
    script = WORKER.read_text(encoding="utf-8")
    assert "onmessage" in script, "the worker is not built"
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script, spoilt))
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Stage(page, origin, spoilt)
    finally:
        server.shutdown()
        server.server_close()


def _handler(worker: str, spoilt: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            script = "text/javascript"
            known = {
                "/": ("text/html", _PAGE),
                "/stage.js": (script, _SCRIPT),
                "/worker.js": (script, spoilt.get(asked.query, "") + "\n" + worker),
            }
            kind, body = known.get(asked.path, ("text/plain", ""))
            self.send_response(200 if asked.path in known else 404)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-security-policy", hashes_csp(f"http://{self.headers['host']}"))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler
