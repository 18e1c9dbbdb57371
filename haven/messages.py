"""Collects every text that contacts and staff read, flows first, into the catalogues that translators work on."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from flows.flow import Revision
from flows.messages import Message, messages
from flows.texts import placeholders
from helpline.commands import COMMANDS

#: Functions whose text, their first or second argument, is looked up in the catalogue.
SAYING = ("say", "_say", "phrase")
#: The same, of what only editors of the conversation are told.
REMARKING = ("remark",)
#: In pages and in the browser: `t("…")`, always with the text itself. What is between the quotes is as in JSON.
_TOLD = re.compile(r"""(?<![\w.$])t\(\s*("(?:[^"\\\n]|\\.)*")""")
HEADER = "# Words of Haven. The flows come first; the text key is the context, the English text the source."
#: Catalogues do not change with the clock: equal content is an equal file.
NEVER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def texts_in(source: str, saying: Collection[str] = SAYING) -> Iterator[str]:
    """The texts that a Python file says to people."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)] if name in saying else []
            yield from (one for one in found if isinstance(one, str))


def told_in(source: str) -> Iterator[str]:
    """The texts that a page, or a file of the browser side, shows."""
    yield from (json.loads(found) for found in _TOLD.findall(source))


def shown_on_pages(root: Path) -> Iterator[Path]:
    """The files whose `t("…")` staff and contacts read; what the built pages are made of, without their tests."""
    for room in ("console", "pages"):
        yield from (root / room).rglob("*.html")
    for ending in ("ts", "svelte"):
        yield from (path for path in (root / "web" / "console").rglob(f"*.{ending}") if ".test." not in path.name)


def said_by_code(root: Path) -> list[str]:
    """The texts outside the flows, in alphabetical order."""
    packages = ("flows", "helpline", "bot", "console", "pages", "haven")
    files = [path for package in packages for path in (root / package).rglob("*.py")]
    said = {text for path in files for text in texts_in(path.read_text(), (*SAYING, *REMARKING))}
    told = {text for path in shown_on_pages(root) for text in told_in(path.read_text())}
    return sorted(said | told | {one.about for one in COMMANDS})


def collect(revision: Revision, root: Path, locales: Path, begin: str | None = None) -> dict[Path, bytes]:
    """The template and every catalogue as they should be, `begin` among them, where the file says anything else.

    Nothing is written; what comes back empty is up to date."""
    texts = [*messages(revision), *(Message("", text) for text in said_by_code(root))]
    files = [locales / "haven.pot", *sorted(locales.glob("*/LC_MESSAGES/haven.po"))]
    if begin:
        files.append(locales / begin / "LC_MESSAGES" / "haven.po")
    fresh = {}
    for path in dict.fromkeys(files):
        language = None if path.suffix == ".pot" else path.parent.parent.name
        found = path.read_bytes() if path.exists() else b""
        made = _printed(_filled(texts, language, read_po(BytesIO(found)), bool(found)))
        if made != found:
            fresh[path] = made
    return fresh


def write(fresh: Mapping[Path, bytes]) -> None:
    """Put the collected files where they belong."""
    for path, content in fresh.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _filled(texts: list[Message], language: str | None, before: Catalog, existed: bool) -> Catalog:
    """A translation stays with its text; where a flow's text changed, it stays with its key, marked as fuzzy."""
    by_key = {str(message.context): message for message in before if message.context}
    after = _headed(language, before if existed else None)
    for text in _in_order(texts, before):
        old = before.get(text.text, text.key or None) or by_key.get(text.key)
        flags = {"python-brace-format"} if placeholders(text.text) else set()
        if old is not None and old.string and (old.fuzzy or old.id != text.text):
            flags.add("fuzzy")
        string = old.string if old is not None else ""
        after.add(text.text, string, context=text.key or None, auto_comments=text.notes, flags=flags)
    return after


def _headed(language: str | None, before: Catalog | None) -> Catalog:
    """An empty catalogue under the header the file already has; a new one names nobody."""
    return Catalog(
        locale=language,
        header_comment=before.header_comment if before else HEADER,
        project="Haven",
        version="0",
        msgid_bugs_address=before.msgid_bugs_address if before else "none",
        last_translator=before.last_translator if before else "none",
        language_team=before.language_team if before else "none",
        creation_date=before.creation_date if before else NEVER,
        revision_date=before.revision_date if before else NEVER,
        fuzzy=False,
    )


def _in_order(texts: list[Message], before: Catalog) -> list[Message]:
    """In the order the file already has; a new text follows the one it comes after in the flow, or in the code."""
    places: dict[str, int] = {}
    for place, message in enumerate(before):
        places.setdefault(_name(str(message.context or ""), message.id), place)
    order: list[tuple[bool, int, int]] = []
    for number, text in enumerate(texts):
        new_part = number == 0 or bool(text.key) != bool(texts[number - 1].key)
        after = -1 if new_part else order[-1][1]
        order.append((not text.key, places.get(_name(text.key, text.text), after), number))
    return [texts[number] for _, _, number in sorted(order)]


def _name(key: str, text: object) -> str:
    """What a text is known by: its key in the flows, else the text itself."""
    return key or str(text)


def _printed(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=110, include_previous=False)
    return out.getvalue()
