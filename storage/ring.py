"""The key ring: keys at hand in memory. A unit takes what it needs here and never waits for the key store."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from storage.seal import Key

#: Keys kept at hand at most; the rest is read again when needed.
AT_HAND = 4096
#: Seconds a spare key may wait: far less than an unused key lives in the store, so none is swept while it waits here.
SPARE_AGE = 6 * 3600.0


class KeysMissing(Exception):
    """These keys are not at hand: load them and run the unit again."""

    def __init__(self, *ids: str) -> None:
        super().__init__(f"{len(ids)} keys not at hand")
        self.ids = ids


class SparesMissing(Exception):
    """No spare key is left, or none was ever taken: have some supplied and run the unit again."""


class KeyGone(Exception):
    """The key was destroyed: what it sealed is unrecoverable, as promised."""


class Ring:
    """Keys by id, the last used kept longest, and spare ones. Used by the loop and by the writer thread."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, Key] = OrderedDict()
        self._spares: list[tuple[float, Key]] = []
        self._lock = threading.Lock()
        #: False until the key store has noted durably that its keys are in use; before that no unit gets one.
        self.in_use = False

    def get(self, key_id: str) -> Key | None:
        with self._lock:
            key = self._keys.get(key_id)
            if key is not None:
                self._keys.move_to_end(key_id)
            return key

    def put(self, keys: Iterable[Key]) -> None:
        with self._lock:
            for key in keys:
                self._keys[key.id] = key
                self._keys.move_to_end(key.id)
            while len(self._keys) > AT_HAND:
                self._keys.popitem(last=False)

    def drop(self, ids: Iterable[str]) -> None:
        with self._lock:
            for key_id in ids:
                self._keys.pop(key_id, None)

    def empty(self) -> None:
        """Forget what is at hand; spares stay."""
        with self._lock:
            self._keys.clear()

    def take_spare(self) -> Key:
        """A key nothing was sealed with yet. Raises SparesMissing."""
        with self._lock:
            if not self._spares:
                raise SparesMissing
            return self._spares.pop()[1]

    def add_spares(self, keys: Iterable[Key]) -> None:
        now = time.monotonic()
        with self._lock:
            self._spares[:0] = [(now, key) for key in keys]

    def spares(self) -> int:
        return len(self._spares)

    def old_spares(self) -> tuple[str, ...]:
        """Take out the spares that waited too long; they are to be destroyed."""
        limit = time.monotonic() - SPARE_AGE
        with self._lock:
            old = tuple(key.id for since, key in self._spares if since < limit)
            self._spares = [(since, key) for since, key in self._spares if since >= limit]
            return old

    def held(self) -> frozenset[str]:
        """The ids of everything at hand."""
        with self._lock:
            return frozenset(self._keys) | {key.id for _, key in self._spares}


class UnitKeys:
    """The keys of one unit: what it took goes back to the ring where the unit was undone."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._taken: list[Key] = []
        self._gone: frozenset[str] = frozenset()
        self._brought: set[str] = set()

    def start_again(self) -> UnitKeys:
        self._ring.add_spares(self._taken)
        self._taken = []
        return self

    def gone(self, ids: Iterable[str]) -> None:
        """The key store says these do not exist."""
        self._gone |= frozenset(ids)

    def key(self, key_id: str) -> Key:
        """Raises KeysMissing where it must be loaded first, KeyGone where it was destroyed."""
        if key_id in self._gone:
            raise KeyGone
        key = self._ring.get(key_id)
        if key is None:
            raise KeysMissing(key_id)
        return key

    def want(self, *ids: str | None) -> None:
        """Ask for all of these at once. Raises KeysMissing with those that are not at hand."""
        missing = [i for i in ids if i is not None and i not in self._gone and self._ring.get(i) is None]
        if missing:
            raise KeysMissing(*missing)

    def bring(self, key_id: str) -> None:
        """It is to come from the key store, at hand or not: how long that takes tells nobody whether it was in use.
        Raises KeysMissing the first time."""
        if key_id not in self._brought:
            self._brought.add(key_id)
            raise KeysMissing(key_id)

    def fresh(self) -> Key:
        """A key nothing was sealed with yet. Raises SparesMissing."""
        if not self._ring.in_use:
            raise SparesMissing
        key = self._ring.take_spare()
        self._taken.append(key)
        self._ring.put((key,))
        return key
