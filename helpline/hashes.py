"""hashes: fingerprints a person pastes, in strict form and never without the name of the rule that made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from helpline.refused import (
    BAD_QUALITY,
    LOW_QUALITY,
    NO_HASH_AFTER_LABEL,
    NO_LABEL,
    NO_SUCH_HASH,
    NOT_HEX,
    WRONG_LENGTH,
    Refused,
    shortened,
)


@dataclass(frozen=True)
class Algorithm:
    """A rule that makes hashes: `length` in hex characters, `spelled` a pattern of how people write its name."""

    key: str
    label: str
    length: int
    spelled: str
    media: str
    has_quality: bool = False


#: Every algorithm Haven takes; a new one is a new line here.
ALGORITHMS = (
    Algorithm("pdq", "PDQ", 64, r"p\W?d\W?q", "image", has_quality=True),
    Algorithm("md5", "MD5", 32, r"md[\s_-]?5(?:sum)?", "file"),
    Algorithm("sha256", "SHA-256", 64, r"sha[\s_-]*2?[\s_-]*256(?:sum)?", "file"),
)

#: Those that say how well the picture can be told.
HAVE_QUALITY = frozenset(one.key for one in ALGORITHMS if one.has_quality)
#: Below this quality a PDQ hash matches pictures that are not the same (Meta's own rule: drop 49 and less).
LEAST_QUALITY = 50

_NAMES = "|".join(f"(?P<{algorithm.key}>{algorithm.spelled})" for algorithm in ALGORITHMS)
_QUALITY = r"(?:quality|kwaliteit|qualit[ée]|qual|q)\s*[:=]?\s*(?P<quality>-?\d{1,9})(?![\w.])"
_GROUPED = r"(?P<grouped>[0-9a-f]{4,16}(?:[ \-:][0-9a-f]{4,16}){3,31})"
_PIECE = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_NAMES})(?:(?P<glued>[0-9a-f]{{20,}})(?![a-z0-9])|(?=[^a-z0-9]|$))|{_QUALITY}|{_GROUPED}(?![a-z0-9])|(?P<word>[a-z0-9]{{16,}}))",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f]+")
_PAGE = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Hash:
    """One hash: `value` in lower-case hex. `doubt` says, as catalogue text, why others may ignore it."""

    algorithm: str
    value: str
    as_typed: str
    media: str
    quality: int | None = None
    doubt: Refused | None = None

    def __repr__(self) -> str:
        return f"Hash({self.algorithm})"


@dataclass(frozen=True)
class Hashes:
    """What a message holds: the hashes that can be kept, and the pieces that cannot, each with the reason."""

    hashes: tuple[Hash, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, repr=False)
class _Piece:
    kind: str  # label, value or quality
    text: str
    line: int
    algorithm: Algorithm | None = None


def find_hashes(text: str) -> Hashes:
    """Every hash in a message, each once, with its label before or behind it, on its line or another. Never raises."""
    pieces = _pieces(text)
    labelled = _with_labels(pieces)
    hashes: list[Hash] = []
    refused: list[Refused] = []
    for place, piece in enumerate(pieces):
        if piece.kind == "value":
            read = _read(piece, labelled.get(place))
            if isinstance(read, Hash):
                hashes.append(read)
            else:
                refused.append(read)
        elif piece.kind == "quality":
            _note_quality(hashes, piece, refused)
    refused += _lonely_labels(pieces)
    once = {(one.algorithm, one.value): one for one in reversed(hashes)}
    return Hashes(tuple(reversed(once.values())), tuple(refused))


def exact(label: str, value: str, quality: int | None = None) -> Hash:
    """A hash that a program made, in the one form in which it may come: nothing is guessed or mended. Raises ValueError
    without a word of what came."""
    rule = next((one for one in ALGORITHMS if one.key == label), None)
    if rule is None:
        raise ValueError("no such kind of hash")
    if len(value) != rule.length or not _HEX.fullmatch(value):
        raise ValueError("not the digits and letters of such a hash")
    if quality is not None and not (rule.has_quality and type(quality) is int and LEAST_QUALITY <= quality <= 100):
        raise ValueError("no such quality")
    return Hash(rule.key, value, value, rule.media, quality)


def without_hashes(text: str, mark: str) -> str:
    """The text with a mark for everything that is or may be a hash: of a known kind or not, complete or not."""
    found = [one.as_typed for one in find_hashes(text).hashes]
    found += [piece.text for piece in _pieces(text) if piece.kind == "value" and _may_be_a_hash(piece.text)]
    for typed in sorted(set(found), key=len, reverse=True):
        text = text.replace(typed, mark)
    return text


def _may_be_a_hash(typed: str) -> bool:
    value = re.sub(r"[ :-]", "", typed).lower()
    return len(value) >= min(one.length for one in ALGORITHMS) and _HEX.fullmatch(value) is not None


def _pieces(text: str) -> list[_Piece]:
    """Labels, values and qualities in the order typed."""
    found: list[_Piece] = []
    for line, words in enumerate(text.splitlines()):
        for match in _PIECE.finditer(_PAGE.sub(" ", words)):
            groups = match.groupdict()
            algorithm = next((one for one in ALGORITHMS if groups[one.key]), None)
            if algorithm:
                found.append(_Piece("label", groups[algorithm.key], line, algorithm))
                found += [_Piece("value", groups["glued"], line)] if groups["glued"] else []
            elif groups["quality"]:
                found.append(_Piece("quality", groups["quality"], line))
            elif groups["grouped"]:
                found.append(_Piece("value", groups["grouped"], line))
            elif _is_candidate(groups["word"], found):
                found.append(_Piece("value", groups["word"], line))
    return found


def _is_candidate(word: str, before: list[_Piece]) -> bool:
    """A long word is meant as a hash when it is all hex, or mixes digits and letters right behind a label."""
    if _HEX.fullmatch(word.lower()):
        return not word.isdigit() or len(word) in {one.length for one in ALGORITHMS} or before[-1:] != []
    mixed = any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)
    return mixed and len(word) >= 24 and bool(before) and before[-1].kind == "label"


def _with_labels(pieces: list[_Piece]) -> dict[int, Algorithm]:
    """Which label each value has, by its place: line by line first, then over the lines.

    A label alone on its line is a heading for what follows, unless a value begins the message and a label ends it.
    """
    order = [piece.kind for piece in pieces if piece.kind != "quality"]
    behind = order[:1] == ["value"] and order[-1:] == ["label"]
    given: dict[int, Algorithm] = {}
    heading: Algorithm | None = None
    waiting: list[int] = []
    for labels, values in _by_line(pieces):
        if labels and values:
            given.update(_paired(pieces, labels, values))
            heading, waiting = None, []
        elif labels and behind:
            given.update({place: _algorithm(pieces[labels[0]]) for place in waiting})
            waiting = []
        elif labels:
            heading = _algorithm(pieces[labels[-1]])
        else:
            waiting += values
            given.update({place: heading for place in values if heading})
    return given


def _by_line(pieces: list[_Piece]) -> Iterator[tuple[list[int], list[int]]]:
    """The places of each line's labels and of its values."""
    for _, line in groupby(enumerate(pieces), key=lambda one: one[1].line):
        placed = list(line)
        yield [at for at, one in placed if one.kind == "label"], [at for at, one in placed if one.kind == "value"]


