"""What a page that makes hashes may say, read strictly: exactly these words, and nothing that was not asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import orjson

from helpline.contact import Words
from helpline.hashes import HAVE_QUALITY
from helpline.on_device.leave import MOST_FILES
from helpline.on_device.made import SOME_MINOR, MadeFile, MadeHash

#: Of one file. No file has more of them: three kinds, one of them twice.
MOST_HASHES = 8
#: Characters of a secret or a session; a launch may be as long as the body.
LONGEST_SECRET = 200
#: What may stand in a file and in a hash; the last ones of a hash only where there is something to say.
FILE = {"kind", "size", "tool", "hashes", "adults"}
HASH, MORE = {"label", "value"}, {"quality", "raw"}
#: What a page calls one sending of its list, so that the same one is known again where its answer was lost.
ATTEMPT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Open:
    """With a secret, or with what the messenger says of who opened it."""

    secret: Words | None = None
    launch: Words | None = None


@dataclass(frozen=True)
class Keep:
    """`files`: None where they are not as they must be. `attempt`: drawn by the page, the same where it asks again."""

    session: Words
    files: tuple[MadeFile, ...] | None
    attempt: Words | None = None


@dataclass(frozen=True)
class Minor:
    session: Words
    fact: str


@dataclass(frozen=True)
class Again:
    session: Words


Asked = Open | Keep | Minor | Again


def read(body: bytes) -> Asked | None:
    """None for everything that is no act of the page."""
    try:
        told: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(told, dict):
        return None
    words = {name: value for name, value in told.items() if isinstance(value, str) and value}
    return _act(told, words)


def _act(told: dict[str, Any], words: dict[str, str]) -> Asked | None:
    """`words`: what of it is text, and not empty."""
    match words.get("act"), sorted(told):
        case "open", ["act", "secret"] if short(words.get("secret")):
            return Open(secret=Words(words["secret"]))
        case "open", ["act", "launch"] if "launch" in words:
            return Open(launch=Words(words["launch"]))
        case "keep", names if short(words.get("session")):
            return keep(told, Words(words["session"]), names)
        case "minor", ["act", "fact", "session"] if short(words.get("session")) and words.get("fact") in SOME_MINOR:
            return Minor(Words(words["session"]), words["fact"])
        case "again", ["act", "session"] if short(words.get("session")):
            return Again(Words(words["session"]))
    return None


def short(secret: str | None) -> bool:
    return secret is not None and len(secret) <= LONGEST_SECRET


def keep(told: dict[str, Any], session: Words, names: list[str]) -> Keep:
    """An attempt may be named, and nothing else besides."""
    if names == ["act", "files", "session"]:
        return Keep(session, files(told["files"]))
    attempt = told.get("attempt")
    if names == ["act", "attempt", "files", "session"] and isinstance(attempt, str) and ATTEMPT.fullmatch(attempt):
        return Keep(session, files(told["files"]), Words(attempt))
    return Keep(session, None)


# ── what was made ─────────────────────────────────────────────────────────────────────────────────────────────────
def files(told: Any) -> tuple[MadeFile, ...] | None:
    """None where any of it is not as it must be: nothing is mended, and nothing is left out."""
    if not (isinstance(told, list) and 0 < len(told) <= MOST_FILES):
        return None
    try:
        return tuple(file(one) for one in told)
    except ValueError:
        return None


def file(told: Any) -> MadeFile:
    """Raises ValueError, without a word of what came."""
    if not (isinstance(told, dict) and told.keys() == FILE and told["adults"] is True):
        raise ValueError("not a file")
    kind, size, tool, hashes = (told[name] for name in ("kind", "size", "tool", "hashes"))
    texts = all(isinstance(one, str) for one in (kind, size, tool))
    if not (texts and isinstance(hashes, list) and 0 < len(hashes) <= MOST_HASHES):
        raise ValueError("not a file")
    return MadeFile(kind, size, tool, tuple(made(one, kind) for one in hashes))


def made(told: Any, kind: str) -> MadeHash:
    """Raises ValueError. What a picture looks like, is said of pictures alone, with how well it can be told."""
    if not (isinstance(told, dict) and HASH <= told.keys() <= HASH | MORE):
        raise ValueError("not a hash")
    label, value, quality = told["label"], told["value"], told.get("quality")
    if not (isinstance(label, str) and isinstance(value, str)) or told.get("raw", True) is not True:
        raise ValueError("not a hash")
    of_its_look = label in HAVE_QUALITY
    if of_its_look and not (kind == "image" and type(quality) is int):
        raise ValueError("not a hash of a picture")
    if not of_its_look and told.keys() != HASH:
        raise ValueError("not a hash of a file")
    return MadeHash(label, value, quality, "raw" in told)
