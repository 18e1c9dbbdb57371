"""staff: who works here, what each role may do, and which teams somebody belongs to.

A role is a named set of permissions, so that what somebody may do is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The right to one thing, and what it is, for the table in the docs and the console.
PERMISSIONS: Mapping[str, str] = {
    "see_queue": "see the queue of her teams: codes and times, no words",
    "read_case": "open a case of her teams, noted each time",
    "talk": "take over, answer, hand back and close",
    "take_from": "take a case from a colleague who has it",
    "see_staff": "see who is there, and what each has in hand",
    "match": "look for the pictures of a case in other cases of the team, where the house allows it",
    "export": "take a case out of the house",
    "erase": "erase a case for good",
    "edit_flows": "change drafts of the conversation",
    "publish": "put a draft to work",
    "manage_staff": "invite, change and disable staff",
    "read_audit": "read what was done, by whom and when; no words",
    "see_numbers": "see counts",
}
#: Role → what it may do. Who runs the house does not read cases by that alone (need to know).
ROLES: Mapping[str, frozenset[str]] = {
    "counsellor": frozenset({"see_queue", "read_case", "talk"}),
    "supervisor": frozenset(
        {"see_queue", "read_case", "talk", "take_from", "see_staff", "match", "export", "erase", "see_numbers"}
    ),
    "editor": frozenset({"edit_flows", "publish", "see_numbers"}),
    "admin": frozenset({"manage_staff", "see_staff", "edit_flows", "publish", "see_numbers"}),
    "auditor": frozenset({"read_audit", "see_numbers"}),
}
#: Acts that ask who is already signed in to show once more who she is.
STEP_UP = frozenset({"export", "erase", "manage_staff", "publish"})


@dataclass(frozen=True)
class Staff:
    """`login` is what she signs in with, `alias` what contacts read. Neither needs to be her name."""

    id: str
    login: str
    alias: str
    roles: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    active: bool = True

    def may(self, permission: str) -> bool:
        return self.active and any(permission in ROLES[role] for role in self.roles if role in ROLES)

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(permission for permission in PERMISSIONS if self.may(permission))

    def __repr__(self) -> str:
        return f"Staff({self.id})"
