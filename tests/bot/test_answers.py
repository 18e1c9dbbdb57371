"""Answers are read the same however the network cuts them, and what is no answer is never taken for one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import answers as module
from bot.telegram.answers import AnswerReader, Garbled, Reply


def plain(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\nServer: x\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


def chunked(status: int, body: bytes, size: int = 3) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)] + [b""]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 %d X\r\nTransfer-Encoding: chunked\r\n\r\n%b" % (status, chunks)


def read_all(reader: AnswerReader, pieces: list[bytes]) -> list[Reply | None]:
    return [reader.read(piece) for piece in pieces]


def told(reply: Reply) -> tuple[int, bytes]:
    return reply.status, reply.body


ANSWERS = st.tuples(st.sampled_from([200, 400, 429, 502]), st.binary(max_size=60), st.sampled_from([plain, chunked]))


@given(st.lists(ANSWERS, min_size=1, max_size=4), st.data())
def test_answers_are_read_however_they_are_cut(given: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    reader, heard = AnswerReader(), []
    for status, body, written in given:
        wire = written(status, body)
        cuts = sorted(data.draw(st.sets(st.integers(0, len(wire)), max_size=6)) | {0, len(wire)})
        for start, end in pairwise(cuts):
            reply = reader.read(wire[start:end])
            assert (reply is not None) == (end == len(wire)), "an answer is there with its last byte, not before"
            if reply is not None:
                assert reply.again
                heard.append(told(reply))
    assert heard == [(status, body) for status, body, _ in given]


@given(st.binary(min_size=1, max_size=200), st.integers(0, 199))
def test_bytes_of_any_kind_are_an_answer_or_garbled_or_wait_for_more(data: bytes, cut: int) -> None:
    reader = AnswerReader()
    try:
        for piece in (data[:cut], data[cut:]):
            reply = reader.read(piece)
            assert reply is None or b"HTTP/" in data
    except Garbled:
        return


@pytest.mark.parametrize("written", [plain, chunked])
@given(cut=st.integers(1, 60))
def test_half_an_answer_is_no_answer(written: object, cut: int) -> None:
    wire = written(200, b'{"ok":true,"result":{"message_id":5}}')  # type: ignore[operator]
    assert AnswerReader().read(wire[:-cut]) is None
    reply = AnswerReader().read(wire)
    assert reply is not None
    assert told(reply) == (200, b'{"ok":true,"result":{"message_id":5}}')


def test_a_word_of_patience_before_the_answer_is_passed_over() -> None:
    reader = AnswerReader()
    assert reader.read(b"HTTP/1.1 100 Continue\r\n\r\n") is None
    reply = reader.read(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + plain(200, b"{}"))
    assert reply is not None
    assert told(reply) == (200, b"{}")
    assert reply.again


@pytest.mark.parametrize("behind", [plain(200, b"{}"), b"HTTP/1.1 2", b"garbage", plain(200, b"{}") * 2])
def test_a_connection_with_something_behind_the_answer_is_not_asked_again(behind: bytes) -> None:
    reply = AnswerReader().read(plain(200, b"mine") + behind)
    assert reply is not None
    assert (reply.body, reply.again) == (b"mine", False)


def test_a_server_that_says_close_is_not_asked_again_on_that_connection() -> None:
    reply = AnswerReader().read(b"HTTP/1.1 502 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno")
    assert reply == Reply(502, b"no", False)
    older = AnswerReader().read(b"HTTP/1.0 200 X\r\nContent-Length: 2\r\n\r\n{}")
    assert older == Reply(200, b"{}", False)


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"<html>",
        b"HTTP/9.9 x\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_garbled(garbage: bytes) -> None:
    with pytest.raises(Garbled):
        AnswerReader().read(garbage)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 X\r\nX: ", b"HTTP/1.1 200 X\r\nContent-Length: 99999999\r\n\r\n"])
def test_an_answer_without_end_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 5000)
    reader = AnswerReader()
    assert reader.read(start) is None
    with pytest.raises(Garbled):
        read_all(reader, [b"a" * 100] * 100)
    fits = AnswerReader()
    for _ in range(3):  # the bound is on one answer, not on all that a connection ever brings
        assert fits.read(plain(200, b"a" * 4000)) is not None


def test_nothing_of_an_answer_is_printed() -> None:
    assert "secret" not in repr(Reply(200, b"secret", True))
