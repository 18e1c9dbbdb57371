"""A backup that somebody else made: whoever has the public key can lock anything, and it is told from ours calmly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest

from storage.dumped import BadCopy, Reading

FIRST = {
    "haven": "data",
    "format": 1,
    "house": "a-house",
    "schema": "0012",
    "made": "2026-11-22T12:00:00+00:00",
    "tables": [["house", [["id", ""]]]],
}
#: In the place of anything in the first line.
ODD = (
    None,
    1,
    -1,
    True,
    "",
    [],
    {},
    [1],
    "x",
    "9999-12-31T23:59:59",
    "0012' OR 1",
    [["house; DROP", [["id", ""]]]],
    [[1, []]],
)
#: What comes after it.
PAGES = (
    [],
    [{"table": "house", "rows": [["h"]]}],
    [{"table": "x", "rows": [[1]]}],
    [{"table": ["a"], "rows": []}],
    [{"table": "house", "rows": [[]]}],
    [{"table": "house", "rows": [None]}],
    [{"rows": 1}],
    [[]],
    ["end"],
    [1],
    [None],
)


def told(first: object, pages: list[object], rows: int = 0) -> bytes:
    """As ours are written, with a digest that is right."""
    lines = b"".join(json.dumps(line).encode() + b"\n" for line in (first, *pages))
    end = {"end": {"house": rows}, "sha256": hashlib.sha256(lines).hexdigest()}
    return lines + json.dumps(end).encode() + b"\n"


def forged() -> Iterator[bytes]:
    for name in FIRST:
        for odd in ODD:
            yield from (told(FIRST | {name: odd}, list(pages)) for pages in PAGES)
    yield from (told(FIRST, list(pages)) for pages in PAGES[2:])
    yield from (b"", b"\n", b"{}\n", b"[]\n", b"\xff\n", b"[" * 9000 + b"\n", b'"end"\n"end"\n')


def test_what_is_not_as_ours_are_is_no_backup_and_nothing_else_happens() -> None:
    taken = 0
    for raw in forged():
        reading = Reading()
        try:
            reading.write(raw)
            contents = reading.whole().contents
        except BadCopy:
            continue
        taken += 1  # a word may stand in for another; what is done with it takes it for what it is
        assert contents.made.tzinfo is not None
        assert contents.what in ("data", "keys", "master")
        assert contents.schema in ("", "0012")
        assert isinstance(contents.house, str)
    assert taken <= 12


def test_the_control_one_of_ours_is_read_to_its_end() -> None:
    reading = Reading()
    reading.write(told(FIRST, [{"table": "house", "rows": [["h"]]}], 1))
    assert reading.whole().counts == {"house": 1}
    with pytest.raises(BadCopy):
        Reading().write(told(FIRST | {"made": "2026-11-22T12:00:00"}, []))
