"""The scanner finds a canary however it was written down; a scanner that finds nothing proves nothing."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.drills.canary import FIRST_HEADER, HEADER, PAGE, make, scan

WRITINGS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda word: word.encode(),
    "utf-16": lambda word: word.encode("utf-16"),
    "hex": lambda word: word.encode().hex().encode(),
    "percent-encoded": lambda word: quote(word).encode(),
    "json": lambda word: json.dumps({"text": word}).encode(),
    "base64 at phase 0": lambda word: base64.b64encode(word.encode()),
    "base64 at phase 1": lambda word: base64.b64encode(b"x" + word.encode()),
    "base64 at phase 2": lambda word: base64.b64encode(b"xy" + word.encode()),
    "base64 in a sentence": lambda word: base64.urlsafe_b64encode(f"she wrote {word} at night".encode()),
    "zlib": lambda word: b"head" + zlib.compress(f"she wrote {word} at night, and again {word}".encode()),
    "gzip": lambda word: gzip.compress(f"she wrote {word} at night, and again {word}".encode()),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_canary_is_found_however_it_was_written_down(tmp_path: Path, writing: str) -> None:
    canary = make("words")
    (tmp_path / "page").write_bytes(b"\0" * 100 + WRITINGS[writing](canary) + b"\0" * 100)
    assert scan([tmp_path], [canary])


def test_another_canary_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "page").write_text(make("words"))
    assert not scan([tmp_path], [make("words")])


def test_a_canary_that_lies_across_two_pages_of_postgresqls_log_is_found(tmp_path: Path) -> None:
    canary = make("words")
    log = b"\0" * (PAGE - FIRST_HEADER - 7) + canary.encode()
    pages = b"f" * FIRST_HEADER + log[: PAGE - FIRST_HEADER] + b"h" * HEADER + log[PAGE - FIRST_HEADER :]
    (tmp_path / "pg_wal").mkdir()
    (tmp_path / "pg_wal" / "000000010000000000000001").write_bytes(pages)
    assert scan([tmp_path], [canary])
