"""What is asked of storage about the libraries and directories Haven came with: which of them somebody has seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.repositories import shipped
from storage.running import Running


class ShippedStore(Running):
    """The store, as whoever brings a newer library in sees it. All of it raises StorageTrouble."""

    async def shipped_seen(self) -> Sequence[str]:
        """By checksum; the one looked at last comes last."""
        return await self.database.read(shipped.checksums)

    async def shipped_content(self, checksum: str) -> str | None:
        return await self.database.read(lambda: shipped.content(checksum))

    async def see_shipped(self, checksum: str, content: str, now: datetime) -> None:
        """From now on the house knows this one."""
        await self.database.run(lambda: shipped.seen(checksum, content, now))

    async def books_seen(self) -> Sequence[str]:
        """Directories, by checksum; the one looked at last comes last."""
        return await self.database.read(shipped.books)

    async def book_content(self, checksum: str) -> str | None:
        return await self.database.read(lambda: shipped.content(shipped.BOOK + checksum))

    async def see_book(self, checksum: str, content: str, now: datetime) -> None:
        """From now on the house knows this one."""
        await self.database.run(lambda: shipped.seen(shipped.BOOK + checksum, content, now))
