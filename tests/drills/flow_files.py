"""The flow drill: the library with slips in it, of the pen and of the disk. It is read, or every mistake is told.

What is read is looked over by the checker, and every so often proved: neither ever breaks on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Any

import yaml

from flows import load
from flows.check import check
from flows.flow import Revision
from flows.source import FlowErrors
from haven.premises import DIRECTORY, LIBRARY
from helpline import directory, safety
from helpline.directory import Directory
from tests.drills.finding import Finding, chance_of, trouble
from tests.drills.mangled import LETTERS, mangle, mangle_bytes, places

FILES = {path.name: path.read_bytes() for path in sorted(LIBRARY.glob("*.yaml"))}
#: Seconds one file may take, to be read or proved, on a machine that does other things too.
LONGEST = 20.0
#: Of the revisions that are read, one in so many is proved.
PROVED = 20

Load = Callable[[dict[str, bytes]], Revision]
WORDS = (
    *LETTERS, "yes", "no", "null", "~", "age", "minor", "adult", "triage", "end", "human", "say", "choose", "{name}",
    "{hours}",
    "go", "[", "{", "&a", "*a", "!!python/object:os.system", "? ", "- ", "| ", "%YAML 9.9", "2001-01-01", "0x1f",
    "1_000", ".inf",
    "words " * 2000,
)  # fmt: skip


def odd(chance: Random) -> Any:
    """What an editor may put where something else belongs."""
    return chance.choice((*WORDS, [], {}, None, 7, -1, 10**30, True, 2.5, ["a", "a"], {"a": {"b": "c"}}, {"go": "end"}))


def on_lines(content: bytes, chance: Random) -> bytes:
    """Lines left out, doubled, shifted, swapped, or with other words in them."""
    lines = content.decode().split("\n")
    for _ in range(chance.randint(1, 2)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        made = (
            [], [line, line], ["  " + line], [line.removeprefix("  ")], [f"{line} {chance.choice(WORDS)}"],
            [f"{line.partition(':')[0]}: {chance.choice(WORDS)}"], [lines[to]], ["\t" + line],
        )  # fmt: skip
        lines[at : at + 1] = chance.choice(made)
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def in_structure(content: bytes, chance: Random) -> bytes:
    """The values themselves mangled, and written down as YAML again."""
    tree = mangle(yaml.load(content, yaml.CSafeLoader), chance, odd, 2)
    try:
        return yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False).encode()
    except UnicodeEncodeError:  # half a character: only the slow writer has a way to write it
        return yaml.dump(tree, Dumper=yaml.SafeDumper, sort_keys=False).encode("utf-8", "surrogatepass")


def rewired(content: bytes, chance: Random) -> bytes:
    """Sound YAML that leads elsewhere, or no longer sets what it set: what reads well and may break a promise."""
    tree = yaml.load(content, yaml.CSafeLoader)
    for _ in range(chance.randint(1, 3)):
        ways = [place for place in places(tree["steps"]) if place[1] in ("go", "sets", "when")]
        if not ways:
            break
        holder, key = chance.choice(ways)
        if key == "go" and chance.random() < 0.8:
            holder[key] = chance.choice(list(tree["steps"]))
        elif key != "go":
            holder[key] = chance.choice(
                ({"age": "adult"}, {"age": "minor"}, {"age_in_image": "adult"}, {"language": "nl"})
            )
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False).encode()


def slipped(chance: Random) -> dict[str, bytes]:
    """The library with one of its files broken."""
    name = chance.choice(list(FILES))
    way = chance.choice((on_lines, on_lines, in_structure, in_structure, rewired, mangle_bytes))
    return FILES | {name: way(FILES[name], chance)}


def honest(files: dict[str, bytes]) -> Revision:
    return load.load_files(files, {})


def drill(count: int, seed: int, read: Load = honest) -> Finding:
    """Every case: FlowErrors that name their lines, or a revision. Anything else, and anything slow, is wrong."""
    finding = Finding("flow files", seed=seed)
    known = directory.load(DIRECTORY)
    remembered, load._source = load._source, lru_cache(256)(load._source)  # the sound files are parsed once
    try:
        for case in range(count):
            began = time.monotonic()
            try:
                _one(slipped(chance_of(seed, case)), case, known, read, finding)
            except Exception as error:
                finding.add(trouble(error), case)
            if time.monotonic() - began > LONGEST:
                finding.add("slow", case)
            finding.count += 1
    finally:
        load._source = remembered
    return finding.done()


def _one(files: dict[str, bytes], case: int, known: Directory, read: Load, finding: Finding) -> None:
    try:
        revision = read(files)
    except FlowErrors as told:
        finding.seen["told"] += 1
        if not told.errors or not all(error.line >= 1 and error.message for error in told.errors):
            finding.add("told without a line", case)
        return
    finding.seen["read"] += 1
    check(revision)
    if finding.seen["read"] % PROVED == 1:
        finding.seen["proved"] += 1
        finding.seen["refuted"] += bool(safety.check(revision, known, datetime(2026, 11, 18, tzinfo=UTC)))
