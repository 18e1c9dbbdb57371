"""What the console and the chores of cases ask of storage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from helpline.contact import Address
from helpline.delivery import Worked
from helpline.ports import DecideCase, House
from helpline.staff import Staff
from helpline.views import CasePage, NewsItem, Present, QueueAsk, QueuePage, QueueRow
from storage import desk, desk_views
from storage.keeping_store import KeepingStore
from storage.page_store import PageStore
from storage.repositories import lanes, looking
from storage.statements import ask
from storage.taking import TakingStore


class DeskStore(TakingStore, KeepingStore, PageStore):
    """The store, as the desk sees it. All of it raises StorageTrouble."""

    async def act(
        self, case_id: str, now: datetime, house: House, decide: DecideCase, once: str | None = None
    ) -> Worked:
        """Do to a case what was decided, as one transaction. `once`: the id of a line or note that this makes; where
        there is one, it was done before. Raises NoSuchCase, and whatever `decide` raises."""
        return await self._done(lambda ground: desk.act(ground, case_id, now, house, decide, once), now)

    async def stale_in_hand(self) -> tuple[str, ...]:
        """Ids of deliveries this process has in hand that nobody holds the case for any more: `Lanes.withdraw` them."""
        rows = await self.database.read(lambda: ask(lanes.STALE_IN_HAND, self.process))
        return tuple(row[0] for row in rows)

    async def due_cases(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Cases in which something has to happen by now: lapse, numbers or give_out."""
        return await self.database.read(lambda: looking.due(now))

    async def in_hand(self) -> tuple[tuple[str, str, str], ...]:
        """Open cases that one of the staff has: id, who, and of which team."""
        return await self.database.read(looking.in_hand)

    # ── what staff see ────────────────────────────────────────────────────────────────────────────────────────────
    async def queue(self, asked: QueueAsk, staff: Staff) -> QueuePage:
        lookup = None if asked.number is None else self._number_lookup(asked.number)
        return await self._read_with_keys(lambda keys: desk_views.queue_page(keys, asked, staff, lookup))

    async def rows(self, case_ids: Collection[str], staff: Staff | None = None) -> tuple[QueueRow, ...]:
        """Those that are of a team. What is unseen, is so for `staff`; for nobody, all of it."""
        staff_id = None if staff is None else staff.id
        return await self._read_with_keys(lambda keys: desk_views.rows(keys, case_ids, staff_id))

    async def case_page(self, case_id: str, staff: Staff) -> CasePage:
        """Raises NoSuchCase where it is not there, or not of her teams."""
        return await self._read_with_keys(lambda keys: desk_views.case_page(keys, case_id, staff))

    def _number_lookup(self, number: str) -> bytes:
        """However she typed it: a case number is two groups of four, in capitals."""
        plain = "".join(number.split()).replace("-", "").upper()
        return self._master.number_lookup(f"{plain[:4]}-{plain[4:]}")

    async def news_since(self, seq: int, limit: int = 1000) -> tuple[NewsItem, ...]:
        """What happened behind this number, in its order."""
        return await self.database.read(lambda: desk_views.news_since(seq, limit))

    async def last_seq(self) -> int:
        return await self.database.read(desk_views.last_seq)

    async def address_of(self, case_id: str) -> Address | None:
        """Where she is; None where she is not to be shown anything now."""
        return await self._read_with_keys(lambda keys: looking.address_of(keys, case_id))

    # ── who is there, and who looks ───────────────────────────────────────────────────────────────────────────────
    async def be_here(self, sign_in: str, staff_id: str, case_id: str | None, available: bool, now: datetime) -> None:
        """Counts for 45 seconds. Where she was not there before, or elsewhere, every process looks at once."""
        if await self.database.run(lambda: looking.be_here(sign_in, staff_id, case_id, available, now)):
            await self.news.tell("here")

    async def still_here(self, sign_in: str, staff_id: str, now: datetime) -> None:
        """She says nothing, but her line is open: another 45 seconds, wherever she last said she was."""
        await self.database.run(lambda: looking.still_here(sign_in, staff_id, now))

    async def presence(self, now: datetime) -> tuple[Present, ...]:
        """One for each console that is open. Who has gone without a word is forgotten."""
        present, gone = await self.database.read(lambda: looking.presence(now))
        if gone:
            await self.database.run(lambda: looking.forget_gone(now))
        return present

    async def see(self, staff_id: str, case_id: str, words: int) -> None:
        await self.database.run(lambda: looking.see(staff_id, case_id, words))

    async def seen(self, case_ids: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """Case → staff → how many of the contact's messages she has seen; who has seen none is not in it."""
        return await self.database.read(lambda: looking.seen(case_ids))

    async def note_viewing(self, sign_in: str, case_id: str, staff: Staff, reason: str, now: datetime) -> None:
        """She opens a case, for a reason; for 30 minutes `may_view` says yes. Raises NoSuchCase."""
        await self.database.run(lambda: looking.note_viewing(sign_in, case_id, staff.id, reason, now))
        self.news.here("events")

    async def may_view(self, sign_in: str, case_id: str, now: datetime) -> bool:
        return await self.database.read(lambda: looking.may_view(sign_in, case_id, now))

    async def count_exposure(self, sign_in: str) -> int:
        """She has unfolded something hard; returns how often in this sign-in."""
        return await self.database.run(lambda: looking.count_exposure(sign_in))

    async def custody(self, case_id: str, item_id: str, staff_id: str, act: str, now: datetime) -> None:
        """Raises NoSuchCase where there is no such item in it."""
        await self.database.run(lambda: looking.custody(case_id, item_id, staff_id, act, now))
        self.news.here("events")
