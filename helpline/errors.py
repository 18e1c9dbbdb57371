"""refusals: the helpline will not do this, and says why.

Refusal
├── NotAdult           a link, hash or word would be kept where not everyone is known to be an adult (P1)
├── NoConsent          something would be kept or shared without its own consent (P2)
└── NothingToHandOver  a handoff without a case
"""


class Refusal(Exception):
    """Raised by a rule and shown to the person; anything else that is raised is a bug."""


class NotAdult(Refusal):
    """Links, hashes and words are kept only where the writer and everyone in the image are adults."""


class NoConsent(Refusal):
    """This scope was not agreed to, or no longer is."""


class NothingToHandOver(Refusal):
    """There is no case, so there is nothing a team could take over."""
