"""Random flows that load, and random things people do to them."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from flows.facts import ANSWERS, CONSENTS, FACTS
from flows.flow import Flow, Revision

WORDS = st.sampled_from(
    ["Yes", "No", "Ja", "Under 18", "18 or older", "2", "I don't know", "Say it", "Où ?", "😢", "not sure", "sure"]
)
SETS = st.one_of(
    st.just({}),
    st.sampled_from([{fact: value} for fact, values in FACTS.items() for value in values]),
    st.sampled_from([{"language": "nl"}, {"language": "en"}, {"language": "fr"}]),
)


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    """One to three flows; a flow calls only those after it, so that none calls itself."""
    count = draw(st.integers(1, 3))
    flows = {
        f"f{number}": draw(_flow(f"f{number}", [f"f{later}" for later in range(number + 1, count)]))
        for number in range(count)
    }
    made = Revision.of(1, flows, {}, ("en", "nl"))
    words = {key: draw(WORDS) for key in made.texts.source if draw(st.booleans())}
    return Revision.of(1, flows, {"nl": words}, ("en", "nl"))


@st.composite
def _flow(draw: st.DrawFn, key: str, callable_flows: list[str]) -> Flow:
    size = draw(st.integers(1, 6))
    steps: dict[str, Any] = {}
    for number in range(size):
        steps[f"s{number}"] = draw(_step(number, size, tuple(callable_flows)))
    return Flow.model_validate({"flow": key, "start": "s0", "steps": steps | {f"s{size}": {"type": "end"}}})


@cache
def _step(number: int, size: int, flows: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """A step: after a reply it may lead anywhere, by itself only onward, so that no circle is without a wait."""
    anywhere = st.sampled_from([f"s{n}" for n in range(size + 1)])
    onward = st.sampled_from([f"s{n}" for n in range(number + 1, size + 1)])
    way = st.fixed_dictionaries({"label": WORDS, "go": anywhere})
    says = {"say": WORDS}
    kinds = [
        _kind("say", says | {"go": onward}),
        _kind("card", {"cards": st.just(["one", "two"]), "go": onward}),
        _kind("choose", says | {"choices": _choices(anywhere)}),
        _kind("ask", says | {"keeps": st.sampled_from(ANSWERS), "skip": way, "go": anywhere, "max": st.just(5)}),
        _kind("consent", says | {"scopes": st.just(CONSENTS[:2]), "yes": way, "no": way}),
        _kind("link", says | {"more": WORDS, "done": way, "nowhere": way}),
        _kind("hash", says | {"more": WORDS, "done": way}),
        _kind("review", says | {"right": way, "add": way, "empty": onward}),
        _kind("branch", {"cases": _cases(onward), "go": onward}),
        _kind("hand_off", {"team": st.just("team"), "go": onward, "refused": onward}),
    ]
    if flows:
        kinds.append(_kind("call", {"flow": st.sampled_from(flows), "go": onward}))
    return st.one_of(kinds)


def _kind(name: str, fields: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"type": st.just(name)} | fields)


def _choices(anywhere: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Up to three; the first has no language of its own, so that one is always offered."""
    one = st.fixed_dictionaries({"label": WORDS, "go": anywhere, "sets": SETS})
    danger = st.fixed_dictionaries({"label": WORDS, "go": anywhere, "alert": st.sampled_from(["danger", None])})
    return st.tuples(danger, st.lists(one, max_size=2)).map(
        lambda found: [choice | {"key": f"k{n}"} for n, choice in enumerate([found[0], *found[1]])]
    )


def _cases(onward: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    when = st.sampled_from(
        [{"age": "adult"}, {"age": ["minor", "unknown"]}, {"staff": "team"}, {"open": "one", "age": "adult"}]
    )
    return st.lists(st.fixed_dictionaries({"when": when, "go": onward}), min_size=1, max_size=2)


ROUTES = st.sampled_from(
    [
        "given",
        "declined",
        "refused",
        "kept",
        "shown",
        "empty",
        "changed",
        "queued",
        "done",
        "right",
        "k0",
        "",
        "nonsense",
    ]
)

#: What happens to a talk: (what, detail).
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.one_of(WORDS, st.text(max_size=40))),
        st.tuples(st.just("press"), st.integers(0, 5)),
        st.tuples(st.just("press_old"), st.integers(0, 30)),
        st.tuples(st.just("press_forged"), st.text(max_size=64)),
        st.tuples(st.just("answer"), ROUTES),
        st.tuples(st.just("interrupt"), st.integers(0, 30)),
        st.tuples(st.just("repeat"), st.none()),
        st.tuples(st.just("correct"), SETS),
        st.tuples(st.just("move"), st.integers(0, 30)),
    ),
    max_size=25,
)
