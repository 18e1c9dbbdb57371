"""What `haven audit` does in the house: walk the record of what was done, or name its newest number."""

from __future__ import annotations

from collections.abc import Mapping

from haven.settings import WrongSetting
from helpline.audit import read_head
from storage.store import Store

Did = Mapping[str, object]


async def verify(store: Store, told: Mapping[str, str]) -> Did:
    """`broken`: how, from which number to which, of each place. Raises WrongSetting for an anchor that is none."""
    try:
        anchor = read_head(told["anchor"]) if told.get("anchor") else None
    except ValueError:
        raise WrongSetting("an anchor is a line that haven audit head has printed: number:digest.") from None
    found = await store.audit(anchor)
    return {
        "count": found.count,
        "head": str(found.head),
        "broken": [[one.how, one.first, one.last] for one in found.broken],
        "more": found.more,
    }


async def head(store: Store, told: Mapping[str, str]) -> Did:
    return {"head": str(await store.audit_head())}
