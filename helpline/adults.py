"""adults: links, hashes and words are kept only where the writer and everyone in the image are adults (P1)."""

from __future__ import annotations

from collections.abc import Mapping

from helpline.case import Case
from helpline.errors import NoConsent, NotAdult


def all_adults(facts: Mapping[str, str]) -> bool:
    """Both were asked, and both were answered with adult. Anything unsaid counts as no."""
    return facts.get("age") == "adult" and facts.get("age_in_image") == "adult"


def may_keep(case: Case | None, facts: Mapping[str, str], scope: str) -> Case:
    """The case in which something may be kept under this consent. Raises NotAdult or NoConsent."""
    if not all_adults(facts):
        raise NotAdult
    if case is None or not case.agreed("keep") or not case.agreed(scope):
        raise NoConsent
    return case


def may_join_transcript(case: Case | None) -> bool:
    """Whether what she writes may stand in the case's transcript: adults only, and she asked for a person."""
    return case is not None and all_adults(case.facts) and case.agreed("keep") and case.agreed("handoff")
