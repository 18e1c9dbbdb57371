"""links: web addresses as frightened people type them, read by the rules of browsers; never opened, never previewed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from ipaddress import ip_address

import ada_url

from helpline.passages import Passage, passages
from helpline.platforms import Platforms, known, platform_of
from helpline.refused import (
    NOT_A_WEB_ADDRESS,
    NOT_PUBLIC,
    NOT_READABLE,
    TOO_LONG,
    TOO_MANY,
    WHICH_PLATFORM,
    Refused,
    shortened,
)
from helpline.typed import Typed, addresses, handles

__all__ = ["Found", "Link", "Refused", "defang", "find_links", "platform_of", "without_links"]

#: How many links one message may hold, and how long one may be.
MOST, LONGEST = 20, 2000

_LOCAL = ("localhost", "local", "internal", "lan", "home", "localdomain", "test", "invalid")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
#: What an app may still make something to tap of: a dot within a word or an address of a machine, an @ before a name.
_WEB, _OWN_SCHEME = re.compile(r"\bhttp(s?)://", re.IGNORECASE), re.compile(r"(?<!hxxp)(?<!hxxps)://")
_DOT, _MACHINE = re.compile(r"(?<=\w)[.。．｡](?=[^\W\d_]{2})"), re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_AT = re.compile(r"@(?=\w)")
#: Joins the parts of one emoji; anywhere else it hides.
_JOINER = re.compile(r"(?<=[\u2600-\U0001faff\ufe0f])\u200d(?=[\u2600-\U0001faff])")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, repr=False)
class Link:
    """One place on the web. `normalised` follows the WHATWG rules, without passwords and without who shared it."""

    as_typed: str
    normalised: str
    host: str
    platform: str | None = None
    post: str | None = None
    passage: Passage | None = None

    def __repr__(self) -> str:
        return f"Link(<{len(self.as_typed)} characters>, platform={self.platform})"


@dataclass(frozen=True, repr=False)
class Found:
    """What a message holds: the links that can be kept, and the pieces that cannot, each with the reason."""

    links: tuple[Link, ...] = ()
    refused: tuple[Refused, ...] = ()

    def __repr__(self) -> str:
        return f"Found({len(self.links)} links, {len(self.refused)} refused)"


def find_links(text: str) -> Found:
    """Every link in a message, in the order typed, each once; and what could not be kept. Never raises."""
    platforms = known()
    links: list[tuple[int, Link]] = []
    refused: list[Refused] = []
    for piece in _pieces(text, platforms):
        read = _read(piece, platforms)
        if isinstance(read, Link):
            links.append((piece.at, read))
        else:
            refused.append(read)
    timed = _with_passages(links, text)
    once = list({(link.normalised, link.passage): link for link in reversed(timed)}.values())[::-1]
    if len(once) > MOST:
        refused.append(Refused("", TOO_MANY, {"most": str(MOST), "left": str(len(once) - MOST)}))
    return Found(tuple(once[:MOST]), tuple(refused[-MOST:]))


def defang(url: str) -> str:
    """A link safe to show: nobody's app turns it into something to tap, and nothing in it can hide.

    `https://example.com/a` becomes `hxxps://example[.]com/a`; the host is shown as the machine reads it (punycode).
    """
    visible = "".join(_escaped(sign) for sign in _machine_host(url))
    scheme, separator, rest = visible.partition("://")
    if not separator:
        scheme, rest = "", visible
    scheme = re.sub("^http", "hxxp", scheme, flags=re.IGNORECASE)
    if not scheme.lower().startswith("hxxp"):
        separator = separator.replace(":", "[:]")  # an app of its own would open it: tg://join?invite=…
    return (scheme + separator + rest).replace(".", "[.]").replace("@", "[@]")


def defanged(text: str) -> str:
    """A text of hers safe to show: every address and account name in it is defanged, whatever else may look like one is
    broken, and no sign can hide. Her words stay as they are."""
    for piece in reversed(_pieces(text, known())):
        text = text[: piece.at] + defang(piece.text) + text[piece.at + len(piece.text) :]
    parts = ("".join(sign if sign in "\n\t" else _escaped(sign) for sign in part) for part in _JOINER.split(text))
    text = _OWN_SCHEME.sub("[:]//", _WEB.sub(r"hxxp\1://", "\u200d".join(parts)))
    text = _MACHINE.sub(lambda found: found[0].replace(".", "[.]"), text)
    return _AT.sub("[@]", _DOT.sub("[.]", text))


def without_links(text: str, mark: str) -> str:
    """The text with a mark for everything that looks like an address or a named account, usable or not."""
    platforms = known()
    for _ in range(3):  # what stood beside a piece may look like an address once the piece is gone
        found = [piece for piece in _pieces(text, platforms) if piece.handle is None or piece.platform]
        if not found:
            break
        for piece in reversed(found):
            text = text[: piece.at] + mark + text[piece.at + len(piece.text) :]
    return text


def _pieces(text: str, platforms: Platforms) -> list[Typed]:
    """Addresses and account names in the order typed; an @ within an address is part of it."""
    pages = list(addresses(text, platforms))
    covered = {place for page in pages for place in range(page.at, page.at + len(page.text))}
    accounts = (one for one in handles(text, platforms) if one.at not in covered)
    return sorted([*pages, *accounts], key=lambda one: one.at)


# ── reading one piece ─────────────────────────────────────────────────────────────────────────────────────────────
def _read(piece: Typed, platforms: Platforms) -> Link | Refused:
    if piece.handle is not None:
        return _account(piece, platforms)
    if piece.unusable:
        return Refused(shortened(piece.text), NOT_A_WEB_ADDRESS)
    if len(piece.text) > LONGEST:
        return Refused(shortened(piece.text), TOO_LONG, {"most": str(LONGEST)})
    page = piece.stands_for or piece.text
    written = page if _SCHEME.match(page) and "://" in page else f"https://{page}"
    try:
        url = ada_url.URL(written)
    except ValueError:
        return Refused(shortened(piece.text), NOT_READABLE)
    host = url.hostname.rstrip(".")
    if not _public(host):
        return Refused(shortened(piece.text), NOT_PUBLIC)
    return _link(piece.text, url, host, platforms)


def _link(as_typed: str, url: ada_url.URL, host: str, platforms: Platforms) -> Link:
    platform = platforms.of_host(host)
    url.username = url.password = ""
    url.search = _without(url.search, platforms.tracking | (platform.tracking if platform else frozenset()))
    post = platform.post_in(url.pathname + url.search) if platform else None
    return Link(as_typed, url.href, host, platform.key if platform else None, post)


def _account(piece: Typed, platforms: Platforms) -> Link | Refused:
    platform = platforms.by_key.get(piece.platform or "")
    if platform is None or piece.handle is None:
        return Refused(shortened(piece.text), WHICH_PLATFORM)
    normalised = platform.account(piece.handle)
    return Link(piece.text, normalised, platform.host, platform.key)


def _without(search: str, tracking: frozenset[str]) -> str:
    """The query without parameters that only say who shared it; everything else byte for byte."""
    kept = [pair for pair in search.removeprefix("?").split("&") if pair.partition("=")[0].lower() not in tracking]
    return "&".join(kept)


def _public(host: str) -> bool:
    """Whether others could see this host: no device's own name, no address of a home or company network."""
    try:
        return ip_address(host.strip("[]")).is_global
    except ValueError:
        labels = host.split(".")
        return len(labels) > 1 and labels[-1] not in _LOCAL and all(labels)


# ── time codes ────────────────────────────────────────────────────────────────────────────────────────────────────
def _with_passages(links: list[tuple[int, Link]], text: str) -> list[Link]:
    """Each time code belongs to the link before it; one before every link belongs to the first."""
    outside = _blanked(text, [(at, at + len(link.as_typed)) for at, link in links])
    belongs: dict[int, Passage] = {}
    for at, passage in passages(outside) if links else ():
        owner = sum(1 for start, _ in links if start <= at)
        belongs.setdefault(max(owner - 1, 0), passage)
    return [replace(link, passage=belongs.get(place)) for place, (_, link) in enumerate(links)]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the links painted over, so that `?t=1:05` within one is not read twice."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        start = max(start, done)
        pieces += [text[done:start], "," * max(end - start, 0)]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _machine_host(url: str) -> str:
    bare = "://" not in url
    if bare and ("@" in url or "." not in url or " " in url):
        return url
    try:
        href = str(ada_url.URL(f"https://{url}" if bare else url).href)
    except ValueError:
        return url
    return href.removeprefix("https://") if bare else href


def _escaped(sign: str) -> str:
    if unicodedata.category(sign) in _HIDDEN:
        return f"\\u{ord(sign):04x}"
    return sign
