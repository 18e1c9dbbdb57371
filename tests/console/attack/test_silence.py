"""However loudly the house logs and however badly it fails: no word of anybody's gets out, and no token."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from haven.logs import Log, mute_libraries, mute_loop
from storage.errors import StorageTrouble
from tests.console.attack.open_house import opened_to_all
from tests.console.attack.test_need_to_know import did, writes
from tests.console.desk import Browser, Desk, now
from tests.console.matrix import RULES, body_of, filled
from tests.drills.canary import Hit, make, scan_bytes


class Tale(Exception):
    """An error that tells every word it knows."""


@pytest.fixture(autouse=True)
def loud() -> Iterator[None]:
    """Every library says all it can; what is set for the process is put back afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning)
    handlers, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks[:3]
    warnings.showwarning = hooks[3]


def found_in(where: bytes, canaries: Iterable[str]) -> list[Hit]:
    return list(scan_bytes("there", [where], canaries))


def turned_up(desk: Desk) -> None:
    mute_libraries(Log(desk.log))
    mute_loop(Log(desk.log), asyncio.get_running_loop())
    logging.getLogger().setLevel(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.DEBUG)


async def worked_with(desk: Desk, canaries: dict[str, str]) -> tuple[Browser, str]:
    """A case with every kind of word in it, and somebody who has it."""
    lotte = await desk.browser("lotte", "counsellor", "admin")
    visit = await desk.parts.store.people.visit(lotte.cookie, now())
    assert visit is not None
    lotte.cookie = (await desk.parts.store.people.step_up_for_show(visit, lotte.cookie, now())).token
    case = await desk.case(staff=lotte.staff)
    await writes(desk, case, canaries["words"], 801)
    await did(lotte, case, "note", id="a-note-of-hers-1", text=canaries["note"])
    await did(lotte, case, "reply", id="a-reply-of-hers", text=canaries["reply"])
    return lotte, case


async def everything_is_asked(browser: Browser, case: str, canaries: dict[str, str]) -> bytes:
    """Every route, rightly and wrongly, with canaries wherever something can be typed. What the refusals said."""
    said = b""
    typed = list(canaries.values())
    for route in RULES:
        method = route.partition(" ")[0]
        if route.endswith(("/live", "sign-out", "revoke")):
            continue
        bodies: list[Any] = [body_of(route)]
        if method == "POST":
            bodies += [dict.fromkeys(typed, typed), {"verb": "reply", "id": typed[0], "text": typed}, typed, typed[0]]
            bodies += [{"credential": {"id": typed[0], "response": {"clientDataJSON": typed[0]}}, "login": typed[0]}]
        for body in bodies:
            answered = await browser.ask(method, filled(route, case), body)
            if answered.status >= 400:
                said += answered.body
    form = {"content-type": "application/x-www-form-urlencoded"}
    for path in ("/console/sign-in", "/console/step-up"):
        body = f"login=&passphrase={typed[0]}&code={typed[1]}".encode()
        said += (await browser.ask("POST", path, body, headers=form)).body
    return said


async def test_nothing_typed_is_repeated_by_a_refusal_or_a_log_however_loud(desk: Desk) -> None:
    turned_up(desk)
    canaries = {kind: make(kind) for kind in ("words", "note", "reply", "phrase", "code")}
    lotte, case = await worked_with(desk, canaries)
    async with opened_to_all(desk) as door, door.client(lotte) as client:
        page = (await client.get(f"/console/api/cases/{case}")).content
        assert len({hit.canary for hit in found_in(page, canaries.values())}) == 3, "the control"
        said = await everything_is_asked(lotte, case, canaries)
        numbers = (await client.get("/metrics")).content
    assert len(said) > 2000
    told = desk.log.getvalue().encode()
    tokens = [lotte.cookie, lotte.sign_in, case]
    for name, where in (("refusals", said), ("metrics", numbers), ("log", told)):
        assert found_in(where, [*canaries.values(), *tokens[:1]]) == [], name
    assert not any(token.encode() in told + numbers for token in tokens)


async def test_an_error_at_any_route_tells_nothing_of_what_it_was_about(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What storage does fails with an error made of words; each route says `trouble`, and the log where it was."""
    turned_up(desk)
    canaries = {kind: make(kind) for kind in ("words", "note", "reply", "phrase", "code")}
    lotte, case = await worked_with(desk, canaries)
    store = desk.parts.store
    tale = " ".join((*canaries.values(), lotte.cookie))
    broken = 0
    for name in ("queue", "rows", "case_page", "note_viewing", "may_view", "see", "count_exposure", "act", "be_here"):
        for error in (Tale(tale), ValueError(tale), KeyError(tale), OSError(5, tale), StorageTrouble("a cell is bad")):

            async def fails(*_: object, error: Exception = error, **__: object) -> None:
                here = tale  # so that it stands in the frame too
                raise error from Tale(here)

            with monkeypatch.context() as patch:
                patch.setattr(store, name, fails)
                for route in RULES:
                    if "/cases/" not in route and not route.endswith(("/queue", "/here")):
                        continue
                    body = {"case": case, "available": True} if route.endswith("/here") else body_of(route)
                    if route.endswith("/act"):
                        body = {"verb": "urgent", "on": True}
                    said = await lotte.ask(route.partition(" ")[0], filled(route, case), body)
                    assert said.status != 500
                    assert not any(canary.encode() in said.body for canary in canaries.values()) or said.status == 200
                    if said.status == 503:
                        broken += 1
                        assert said.body == b'{"refusal":"trouble","about":{}}', route
    assert broken > 80, "the control: it did fail"
    assert desk.log.getvalue().count("console_failed") >= broken
    assert found_in(desk.log.getvalue().encode(), [*canaries.values(), lotte.cookie]) == []


async def test_the_scanner_does_find_what_a_careless_log_would_say(desk: Desk) -> None:
    """The control of both: the same words, written down as they are."""
    canary = make("words")
    desk.log.write(f'{{"event": "careless", "error": "{canary}"}}\n')
    assert found_in(desk.log.getvalue().encode(), [canary])
