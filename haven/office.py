"""Where staff work, put together: what they do goes the same way as what contacts send, and who is there is known.

The console is given all it needs from here; it knows neither the database nor the messenger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.telegram.channel import TelegramChannel
from console.guarding import App
from console.hub import SIGN_OF_LIFE, Hub
from console.parts import ConsoleParts
from console.presence import Presence
from haven import premises
from haven.afterwards import Afterwards
from haven.loops import Loops
from haven.premises import Premises
from haven.settings import Settings
from helpline.action import Action
from helpline.chores import work_due_cases
from helpline.contact import Address
from helpline.delivery import Worked
from helpline.desk import decide_for
from helpline.ending import tell_of_endings
from helpline.languages import Catalogue
from helpline.locking import lock_idle
from helpline.outliving import erase_outlived
from helpline.ports import DecideCase
from helpline.staff import Staff
from storage.store import Store

#: The built front end.
DIST = premises.ROOT / "web" / "dist" / "console"
#: Seconds between two looks: who is there; who is signed in still; what time brings to cases.
PRESENT, SIGNED_IN, CASES = 2.0, 5.0, 5.0
#: Seconds between two signs to one chat that somebody is writing.
TYPING = 3.0
#: And what nobody keeps any longer; chats that nobody has looked into for long.
OUTLIVED, IDLE = 3600.0, 600.0


@dataclass
class Office:
    """`spawn` starts a task that has a parent."""

    store: Store
    premises: Premises
    clock: Callable[[], Any]
    afterwards: Afterwards
    channel: TelegramChannel
    spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
    hub: Hub = field(init=False)
    presence: Presence = field(init=False)
    _typed: dict[str, float] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.hub = Hub(self.store, self.premises, self._still, version(DIST))
        self.presence = Presence(self.store, self.hub)

    async def act(self, case_id: str, action: Action, by: Staff) -> Worked:
        """What a staff member asked for, as one transaction; then it is sent. Raises Declined."""
        return await self.carry_out(case_id, decide_for(action, by), action.once)

    async def carry_out(self, case_id: str, decide: DecideCase, once: str | None = None) -> Worked:
        """What was decided over a case, as one transaction; then it is sent. Raises whatever `decide` raises."""
        worked = await self.store.act(case_id, self.clock(), self.premises(), decide, once)
        self.afterwards.of(worked)
        return worked

    async def typing(self, address: Address) -> None:
        """Telegram shows it for five seconds: more often than every third, nobody would see it."""
        now = asyncio.get_running_loop().time()
        self._typed = {one: at for one, at in self._typed.items() if now - at < TYPING}
        if address.plain not in self._typed:
            self._typed[address.plain] = now
            self.spawn(self.channel.typing(address))

    async def work_due_cases(self) -> None:
        """What time brings to cases."""
        await work_due_cases(self.store, self.clock(), self.premises(), self.afterwards.of)

    async def look(self) -> None:
        """From now on every decision knows who works here and who takes cases, and consoles see it."""
        self.presence.changed.clear()
        colleagues = {one.id: one for one in await self.store.people.all()}
        self.premises.staffed(colleagues, await self.presence.look(colleagues, self.clock()))

    async def look_who_is_there(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            try:
                async with asyncio.timeout(PRESENT):
                    await self.presence.changed.wait()
            except TimeoutError:
                continue

    async def sign_of_life(self) -> None:
        self.hub.beat()
        await self.presence.speak_for_silent(self.clock())

    async def erase_outlived(self) -> None:
        """What their teams keep no longer, and what the house itself does not."""
        await erase_outlived(self.store, self.clock(), self.premises(), self.afterwards.of)
        memory = self.premises().directory.memory
        await self.store.purge_events(self.clock(), timedelta(days=memory.events_days))
        await self.store.prune_statistics(self.clock(), timedelta(days=memory.statistics_days))

    async def tell_of_endings(self) -> None:
        """Who agreed to it is told, at a time she named, that something ends soon."""
        await tell_of_endings(self.store, self.clock(), self.premises(), self.afterwards.of)

    async def lock_idle(self) -> None:
        """Chats in which nothing has happened for long forget their case."""
        await lock_idle(self.store, self.clock(), self.premises(), self.afterwards.of)

    def start(self, loops: Loops) -> None:
        """Everything that goes on by itself here."""
        self.store.news.hear("numbered", self.hub.hear)
        self.store.news.hear("here", self.presence.changed.set)
        self.store.people.hear_revoked(lambda: self.spawn(self.hub.watch()))
        loops.keep("hub", self.hub.run)
        loops.keep("presence", self.look_who_is_there)
        loops.every(SIGN_OF_LIFE, "sign_of_life", self.sign_of_life)
        loops.every(SIGNED_IN, "signed_in", self.hub.watch)
        loops.every(CASES, "due_cases", self.work_due_cases)
        loops.every(OUTLIVED, "erase_outlived", self.erase_outlived)
        loops.every(OUTLIVED, "tell_of_endings", self.tell_of_endings)
        loops.every(IDLE, "lock_idle", self.lock_idle)

    async def _still(self, sign_in: str, stepped_up_until: datetime | None) -> bool:
        return await self.store.people.still(sign_in, self.clock(), stepped_up_until)


def furnish_console(
    settings: Settings,
    office: Office,
    origin: str,
    failed: Callable[[BaseException], None],
    demo_links: Mapping[str, str] | None = None,
) -> App:
    """The console, ready to be served. With `demo_links` it is the demo's."""
    from console.app import create_console  # its framework is slow to load, and only whoever serves it needs it

    words = premises.catalogue(settings)
    parts = ConsoleParts(
        store=office.store,
        **_for_editors(settings, office, words),
        people=office.store.people,
        house=office.premises,
        clock=office.clock,
        act=office.act,
        typing=office.typing,
        hub=office.hub,
        presence=office.presence,
        origin=origin,
        operator=settings.operator,
        matching=settings.matching,
        languages=settings.languages,
        say=words.say,
        texts=words.words,
        dist=DIST,
        demo=demo_links is not None,
        demo_links=demo_links or {},
        version=version(DIST),
        failed=failed,
    )
    return create_console(parts)


def _for_editors(settings: Settings, office: Office, words: Catalogue) -> dict[str, Any]:
    """What those parts of the console need in which drafts are worked on."""
    from console.editing import Editing
    from haven.books import Books
    from haven.shipped import Shipped
    from haven.texts_outside import texts_outside

    store = office.store
    editing = Editing(store, lambda about: office.spawn(store.news.tell("drafts", about)))
    store.news.hear_of("drafts", lambda about: editing.hear(about, office.clock()))
    return {
        "drafts": store,
        "editing": editing,
        "shipped": Shipped(store, lambda: premises.library(settings.languages)),
        "books": Books(store, premises.DIRECTORY, lambda: texts_outside(premises.ROOT, words)),
    }


def version(dist: Path) -> str:
    """Which build of the front end this is; empty without one. An open console that has another one is told."""
    try:
        return sha256((dist / ".vite" / "manifest.json").read_bytes()).hexdigest()[:12]
    except OSError:
        return ""
