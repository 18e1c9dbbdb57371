"""The core that makes fingerprints, run by itself in Node, beside the published program, on pictures made by chance."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.oracle.published import Pixels, expected, turned, whole

#: Fingerprint and quality.
Made = tuple[str, int]

WEB = Path(__file__).parents[2] / "web"
NODE = Path(sys.executable).parent / "node"
#: Reads pictures (wide, high, red, green, blue, opaque …) and writes a line for each; once more for each mistake that
#: is to be made in the source text first, so that one sees it would be noticed.
_RUN = r"""
import { readFileSync } from "node:fs";
import { rolldown } from "rolldown";
const bytes = readFileSync(0);
for (const [text, instead] of JSON.parse(process.argv.at(-1))) {
  let changed = !text;
  const transform = (code) => (changed ||= code.includes(text), text ? code.replace(text, () => instead) : code);
  const built = await (await rolldown({ input: "hash/pdq.ts", plugins: [{ transform }] })).generate({ format: "esm" });
  if (!changed) throw new Error("no such text: " + text);
  const core = await import("data:text/javascript," + encodeURIComponent(built.output[0].code));
  for (let at = 0; at < bytes.length; ) {
    const [width, height] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    const rgba = new Uint8Array(bytes.subarray(at + 8, (at += 8 + 4 * width * height)));
    const small = core.sampled(rgba, width, height);
    const one = core.pdq(rgba, width, height);
    const few = small.rgba === rgba ? one : core.pdq(small.rgba, small.width, small.height);
    const made = [one, few, ...core.pdqTurned(rgba, width, height)];
    process.stdout.write(JSON.stringify(made.map(({ value, quality }) => [value, quality])) + "\n");
  }
}
"""


def ours(images: Iterable[Pixels]) -> list[list[Made]]:
    """For each picture: of all its pixels, of the 512 rows and columns, and its eight turned and mirrored ones."""
    return mistaken(images, [("", "")])[0]


def mistaken(images: Iterable[Pixels], mistakes: Sequence[tuple[str, str]]) -> list[list[list[Made]]]:
    """The same for each mistake: this text of the source, and what stands there instead."""
    command = [str(NODE), "--input-type=module", "-e", _RUN, "--", json.dumps(mistakes)]
    frames = b"".join(_frame(image) for image in images)
    done = subprocess.run(command, cwd=WEB, input=frames, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    made = [[(value, quality) for value, quality in json.loads(line)] for line in done.stdout.splitlines()]
    each = len(made) // len(mistakes)
    return [made[place : place + each] for place in range(0, len(made), each)]


def _frame(image: Pixels) -> bytes:
    high, wide = image.shape[:2]
    opaque = np.full((high, wide, 1), 255, np.uint8)
    return struct.pack("<II", wide, high) + np.concatenate([image, opaque], axis=2).tobytes()


def theirs(image: Pixels) -> list[Made]:
    """The same, by the published program."""
    return [(one.value, one.quality) for one in (whole(image), expected(image), *turned(image))]


#: Where sizes are counted from one end, off by one shows at these.
EDGES = (3, 4, 5, 6, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 640, 700)


def made_by_chance(count: int, seed: int) -> Iterator[Pixels]:
    """Noise, flat, gradients, text, in turn; first with sizes at the edges, then of any size, small ones more often."""
    chance = np.random.default_rng(seed)
    for number in range(count):
        edge = EDGES[number // 4 % len(EDGES)] if number < 4 * len(EDGES) else None
        any_size = [int(3 * (700 / 3) ** chance.random()) for _ in "wh"]
        high, wide = (edge or any_size[0], edge if edge and number % 8 < 4 else any_size[1])
        yield np.ascontiguousarray((_noise, _flat, _gradient, _text)[number % 4](chance, high, wide))


def _noise(chance: np.random.Generator, high: int, wide: int) -> Pixels:
    return chance.integers(0, 256, (high, wide, 3), dtype=np.uint8)


def _flat(chance: np.random.Generator, high: int, wide: int) -> Pixels:
    return np.full((high, wide, 3), chance.integers(0, 256, 3), dtype=np.uint8)


def _gradient(chance: np.random.Generator, high: int, wide: int) -> Pixels:
    down, across = np.mgrid[0:high, 0:wide]
    slopes = chance.random((3, 2)) * 2 - 1
    light = [0.5 + (a * (down / high - 0.5) + b * (across / wide - 0.5)) / 2 for a, b in slopes]
    return (np.stack(light, axis=2) * 255).astype(np.uint8)


def _text(chance: np.random.Generator, high: int, wide: int) -> Pixels:
    paper, ink = (tuple(int(part) for part in chance.integers(0, 256, 3)) for _ in "pi")
    image = Image.new("RGB", (wide, high), paper)
    size = max(4.0, high / float(chance.integers(2, 9)))
    ImageDraw.Draw(image).multiline_text((0, 0), "Nobody\nneeds\nto know\n" * 3, fill=ink, font_size=size)
    return np.asarray(image)
