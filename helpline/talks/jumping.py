"""Straight to a step: she stands there as if she had come the whole way, with these facts known and these consents."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.facts import FACTS
from flows.flow import Revision
from flows.session import Place, Session
from flows.step import Step
from flows.steps.call import Call
from helpline import conversation
from helpline.adults import CHILD_FOCUS, all_adults
from helpline.case import Case
from helpline.consent import Consent
from helpline.contact import Contact
from helpline.intake import finish
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.reception import receive
from helpline.talks.memory import Memory
from helpline.talks.talk import Jump


class NoSuchStep(Exception):
    """The revision has no step there."""


def jump(move: Jump, memory: Memory, incoming: Incoming, house: House) -> Changes:
    """All that comes of standing there. What was before is forgotten. Raises NoSuchStep."""
    revision = house.revisions[house.running]
    flow, _, step = move.place.partition(".")
    place = Place(flow, step)
    if revision.step(place) is None:
        raise NoSuchStep
    facts = {fact: value for fact, value in move.facts.items() if value in FACTS.get(fact, ())}
    contact = memory.contact or Contact(house.chance.id(), incoming.address)
    language = _language(memory, incoming, house)
    session = Session(revision.number, place, house.chance.token(), language, facts, callers(revision, flow))
    case = _case(move, facts, language, incoming.at, house) if move.consents else None
    reception = receive(Loaded(contact, session, case), incoming, incoming.at, house)
    return finish(conversation.repeat(reception)).changes()


def _language(memory: Memory, incoming: Incoming, house: House) -> str:
    """The one she speaks already, else the one her app is set to."""
    known = (memory.session.language if memory.session else None, incoming.language_hint)
    return next((one for one in known if one in house.languages), house.languages[0])


def callers(revision: Revision, flow: str) -> tuple[Place, ...]:
    """The steps that would have brought her into this flow, outermost first, so that it goes on where it ends."""
    stack: tuple[Place, ...] = ()
    seen = {flow}
    while (calling := _calling(revision, flow)) is not None and calling.flow not in seen:
        stack, flow = (calling, *stack), calling.flow
        seen.add(flow)
    return stack


def _calling(revision: Revision, flow: str) -> Place | None:
    places = (Place(name, key) for name, one in revision.flows.items() for key in one.steps)
    return next((one for one in places if _calls(revision.step(one), flow)), None)


def _calls(step: Step | None, flow: str) -> bool:
    return isinstance(step, Call) and step.flow == flow


def _case(move: Jump, facts: dict[str, str], language: str, now: datetime, house: House) -> Case:
    """The case there would be by then. No consent stands alone: keeping comes first."""
    scopes = dict.fromkeys(("keep", *move.consents))
    consents = tuple(
        Consent(house.chance.id(), scope, f"{move.place}.say", house.running, "", language, now) for scope in scopes
    )
    case = Case(house.chance.id(), house.chance.case_number(), now, language, facts=facts, consents=consents)
    return case if all_adults(facts) else replace(case, route=CHILD_FOCUS)
