"""The harvest: every byte a house leaves on its machine, and all that can be won from it, by reading and by keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from haven.backup_files import identities_in, unlocking
from storage.dumped import Reading
from storage.master import FILE
from tests.drills.canary import BEGINNING, read, scan
from tests.drills.locksmith import Ring, try_all


@dataclass(frozen=True)
class Ground:
    """Where a house leaves anything. `house`: its database, its keys, its logs, what is temporary, a browser's folder;
    on PostgreSQL the server's own folder, too. `identity`: what opens the backups below `copies`. `since`: a file that
    nobody has written to since then holds nothing of this house."""

    house: Sequence[Path]
    keys: Path
    copies: Path
    identity: Path
    since: float

    def files(self, *kinds: str) -> Iterator[Path]:
        """Every file, and the backups of these kinds."""
        below = chain.from_iterable(folder.rglob("*") for folder in self.house)
        yield from (path for path in below if is_written(path, self.since))
        yield from (path for kind in kinds for path in self.backups(kind))

    def backups(self, kind: str) -> list[Path]:
        return sorted((self.copies / kind).glob("*.age"))


def is_written(path: Path, since: float) -> bool:
    """A file of its own, and not one from before. One that goes meanwhile is none."""
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since
    except FileNotFoundError:
        return False


@dataclass(frozen=True)
class Harvest:
    """`won`: the words and keys, by kind, that some key opens."""

    won: Collection[str]
    ring: Ring = field(repr=False)


def gather(ground: Ground, words: Mapping[str, str], secrets: Mapping[str, bytes], *kinds: str) -> Harvest:
    """All of these words and keys that some key opens, in the house and in its backups of these kinds."""
    ring = try_all(layers(ground, *kinds), [(ground.keys / FILE).read_bytes()])
    return Harvest(ring.told(words) | {kind for kind, secret in secrets.items() if secret in ring.secrets}, ring)


def layers(ground: Ground, *kinds: str) -> Iterator[bytes]:
    """Each file as it lies there, and the backups once more as they are with the key that opens them."""
    for path in ground.files(*kinds):
        with suppress(FileNotFoundError):  # gone since it was found: it holds nothing any more
            yield from read(path)
    for kind in kinds:
        for path in ground.backups(kind):
            yield unlocked(path, ground.identity)


def unlocked(path: Path, identity: Path) -> bytes:
    """What a backup holds in bytes and words, one after the other."""
    found: list[bytes] = []

    def page(table: str, rows: list[Sequence[object]]) -> None:
        for value in chain.from_iterable(rows):
            found.append(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"))

    unlocking(path, identities_in(identity))(Reading(page=page))
    return b"\0".join(found)


def lying_open(ground: Ground, words: Mapping[str, str], secrets: Mapping[str, bytes], *kinds: str) -> set[str]:
    """What needs no key: by kind, the words that stand there in any writing, and keys that lie there bare. What may
    stand anywhere by chance (a number, a hash) is looked for as it is."""
    canaries = [word for word in words.values() if word.startswith(BEGINNING)]
    hits = {hit.canary for hit in scan(ground.files(*kinds), canaries)}
    bare = {kind for kind, word in words.items() if word in hits}
    plain = {kind: word.encode() for kind, word in words.items()} | dict(secrets)
    for layer in layers(ground, *kinds):
        bare |= {kind for kind, word in plain.items() if word in layer}
        bare |= {kind for kind, secret in secrets.items() if secret.hex().encode() in layer}
    return bare
