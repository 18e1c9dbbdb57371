"""Files and edits made to hurt: they lead out of no folder and take no minutes, and all is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from flows.draft import read
from flows.edits import EditRefused, carry_out, edit_of
from flows.exchange import brought_in, files_of

END = {"type": "end"}
#: Of a processor: hundreds of times what an honest file takes, and a hundredth of what these once took.
SOON = 8.0


def draft() -> dict[str, Any]:
    flow = {"flow": "a", "format": 1, "start": "e", "steps": {"e": dict(END)}}
    return {"languages": ["en", "nl"], "flows": {"a": flow}, "translations": {"nl": {}}, "made_from": {"nl": {}}}


def seconds(of: Callable[[], object]) -> float:
    begun = time.process_time()
    of()
    return time.process_time() - begun


# ── where files end up ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("key", ["../../outside", "/outside", "a\0b", "a\r\nb", "a" * 17, "", "__proto__/x", "A"])
def test_no_edit_gives_a_flow_a_name_that_leads_out_of_a_folder(key: str) -> None:
    added = {"path": ["flows", key], "after": {"flow": "b", "start": "e", "steps": {"e": dict(END)}}}
    with pytest.raises(EditRefused, match="shape"):
        carry_out(draft(), edit_of({"edit": "put", "changes": [added]}))


def test_a_flow_with_a_name_such_as_flows_have_is_a_file_of_that_name() -> None:
    added = {"path": ["flows", "b_2"], "after": {"flow": "b_2", "start": "e", "steps": {"e": dict(END)}}}
    after = carry_out(draft(), edit_of({"edit": "put", "changes": [added]}))
    assert set(files_of(after)) == {"a.yaml", "b_2.yaml", "nl.po"}


# ── how long it takes ─────────────────────────────────────────────────────────────────────────────────────────────
HOSTILE = {
    "a text that never ends": (
        "nl.po",
        'msgctxt "a.e.say"\nmsgid "x"\nmsgstr ""\n' + '"thirty letters in every line, ok"\n' * 100_000,
    ),
    "an older text that never ends": ("nl.po", '#| msgid ""\n' + '#| "a"\n' * 80_000 + 'msgid "x"\nmsgstr "y"\n'),
    "notes without end": ("nl.po", "#. x\n" * 120_000 + 'msgid "x"\nmsgstr "y"\n'),
    "flags without end": ("nl.po", "#, x\n" * 120_000 + 'msgid "x"\nmsgstr "y"\n'),
    "flow after flow": ("a.yaml", "flow: a\nsteps:\n" + "".join(f"  s{n}: {{type: end}}\n" for n in range(10_000))),
    "brackets without end": ("a.yaml", "[" * 200_000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_made_to_take_long_does_not(what: str) -> None:
    name, text = HOSTILE[what]
    assert seconds(lambda: brought_in({name: text}, draft())) < SOON


def test_after_ten_broken_files_no_more_are_looked_at_and_each_is_told() -> None:
    files = {f"f{n:03}.yaml": "[" for n in range(200)}
    brought = brought_in(files, draft())
    assert {one.file for one in brought.told} == set(files)
    looked_at = [one.file for one in brought.told if "was not looked at" not in one.message]
    assert looked_at == sorted(files)[:10]


def test_a_draft_in_which_every_way_is_lost_is_told_in_a_moment() -> None:
    """Each lost way is compared with every step there is: twelve thousand with six hundred once took minutes."""
    choices = [{"key": f"k{n}", "label": f"{n}", "go": f"nowhere_at_all_{n}"} for n in range(20)]
    steps = {f"somewhere_there_{n}": {"type": "choose", "say": "x", "choices": choices} for n in range(600)}
    content = draft()
    content["flows"]["a"] |= {"start": "somewhere_there_0", "steps": steps}
    assert seconds(lambda: read(content)) < SOON
    assert len(read(content).problems) == 100
