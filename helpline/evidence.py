"""evidence item: a link, place or hash a contact entrusted to us. Never an image, never fetched, never previewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, repr=False)
class Item:
    """`kind` is link, place ("no link, but here is where") or hash.

    A link has `as_typed`, `normalised` (WHATWG), `platform`, `post`, `passage` (start and end in seconds, for a passage
    in a longer video). A place has `as_typed`. A hash has `algorithm`, `value` (lower-case hex), `quality` (0–100).
    Of hashes made on her own device: `origin` is page, `tool` what made them, `size` the class of the file's size, and
    `file` is equal for the hashes of one file. `raw`: of the picture as it lies in the file, not as it is shown.
    """

    id: str
    kind: str
    as_typed: str
    given_at: datetime
    consent: str
    normalised: str | None = None
    platform: str | None = None
    post: str | None = None
    passage: tuple[int, int] | None = None
    algorithm: str | None = None
    value: str | None = None
    quality: int | None = None
    tool: str | None = None
    media: str | None = None
    origin: str = "chat"
    size: str | None = None
    file: str | None = None
    raw: bool = False

    def __repr__(self) -> str:
        return f"Item({self.id}, {self.kind})"


def together(items: Iterable[Item]) -> tuple[tuple[Item, ...], ...]:
    """Piece by piece, in their order: the hashes of one file are one, where the first of them stands."""
    pieces: dict[str, tuple[Item, ...]] = {}
    for item in items:
        key = f"file {item.file}" if item.file else item.id
        pieces[key] = (*pieces.get(key, ()), item)
    return tuple(pieces.values())
