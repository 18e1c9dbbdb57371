"""The table of who may what, out of the code that decides it: `python -m haven.roles > docs/roles.md`."""

from __future__ import annotations

import sys

from helpline.staff import PERMISSIONS, ROLES, STEP_UP

HEAD = """# Who may what

A role is a named set of permissions, and somebody may have several roles. Teams come on top: of cases, everyone sees
those of her own teams only.

This page is made from `helpline/staff.py`; a test holds the two equal (`python -m haven.roles > docs/roles.md`).
"""


def table() -> str:
    """The page, as Markdown. An asterisk: asks once more who she is."""
    rows = [
        f"| {what}{'*' if name in STEP_UP else ''} | "
        + " | ".join("✓" if name in held else "" for held in ROLES.values())
        for name, what in PERMISSIONS.items()
    ]
    head = [f"| may | {' | '.join(ROLES)} |", f"|---|{'---|' * len(ROLES)}"]
    foot = "\\* only after she has shown, within five minutes, once more who she is."
    return "\n".join([HEAD, *head, *(f"{row} |" for row in rows), "", foot, ""])


if __name__ == "__main__":
    sys.stdout.write(table())
