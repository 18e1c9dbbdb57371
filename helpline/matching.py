"""matching: is the same picture or file in another case? Byte for byte by MD5 and SHA-256; by PDQ also where it was
resized, recompressed, turned or mirrored. For staff with the right to ask, and never told to contacts.

A PDQ hash says of 16 × 16 waves, row by row, whether the picture holds more of each than of the wave in the middle. To
mirror a picture turns the sign of every odd wave across, to swap its sides swaps rows and columns: so the hashes of the
eight ways it can lie follow from the bits of one, but for waves close to the middle (docs/decisions/0044).
numpy is loaded where a question is asked, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from helpline.evidence import Item
from helpline.hashes import LEAST_QUALITY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Columns = tuple[NDArray[np.uint64], ...]

#: So many bits apart, two PDQ hashes are still of one picture (Meta's own rule).
MOST_BITS = 31
#: So many apart at most, copies as messengers make them are: almost surely the same.
SURE_BITS = 16
#: Hashes compared at a time: their columns and what is reckoned from them stay in the processor's own memory.
BLOCK = 1 << 14
SIDE = 16
_EVEN = sum(1 << at for at in range(0, SIDE, 2))
#: The waves whose sign turns: odd ones across (the first column is wave 1), odd ones down, and one of both.
_ACROSS = sum(_EVEN << SIDE * row for row in range(SIDE))
_DOWN = sum(0xFFFF << SIDE * row for row in range(0, SIDE, 2))
#: How the other picture lies → are rows and columns swapped, which bits turn.
TURNS: Mapping[str, tuple[bool, int]] = {
    "upright": (False, 0),
    "mirrored": (False, _ACROSS),
    "mirrored_down": (False, _DOWN),
    "upside_down": (False, _ACROSS ^ _DOWN),
    "turned_left": (True, _DOWN),
    "turned_right": (True, _ACROSS),
    "mirrored_left": (True, 0),
    "mirrored_right": (True, _ACROSS ^ _DOWN),
}


@dataclass(frozen=True, repr=False, slots=True)
class Mark:
    """What of an item is compared, and nothing else: a question goes through a hundred thousand of them."""

    id: str
    kind: str
    algorithm: str | None
    value: str | None
    quality: int | None
    file: str | None

    def __repr__(self) -> str:
        return f"Mark({self.algorithm})"


class Other(NamedTuple):
    """A hash that another case holds."""

    case: str
    item: Item | Mark


@dataclass(frozen=True)
class Match:
    """`asked` and `item`: the ids of the two hashes. `bits`: how far apart, None where it is the same file. `between`:
    the two pictures, each by what ties its hashes together."""

    asked: str
    case: str
    item: str
    bits: int | None
    turn: str = "upright"
    between: tuple[str, str] = ("", "")

    @property
    def sure(self) -> str:
        """same_file, almost_surely or probably."""
        if self.bits is None:
            return "same_file"
        return "almost_surely" if self.bits <= SURE_BITS else "probably"

    @property
    def rank(self) -> tuple[int, bool]:
        """Smaller is closer."""
        return (-1 if self.bits is None else self.bits, self.turn != "upright")


@dataclass(frozen=True)
class Compared:
    """`matches`, the closest first; with how many hashes of how many other cases it was compared."""

    matches: tuple[Match, ...] = ()
    hashes: int = 0
    cases: int = 0


@dataclass(frozen=True, repr=False)
class Sought:
    """What is looked for: hashes of files by kind and value, and of pictures in each way they can lie."""

    files: Mapping[tuple[str, str], Item]
    pictures: tuple[tuple[Item, str, int], ...] = field(default=())

    def __repr__(self) -> str:
        return f"Sought({len(self.files)}, {len(self.pictures)})"


def is_comparable(item: Item | Mark) -> bool:
    """A hash, and not of a picture so plain that it is like that of many others."""
    return item.kind == "hash" and bool(item.value) and (item.quality is None or item.quality >= LEAST_QUALITY)


def comparable(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(one for one in items if is_comparable(one))


def sought(items: Iterable[Item]) -> Sought:
    """Everything of a case that can be looked for elsewhere."""
    hashes = comparable(items)
    files = {(one.algorithm or "", one.value or ""): one for one in hashes if one.algorithm != "pdq"}
    pictures = [(one, *lying) for one in hashes if one.algorithm == "pdq" for lying in lyings(one.value or "")]
    return Sought(files, tuple(pictures))


def alike(wanted: Sought, others: Sequence[Other]) -> list[Match]:
    """All of these that are the same. What is reckoned is thrown away with the answer."""
    found, others = [], [other for other in others if is_comparable(other.item)]
    for other in others:
        asked = wanted.files.get((other.item.algorithm or "", other.item.value or ""))
        if asked is not None:
            found.append(Match(asked.id, other.case, other.item.id, None, between=between(asked, other.item)))
    pictures = [other for other in others if other.item.algorithm == "pdq"] if wanted.pictures else []
    values = [other.item.value or "" for other in pictures]
    for which, row, bits in near([value for _, _, value in wanted.pictures], values):
        asked, turn, _ = wanted.pictures[which]
        other = pictures[row]
        found.append(Match(asked.id, other.case, other.item.id, bits, turn, between(asked, other.item)))
    return found


def between(asked: Item, other: Item | Mark) -> tuple[str, str]:
    return (asked.file or asked.id, other.file or other.id)


def closest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """One for each two pictures, the closest; the closest case first."""
    best: dict[tuple[str, tuple[str, str]], Match] = {}
    for match in matches:
        known = best.get((match.case, match.between))
        if known is None or match.rank < known.rank:
            best[match.case, match.between] = match
    return tuple(sorted(best.values(), key=lambda one: (one.rank, one.case, one.item)))


# ── the eight ways a picture can lie ──────────────────────────────────────────────────────────────────────────────
def lyings(value: str) -> Iterator[tuple[str, int]]:
    """How it lies, and the hash of it lying so."""
    plain = int(value, 16)
    swapped = transposed(plain)
    for turn, (swaps, signs) in TURNS.items():
        yield turn, (swapped if swaps else plain) ^ signs


def transposed(value: int) -> int:
    """Rows and columns swapped."""
    bits = (at for at in range(SIDE * SIDE) if value >> at & 1)
    return sum(1 << at % SIDE * SIDE + at // SIDE for at in bits)


# ── bits apart ────────────────────────────────────────────────────────────────────────────────────────────────────
def near(asked: Sequence[int], values: Sequence[str], most: int = MOST_BITS) -> Iterator[tuple[int, int, int]]:
    """Which of those asked, the place of the value that is near it, and how many bits apart they are."""
    if not asked or not values:
        return iter(())
    return near_columns(asked, columns(values), most)


def columns(values: Sequence[str]) -> Columns:
    """256 bits as four columns of 64: each is gone through in one sweep."""
    import numpy as np

    rows = np.frombuffer(bytes.fromhex("".join(values)), dtype=">u8").reshape(-1, 4)
    return tuple(np.ascontiguousarray(rows[:, at], dtype=np.uint64) for at in range(4))


def near_columns(asked: Sequence[int], among: Columns, most: int = MOST_BITS) -> Iterator[tuple[int, int, int]]:
    """The same, over columns that are made already."""
    import numpy as np

    words = [[np.uint64(value >> shift & (1 << 64) - 1) for shift in (192, 128, 64, 0)] for value in asked]
    for start in range(0, len(among[0]), BLOCK):
        block = [column[start : start + BLOCK] for column in among]
        for which, word in enumerate(words):
            apart = np.bitwise_count(block[0] ^ word[0])
            for at in (1, 2):
                apart += np.bitwise_count(block[at] ^ word[at])
            # All 256 bits apart do not fit into a byte: they would be none.
            whole = np.add(apart, np.bitwise_count(block[3] ^ word[3]), dtype=np.uint16)
            for row in np.flatnonzero(whole <= most):
                yield which, start + int(row), int(whole[row])
