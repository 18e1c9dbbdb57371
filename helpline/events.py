"""events: what happened, past tense, never changed: the audit log, the live feed, the statistics.

An event carries codes and counts, never a person's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Event:
    """`kind` is one of KINDS. `about` holds codes only: a scope, a team, a route, a count."""

    id: str
    kind: str
    at: datetime
    case: str | None = None
    about: Mapping[str, str | int] = field(default_factory=dict)


KINDS = (
    "case_opened",
    "case_closed",
    "case_erased",
    "consent_given",
    "consent_withdrawn",
    "item_kept",
    "item_corrected",
    "item_removed",
    "evidence_erased",
    "handoff_queued",
    "handoff_cancelled",
    "handoff_recalled",
    "contact_wrote",
    "crisis_heard",
    "danger_heard",
    "contact_hidden",
    "case_locked",
    "case_returned",
    "media_refused",
    "update_parked",
    "facts_changed",
    # what time brings
    "ending_told",
    "transcript_purged",
    "evidence_purged",
    # what staff do
    "case_viewed",
    "case_taken_over",
    "case_handed_back",
    "case_transferred",
    "case_released",
    "case_reopened",
    "hold_lapsed",
    "staff_replied",
    "line_settled",
    "note_written",
    "urgency_set",
    "safe_time_set",
    "minor_learned",
    "contact_barred",
    "contact_let_in",
    "case_kept",
    "numbers_sent",
    "words_kept_back",
    "item_copied",
    "hashes_matched",
    "case_matched",
    "case_exported",
    # who works here
    "staff_added",
    "staff_changed",
    "staff_disabled",
    "staff_reset",
    "staff_signed_in",
    "staff_signed_out",
    "sign_in_failed",
    "sign_in_revoked",
    "stepped_up",
    "passkey_added",
    "passkey_removed",
    # the keys of the house, and copies of it
    "master_key_changed",
    "house_backed_up",
    "house_restored",
    # what editors do
    "draft_begun",
    "draft_discarded",
    "publish_asked",
    "flow_published",
    "directory_published",
    "talk_saved",
    "talk_removed",
    # the record of all this
    "events_purged",
    "audit_verified",
    "audit_read",
)
