"""The published program, asked what it makes of these pixels; and the photographs that come beside it."""

from __future__ import annotations

import ctypes
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.oracle.install import PROGRAM

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
    [told] = _asked("whole", rgb, 1)
    return told


def turned(rgb: Pixels) -> list[Pdq]:
    """Of the eight ways it can lie, as the program reckons them from one."""
    return _asked("turned", rgb, 8)


@cache
def _program() -> ctypes.CDLL:
    assert PROGRAM.exists(), "the published program is not there: `make test` compiles it"
    return ctypes.CDLL(str(PROGRAM))


def _asked(call: str, rgb: Pixels, ways: int) -> list[Pdq]:
    luma = np.ascontiguousarray(_brightness(rgb))
    room, found = np.zeros_like(luma), np.zeros((ways, 16), dtype="<u2")
    quality = getattr(_program(), call)(_at(luma), _at(room), *map(ctypes.c_int, luma.shape), _at(found))
    return [Pdq(int.from_bytes(bits.tobytes(), "little"), quality) for bits in found]


def _at(numbers: np.ndarray[Any, Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(numbers.ctypes.data)


def _brightness(rgb: Pixels) -> np.ndarray[Any, np.dtype[np.float32]]:
    """As the published package gives it to the program: summed in 64 bits, rounded once."""
    return (rgb[:, :, 0] * 0.299 + rgb[:, :, 1] * 0.587 + rgb[:, :, 2] * 0.114).astype(np.float32)


def photograph(name: str) -> Image.Image:
    """It comes with a package for pictures; none of them is kept here."""
    found = importlib.util.find_spec("skimage")
    assert found is not None, "there are no photographs: `make test` installs them"
    assert found.origin is not None
    return Image.open(Path(found.origin).parent / "data" / name)
