"""What a person wrote lies nowhere in the clear, and once erased it opens for nobody, whatever the disk remembers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpline.contact import Address, Words
from helpline.delivery import Fate
from helpline.note import Note
from storage import Store, seal
from storage.repositories import cases, sessions
from storage.ring import KeyGone, UnitKeys
from storage.statements import ask
from tests.drills import canary
from tests.postgres import PostgresServer
from tests.storage.people import HOUSE, NOW, Decision, case, consent, line, link, says, session, writes
from tests.storage.test_desk import Act

KINDS = ("chat", "said", "fact", "story", "link", "consent", "line", "button", "reply", "mark", "note", "later")


class NoCipher:
    """The control: what if sealing were switched off?"""

    def __init__(self, secret: bytes) -> None:
        pass

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        return data + bytes(16)

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        return data[:-16]


@pytest.fixture
def words() -> dict[str, str]:
    return {kind: canary.make(kind) for kind in KINDS}


async def talk(store: Store, words: dict[str, str]) -> None:
    """A conversation that puts a canary into every place a person's words can reach."""
    kept = case(
        words={"story": words["story"]}, consents=(consent("keep", words["consent"]),), items=(link(words["link"]),)
    )
    spoken = says(words["reply"], buttons=(((words["button"], "tok:a.b:c"),),))
    decided = Decision(
        session=session(words["mark"], facts={"age": words["fact"]}),
        case=kept,
        outgoing=spoken,
        transcript=(line(words["line"]),),
    )
    incoming = writes(1, words=words["said"])
    hers = type(incoming)(**vars(incoming) | {"address": Address("telegram", words["chat"]), "words": Words("x")})
    (sent,) = (await store.work_off(hers, NOW, HOUSE, decided)).deliveries
    await store.settle([Fate(sent.id, "retry", NOW, due=NOW)])
    await store.claim(NOW)
    acts = Act(words["later"], notes=(Note("a-note-of-mia", "mia", Words(words["note"]), NOW),), keep_back=True)
    await store.act(kept.id, NOW, HOUSE, acts)


def places(engine: str, tmp_path: Path, server: PostgresServer | None) -> Iterator[Path]:
    yield tmp_path
    if server is not None:
        yield server.data


@pytest.fixture
def folders(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> list[Path]:
    """Everything either engine writes: database, log, key store."""
    server = request.getfixturevalue("postgres_server") if engine == "postgresql" else None
    return list(places(engine, tmp_path, server))


async def test_no_word_lies_in_the_clear(store: Store, words: dict[str, str], folders: list[Path], engine: str) -> None:
    await talk(store, words)
    if engine == "postgresql":
        await store.database.run(lambda: ask("SELECT COUNT(*) FROM seen"))
    assert scan(folders, words) == set()


async def test_the_scan_finds_every_word_when_sealing_is_switched_off(
    store: Store, words: dict[str, str], folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "AESGCM", NoCipher)
    await talk(store, words)
    assert scan(folders, words) == set(KINDS) - {"said"}  # what she typed is kept nowhere unless a decision keeps it


def scan(folders: list[Path], words: dict[str, str]) -> set[str]:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    data = [canary.suspects(look) for path in files for look in canary.read(path)]
    forms = {kind: canary.encodings(word).values() for kind, word in words.items()}
    return {kind for kind, looks in forms.items() if any(look in part for look in looks for part in data)}


async def test_after_erasing_the_remembered_bytes_open_for_nobody(store: Store, words: dict[str, str]) -> None:
    await talk(store, words)
    disk = await remembered(store)
    keys = UnitKeys(store.keys.ring)
    for key_id, opener in disk:
        opener(keys.key(key_id))  # control: before, every one of them opens
    await store.work_off(
        type(writes(2))(**vars(writes(2)) | {"address": Address("telegram", words["chat"])}),
        NOW,
        HOUSE,
        Decision(session=None, case=None),
    )
    store.keys.ring.empty()
    for key_id, _ in disk:
        keys.gone(await store.keys.load([key_id]))
        with pytest.raises(KeyGone):
            keys.key(key_id)


async def remembered(store: Store) -> list[tuple[str, Any]]:
    """Sealed cells as a thief of the disk would have copied them before the erasure."""
    rows = await store.database.read(lambda: ask("SELECT contact_id, key_id, sealed FROM session"))
    more = await store.database.read(lambda: ask("SELECT id, key_id, sealed FROM cases"))
    of_case = "SELECT '{0}', k.key_id, x.id, x.sealed FROM {0} x JOIN cases k ON k.id = x.case_id"
    notes = await store.database.read(lambda: ask(of_case.format("note")))
    later = await store.database.read(lambda: ask(of_case.format("kept_back")))
    assert notes
    assert later
    return [
        *[(row[1], lambda key, row=row: sessions.opened(key, row[0], row[2])) for row in rows],
        *[(row[1], lambda key, row=row: seal.open_record(key, cases.cell(row[0]), row[2])) for row in more],
        *[(key, opener(table, row)) for table, key, *row in (*notes, *later)],
    ]


def opener(table: str, row: list[Any]) -> Callable[[seal.Key], object]:
    return lambda key: seal.open_record(key, seal.Cell(table, "sealed", row[0]), row[1])


async def test_two_cells_that_changed_places_are_refused(store: Store) -> None:
    for who in ("one", "two"):
        await store.work_off(writes(len(who) + ord(who[0]), who), NOW, HOUSE, Decision())
    rows = await store.database.read(lambda: ask("SELECT contact_id, key_id, sealed FROM session ORDER BY contact_id"))
    (a, _, sealed_a), (b, _, sealed_b) = rows
    await store.database.run(lambda: ask("UPDATE session SET sealed = $2 WHERE contact_id = $1", a, sealed_b))
    await store.database.run(lambda: ask("UPDATE session SET sealed = $2 WHERE contact_id = $1", b, sealed_a))
    for number, who in enumerate(("one", "two")):
        with pytest.raises(seal.SealBroken):
            await store.work_off(writes(900 + number, who), NOW, HOUSE, Decision())
