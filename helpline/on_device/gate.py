"""gate: whether hashes made on her own device may be kept. Asked before each thing on the way, and as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from helpline.adults import may_keep
from helpline.case import Case
from helpline.errors import NoConsent, Refusal
from helpline.ports import Loaded

if TYPE_CHECKING:
    from helpline.reception import Reception

#: The consent they are kept under.
SCOPE = "hashes"


def gate(loaded: Loaded, now: datetime | None) -> Case:
    """The case in which they may be kept, for who begins at the case: everyone an adult, the consent given and
    standing, the chat neither locked nor shut out. Raises NotAdult or NoConsent."""
    if loaded.locked:
        raise NoConsent
    case, session = loaded.case, loaded.session
    facts = {**(case.facts if case else {}), **(session.facts if session else {})}
    return _may(case, facts, loaded.barred, now)


def may_make(at: Loaded | Reception, now: datetime | None = None) -> bool:
    """The same, as yes or no; of what was loaded with a case, or of what she sends, as things stand by then."""
    try:
        if isinstance(at, Loaded):
            gate(at, now)
        else:  # in her own chat a locked case is another one, and not loaded
            _may(at.case, at.facts, at.loaded.barred, at.now)
    except Refusal:
        return False
    return True


def _may(case: Case | None, facts: Mapping[str, str], barred: datetime | None, now: datetime | None) -> Case:
    found = may_keep(case, facts, SCOPE)
    if barred is not None and (now is None or now < barred):
        raise NoConsent
    return found
