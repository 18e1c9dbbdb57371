"""form words: what the forms of the editor call a field, an agreement, a fact, a part of the conversation, a step.

The browser says them itself; a test holds these against them, so that a message and a form never speak of one thing by
two names.
"""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "say": "What Haven says",
    "label": "The button says",
    "also": "Other words people use for it, with commas between",
    "again": "Said when it comes back here",
    "more": "Said after each one that came in",
    "go": "Where does it lead?",
    "refused": "Where, if it cannot be done?",
    "empty": "Where, if there is nothing to show?",
    "choices": "Answers to choose from",
    "cases": "Cases; the first that fits is taken",
    "when": "If",
    "sets": "What is known then",
    "alert": "Tells colleagues at once that somebody is in danger",
    "note": "Note for colleagues and translators; contacts never see it",
    "flow": "Which part?",
    "team": "Which team?",
    "cards": "Whose numbers?",
    "scopes": "What is agreed to?",
    "keeps": "What is it about?",
    "max": "Longest answer, in characters",
    "yes": "Yes",
    "no": "No",
    "skip": "Not now",
    "done": "Done",
    "right": "That is right",
    "add": "Add more",
    "nowhere": "I do not know where",
}
CONSENTS: Mapping[str, str] = {
    "keep": "keeping a case",
    "links": "keeping links",
    "hashes": "keeping fingerprints",
    "words": "keeping own words",
    "handoff": "passing it on to people who help",
    "notice": "a notice to the platform",
    "contact_back": "writing back later",
}
FACTS: Mapping[str, str] = {
    "language": "the language",
    "for_whom": "for whom",
    "age": "the writer's age",
    "age_in_image": "the age in the image",
    "situation": "the situation",
    "material": "real or made",
    "partner": "a partner or former partner",
    "against_will": "against the person's will",
    "country": "the country",
    "relation": "how they know each other",
    "open": "open just now",
    "staff": "somebody is there of",
    "team": "this house has the team",
}
#: The parts that Haven ships with; one of the house's own is called as it was named there.
FLOWS: Mapping[str, str] = {
    "abroad": "Not in Belgium",
    "assault": "Done against the person's will",
    "crisis": "Despair",
    "danger": "Danger",
    "delete": "The word delete",
    "fake": "Made or edited images",
    "finish": "The last words",
    "hashes": "Fingerprints",
    "help": "The word help",
    "human": "The word human",
    "intake": "What may be kept and passed on",
    "languages": "The word language",
    "minor": "Someone under 18",
    "more": "Adding something",
    "online": "It is online",
    "other": "For someone else",
    "partner": "A partner or former partner",
    "privacy": "The word privacy",
    "private": "Shared in private",
    "received": "Someone received it",
    "regret": "Someone who shared it and regrets it",
    "sextortion": "Blackmail",
    "threat": "Someone threatens",
    "triage": "The first questions",
    "welcome": "Welcome back",
    "young": "A person of Child Focus",
}
#: What a type of step does.
TYPES: Mapping[str, str] = {
    "say": "Say something",
    "choose": "Ask with buttons",
    "ask": "Ask in own words",
    "card": "Show who helps",
    "consent": "Ask for an agreement",
    "link": "Take links",
    "hash": "Take fingerprints",
    "review": "Show all before passing it on",
    "branch": "Go on by what is known",
    "call": "Go through another part",
    "hand_off": "Bring in a person",
    "end": "End of this part",
}
