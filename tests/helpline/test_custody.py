"""Custody of an item: given, seen, taken along, exported, each with who and when."""

from datetime import UTC, datetime, timedelta

from helpline.custody import custody_of
from helpline.evidence import Item
from helpline.views import Happening

GIVEN = datetime(2026, 3, 14, 20, 15, 42, tzinfo=UTC)
LINK = Item("item", "link", "https://example.org", GIVEN, "links")


def happened(kind: str, minutes: float, alias: str | None = "Mia", **about: str) -> Happening:
    at = (GIVEN + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return Happening(None, kind, at, alias, {"staff": alias or ""} | about)


def told(*acts: Happening) -> list[tuple[str, str | None]]:
    return [(one.act, one.alias) for one in custody_of(LINK, acts)]


def test_it_is_told_who_gave_saw_took_along_and_exported_it() -> None:
    assert told(
        happened("case_viewed", 0.1),
        happened("case_taken_over", 5, "Sam"),
        happened("item_copied", 6, "Sam", item="item", act="copied"),
        happened("case_exported", 9, None, by="contact"),
    ) == [("given", None), ("seen", "Mia"), ("seen", "Sam"), ("copied", "Sam"), ("exported", None)]


def test_what_happened_before_it_was_given_or_to_another_item_is_not_told() -> None:
    assert told(happened("case_viewed", -2), happened("item_copied", 1, item="another")) == [("given", None)]


def test_whoever_looks_often_is_told_of_once_a_day() -> None:
    often = [happened("case_viewed", 60 * hour) for hour in range(30)]
    assert told(*often) == [("given", None), ("seen", "Mia"), ("seen", "Mia"), ("seen", "Mia")]
