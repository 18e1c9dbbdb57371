"""The published program, asked what it makes of these pixels; and the photographs that come beside it."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash
from PIL import Image

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
#: The most rows and columns that Meta's own tool looks at.
MOST = 512


@dataclass(frozen=True)
class Pdq:
    bits: int
    quality: int

    @property
    def value(self) -> str:
        return f"{self.bits:064x}"

    def off(self, other: Pdq | int | str) -> int:
        """How many bits apart."""
        bits = other.bits if isinstance(other, Pdq) else int(other, 16) if isinstance(other, str) else other
        return (self.bits ^ bits).bit_count()


def expected(rgb: Pixels) -> Pdq:
    """Of the picture as Meta's own tool reads it: at most 512 rows and 512 columns."""
    high, wide = rgb.shape[:2]
    if max(high, wide) > MOST:
        places = np.arange(MOST)
        rgb = rgb[places * high // MOST][:, places * wide // MOST]
    return whole(rgb)


def whole(rgb: Pixels) -> Pdq:
    """Of every pixel."""
    return _told(*pdqhash.compute(np.ascontiguousarray(rgb)))


def turned(rgb: Pixels) -> list[Pdq]:
    """Of the eight ways it can lie, as the program reckons them from one."""
    ways, quality = pdqhash.compute_dihedral(np.ascontiguousarray(rgb))
    return [_told(bits, quality) for bits in ways]


def _told(bits: Any, quality: int) -> Pdq:
    return Pdq(int("".join(map(str, bits)), 2), quality)


def photograph(name: str) -> Image.Image:
    """It comes with a package for pictures; none of them is kept here."""
    found = importlib.util.find_spec("skimage")
    assert found is not None, "there are no photographs: `make test` installs them"
    assert found.origin is not None
    return Image.open(Path(found.origin).parent / "data" / name)
