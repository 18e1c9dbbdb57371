"""The page on which hashes are made, on the real wire: what opens it, what it may ask, and who is turned away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from haven.open_pages import no_page
from haven.settings import read_settings
from tests.haven.pagework import MD5, OTHER, PDQ, Asked, Making, made, making
from tests.haven.test_copying import traces
from tests.road import press

#: As a page draws one for each list it sends.
ATTEMPT = "0b6c7e0e-0000-4000-8000-000000000001"
NOT_GOOD, BAD = b'{"refusal":"not_good"}', b'{"refusal":"bad_hashes"}'
#: The policy as it is everywhere, but for the address: in these tests it is http on this machine.
CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self';"
    " img-src 'self' blob:; connect-src {origin}/api/hashes; form-action 'none'; base-uri 'none';"
    " frame-ancestors https://web.telegram.org; sandbox allow-scripts allow-same-origin"
)
FILES = {
    "shut.js": "text/javascript",
    "page.js": "text/javascript",
    "worker.js": "text/javascript",
    "page.css": "text/css",
}


@pytest.fixture
async def hers(tmp_path: Path) -> AsyncIterator[Making]:
    async with making(tmp_path) as one:
        yield one


def alike(*asked: Asked) -> bool:
    """Refused with the same bytes, headers included."""
    return {(one.status, one.body, tuple(sorted(one.headers.items()))) for one in asked} == {
        (401, NOT_GOOD, tuple(sorted(asked[0].headers.items())))
    }


async def test_what_the_page_sends_is_kept_once_and_the_chat_says_so(hers: Making) -> None:
    secret, session = hers.said, await hers.opens()
    assert alike(await hers.asks({"act": "open", "secret": secret}))
    files = [made(PDQ, {"label": "md5", "value": MD5}), made(OTHER)]
    assert await hers.does(act="keep", session=session, files=files) == {"kept": 3, "files": 18}
    await hers.phone.sees("3 fingerprints received")
    again = [*files, made("1" * 64)]
    assert await hers.does(act="keep", session=session, files=again) == {"kept": 4, "files": 15}
    await hers.phone.sees("1 fingerprint received")
    assert (await hers.asks({"act": "keep", "session": session, "files": [made() | {"name": "x"}]})).body == BAD
    moved = await hers.does(act="again", session=session)
    assert alike(await hers.asks({"act": "keep", "session": session, "files": files}))
    leave = await hers.does(act="open", secret=moved["secret"])
    assert leave["files"] == 15, "what is left goes along"
    (hers.folder / "control").write_bytes(PDQ.encode())
    told = [one.encode() for one in (PDQ, MD5, secret, session, moved["secret"], leave["session"])]
    assert len(traces(hers.folder, *told)) == 1, "only the control"
    assert not [one for one in told if one.decode() in hers.house.log.getvalue()]
    await hers.phone.says("/hide")
    await hers.phone.sees("emptied")
    assert alike(await hers.asks({"act": "keep", "session": leave["session"], "files": files}))


async def test_who_sends_a_picture_of_his_from_her_open_page_learns_nothing_of_hers(hers: Making) -> None:
    """What is answered and what it costs are the same for a hash that her case holds and for one that it does not."""
    session = await hers.opens()
    await hers.does(act="keep", session=session, files=[made(PDQ)], attempt=ATTEMPT)
    told = [await hers.does(act="keep", session=session, files=[made(value)]) for value in (PDQ, OTHER, PDQ)]
    assert told == [{"kept": 1, "files": left} for left in (18, 17, 16)]
    another = ATTEMPT.replace("0", "1")
    assert await hers.does(act="keep", session=session, files=[made(PDQ)], attempt=another) == told[0] | {"files": 15}
    assert await hers.does(act="keep", session=session, files=[made(PDQ)], attempt=ATTEMPT) == told[0] | {"files": 15}


async def chunked(size: int) -> AsyncIterator[bytes]:
    yield b"{" * size


async def test_whoever_has_no_leave_gets_one_answer_and_shuts_nobody_out(hers: Making) -> None:
    session, files = await hers.opens(), [made()]
    bodies: list[Any] = [
        b"", b"{", b"null", b"[]", b'"open"', b"\xff", {}, {"act": "open"}, {"act": "open", "secret": ""},
        {"act": "open", "secret": 4}, {"act": "open", "secret": session}, {"act": "open", "secret": "a" * 32},
        {"act": "open", "secret": hers.said, "launch": "x"}, {"act": "open", "launch": "hash=x"},
        {"act": "close", "session": session}, {"act": "keep", "session": "a" * 43, "files": files},
        {"act": "keep", "session": "a" * 43, "files": "nonsense"}, {"act": "keep", "session": [session]},
        {"act": "minor", "session": session, "fact": "adult"}, {"act": "minor", "session": "a", "fact": "minor"},
        b'{"act": "again", "session": "\\ud83d"}', {"act": "again", "session": "a" * 201},
    ]  # fmt: skip
    assert alike(*[await hers.asks(body) for body in bodies])
    for body, status in ((b"{" * 17_000, 413), (chunked(17_000), 413), (chunked(16_000), 401)):
        assert (await hers.asks(body)).status == status
    for name, value, status in (("origin", "https://elsewhere.example", 403), ("sec-fetch-site", "cross-site", 403)):
        assert (await hers.asks({"act": "again", "session": session}, **{name: value})).status == status
    for method, status in (("GET", 405), ("PUT", 405), ("OPTIONS", 405)):
        assert (await hers.asks(b"", method)).status == status
    guesses = [await hers.asks({"act": "open", "secret": f"guess-{number}"}) for number in range(60)]
    assert {(one.status, one.body) for one in guesses} == {(401, NOT_GOOD), (429, b'{"refusal":"too_many"}')}
    kept = await hers.does(act="keep", session=session, files=files)
    assert kept == {"kept": 1, "files": 19}, "no stranger's tries shut her out"
    acts = [await hers.asks({"act": "keep", "session": session, "files": "x"}) for _ in range(130)]
    assert {one.status for one in acts} == {422, 429}
    assert not hers.house.log.getvalue().count("page_failed")


async def test_every_answer_says_what_a_page_may_do(hers: Making) -> None:
    policy = CSP.format(origin=hers.house.address)
    asked = [await hers.asks(b"", "GET", f"/hashes/{name}") for name in FILES]
    assert [one.headers["content-type"].partition(";")[0] for one in asked if one.status == 200] == list(FILES.values())
    page = await hers.asks(b"", "GET", "/hashes", **{"accept-language": "nl"})
    assert page.status == 200
    assert 'lang="nl"' in page.body.decode()
    assert "116 000" in page.body.decode(), "Child Focus is in it, whatever happens to the line"
    asked += [page, await hers.asks(b"", "GET", "/hashes/other.js"), await hers.asks(b"", "GET", "/hashes/")]
    asked += [
        await hers.asks({"act": "open"}),
        await hers.asks(b"x" * 17_000),
        await hers.asks(b"", origin="https://x"),
    ]
    assert [one.status for one in asked[-5:]] == [404, 404, 401, 413, 403]
    for one in asked:
        assert one.headers["content-security-policy"] == policy
        assert (one.headers["cache-control"], one.headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert "x-frame-options" not in one.headers, "the messenger's web client shows it in a frame"
        assert "cross-origin-opener-policy" not in one.headers, (
            "beside `sandbox` some browsers would not open it at all"
        )
    copy = await hers.asks(b"", "GET", "/copy")
    assert (copy.status, copy.headers["x-frame-options"]) == (200, "DENY")
    other = await hers.asks({"act": "open", "secret": hers.said}, host="elsewhere.example")
    assert other.status == 404


async def test_from_her_chat_it_opens_without_the_secret_and_what_she_says_there_is_heard(hers: Making) -> None:
    launch = hers.launch()
    opened = await asyncio.gather(*(hers.asks({"act": "open", "launch": launch}) for _ in range(4)))
    assert sorted(one.status for one in opened) == [200, 401, 401, 401]
    assert alike(*[one for one in opened if one.status == 401], await hers.asks({"act": "open", "secret": hers.said}))
    again = await hers.does(act="open", launch=hers.launch())
    stranger = hers.house.emulator.phone(language="en")
    forged = hers.launch().replace(str(hers.phone.chat_id), str(stranger.chat_id))
    assert alike(await hers.asks({"act": "open", "launch": forged}), await hers.asks({"act": "open", "launch": launch}))
    session = again["session"]
    assert (await hers.does(act="keep", session=session, files=[made()]))["kept"] == 1
    last = hers.launch()  # the button goes with the case
    assert await hers.does(act="minor", session=session, fact="unsure") == {}
    await hers.phone.sees("Child Focus")
    assert alike(await hers.asks({"act": "keep", "session": session, "files": [made()]}))
    assert alike(await hers.asks({"act": "open", "launch": last})), "the case is gone, and its pages with it"


async def test_when_her_consent_is_taken_back_the_page_waits_and_what_is_too_much_is_not_kept(hers: Making) -> None:
    many = [made(f"{number:064x}") for number in range(20)]
    session = await hers.opens()
    attempt = {"act": "keep", "session": session, "files": many, "attempt": ATTEMPT}
    for _ in "ab":  # its answer may be lost
        assert await hers.does(**attempt) == {"kept": 20, "files": 0}
    for files in (many, many[:1], [made()]):
        more = await hers.asks({"act": "keep", "session": session, "files": files})
        assert (more.status, more.body) == (409, b'{"refusal":"no_more"}')
    secret, launch = await hers.asks_for_the_page(), hers.launch()
    await hers.phone.says("/consent")
    await press(hers.phone, "Take back 3. Keeping fingerprints")
    await hers.phone.sees("erased for good", 60)
    shut: list[dict[str, Any]] = [{"act": "open", "secret": secret}, {"act": "open", "launch": launch}]
    shut += [{"act": "keep", "session": session, "files": many}]
    for act in shut:
        assert (await hers.asks(act)).body == b'{"refusal":"not_now"}'
    await hers.phone.says("/hash")
    await press(hers.phone, "Yes, keep them")
    assert (await hers.does(act="open", secret=await hers.secret()))["files"] == 20


async def test_where_no_browser_finds_the_house_there_is_no_page_and_the_operator_knows(tmp_path: Path) -> None:
    async with making(tmp_path, "polling") as hers:
        assert (await hers.asks({"act": "open", "secret": "x"})).status == 404
        assert (await hers.asks(b"", "GET", "/hashes")).status == 404
        assert "no_hash_page" in hers.house.log.getvalue()
    told = {"HAVEN_TELEGRAM_TOKEN": "4711:a-token-of-a-bot-a-token-of-a-bot-x", "HAVEN_WEBHOOK_SECRET": "x" * 32}
    assert "HAVEN_PUBLIC_URL" in str(no_page(read_settings(told)))
    assert no_page(read_settings(told | {"HAVEN_PUBLIC_URL": "https://help.example"})) is None
    assert "without a path" in str(no_page(read_settings(told | {"HAVEN_PUBLIC_URL": "https://help.example/haven"})))
