"""The hash page beside the published program and the system's own tools: `python -m benchmarks.hash_page`.

A photo of 12 megapixels and films of 256 MiB, 1 GiB and 5 GiB, in one run on one machine; `--write` puts the figures on
the page about performance. Needs what `make test` installs. The films lie in the temporary folder meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from benchmarks.machine import memory_mib, named
from tests.browser import FLAGS, browser_environment, browser_path
from tests.oracle.published import photograph, whole
from tests.web.hash_pictures import pixels
from tests.web.worker_stage import Stage, stage

MIB = 2**20
PERFORMANCE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- hash page -->", "<!-- /hash page -->"

#: Notes when the worker asks for a picture, has it, has read its last row, and has told what came of it.
WATCHED = """
const given = createImageBitmap, told = self.postMessage.bind(self), marks = {};
const drawing = OffscreenCanvasRenderingContext2D.prototype, read = drawing.getImageData;
self.createImageBitmap = async (from, how) => {
  if (!(from instanceof File)) return given(from, how);
  marks.asked = performance.now();
  const picture = await given(from, how);
  marks.decoded = performance.now();
  return picture;
};
drawing.getImageData = function (...place) {
  const got = read.apply(this, place);
  marks.read = performance.now();
  return got;
};
self.postMessage = (news) => {
  if (news.step === "made") told({ marks: { ...marks, told: performance.now() } });
  told(news);
};
"""


@dataclass(frozen=True)
class PhotoSpeed:
    """Milliseconds: the page decodes, reads its rows, makes the fingerprint; Pillow decodes, pdqhash makes it of all
    pixels; `gap`: the longest the page itself stood still."""

    decode: float
    read: float
    pdq: float
    pillow: float
    pdqhash: float
    gap: float

    @property
    def stage_ratio(self) -> float:
        return self.pdq / self.pdqhash

    @property
    def whole_ratio(self) -> float:
        return (self.decode + self.read + self.pdq) / (self.pillow + self.pdqhash)


@dataclass(frozen=True)
class FilmSpeed:
    """Seconds of the page, of md5sum and of sha256sum; `grown`: MiB of the renderer while it worked."""

    size: int
    page: float
    md5sum: float
    sha256sum: float
    grown: float
    news: int
    right: bool

    @property
    def ratio(self) -> float:
        return self.page / (self.md5sum + self.sha256sum)


def large_photo(folder: Path) -> Path:
    """12 megapixels with the grain of a camera."""
    path = folder / "photo.jpg"
    grain = np.random.default_rng(12).integers(-9, 10, (1008, 1008, 3), dtype=np.int16)
    seen = np.asarray(photograph("retina.jpg").convert("RGB").resize((4032, 3024))) + np.tile(grain, (3, 4, 1))
    Image.fromarray(seen.clip(0, 255).astype(np.uint8)).save(path, quality=90)
    return path


def film(folder: Path, size: int, *, sparse: bool = False) -> Path:
    """Bytes of chance, or of nothing: for its fingerprints a film is no more."""
    path = folder / f"film{size}.mp4"
    with path.open("wb") as writing:
        if sparse:
            writing.truncate(size)
        else:
            for _ in range(size // (16 * MIB)):
                writing.write(os.urandom(16 * MIB))
    return path


async def photo_speed(on: Stage, path: Path, times: int = 3) -> PhotoSpeed:
    """The best of several, in turns: others work on this machine too."""
    rows: list[tuple[float, ...]] = []
    for _ in range(times):
        made, gap = await on.work_and_gap([path], "watched")
        marks = made[0]["marks"]
        steps = [marks[key] for key in ("asked", "decoded", "read", "told")]
        page = [later - before for before, later in pairwise(steps)]
        rows.append((*page, *_native(path), gap))
    return PhotoSpeed(*(min(column) for column in zip(*rows, strict=True)))


def _native(path: Path) -> tuple[float, float]:
    began = time.perf_counter()
    with Image.open(path) as image:
        rgb = pixels(image)
    decoded = time.perf_counter()
    whole(rgb)
    return (decoded - began) * 1e3, (time.perf_counter() - decoded) * 1e3


async def film_speed(on: Stage, path: Path) -> FilmSpeed:
    md5, md5_seconds = _native_sum("md5sum", path)
    sha256, sha256_seconds = _native_sum("sha256sum", path)
    made, grown = await weighed(on, path)
    found = {one["label"]: one["value"] for one in made["made"]["hashes"]}
    right = found == {"md5": md5, "sha256": sha256}
    size = os.stat(path).st_size
    return FilmSpeed(size, made["took"] / 1e3, md5_seconds, sha256_seconds, grown, made["news"], right)


async def weighed(on: Stage, path: Path, spoilt: str = "") -> tuple[dict[str, Any], float]:
    """What became of a file, and the MiB it took meanwhile."""
    await on.open()
    with growing(await renderers(on.page)) as grown:
        (made,) = await on.work([path], spoilt)
    return made, grown()


def _native_sum(tool: str, path: Path) -> tuple[str, float]:
    began = time.perf_counter()
    said = subprocess.run([tool, path], capture_output=True, text=True, check=True).stdout
    return said.split()[0], time.perf_counter() - began


async def renderers(page: Page) -> list[int]:
    browser = page.context.browser
    assert browser is not None
    session = await browser.new_browser_cdp_session()
    about: dict[str, Any] = await session.send("SystemInfo.getProcessInfo")
    await session.detach()
    return [one["id"] for one in about["processInfo"] if one["type"] == "renderer"]


@contextmanager
def growing(pids: Sequence[int]) -> Iterator[Callable[[], float]]:
    """So many MiB more than before these processes had at most, looked at fifty times a second."""
    before = _memory(pids)
    most, over = [before], Event()

    def watch() -> None:
        while not over.wait(0.02):
            most.append(_memory(pids))

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield lambda: max(most) - before
    finally:
        over.set()
        watching.join()


def _memory(pids: Sequence[int]) -> float:
    return sum(memory_mib(pid) for pid in pids if Path(f"/proc/{pid}").exists())


def table(photo: PhotoSpeed, films: Sequence[FilmSpeed]) -> str:
    page = photo.decode + photo.read + photo.pdq
    rows = [
        "| a photo of 12 megapixels | the page | beside it | ratio | must |",
        "|---|---|---|---|---|",
        f"| the fingerprint alone | {photo.pdq:.0f} ms | pdqhash, all pixels: {photo.pdqhash:.0f} ms"
        f" | {photo.stage_ratio:.2f} | ≤ 0.2 |",
        f"| from the file to the fingerprint | {page:.0f} ms"
        f" | Pillow and pdqhash: {photo.pillow + photo.pdqhash:.0f} ms | {photo.whole_ratio:.2f} | ≤ 1 |",
        f"| the page itself stood still | {photo.gap:.0f} ms | – | – | ≤ 100 ms |",
        "",
        "| a film, MD5 and SHA-256 | the page | md5sum + sha256sum | ratio | must | memory grew by | must |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {_size(one.size)} | {one.page:.1f} s | {one.md5sum:.1f} + {one.sha256sum:.1f} s | {one.ratio:.1f} | ≤ 5"
        f" | {one.grown:.0f} MiB | ≤ 128 MiB |"
        for one in films
    ]
    return "\n".join(rows)


def _size(size: int) -> str:
    return f"{size // 2**30} GiB" if size >= 2**30 else f"{size // MIB} MiB"


async def measure(folder: Path, sizes: Sequence[tuple[int, bool]]) -> tuple[PhotoSpeed, list[FilmSpeed]]:
    async with async_playwright() as playwright:
        path = browser_path()
        browser: Browser = await playwright.chromium.launch(
            executable_path=path, args=FLAGS, env=browser_environment(path)
        )
        page = await browser.new_page()
        page.set_default_timeout(0)
        films = []
        with stage(page, watched=WATCHED) as on:
            photo = await photo_speed(on, large_photo(folder), times=7)
            for size, sparse in sizes:
                lying = film(folder, size, sparse=sparse)
                films.append(await film_speed(on, lying))
                lying.unlink()
        await browser.close()
    return photo, films


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="only the film of 256 MiB")
    asked.add_argument("--write", action="store_true", help="put the figures on the page about performance")
    wanted = asked.parse_args()
    sizes = [(256 * MIB, False)] if wanted.quick else [(256 * MIB, False), (2**30, False), (5 * 2**30, True)]
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        photo, films = asyncio.run(measure(Path(folder), sizes))
    told = f"{named()}; wanted the cores when it began: {busy:.1f}.\n\n{table(photo, films)}"
    print(told)
    if wanted.write:
        page = PERFORMANCE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PERFORMANCE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")
    return int(not all(one.right for one in films))


if __name__ == "__main__":
    raise SystemExit(main())
