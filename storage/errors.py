"""What can go wrong with storage. No message ever carries a stored value, only what kind of trouble it is.

StorageTrouble      the database or the key store cannot do its work now: never the decision's fault, parks nobody
├── WrongProfile    a connection is less safe than it must be; Haven does not start with it
├── BadKeys         the master key or its folder is missing, readable by others, or not ours
│   └── WrongHouse  this database and this key store do not belong together
├── MasterMissing   the master key was changed, and the folder here does not hold the new one yet
└── InUse           another Haven already writes to this SQLite file
SealBroken          a sealed cell does not open: changed, swapped, or its key is not the one it was sealed with
"""


class StorageTrouble(Exception):
    """Says which class of error the engine raised, and never the statement's values."""


class WrongProfile(StorageTrouble):
    """A setting of the database that durability or erasure rests on is not what it must be."""


class BadKeys(StorageTrouble):
    """The keys folder or the master key in it cannot be used as it is."""


class WrongHouse(BadKeys):
    """This database and this key store do not belong together."""


class MasterMissing(StorageTrouble):
    """The key store lies under a master key that is not in this process's folder."""

    def __init__(self) -> None:
        super().__init__("the master key was changed elsewhere: bring the new one into the HAVEN_KEYS of this process")


class InUse(StorageTrouble):
    """On SQLite exactly one process writes."""


def kind_of(error: BaseException) -> str:
    """An engine's error as its class and, from SQLite, its code; never its words, they may name values."""
    inner = getattr(error, "orig", None) or error
    return f"{type(inner).__name__} {getattr(inner, 'sqlite_errorname', '')}".strip()


class SealBroken(Exception):
    """A sealed cell was changed, moved to another place, or sealed with another key."""
