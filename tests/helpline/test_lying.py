"""However a photograph lies, its hash is near the one reckoned from how it lay before: held against Meta's own program.

What that program says of a picture turned is itself up to 22 bits from what it says of the turned picture, for it takes
its 64 × 64 points a little off the middle; reckoned from 256 bits alone, waves near the middle one are lost besides.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pdqhash
import pytest
from PIL import Image

from helpline.matching import MOST_BITS, lyings
from tests.helpline.test_matching import LYING

#: Photographs that come with a package for pictures; none of them is kept here.
PHOTOGRAPHS = ("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "coins.png", "motorcycle_left.png",
               "rocket.jpg")  # fmt: skip
#: Patterns of which every part is like every other, and a plain round thing: turned, they are not known again.
PLAIN = ("brick.png", "grass.png", "retina.jpg")


def picture(name: str) -> np.ndarray:
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.origin is not None
    with Image.open(Path(package.origin).parent / "data" / name) as opened:
        opened.thumbnail((512, 512))
        return np.array(opened.convert("RGB"))


def value(bits: np.ndarray) -> int:
    return int("".join(map(str, bits)), 2)


def published(pixels: np.ndarray) -> int:
    return value(pdqhash.compute(np.ascontiguousarray(pixels))[0])


def apart(one: int, other: int) -> int:
    return (one ^ other).bit_count()


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_known_again_however_it_lies(name: str) -> None:
    pixels = picture(name)
    reckoned = dict(lyings(f"{published(pixels):064x}"))
    meta = [value(bits) for bits in pdqhash.compute_dihedral(pixels)[0]]
    off_meta = {turn: min(apart(one, other) for other in meta) for turn, one in reckoned.items()}
    off_real = {
        turn: apart(one, published(np.stack([LYING[turn](pixels[..., at]) for at in range(3)], axis=-1)))
        for turn, one in reckoned.items()
    }
    assert off_meta["upright"] == off_meta["mirrored_left"] == 0
    assert max(off_meta.values()) <= 18, off_meta
    assert max(off_real.values()) <= 26 <= MOST_BITS, off_real


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_picture_is_not_known_again_once_it_is_turned(name: str) -> None:
    pixels = picture(name)
    reckoned = dict(lyings(f"{published(pixels):064x}"))
    turned = published(np.ascontiguousarray(np.rot90(pixels, 2)))
    assert apart(reckoned["upside_down"], turned) > MOST_BITS
    assert min(apart(turned, value(bits)) for bits in pdqhash.compute_dihedral(pixels)[0]) > MOST_BITS, "nor by Meta's"
