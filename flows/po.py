"""po: catalogues of translations as gettext, Poedit and Weblate write them: read whatever way they are laid out, and
written in one way only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flows.remark import remark
from flows.sound import LONGEST

#: A line of a catalogue, quotes included, is as wide as Poedit makes it.
_WIDTH = 79
#: More flags and notes than this, beside one text, are none.
_MOST = 100

_LINE = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?\s*(?=\")")
_ESCAPED = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_-]{1,40})")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
#: A line that only a text could go before.
_FROM_NOTHING = remark("this line goes on from nothing; open it in a PO editor and save it again")
_WORD = re.compile(r"\S*\s*\n|\S+\s*|\s+")


class NotAPo(ValueError):
    """This cannot be read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@dataclass
class Entry:
    """A text and its translation. `comments`: lines the translator wrote beside it. `was`: the context and the text it
    was translated from, where that has changed."""

    line: int = 0
    context: str | None = None
    id: str | None = None
    string: str | None = None
    plural: bool = False
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    comments: int = 0
    was: dict[str, str] = field(default_factory=dict)

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags


@dataclass(frozen=True)
class Catalogue:
    """`header`: what it says of itself, by name in lower case. `obsolete`: entries that stand there struck out."""

    header: Mapping[str, str]
    entries: tuple[Entry, ...]
    obsolete: int = 0


