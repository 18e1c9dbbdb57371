"""The flow drill: flows with slips in them, of the pen and of the disk. They are read, or every mistake is told.

What is read is looked over and proved; what is refuted is played in the engine, for a counter-example must happen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
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
from tests.drills.played import plays

HERE = Path(__file__).resolve().parent.parent
#: The flows Haven ships with, and a helpline small enough to be proved many times a second.
FILES = {path.name: path.read_bytes() for path in sorted(LIBRARY.glob("*.yaml"))}
SMALL = {
    f"{name}.yaml": yaml.safe_dump({"format": 1, **flow}, sort_keys=False).encode()
    for name, flow in yaml.safe_load((HERE / "helpline/promises/base.yaml").read_text("utf-8")).items()
}
#: The share of cases that break the whole library.
WHOLE = 0.04
#: Seconds of the processor one file may take, read, proved, refuted and played.
LONGEST = 20.0
NOW = datetime(2026, 11, 18, tzinfo=UTC)

Load = Callable[[dict[str, bytes]], Revision]
Played = Callable[[Revision, safety.Refuted], bool]
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
    """A library with one of its files broken."""
    files = FILES if chance.random() < WHOLE else SMALL
    name = chance.choice([*files, *["triage.yaml"] * 6])
    way = chance.choice((on_lines, on_lines, in_structure, in_structure, rewired, rewired, mangle_bytes))
    return files | {name: way(files[name], chance)}


def honest(files: dict[str, bytes]) -> Revision:
    return load.load_files(files, {})


def drill(cases: range, seed: int, read: Load = honest, played: Played = plays) -> Finding:
    """Every case: FlowErrors that name their lines, or a revision that is proved, or refuted by a talk that happens.
    Anything else, and anything slow, is wrong."""
    finding = Finding("flow files", seed=seed)
    known = directory.load(DIRECTORY)
    remembered, load._source = load._source, lru_cache(256)(load._source)  # the sound files are parsed once
    try:
        for case in cases:
            began = time.process_time()
            try:
                _one(slipped(chance_of(seed, case)), case, Tools(known, read, played), finding)
            except Exception as error:
                finding.add(trouble(error), case)
            if time.process_time() - began > LONGEST:
                finding.add("slow", case)
            finding.count += 1
    finally:
        load._source = remembered
    return finding.done()


@dataclass(frozen=True)
class Tools:
    """What a file goes through."""

    known: Directory
    read: Load
    played: Played


def _one(files: dict[str, bytes], case: int, tools: Tools, finding: Finding) -> None:
    try:
        revision = tools.read(files)
    except FlowErrors as told:
        finding.seen["told"] += 1
        if not told.errors or not all(error.line >= 1 and error.message for error in told.errors):
            finding.add("told without a line", case)
        return
    finding.seen["read"] += 1
    check(revision)
    refuted = safety.check(revision, tools.known, NOW)
    finding.seen["refuted" if refuted else "proved"] += 1
    for one in refuted:
        if one.place is None or not one.conversation:
            continue  # a flow that is missing, words nobody comes to: there is no talk to tell
        finding.seen["played"] += 1
        if not tools.played(revision, one):
            finding.add(f"{one.promise} by a talk that does not happen", case)
