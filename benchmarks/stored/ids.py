"""Ids as the house makes them, by the million: as long as real ones, and spread as evenly as random ones are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """An id is `digits` of an alphabet in its sorted order, which say whose it is, then what it is of hers: `before`,
    four figures, `behind`."""

    alphabet: str
    digits: int
    before: str
    behind: str

    @property
    def bits(self) -> int:
        return len(self.alphabet).bit_length() - 1

    def apart(self, people: int) -> int:
        """How far neighbours lie from each other when so many fill the whole range."""
        return (1 << self.bits * self.digits) // (people + 1)

    def head(self, people: int) -> str:
        """The digits of person `i`, in SQL that either engine understands."""
        shifts = range(self.bits * (self.digits - 1), -1, -self.bits)
        place = f"1 + CAST((i * {self.apart(people)} >> {{shift}}) & {len(self.alphabet) - 1} AS INTEGER)"
        return " || ".join(f"substr('{self.alphabet}', {place.format(shift=shift)}, 1)" for shift in shifts)

    def mark(self, figures: str) -> str:
        """What is behind the digits, in SQL; `figures`: four, an expression."""
        return f"'{self.before}' || {figures} || '{self.behind}'"

    def spelled(self, number: int, people: int, figures: int) -> str:
        """The same, here."""
        spread, mask = number * self.apart(people), len(self.alphabet) - 1
        shifts = range(self.bits * (self.digits - 1), -1, -self.bits)
        head = "".join(self.alphabet[spread >> shift & mask] for shift in shifts)
        return f"{head}{self.before}{figures}{self.behind}"


UUID = Shape("0123456789abcdef", 8, "-", "-4000-8000-000000000000")
SHORT = Shape("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", 6, "00", "")


def shape_of(example: str) -> Shape:
    """The shape of the ids this house makes. Raises ValueError for one that is not known here."""
    for shape in (UUID, SHORT):
        if len(example) == len(shape.spelled(0, 1, 1000)):
            return shape
    raise ValueError("the house makes ids of a shape that benchmarks/stored/ids.py does not know")
