"""Catalogues as the programs of translators save them: the same words, laid out in another way."""

from __future__ import annotations

from collections.abc import Callable

from flows.po import Entry, parse, write


def poedit(text: str) -> bytes:
    """Poedit 3: its own header, wrapped at 79, sorted by text, places in the source, struck-out texts, CRLF, a BOM."""
    header = {
        "Project-Id-Version": "Haven",
        "POT-Creation-Date": "",
        "PO-Revision-Date": "2026-11-20 10:12+0100",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": _language(text),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "X-Generator": "Poedit 3.5",
    }
    body = _saved(text, header, lambda one: one.id or "")
    gone = '\n#~ msgctxt "talk.gone.say"\n#~ msgid "Gone"\n#~ msgstr "Weg"\n'
    return b"\xef\xbb\xbf" + (body + gone).replace("\n", "\r\n").encode()


def weblate(text: str) -> bytes:
    """Weblate: the country beside the language, places, every text on one line, sorted by context."""
    header = {
        "Project-Id-Version": "Haven",
        "Language-Team": "Dutch <https://weblate.invalid/projects/haven/>",
        "Language": f"{_language(text)}_BE",
        "Content-Type": "text/plain; charset=utf-8",
        "X-Generator": "Weblate 5.8",
    }
    return _saved(text, header, lambda one: one.context or "").encode()


def _language(text: str) -> str:
    return parse(text).header["language"]


def _saved(text: str, header: dict[str, str], order: Callable[[Entry], str]) -> str:
    """With places and with lines broken elsewhere."""
    blocks = write(header, sorted(parse(text).entries, key=order)).split("\n\n")
    placed = [block.replace("msgctxt ", "#: flows/library/talk.yaml:7\nmsgctxt ", 1) for block in blocks]
    return "\n\n".join(_broken_up(block) for block in placed)


def _broken_up(block: str) -> str:
    """`msgstr "a b"` as `msgstr ""`, `"a "`, `"b"`: some programs do."""
    lines = []
    for line in block.split("\n"):
        keyword, _, words = line.partition(' "')
        if keyword in ("msgstr", "msgid") and len(words) > 20 and " " in words:
            first, space, rest = words.partition(" ")
            lines += [f'{keyword} ""', f'"{first}{space}"', f'"{rest}']
        else:
            lines.append(line)
    return "\n".join(lines)
