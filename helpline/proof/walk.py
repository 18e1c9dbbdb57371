"""walk: every state a conversation can come to, shortest conversations first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flows.facts import PROVED
from flows.flow import Revision
from flows.move import Effect
from flows.routes import Arrival, Route, arrival, routes, start
from flows.session import Place
from helpline.proof.promises import ASKED_FOR, on_arriving, on_ending, served
from helpline.proof.state import Facts, Known, State, after_effects, learned, open_to

#: Flows opened by a word or by what was heard, in every state, and the entry each must show before any question (P6).
ASIDES: Mapping[str, str | None] = {
    "human": None,
    "danger": "emergency",
    "crisis": "suicide_line",
    "help": None,
    "privacy": None,
    "languages": None,
    "delete": None,
}
#: What can be heard of an age at any moment: the fact, its value, how it is told.
HEARD = (
    ("age", "minor", "that she is under 18"),
    ("age_in_image", "minor", "that someone in the image is under 18"),
    ("age_in_image", "unsure", "an old button: not sure of the ages in the image"),
    ("age_in_image", "unknown", "an old button: the ages in the image are left unsaid"),
    ("age", "unknown", "an old button: her age is left unsaid"),
)
_SHOWS_THE_NUMBER = "{emergency}"
#: Where more states than this can be come to, the flows are too entangled to be proved: they are refused as they are.
MOST_STATES = 100_000


@dataclass(frozen=True)
class Step:
    """How a state was come to: from which, and by what, in an editor's words (nothing where it went on by itself)."""

    before: State | None
    by: str


@dataclass(frozen=True)
class Broken:
    """A promise broken on coming to a state, or on ending there after `then`."""

    promise: str
    message: str
    state: State
    then: str = ""


class Sight(NamedTuple):
    """What a place is to whoever comes to it knowing certain facts. The same for many states, so looked at once."""

    at: Arrival
    ways: tuple[Way, ...]
    effects: tuple[Effect, ...]


class Way(NamedTuple):
    """A route, how it is told, and whether the number in danger is said on it."""

    route: Route
    told: str
    number: bool


