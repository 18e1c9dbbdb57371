"""What the console is given: it makes nothing itself, knows no database and no messenger, and can be read without them.

`request.app.state.parts` is the one place where a route finds it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from helpline.contact import Address
from helpline.delivery import Worked
from helpline.ports import House, Say
from helpline.staff import Staff

if TYPE_CHECKING:
    from console.editing import Editing
    from console.hub import Hub
    from console.people import People
    from console.presence import Presence
    from helpline.audit import AuditAsk, AuditPage
    from helpline.book.ahead import Ahead
    from helpline.book.publishing import Standing
    from helpline.drafts import Content, Drafts, Published
    from helpline.evidence import Item
    from helpline.matching import Compared
    from helpline.views import CasePage, NewsItem, Present, QueueAsk, QueuePage, QueueRow


class Desk(Protocol):
    """What the console asks of storage. Everything that changes a case goes through `ConsoleParts.act` instead."""

    async def queue(self, asked: QueueAsk, staff: Staff) -> QueuePage: ...
    async def rows(self, case_ids: Collection[str], staff: Staff | None = None) -> Sequence[QueueRow]: ...
    async def seen(self, case_ids: Collection[str]) -> Mapping[str, Mapping[str, int]]: ...
    async def case_page(self, case_id: str, staff: Staff) -> CasePage: ...
    async def news_since(self, seq: int, limit: int) -> Sequence[NewsItem]: ...
    async def last_seq(self) -> int: ...
    async def see(self, staff_id: str, case_id: str, words: int) -> None: ...
    async def note_viewing(self, sign_in: str, case_id: str, staff: Staff, reason: str, now: datetime) -> None: ...
    async def may_view(self, sign_in: str, case_id: str, now: datetime) -> bool: ...
    async def count_exposure(self, sign_in: str) -> int: ...
    async def custody(self, case_id: str, item_id: str, staff_id: str, act: str, now: datetime) -> None: ...
    async def be_here(
        self, sign_in: str, staff_id: str, case_id: str | None, available: bool, now: datetime
    ) -> None: ...
    async def presence(self, now: datetime) -> Sequence[Present]: ...
    async def audit_page(self, asked: AuditAsk, sign_in: str, staff_id: str, now: datetime) -> AuditPage: ...
    async def address_of(self, case_id: str) -> Address | None: ...
    async def matched(
        self, case_id: str, team: str, items: Collection[Item], staff: Staff, now: datetime
    ) -> Compared: ...


class Shipped(Protocol):
    """The flows Haven ships with, after an upgrade: see haven/shipped.py."""

    async def differs(self) -> bool: ...
    async def brought_together(self) -> tuple[Content, Sequence[Mapping[str, Any]]]: ...
    async def look(self, now: datetime) -> None: ...


class Books(Protocol):
    """Numbers, hours, replies and words outside the flows, as the house goes by them and as Haven ships with them: see
    haven/books.py."""

    async def standing(self) -> Standing: ...
    async def ahead(self, now: datetime) -> tuple[Ahead, ...]: ...
    async def differs(self) -> bool: ...
    async def brought_together(self) -> tuple[Content, Sequence[Mapping[str, Any]]]: ...
    async def look(self, now: datetime) -> None: ...
    async def remember(self, made: Published, now: datetime) -> None: ...


@dataclass(frozen=True)
class ConsoleParts:
    """`drafts`: what editors work on; `editing`: what this process remembers of it. `people`: staff, their keys and
    sign-ins. `act` does what a staff member asked for, as one transaction, and sees to all that follows. `failed` hears
    of what should never happen. `origin` is where browsers find the console: scheme, host and port. `texts`: for each
    language, English source text → translation. `dist`: the folder of the built front end."""

    store: Desk
    drafts: Drafts
    editing: Editing
    shipped: Shipped
    books: Books
    people: People
    house: Callable[[], House]
    clock: Callable[[], datetime]
    act: Callable[[str, Any, Staff], Awaitable[Worked]]
    typing: Callable[[Address], Awaitable[None]]
    hub: Hub
    presence: Presence
    origin: str
    operator: str
    languages: tuple[str, ...]
    say: Say
    dist: Path
    demo: bool = False
    #: The operator allows to look for the same picture in other cases.
    matching: bool = False
    version: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    failed: Callable[[BaseException], None] = lambda _: None
    #: The demo's own sign-ins: secret of the address → id of the staff member.
    demo_links: Mapping[str, str] = field(default_factory=dict)
