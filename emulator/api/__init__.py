"""The Bot API's methods, a file per family: from the emulated Telegram and typed parameters to the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulator.api import albums, asking, chatting, copying, deleting, editing, profile, sending, topics
from emulator.telegram import Telegram

Handler = Callable[[Telegram, dict[str, Any]], Any]

#: By lower-case name. getUpdates and the webhook's three live with the delivery of updates.
HANDLERS: dict[str, Handler] = {
    name.lower(): handler
    for family in (albums, asking, chatting, copying, deleting, editing, profile, sending, topics)
    for name, handler in family.METHODS.items()
}
