"""Pictures made small keep what is seldom but stands out: a red word on a page of greys."""

import struct
import zlib
from collections import Counter

from tests.journeys.palette import _chosen, _colour, _nearest, _written

RED = 0xFF2020C8
GREYS = [0xFF000000 | grey * 0x010101 for grey in range(256)]


def test_a_seldom_colour_that_stands_out_is_kept() -> None:
    counted = Counter(dict.fromkeys(GREYS, 5000) | {RED: 100})
    chosen = _chosen(counted, most=64)
    assert len(chosen) == 64
    assert _nearest(_colour(RED), chosen)[1] == 0
    assert max(_nearest(_colour(grey), chosen)[1] for grey in GREYS) <= 3 * 4**2


def test_what_is_written_is_an_indexed_picture_of_that_size() -> None:
    png = _written(2, 1, [(0, 0, 0), (200, 32, 32)], b"\0\1\0")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">IIBB", png[16:26]) == (2, 1, 8, 3)
    body = png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8]
    assert zlib.decompress(body) == b"\0\1\0"
