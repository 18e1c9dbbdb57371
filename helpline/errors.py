"""refusals: the helpline will not do this, and says why.

Refusal
├── NotAdult           a link, hash or word would be kept where not everyone is known to be an adult (P1)
├── NoConsent          something would be kept or shared without its own consent (P2)
├── NoSuchPage         the leave of a page of hers is spent, over, void or never was: one answer for all of them
├── NoMoreFiles        a page of hers has sent as many files as it may
└── Declined           what a staff member asked for is not done; `code` and `about` say why
    ├── NoSuchCase       not there, erased, or of a team she does not belong to: one answer for all three
    ├── NotAllowed       her roles do not hold the permission
    ├── AlreadyTaken     a colleague has the case
    ├── NotHers          only the holder may do this, and she is not
    ├── WrongState       the case is not where this can be done: closed, not closed, nobody waits …
    ├── ColleagueAway    a case is handed only to somebody who is there
    ├── BadAsk           what was typed cannot be sent: too long, nothing in it, an unknown name
    ├── NoSuchStaff      nobody by this id or login works here
    ├── LoginTaken       somebody has this login already
    ├── LastAdmin        nobody would be left who can invite and disable staff
    ├── LastWayIn        without it she could not sign in any more
    ├── NoSuchDraft      discarded, published, or never there: one answer for all three
    ├── NoSuchRevision   nothing was published under this number
    ├── DraftMoved       the draft has gone on since she looked at it
    ├── Conflicting      somebody else has changed the very thing meanwhile; what each wrote comes with it
    ├── NotAnEdit        an edit that cannot be made as things stand; `why` is its code
    ├── Superseded       a newer check of this draft has begun; its answer is the one to look at
    ├── Broken           what would be published has mistakes, or breaks a promise
    ├── TalksChanged     saved talks go another way than they did, and nobody has accepted that
    ├── Unchanged        it says exactly what the running one says
    ├── SecondNeeded     a second person must look at this before it goes to work
    ├── OwnAsk           whoever asked for a second person is not that person
    ├── Alone            nobody else could be the second person: it is for a command on the server
    └── Overtaken        something else was published in the same moment
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):
    """Raised by a rule and shown to the person; anything else that is raised is a bug."""


class NotAdult(Refusal):
    """Links, hashes and words are kept only where the writer and everyone in the image are adults."""


class NoConsent(Refusal):
    """This scope was not agreed to, or no longer is."""


class NoSuchPage(Refusal):
    """This page may not do anything for her, whatever the reason."""


class NoMoreFiles(Refusal):
    """This page has sent as many files as one page may."""


class Declined(Refusal):
    """A staff action that is not done. `code` is stable and shown in words by the console; `about` holds codes, ids and
    aliases, never a contact's words."""

    code = "declined"

    def __init__(self, **about: str | int) -> None:
        super().__init__(self.code)
        self.about: Mapping[str, Any] = about


class NoSuchCase(Declined):
    """There is no such case for her."""

    code = "no_such_case"


class NotAllowed(Declined):
    """`permission`: what is missing."""

    code = "not_allowed"


class AlreadyTaken(Declined):
    """`staff`: the id of who has it, `alias`: what she is called."""

    code = "already_taken"


class NotHers(Declined):
    """`holder`: bot, queue or staff."""

    code = "not_hers"


class WrongState(Declined):
    """`state`: where the case is."""

    code = "wrong_state"


class ColleagueAway(Declined):
    """`staff`: whom it was for."""

    code = "colleague_away"


class BadAsk(Declined):
    """`field`: where, `why`: a code."""

    code = "bad_ask"


class NoSuchStaff(Declined):
    """Nobody by this id or login."""

    code = "no_such_staff"


class LoginTaken(Declined):
    """A login is given once."""

    code = "login_taken"


class LastAdmin(Declined):
    """An admin who can sign in must remain."""

    code = "last_admin"


class LastWayIn(Declined):
    """Her only passkey, and she has no passphrase."""

    code = "last_way_in"


# ── what editors ask for ──────────────────────────────────────────────────────────────────────────────────────────
class NoSuchDraft(Declined):
    """There is no such draft."""

    code = "no_such_draft"


class NoSuchRevision(Declined):
    """`number`: what was asked for."""

    code = "no_such_revision"


class DraftMoved(Declined):
    """`version`: where the draft is now."""

    code = "draft_moved"


class Conflicting(Declined):
    """`conflicts`: path, before, yours, theirs, by and at of each, as plain data. Nothing of the edit was done."""

    code = "conflict"

    def __init__(self, conflicts: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self.about = {"conflicts": list(conflicts)}

    @property
    def conflicts(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.about["conflicts"]
        return found


class NotAnEdit(Declined):
    """`why`: a code, and what it is about."""

    code = "edit_refused"


class Superseded(Declined):
    """Nothing is lost: the newer check looks at everything."""

    code = "superseded"


class Broken(Declined):
    """`errors` and `promises`: how many. `reasons` say why, a line each, for the editor."""

    code = "broken"

    def __init__(self, reasons: tuple[str, ...], **about: str | int) -> None:
        super().__init__(**about)
        self.reasons = reasons


class TalksChanged(Declined):
    """`talks`: how many."""

    code = "talks_changed"


class Unchanged(Declined):
    """Nothing would be other than it is."""

    code = "unchanged"


class SecondNeeded(Declined):
    """`steps`: at how many places."""

    code = "second_needed"


class OwnAsk(Declined):
    """She asked herself."""

    code = "own_ask"


class Alone(Declined):
    """Nobody else here may publish."""

    code = "alone"


class Overtaken(Declined):
    """Look at what runs now, and publish again."""

    code = "overtaken"
