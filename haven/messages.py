"""Collects every text a contact may read, flows first, into the catalogues that translators work on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from flows.export import Message, messages
from flows.flow import Revision
from flows.texts import placeholders
from helpline.commands import COMMANDS

#: Functions whose text, their first or second argument, is looked up in the catalogue.
SAYING = ("say", "_say", "phrase")
HEADER = "# Words of Haven. The flows come first; the text key is the context, the English text the source."
#: Catalogues do not change with the clock: equal content is an equal file.
NEVER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def texts_in(source: str) -> Iterator[str]:
    """The texts that a Python file says."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)] if name in SAYING else []
            yield from (one for one in found if isinstance(one, str))


def said_by_code(root: Path) -> list[str]:
    """The texts outside the flows, in alphabetical order."""
    files = [path for package in ("helpline", "bot", "haven") for path in (root / package).rglob("*.py")]
    return sorted({text for path in files for text in texts_in(path.read_text())} | {one.about for one in COMMANDS})


def collect(revision: Revision, root: Path, locales: Path, begin: str | None = None) -> list[Path]:
    """Write the template and bring every catalogue up to date; `begin` begins one. Returns what was written."""
    texts = [*messages(revision), *(Message("", text) for text in said_by_code(root))]
    files = [*sorted(locales.glob("*/LC_MESSAGES/haven.po"))]
    if begin:
        files.append(locales / begin / "LC_MESSAGES" / "haven.po")
    written = [_write(locales / "haven.pot", _filled(texts, None, Catalog()))]
    for path in dict.fromkeys(files):
        before = Catalog()
        if path.exists():
            with path.open("rb") as file:
                before = read_po(file)
        written.append(_write(path, _filled(texts, path.parent.parent.name, before)))
    return written


def _filled(texts: list[Message], language: str | None, before: Catalog) -> Catalog:
    """A translation stays with its text; where a flow's text changed, it stays with its key, marked as fuzzy."""
    by_key = {str(message.context): message for message in before if message.context}
    after = Catalog(
        locale=language,
        header_comment=HEADER,
        project="Haven",
        version="0",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for text in texts:
        old = before.get(text.text, text.key or None) or by_key.get(text.key)
        flags = {"python-brace-format"} if placeholders(text.text) else set()
        if old is not None and old.string and (old.fuzzy or old.id != text.text):
            flags.add("fuzzy")
        string = old.string if old is not None else ""
        after.add(text.text, string, context=text.key or None, auto_comments=text.notes, flags=flags)
    return after


def _write(path: Path, catalogue: Catalog) -> Path:
    out = BytesIO()
    write_po(out, catalogue, width=110, include_previous=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    return path
