"""Door 2: a staff member acts. The action, the case as it stands and who asks go in, all that comes of it goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, get_args

from pydantic import Field

from helpline.action import Action
from helpline.actions.block import Block
from helpline.actions.close import Close
from helpline.actions.erase import Erase
from helpline.actions.hand_back import HandBack
from helpline.actions.keep import Keep
from helpline.actions.minor import Minor
from helpline.actions.note import WriteNote
from helpline.actions.release import Release
from helpline.actions.reopen import Reopen
from helpline.actions.reply import Reply
from helpline.actions.safe_time import SetSafeTime
from helpline.actions.take_over import TakeOver
from helpline.actions.transfer import Transfer
from helpline.actions.urgent import Urgent
from helpline.ages import kept_promise
from helpline.errors import NoSuchCase, NotAllowed
from helpline.ports import Changes, DecideCase, House, Loaded
from helpline.reaching import reached
from helpline.reception import DESK, open_case
from helpline.staff import Staff

#: Everything a staff member may do to a case, told apart by its verb: one file each, in helpline/actions/.
AnyAction = Annotated[
    TakeOver
    | Reply
    | HandBack
    | Transfer
    | Release
    | Close
    | Reopen
    | WriteNote
    | Urgent
    | SetSafeTime
    | Minor
    | Block
    | Keep
    | Erase,
    Field(discriminator="verb"),
]
#: The same, to be gone through.
ACTIONS: tuple[type[Action], ...] = get_args(get_args(AnyAction)[0])


def perform(action: Action, loaded: Loaded, by: Staff, now: datetime, house: House) -> Changes:
    """All that comes of a staff action. Pure; raises Declined, and then nothing has changed."""
    if not by.may(action.permission):
        raise NotAllowed(permission=action.permission)
    case = loaded.case
    if case is None or loaded.contact is None or case.holder.team not in by.teams:
        raise NoSuchCase
    return reached(kept_promise(action.apply(open_case(loaded, DESK, now, house), by))).changes()


def decide_for(action: Action, by: Staff) -> DecideCase:
    """The same, as storage takes it."""

    def decide(loaded: Loaded, now: datetime, house: House) -> Changes:
        return perform(action, loaded, by, now, house)

    return decide
