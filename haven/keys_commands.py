"""`haven keys show | prepare | rotate`: which master key everything lies under, and another one instead."""

from __future__ import annotations

import argparse

from haven.commands import have_done, settings_here
from haven.settings import WrongSetting

#: What is said of the files in HAVEN_KEYS.
STATES = {
    "one": "there is one master key, in master.key",
    "prepared": "another one lies ready in master.key.next, and nothing lies under it yet: haven keys rotate",
    "under way": "it is being changed; haven keys rotate ends what was begun",
}


def keys_show(asked: argparse.Namespace) -> int:
    """Returns 1 where something lies under an older master key."""
    found = have_done(settings_here(), "keys_show")
    print(f"master key {found['master']}, since {found['since']}")
    print(f"{found['keys']} keys in {found['epochs']} epochs; under an older master key: {found['older']}")
    print(STATES[found["state"]])
    return 1 if found["older"] else 0


def keys_prepare(asked: argparse.Namespace) -> int:
    """Only where one database has houses on several machines: each needs the next key before it is used."""
    from storage.master import FILE, Masters

    folder = settings_here().keys
    if not (folder / FILE).exists():
        raise WrongSetting(f"HAVEN_KEYS holds no {FILE} yet; haven run makes the first one.")
    coming = Masters(folder, may_make=False).prepare()
    print(f"master key {coming.id} lies ready in master.key.next; nothing lies under it yet.")
    print("Put a copy beside master.key on every machine of this house, then: haven keys rotate")
    return 0


def keys_rotate(asked: argparse.Namespace) -> int:
    """Returns 1 where something is left to do."""
    done = have_done(settings_here(), "keys_rotate")
    print(f"everything lies under master key {done['master']}{' (a change begun earlier was ended)' * done['ended']}")
    if not done["whole"]:
        print("The tables could not be rewritten just now; the house does it within the hour, or: haven keys rotate")
        return 1
    print("Keep a copy of the new master.key where no backup of the data or of the key store lies.")
    return 0
