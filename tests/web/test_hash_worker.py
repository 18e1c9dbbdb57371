"""The worker of the hash page in a real browser: from picture files of every kind to the published fingerprints."""

from __future__ import annotations

import io
import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page

from tests.drills.finding import Finding, amount, seed
from tests.oracle.published import expected, photograph
from tests.web.hash_pictures import KINDS, Picture, drawn, pixels, read, saved
from tests.web.worker_stage import stage

#: A browser that lies about pixels, a little or a lot, with and without its own unpacker.
NOISE = """
const drawing = OffscreenCanvasRenderingContext2D.prototype, read = drawing.getImageData;
drawing.getImageData = function (...place) {
  const got = read.apply(this, place);
  got.data.forEach((level, at) => { if (at % 4 < 3) got.data[at] = level + (at * 7919 % 3 - 1) * LEVELS; });
  return got;
};
"""
SPOILT = {
    "rounds": NOISE.replace("LEVELS", "1"),
    "lies": NOISE.replace("LEVELS", "20") + "delete self.ImageDecoder;",
    "unpacks": NOISE.replace("LEVELS", "20"),
    "locked": "delete self.WebAssembly;",
    "recolours": "const given = createImageBitmap; self.createImageBitmap = (from) => given(from);",
    "scales": """const given = createImageBitmap; self.createImageBitmap = (from, how) =>
      given(from, from instanceof File ? { ...how, resizeWidth: 512, resizeHeight: 512 } : how);""",
}


def pdqs(made: dict[str, Any]) -> dict[bool, dict[str, Any]]:
    """The fingerprints of a picture: as it is shown (False), as it lies in the file (True)."""
    return {"raw" in one: one for one in made["made"]["hashes"] if one["label"] == "pdq"}


def judge(finding: Finding, number: int, picture: Picture, made: dict[str, Any]) -> None:
    found = pdqs(made)
    if found.keys() != ({False, True} if picture.lies else {False}):
        finding.add("another number of fingerprints", number)
        return
    off = picture.shown.off(found[False]["value"])
    finding.seen["exact" if off == 0 else "a bit or two"] += 1
    if off > 2 or abs(picture.shown.quality - found[False]["quality"]) > 1:
        finding.add("another fingerprint", number)
    if picture.lies and picture.lies.off(found[True]["value"]) > 4:
        finding.add("another one as it lies", number)


@pytest.mark.timeout(900)
async def test_files_of_every_kind_get_the_published_fingerprints(tmp_path: Path, page: Page) -> None:
    finding = Finding("pictures", seed=seed(), mode="browser")
    pictures = list(saved(tmp_path, KINDS, every=amount(1, 10)))
    with stage(page) as on:
        made = await on.work([picture.path for picture in pictures])
    for number, (picture, one) in enumerate(zip(pictures, made, strict=True)):
        finding.count += 1
        judge(finding, number, picture, one)
    print(finding.done())
    assert finding.holds, [pictures[case].path.name for cases in finding.cases.values() for case in cases]
    assert finding.seen["exact"] >= 0.95 * finding.count
    assert {picture.path.name.split(".", 1)[1] for picture in pictures} == set(KINDS)
    for one in made:
        may_leave(one["made"])


def may_leave(made: dict[str, Any]) -> None:
    """Nothing of the file is told but this: no name, no time, no exact size."""
    assert made.keys() == {"kind", "size", "tool", "hashes"}
    assert (made["kind"], made["tool"]) == ("image", "haven-page 1")
    assert made["size"] in {"<1MB", "1-10MB"}
    shapes = Counter(tuple(sorted(one)) for one in made["hashes"])
    pdq, raw = ("label", "quality", "value"), ("label", "quality", "raw", "value")
    assert shapes in ({pdq: 1, ("label", "value"): 2}, {pdq: 1, raw: 1, ("label", "value"): 2})


async def test_a_browser_that_recolours_or_scales_would_be_noticed(tmp_path: Path, page: Page) -> None:
    with stage(page, **SPOILT) as on:
        for spoilt, kind in (("recolours", "gamma.png"), ("scales", "8bit.png")):
            finding = Finding(spoilt)
            pictures = list(saved(tmp_path, {kind: KINDS[kind]}, every=4))
            for number, made in enumerate(await on.work([picture.path for picture in pictures], spoilt)):
                judge(finding, number, pictures[number], made)
            assert finding.wrong["another fingerprint"] >= 1, spoilt


async def test_a_browser_that_lies_about_pixels_is_asked_another_way_or_not_at_all(tmp_path: Path, page: Page) -> None:
    kinds = {kind: KINDS[kind] for kind in ("turned6.jpg", "turned3.png", "alpha.png", "turned8.avif")}
    pictures = list(saved(tmp_path, kinds, every=8))
    paths = [picture.path for picture in pictures]
    with stage(page, **SPOILT) as on:
        disturbed = await on.work(paths, "lies")
        unpacked = await on.work(paths, "unpacks")
        rounded = await on.work(paths, "rounds")
    assert [(pdqs(made), made["advice"]) for made in disturbed] == [({}, ["disturbed"])] * len(pictures)
    assert all({one["label"] for one in made["made"]["hashes"]} == {"md5", "sha256"} for made in disturbed)
    finding = Finding("unpacked", len(pictures))
    for number, made in enumerate(unpacked):
        judge(finding, number, pictures[number], made)
    assert finding.holds, finding
    off = [picture.shown.off(pdqs(made)[False]["value"]) for picture, made in zip(pictures, rounded, strict=True)]
    assert max(off) <= 10, off


