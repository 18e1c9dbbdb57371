"""case: one request for help, kept because the contact agreed. It has exactly one holder; only the holder may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from helpline.consent import Consent, standing
from helpline.evidence import Item


@dataclass(frozen=True)
class Holder:
    """Who talks now: the bot, a team's queue (waiting), or one staff member.

    `team`: who may see the case; it stays while the bot goes on with it, so that a closed case can be opened again.
    `token` goes up by one each time the holder changes; a send must show the token it was written under. `since`: when
    it changed last.
    """

    kind: str = "bot"
    team: str | None = None
    staff: str | None = None
    token: int = 0
    since: datetime | None = None


@dataclass(frozen=True, repr=False)
class Case:
    """`number` is what the contact writes down; `pin_digest` the keyed digest of her PIN, None until it was issued.

    `facts` are the answers so far (flows.facts). `words` are answers in her own words, by name (flows.facts.ANSWERS).
    `urgency` is none, urgent (staff said so), crisis or danger. `route` is the organisation: institute, child_focus or
    both. `state` is open or closed; `outcome` how it ended. `safe_time` is when she may be written to.

    `wrote`: how many messages of hers joined the transcript, `wrote_at`: the last one. `answer_by`: until then whoever
    holds it must have answered. `numbers_by`: then the numbers go out, unless somebody has answered. `nudged_at`: when
    she was last told, in a chat she had emptied, that there is news. `warned_at`: when she was told that it ends soon.
    `last_day`: the end of the day on which she last wrote or tapped here, from which its time counts.
    `kept_for`: why staff keep it beyond its time, None where they do not; it never stands in the way of her erasing it.
    """

    id: str
    number: str
    opened_at: datetime
    language: str
    holder: Holder = Holder()
    route: str = "institute"
    urgency: str = "none"
    state: str = "open"
    waiting_since: datetime | None = None
    pin_digest: bytes | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    items: tuple[Item, ...] = ()
    outcome: str | None = None
    safe_time: str | None = None
    wrote: int = 0
    wrote_at: datetime | None = None
    answer_by: datetime | None = None
    numbers_by: datetime | None = None
    nudged_at: datetime | None = None
    warned_at: datetime | None = None
    kept_for: str | None = None
    last_day: datetime | None = None

    def agreed(self, scope: str) -> bool:
        return scope in standing(self.consents)

    @property
    def is_waiting(self) -> bool:
        return self.holder.kind == "queue"

    def given(self, kind: str, now: datetime, team: str | None = None, staff: str | None = None) -> Case:
        """The same case with its next holder. Nobody has promised an answer yet."""
        holder = Holder(kind, team, staff, self.holder.token + 1, now)
        return replace(self, holder=holder, waiting_since=now if kind == "queue" else None, answer_by=None)

    def __repr__(self) -> str:
        return f"Case({self.id}, held by {self.holder.kind})"
