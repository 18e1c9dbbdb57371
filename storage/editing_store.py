"""What editing asks of storage: drafts, what was published, talks to try them, and numbers step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.session import Place
from helpline.as_published import is_as_published
from helpline.drafts import Asked, Content, Draft, Edited, Kind, Published, SavedTalk
from helpline.errors import NotAnEdit
from helpline.steps_walked import Walked
from storage.news import Topic
from storage.repositories import drafts, published, revisions, saved_talks, step_counts
from storage.repositories.revisions import Stored
from storage.standing import StandingStore

#: What other processes should look at when something is published.
NEWS: Mapping[Kind, Topic] = {"flows": "revision", "directory": "edition"}

#: How long a draft may be, in characters: eight times 500 steps in three languages. A check holds many times as much.
MOST_DRAFT = 2 << 20


class EditingStore(StandingStore):
    """The store, as editors see it: `helpline.drafts.Drafts`. All of it raises StorageTrouble."""

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────
    async def drafts(self) -> Sequence[Draft]:
        return await self.database.read(drafts.every)

    async def draft(self, draft_id: str) -> Draft | None:
        return await self.database.read(lambda: drafts.find(draft_id))

    async def begin_draft(self, draft: Draft) -> None:
        await self.database.run(lambda: drafts.begin(draft))
        self.news.here("events")

    async def save_draft(
        self,
        draft_id: str,
        version: int,
        content: Content,
        changes: Sequence[Mapping[str, Any]],
        by: str,
        now: datetime,
    ) -> int:
        """The next version. Raises Moved, NotAnEdit."""
        text, told = drafts.plain(content), drafts.plain(changes)
        if len(text) > MOST_DRAFT:
            raise NotAnEdit(why="too_much")
        return await self.database.run(lambda: drafts.save(draft_id, version, text, told, by, now))

    async def name_draft(self, draft_id: str, name: str) -> None:
        await self.database.run(lambda: drafts.name(draft_id, name))

    async def discard_draft(self, draft_id: str, by: str, now: datetime) -> None:
        await self.database.run(lambda: drafts.discard(draft_id, by, now))
        self.news.here("events")

    async def edits_since(self, draft_id: str, version: int) -> Sequence[Edited]:
        return await self.database.read(lambda: drafts.edits_since(draft_id, version))

    # ── what is published ─────────────────────────────────────────────────────────────────────────────────────────
    async def ask_to_publish(self, draft_id: str, asked: Asked | None) -> None:
        """Raises Moved."""
        await self.database.run(lambda: drafts.ask_for_second(draft_id, asked))
        self.news.here("events")

    async def publish_draft(self, draft: Draft | None, published_as: Published, content: str) -> None:
        """The next one, and every process knows at once. Raises Moved."""
        await self.database.run(lambda: published.publish(draft, published_as, content))
        self.news.here("events")
        await self.news.tell(NEWS[published_as.kind])

    async def published(self, kind: Kind) -> Sequence[Published]:
        return await self.database.read(lambda: published.every(kind))

    async def content_of(self, kind: Kind, number: int) -> str | None:
        """None where there is none, or where it is no longer what was published: nobody goes back to that."""
        found = await self.database.read(lambda: published.content(kind, number))
        return found[0] if found is not None and is_as_published(*found) else None

    async def made_from(self, number: int) -> Mapping[str, Any]:
        return await self.database.read(lambda: published.made_from(number))

    async def revisions_after(self, number: int) -> Sequence[Stored]:
        """Those with a larger number, the smallest first, as they lie there: whoever runs one looks at it first."""
        return await self.database.read(lambda: revisions.after(number))

    # ── talks, and numbers ────────────────────────────────────────────────────────────────────────────────────────
    async def saved_talks(self) -> Sequence[SavedTalk]:
        return await self.database.read(saved_talks.every)

    async def save_talk(self, talk: SavedTalk) -> None:
        await self.database.run(lambda: saved_talks.save(talk))
        self.news.here("events")

    async def remove_talk(self, talk_id: str, by: str, now: datetime) -> None:
        await self.database.run(lambda: saved_talks.remove(talk_id, by, now))
        self.news.here("events")

    async def count_steps(self, counts: Mapping[Walked, int]) -> None:
        """Lazily: it goes along with the next commit."""
        await self.database.run(lambda: step_counts.add(counts), lazy=True)

    async def step_counts(self, revision: int) -> Mapping[tuple[Place, str], int]:
        return await self.database.read(lambda: step_counts.of(revision))