async def test_what_cannot_be_shown_keeps_the_fingerprints_of_its_bytes(tmp_path: Path, page: Page) -> None:
    photo = io.BytesIO()
    photograph("rocket.jpg").save(photo, "JPEG", quality=90)
    odd = {
        "cut short.jpg": (photo.getvalue()[:9000], "image", "not_shown"),
        "heic.heic": (heic(40, 30), "image", "not_shown"),
        "tiff.jpg": (b"II*\0" + bytes(60), "image", "not_shown"),
        "drawing.png": (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "image", "not_shown"),
        "bomb.png": (png_of(30_000, 30_000), "image", "too_large"),
        "plain.png": (flat(300, 200), "image", "too_plain"),
        "tiny.png": (flat(1, 1), "image", "too_plain"),
        "letter.jpg": (b"Dear diary,", "file", None),
        "film.jpg": (b"\0\0\0\x18ftypisom" + bytes(900), "video", None),
    }
    paths = [tmp_path / name for name in odd]
    for path in paths:
        path.write_bytes(odd[path.name][0])
    (tmp_path / "empty.jpg").touch()
    with stage(page, **SPOILT) as on:
        *made, empty = await on.work([*paths, tmp_path / "empty.jpg"])
        on_phone = await on.work([_of(tmp_path, "p.png", png_of(9000, 8000))], phone=True)
        (locked,) = await on.work([tmp_path / "film.jpg"], "locked")
    told = {one["name"]: (one["made"]["kind"], one["advice"]) for one in made}
    assert told == {name: (kind, [advice] if advice else []) for name, (_, kind, advice) in odd.items()}
    assert {one["label"] for each in made for one in each["made"]["hashes"]} == {"md5", "sha256"}
    assert [one["label"] for one in locked["made"]["hashes"]] == ["sha256"]
    assert locked["made"]["hashes"][0] in made[-1]["made"]["hashes"]
    assert (empty["step"], empty["why"]) == ("failed", "empty")
    assert on_phone[0]["advice"] == ["too_large"]


async def test_pictures_of_every_size_are_read_as_the_published_tool_reads_them(tmp_path: Path, page: Page) -> None:
    """Small ones whole, the others at 512 rows and columns, also where one side is shorter; wide ones in pieces."""
    sizes = [(5, 5), (64, 64), (512, 512), (513, 20), (511, 513), (30, 700), (9000, 40), (1200, 1600)]
    paths = [tmp_path / f"{wide}x{high}.png" for wide, high in sizes]
    for path, size in zip(paths, sizes, strict=True):
        drawn(7).resize(size).save(path, compress_level=1)
    with stage(page) as on:
        made = await on.work(paths)
    for path, one in zip(paths, made, strict=True):
        shown = read(path).shown
        told = pdqs(one)
        assert (told.keys() == {False}) == (shown.quality >= 50), path.name
        assert not told or shown.off(told[False]["value"]) <= 2, path.name
    assert sum(len(pdqs(one)) for one in made) >= 5


async def test_a_copy_as_messengers_make_it_is_found_and_a_cropped_one_is_not(tmp_path: Path, page: Page) -> None:
    names = ("astronaut.png", "chelsea.png", "rocket.jpg")
    photos = [photograph(name).convert("RGB").resize((1600, 1200)) for name in names]
    paths = []
    for number, photo in enumerate(photos):
        copy = photo.resize((1280, 960))
        crop = photo.crop((80, 60, 1520, 1140))
        for name, image, quality in (("it", photo, 95), ("copy", copy, 80), ("crop", crop, 95)):
            paths.append(tmp_path / f"{number}{name}.jpg")
            image.save(paths[-1], quality=quality)
    with stage(page) as on:
        values = [int(pdqs(made)[False]["value"], 16) for made in await on.work(paths)]
    for it, copy, crop in zip(*[iter(values)] * 3, strict=True):
        assert (it ^ copy).bit_count() <= 16
        assert (it ^ crop).bit_count() > 31
    assert expected(pixels(photos[0])).off(values[0]) <= 10


def _of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def flat(wide: int, high: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (wide, high), "grey").save(written, "PNG")
    return written.getvalue()


def png_of(wide: int, high: int) -> bytes:
    """A header of that size, and nothing of that size behind it."""
    small = bytearray(flat(1, 1))
    small[16:24] = struct.pack(">II", wide, high)
    return bytes(small)


def heic(wide: int, high: int) -> bytes:
    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + name + body

    size = box(b"ispe", struct.pack(">III", 0, wide, high))
    return box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", size)))
