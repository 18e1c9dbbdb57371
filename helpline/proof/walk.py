"""walk: every state a conversation can come to, shortest conversations first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.facts import PROVED
from flows.flow import Revision
from flows.remark import Remark, remark
from flows.routes import routes, start
from flows.session import Place
from helpline.errors import Superseded
from helpline.proof.promises import ASKED_FOR, on_arriving, on_ending, served
from helpline.proof.sights import By, Sights, Way, asked_by
from helpline.proof.spoken import STOPS, answered, written
from helpline.proof.state import MOST_QUESTIONS, Facts, Known, State, after_effects, learned

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
    ("age", "minor", remark("that she is under 18")),
    ("age_in_image", "minor", remark("that someone in the image is under 18")),
    ("age_in_image", "unsure", remark("an old button: not sure of the ages in the image")),
    ("age_in_image", "unknown", remark("an old button: the ages in the image are left unsaid")),
    ("age", "unknown", remark("an old button: her age is left unsaid")),
)
#: Where more states than this can be come to, the flows are too entangled to be proved: they are refused as they are.
#: Where something is broken already, it is told after fewer, for somebody waits for it.
MOST_STATES, ENOUGH = 100_000, 40_000
#: After so many states it is looked whether the walk is still wanted.
_LOOK_UP = 500
_BEGUN = By("")


@dataclass(frozen=True)
class Broken:
    """A promise broken on coming to the state of this number, or on ending there by the way `then`."""

    promise: str
    message: Remark
    number: int
    then: By | None = None


class Exploration:
    """All states of a revision, each with a number, in the order in which they were come to. `members`: the entries
    each card stands for, in every language. `names`: the facts that are followed, first of all those of PROVED; what
    others are is left open. `theirs`: in a house in which people of Child Focus work. `within`: only through these
    states of a walk that followed PROVED alone."""

    def __init__(
        self,
        revision: Revision,
        members: Callable[[str], frozenset[str]],
        names: tuple[str, ...] = PROVED,
        theirs: bool = False,
        within: frozenset[State] | None = None,
    ) -> None:
        self.revision, self.members, self.names, self.theirs = revision, members, names, theirs
        self._within = within
        self.states: list[State] = []
        self.broken: list[Broken] = []
        #: By number: the state it was first come to from and by what, and how many lines that takes to tell; the states
        #: it leads to; those that wait for a reply; those that can end the whole conversation.
        self.came: list[tuple[int, By]] = []
        self.lines: list[int] = []
        self.onward: list[list[int]] = []
        self.waiting: set[int] = set()
        self.ending: set[int] = set()
        self._numbers: dict[State, int] = {}
        self._sights = Sights(revision, members, names, theirs)
        self._queue: deque[int] = deque()
        #: What is known → the states that wait with it; and what may be known after a flow on top of them, and how.
        self._beneath: dict[Known, list[int]] = {}
        self._left: dict[Known, dict[Known, By]] = {}
        self._asked_by = {flow: asked_by(revision, flow) for flow in ASIDES if flow in revision.flows}
        self._opened: set[tuple[str, tuple[str | None, ...]]] = set()

    # ── all of it ───────────────────────────────────────────────────────────────────────────────────────────────
    def run(self, stop: Callable[[], bool] = lambda: False) -> Exploration:
        """Walk everything that begins with the first word: `triage`, and every flow opened aside, in every state.
        Raises Superseded once `stop` says that nobody waits for it."""
        if "triage" in self.revision.flows:
            nobody = tuple(None for _ in self.names)
            self._come(State("triage", start(self.revision, "triage"), facts=nobody, asked=frozenset()), -1, _BEGUN)
        while self._queue and not self.too_many and not (self.broken and len(self.states) > ENOUGH):
            number = self._queue.popleft()
            if number % _LOOK_UP == 0 and stop():
                raise Superseded
            self._visit(number, self.states[number])
        return self

    @property
    def too_many(self) -> bool:
        """The walk was broken off before anything was proved."""
        return len(self.states) > MOST_STATES

    @property
    def is_whole(self) -> bool:
        return not self._queue

    def _come(self, state: State, before: int, by: By) -> None:
        """Come to a place: take in what it says and shows, and look at it later, if it is new."""
        shown, helps = self._sights.shown(state.place)
        if helps:
            state = _heard(state, shown)
        if self._within is not None and state.of_proved() not in self._within:
            return
        number = self._numbers.get(state)
        if number is None:
            number = self._numbers[state] = len(self.states)
            self.states.append(state)
            self.came.append((before, by))
            self.lines.append((self.lines[before] if before >= 0 else 0) + bool(by.told))
            self.onward.append([])
            self._queue.append(number)
        if before >= 0:
            self.onward[before].append(number)

    def _visit(self, number: int, state: State) -> None:
        at, ways, effects = self._sights.look(state.place, state.facts)
        if effects or at.waits:
            for promise, message in on_arriving(state, at, [way.route for way in ways], effects, self.theirs):
                self.broken.append(Broken(promise, message, number))
        if at.calls:
            inside = state.moved(at.calls, (*state.stack, state.place), state.asked, state.lately)
            self._come(inside, number, _BEGUN)
            return
        for way in ways:
            if not way.route.stays:
                self._follow(state, number, way)
        if at.waits:
            self._wait(number, state)

    def _follow(self, state: State, number: int, way: Way) -> None:
        route, after = way.route, state
        if route.effects or route.sets:
            after = learned(after_effects(state, route.name, route.effects), route.sets, self.names)
        asked, lately = after.asked, after.lately or way.number
        if route.replied:
            lately = False
            if asked is not None and _counts(state):
                asked |= {state.place}
                if len(asked) > MOST_QUESTIONS:  # the question was one too many, and that is told already
                    asked, after = None, after._replace(seen=frozenset())
        to, stack = route.to, after.stack
        while to is None:  # the flow ends: back to who called it, and at the very end out
            if not stack:
                self._end(after.moved(state.place, stack, asked, lately), number, way.by)
                return
            caller, stack = stack[-1], stack[:-1]
            to = next(back.to for back in routes(self.revision, caller) if back.name == "returned")
        self._come(after.moved(to, stack, asked, lately), number, way.by)

    # ── in every state ──────────────────────────────────────────────────────────────────────────────────────────
    def _wait(self, number: int, state: State) -> None:
        self.waiting.add(number)
        if state.aside is not None:
            return
        self._beneath.setdefault(state.known, []).append(number)
        self._open_asides(state, number)
        for (facts, consents), by in list(self._left[state.known].items()):
            self._come(state._replace(facts=facts, consents=consents), number, by)

    def _open_asides(self, known: State, before: int) -> None:
        """Every flow a word opens, once for each thing that may be known, as far as the flow asks for it; and every
        age that may be heard."""
        if known.known in self._left:
            return
        self._left[known.known] = {}
        for flow, due in ASIDES.items():
            if flow in self.revision.flows and self._is_new(flow, known.facts):
                asked: frozenset[Place] | None = frozenset() if flow == "human" else None
                first = start(self.revision, flow)
                opened = State(flow, first, known.known, (), known.facts, known.consents, asked=asked, due=due)
                self._come(opened, before, By(written(flow), "word", None, flow))
        for heard, (fact, value, told) in enumerate(HEARD):
            after = learned(known, {fact: value}, self.names)
            if after.facts != known.facts:
                lets_know = remark("contact lets it be known: {what}", what=told)
                self._open_heard(after, before, By(lets_know, "heard", None, str(heard)))
        self._come_back(known, before)

    def _is_new(self, flow: str, facts: Facts) -> bool:
        """Whether the flow is another one to her than to all before her. `human` counts her questions: it always is."""
        if flow == "human" or self._within is not None or (asked := self._asked_by[flow]) is None:
            return True
        key = flow, tuple(value for name, value in zip(self.names, facts, strict=True) if name in asked)
        if key in self._opened:
            return False
        self._opened.add(key)
        return True

    def _come_back(self, known: State, before: int) -> None:
        """She stops, and comes back to what was kept: the flow `welcome`, wherever it was that she left; or
        `human`, where Child Focus had it."""
        flow = "welcome" if known.all_adults else "human"
        if flow in self.revision.flows and "keep" in known.consents and (known.all_adults or known.maybe_minor):
            begun = State(flow, start(self.revision, flow), facts=known.facts, consents=known.consents)
            self._come(begun, before, By(STOPS, "leaves", None, flow))

    def _open_heard(self, heard: State, before: int, by: By) -> None:
        """An age heard at any moment: what was kept goes, and `minor` (or `human`) becomes the conversation."""
        unsaid = heard.fact("age") == "unknown" and heard.fact("age_in_image") in (None, "adult")
        flow = "human" if unsaid else "minor"
        if flow in self.revision.flows:
            begun = State(flow, start(self.revision, flow), facts=heard.facts, asked=frozenset())
            self._come(begun, before, by)

    def _end(self, after: State, before: int, by: By) -> None:
        """The outermost flow is over: the prompt beneath comes again, or the conversation has ended."""
        self.ending.add(before)
        for promise, message in on_ending(after):
            self.broken.append(Broken(promise, message, before, by))
        if after.aside is None:
            self._open_asides(after, before)
        elif after.known != after.aside and after.known not in self._left[after.aside]:
            back = self._left[after.aside][after.known] = By(
                answered(after.root), "aside", None, after.root, before, by
            )
            for number in list(self._beneath.get(after.aside, ())):
                facts, consents = after.known
                self._come(self.states[number]._replace(facts=facts, consents=consents), number, back)

    # ── telling it again ────────────────────────────────────────────────────────────────────────────────────────
    def way_to(self, number: int) -> list[By]:
        """All that was done to come here, in order, where it went on by itself as well."""
        return list(self._backwards(number))[::-1]

    def way_in(self, number: int) -> list[By]:
        """The same, but only since the word that opened the flow this state lies in."""
        ways: list[By] = []
        for by in self._backwards(number):
            ways.append(by)
            if by.how == "word":
                break
        return ways[::-1]

    def leading_to(self, numbers: Iterable[int]) -> frozenset[State]:
        """These states and all from which they can be come to; where a flow aside changed what is known, from its end
        as well."""
        before: list[list[int]] = [[] for _ in self.states]
        for number, onward in enumerate(self.onward):
            left = self._left.get(self.states[number].known, {})
            for after in onward:
                before[after].append(number)
                if back := left.get(self.states[after].known):
                    before[after].append(back.inside)
        todo = list(numbers)
        found = set(todo)
        while todo:
            todo += (new := [one for one in dict.fromkeys(before[todo.pop()]) if one not in found])
            found.update(new)
        return frozenset(self.states[number] for number in found)

    def _backwards(self, number: int) -> Iterator[By]:
        while number >= 0:
            number, by = self.came[number]
            yield by


def _heard(state: State, shown: frozenset[str]) -> State:
    """The state once the step has said its words and shown its cards."""
    if not state.lately or state.due in shown:
        state = state._replace(lately=True, due=None if state.due in shown else state.due)
    if state.asked is None or not shown:
        return state
    state = state._replace(seen=state.seen | (shown & ASKED_FOR) | ({"other"} if shown - ASKED_FOR else set()))
    return state._replace(asked=None, seen=frozenset()) if served(state) else state


def _counts(state: State) -> bool:
    """Whether a question counts among the four: not those asked while danger or despair comes first."""
    return state.place.flow not in ("danger", "crisis")
