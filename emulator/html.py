"""Reads the HTML a bot may write: a few tags, no guessing; a mistake is an error with its place in bytes."""

from __future__ import annotations

import re
from typing import Any

Span = tuple[str, int, int, dict[str, Any]]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(/?)([^\s>/]*)([^>]*)>|&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|lt|gt|amp|quot);?|<")
_ATTRIBUTE = re.compile(r"""([^\s=>"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.plain = ""
        self.open: list[tuple[str, int, int, dict[str, str]]] = []  # tag, place in text, place in bytes, attributes
        self.spans: list[Span] = []

    def place(self, at: int) -> int:
        return len(self.source[:at].encode())

    def start(self, tag: str, rest: str, at: int) -> None:
        attributes = {
            name.lower(): unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(rest)
        }
        wrong_span = tag == "span" and attributes.get("class") != "tg-spoiler"
        if tag not in _SIMPLE:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {self.place(at)}')
        if wrong_span:
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {self.place(at)}')
        self.open.append((tag, len(self.plain), self.place(at), attributes))

    def end(self, tag: str, at: int) -> None:
        if not self.open:
            raise ValueError(f"Unexpected end tag at byte offset {self.place(at)}")
        opened, begin, _, attributes = self.open.pop()
        if tag and tag != opened:
            raise ValueError(
                f'Unmatched end tag at byte offset {self.place(at)}, expected "</{opened}>", found "</{tag}>"'
            )
        self.close(opened, begin, attributes)

    def close(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        kind, more = _SIMPLE[tag], {}
        if tag == "a":
            url = attributes.get("href") or self.plain[begin:]
            if not re.match(r"(?:https?|tg|tel|mailto|ton)://?|(?:tel|mailto):|[\w-]+(?:\.[\w-]+)+", url, re.I):
                return  # Telegram keeps the words and drops a link it does not like
            more = {"url": url}
        elif tag == "tg-emoji":
            more = {"custom_emoji_id": attributes.get("emoji-id", "")}
        elif tag == "blockquote" and "expandable" in attributes:
            kind = "expandable_blockquote"
        elif tag == "code" and self.open and self.open[-1][0] == "pre":
            self.open[-1][3]["language"] = attributes.get("class", "").removeprefix("language-")
            return  # code inside pre only names the language
        elif tag == "pre" and attributes.get("language"):
            more = {"language": attributes["language"]}
        self.spans.append((kind, begin, len(self.plain), more))


def unescape(text: str) -> str:
    return _TOKEN.sub(lambda found: _character(found.group(4)) if found.group(4) else found.group(), text)


def _character(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else f"&{name};"


def read_html(source: str) -> tuple[str, list[Span]]:
    """Plain text and spans (kind, start, end, more) in characters. Raises ValueError with Telegram's own sentence."""
    reader, at = _Reader(source), 0
    for found in _TOKEN.finditer(source):
        reader.plain += source[at : found.start()]
        at = found.end()
        if found.group(4):
            reader.plain += _character(found.group(4))
        elif found.group() == "<":
            raise ValueError(f"Unclosed start tag at byte offset {reader.place(found.start())}")
        elif found.group(1):
            reader.end(found.group(2).lower(), found.start())
        else:
            reader.start(found.group(2).lower(), found.group(3), found.start())
    reader.plain += source[at:]
    if reader.open:
        raise ValueError(f'Can\'t find end tag corresponding to start tag "{reader.open[-1][0]}"')
    return reader.plain, sorted(reader.spans, key=lambda span: (span[1], -span[2]))
