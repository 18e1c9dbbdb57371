"""The places of the house that failpoints stand around, by name: along an update's way, and what goes on beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import asyncpg

from bot.telegram.api import Unclear

connect_plain = sqlite3.connect


class Watched(sqlite3.Connection):
    """A connection in Python, so that a commit on it can be stood around."""

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        return super().execute(sql, values)


def connect_watched(*where: Any, **how: Any) -> sqlite3.Connection:
    return connect_plain(*where, **{"factory": Watched} | how)


@dataclass(frozen=True)
class Place:
    """`where` the function is looked up, `module:name`; `here`: does this call count? `error`: what it raises."""

    where: str
    here: Callable[..., bool] = lambda *_: True
    error: Callable[[str], Exception] = RuntimeError


def commits(connection: object, sql: str, *_: object) -> bool:
    return "COMMIT" in sql


def asks_on(api: object, method: str, params: Any, *_: object) -> bool:
    """Asking for what comes after these updates confirms them."""
    return method == "getUpdates" and params["offset"] > 0


# fmt: off
PLACES: dict[str, tuple[Place, ...]] = {
    "verify": (Place("bot.telegram.webhook:Webhook._refusal"),),
    "receive": (Place("helpline.receiving:Receiving.receive"),),
    "load": (Place("storage.unit_of_work:load"),),
    "decide": (Place("helpline.intake:decide"),),
    "save": (Place("storage.unit_of_work:save"),),
    "commit": (
        Place("tests.drills.places:Watched.execute", commits, sqlite3.OperationalError),
        Place("asyncpg:Connection.execute", commits, asyncpg.ConnectionDoesNotExistError),
    ),
    "answer": (Place("bot.telegram.webhook:answer", lambda send, status, *_: status == 200),),
    "offset": (Place("bot.telegram.api:BotApi.call", asks_on, Unclear),),
    "claim": (Place("storage.store:Store.claim"),),
    "send": (Place("bot.telegram.api:BotApi.call", lambda api, method, *_: method == "sendMessage", Unclear),),
    "settle": (Place("storage.store:Store.settle"),),
    "refill": (Place("storage.keys:KeyStore.refill"),),
    "destroy": (Place("storage.keys:KeyStore.destroy"),),
    "rotate": (Place("storage.keys:KeyStore.rotate_epoch"),),
    "forget_idle": (Place("storage.store:Store.forget_idle"),),
    "prune": (Place("storage.store:Store.prune"),),
    "number": (Place("storage.store:Store.number_events"),),
    "take_back": (Place("storage.store:Store.due_deletions"),),
}
# fmt: on
