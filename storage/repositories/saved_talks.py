"""saved_talks: talks that editors keep, to hold them anew whenever something changes. Nobody ever wrote in them."""

from __future__ import annotations

import json
from datetime import datetime

from helpline.drafts import SavedTalk
from storage.repositories.drafts import plain, tell
from storage.statements import Steps, ask, moment


def every() -> Steps[tuple[SavedTalk, ...]]:
    rows = yield from ask("SELECT id, name, talk, expected, by, at FROM saved_talk ORDER BY name, id")
    return tuple(
        SavedTalk(talk_id, name, json.loads(talk), json.loads(expected), by, moment(at))
        for talk_id, name, talk, expected, by, at in rows
    )


def save(talk: SavedTalk) -> Steps[None]:
    """A new one, or what is expected of an old one from now on: what is expected holds what is published."""
    yield from ask(
        "INSERT INTO saved_talk (id, name, talk, expected, by, at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, talk = excluded.talk, expected = excluded.expected,"
        " by = excluded.by, at = excluded.at",
        talk.id,
        talk.name,
        plain(talk.talk),
        plain(talk.expected),
        talk.by,
        talk.at,
    )
    yield from tell("talk_saved", talk.at, {"staff": talk.by, "talk": talk.id})


def remove(talk_id: str, by: str, now: datetime) -> Steps[None]:
    if (yield from ask("DELETE FROM saved_talk WHERE id = $1 RETURNING id", talk_id)):
        yield from tell("talk_removed", now, {"staff": by, "talk": talk_id})
