"""Picture files of every kind a browser can show, and what the published program says of them."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageOps
from PIL.PngImagePlugin import PngInfo

from tests.oracle.published import Pdq, Pixels, expected, photograph

PHOTOGRAPHS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png", "retina.jpg")
ORIENTATION = 0x0112


@dataclass(frozen=True)
class Picture:
    """`lies`: as it lies in the file, where that is another picture than the one that is shown."""

    path: Path
    shown: Pdq
    lies: Pdq | None = None


def pixels(image: Image.Image) -> Pixels:
    """Eight bits a colour, on white."""
    if image.mode.startswith("I;16"):
        return np.repeat((np.asarray(image) >> 8).astype(np.uint8)[..., None], 3, axis=2)
    if "A" in image.getbands() or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return np.asarray(image.convert("RGB"))


Save = Callable[[Image.Image, Path], None]


def _saved(mode: str, **how: Any) -> Save:
    return lambda image, path: image.convert(mode).save(path, **how)


def _turned(turn: int, **how: Any) -> Save:
    def save(image: Image.Image, path: Path) -> None:
        notes = Image.Exif()
        notes[ORIENTATION] = turn
        image.convert("RGB").save(path, exif=notes, **how)

    return save


def _deep(image: Image.Image, path: Path) -> None:
    """Sixteen bits a pixel."""
    Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257 - 37).save(path)


def _bright(image: Image.Image, path: Path) -> None:
    """With a note that every level means another light: whoever obeys it sees another picture."""
    note = PngInfo()
    note.add(b"gAMA", struct.pack(">I", 220_000))
    image.convert("RGB").save(path, pnginfo=note, compress_level=1)


def _see_through(image: Image.Image, path: Path) -> None:
    """Cut out: nothing at the edge, all in the middle, something in between."""
    clear = image.convert("RGBA")
    wide, high = clear.size
    mask = Image.radial_gradient("L").resize((wide, high)).point(lambda level: max(0, 255 - int(level * 1.3)))
    clear.putalpha(mask)
    clear.save(path, **({"lossless": True, "method": 0} if path.suffix == ".webp" else {"compress_level": 1}))


def _moving(**how: Any) -> Save:
    return lambda image, path: image.convert("RGB").save(
        path, save_all=True, append_images=[ImageOps.invert(image.convert("RGB"))], **how
    )


KINDS: dict[str, Save] = {
    "baseline.jpg": _saved("RGB", quality=92),
    "poor.jpg": _saved("RGB", quality=40),
    "progressive.jpg": _saved("RGB", quality=85, progressive=True),
    "full_colour.jpg": _saved("RGB", quality=90, subsampling=0),
    "cmyk.jpg": _saved("CMYK", quality=95),
    "grey.jpg": _saved("L", quality=90),
    "uncoded.jpg": _saved("RGB", quality=90, keep_rgb=True),
    "restarted.jpg": _saved("RGB", quality=90, restart_marker_rows=1),
    "8bit.png": _saved("RGB", compress_level=1),
    "gamma.png": _bright,
    "1bit.png": _saved("1"),
    "16bit.png": _deep,
    "palette.png": _saved("P"),
    "grey_alpha.png": _saved("LA", compress_level=1),
    "alpha.png": _see_through,
    "lossy.webp": _saved("RGB", quality=80),
    "lossless.webp": _saved("RGB", lossless=True, method=0),
    "alpha.webp": _see_through,
    "plain.avif": _saved("RGB", quality=80, speed=10),
    "plain.gif": _saved("P"),
    "moving.gif": _moving(duration=100),
    "moving.webp": _moving(duration=100, lossless=True, method=0),
    "plain.bmp": _saved("RGB"),
    **{f"turned{turn}.jpg": _turned(turn, quality=90) for turn in range(2, 9)},
    "turned3.png": _turned(3, compress_level=1),
    "turned6.png": _turned(6, compress_level=1),
    "turned6.webp": _turned(6, quality=80),
    "turned8.avif": _turned(8, quality=80, speed=10),
    "turned5.avif": _turned(5, quality=80, speed=10),
}


@cache
def subjects() -> tuple[tuple[str, Image.Image], ...]:
    """What is in the pictures: photographs, and shapes, letters and noise of many sizes."""
    photographs = [(name.split(".")[0], photograph(name)) for name in PHOTOGRAPHS]
    return (*photographs, *((f"drawn{seed}", drawn(seed)) for seed in range(4)))


def drawn(seed: int) -> Image.Image:
    """Shapes, letters and noise on a gradient, of any shape from 60 to 900 pixels."""
    chance = random.Random(seed)
    size = chance.randint(60, 900), chance.randint(60, 900)
    image = Image.merge("RGB", [Image.radial_gradient("L").resize(size).rotate(90 * turn) for turn in range(3)])
    pen = ImageDraw.Draw(image)
    for _ in range(30):
        corners = sorted(chance.randrange(size[0]) for _ in "xx"), sorted(chance.randrange(size[1]) for _ in "yy")
        box = (corners[0][0], corners[1][0], corners[0][1], corners[1][1])
        colour = tuple(chance.randrange(256) for _ in "rgb")
        chance.choice((pen.ellipse, pen.rectangle))(box, fill=colour)
        pen.text((box[0], box[1]), "haven", fill=colour[::-1], font_size=max(8, size[1] // 12))
    return image


def saved(folder: Path, kinds: dict[str, Save], every: int = 1) -> Iterator[Picture]:
    """Each kind with each subject, or with every so manieth of them, another one for each kind."""
    for at, (kind, save) in enumerate(kinds.items()):
        for number, (name, image) in enumerate(subjects()):
            if (number + at) % every == 0:
                path = folder / f"{name}.{kind}"
                save(image, path)
                yield read(path)


def read(path: Path) -> Picture:
    """A file through another reader and the published program. Chromium leaves WebP as it lies."""
    with Image.open(path) as image:
        image.load()
        if path.suffix == ".webp":
            return Picture(path, expected(pixels(image)))
        turn = image.getexif().get(ORIENTATION, 1)
        shown = expected(pixels(ImageOps.exif_transpose(image)))
        return Picture(path, shown, expected(pixels(image)) if turn != 1 else None)
