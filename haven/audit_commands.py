"""`haven audit verify | head`: whether the record of what was done is whole, and the line to keep elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from haven.commands import have_done, settings_here

#: What is said of a place that is broken, behind its number.
SAID = {
    "changed": "changed after it was written, or put there by somebody else",
    "missing": "missing",
    "inserted": "put in later",
    "out_of_order": "in a place that is not its own",
    "emptied": "emptied, and not by the house",
    "cut": "cut off at the end",
    "other_history": "not what was kept elsewhere: another history, such as that of an older database",
}


def audit_verify(asked: argparse.Namespace) -> int:
    """Returns 1 where it is broken."""
    found = have_done(settings_here(), "audit_verify", anchor=asked.anchor or "")
    for line in said(found):
        print(line)
    return 1 if found["broken"] else 0


def audit_head(asked: argparse.Namespace) -> int:
    print(have_done(settings_here(), "audit_head")["head"])
    return 0


def said(found: Mapping[str, Any]) -> list[str]:
    """The places that are broken, one a line; then how many there are, and the newest number."""
    lines = [f"{_numbers(first, last)}: {SAID.get(how, how)}" for how, first, last in found["broken"]]
    if found["more"]:
        lines.append(f"and {found['more']} places more")
    count = found["count"]
    whole = "none of them changed, missing or moved" if not lines else "NOT in order"
    return [*lines, f"{count} events, {whole}", f"head {found['head']}"]


def _numbers(first: int, last: int) -> str:
    return f"event {first}" if first == last else f"events {first} to {last}"
