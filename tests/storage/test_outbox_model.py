"""Whatever happens in whatever order, each contact gets everything once, in order, save what is counted uncertain."""

import asyncio
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from helpline.delivery import Delivery, Fate
from storage import Store, open_store
from storage.repositories.lanes import LEASE
from tests.postgres import apart, emptied
from tests.storage.people import HOUSE, NOW, Decision, writes

CHATS = ("ann", "bea", "cas")


class Phones(RuleBasedStateMachine):
    """The store on one side; on the other what each phone should show, kept in plain lists."""

    urls: tuple[str, str] = ("", "")
    template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        keys = Path(self.folder.name) / "keys"
        keys.mkdir(mode=0o700)
        if self.template is not None:
            shutil.copy(self.template, Path(self.folder.name) / "haven.db")
            self.at: tuple[str, str] = (f"sqlite:///{self.folder.name}/haven.db", f"sqlite:///{keys}/keys.db")
        else:
            apart(emptied(*self.urls))
            self.at = self.urls
        self.keys = keys
        self.now: datetime = NOW
        self.number = 0
        self.written: dict[str, list[str]] = {chat: [] for chat in CHATS}
        self.shown: dict[str, list[str]] = {chat: [] for chat in CHATS}
        self.lost: set[str] = set()
        self.uncertain: set[str] = set()
        self.lanes: dict[str, list[Delivery]] = {chat: [] for chat in CHATS}
        self.store: Store = self.run(open_store(*self.at, self.keys, process="first"))

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def take(self, deliveries: Any) -> None:
        for delivery in deliveries:
            self.lanes[delivery.address.plain].append(delivery)

    def settle(self, delivery: Delivery, kind: str, **more: Any) -> None:
        self.run(self.store.settle([Fate(delivery.id, kind, self.now, **more)]))

    @rule(chat=st.sampled_from(CHATS), count=st.integers(0, 3))
    def something_is_said(self, chat: str, count: int) -> None:
        self.number += 1
        texts = [f"{self.number}.{part}" for part in range(count)]
        unit = self.store.work_off(writes(self.number, chat), self.now, HOUSE, Decision(*texts))
        self.take(self.run(unit).deliveries)
        self.written[chat] += texts

    @rule()
    def the_table_is_asked(self) -> None:
        self.take(self.run(self.store.claim(self.now)))

    @precondition(lambda self: any(self.lanes.values()))
    @rule(data=st.data(), kind=st.sampled_from(["sent", "sent", "sent", "retry", "refused", "ambiguous"]))
    def the_next_is_tried(self, data: st.DataObject, kind: str) -> None:
        chat = data.draw(st.sampled_from([chat for chat in CHATS if self.lanes[chat]]))
        delivery = self.lanes[chat].pop(0)
        text = delivery.outgoing.text.plain
        if kind in ("sent", "ambiguous"):
            assert not (text in self.shown[chat] and text not in self.uncertain)
            self.shown[chat].append(text)
        if kind == "ambiguous":
            self.uncertain.add(text)
        if kind == "refused":
            self.lost.add(text)
        again = kind == "retry" or (kind == "ambiguous" and not delivery.ambiguous)
        self.settle(delivery, kind, message_id=1, due=self.now + timedelta(seconds=5) if again else None)
        if again:
            self.lanes[chat].clear()

    @rule(seconds=st.integers(1, 20))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_process_dies_and_another_starts(self) -> None:
        held = [delivery.outgoing.text.plain for lane in self.lanes.values() for delivery in lane]
        self.uncertain.update(held)
        self.lanes = {chat: [] for chat in CHATS}
        self.run(self.store.close())
        self.store = self.run(open_store(*self.at, self.keys, process="next"))
        self.now += LEASE + timedelta(seconds=1)

    @invariant()
    def every_phone_shows_what_was_written_in_its_order(self) -> None:
        for chat in CHATS:
            shown = list(dict.fromkeys(self.shown[chat]))
            expected = [text for text in self.written[chat] if text in set(shown)]
            assert shown == expected

    def teardown(self) -> None:
        for _ in range(200):
            self.now += timedelta(seconds=10)
            self.take(self.run(self.store.claim(self.now)))
            for chat, lane in self.lanes.items():
                for delivery in lane:
                    self.shown[chat].append(delivery.outgoing.text.plain)
                    self.settle(delivery, "sent", message_id=1)
                lane.clear()
            if self.run(self.store.counts(self.now))["outbox"] == 0:
                break
        for chat in CHATS:
            assert set(self.shown[chat]) | self.lost >= set(self.written[chat])
            repeated = {text for text in self.shown[chat] if self.shown[chat].count(text) > 1}
            assert repeated <= self.uncertain
        self.every_phone_shows_what_was_written_in_its_order()
        self.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()


@pytest.mark.timeout(300)
def test_nothing_is_lost_doubled_or_out_of_order(engine: str, request: pytest.FixtureRequest) -> None:
    class Machine(Phones):
        template = request.getfixturevalue("sqlite_template") if engine == "sqlite" else None
        urls = request.getfixturevalue("postgres_urls") if engine == "postgresql" else ("", "")

    Machine.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
    Machine.TestCase("runTest").runTest()
