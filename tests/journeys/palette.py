"""A screenshot made small: at most 256 colours, chosen so that none that matters is lost."""

from __future__ import annotations

import base64
import struct
import zlib
from collections import Counter

from playwright.async_api import Browser

_DRAW = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const paper = canvas.getContext("2d");
  paper.drawImage(image, 0, 0);
  const raw = new Blob([paper.getImageData(0, 0, image.width, image.height).data]);
  const url = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(raw);
  });
  return [image.width, image.height, url.split(",")[1]];
}"""

Colour = tuple[int, int, int]


async def small(browser: Browser, png: bytes) -> bytes:
    """The same picture as an indexed PNG. The browser unpacks it, since it can."""
    page = await browser.new_page()
    width, height, raw = await page.evaluate(_DRAW, base64.b64encode(png).decode())
    await page.close()
    dots = memoryview(base64.b64decode(raw)).cast("I").tolist()
    counted = Counter(dots)
    chosen = _chosen(counted)
    place = {dot: _nearest(_colour(dot), chosen)[0] for dot in counted}
    rows = (bytes(place[dot] for dot in dots[at : at + width]) for at in range(0, len(dots), width))
    return _written(width, height, chosen, b"".join(b"\0" + row for row in rows))


def _chosen(counted: Counter[int], most: int = 256) -> list[Colour]:
    """One after the other whatever is worst off with those before it: by how often it is there and how far away."""
    chosen: list[Colour] = []
    far = dict.fromkeys(counted, 1 << 20)
    while len(chosen) < most:
        worst = max(far, key=lambda dot: far[dot] * counted[dot])
        if far[worst] == 0:
            break
        chosen.append(_colour(worst))
        for dot in far:
            far[dot] = min(far[dot], _distance(_colour(dot), chosen[-1]))
    return chosen


def _nearest(colour: Colour, chosen: list[Colour]) -> tuple[int, int]:
    return min(enumerate(_distance(colour, one) for one in chosen), key=lambda found: found[1])


def _colour(dot: int) -> Colour:
    return dot & 255, dot >> 8 & 255, dot >> 16 & 255


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _written(width: int, height: int, palette: list[Colour], rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(sum(palette, ()))), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
