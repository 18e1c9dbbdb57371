"""The pages on which she makes hashes: who may open one, what is open, and how it moves to another browser."""

from __future__ import annotations

import secrets
from datetime import datetime

from helpline.contact import Address, Words
from helpline.on_device.leave import Leave
from helpline.ports import Loaded
from storage import desk
from storage.errors import SealBroken, StorageTrouble
from storage.loading import lock_number
from storage.repositories import page_sessions
from storage.repositories.page_sessions import Opening
from storage.ring import KeyGone, UnitKeys
from storage.running import Running
from storage.statements import Lock, Steps, ask_one

#: Bytes drawn for what a page shows.
SECRET = 32


class PageStore(Running):
    """The store, as her pages see it. None wherever there is no leave, whatever the reason. All of it raises
    StorageTrouble."""

    async def page_asked(self, secret: str, now: datetime) -> Loaded | None:
        """The case that this secret would open a page for, with its chat: a ticket's, or that of a page on its way."""
        opening = Opening(Words(""), secret)
        return await self._read_with_keys(lambda keys: looked_at(keys, opening, self.process, now))

    async def page_asked_of(self, address: Address, now: datetime) -> Loaded | None:
        """The same for whoever opens it from this chat."""
        opening = Opening(Words(""), lookup=self._master.lookup(address.channel, address.plain))
        return await self._read_with_keys(lambda keys: looked_at(keys, opening, self.process, now))

    async def open_page(self, secret: str, now: datetime) -> Leave | None:
        """The secret is spent by it: of several who open at once, one has it."""
        opening = Opening(drawn(), secret)
        return await self.database.run(lambda: opened(opening, now))

    async def open_page_of(self, address: Address, digest: bytes, until: datetime, now: datetime) -> Leave | None:
        """From her chat, with a word of the messenger that has this digest and is good until then, for one page. What
        the chat was given leave for is spent by it; where it has opened that already, the open page moves here."""
        opening = Opening(drawn(), lookup=self._master.lookup(address.channel, address.plain))
        return await self.database.run(lambda: launched(opening, digest, until, now))

    async def page_of(self, session: Words, now: datetime) -> Leave | None:
        return await self.database.read(lambda: page_sessions.find(session, now))

    async def move_page(self, session: Words, now: datetime) -> Words | None:
        """What opens it once more, in another browser, with the files and minutes that are left; here it is void."""
        secret = drawn()
        moved = await self.database.run(lambda: page_sessions.move(session, secret, now))
        return secret if moved else None


def drawn() -> Words:
    return Words(secrets.token_urlsafe(SECRET))


def looked_at(keys: UnitKeys, opening: Opening, process: str, now: datetime) -> Steps[Loaded | None]:
    case_id = yield from page_sessions.asked(opening, now)
    row = None if case_id is None else (yield from ask_one(desk.FOUND, case_id, process))
    if row is None:
        return None
    keys.want(*desk.keys_of(row))
    try:
        return (yield from desk.opened(keys, row)).loaded
    except KeyGone:
        return None
    except SealBroken:
        raise StorageTrouble("a cell of this case does not open") from None


def opened(opening: Opening, now: datetime) -> Steps[Leave | None]:
    """Looked at again with her chat standing still: what is erased meanwhile is not written to."""
    case_id = yield from page_sessions.asked(opening, now)
    whose = None if case_id is None else (yield from ask_one(desk.WHOSE, case_id))
    if case_id is None or whose is None:
        return None
    yield Lock(lock_number(whose[0]))
    if (yield from page_sessions.asked(opening, now)) != case_id:
        return None
    return (yield from page_sessions.open_for(case_id, opening, now))


def launched(opening: Opening, digest: bytes, until: datetime, now: datetime) -> Steps[Leave | None]:
    if not (yield from page_sessions.launched(digest, until)):
        return None
    return (yield from opened(opening, now))