def _paired(pieces: list[_Piece], labels: list[int], values: list[int]) -> dict[int, Algorithm]:
    """As many labels as values on a line: one each. Else a value takes the nearest label before it, or the first."""
    if len(labels) == len(values):
        return {value: _algorithm(pieces[label]) for label, value in zip(labels, values, strict=True)}
    given: dict[int, Algorithm] = {}
    for value in values:
        before = [label for label in labels if label < value]
        given[value] = _algorithm(pieces[before[-1] if before else labels[0]])
    return given


def _algorithm(piece: _Piece) -> Algorithm:
    assert piece.algorithm is not None
    return piece.algorithm


def _read(piece: _Piece, algorithm: Algorithm | None) -> Hash | Refused:
    value = re.sub(r"[ :-]", "", piece.text).lower()
    length = str(len(value))
    if algorithm is None:
        could = [one for one in ALGORITHMS if one.length == len(value)]
        if not could:
            return Refused(shortened(piece.text), NO_SUCH_HASH, {"length": length})
        names = " / ".join(one.label for one in could)
        return Refused(shortened(piece.text), NO_LABEL, {"length": length, "could": names, "example": could[0].label})
    if not _HEX.fullmatch(value):
        return Refused(shortened(piece.text), NOT_HEX, {"label": algorithm.label})
    if len(value) != algorithm.length:
        told = {"label": algorithm.label, "expected": str(algorithm.length), "length": length}
        return Refused(shortened(piece.text), WRONG_LENGTH, told)
    return Hash(algorithm.key, value, piece.text, algorithm.media)


def _note_quality(hashes: list[Hash], piece: _Piece, refused: list[Refused]) -> None:
    """A quality belongs to the last hash of a picture before it that has none."""
    place = next((at for at in reversed(range(len(hashes))) if hashes[at].algorithm in HAVE_QUALITY), None)
    if place is None or hashes[place].quality is not None:
        return
    quality = int(piece.text)
    if not 0 <= quality <= 100:
        refused.append(Refused(piece.text, BAD_QUALITY))
        return
    told = {"quality": str(quality), "least": str(LEAST_QUALITY)}
    doubt = Refused(piece.text, LOW_QUALITY, told) if quality < LEAST_QUALITY else None
    hashes[place] = replace(hashes[place], quality=quality, doubt=doubt)


def _lonely_labels(pieces: list[_Piece]) -> list[Refused]:
    """Labels no value belongs to; a label named in passing beside complete hashes is left alone."""
    if any(piece.kind == "value" for piece in pieces):
        return []
    names = list(dict.fromkeys(piece.algorithm.label for piece in pieces if piece.algorithm))
    return [Refused(name, NO_HASH_AFTER_LABEL, {"label": name}) for name in names]
