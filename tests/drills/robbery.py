"""A house that is robbed of every byte, again and again: while people live in it, after some are erased, and later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from haven.backup_files import locked
from haven.backup_places import place_for, remove_old
from helpline.outliving import erase_outlived
from storage.dumping import copy_of_data, copy_of_keys
from storage.statements import ask
from tests.console.desk import now
from tests.console.test_live import Listener, listening
from tests.drills.canary import make
from tests.drills.erased_house import NEVER, PATIENCE, YES, Lived, Person, sees
from tests.drills.finding import Finding
from tests.drills.harvest import Ground, Harvest, gather, lying_open
from tests.postgres import execute
from tests.road import press

#: How many live in the house at the same moment.
AT_ONCE = 4
#: Seconds within which all of it must be gone.
WITHIN = 60
#: Where no message of the chat can be taken back any more, its address goes too.
TWO_DAYS = timedelta(hours=49)
YEARS, NOTHING = timedelta(days=400), timedelta()
TABLES = ("cases", "line", "item", "consent", "note", "kept_back", "ticket", "page_session", "access")


@dataclass
class Robbery:
    """`people`: who lives here. `found`: of each robbery what was won, by person and kind."""

    house: Lived
    ground: Ground
    finding: Finding
    urls: tuple[str, str]
    public: str
    people: list[Person] = field(default_factory=list)

    # ── before ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def all_live(self, count: int) -> None:
        for begin in range(0, count, AT_ONCE):
            some = range(begin, min(begin + AT_ONCE, count))
            self.people += await asyncio.gather(*(self.house.lives(number) for number in some))

    async def back_up(self) -> None:
        """Data and keys, as the operator's command does it, beside the running house."""
        await asyncio.to_thread(self._back_up, "data")
        await asyncio.to_thread(self._back_up, "keys")

    def _back_up(self, what: str) -> Path:
        settings, at = self.house.desk.parts.settings, now()
        copy = copy_of_data(self.urls[0], at) if what == "data" else copy_of_keys(self.urls[1], self.urls[0], at)
        path = place_for(what, self.ground.copies / what, settings, at)  # type: ignore[arg-type]
        with locked(path, copy, [self.public]):
            pass
        remove_old(path, what)  # type: ignore[arg-type]
        return path

    # ── the erasing ───────────────────────────────────────────────────────────────────────────────────────────────
    async def erases(self, who: Person, listener: Listener) -> None:
        """In the chat, by herself; the seconds until nothing is left, in the house and on the console."""
        if who.hides:
            await who.second.says(who.claim)
            await sees(who.second, who.words["last"])
            await who.second.says("/delete")
            await sees(who.second, "Everything that lies open in this chat goes")
            await self.house.desk.until(partial(self._all_there, who), PATIENCE)
        began = time.monotonic()
        await press(who.second, YES, PATIENCE)
        await self.is_gone(who)
        await self.house.desk.until(lambda: who.case in listener.gone(), WITHIN)
        took = time.monotonic() - began
        if took > WITHIN:
            self.finding.add("not gone in time", who.number)
        slowest = "ms until gone, slowest"
        self.finding.seen[slowest] = max(self.finding.seen[slowest], int(took * 1000))

    async def _all_there(self, who: Person) -> bool:
        """Nothing is on the wire to her second phone: that would be sealed anew until it has arrived."""
        store = self.house.desk.parts.store
        lookup = store.keys.house.lookup("telegram", str(who.second.chat_id))
        sql = "SELECT 1 FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE c.lookup = $1"
        return not await store.database.read(lambda: ask(sql, lookup))

    async def is_gone(self, who: Person) -> None:
        """Rows, what waited to be sent to her, and the key."""
        async with asyncio.timeout(WITHIN):
            while await self._left(who):  # noqa: ASYNC110 - another task erases
                await asyncio.sleep(0.02)

    async def _left(self, who: Person) -> int:
        store, left = self.house.desk.parts.store, 0
        for table in (*TABLES, "outbox"):
            column = "id" if table == "cases" else "case_id"
            sql = f"SELECT COUNT(*) FROM {table} WHERE {column} = $1"
            left += (await store.database.read(lambda sql=sql: ask(sql, who.case)))[0][0]  # type: ignore[misc]
        key = "SELECT COUNT(*) FROM data_key WHERE id = $1"
        return left + int((await store.keys.database.read(lambda: ask(key, who.key_id)))[0][0])

    async def all_erase(self, leaving: Sequence[Person]) -> None:
        """Each by herself, in her chat."""
        listener = await listening(self.house.desk, self.house.lotte)
        await asyncio.gather(*(self.erases(who, listener) for who in leaving))
        await self.goes_on()

    async def time_passes(self, leaving: Sequence[Person], staying: Sequence[Person]) -> None:
        """More than a year; some are kept for a reason, the rest go by themselves."""
        for who in staying:
            await self.house.acts(who, "keep", reason="legal")
        desk = self.house.desk
        await erase_outlived(desk.parts.store, now() + YEARS, desk.parts.premises())
        for who in leaving:
            await self.is_gone(who)
        await self.goes_on()

    async def goes_on(self) -> None:
        """Telegram takes messages again, and all is sent."""
        self.house.desk.emulator.faults.clear()
        await self.house.desk.until(self._all_sent, PATIENCE)

    async def _all_sent(self) -> bool:
        return not (await self.house.desk.parts.store.counts())["outbox"]

    # ── the hour after ────────────────────────────────────────────────────────────────────────────────────────────
    async def an_hour_later(self, rotates: bool = True, later: timedelta | None = None) -> None:
        """What the house does by itself; on PostgreSQL the operator, too, as the how-to says."""
        store = self.house.desk.parts.store
        await store.all_destroyed()
        await store.destroy_erased()
        if later:
            await store.forget_idle(now() + later)
            await store.prune(now() + later)
            await store.all_destroyed()
        if rotates:
            await store.rotate_epoch(now())
        await self.written_down(rotates)

    async def written_down(self, forgets: bool = False) -> None:
        """What PostgreSQL has in memory is on its disk; and it lets go of the log of before."""
        if self.urls[0].startswith("postgresql"):
            for statement in ("CHECKPOINT", *(("SELECT pg_switch_wal()", "CHECKPOINT") * 3 if forgets else ())):
                await execute(self.urls[0], statement)

    async def past_the_horizon(self) -> None:
        """A week later: the backups of keys from before are older than that when the next one is made."""
        for path in self.ground.backups("keys"):
            path.rename(path.with_name("haven-keys-2001-01-01T000000Z.age"))
        await asyncio.to_thread(self._back_up, "keys")

    # ── the judging ───────────────────────────────────────────────────────────────────────────────────────────────
    def words(self) -> dict[str, str]:
        return {f"{who.number} {kind}": word for who in self.people for kind, word in who.words.items()}

    def keys(self) -> dict[str, bytes]:
        return {f"{who.number} {kind}": key for who in self.people for kind, key in who.keys.items()}

    async def nothing_lies_open(self) -> None:
        """No word and no key of anybody stands anywhere as it is; one that we put there is seen."""
        logs, control = self.house.folder / "logs", make("control")
        (logs / "haven.log").write_text(self.house.desk.log.getvalue())
        (logs / "control").write_text(control)
        told = self.words() | {"0 control": control}
        found = await asyncio.to_thread(lying_open, self.ground, told, self.keys(), "data", "keys")
        if "0 control" not in found:
            self.finding.add("what lies open is not seen", 0)
        for name in sorted(found - {"0 control"}):
            number, _, kind = name.partition(" ")
            self.finding.add(f"{kind} lies open", int(number))

    async def asks(
        self, when: str, people: Sequence[Person], kinds: Sequence[str], there: bool, *copies: str
    ) -> Harvest:
        """Rob it, and look of these people for these kinds."""
        began = time.monotonic()
        harvest = await asyncio.to_thread(gather, self.ground, self.words(), self.keys(), *copies)
        for who in people:
            self.judge(harvest, who, kinds, there)
        seen = self.finding.seen
        seen[f"won {when}"] = sum(f"{who.number} {kind}" in harvest.won for who in people for kind in kinds)
        seen[f"keys tried {when}"] = len(harvest.ring.secrets)
        seen[f"ms {when}"] = int(1000 * (time.monotonic() - began))
        return harvest

    def judge(self, harvest: Harvest, who: Person, kinds: Collection[str], there: bool) -> None:
        """All of these kinds can be won, or none of them; and what is never kept is not even sealed."""
        for kind in kinds:
            if (f"{who.number} {kind}" in harvest.won) != there:
                self.finding.add(f"{kind} {'cannot be' if there else 'can still be'} won", who.number)
        for kind in NEVER:
            if f"{who.number} {kind}" in harvest.won:
                self.finding.add(f"{kind} was kept", who.number)

    async def reads(self, who: Person) -> None:
        """At the console, as on any day."""
        page = (await self.house.lotte.post(f"/console/api/cases/{who.case}/open", {"reason": "asked"})).body.decode()
        for kind in ("story", "impact", "queue", "heard", "reply", "note", "remark", "given", "returned", "last"):
            if who.words[kind] not in page:
                self.finding.add(f"{kind} is not readable any more", who.number)
