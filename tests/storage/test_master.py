"""The master key: made once, for us alone, and refused with one clear sentence where it is not."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.errors import BadKeys
from storage.key_files import NEXT, OLD, exchange
from storage.master import FILE, MasterKeys, Masters, UnknownMaster, master_of


def keys_of(seed: int) -> MasterKeys:
    return MasterKeys.of(
        {purpose: bytes([seed, at] * 16) for at, purpose in enumerate(("index", "pins", "audit"))} | REST
    )


REST = {"staff": b"s" * 32, "guard": b"g" * 32}


def test_the_first_start_makes_a_key_nobody_else_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    Masters(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert len((folder / FILE).read_bytes()) == 32
    assert sorted(path.name for path in folder.iterdir()) == [FILE]


def test_the_same_folder_gives_the_same_key_and_another_folder_another(tmp_path: Path) -> None:
    one, again, other = Masters(tmp_path / "a").now, Masters(tmp_path / "a").now, Masters(tmp_path / "b").now
    assert (one.id, one.secret) == (again.id, again.secret)
    assert one.id != other.id


def test_its_name_says_nothing_of_it(tmp_path: Path) -> None:
    master = Masters(tmp_path / "keys").now
    assert master.id.encode() not in master.secret
    assert master.secret.hex() not in repr(master)
    assert master.wrapping.secret.hex() not in repr(master)


def test_what_is_found_by_depends_on_the_keys_of_the_house() -> None:
    one, again, other = keys_of(1), keys_of(1), keys_of(2)
    assert one.lookup("telegram", "1") == again.lookup("telegram", "1")
    assert one.lookup("telegram", "1") != other.lookup("telegram", "1")
    assert one.pin_digest("case", "12345678") == again.pin_digest("case", "12345678")
    assert one.pin_digest("case", "12345678") != other.pin_digest("case", "12345678")
    assert one.index.hex() not in repr(one)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    Masters(tmp_path / "keys")
    (tmp_path / "keys" / FILE).chmod(mode)
    with pytest.raises(BadKeys, match="chmod 600"):
        Masters(tmp_path / "keys")


def test_a_folder_others_can_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(BadKeys, match="chmod 700"):
        Masters(folder)


@pytest.mark.parametrize("size", [0, 31, 33])
@pytest.mark.parametrize("name", [FILE, NEXT])
def test_half_a_key_is_refused_and_not_replaced(tmp_path: Path, size: int, name: str) -> None:
    Masters(tmp_path / "keys")
    path = tmp_path / "keys" / name
    path.touch(mode=0o600)
    path.write_bytes(bytes(size))
    with pytest.raises(BadKeys, match="32 bytes"):
        Masters(tmp_path / "keys")
    assert len(path.read_bytes()) == size


def test_a_folder_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(BadKeys, match="cannot be used"):
        Masters(tmp_path / "keys")


def test_many_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as crowd:
        found = list(crowd.map(lambda _: Masters(tmp_path / "keys").now.id, range(32)))
    assert len(set(found)) == 1


# ── while it is being changed ─────────────────────────────────────────────────────────────────────────────────────
def test_the_next_one_is_made_once_and_both_are_at_hand(tmp_path: Path) -> None:
    masters = Masters(tmp_path)
    before, coming = masters.now.id, masters.prepare()
    assert masters.prepare().id == coming.id
    assert stat.S_IMODE((tmp_path / NEXT).stat().st_mode) == 0o600
    assert {masters.named(before).id, masters.named(coming.id).id} == {before, coming.id}
    with pytest.raises(UnknownMaster):
        masters.named("somebody")


def test_the_next_one_stays_the_next_one_until_the_store_lies_under_it(tmp_path: Path) -> None:
    masters = Masters(tmp_path)
    before, coming = masters.now, masters.prepare()
    masters.exchange(before.id)
    assert masters.now.id == before.id
    masters.exchange(coming.id)
    assert masters.now.id == coming.id
    assert masters.next is None
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_old_one_is_overwritten_before_it_is_let_go(tmp_path: Path) -> None:
    masters = Masters(tmp_path)
    before, coming = masters.now, masters.prepare()
    with (tmp_path / FILE).open("rb") as watched:  # its place on the disk, whatever name it has
        assert watched.read() == before.secret
        masters.exchange(coming.id)
        watched.seek(0)
        assert watched.read() != before.secret


@pytest.mark.parametrize("moment", ["linked", "renamed", "half overwritten"])
def test_an_exchange_that_was_stopped_is_ended_by_the_next_one(tmp_path: Path, moment: str) -> None:
    masters = Masters(tmp_path)
    coming = masters.prepare()
    (tmp_path / OLD).hardlink_to(tmp_path / FILE)
    if moment != "linked":
        (tmp_path / NEXT).replace(tmp_path / FILE)
    if moment == "half overwritten":
        (tmp_path / OLD).write_bytes(b"x" * 7)
    assert Masters(tmp_path).named(coming.id).id == coming.id, "whoever starts now reads it"
    assert Masters(tmp_path).unsettled
    masters.exchange(coming.id)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert master_of((tmp_path / FILE).read_bytes()).id == coming.id
    assert not masters.unsettled


def test_what_was_left_behind_half_made_is_cleared_and_a_key_never_with_it(tmp_path: Path) -> None:
    masters = Masters(tmp_path)
    for name in (f"{FILE}.0123abcd", f"{NEXT}.89abcdef"):  # somebody was killed while one was made
        (tmp_path / name).write_bytes(b"x" * 20)
    (tmp_path / f"{FILE}.4567cdef").hardlink_to(tmp_path / FILE)  # and just after this one had got its name
    assert masters.unsettled
    before, coming = masters.now, masters.prepare()
    assert (tmp_path / FILE).read_bytes() == before.secret
    masters.exchange(coming.id)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_bytes() == coming.secret


@pytest.mark.parametrize("again", range(10))
def test_many_who_exchange_it_at_once_never_lose_the_new_one(tmp_path: Path, again: int) -> None:
    coming = Masters(tmp_path).prepare()

    def is_coming(secret: bytes) -> bool:
        return secret == coming.secret

    with ThreadPoolExecutor(8) as crowd:
        done = [crowd.submit(exchange, tmp_path, is_coming) for _ in range(8)]
        read = [crowd.submit(Masters, tmp_path) for _ in range(8)]
    assert all(one.exception() is None for one in done)
    assert all(one.result().named(coming.id) for one in read), "at every moment it was found by whoever read"
    assert (tmp_path / FILE).read_bytes() == coming.secret


def test_a_key_that_is_kept_elsewhere_is_not_changed_from_here(tmp_path: Path) -> None:
    Masters(tmp_path / "real")
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / FILE).symlink_to(tmp_path / "real" / FILE)
    masters = Masters(tmp_path / "keys")
    with pytest.raises(BadKeys, match="is a link"):
        masters.prepare()
    assert masters.next is None
