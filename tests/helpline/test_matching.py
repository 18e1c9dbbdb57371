"""The same picture in another case: found where it is the same, turned or mirrored or sent on, and nowhere else."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.evidence import Item
from helpline.matching import (
    BLOCK,
    MOST_BITS,
    SURE_BITS,
    TURNS,
    Compared,
    Match,
    Other,
    alike,
    closest,
    comparable,
    lyings,
    near,
    sought,
    transposed,
)

NOW = datetime(2026, 3, 14, 20, 15, tzinfo=UTC)
HASHES = st.integers(0, (1 << 256) - 1)
#: What a picture does that lies so, as an array of rows; `rot90` turns to the left.
LYING = {
    "upright": lambda grid: grid,
    "mirrored": lambda grid: grid[:, ::-1],
    "mirrored_down": lambda grid: grid[::-1],
    "upside_down": lambda grid: np.rot90(grid, 2),
    "turned_left": lambda grid: np.rot90(grid),
    "turned_right": lambda grid: np.rot90(grid, 3),
    "mirrored_left": lambda grid: grid.T,
    "mirrored_right": lambda grid: np.rot90(grid, 2).T,
}


def hashed(name: str, value: int, algorithm: str = "pdq", **more: object) -> Item:
    length = {"pdq": 64, "sha256": 64, "md5": 32}[algorithm]
    told: dict[str, object] = {"algorithm": algorithm, "value": f"{value:0{length}x}"} | more
    return Item(name, "hash", "typed", NOW, "consent", **told)  # type: ignore[arg-type]


def off(value: int, bits: int, chance: Random) -> int:
    """The same hash with so many bits turned."""
    return value ^ sum(1 << at for at in chance.sample(range(256), bits))


def found(asked: list[Item], others: list[Other]) -> tuple[Match, ...]:
    return closest(alike(sought(asked), others))


# ── bits apart ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_of_a_hundred_thousand_hashes_exactly_those_within_31_bits_are_found() -> None:
    chance = Random(7)
    values = [chance.getrandbits(256) for _ in range(100_000)]
    asked = [chance.getrandbits(256) for _ in range(3)]
    places = chance.sample(range(len(values)), 60)
    for number, place in enumerate(places):
        values[place] = off(asked[number % 3], (0, 31, 32, 256)[number % 4], chance)
    for place in (0, BLOCK - 1, BLOCK, len(values) - 1):  # where one block ends and the next begins
        values[place] = asked[0]
    told = sorted(near(asked, [f"{value:064x}" for value in values]))
    plainly = sorted(
        (which, row, bits)
        for which, wanted in enumerate(asked)
        for row, value in enumerate(values)
        if (bits := (wanted ^ value).bit_count()) <= MOST_BITS
    )
    assert told == plainly
    assert {bits for _, _, bits in told} == {0, 31}
    assert len(told) >= 30


@given(st.lists(HASHES, max_size=40), st.lists(HASHES, max_size=3), st.integers(0, 256))
def test_any_hashes_are_as_far_apart_as_their_bits_say(values: list[int], asked: list[int], most: int) -> None:
    told = list(near(asked, [f"{value:064x}" for value in values], most))
    assert sorted(told) == [
        (which, row, (wanted ^ value).bit_count())
        for which, wanted in enumerate(asked)
        for row, value in enumerate(values)
        if (wanted ^ value).bit_count() <= most
    ]


def test_a_hash_of_which_every_bit_differs_is_as_far_away_as_can_be() -> None:
    assert list(near([0], ["f" * 64])) == []
    assert list(near([0], ["f" * 64], 256)) == [(0, 0, 256)]


# ── the eight ways a picture can lie ──────────────────────────────────────────────────────────────────────────────
def waves(grid: np.ndarray) -> np.ndarray:
    """The 16 × 16 waves of a picture of 64 × 64, as PDQ measures them."""
    across = (2 * np.arange(64) + 1)[None, :] * np.arange(1, 17)[:, None]
    measure = np.cos(np.pi / 128 * across)
    return measure @ grid @ measure.T


def bits_of(grid: np.ndarray) -> int:
    """A bit for each wave that is there rather than not: the middle of them taken for nothing."""
    return sum(1 << place for place in np.flatnonzero(waves(grid).ravel() > 0).tolist())


def test_the_hash_of_each_way_a_picture_can_lie_follows_from_the_one_it_has() -> None:
    chance = np.random.default_rng(3)
    for _ in range(20):
        grid = chance.normal(size=(64, 64))
        told = dict(lyings(f"{bits_of(grid):064x}"))
        assert told == {turn: bits_of(lying(grid)) for turn, lying in LYING.items()}
    assert LYING.keys() == TURNS.keys()


@given(HASHES)
def test_whoever_is_turned_all_the_way_round_is_where_she_began(value: int) -> None:
    assert transposed(transposed(value)) == value
    ways = dict(lyings(f"{value:064x}"))
    assert ways["upright"] == value
    assert dict(lyings(f"{ways['turned_left']:064x}"))["turned_right"] == value
    assert dict(lyings(f"{ways['mirrored']:064x}"))["mirrored"] == value
    assert dict(lyings(f"{ways['turned_left']:064x}"))["turned_left"] == ways["upside_down"]


@pytest.mark.parametrize("turn", TURNS)
def test_a_picture_is_found_however_it_lies(turn: str) -> None:
    chance = Random(5)
    value = chance.getrandbits(256)
    lies = off(dict(lyings(f"{value:064x}"))[turn], 9, chance)
    [match] = found([hashed("mine", value)], [Other("case", hashed("theirs", lies))])
    assert (match.asked, match.case, match.item, match.turn, match.bits) == ("mine", "case", "theirs", turn, 9)


# ── what is the same ──────────────────────────────────────────────────────────────────────────────────────────────
def test_files_are_the_same_only_by_a_hash_of_the_same_kind() -> None:
    mine = [hashed("m", 7, "md5"), hashed("s", 8, "sha256"), hashed("p", 9)]
    others = [
        Other("a", hashed("1", 7, "md5")),
        Other("a", hashed("2", 8, "sha256")),
        Other("b", hashed("3", 8)),  # a PDQ hash that reads like that SHA-256
        Other("c", hashed("4", 9, "sha256")),
        Other("d", hashed("5", 6, "md5")),
    ]
    told = {(one.asked, one.case, one.item): (one.sure, one.bits) for one in found(mine, others)}
    assert told == {
        ("m", "a", "1"): ("same_file", None),
        ("s", "a", "2"): ("same_file", None),
        ("p", "b", "3"): ("almost_surely", 1),
    }


def test_of_two_pictures_the_closest_of_their_hashes_is_told_once() -> None:
    chance = Random(9)
    value = chance.getrandbits(256)
    mine = [hashed("p", value, file="f"), hashed("s", 5, "sha256", file="f")]
    sent_on = Other("case", hashed("q", off(value, 4, chance), file="g"))
    itself = [Other("case", hashed("r", value, file="h")), Other("case", hashed("t", 5, "sha256", file="h"))]
    told = found(mine, [sent_on, *itself])
    assert [(one.item, one.sure) for one in told] == [("t", "same_file"), ("q", "almost_surely")]


def test_how_sure_it_is_follows_from_the_bits() -> None:
    chance = Random(11)
    value = chance.getrandbits(256)
    for bits, sure in (
        (0, "almost_surely"),
        (SURE_BITS, "almost_surely"),
        (SURE_BITS + 1, "probably"),
        (31, "probably"),
    ):
        [match] = found([hashed("mine", value)], [Other("c", hashed("theirs", off(value, bits, chance)))])
        assert (match.sure, match.bits) == (sure, bits)
    assert found([hashed("mine", value)], [Other("c", hashed("theirs", off(value, 32, chance)))]) == ()


def test_a_picture_too_plain_is_compared_with_nothing() -> None:
    plain, doubtful, fine = hashed("a", 1, quality=49), hashed("b", 1, quality=None), hashed("c", 1, quality=50)
    assert comparable([plain, doubtful, fine]) == (doubtful, fine)
    assert found([plain], [Other("x", fine)]) == ()
    assert found([fine], [Other("x", plain)]) == ()
    assert len(found([fine], [Other("x", doubtful)])) == 1


def test_nothing_of_it_prints_a_hash() -> None:
    value = 0xABCDEF << 200
    mine = hashed("mine", value)
    told = repr((mine, sought([mine]), found([mine], [Other("c", hashed("o", value))]), Compared(), Other("c", mine)))
    assert "abcdef" not in told


# ── numpy only where somebody asks ────────────────────────────────────────────────────────────────────────────────
def test_nothing_that_starts_loads_what_only_a_question_needs() -> None:
    asks = "from helpline.matching import near; list(near([1], ['0' * 64]))"
    starts = "import haven.__main__, haven.commands, haven.run, haven.wiring, console.app"
    told = f"import sys; {starts}; assert 'numpy' not in sys.modules; {asks}; assert 'numpy' in sys.modules"
    subprocess.run([sys.executable, "-c", told], cwd=Path(__file__).parents[2], check=True, timeout=60)
