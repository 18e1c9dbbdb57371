"""However a photograph lies, its hash is near the one reckoned from how it lay before: held against Meta's own program.

What that program says of a picture turned is itself up to 22 bits from what it says of the turned picture, for it takes
its 64 × 64 points a little off the middle; reckoned from 256 bits alone, waves near the middle one are lost besides.
"""

import numpy as np
import pytest

from helpline.matching import MOST_BITS, lyings
from tests.helpline.test_matching import LYING
from tests.oracle.published import Pixels, photograph, turned, whole

PHOTOGRAPHS = ("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "coins.png", "motorcycle_left.png",
               "rocket.jpg")  # fmt: skip
#: Patterns of which every part is like every other, and a plain round thing: turned, they are not known again.
PLAIN = ("brick.png", "grass.png", "retina.jpg")


def picture(name: str) -> Pixels:
    with photograph(name) as opened:
        opened.thumbnail((512, 512))
        return np.array(opened.convert("RGB"))


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_known_again_however_it_lies(name: str) -> None:
    pixels = picture(name)
    meta = turned(pixels)
    off_meta, off_real = {}, {}
    for turn, reckoned in lyings(whole(pixels).value):
        really = whole(np.stack([LYING[turn](pixels[..., at]) for at in range(3)], axis=-1))
        off_meta[turn], off_real[turn] = min(one.off(reckoned) for one in meta), really.off(reckoned)
    assert off_meta["upright"] == off_meta["mirrored_left"] == 0
    assert max(off_meta.values()) <= 18, off_meta
    assert max(off_real.values()) <= 26 <= MOST_BITS, off_real


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_picture_is_not_known_again_once_it_is_turned(name: str) -> None:
    pixels = picture(name)
    reckoned = dict(lyings(whole(pixels).value))
    upside_down = whole(np.rot90(pixels, 2))
    assert upside_down.off(reckoned["upside_down"]) > MOST_BITS
    assert min(one.off(upside_down) for one in turned(pixels)) > MOST_BITS, "nor by Meta's"
