"""erase: staff make a case unrecoverable: she asked for it elsewhere, the law does, or it should never have been."""

from __future__ import annotations

from typing import ClassVar, Literal

from helpline.action import Action
from helpline.ages import erased
from helpline.reception import Reception
from helpline.staff import Staff
from helpline.wording import numbers


class Erase(Action):
    """Whoever has the case; as if she had asked for it here. She is told where that reaches her, and safely; a chat
    that she has emptied is left alone."""

    permission: ClassVar[str] = "erase"

    verb: Literal["erase"]
    reason: Literal["asked", "law", "mistake"]

    def apply(self, reception: Reception, by: Staff) -> Reception:
        reception = erased(reception, staff=by.id, reason=self.reason).but(outgoing=(), delete_tagged=())
        if reception.loaded.locked:
            return reception
        text = reception.phrase(
            "Our team has erased everything you left here, for good. You can write again whenever you like."
        )
        return reception.tell(f"{text}\n{numbers(reception)}", cause="goodbye").but(session=None, wipe=True)
