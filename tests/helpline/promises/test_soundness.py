"""The proof against the engine: flows rewired at random are held to what real conversations then do."""

import random
import tempfile
import time
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.flow import Revision
from flows.load import FlowErrors, load_library, read_po
from flows.move import (
    Answered,
    Decline,
    Effect,
    Grant,
    HandOff,
    KeepHashes,
    KeepLinks,
    KeepWords,
    Moment,
    Pressed,
    Said,
    Turn,
)
from helpline import safety
from helpline.directory import load
from helpline.proof import walk
from helpline.proof.walk import ASIDES

HERE = Path(__file__).parent
DIRECTORY = load(Path("directory"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = yaml.load((HERE / "base.yaml").read_text("utf-8"), yaml.CSafeLoader)
NEEDS: dict[type[Effect], set[str]] = {
    KeepLinks: {"keep", "links"},
    KeepHashes: {"keep", "hashes"},
    KeepWords: {"keep", "words"},
    HandOff: {"keep", "handoff"},
}


# ── flows rewired ─────────────────────────────────────────────────────────────────────────────────────────────────
def ways(flows: dict[str, Any]) -> list[tuple[Any, str, str]]:
    """Every `go` of every step: where it stands, its name there, the flow it is in."""
    found: list[tuple[Any, str, str]] = []

    def look(part: Any, flow: str) -> None:
        for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
            if key in ("go", "empty", "refused") and isinstance(value, str):
                found.append((part, key, flow))
            elif isinstance(value, (dict, list)):
                look(value, flow)

    for flow, plain in flows.items():
        look(plain["steps"], flow)
    return found


def rewired(changes: list[tuple[int, int]]) -> Revision | None:
    flows = deepcopy(BASE)
    every = ways(flows)
    for way, to in changes:
        part, key, flow = every[way % len(every)]
        steps = list(flows[flow]["steps"])
        part[key] = steps[to % len(steps)]
    with tempfile.TemporaryDirectory() as folder:
        for flow, plain in flows.items():
            (Path(folder) / f"{flow}.yaml").write_text(
                yaml.dump({"format": 1, **plain}, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8"
            )
        try:
            return load_library(Path(folder), {})
        except FlowErrors:
            return None


# ── conversations held ────────────────────────────────────────────────────────────────────────────────────────────
class Talk:
    """A conversation by a contact who presses anything, with a helpline that refuses nothing on its own."""

    def __init__(self, revision: Revision, seed: int) -> None:
        self.revision, self.chance = revision, random.Random(seed)
        self.consents: set[str] = set()
        self.wrong: set[str] = set()
        self.turn = self.answer(engine.begin(revision, "triage", "en", Moment(NOW), "token"))

    def answer(self, turn: Turn) -> Turn:
        for _ in range(50):
            if not turn.effects:
                return turn
            route = [self.carry_out(effect, turn) for effect in turn.effects][-1]
            turn = engine.advance(self.revision, turn.session, Answered(route), Moment(NOW))
        return turn

    def carry_out(self, effect: Effect, turn: Turn) -> str:
        facts = turn.session.facts
        adults = facts.get("age") == "adult" and facts.get("age_in_image") == "adult"
        self.consents = self.consents if adults else set()
        match effect:
            case Grant():
                self.consents |= set(effect.scopes)
                return "given"
            case Decline():
                self.consents -= {*effect.scopes} - ({"keep"} if len(effect.scopes) > 1 else set())
                self.consents = set() if effect.scopes == ("keep",) else self.consents
                return "declined"
            case KeepLinks() | KeepHashes() | KeepWords() | HandOff():
                self.wrong |= set() if adults else {"P1"}
                self.wrong |= set() if NEEDS[type(effect)] <= self.consents else {"P2"}
                return "queued" if isinstance(effect, HandOff) else "kept"
        return "shown"

    def go_on(self) -> None:
        session = self.turn.session
        if session.ended:
            return
        if self.chance.random() < 0.1:
            flow = self.chance.choice(sorted(ASIDES))
            self.turn = self.answer(engine.interrupt(self.revision, session, flow, Moment(NOW)))
            return
        offers = [button.data for say in self.turn.says for button in getattr(say, "buttons", ())]
        reply = Pressed(self.chance.choice(offers)) if offers and self.chance.random() < 0.8 else Said("t.me/x")
        self.turn = self.answer(engine.advance(self.revision, session, reply, Moment(NOW)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=4), st.integers(0, 10_000))
def test_what_the_proof_lets_pass_no_conversation_breaks(changes: list[tuple[int, int]], seed: int) -> None:
    revision = rewired(changes)
    assume(revision is not None)
    assert revision is not None
    broken = {one.promise for one in safety.check(revision, DIRECTORY, NOW)}
    for talk in (Talk(revision, seed + number) for number in range(12)):
        for _ in range(25):
            talk.go_on()
        assert talk.wrong <= broken


def test_the_talks_do_break_what_is_broken() -> None:
    """The control: with the gate taken away, conversations are found that collect from anyone."""
    everyone = [at for at, (part, _, _) in enumerate(ways(deepcopy(BASE))) if part.get("key") in ("minor", "unsaid")]
    steps = list(BASE["triage"]["steps"])
    revision = rewired([(at, steps.index("links")) for at in everyone])
    assert revision is not None
    wrong: set[str] = set()
    for seed in range(40):
        talk = Talk(revision, seed)
        for _ in range(25):
            talk.go_on()
        wrong |= talk.wrong
    assert wrong == {"P1", "P2"}


# ── the library ───────────────────────────────────────────────────────────────────────────────────────────────────
def shipped() -> Revision:
    po = {language: read_po(Path(f"locales/{language}/LC_MESSAGES/haven.po")) for language in ("nl", "fr")}
    return load_library(Path("flows/library"), po)


def test_the_library_keeps_every_promise_and_is_proved_in_under_two_seconds() -> None:
    revision = shipped()
    begun = time.process_time()
    assert [str(one) for one in safety.check(revision, DIRECTORY, NOW)] == []
    assert time.process_time() - begun < 2


def test_the_library_with_its_gate_open_is_refuted() -> None:
    """The control: the same library, with everyone let through to the consents, breaks P1."""
    with tempfile.TemporaryDirectory() as folder:
        for file in Path("flows/library").glob("*.yaml"):
            plain = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
            if plain["flow"] == "intake":
                plain["steps"]["gate"]["go"] = "keep"
            if plain["flow"] == "minor":
                plain["steps"]["through"] = {"type": "call", "flow": "intake", "go": "over"}
                plain["steps"]["over"] = {"type": "end"}
            (Path(folder) / file.name).write_text(yaml.dump(plain, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
        found = safety.check(load_library(Path(folder), {}), DIRECTORY, NOW)
    assert "P1" in {one.promise for one in found}


def test_flows_too_entangled_to_be_proved_are_refused_instead_of_walked_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(walk, "MOST_STATES", 500)
    (refused,) = safety.check(shipped(), DIRECTORY, NOW)
    assert "nothing can be proved" in str(refused)
