"""What Telegram's answer means for a message: sent, to be tried again, refused, blocked, or nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.telegram.api import Answer
from helpline.delivery import Delivery, Fate

#: Seconds: the first wait, the longest one, and how long to leave Telegram alone when it refuses our token.
FIRST, LONGEST, TOKEN_PAUSE = 1.0, 60.0, 5.0


def fate_of(delivery: Delivery, answer: Answer, now: datetime) -> Fate:
    """The fate of a delivery that Telegram answered."""
    if answer.code == 200:
        return Fate(delivery.id, "sent", now, message_id=_message_id(answer.result))
    if answer.code == 429:
        return later(delivery, now, answer.retry_after)
    if answer.code == 403:
        return Fate(delivery.id, "blocked", now)
    if token_refused(answer):
        return later(delivery, now, TOKEN_PAUSE)
    if answer.code >= 500:
        return later(delivery, now)
    if "message is not modified" in answer.description:
        return Fate(delivery.id, "sent", now, message_id=delivery.outgoing.edit_of)
    return Fate(delivery.id, "refused", now)


def token_refused(answer: Answer) -> bool:
    """Telegram does not know our token: not one contact's trouble but everyone's."""
    return answer.code in (401, 404)


def later(delivery: Delivery, now: datetime, seconds: float | None = None) -> Fate:
    """Nothing was sent: again, after Telegram's own wait or one that doubles."""
    wait = min(LONGEST, FIRST * 2 ** min(delivery.attempts, 10)) if seconds is None else max(seconds, 0.05)
    return Fate(delivery.id, "retry", now, due=now + timedelta(seconds=wait))


def unclear(delivery: Delivery, now: datetime) -> Fate:
    """It may have arrived. It is repeated once; the second time (`due` None) it is left at that."""
    due = None if delivery.ambiguous else now + timedelta(seconds=FIRST)
    return Fate(delivery.id, "ambiguous", now, due=due)


def _message_id(result: object) -> int | None:
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) else None
