"""young: somebody turns out to be under 18: what she left is erased, her case leaves the team that had it, and Child
Focus is offered to her anew."""

from __future__ import annotations

from helpline.adults import for_child_focus, is_young
from helpline.hearing import learn
from helpline.reception import Reception


def reroute(reception: Reception, fact: str = "age", **about: str) -> Reception:
    """A colleague learned it. `fact`: `age` where she herself is under 18, `age_in_image` where the image shows someone
    who is; `about`: by whom, in codes.

    Evidence and transcript go at once; whoever has the case loses sight of it. The bot tells her so, shows her whom she
    can turn to and, where people of Child Focus work in this house, asks whether they may go on with her: nothing of
    before goes with her. A case that is theirs already stays as it is."""
    case = reception.case
    if case is None or (for_child_focus(case) and is_young(reception.facts)):
        return reception
    left = {"team": "", "team_before": case.holder.team} if case.holder.team else {}
    return learn(reception.happened("minor_learned", fact=fact, **left, **about), {fact: "minor"})
