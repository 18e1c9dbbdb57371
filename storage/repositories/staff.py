"""staff: who works here, as nouns; what lets them in by passphrase and code is sealed and opened here by name."""

# ruff: noqa: S608  what is put into statements here are names of columns, and ours

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpline.staff import Staff
from storage.seal import Cell, Key, open_text, seal_text
from storage.statements import Steps, ask, ask_one

COLUMNS = "id, login, alias, roles, teams, languages, active"


@dataclass(frozen=True, repr=False)
class Credentials:
    """Somebody, and the digest of her passphrase and the seed of her codes where she has them."""

    staff: Staff
    passphrase: str | None
    seed: str | None


def of(row: Sequence[Any]) -> Staff:
    staff_id, login, alias, roles, teams, languages, active = row[:7]
    return Staff(
        staff_id,
        login,
        alias,
        frozenset(roles.split()),
        frozenset(teams.split()),
        tuple(languages.split()),
        bool(active),
    )


def cell(column: str, staff_id: str) -> Cell:
    return Cell("staff", column, staff_id)


def all_of_them() -> Steps[tuple[Staff, ...]]:
    rows = yield from ask(f"SELECT {COLUMNS} FROM staff ORDER BY login")
    return tuple(of(row) for row in rows)


def one(staff_id: str) -> Steps[Staff | None]:
    row = yield from ask_one(f"SELECT {COLUMNS} FROM staff WHERE id = $1", staff_id)
    return None if row is None else of(row)


def by_login(login: str) -> Steps[Staff | None]:
    row = yield from ask_one(f"SELECT {COLUMNS} FROM staff WHERE login = $1", login)
    return None if row is None else of(row)


def credentials(key: Key, column: str, value: str) -> Steps[Credentials | None]:
    """By `id` or by `login`."""
    assert column in ("id", "login")
    row = yield from ask_one(f"SELECT {COLUMNS}, passphrase, seed FROM staff WHERE {column} = $1", value)
    if row is None:
        return None
    found = of(row)
    passphrase, seed = (
        None if sealed is None else open_text(key, cell(name, found.id), sealed)
        for name, sealed in (("passphrase", row[7]), ("seed", row[8]))
    )
    return Credentials(found, passphrase, seed)


def insert(staff: Staff) -> Steps[bool]:
    """False where the login is taken."""
    rows = yield from ask(
        "INSERT INTO staff (id, login, alias, roles, teams, languages, active, last_step)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING RETURNING id",
        *_values(staff),
    )
    return bool(rows)


def update(staff: Staff) -> Steps[None]:
    yield from ask(
        "UPDATE staff SET login = $2, alias = $3, roles = $4, teams = $5, languages = $6, active = $7 WHERE id = $1",
        *_values(staff),
    )


def _values(staff: Staff) -> tuple[Any, ...]:
    roles, teams = " ".join(sorted(staff.roles)), " ".join(sorted(staff.teams))
    return (staff.id, staff.login, staff.alias, roles, teams, " ".join(staff.languages), staff.active)


# ── passphrase and codes ──────────────────────────────────────────────────────────────────────────────────────────
def set_passphrase(key: Key, staff_id: str, digest: str, seed: str, step: int) -> Steps[None]:
    """`step`: of the code she confirmed the seed with; it is used."""
    yield from ask(
        "UPDATE staff SET passphrase = $2, seed = $3, last_step = $4 WHERE id = $1",
        staff_id,
        seal_text(key, cell("passphrase", staff_id), digest),
        seal_text(key, cell("seed", staff_id), seed),
        step,
    )


def forget_passphrase(staff_id: str) -> Steps[None]:
    yield from ask("UPDATE staff SET passphrase = NULL, seed = NULL WHERE id = $1", staff_id)


def spend_step(staff_id: str, step: int) -> Steps[bool]:
    """A code is good once, and none older than it: one conditional change, so that of many at once one wins."""
    rows = yield from ask(
        "UPDATE staff SET last_step = $2 WHERE id = $1 AND last_step < $2 RETURNING id", staff_id, step
    )
    return bool(rows)


def admins_who_can_come_in() -> Steps[frozenset[str]]:
    """Active admins with a passkey or a passphrase."""
    rows = yield from ask(
        f"SELECT {COLUMNS} FROM staff s WHERE active"
        " AND (passphrase IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.staff_id = s.id))"
    )
    return frozenset(found.id for found in map(of, rows) if "admin" in found.roles)
