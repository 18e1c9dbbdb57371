"""Fingerprints are made as the published program makes them: bit for bit, on every picture."""

import numpy as np
import pytest

from tests.drills.finding import Finding, amount, seed
from tests.oracle.published import Pixels, photograph
from tests.web.hash_core import made_by_chance, mistaken, ours, theirs

PHOTOGRAPHS = (
    *("astronaut.png", "camera.png", "cell.png", "chelsea.png", "coffee.png", "coins.png", "ihc.png"),
    *("motorcycle_left.png", "page.png", "rocket.jpg", "text.png"),
)


def photographs() -> list[Pixels]:
    """Some in their own size, the others smaller: 300, and a stamp."""
    sizes = [None, (300, 200), (90, 120)]
    return [_photograph(name, sizes[place % 3]) for place, name in enumerate(PHOTOGRAPHS)]


def _photograph(name: str, size: tuple[int, int] | None = None) -> Pixels:
    with photograph(name) as image:
        return np.asarray(image.convert("RGB").resize(size or image.size))


@pytest.mark.parametrize("part", range(amount(20, 1)))
def test_every_fingerprint_quality_and_turn_equals_that_of_the_published_program(part: int) -> None:
    images = [*made_by_chance(amount(500, 420), seed() + part), *photographs()]
    finding = Finding("fingerprints", len(images), seed() + part, engine="node")
    made = ours(images)
    for number, (image, found) in enumerate(zip(images, made, strict=True)):
        if found != theirs(image):
            finding.add("x".join(map(str, image.shape[:2])), number)
    print(finding.done())
    assert finding.holds
    assert len(made) >= 430
    assert len({found[0] for found in made}) > len(images) / 2, "one answer for all would be no fingerprint"


MISTAKES = {
    "red and blue change places": ("rgba[4 * i]! * 0.299", "rgba[4 * i + 2]! * 0.299"),
    "one row further": ("(place * size) / MOST", "(place * size + size / 2) / MOST"),
    "corners, not centres": ("place + 0.5", "place"),
    "sums of 64 bits": ("Math.fround(sum + Math.fround(", "(sum + ("),
    "the plain average too": ("(wave + 1)", "wave"),
    "the other middle": ("COUNT / 2 - 1", "COUNT / 2"),
    "rounded, not cut": ("Math.trunc", "Math.round"),
    "turned the other way": ('"90": (_, column) => even(column)', '"90": (row) => even(row)'),
    "averages from further on": ("Math.floor(reach / 2)", "Math.floor((reach + 1) / 2)"),
}


def test_a_mistake_in_one_place_would_be_noticed() -> None:
    images = [*made_by_chance(24, seed()), _photograph("rocket.jpg")]
    expected = [theirs(image) for image in images]
    none, *all_of_them = mistaken(images, [("", ""), *MISTAKES.values()])
    assert none == expected
    assert not [mistake for mistake, made in zip(MISTAKES, all_of_them, strict=True) if made == expected]
