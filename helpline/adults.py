"""adults: who may leave what. Links, hashes and words only where everyone is an adult (P1); where someone is not, no
more than a talk with the people of Child Focus, in a house that has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from helpline.case import Case
from helpline.errors import NoConsent, NotAdult

if TYPE_CHECKING:
    from helpline.ports import House

#: The team that alone may have the case of someone under 18, or of whose image shows or may show one; and her route.
CHILD_FOCUS = "child_focus"


def all_adults(facts: Mapping[str, str]) -> bool:
    """Both were asked, and both were answered with adult. Anything unsaid counts as no."""
    return facts.get("age") == "adult" and facts.get("age_in_image") == "adult"


def is_young(facts: Mapping[str, str]) -> bool:
    """She is under 18, or the image shows or may show someone who is. An age left unsaid is neither young nor adult."""
    return facts.get("age") == "minor" or facts.get("age_in_image") in ("minor", "unsure")


def says_under_18(facts: Mapping[str, str]) -> bool:
    """She is under 18, or someone in the image is, and she said so; not where the image only may show one."""
    return "minor" in (facts.get("age"), facts.get("age_in_image"))


def may_have_team(house: House) -> bool:
    """Whether people of Child Focus work in this house; else whoever is young is shown their card, and no more."""
    return CHILD_FOCUS in house.teams


def for_child_focus(case: Case) -> bool:
    """A case opened for them: a transcript and the answers so far, never a link, a hash or an answer in her words."""
    return case.route == CHILD_FOCUS


def team_may_have(case: Case, team: str) -> bool:
    """Their cases are for the people of Child Focus alone, and those of adults are not for them."""
    return (team == CHILD_FOCUS) == for_child_focus(case)


def stands(case: Case, house: House) -> bool:
    """Whether there may be this case, as it is: an adult's about adults, or a young one that only Child Focus sees."""
    if not for_child_focus(case):
        return all_adults(case.facts)
    seen_by_others = case.holder.team not in (None, CHILD_FOCUS)
    return may_have_team(house) and is_young(case.facts) and not (case.items or case.words or seen_by_others)


def may_agree(facts: Mapping[str, str], scopes: tuple[str, ...], house: House) -> bool:
    """Adults may agree to each thing apart; whoever is young to one alone: that Child Focus takes over this chat."""
    if all_adults(facts):
        return True
    return is_young(facts) and may_have_team(house) and set(scopes) == {"keep", "handoff"}


def may_keep(case: Case | None, facts: Mapping[str, str], scope: str) -> Case:
    """The case in which something may be kept under this consent. Raises NotAdult or NoConsent."""
    if not all_adults(facts) or (case is not None and for_child_focus(case)):
        raise NotAdult
    if case is None or not case.agreed("keep") or not case.agreed(scope):
        raise NoConsent
    return case


def may_join_transcript(case: Case | None) -> bool:
    """Whether what she writes may stand in the case's transcript: she asked for a person, of the team she may have."""
    if case is None or not (case.agreed("keep") and case.agreed("handoff")):
        return False
    if for_child_focus(case):
        return is_young(case.facts) and case.holder.team in (None, CHILD_FOCUS)
    return all_adults(case.facts)
