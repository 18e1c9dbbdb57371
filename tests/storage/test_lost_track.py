"""A commit may be done although Haven was told of trouble: answers are in the table that nobody has in hand."""

from helpline.delivery import Fate
from storage import Store
from tests.storage.people import NOW, later, texts
from tests.storage.test_outbox import say


async def test_answers_that_nobody_knows_of_are_sent_after_a_while_and_are_no_repeats(store: Store) -> None:
    await say(store, 1, "one", "two")
    assert await store.claim(later(5 / 60), held=()) == [], "their commit may have been just now"
    again = [*await store.claim(later(15 / 60), held=()), *await store.claim(later(15 / 60), held=())]
    assert texts(again) == ["one", "two"]
    assert not any(delivery.ambiguous for delivery in again)


async def test_what_is_in_hand_is_left_there_however_long_it_takes(store: Store) -> None:
    first, second = await say(store, 1, "one", "two")
    for minutes in (0.25, 0.5, 1.0):
        assert await store.claim(later(minutes), held={first.id, second.id}) == []


async def test_what_nobody_knows_of_stays_behind_what_is_in_hand(store: Store) -> None:
    first, _ = await say(store, 1, "one", "two")
    assert await store.claim(later(0.25), held={first.id}) == []
    await store.settle([Fate(first.id, "sent", NOW, message_id=7)])
    assert texts(await store.claim(later(0.25), held=())) == ["two"]
