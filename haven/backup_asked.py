"""What `haven backup` and `haven restore` take."""

from __future__ import annotations

import argparse

#: What a house is backed up in: three kinds, in three places.
COPIES = {
    "data": "the database: cases, staff, conversations, the record",
    "keys": "the key store: the keys of cases",
    "master": "the master key",
}


def add_backup(backup: argparse.ArgumentParser) -> None:
    doing = backup.add_subparsers(dest="doing", required=True, metavar="data | keys | master | check | key")
    for what, about in COPIES.items():
        doing.add_parser(what, help=about).add_argument("file", help=f"a folder, or a file haven-{what}-….age in one")
    _add_locked(doing.add_parser("check", help="read a backup to its end, and say what is in it"))
    key = doing.add_parser("key", help="on another machine: make the key that opens backups, in this file")
    key.add_argument("file")


def add_restore(restore: argparse.ArgumentParser) -> None:
    doing = restore.add_subparsers(dest="doing", required=True, metavar="data | keys | master")
    for what, about in COPIES.items():
        back = doing.add_parser(what, help=about)
        _add_locked(back)
        if what == "keys":
            back.add_argument("--older", action="store_true", help="even one that may bring back what was erased")


def _add_locked(command: argparse.ArgumentParser) -> None:
    command.add_argument("file")
    command.add_argument("--identity", metavar="FILE", required=True, help="the secret key that opens backups")
