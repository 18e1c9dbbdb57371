"""standing: at which step of which revision people stand just now. Every talk is opened to count it, in a thread, and
nothing of it stays but the count.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from flows.session import Place
from storage.chores import IDLE
from storage.errors import SealBroken
from storage.repositories import sessions
from storage.running import Running
from storage.seal import Key
from storage.statements import Rows, Steps, ask, minute

#: Talks opened at a time.
AT_A_TIME = 500
#: Behind this contact, by id; who was idle for an hour without a case is as good as gone.
NEXT = (
    "SELECT contact_id, key_id, sealed FROM session WHERE contact_id > $1 AND (kept OR touched_at > $2)"
    " ORDER BY contact_id LIMIT $3"
)


class StandingStore(Running):
    """The store, as whoever publishes sees it."""

    async def people_on_steps(self, now: datetime) -> Mapping[tuple[int, Place], int]:
        """How many talks that are going on stand at which step of which revision. Raises StorageTrouble."""
        found: Counter[tuple[int, Place]] = Counter()
        after = ""
        while rows := await self.database.read(lambda after=after: page(after, now)):  # type: ignore[misc]
            keys = await self._lent({row[1] for row in rows})
            found += await asyncio.to_thread(counted, rows, keys)
            after = rows[-1][0]
        return found


def page(after: str, now: datetime) -> Steps[Rows]:
    return (yield from ask(NEXT, after, minute(now) - IDLE, AT_A_TIME))


def counted(rows: Rows, keys: Mapping[str, Key]) -> Counter[tuple[int, Place]]:
    """Heavy: for a thread. What cannot be read stands nowhere."""
    found: Counter[tuple[int, Place]] = Counter()
    for contact_id, key_id, sealed in rows:
        if key_id not in keys:
            continue
        try:
            session = sessions.opened(keys[key_id], contact_id, bytes(sealed))
        except (SealBroken, ValueError, KeyError, TypeError):
            continue
        if not session.ended:
            found[session.revision, session.place] += 1
    return found
