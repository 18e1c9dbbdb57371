"""One walk through a revision: from a reply, step by step, until someone must be waited for or asked."""

from __future__ import annotations

from collections.abc import Mapping

from flows.flow import Revision
from flows.move import Button, Effect, Moment, Say, ShowCards, Spoken, Turn
from flows.routes import Route
from flows.session import Place, Session
from flows.step import Move

#: A walk that comes this far without waiting goes round in circles; the loader lets none in.
LIMIT = 500


class Walk:
    """What has been decided so far: the session as it stands, what is said, what is asked, the routes walked."""

    def __init__(self, revision: Revision, session: Session, moment: Moment) -> None:
        self.revision = revision
        self.session = session
        self.moment = moment
        self.says: list[Spoken] = []
        self.effects: tuple[Effect, ...] = ()
        self.segments: list[tuple[Place, str]] = []

    def turn(self) -> Turn:
        return Turn(self.session, tuple(self.says), self.effects, tuple(self.segments))

    # ── on ──────────────────────────────────────────────────────────────────────────────────────────────────────────
    def arrive(self, place: Place | None) -> Walk:
        """Come to a place and go on from there for as long as no one must be waited for or asked."""
        for _ in range(LIMIT):
            if place is None:
                place = self._beneath()
                if place is None:
                    return self
            at = self.revision.known(place).arrival
            self.session = self.session.but(place=place)
            self.says += (self._say(key) for key in at.says)
            if at.cards:
                self.says.append(ShowCards(at.cards))
            if at.effects:
                return self._request(at.effects, type(at.effects[-1]).__name__)
            if at.waits:
                return self.prompt(at.prompt)
            if at.calls:
                self.session = self.session.but(stack=(*self.session.stack, place))
                place = at.calls
            else:
                place = self._follow(self._open_route(place))
        raise RuntimeError(f"{self.session.place} goes round without ever waiting for anyone")

    def take(self, move: Move) -> Walk:
        """Do what a step decided about a reply it understood."""
        self.says += move.notices
        self.session = self.session.but(misses=0)
        if move.effects:
            return self._request(move.effects, move.awaiting)
        if move.route is None:
            return self.ask_again()
        return self._through(self.revision.known(self.session.place).routes[move.route])

    def answered(self, answer: str) -> Walk:
        """Go on after the helpline has answered. An answer no route is named after counts as refused."""
        awaiting = self.session.awaiting or ""
        self.session = self.session.but(awaiting=None)
        at = self.revision.known(self.session.place)
        route = at.routes.get(awaiting)
        for name in (answer, "refused"):
            route = route or next((r for r in at.routes.values() if r.name == name and _answers(r, awaiting)), None)
        if route is not None:
            return self._through(route)
        if not awaiting or not at.arrival.waits:
            return self.arrive(self.session.place)
        return self.prompt(at.arrival.prompt)

    def ask_again(self) -> Walk:
        """The prompt once more, in its shorter wording where there is one."""
        place = self.session.place
        shorter = f"{place}.again"
        at = self.revision.known(place).arrival
        return self.prompt(shorter if shorter in self.revision.texts.source else at.prompt)

    def prompt(self, key: str | None) -> Walk:
        """Say what waits for a reply, with its buttons."""
        place, offers = self.session.place, self.revision.known(self.session.place).offers
        head = f"{self.session.token}:{place}:"
        buttons = tuple(Button(self._text(f"{place}.{offer.label}"), head + offer.key) for offer in offers)
        if key is not None:
            self.says.append(Say(key, self._text(key), buttons, prompt=True))
        return self

    def learn(self, facts: Mapping[str, str]) -> None:
        """Set facts; a language among them is spoken from here on."""
        language = facts.get("language", self.session.language)
        if language not in self.revision.languages:
            language = self.session.language
        known = {**self.session.facts, **{fact: value for fact, value in facts.items() if fact != "language"}}
        self.session = self.session.but(facts=known, language=language)

    # ── the parts of it ─────────────────────────────────────────────────────────────────────────────────────────────
    def _through(self, route: Route) -> Walk:
        if not route.stays:
            return self.arrive(self._follow(route))
        self.segments.append((self.session.place, route.name))
        return self.prompt(route.says[-1])

    def _follow(self, route: Route) -> Place | None:
        self.segments.append((self.session.place, route.name))
        if route.sets:
            self.learn(route.sets)
        self.says += (self._say(key) for key in route.says)
        return route.to

    def _open_route(self, place: Place) -> Route:
        """The first route whose condition holds just now; the last one always does."""
        facts, holds = self.session.facts, self.moment.holds
        return next(r for r in self.revision.known(place).routes.values() if r.when.met(facts, holds))

    def _beneath(self) -> Place | None:
        """A flow is over: on after the `call` that opened it, back to the prompt it interrupted, or the very end."""
        stack = self.session.stack
        if not stack:
            self.session = self.session.but(ended=True, aside=False)
            return None
        place = stack[-1]
        known = self.revision.known(place)
        self.session = self.session.but(place=place, stack=stack[:-1])
        if known.arrival.calls:
            return self._follow(known.routes["returned"]) or self._beneath()
        self.session = self.session.but(aside=False)
        return place

    def _request(self, effects: tuple[Effect, ...], awaiting: str | None) -> Walk:
        self.effects = effects
        self.session = self.session.but(awaiting=awaiting)
        return self

    def _text(self, key: str) -> str:
        return self.revision.texts.get(key, self.session.language)

    def _say(self, key: str) -> Say:
        return Say(key, self._text(key))


def _answers(route: Route, awaiting: str) -> bool:
    """May this route follow from the effect that was asked?"""
    return any(type(effect).__name__ == awaiting for effect in route.effects)
