"""storage: what is kept, sealed, and how it is made unrecoverable. `open_store` is the way in."""

from storage.errors import BadKeys, SealBroken, StorageTrouble, WrongProfile
from storage.store import Store, open_store

__all__ = ["BadKeys", "SealBroken", "StorageTrouble", "Store", "WrongProfile", "open_store"]
