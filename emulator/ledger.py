"""The ledger: every call a bot made, in order, also those a fault swallowed. Tests count from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One call. `ok` tells whether Telegram carried it out, `fate` what became of the answer:
    "answered", or the kind of fault that took it (with "drop_after_accept" ok is True and nobody was told)."""

    seq: int
    at: datetime
    method: str
    chat_id: int | None
    params: dict[str, Any]
    ok: bool
    error_code: int | None = None
    message_id: int | None = None
    fate: str = "answered"
    via: str = field(default="call")  # or "webhook": the call stood in the answer to an update

    def __repr__(self) -> str:
        return f"<{self.seq} {self.method} ok={self.ok} {self.error_code or ''} {self.fate}>"


class Ledger(list[Entry]):
    """Append-only; read it like any list."""

    def of(self, *methods: str, chat_id: int | None = None) -> Iterator[Entry]:
        """The calls of these methods that were carried out, for one chat or all."""
        wanted = {method.lower() for method in methods}
        for entry in self:
            if entry.ok and entry.method.lower() in wanted and chat_id in (None, entry.chat_id):
                yield entry
