"""The file she takes along, from the first page to the last: made in memory, and nowhere else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from helpline.contact import Words
from helpline.hers.everything import Everything
from helpline.ports import House
from helpline.retention import ends_of
from pages.contents import reading, sections, title
from pages.exact import as_json

#: Its name and that of what is enclosed say nothing.
NAMES = {"nl": "kopie.pdf", "fr": "copie.pdf", "en": "copy.pdf"}
ENCLOSED = "copy.json"
#: So many are made at one time; others wait, for a machine that helps has better to do.
AT_ONCE = 2


@dataclass(frozen=True, repr=False)
class Copy:
    """`name`: as it is saved; `content`: the whole file."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return f"Copy({len(self.content)} bytes)"


class Press:
    """Makes copies beside everything else, a few at a time."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def make(self, everything: Everything, passphrase: Words, house: House, now: datetime) -> Copy:
        async with self._room:
            return await asyncio.to_thread(make, everything, passphrase, house, now)


def make(everything: Everything, passphrase: Words, house: House, now: datetime) -> Copy:
    from pages.paper import Paper  # what it stands on takes a second to load, and most houses seldom need it

    reception = reading(everything, house, now)
    paper = Paper(
        title(reception),
        now,
        lambda page, of: reception.phrase("Page {page} of {count}", page=page, count=of),
    )
    paper.headed(title(reception))
    for section in sections(everything, reception):
        paper.section(section.title)
        for one in section.paragraphs:
            if one.small:
                paper.small(one.text, one.indent)
            else:
                paper.told(one.text, one.above, one.indent)
    told = as_json(everything, now, ends_of(everything.case, house).case)
    content = paper.locked(passphrase.plain, ENCLOSED, told)
    return Copy(NAMES.get(reception.language, "copy.pdf"), content)
