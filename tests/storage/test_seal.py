"""Sealing: what is sealed opens only with its key, only in its place, and only unchanged."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import SealBroken
from storage.seal import (
    BUCKETS,
    LENGTH,
    Cell,
    derive,
    keyed_hash,
    new_key,
    open_record,
    open_sealed,
    open_text,
    pad,
    seal,
    seal_record,
    seal_text,
    unpad,
)

KEY = new_key("k1", bytes(range(32)))
CELL = Cell("session", "sealed", "row-1")
NONCE = bytes(range(12))
#: Sealed when the format was made; it must open for as long as version 1 is read.
FIRST = (
    "01000102030405060708090a0b4702d610ac8ee279e82fb7e3d88c0a6d83d687"
    "34f07b5f7c3867e5851d6900b2c5b6b3854230d4fe4a74965b0103a79b"
)


def test_a_sealed_cell_is_what_the_format_says_byte_for_byte() -> None:
    expected = bytes.fromhex("01000102030405060708090a0b") + AESGCM(bytes(range(32))).encrypt(
        NONCE, b"\0\0\0\5hello" + bytes(23), b"1|session|sealed|row-1|k1"
    )
    assert seal(KEY, CELL, b"hello", lambda size: NONCE[:size]) == expected
    assert open_sealed(KEY, CELL, expected) == b"hello"


def test_a_cell_sealed_by_the_first_version_still_opens() -> None:
    kept = bytes.fromhex(FIRST)
    assert open_text(KEY, CELL, kept) == "ik ben hier"


def test_the_cipher_answers_as_nist_says() -> None:
    """AES-256-GCM, all-zero key and nonce: test cases 13 and 14 of the GCM specification."""
    cipher = AESGCM(bytes(32))
    assert cipher.encrypt(bytes(12), b"", None).hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert cipher.encrypt(bytes(12), bytes(16), None).hex() == (
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )


@given(st.text(alphabet=st.characters(), max_size=3000))
def test_any_text_comes_back(text: str) -> None:
    assert open_text(KEY, CELL, seal_text(KEY, CELL, text)) == text
    assert open_record(KEY, CELL, seal_record(KEY, CELL, {"said": [text, None, 3]})) == {"said": [text, None, 3]}


@given(st.binary(max_size=5000))
def test_the_size_of_a_cell_tells_its_bucket_and_no_more(plain: bytes) -> None:
    padded = pad(plain)
    assert len(padded) in BUCKETS or len(padded) % BUCKETS[-1] == 0
    assert unpad(padded, CELL) == plain


def test_a_short_yes_and_a_short_no_look_alike() -> None:
    assert len(seal_text(KEY, CELL, "ja")) == len(seal_text(KEY, CELL, "absoluut niet hoor"))


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert len({seal_text(KEY, CELL, "hello") for _ in range(500)}) == 500


@given(st.integers(0, 8 * 61 - 1))
def test_one_changed_bit_is_refused(bit: int) -> None:
    sealed = bytearray(seal(KEY, CELL, b"hello"))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        open_sealed(KEY, CELL, bytes(sealed))


@pytest.mark.parametrize("cut", [0, 1, 12, 13, 28, 29, 60])
def test_a_cut_cell_is_refused(cut: int) -> None:
    with pytest.raises(SealBroken):
        open_sealed(KEY, CELL, seal(KEY, CELL, b"hello")[:cut])


@pytest.mark.parametrize(
    "place",
    [Cell("cases", "sealed", "row-1"), Cell("session", "other", "row-1"), Cell("session", "sealed", "row-2")],
    ids=["another table", "another column", "another row"],
)
def test_a_cell_moved_elsewhere_is_refused(place: Cell) -> None:
    sealed = seal(KEY, CELL, b"hello")
    with pytest.raises(SealBroken) as refused:
        open_sealed(KEY, place, sealed)
    assert "hello" not in str(refused.value)


def test_another_key_or_another_key_id_is_refused() -> None:
    sealed = seal(KEY, CELL, b"hello")
    for other in (new_key("k1", bytes(32)), new_key("k2", bytes(range(32)))):
        with pytest.raises(SealBroken):
            open_sealed(other, CELL, sealed)


def test_a_length_that_lies_is_refused() -> None:
    liar = b"\x01" + NONCE + KEY.cipher.encrypt(NONCE, b"\xff\xff\xff\xff" + bytes(28), CELL.bound_to("k1"))
    with pytest.raises(SealBroken):
        open_sealed(KEY, CELL, liar)


def test_a_name_cannot_pretend_to_be_two() -> None:
    with pytest.raises(ValueError, match="bar"):
        Cell("a|b", "c", "d").bound_to("k")


def test_keyed_hashes_keep_their_parts_and_their_purposes_apart() -> None:
    key = derive(b"m" * 32, "index")
    assert keyed_hash(key, "d", "ab", "c") != keyed_hash(key, "d", "a", "bc")
    assert keyed_hash(key, "d", "x") != keyed_hash(key, "e", "x")
    assert keyed_hash(key, "d", "x") != keyed_hash(derive(b"m" * 32, "pins"), "d", "x")
    assert keyed_hash(key, "d", "\ud83d") != keyed_hash(key, "d", "\ud83e")
    assert len(keyed_hash(key, "d")) == LENGTH * 8


def test_keys_and_cells_do_not_print_themselves() -> None:
    assert bytes(range(32)).hex() not in repr(KEY)
    assert repr(KEY) == "Key(k1)"
