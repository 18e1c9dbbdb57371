"""What a flow may know of a person: a closed list of facts and of the values each may take.

Everything a flow sets, tests or collects is named here, so that the promises can be proved over every combination
(`helpline/safety.py`) and no editor can make the helpline ask for a name, an address or a date of birth.
"""

from collections.abc import Mapping

#: Fact → the values it may take. `language` is apart: its values are the deployment's languages.
FACTS: Mapping[str, tuple[str, ...]] = {
    "for_whom": ("self", "other", "received", "regret"),
    "age": ("adult", "minor", "unknown"),
    "age_in_image": ("adult", "minor", "unsure", "unknown"),
    "situation": ("online", "threat", "sextortion", "private", "fake"),
    "material": ("real", "manipulated", "unknown"),
    "partner": ("yes", "no", "unknown"),
    "against_will": ("yes", "no", "unknown"),
    "country": ("belgium", "elsewhere", "unknown"),
    "relation": ("parent", "partner", "friend", "professional", "other", "unknown"),
}

#: The facts the promises speak of; the prover walks their combinations, and no others.
PROVED = ("age", "age_in_image", "for_whom")

#: What a contact can agree to, each apart and each off until she does (GDPR 7; R28).
CONSENTS = ("keep", "links", "hashes", "words", "handoff", "notice", "contact_back")

#: What an `ask` step may keep of her own words, always under the consent `words`.
ANSWERS = ("where", "story", "impact", "summary", "safe_time")
