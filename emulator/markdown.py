"""Reads MarkdownV2 and the older Markdown, as strictly as Telegram does."""

from __future__ import annotations

import re
from typing import Any

Span = tuple[str, int, int, dict[str, Any]]

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "*": "Bold",
    "_": "Italic",
    "__": "Underline",
    "~": "Strikethrough",
    "||": "Spoiler",
    "[": "TextUrl",
    "`": "Code",
    "```": "Pre",
}


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.plain = ""
        self.at = 0
        self.open: list[tuple[str, int, int]] = []
        self.spans: list[Span] = []
        self.quote: int | None = None

    def place(self, at: int) -> int:
        return len(self.source[:at].encode())

    def lost(self, mark: str, at: int) -> ValueError:
        return ValueError(f"Can't find end of {_NAMES[mark]} entity at byte offset {self.place(at)}")

    def code(self) -> None:
        mark = "```" if self.source.startswith("```", self.at) else "`"
        end = self.at + len(mark)
        while (end := self.source.find(mark, end)) > 0 and self.source[end - 1] == "\\":
            end += 1
        if end < 0:
            raise self.lost(mark, self.at)
        inside = re.sub(r"\\([`\\])", r"\1", self.source[self.at + len(mark) : end])
        more: dict[str, Any] = {}
        if mark == "```" and (named := re.match(r"([^\s`]+)\n", inside)):
            more, inside = {"language": named.group(1)}, inside[named.end() :]
        begin = len(self.plain)
        self.plain += inside.removeprefix("\n") if mark == "```" else inside
        self.spans.append(("pre" if mark == "```" else "code", begin, len(self.plain), more))
        self.at = end + len(mark)

    def link(self) -> None:
        mark, begin, at = self.open.pop()
        if mark != "[":
            raise self.lost(mark, at)
        found = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.at)
        if found:
            url = re.sub(r"\\(.)", r"\1", found.group(1))
            self.spans.append(("text_link", begin, len(self.plain), {"url": url}))
            self.at = found.end()
        else:
            self.at += 1

    def mark(self, mark: str) -> None:
        if self.open and self.open[-1][0] == mark:
            _, begin, _ = self.open.pop()
            self.spans.append((_MARKS[mark], begin, len(self.plain), {}))
        else:
            self.open.append((mark, len(self.plain), self.at))
        self.at += len(mark)

    def end_of_line(self, is_last: bool) -> None:
        if self.quote is not None and (is_last or self.source[self.at + 1 : self.at + 2] != ">"):
            self.spans.append(("blockquote", self.quote, len(self.plain), {}))
            self.quote = None


def read_markdown_v2(source: str) -> tuple[str, list[Span]]:
    """Plain text and spans in characters. Raises ValueError with Telegram's own sentence."""
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader, source, source[reader.at])
    reader.end_of_line(is_last=True)
    if reader.open:
        mark, _, at = reader.open[-1]
        raise reader.lost(mark, at)
    return reader.plain, sorted(reader.spans, key=lambda span: (span[1], -span[2]))


def _step(reader: _Reader, source: str, ch: str) -> None:
    at = reader.at
    if ch == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) <= 126:
        reader.plain += source[at + 1]
        reader.at += 2
    elif ch == "`":
        reader.code()
    elif ch == "[" or source.startswith("![", at):
        reader.open.append(("[", len(reader.plain), at))
        reader.at += 1 if ch == "[" else 2
    elif ch == "]" and any(mark == "[" for mark, _, _ in reader.open):
        reader.link()
    elif source[at : at + 2] in _MARKS:
        reader.mark(source[at : at + 2])
    elif ch in _MARKS:
        reader.mark(ch)
    elif ch == ">" and (at == 0 or source[at - 1] == "\n"):
        reader.quote = len(reader.plain) if reader.quote is None else reader.quote
        reader.at += 1
    elif ch in _RESERVED:
        raise ValueError(f"Character '{ch}' is reserved and must be escaped with the preceding '\\'")
    else:
        if ch == "\n":
            reader.end_of_line(is_last=False)
        reader.plain += ch
        reader.at += 1


_OLD = re.compile(
    r"\\([_*`\[])|```(?:[^\S\n]*\n)?(.*?)```|`([^`]*)`|\*([^*]*)\*|_([^_]*)_|\[([^\]]*)\]\(([^)]*)\)|[_*`\[]", re.S
)
_OLD_KINDS = {2: "pre", 3: "code", 4: "bold", 5: "italic", 6: "text_link"}


def read_markdown(source: str) -> tuple[str, list[Span]]:
    """The older Markdown: no nesting."""
    plain, spans, at = "", list[Span](), 0
    for found in _OLD.finditer(source):
        plain, at = plain + source[at : found.start()], found.end()
        number = next((number for number in _OLD_KINDS if found.group(number) is not None), None)
        if found.group(1):
            plain += found.group(1)
        elif number is not None:
            begin, plain = len(plain), plain + found.group(number)
            spans.append((_OLD_KINDS[number], begin, len(plain), {"url": found.group(7)} if number == 6 else {}))
        elif found.group() != "[":
            place = len(source[: found.start()].encode())
            raise ValueError(f"Can't find end of the entity starting at byte offset {place}")
        else:
            plain += "["
    return plain + source[at:], spans
