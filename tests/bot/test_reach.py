"""The way to Telegram: only a server that proves its name is spoken to, and a proxy of the machine sees no word."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.telegram import reach
from bot.telegram.api import BotApi
from bot.telegram.reach import BadProxy, named_proxy
from bot.telegram.wire import NotWritten
from tests.bot.listening import listening

TOKEN = "987654:canary-token-canary"
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def certificate(folder: Path, name: str) -> Path:
    """A certificate for this name that its own key has signed, with the key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / f"{name}.pem"
    path.write_bytes(written + made.public_bytes(pem))
    return path


class Telegram:
    """A server with TLS that answers everything with ok, and keeps what it was asked."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.port = 0

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.heard.append(head)
                await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
                writer.write(GOOD)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def telegram(pem: Path) -> AsyncIterator[Telegram]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    one = Telegram()
    async with listening(one.hear, ssl=context) as one.port:
        yield one


async def asked(port: int) -> int:
    api = BotApi(f"https://localhost:{port}", TOKEN)
    try:
        return (await api.call("getMe", {})).code
    finally:
        await api.close()


async def test_a_server_that_proves_its_name_is_spoken_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with telegram(pem) as there:
        assert await asked(there.port) == 200
        assert f"POST /bot{TOKEN}/getMe HTTP/1.1".encode() in there.heard[0]


@pytest.mark.parametrize("name", ["localhost", "api.telegram.org"], ids=["signed by nobody we know", "another's name"])
async def test_a_server_that_does_not_prove_its_name_hears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pem = certificate(tmp_path, name)
    if name != "localhost":
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with telegram(pem) as there:
        with pytest.raises(NotWritten) as raised:
            await asked(there.port)
        assert there.heard == []
    assert TOKEN not in repr(raised.value)
    assert raised.value.__suppress_context__


def test_tls_is_no_different_on_the_loop_that_haven_runs_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uvloop.run(test_a_server_that_proves_its_name_is_spoken_to(tmp_path, monkeypatch))
    uvloop.run(test_a_proxy_is_asked_for_the_way_and_sees_no_word(tmp_path, monkeypatch))
    monkeypatch.undo()
    uvloop.run(test_a_server_that_does_not_prove_its_name_hears_nothing(tmp_path, monkeypatch, "localhost"))


# ── proxies ───────────────────────────────────────────────────────────────────────────────────────────────────────
class Between:
    """A proxy: it keeps every byte it sees, and lets through whoever shows `password`."""

    def __init__(self, says: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> None:
        self.says = says
        self.seen = b""
        self.port = 0

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.seen += head
            writer.write(self.says)
            if b" 200 " not in self.says:
                return
            port = int(head.split(b" ")[1].rpartition(b":")[2])
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(self.pass_on(reader, back), self.pass_on(there, writer))
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    async def pass_on(self, here: asyncio.StreamReader, there: asyncio.StreamWriter) -> None:
        while data := await here.read(65536):
            self.seen += data
            there.write(data)
        there.close()


@asynccontextmanager
async def between(monkeypatch: pytest.MonkeyPatch, says: bytes | None = None) -> AsyncIterator[Between]:
    one = Between(says) if says is not None else Between()
    async with listening(one.hear) as one.port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://operator:pass%20word@127.0.0.1:{one.port}")
        yield one


async def test_a_proxy_is_asked_for_the_way_and_sees_no_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with telegram(pem) as there, between(monkeypatch) as proxy:
        assert await asked(there.port) == 200
        assert proxy.seen.startswith(f"CONNECT localhost:{there.port} HTTP/1.1\r\n".encode())
        assert b"Proxy-Authorization: Basic b3BlcmF0b3I6cGFzcyB3b3Jk\r\n" in proxy.seen
        assert len(proxy.seen) > 1000, "TLS went through it"
        assert TOKEN.encode() not in proxy.seen
        monkeypatch.setenv("NO_PROXY", "localhost")
        seen = len(proxy.seen)
        assert await asked(there.port) == 200
        assert len(proxy.seen) == seen


@pytest.mark.parametrize("says", [b"HTTP/1.1 407 Who are you\r\n\r\n", b"", b"a" * 20000, b"HTTP/1.1 200"])
async def test_a_proxy_that_does_not_let_us_through_means_nothing_left(
    monkeypatch: pytest.MonkeyPatch, says: bytes
) -> None:
    async with between(monkeypatch, says) as proxy:
        with pytest.raises(NotWritten) as raised:
            await asked(9)
        assert TOKEN.encode() not in proxy.seen
        assert "pass" not in repr(raised.value)


@pytest.mark.parametrize(
    "named", ["socks5://u:pass-word@h:1", "https://u:pass-word@h", "http://h:pass-word", "http://"]
)
def test_a_proxy_of_another_kind_is_refused_in_words_that_show_nothing_of_it(named: str) -> None:
    with pytest.raises(BadProxy) as raised:
        named_proxy({"https": named})
    assert "HTTPS_PROXY" in str(raised.value)
    assert "pass-word" not in str(raised.value) + repr(raised.value.__context__) * (
        not raised.value.__suppress_context__
    )


def test_a_proxy_may_be_named_without_its_scheme_and_never_prints() -> None:
    proxy = named_proxy({"https": "proxy.example:3128"})
    assert proxy is not None
    assert (proxy.host, proxy.port, proxy.shown) == ("proxy.example", 3128, b"")
    assert named_proxy({"http": "http://other"}) is None
    assert "word" not in repr(named_proxy({"https": "http://u:word@h:1"}))


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_an_address_that_leads_nowhere_does_not_hide_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "PATIENCE", 0.1)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    nowhere, waiting = full()
    made = await reach.first_of([address(nowhere.getsockname()), address(("127.0.0.1", port))])
    assert made.getpeername()[1] == port
    assert made.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reach.first_of([address(nowhere.getsockname())]), 0.2)
    for one in (made, nowhere, *waiting):
        one.close()
    server.close()


def address(where: tuple[str, int]) -> tuple[int, tuple[str, int]]:
    return socket.AF_INET, where


def full() -> tuple[socket.socket, list[socket.socket]]:
    """A listening socket nobody accepts from, its queue full: who connects to it waits."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(0)
    waiting = [socket.socket() for _ in range(2)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex(listening.getsockname())
    return listening, waiting