def decoded(content: bytes) -> str:
    """The text of a catalogue, in the character set it names; UTF-8 where it names none. Raises NotAPo."""
    named = _CHARSET.search(content[:4000])
    charset = named.group(1).decode() if named and named.group(1) != b"CHARSET" else "utf-8"
    try:
        return content.decode("utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset)
    except (UnicodeDecodeError, LookupError):
        raise NotAPo(1, remark("this is not text; save it as UTF-8")) from None


def parse(text: str) -> Catalogue:
    """Read a catalogue. Raises NotAPo at the first line that is none of one."""
    reading = _Reading()
    for number, line in enumerate(_LINE.split(text), start=1):
        reading.take(number, line.strip())
    entries = reading.done()
    header = next((one for one in entries if one.id == "" and one.context is None), None)
    return Catalogue(
        _header(header.string or "" if header else ""), tuple(one for one in entries if one.id), reading.obsolete
    )


class _Reading:
    """What was read so far; the entry it stands in, and the part of that which goes on in the next line."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.obsolete = 0
        self._entry = Entry()
        self._part: tuple[Entry, str] | None = None
        self._was: str | None = None

    def done(self) -> list[Entry]:
        self._close()
        return self.entries

    def take(self, number: int, line: str) -> None:
        if not line:
            self._close()
        elif line.startswith("#"):
            self._comment(number, line)
        else:
            self._value(number, line)

    def _close(self) -> None:
        one, self._entry = self._entry, Entry()
        self._part = self._was = None
        if one.id is None and one.context is None:
            return
        if one.id is None or one.string is None:
            said = remark("here a text or its translation is missing; open it in a PO editor and save it again")
            raise NotAPo(one.line, said)
        self.entries.append(one)

    def _comment(self, number: int, line: str) -> None:
        if self._entry.string is not None:
            self._close()
        kind, rest = line[1:2], line[2:].strip()
        if kind == "~":
            self.obsolete += rest.startswith("msgid ")
        elif kind in (",", "="):
            self._entry.flags = (*self._entry.flags, *(flag.strip() for flag in rest.split(",") if flag.strip()))[
                :_MOST
            ]
        elif kind == ".":
            self._entry.notes = (*self._entry.notes, rest)[:_MOST]
        elif kind == "|":
            self._previous(number, rest)
        elif kind != ":" and line[1:].strip():
            self._entry.comments += 1

    def _previous(self, number: int, line: str) -> None:
        found = _KEYWORD.match(line)
        if found:
            self._was = found.group(1)
            line = line[found.end() :]
            self._entry.was[self._was] = ""
        if self._was is None:
            raise NotAPo(number, _FROM_NOTHING)
        self._entry.was[self._was] = _longer(self._entry.was[self._was], _unquoted(number, line))

    def _value(self, number: int, line: str) -> None:
        found = _KEYWORD.match(line)
        if found:
            self._begin(number, found.group(1), found.group(2))
            line = line[found.end() :]
        words = _unquoted(number, line)
        if self._part is None:
            raise NotAPo(number, _FROM_NOTHING)
        entry, name = self._part
        if name:
            setattr(entry, name, _longer(getattr(entry, name) or "", words))

    def _begin(self, number: int, keyword: str, which: str | None) -> None:
        if keyword in ("msgctxt", "msgid") and self._entry.string is not None:
            self._close()
        entry = self._entry
        entry.line = entry.line or number
        name = {"msgctxt": "context", "msgid": "id", "msgstr": "string", "msgid_plural": ""}[keyword]
        if keyword == "msgid_plural" or which is not None:
            entry.plural = True
        if name and getattr(entry, name) is not None and not entry.plural:
            raise NotAPo(number, remark("`{name}` stands here twice; keep one", name=keyword))
        if keyword == "msgstr" and entry.id is None:
            said = remark("here the text that is translated is missing; open it in a PO editor and save it again")
            raise NotAPo(number, said)
        if name and (keyword != "msgstr" or which in (None, "0")):
            setattr(entry, name, "")
            self._part = entry, name
        else:
            self._part = entry, ""


def _longer(said: str, words: str) -> str:
    """What goes on in the next line; what is too long for any text (flows/sound.py) grows no more."""
    return said + words if len(said) <= LONGEST else said


def _unquoted(number: int, line: str) -> str:
    found = _QUOTED.fullmatch(line)
    if not found:
        said = remark("here a text between double quotes should stand; open it in a PO editor and save it again")
        raise NotAPo(number, said)
    return _ESCAPED.sub(_sign, found.group(1))


def _sign(found: re.Match[str]) -> str:
    said = found.group(1)
    if said[0] == "x" and len(said) > 1:
        return chr(int(said[1:], 16))
    return chr(int(said, 8) % 256) if said[0] in "01234567" else _SIGNS.get(said, said)


def _header(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): said.strip() for name, colon, said in pairs if colon}


def write(header: Mapping[str, str], entries: Iterable[Entry]) -> str:
    """A catalogue, always laid out in the same way."""
    said = "".join(f"{name}: {value}\n" for name, value in header.items())
    return "\n".join(_blocks([Entry(id="", string=said), *entries]))


def _blocks(entries: Iterable[Entry]) -> Iterator[str]:
    for one in entries:
        lines = [f"#. {line}".rstrip() for note in one.notes for line in note.split("\n")]
        lines += [f"#, {', '.join(one.flags)}"] if one.flags else []
        for keyword, words in one.was.items():
            lines += ("#| " + line for line in _quoted(keyword, words))
        lines += _quoted("msgctxt", one.context) if one.context is not None else []
        yield "\n".join([*lines, *_quoted("msgid", one.id or ""), *_quoted("msgstr", one.string or "")]) + "\n"


def _quoted(keyword: str, words: str) -> list[str]:
    """The text in quotes: on the line of its keyword where it fits, else below it, broken where lines and words end."""
    whole = f'{keyword} "{_escaped(words)}"'
    if len(whole) <= _WIDTH and "\n" not in words[:-1]:
        return [whole]
    lines = [""]
    for word in _WORD.findall(words):
        piece = _escaped(word)
        if lines[-1] and (lines[-1].endswith("\\n") or len(lines[-1]) + len(piece.rstrip()) + 2 > _WIDTH):
            lines.append("")
        lines[-1] += piece
    return [f'{keyword} ""', *(f'"{line}"' for line in lines)]


def _escaped(words: str) -> str:
    words = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return words.replace("\t", "\\t").replace("\r", "\\r")
