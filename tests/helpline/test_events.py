"""Every kind of event is told somewhere, and nothing is told that is no kind: history and audit rely on it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from helpline.events import KINDS

ROOT = Path(__file__).parents[2]
#: Functions that tell an event, and where its kind stands among what they are given.
TELLING = {"happened": 0, "_out_of_sight": 1, "note": 0, "tell": 0, "Event": 1, "_end": 2}
#: What other processes are told by a function of the same name.
NEWS = {"sign_ins"}
#: Put together from a word: `crisis_heard`, `danger_heard`.
HEARD = {"crisis_heard", "danger_heard"}


def told_in(source: str) -> Iterator[str]:
    """The kinds that a file tells, whichever of two it decides for."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            place = TELLING.get(name, len(call.args))
            for one in ast.walk(call.args[place]) if place < len(call.args) else ():
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and "_" in one.value[1:]:
                    yield one.value


def test_what_is_told_and_what_can_be_told_are_the_same() -> None:
    files = [path for package in ("helpline", "storage") for path in (ROOT / package).rglob("*.py")]
    told = {kind for path in files for kind in told_in(path.read_text())}
    assert told - NEWS | HEARD == set(KINDS)
    assert len(KINDS) == len(set(KINDS))


def test_a_kind_that_nobody_knows_would_be_found() -> None:
    assert set(told_in('reception.happened("case_eaten" if much else "case_closed", x="y_z")')) == {
        "case_eaten",
        "case_closed",
    }
