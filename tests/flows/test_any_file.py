"""Whatever an editor sends: it is read, or every mistake is told; the loader never breaks on it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.check import check
from flows.draw import draw
from flows.flow import Revision
from flows.load import load_files
from flows.source import FlowErrors

LIBRARY = Path(__file__).parent / "library"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.yaml"))}

#: What to do to a line: leave it out, say it twice, shift it, or put other words in it.
SLIPS = st.lists(
    st.tuples(
        st.sampled_from([*FILES]),
        st.integers(0, 60),
        st.sampled_from(["drop", "twice", "in", "out", "words", "swap"]),
        st.sampled_from(
            ["", "[", "{", "yes", "talk", "age: 3", "go: over", "type: say", "&a", "*a", "\t", "{x}", "?", "- "]
        ),
    ),
    min_size=1,
    max_size=4,
)


def slipped(lines: list[str], at: int, what: str, words: str) -> list[str]:
    at %= max(len(lines), 1)
    line = lines[at] if lines else ""
    made = {
        "drop": [],
        "twice": [line, line],
        "in": ["  " + line],
        "out": [line.removeprefix("  ")],
        "words": [line + " " + words],
        "swap": [line.partition(":")[0] + ": " + words],
    }
    return lines[:at] + made[what] + lines[at + 1 :]


def read_or_told(files: dict[str, bytes]) -> Revision | None:
    """The revision, looked over and drawn; None where its mistakes were told."""
    try:
        known = load_files(files, {})
    except FlowErrors as told:
        mistakes = told.errors
    else:
        mistakes = ()
    if mistakes:
        assert all(error.line >= 1 and error.message for error in mistakes)
        return None
    check(known)
    for flow in known.flows:
        draw(known, flow)
    return known


@given(slips=SLIPS)
def test_a_slip_of_the_pen_is_read_or_told(slips: list[tuple[str, int, str, str]]) -> None:
    files = {name: text.split("\n") for name, text in FILES.items()}
    for name, at, what, words in slips:
        files[name] = slipped(files[name], at, what, words)
    read_or_told({name: "\n".join(lines).encode() for name, lines in files.items()})


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_anything_at_all_is_read_or_told(content: bytes) -> None:
    assert read_or_told({"a.yaml": content}) is None


@pytest.mark.parametrize(
    "content", [b"[" * 5000, b"a: " * 3000, b"{a: " * 3000, b"\x00", b"\xff\xfe", b"--- a\n--- b\n"]
)
def test_monsters_are_told_too(content: bytes) -> None:
    assert read_or_told({"a.yaml": content}) is None


def test_without_a_slip_it_is_read() -> None:
    assert read_or_told({name: text.encode() for name, text in FILES.items()}) is not None
