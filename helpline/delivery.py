"""delivery: one attempt at sending what was decided, what became of it, and which messages are to be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpline.contact import Address, Words
from helpline.ports import Outgoing
from helpline.steps_walked import Walked

#: What became of one attempt. `ambiguous`: it may or may not have arrived; it is sent once more, and counted.
#: `withdrawn`: no attempt was made, since whoever wrote it does not hold the case any more.
FATES = ("sent", "retry", "refused", "blocked", "ambiguous", "withdrawn")


@dataclass(frozen=True)
class Delivery:
    """An outgoing this process has claimed. `attempts` were made before; `ambiguous`: one of them may have arrived."""

    id: str
    contact_id: str
    address: Address
    outgoing: Outgoing
    attempts: int = 0
    ambiguous: bool = False


@dataclass(frozen=True)
class Fate:
    """`message_id`: the channel's id of a sent message. `due`: when to try again, where it is to be tried again."""

    delivery_id: str
    kind: str
    at: datetime
    message_id: int | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Deletion:
    """Messages of one chat to be taken back; `ids` are the rows that say so."""

    ids: tuple[str, ...]
    address: Address
    messages: tuple[int, ...]


@dataclass(frozen=True)
class Worked:
    """What came of one incoming, after it is durable.

    `fresh` False: it was seen before, nothing was done, it is still to be confirmed. `answer`: the words of a callback
    answer. `deliveries`: just written and already claimed by this process. `deletions`: to be tried straight away.
    `withdrawn`: ids of deliveries in hand here that nobody holds the case for any more: `Lanes.withdraw` them before
    `deliveries` are put. `copy`: one that is to be made and sent, at once. `team`: whose case it is, if anyone's.
    `walked`: what is to be counted of it.
    """

    fresh: bool
    answer: str | None = None
    alerts: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    withdrawn: tuple[str, ...] = ()
    copy: CopyWanted | None = None
    team: str | None = None
    walked: tuple[Walked, ...] = ()


@dataclass(frozen=True, repr=False)
class CopyWanted:
    """A copy of everything in a case, to be made now and sent to this address, locked with words of hers. Neither is
    ever written down."""

    case_id: str
    address: Address
    passphrase: Words

    def __repr__(self) -> str:
        return f"CopyWanted({self.case_id})"
