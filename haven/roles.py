"""The table of who may what, out of the code that decides it: `python -m haven.roles > docs/roles.md`."""

from __future__ import annotations

import sys

from helpline.staff import PERMISSIONS, ROLES, STEP_UP

HEAD = """# Who may what

A role is a named set of permissions, and somebody may have several roles. Teams come on top: of cases, everyone sees
those of her own teams only.

This page is made from `helpline/staff.py`; a test holds the two equal (`python -m haven.roles > docs/roles.md`).
"""
#: Why one of them is so narrow.
MATCHING = """## Who may look for the same picture in other cases

Only a supervisor, and only where `HAVEN_MATCHING=on`. That two people were harmed with the same picture is something
neither of them has told: it says who may know whom, and a counsellor who talks with one of them could let it slip.
Nothing a counsellor does for the person in front of her needs it. A supervisor does: one perpetrator behind several
cases, one notice instead of three, a colleague to be asked. She looks from a case she has opened for a reason, among
cases of its own team; that she looked is noted there and in each case that was found, and to read one of those she
says why, as ever. No contact is ever told, and no copy of a case says it
([decision 0044](decisions/0044-the-same-picture-in-another-case.md)).
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
    return "\n".join([HEAD, *head, *(f"{row} |" for row in rows), "", foot, "", MATCHING])


if __name__ == "__main__":
    sys.stdout.write(table())
