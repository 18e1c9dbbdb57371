"""typed: the pieces of a message that look like web addresses or account names, before anyone judges them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from helpline.platforms import Platforms

_OPENING = "<([{\"'«“”„‘’‹`*_~|,;:!¡¿>→-–—•·"
_CLOSING = ".,;:!?\"'»“”‘’›`*_~|>…-–—•·<"
_PAIRS = {")": "(", "]": "[", "}": "{"}

#: Endings that, without `https://`, make a word an address rather than two sentences run together.
_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        """
        com net org be nl fr eu de uk lu es it pl pt ru ch at io tv cc ly gg xxx porn sex adult sexy cam live info
        biz app site online club link page dev shop store xyz top vip pro me to co ws fm icu video chat social
        brussels gent
        """,
    )
)
_BAD_SCHEME = re.compile(
    r"(?:javascript|data|file|mailto|blob|vbscript|about|intent|content|chrome|view-source|ftp|sms|tel|cid|filesystem):",
    re.IGNORECASE,
)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,10}([^\W\d_][\w-]{1,62})\.?(?::\d{1,5})?(?=[/?#]|$)")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?=[/?#]|$)")
_NEXT = re.compile(
    r"(?<=[^\s/=?&#%.])(?=https?://)|[,;|](?=(?:https?://|www\.))|(?<=\w),(?=[\w-]{1,63}\.[a-z]{2,20}(?:/|$))",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(r"tg://resolve\?(?:.*&)?domain=(\w+)(?:&post=(\d+))?.*", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@./-])@([\w](?:[\w.]{0,62}\w)?)(?![\w@])")
_WORD = re.compile(r"\S+")
_LINKING = r"(?:on|op|sur|via|at|in|bij|chez|from|van|de|dans|auf)"
_OWN = r"(?:(?:my|mijn|mon|his|her|zijn|haar|son|the|de|le|la)\s+)?"


@dataclass(frozen=True, repr=False)
class Typed:
    """A piece of a message and where it began.

    With `handle` it is an account; `unusable` has a scheme no page has; `stands_for` is the page an app's
    own scheme means.
    """

    at: int
    text: str
    handle: str | None = None
    platform: str | None = None
    unusable: bool = False
    stands_for: str | None = None


def addresses(text: str, platforms: Platforms) -> Iterator[Typed]:
    """The pieces that look like web addresses, with or without `https://`."""
    for word in _WORD.finditer(text):
        for at, raw in _split(word[0], word.start()):
            at, piece = _peeled(at, raw)
            known = _TELEGRAM.fullmatch(piece)
            if known:
                yield Typed(at, piece, stands_for=f"https://t.me/{known[1]}" + (f"/{known[2]}" if known[2] else ""))
            elif _no_page(piece):
                yield Typed(at, piece, unusable=True)
            elif _looks_like_an_address(piece, platforms):
                yield Typed(at, piece)


def handles(text: str, platforms: Platforms) -> Iterator[Typed]:
    """Account names: `@name on Instagram`, `@naam op insta`, `snap: @name`; alone, its platform is not known."""
    after, before = _around(platforms)
    for found in _HANDLE.finditer(text):
        behind = after.match(text, found.end())
        front = before.search(text[max(0, found.start() - 40) : found.start()])
        known = platforms.by_name.get(_named(behind, front))  # `ınsta` looks like one, and is none
        yield Typed(found.start(), found[0], handle=found[1], platform=known.key if known else None)


def _named(behind: re.Match[str] | None, front: re.Match[str] | None) -> str:
    match = behind or front
    return " ".join(match["name"].lower().split()) if match else ""


@lru_cache(maxsize=4)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    any_name = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    after = re.compile(rf"\s*[,(\-–]?\s*(?:{_LINKING}\s+{_OWN})?(?P<name>{any_name})(?!\w)", re.IGNORECASE)
    before = re.compile(rf"(?<!\w)(?P<name>{any_name})(?:\s+account)?\s*[:\-–(=]?\s*$", re.IGNORECASE)
    return after, before


def _around(platforms: Platforms) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns(tuple(platforms.by_name))


def _split(word: str, at: int) -> Iterator[tuple[int, str]]:
    """Addresses run together: `https://a.be/xhttps://b.be/y`, `a.be/x,b.be/y`."""
    done = 0
    for between in _NEXT.finditer(word):
        yield at + done, word[done : between.start()]
        done = between.end()
    yield at + done, word[done:]


def _peeled(at: int, piece: str) -> tuple[int, str]:
    """Without the brackets, quotes and full stops of the sentence around it; brackets that belong to it stay."""
    stripped = piece.lstrip(_OPENING)
    at += len(piece) - len(stripped)
    end = len(stripped)
    opened = {closing: stripped.count(opening) - stripped.count(closing) for closing, opening in _PAIRS.items()}
    while end:
        last = stripped[end - 1]
        if last in _CLOSING:
            end -= 1
        elif last in _PAIRS and opened[last] < 0:
            opened[last] += 1
            end -= 1
        else:
            break
    return at, stripped[:end]


def _no_page(piece: str) -> bool:
    bad = _BAD_SCHEME.match(piece)
    return bool((bad and bad.end() < len(piece)) or _OTHER_SCHEME.match(piece))


def _looks_like_an_address(piece: str, platforms: Platforms) -> bool:
    if piece[:8].lower().startswith(("http://", "https://")):
        return len(piece) > len("https://")
    if "@" in piece.split("/")[0]:
        return False  # an e-mail address
    if _ADDRESS.match(piece):
        return "/" in piece or ":" in piece
    host = _HOST.match(piece)
    if not host:
        return False
    name = host[0].split(":")[0].rstrip(".").lower()
    bare = len(host[0]) == len(piece)
    if name.startswith("www.") or platforms.of_host(name):
        return True
    if bare:
        return host[1].lower() in _ENDINGS and not name.replace(".", "").isdigit()
    return host[1].lower() in _ENDINGS or "/" in piece or host[1].lower().startswith("xn--")
