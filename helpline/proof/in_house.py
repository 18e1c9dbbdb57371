"""in_house: a conversation of the proof, tried where an editor will see it: in the house with all its own rules.

The proof takes the house to grant whatever a flow asks for. The house itself does not: it refuses a minor's consent, it
waits for its staff. Where the talk cannot be held there as it is told, it begins at the step.
"""

from __future__ import annotations

from flows.flow import Revision
from flows.session import Place
from helpline.ports import House
from helpline.proof.telling import Refuted
from helpline.talks.play import play
from helpline.talks.played import Exchange, Played
from helpline.talks.talk import Talk


def to_be_held(refuted: Refuted, revision: Revision, house: House) -> Talk | None:
    """The talk to show for it; None where there is no step to come to."""
    if refuted.talk is None or refuted.place is None:
        return None
    played = play(refuted.talk, revision, house)
    return refuted.talk if not played.trouble and _comes_to(played, revision, refuted.place) else refuted.straight


def _comes_to(played: Played, revision: Revision, place: Place) -> bool:
    """Whether anything was seen of the step; of one that shows nothing, nothing can be."""
    at = revision.arrival_at(place)
    silent = not (at.says or at.cards or at.waits)
    return silent or any(_shows(exchange, place, at.cards) for exchange in played.exchanges)


def _shows(exchange: Exchange, place: Place, cards: tuple[str, ...]) -> bool:
    said = [key for bubble in exchange.said for key in bubble.says]
    shown = {key for bubble in exchange.said for key in (bubble.card or "").split()}
    return (
        exchange.place == str(place) or any(key.startswith(f"{place}.") for key in said) or not shown.isdisjoint(cards)
    )
