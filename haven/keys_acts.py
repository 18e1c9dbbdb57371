"""What `haven keys` does in the house: change the master key while it is open, or say what lies under which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from storage.store import Store

#: Who changes keys from the command line, in the record.
OPERATOR = "operator"
Did = Mapping[str, object]


async def rotate(store: Store, told: Mapping[str, str]) -> Did:
    """Change the master key, or end a change that was begun: `ended`. `whole`: nothing of it is left to do."""
    changed = await store.master_change.change(OPERATOR, datetime.now(UTC))
    return {"master": changed.master, "ended": changed.ended, "whole": changed.whole, "keys": changed.keys}


async def show(store: Store, told: Mapping[str, str]) -> Did:
    """`older`: what lies under another master key than that of now. `state`: one, prepared, or under way."""
    kept, state = await store.master_change.kept()
    since = datetime.fromtimestamp(kept.now.since_hour * 3600, UTC)
    return {
        "master": kept.now.id,
        "since": f"{since:%Y-%m-%d %H:00} UTC",
        "epochs": kept.epochs,
        "keys": kept.keys,
        "older": kept.older,
        "state": state,
    }