class Exploration:
    """All states of a revision. `members`: the entries each card stands for, in every language. `names`: the facts
    that are followed, first of all those of PROVED; what others are is left open. `theirs`: in a house in which people
    of Child Focus work."""

    def __init__(
        self,
        revision: Revision,
        members: Callable[[str], frozenset[str]],
        names: tuple[str, ...] = PROVED,
        theirs: bool = False,
    ) -> None:
        self.revision = revision
        self.names = names
        self.theirs = theirs
        self.steps: dict[State, Step] = {}
        self.broken: list[Broken] = []
        #: State → the states it leads to; those that wait for a reply; those that can end the whole conversation.
        self.onward: dict[State, list[State]] = {}
        self.waiting: set[State] = set()
        self.ending: set[State] = set()
        self._members = members
        self._sights: dict[tuple[Place, Facts], Sight] = {}
        self._shown: dict[Place, tuple[frozenset[str], bool]] = {}
        self._queue: deque[State] = deque()
        #: What is known → the states that wait with it; and what may be known after a flow on top of them, and which.
        self._beneath: dict[Known, list[State]] = {}
        self._left: dict[Known, dict[Known, str]] = {}

    # ── all of it ───────────────────────────────────────────────────────────────────────────────────────────────
    def run(self) -> Exploration:
        """Walk everything that begins with the first word: `triage`, and every flow opened aside, in every state."""
        if "triage" in self.revision.flows:
            nobody = tuple(None for _ in self.names)
            self._come(State("triage", start(self.revision, "triage"), facts=nobody, asked=frozenset()), None, "")
        while self._queue and not self.too_many:
            self._visit(self._queue.popleft())
        return self

    @property
    def too_many(self) -> bool:
        """The walk was broken off: nothing is proved."""
        return len(self.steps) > MOST_STATES

    def _come(self, state: State, before: State | None, by: str) -> None:
        """Come to a place: take in what it says and shows, and look at it later, if it is new."""
        state = self._heard(state)
        if before is not None:
            self.onward.setdefault(before, []).append(state)
        if state in self.steps:
            return
        self.steps[state] = Step(before, by)
        self._queue.append(state)

    def _heard(self, state: State) -> State:
        """The state once the step has said its words and shown its cards."""
        if (known := self._shown.get(state.place)) is None:
            known = self._shown[state.place] = self._shows(arrival(self.revision, state.place))
        shown, helps = known
        if helps:
            state = state._replace(lately=True, due=None if state.due in shown else state.due)
        if state.asked is None or not shown:
            return state
        state = state._replace(seen=state.seen | (shown & ASKED_FOR) | ({"other"} if shown - ASKED_FOR else set()))
        return state._replace(asked=None, seen=frozenset()) if served(state) else state

    def _shows(self, at: Arrival) -> tuple[frozenset[str], bool]:
        """The entries a step shows, and whether it shows anything that helps."""
        shown = frozenset(entry for card in at.cards for entry in (card, *self._members(card)))
        return shown, bool(at.cards) or self._number_in(at.says)

    def _number_in(self, says: Iterable[str]) -> bool:
        return any(_SHOWS_THE_NUMBER in self.revision.texts.source.get(key, "") for key in says)

    def _visit(self, state: State) -> None:
        at, ways, effects = self._look(state)
        for promise, message in on_arriving(state, at, [way.route for way in ways], effects, self.theirs):
            self._break(promise, message, state)
        if at.calls:
            self._come(state._replace(place=at.calls, stack=(*state.stack, state.place)), state, "")
            return
        for way in ways:
            if not way.route.stays:
                self._follow(state, way)
        if at.waits:
            self._wait(state)

    def _look(self, state: State) -> Sight:
        key = (state.place, state.facts)
        if (sight := self._sights.get(key)) is None:
            at = arrival(self.revision, state.place)
            ways = tuple(Way(route, self._told(route), self._number_in(route.says)) for route in self._open_ways(state))
            effects = (*at.effects, *(effect for way in ways for effect in way.route.effects))
            sight = self._sights[key] = Sight(at, ways, effects)
        return sight

    def _open_ways(self, state: State) -> Iterator[Route]:
        for route in routes(self.revision, state.place):
            can, must = open_to(state.facts, route.when, self.names, self.theirs)
            if can:
                yield route
            if must and (route.when.facts or route.when.holds):
                return

    def _follow(self, state: State, way: Way) -> None:
        route = way.route
        after = learned(after_effects(state, route.name, route.effects), route.sets, self.names)
        if way.number:
            after = after._replace(lately=True)
        if route.replied:
            asked = None if after.asked is None else after.asked | ({state.place} if _counts(state) else set())
            after = after._replace(lately=False, asked=asked)
        self._go(after, route.to, state, way.told)

    def _go(self, after: State, to: Place | None, before: State, told: str) -> None:
        """To the next place; at a flow's end back to who called it, and at the very end out."""
        while to is None:
            if not after.stack:
                self._end(after, before, told)
                return
            caller, after = after.stack[-1], after._replace(stack=after.stack[:-1])
            to = next(route.to for route in routes(self.revision, caller) if route.name == "returned")
        self._come(after._replace(place=to), before, told)

    def _told(self, route: Route) -> str:
        if route.typed:
            return "contact writes something"
        if route.label and route.replied:
            label = self.revision.texts.source.get(route.label, route.name)
            refused = ", which the helpline refuses" if route.name == "refused" else ""
            return f"contact presses ‘{label}’{refused}"
        return "the helpline refuses" if route.name == "refused" else ""

    # ── in every state ──────────────────────────────────────────────────────────────────────────────────────────
    def _wait(self, state: State) -> None:
        self.waiting.add(state)
        if state.aside is not None:
            return
        self._beneath.setdefault(state.known, []).append(state)
        self._open_asides(state, state)
        for (facts, consents), flow in list(self._left[state.known].items()):
            self._back(state, facts, consents, flow)

    def _open_asides(self, known: State, state: State) -> None:
        """Every flow a word opens, once for each thing that may be known; and every age that may be heard."""
        if known.known in self._left:
            return
        self._left[known.known] = {}
        for flow, due in ASIDES.items():
            if flow in self.revision.flows:
                asked: frozenset[Place] | None = frozenset() if flow == "human" else None
                first = start(self.revision, flow)
                opened = State(flow, first, known.known, (), known.facts, known.consents, asked=asked, due=due)
                self._come(opened, state, f"contact writes ‘{_WORDS.get(flow, flow)}’")
        for fact, value, told in HEARD:
            heard = learned(known, {fact: value}, self.names)
            if heard.facts != known.facts:
                self._open_heard(state, heard, told)
        self._come_back(known, state)

    def _come_back(self, known: State, state: State) -> None:
        """She stops, and comes back to what was kept: the flow `welcome`, wherever it was that she left; or
        `human`, where Child Focus had it."""
        if "welcome" in self.revision.flows and known.all_adults and "keep" in known.consents:
            self._begin_again("welcome", known, state)
        elif "human" in self.revision.flows and known.maybe_minor and "keep" in known.consents:
            self._begin_again("human", known, state)

    def _begin_again(self, flow: str, known: State, state: State) -> None:
        begun = State(flow, start(self.revision, flow), facts=known.facts, consents=known.consents)
        self._come(begun, state, "contact stops, and comes back another day")

    def _open_heard(self, state: State, heard: State, told: str) -> None:
        """An age heard at any moment: what was kept goes, and `minor` (or `human`) becomes the conversation."""
        unsaid = heard.fact("age") == "unknown" and heard.fact("age_in_image") in (None, "adult")
        flow = "human" if unsaid else "minor"
        if flow in self.revision.flows:
            begun = State(flow, start(self.revision, flow), facts=heard.facts, asked=frozenset())
            self._come(begun, state, f"contact lets it be known: {told}")

    def _end(self, after: State, before: State, told: str) -> None:
        """The outermost flow is over: the prompt beneath comes again, or the conversation has ended."""
        self.ending.add(before)
        for promise, message in on_ending(after):
            self._break(promise, message, before, told)
        if after.aside is None:
            self._open_asides(after, before)
        elif after.known != after.aside and after.known not in self._left[after.aside]:
            self._left[after.aside][after.known] = after.root
            for state in list(self._beneath.get(after.aside, ())):
                self._back(state, *after.known, after.root)

    def _back(self, state: State, facts: Facts, consents: frozenset[str], flow: str) -> None:
        again = state._replace(facts=facts, consents=consents)
        self._come(again, state, f"contact writes ‘{_WORDS.get(flow, flow)}’ and answers there")

    def _break(self, promise: str, message: str, state: State, then: str = "") -> None:
        self.broken.append(Broken(promise, message, state, then))

    # ── telling it again ────────────────────────────────────────────────────────────────────────────────────────
    def conversation(self, state: State) -> tuple[str, ...]:
        """What the contact did to come here, in order."""
        return tuple(reversed([step.by for step in self._backwards(state) if step.by]))

    def _backwards(self, state: State | None) -> Iterator[Step]:
        while state is not None:
            step = self.steps[state]
            yield step
            state = step.before


_WORDS = {"languages": "language"}


def _counts(state: State) -> bool:
    """Whether a question counts among the four: not those asked while danger or despair comes first."""
    return state.place.flow not in ("danger", "crisis")
