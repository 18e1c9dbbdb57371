"""A copy for a contact: made in memory beside everything else, sent straight into her chat, remembered for /hide."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.telegram.documents import Document, Documents
from helpline.delivery import CopyWanted, Deletion, Worked
from helpline.errors import NoSuchCase
from helpline.hers.not_sent import caption, file_not_sent
from helpline.ports import House
from pages.making import Press
from storage.store import Store


@dataclass(frozen=True)
class Copying:
    """`take_back` deletes messages in the chat; `failed` hears what went wrong, by code."""

    store: Store
    documents: Documents
    press: Press
    house: Callable[[], House]
    clock: Callable[[], datetime]
    take_back: Callable[[Sequence[Deletion]], Awaitable[None]]
    failed: Callable[[str, BaseException], None]

    async def make(self, wanted: CopyWanted, follow: Callable[[Worked], None]) -> None:
        """Whatever happens, she hears of it; what she asked for is forgotten with the end of this. `follow` sees to
        what follows a unit."""
        try:
            if await self._sent(wanted):
                return
        except NoSuchCase:
            return  # erased meanwhile: there is nothing to take along any more
        except Exception as error:
            self.failed("copy_failed", error)
        try:
            follow(await self.store.act(wanted.case_id, self.clock(), self.house(), file_not_sent))
        except NoSuchCase:
            return

    async def _sent(self, wanted: CopyWanted) -> bool:
        """Raises NoSuchCase, and whatever goes wrong in making it."""
        everything = await self.store.everything(wanted.case_id)
        made = await self.press.make(everything, wanted.passphrase, self.house(), self.clock())
        document = Document(made.name, made.content, caption(self.house(), everything.case.language))
        number = await self.documents.send(wanted.address, document)
        if number is None:
            return False
        late = await self.store.handed_over(wanted.case_id, wanted.address, number, self.clock())
        if late:
            await self.take_back(late)
        return True
