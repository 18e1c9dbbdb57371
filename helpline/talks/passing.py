"""Time passes in a talk, and she writes nothing: what the house would do by itself, as soon as it falls due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from helpline import ending, outliving
from helpline.case import Case
from helpline.ports import Changes, DecideCase, House
from helpline.retention import WARNED_BEFORE, Ends, ends_of
from helpline.talks.memory import Memory

#: A session without a case is forgotten after so long (R18: what nobody agreed to keep is not kept).
IDLE = timedelta(minutes=60)
#: So often it is looked whether something has been kept for long enough.
LOOK = timedelta(hours=1)

#: What was decided, when, and how things stood before.
Passed = tuple[datetime, Memory, Changes]


def pass_time(memory: Memory, now: datetime, until: datetime, house: House) -> tuple[Memory, tuple[Passed, ...]]:
    """How things stand then, and all that was decided until then, in order."""
    memory = forgotten(memory, until)
    passed: list[Passed] = []
    first = min((one for case in _cases(memory) for one in _due(ends_of(case, house))), default=None)
    at = until if first is None else max(first, now + LOOK)
    while at < until:
        for case_id, decide in tuple(_decided(memory, at, house)):
            case = next((one for one in _cases(memory) if one.id == case_id), None)
            if case is None:
                continue
            changes = decide(memory.of(case), at, house)
            passed.append((at, memory, changes))
            memory = memory.after(changes, case, at)
        at += LOOK
    return forgotten(memory, until), tuple(passed)


def forgotten(memory: Memory, now: datetime) -> Memory:
    """Without the session, where it has been idle for an hour and no case holds on to it."""
    idle = memory.touched is not None and now.replace(second=0, microsecond=0) - memory.touched >= IDLE
    return replace(memory, session=None) if idle and memory.case is None else memory


def _cases(memory: Memory) -> Iterator[Case]:
    yield from (one for one in (memory.case, *memory.hidden) if one is not None)


def _due(ends: Ends) -> Iterator[datetime]:
    """The moments from which something may happen."""
    if ends.case is not None:
        yield ends.case - WARNED_BEFORE
    yield from (one for one in (ends.transcript, ends.evidence) if one is not None)


def _decided(memory: Memory, at: datetime, house: House) -> Iterator[tuple[str, DecideCase]]:
    for case in _cases(memory):
        ends = ends_of(case, house)
        for what, end in (("case", ends.case), ("transcript", ends.transcript), ("evidence", ends.evidence)):
            if outliving.is_over(end, at) and _is_left(what, case, memory):
                yield case.id, outliving.OUTLIVED[what]
        if ending.is_to_be_told(case, at, house):
            yield case.id, ending.tell


def _is_left(what: str, case: Case, memory: Memory) -> bool:
    """Is there anything that has not gone already?"""
    match what:
        case "transcript":
            return memory.lines.get(case.id, 0) > 0
        case "evidence":
            return bool(case.items or case.words)
        case _:
            return True
