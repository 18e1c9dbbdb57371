"""The master keys this process holds, and the keys of the house that lie wrapped under them.

A master key is 32 random bytes in the folder HAVEN_KEYS, in a file of its own (`storage/key_files.py`). It has an id
that opens nothing, by which the key store says which one it lies under. While it is being changed there are two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from storage import key_files
from storage.errors import BadKeys
from storage.seal import Key, derive, keyed_hash, new_key

FILE = key_files.FILE
#: What the keys of the house are for. Those of a house from before are derived from the master key it had then.
PURPOSES = ("index", "pins", "audit", "staff", "guard")


@dataclass(frozen=True, repr=False)
class Master:
    """One master key. It will not print itself."""

    id: str
    wrapping: Key
    secret: bytes

    def __repr__(self) -> str:
        return f"Master({self.id})"


def master_of(secret: bytes) -> Master:
    return Master(derive(secret, "id")[:6].hex(), new_key("master", derive(secret, "wrapping")), secret)


class UnknownMaster(Exception):
    """What was to be opened lies under a master key that is not at hand: read the folder again."""

    def __init__(self, master: str) -> None:
        super().__init__(f"master key {master} is not at hand")
        self.master = master


class Masters:
    """The master keys of one folder. Read at the start, and again when the key store has come under another one."""

    def __init__(self, folder: Path, may_make: bool = True) -> None:
        self.folder = folder
        self._held: Mapping[str, Master] = {}
        #: The one in `master.key`; the one that is to come after it, while there is one.
        self.now: Master
        self.next: Master | None = None
        self.read(may_make)

    def read(self, may_make: bool = False) -> None:
        """Read the folder. Made on the first start, or refused where `may_make` is False: then there are data that
        only the key they were sealed with opens. Raises BadKeys with one clear sentence."""
        now, coming = key_files.read(self.folder, may_make)
        self.now = master_of(now)
        self.next = None if coming is None else master_of(coming)
        self._held = {one.id: one for one in (self.now, self.next) if one is not None}

    def named(self, master: str) -> Master:
        """The one with this id; what is from before there were ids lies under the one of now. Raises UnknownMaster."""
        if not master:
            return self.now
        try:
            return self._held[master]
        except KeyError:
            raise UnknownMaster(master) from None

    def prepare(self) -> Master:
        """The next master key, made where there is none yet; nothing lies under it so far. Raises BadKeys."""
        key_files.prepare(self.folder)
        self.read()
        if self.next is None:
            raise BadKeys("master.key was being changed by somebody else just now; look with haven keys show")
        return self.next

    def exchange(self, current: str) -> None:
        """The key store lies under `current`: from now on that one is in `master.key`, and the one before is gone."""
        key_files.exchange(self.folder, lambda secret: master_of(secret).id == current)
        self.read()

    @property
    def unsettled(self) -> bool:
        """The folder holds more than the one master key."""
        return self.next is not None or key_files.has_leftovers(self.folder)


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """The keys of the house, one for each purpose. It will not print itself."""

    index: bytes
    pins: bytes
    audit: bytes
    staff: Key
    guard: bytes

    def __repr__(self) -> str:
        return "MasterKeys()"

    @classmethod
    def of(cls, house: Mapping[str, bytes]) -> MasterKeys:
        """From the secrets by purpose."""
        staff = new_key("staff", house["staff"])
        return cls(house["index"], house["pins"], house["audit"], staff, house["guard"])

    def lookup(self, channel: str, address: str) -> bytes:
        """The keyed hash an address is found by."""
        return keyed_hash(self.index, "contact.address", channel, address)

    def number_lookup(self, number: str) -> bytes:
        """The keyed hash a case number is found by."""
        return keyed_hash(self.index, "case.number", number)

    def pin_digest(self, case: str, pin: str) -> bytes:
        """The keyed digest of a PIN, worth nothing without the keys folder."""
        return keyed_hash(self.pins, "case.pin", case, pin)
