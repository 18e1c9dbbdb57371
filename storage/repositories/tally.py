"""tally: counts of what must never be hidden."""

from __future__ import annotations

from storage.statements import Steps, ask


def add(name: str, amount: int = 1) -> Steps[None]:
    if amount:
        yield from ask(
            "INSERT INTO tally (name, amount) VALUES ($1, $2)"
            " ON CONFLICT (name) DO UPDATE SET amount = tally.amount + excluded.amount",
            name,
            amount,
        )
