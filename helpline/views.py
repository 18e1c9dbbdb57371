"""views: what staff see of cases: a list without words, one case with everything, who is there, and what happened.

Frozen pictures of one moment. Words stand in them as Words, so that none of it prints itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from helpline.case import Case
from helpline.contact import Words
from helpline.retention import Kept


@dataclass(frozen=True)
class Someone:
    """One of the staff, as colleagues see her."""

    id: str
    alias: str


@dataclass(frozen=True)
class Holding:
    """Who has a case, and since when. `alias` is None where it is not one of the staff, or she is gone."""

    kind: str
    staff: str | None = None
    alias: str | None = None
    since: datetime | None = None


# ── the queue ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Ending:
    """Cases whose time is over by then. `kept`: how long each team keeps; `first`: whose a case is that none has
    seen."""

    by: datetime
    kept: Mapping[str, Kept]
    first: str


@dataclass(frozen=True)
class QueueAsk:
    """Which cases; None: all of them. `holder` is mine, waiting, held or bot. `number` is the whole number of a case.
    `after`: the `next` of the page before. `ending`: only what ends by then; `kept_on`: only what staff keep on."""

    team: str | None = None
    holder: str | None = None
    language: str | None = None
    urgency: str | None = None
    route: str | None = None
    state: str | None = "open"
    number: str | None = None
    after: str | None = None
    limit: int = 50
    ending: Ending | None = None
    kept_on: bool = False


@dataclass(frozen=True)
class QueueRow:
    """One case in the list. `wrote`: how many messages of hers, `unseen`: how many of them are new to whoever asked.
    `looking`: who has it open just now. `locked`: the chat has forgotten it, until her PIN."""

    id: str
    number: str
    team: str | None
    language: str
    urgency: str
    route: str
    state: str
    holder: Holding
    waiting_since: datetime | None
    opened_at: datetime
    wrote: int
    wrote_at: datetime | None
    unseen: int = 0
    looking: tuple[Someone, ...] = ()
    answer_by: datetime | None = None
    numbers_by: datetime | None = None
    locked: bool = False
    outcome: str | None = None


@dataclass(frozen=True)
class Counts:
    """Of all open cases of her teams, whatever is shown."""

    waiting: int = 0
    mine: int = 0
    held: int = 0
    urgent: int = 0


@dataclass(frozen=True)
class QueuePage:
    """`total`: how many there are of what was asked for. `seq`: news since then is not in it yet."""

    rows: tuple[QueueRow, ...]
    total: int
    counts: Counts
    next: str | None
    seq: int


# ── one case ──────────────────────────────────────────────────────────────────────────────────────────────────────
#: What became of a line: queued, trying, sent, ambiguous, refused, blocked, withdrawn, deleted (by Haven), kept_back
#: (until she is back, or until the time she named), and none where nothing is sent.
FATES = ("queued", "trying", "sent", "ambiguous", "refused", "blocked", "withdrawn", "deleted", "kept_back", "none")


@dataclass(frozen=True)
class SeenLine:
    """One line of the transcript. `hard`: better folded until somebody wants to read it."""

    id: str
    by: str
    staff: str | None
    alias: str | None
    text: Words
    at: datetime
    fate: str
    hard: bool = False


@dataclass(frozen=True)
class Custody:
    """Who did what with an item, when."""

    act: str
    alias: str | None
    at: datetime


@dataclass(frozen=True)
class SeenItem:
    """`shown`: as it may be shown, links defanged. `origin`: chat, or page where it was made on her own device, by
    `tool`, of a file of this class of `size`. Hashes of one file have an equal `file`. `raw`: of the picture unturned.
    """

    id: str
    kind: str
    platform: str | None
    shown: Words
    given_at: datetime
    state: str = "kept"
    algorithm: str | None = None
    quality: int | None = None
    label: str | None = None
    custody: tuple[Custody, ...] = ()
    origin: str = "chat"
    tool: str | None = None
    media: str | None = None
    size: str | None = None
    file: str | None = None
    raw: bool = False


@dataclass(frozen=True)
class Happening:
    """An event, with the alias of whoever did it. `seq` is None for a moment, until events are numbered."""

    seq: int | None
    kind: str
    at: datetime
    alias: str | None
    about: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class SeenNote:
    id: str
    alias: str | None
    text: Words
    at: datetime


@dataclass(frozen=True, repr=False)
class CasePage:
    """Everything about one case, for who may read it. `case` is the case itself, for rules to be asked about it;
    `kept_back`: how many messages wait for her. `barred_until`: until then staff have shut her chat out. `blocked`: she
    has blocked the bot."""

    row: QueueRow
    case: Case
    lines: tuple[SeenLine, ...]
    items: tuple[SeenItem, ...]
    history: tuple[Happening, ...]
    notes: tuple[SeenNote, ...]
    kept_back: int = 0
    #: What is half typed about it lies in a browser sealed with this: made from the case's own key, it dies with it.
    drafts: bytes = b""
    barred_until: datetime | None = None
    blocked: bool = False

    def __repr__(self) -> str:
        return f"CasePage({self.row.id})"


# ── live ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class NewsItem:
    """An event by its number. `team`: whose the case is now, None where it is nobody's any more; `team_before`: whose
    it was where the event moved it. `gone`: the case is not there any more. `staff`: who did it."""

    seq: int
    kind: str
    case: str | None
    team: str | None = None
    team_before: str | None = None
    staff: str | None = None
    gone: bool = False


@dataclass(frozen=True)
class Present:
    """A console that is open: whose, at which case, whether she takes new ones, and of which sign-in."""

    staff_id: str
    case_id: str | None
    available: bool
    sign_in: str
