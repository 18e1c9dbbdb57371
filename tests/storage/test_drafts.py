"""Drafts lie in the database: each save one version, each change known by whom; what is published is never changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from helpline.as_published import checksum_of
from helpline.drafts import Asked, Draft, Drafts, Moved, Published, SavedTalk, all_told
from helpline.errors import NotAnEdit
from storage import Store
from storage.statements import ask
from tests.shipped import library
from tests.storage.people import NOW, later

CONTENT: dict[str, Any] = {"languages": ["en", "nl"], "flows": {"triage": {"note": "één"}}, "translations": {}}
CHANGE = {"path": ["flows", "triage", "note"], "before": "één", "after": "twee"}


def draft(name: str = "Softer words", **more: Any) -> Draft:
    told: dict[str, Any] = {"id": f"d-{name}", "kind": "flows", "name": name, "based_on": 1, "content": CONTENT}
    return Draft(**told | {"version": 1, "by": "eva", "begun_at": NOW, "changed_at": NOW, "authors": ("eva",)} | more)


def revision(number: int, **more: Any) -> tuple[Published, str]:
    content = json.dumps({"number": number} | CONTENT, ensure_ascii=False)
    return Published("flows", number, checksum_of(content), NOW, **more), content


async def told(store: Store) -> list[tuple[str, dict[str, Any]]]:
    rows = await store.database.read(lambda: ask("SELECT kind, about FROM event ORDER BY position"))
    return [(kind, json.loads(about)) for kind, about in rows]


async def test_a_draft_that_would_fill_the_house_is_not_saved(store: Store) -> None:
    await store.begin_draft(begun := draft())
    much = CONTENT | {"translations": {"nl": {f"a.b.k{number}": "x" * 4000 for number in range(600)}}}
    with pytest.raises(NotAnEdit):
        await store.save_draft(begun.id, 1, much, [CHANGE], "eva", later(1))
    assert await store.draft(begun.id) == begun
    much["translations"]["nl"] = dict(list(much["translations"]["nl"].items())[:300])
    assert await store.save_draft(begun.id, 1, much, [CHANGE], "eva", later(1)) == 2


async def test_a_draft_survives_and_says_who_changed_it(store: Store, opened: Any) -> None:
    drafts: Drafts = store
    await drafts.begin_draft(begun := draft())
    assert await drafts.draft(begun.id) == begun
    await store.save_draft(begun.id, 1, CONTENT | {"flows": {}}, [CHANGE], "jan", later(1))
    await store.save_draft(begun.id, 2, CONTENT, [CHANGE, CHANGE], "eva", later(2))
    await store.name_draft(begun.id, "Even softer")
    kept = replace(begun, version=3, changed_at=later(2), authors=("eva", "jan"), name="Even softer")
    await store.close()
    store = await opened("again")
    assert await store.drafts() == (kept,)
    since = await store.edits_since(begun.id, 1)
    assert [(one.version, one.by, one.at) for one in since] == [(2, "jan", later(1)), (3, "eva", later(2))]
    assert since[0].changes == [CHANGE]
    assert await store.edits_since(begun.id, 3) == ()
    assert await told(store) == [("draft_begun", {"staff": "eva", "draft": begun.id, "kind": "flows", "number": 1})]


async def test_what_led_to_a_draft_long_ago_is_folded_and_who_took_part_is_still_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.repositories.drafts.SAVES_KEPT", 5)
    await store.begin_draft(begun := draft())
    for number in range(1, 9):
        who = "jan" if number < 3 else "els"
        await store.save_draft(begun.id, number, CONTENT, [CHANGE], who, NOW + timedelta(days=number))
    since = await store.edits_since(begun.id, 0)
    assert [one.version for one in since] == [5, 6, 7, 8, 9]
    assert {one.by for one in since} == {"els"}
    assert [all_told(since, seen, 9) for seen in (1, 3, 4, 8, 9)] == [False, False, True, True, True]
    found = await store.draft(begun.id)
    assert found is not None
    assert (found.authors, found.content) == (("eva", "jan", "els"), CONTENT)


async def test_after_thirty_days_a_save_is_folded_though_nobody_goes_on(store: Store) -> None:
    await store.begin_draft(begun := draft())
    await store.save_draft(begun.id, 1, CONTENT, [CHANGE], "jan", NOW)
    await store.save_draft(begun.id, 2, CONTENT, [CHANGE], "jan", NOW + timedelta(days=1))
    await store.prune(NOW + timedelta(days=29, hours=23))
    assert len(await store.edits_since(begun.id, 0)) == 2
    await store.prune(NOW + timedelta(days=30))
    assert [one.version for one in await store.edits_since(begun.id, 0)] == [3]


async def test_of_two_who_save_the_same_version_one_is_told_to_look_again(store: Store, opened: Any) -> None:
    other = await opened("other") if store.shared else store
    await store.begin_draft(draft())
    saving = [
        one.save_draft("d-Softer words", 1, CONTENT, [], who, NOW)
        for one, who in ((store, "eva"), (other, "jan"), (store, "els"), (other, "tom"))
    ]
    came = await asyncio.gather(*saving, return_exceptions=True)
    assert came.count(2) == 1
    assert sum(isinstance(one, Moved) for one in came) == 3
    assert len(await store.edits_since("d-Softer words", 0)) == 1
    with pytest.raises(Moved):
        await store.save_draft("d-nobody's", 1, CONTENT, [], "eva", NOW)


async def test_who_is_asked_for_is_asked_no_longer_once_the_draft_goes_on(store: Store) -> None:
    await store.begin_draft(begun := draft())
    asked = Asked(1, "eva", later(1), "Please look at the words for minors.")
    await store.ask_to_publish(begun.id, asked)
    assert await asked_of(store) == asked
    await store.save_draft(begun.id, 1, CONTENT, [], "eva", later(2))
    assert await asked_of(store) is None
    with pytest.raises(Moved):
        await store.ask_to_publish(begun.id, asked)
    await store.ask_to_publish(begun.id, replace(asked, version=2))
    await store.ask_to_publish(begun.id, None)
    assert await asked_of(store) is None
    assert [kind for kind, _ in await told(store)] == ["draft_begun", "publish_asked", "publish_asked"]


async def asked_of(store: Store) -> Asked | None:
    found = await store.draft("d-Softer words")
    assert found is not None
    return found.asked


async def test_a_draft_that_is_thrown_away_is_gone_with_its_history(store: Store) -> None:
    await store.begin_draft(begun := draft())
    await store.save_draft(begun.id, 1, CONTENT, [CHANGE], "jan", NOW)
    await store.discard_draft(begun.id, "jan", NOW)
    await store.discard_draft(begun.id, "eva", NOW)
    assert await store.draft(begun.id) is None
    assert await store.edits_since(begun.id, 0) == ()
    assert [kind for kind, _ in await told(store)] == ["draft_begun", "draft_discarded"]


# ── publishing ────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_what_is_published_says_who_who_agreed_and_why(store: Store) -> None:
    begun = draft(content=CONTENT | {"made_from": {"nl": {"triage.age.say": "How old?"}}})
    await store.begin_draft(begun)
    first, content = revision(1)
    await store.seed_revision(content, first.checksum, NOW)
    second, content = revision(2, by="eva", second="jan", note="Softer.")
    await store.publish_draft(begun, second, content)
    third, content = revision(3, by="jan", back_to=2)
    await store.publish_draft(None, third, content)
    assert await store.published("flows") == (first, second, third)
    assert await store.drafts() == ()
    assert await store.content_of("flows", 3) == content
    assert await store.content_of("flows", 4) is None
    assert [dict(await store.made_from(number)) for number in (1, 2, 3, 4)] == [
        {}, begun.content["made_from"], begun.content["made_from"], {},
    ]  # fmt: skip
    assert (await told(store))[1:] == [
        ("flow_published", {"number": 2, "staff": "eva", "second": "jan"}),
        ("flow_published", {"number": 3, "staff": "jan", "back_to": 2}),
    ]


async def test_directory_and_conversation_are_numbered_apart(store: Store) -> None:
    await store.publish_draft(None, revision(1)[0], revision(1)[1])
    await store.publish_draft(None, replace(revision(1)[0], kind="directory"), revision(1)[1])
    assert [len(await store.published(kind)) for kind in ("flows", "directory")] == [1, 1]
    assert [kind for kind, _ in await told(store)] == ["flow_published", "directory_published"]


async def test_of_several_who_publish_in_one_moment_one_does_and_nothing_of_the_others_is_left(
    store: Store, opened: Any
) -> None:
    other = await opened("other") if store.shared else store
    drafts = [draft(f"{n}") for n in range(6)]
    for one in drafts:
        await store.begin_draft(one)
    published, content = revision(1)
    came = await asyncio.gather(
        *((store, other)[n % 2].publish_draft(one, published, content) for n, one in enumerate(drafts)),
        return_exceptions=True,
    )
    assert came.count(None) == 1
    assert sum(isinstance(one, Moved) for one in came) == 5
    left = {one.id for one in await store.drafts()}
    assert left == {one.id for one, how in zip(drafts, came, strict=True) if how is not None}
    assert [kind for kind, _ in await told(store)].count("flow_published") == 1


async def test_nobody_publishes_a_draft_that_went_on_or_leaves_a_number_out(store: Store) -> None:
    await store.begin_draft(begun := draft())
    await store.save_draft(begun.id, 1, CONTENT, [], "jan", NOW)
    for one, (published, content) in ((begun, revision(1)), (replace(begun, version=2), revision(2))):
        with pytest.raises(Moved):
            await store.publish_draft(one, published, content)
    assert await store.published("flows") == ()
    assert [one.version for one in await store.drafts()] == [2]


async def test_nobody_agrees_to_what_was_just_taken_back(store: Store) -> None:
    await store.begin_draft(begun := draft())
    await store.ask_to_publish(begun.id, asked := Asked(1, "eva", NOW, "Please look."))
    looked_at = replace(begun, asked=asked)
    await store.ask_to_publish(begun.id, None)
    published, content = revision(1, by="eva", second="jan")
    with pytest.raises(Moved):
        await store.publish_draft(looked_at, published, content)
    assert await store.published("flows") == ()
    await store.ask_to_publish(begun.id, asked)
    await store.publish_draft(looked_at, published, content)
    assert await store.published("flows") == (published,)


async def test_what_is_published_never_changes(store: Store) -> None:
    published, content = revision(1)
    await store.publish_draft(None, published, content)
    for number in (1, 3):
        with pytest.raises(Moved):
            await store.publish_draft(None, replace(published, number=number, note="other"), '{"other": 1}')
    await store.seed_revision('{"other": 1}', "sum", NOW)
    assert await store.published("flows") == (published,)
    assert await store.content_of("flows", 1) == content


async def test_what_was_changed_in_the_table_is_not_given_out(store: Store) -> None:
    published, content = revision(1)
    await store.publish_draft(None, published, content)
    assert await store.content_of("flows", 1) == content
    for changed in (content.replace("één", "geen"), content[:-1]):
        await store.database.run(lambda changed=changed: ask("UPDATE revision SET content = $1", changed))  # type: ignore[misc]
        assert await store.content_of("flows", 1) is None


def test_the_checksum_of_what_lies_there_is_the_revisions() -> None:
    shipped = library(("en", "nl", "fr"))
    assert checksum_of(shipped.to_json()) == checksum_of(replace(shipped, number=7).to_json()) == shipped.checksum


async def test_talks_are_kept_until_somebody_removes_them(store: Store, opened: Any) -> None:
    talks = [SavedTalk(f"t{n}", name, {"moves": []}, ["zo"], "eva", NOW) for n, name in enumerate(("B", "A"))]
    for one in talks:
        await store.save_talk(one)
    await store.save_talk(accepted := replace(talks[0], expected=[{"say": "anders"}], by="jan"))
    await store.close()
    store = await opened("again")
    assert names(await store.saved_talks()) == ["A", "B"]
    assert (await store.saved_talks())[1] == accepted
    for _ in range(2):
        await store.remove_talk("t1", "jan", NOW)
    assert names(await store.saved_talks()) == ["B"]
    happened = [(kind, about["staff"], about["talk"]) for kind, about in await told(store)]
    saved = [("talk_saved", "eva", "t0"), ("talk_saved", "eva", "t1"), ("talk_saved", "jan", "t0")]
    assert happened == [*saved, ("talk_removed", "jan", "t1")]


def names(talks: Sequence[SavedTalk]) -> list[str]:
    return [one.name for one in talks]
