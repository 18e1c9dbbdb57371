"""Hashes as people paste them: in any order and case, never without their label, wrong ones told what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.hashes import ALGORITHMS, find_hashes

PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
PDQ_2 = PDQ[::-1]
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
GROUPS = " ".join(MD5[at : at + 4] for at in range(0, 32, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"PDQ: {PDQ}", [("pdq", PDQ)]),
        (f"pdq {PDQ.upper()}", [("pdq", PDQ)]),
        (f"{PDQ} pdq", [("pdq", PDQ)]),
        (f"p.d.q. = {PDQ}", [("pdq", PDQ)]),
        (f"sha256: {SHA}", [("sha256", SHA)]),
        (f"SHA 256 {SHA}", [("sha256", SHA)]),
        (f"sha-256({SHA})", [("sha256", SHA)]),
        (f"SHA2-256 {SHA}", [("sha256", SHA)]),
        (f"sha256sum: {SHA}  foto", [("sha256", SHA)]),
        (f"MD5{MD5}", [("md5", MD5)]),
        (f"MD-5 = {MD5}", [("md5", MD5)]),
        (f"md5: {GROUPS}", [("md5", MD5)]),
        (f"{MD5}:md5", [("md5", MD5)]),
        (f"PDQ:\n{PDQ}\nMD5:\n{MD5}", [("pdq", PDQ), ("md5", MD5)]),
        (f"{PDQ}\nPDQ\n{MD5}\nMD5", [("pdq", PDQ), ("md5", MD5)]),
        (f"PDQ {PDQ} MD5 {MD5} SHA256 {SHA}", [("pdq", PDQ), ("md5", MD5), ("sha256", SHA)]),
        (f"{PDQ} pdq, {MD5} md5", [("pdq", PDQ), ("md5", MD5)]),
        (f"SHA-256:\n{SHA}\n{PDQ}", [("sha256", SHA), ("sha256", PDQ)]),
        (f"pdq {PDQ} {PDQ_2}", [("pdq", PDQ), ("pdq", PDQ_2)]),
        (f"pdq {PDQ} en nog eens PDQ {PDQ.upper()}", [("pdq", PDQ)]),
    ],
)
def test_hashes_are_found_with_their_label(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_hashes(text)
    assert [(one.algorithm, one.value) for one in found.hashes] == expected
    assert found.refused == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PDQ, "64 characters could be PDQ / SHA-256."),
        (MD5, "32 characters could be MD5."),
        (f"PDQ {PDQ[:-1]}", "PDQ has 64 characters; this has 63."),
        (f"md5: {SHA}", "MD5 has 32 characters; this has 64."),
        (f"SHA256 {SHA}0", "SHA-256 has 64 characters; this has 65."),
        (f"md5: zz{MD5[2:]}", "MD5 consists of the digits 0 to 9 and the letters a to f only."),
        ("abcdef0123456789abcd", "A hash is PDQ or SHA-256 (64 characters) or MD5 (32 characters). This has 20."),
        ("mijn pdq", "After PDQ no hash follows."),
        (f"pdq {PDQ} quality 300", "a number from 0 to 100"),
    ],
)
def test_a_wrong_hash_is_told_what_is_wrong(text: str, told: str) -> None:
    (refused,) = find_hashes(text).refused
    assert told in refused.why.format(**refused.values)


def test_what_was_right_in_the_same_message_is_kept() -> None:
    found = find_hashes(f"PDQ {PDQ[:-1]}\nmd5 {MD5}\n")
    assert [(one.algorithm, one.value) for one in found.hashes] == [("md5", MD5)]
    assert len(found.refused) == 1


@pytest.mark.parametrize("written", ["quality 87", "q=87", "kwaliteit: 87", "qualité 87", "Q 87", "(quality: 87)"])
def test_the_quality_of_a_pdq_is_read(written: str) -> None:
    (one,) = find_hashes(f"PDQ {PDQ} {written}").hashes
    assert one.quality == 87
    assert one.doubt is None


def test_a_low_quality_is_never_kept_in_silence() -> None:
    (low,) = find_hashes(f"PDQ {PDQ} quality 49").hashes
    (least,) = find_hashes(f"PDQ {PDQ} quality 50").hashes
    assert low.doubt is not None
    assert "is 49" in low.doubt.why.format(**low.doubt.values)
    assert least.doubt is None


def test_a_link_or_a_number_is_no_hash() -> None:
    assert find_hashes(f"https://site.be/{MD5} en mijn nummer is 0499123456 of 1234567890123456") == find_hashes("")


def test_what_kind_of_file_a_hash_is_of_comes_with_the_algorithm() -> None:
    assert {one.key: one.media for one in ALGORITHMS} == {"pdq": "image", "md5": "file", "sha256": "file"}


def test_nothing_she_typed_is_printed_by_accident() -> None:
    found = find_hashes(f"pdq {PDQ}\n{SHA}")
    assert found.hashes  # control
    assert found.refused
    assert PDQ not in repr(found)
    assert SHA[:20] not in repr(found)


@given(st.text(max_size=300) | st.text(alphabet="0123456789abcdefPDQMSHA25 \n:=-q", max_size=500))
def test_no_text_whatever_breaks_it(text: str) -> None:
    for one in find_hashes(text).hashes:
        length = next(algorithm.length for algorithm in ALGORITHMS if algorithm.key == one.algorithm)
        assert len(one.value) == length
        assert one.value == one.value.lower()
