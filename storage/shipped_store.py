"""What is asked of storage about the libraries and directories Haven came with: which of them somebody has seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpline.drafts import Kind
from storage.repositories import shipped
from storage.running import Running


class ShippedStore(Running):
    """The store, as whoever brings a newer library in sees it. All of it raises StorageTrouble."""

    async def shipped_seen(self, kind: Kind) -> Sequence[str]:
        """By checksum; the one looked at last comes last."""
        return await self.database.read(lambda: shipped.checksums(kind))

    async def shipped_content(self, kind: Kind, checksum: str) -> str | None:
        return await self.database.read(lambda: shipped.content(kind, checksum))

    async def see_shipped(self, kind: Kind, checksum: str, content: str, now: datetime) -> None:
        """From now on the house knows this one."""
        await self.database.run(lambda: shipped.seen(kind, checksum, content, now))
