"""Whatever stands where a word is expected: it is refused in a code, never repeated, and never a surprise to us."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

from tests.console.attack.mischief import BROKEN, IN_ADDRESSES, MARK, places
from tests.console.attack.open_house import opened_to_all
from tests.console.desk import Browser, Desk, Said, now
from tests.console.matrix import RULES, filled

#: Every field that a body of ours has, in a body that would be right without it.
BODIES: dict[str, tuple[str, ...]] = {
    "/me": ('{"language": @}', '{"available": @}'),
    "/here": ('{"case": @, "available": true}', '{"case": null, "available": @}'),
    "/open": ('{"reason": @}',),
    "/seen": ('{"wrote": @}',),
    "/act": (
        '{"verb": @}',
        '{"verb": "reply", "id": @, "text": "x"}',
        '{"verb": "reply", "id": "abcdefghijkl", "text": "x", "zqcanaryqz": @}',
        '{"verb": "hand_back", "to": @}',
        '{"verb": "transfer", "staff": @}',
        '{"verb": "transfer", "team": @}',
        '{"verb": "close", "outcome": @}',
        '{"verb": "urgent", "on": @, "zqcanaryqz": 1}',
        '{"verb": "safe_time", "when": @}',
        '{"verb": "note", "id": @, "text": "x"}',
    ),
    "/staff": (
        '{"login": @, "alias": "An", "roles": ["counsellor"]}',
        '{"login": "an", "alias": "An", "roles": @}',
        '{"login": "an", "alias": "An", "roles": [@]}',
        '{"login": "an", "alias": "An", "roles": ["counsellor"], "teams": [@]}',
        '{"login": "an", "alias": "An", "roles": ["counsellor"], "languages": [@]}',
    ),
    "/verify": (
        '{"credential": @}',
        '{"credential": {"id": @, "response": {"clientDataJSON": "e30"}}}',
        '{"credential": {"id": "x", "response": @}}',
        '{"credential": {"id": "x", "response": {"clientDataJSON": @}}}',
    ),
    "/options": ('{"login": @}', '{"alias": @}', '{"zqcanaryqz": @}'),
}


async def admin_who_stepped_up(desk: Desk) -> Browser:
    sarah = await desk.browser("sarah", "admin", "supervisor")
    visit = await desk.parts.store.people.visit(sarah.cookie, now())
    assert visit is not None
    sarah.cookie = (await desk.parts.store.people.step_up_for_show(visit, sarah.cookie, now())).token
    return sarah


def unmoved(desk: Desk, said: Said, what: str) -> None:
    """It was no surprise, nothing of it came back, and nothing was noted of it."""
    assert said.status < 500, f"{what}: {said.status}"
    assert MARK.encode() not in said.body.lower(), what
    assert MARK.encode() not in repr(said.headers).encode(), what
    assert "console_failed" not in desk.log.getvalue(), what


async def test_every_field_of_every_body_takes_anything_calmly(desk: Desk) -> None:
    sarah = await admin_who_stepped_up(desk)
    case = await desk.case(staff=sarah.staff)
    asked = 0
    for route in RULES:
        if not route.startswith("POST") or "revoke" in route or "sign-out" in route:
            continue
        bodies = next((found for end, found in BODIES.items() if route.endswith(end)), ("@",))
        for body in bodies:
            for odd in BROKEN:
                said = await sarah.ask("POST", filled(route, case), body.replace("@", odd).encode())
                unmoved(desk, said, f"{route} {body} {odd[:40]}")
                asked += 1
    assert asked > 600


async def test_a_passkey_nobody_could_have_is_refused_like_any_other(desk: Desk) -> None:
    """The challenge is a true one, so that what stands behind it is looked at."""
    stranger = desk.stranger()
    challenge = (await stranger.post("/console/sign-in/passkey/options")).json["challenge"]
    told = base64.urlsafe_b64encode(json.dumps({"challenge": challenge}).encode()).decode().rstrip("=")
    for odd in BROKEN:
        body = f'{{"credential": {{"id": {odd}, "response": {{"clientDataJSON": "{told}"}}}}}}'
        said = await stranger.ask("POST", "/console/sign-in/passkey/verify", body.encode())
        unmoved(desk, said, odd[:40])
        assert said.status in (400, 403, 422), odd[:40]


async def test_every_part_of_an_address_takes_anything_calmly(desk: Desk) -> None:
    sarah = await admin_who_stepped_up(desk)
    async with opened_to_all(desk) as door, door.client(sarah) as client:
        for route in RULES:
            method, _, path = route.partition(" ")
            if "{" not in path:
                continue
            for odd in IN_ADDRESSES:
                there = path.replace("{rest:path}", odd)
                for place in ("case", "item", "sign_in", "passkey", "staff", "token", "name", "language"):
                    there = there.replace(f"{{{place}}}", odd)
                answer = await client.request(method, there, json={} if method == "POST" else None)
                assert answer.status_code in (400, 404, 410, 422), f"{route} {odd[:40]}: {answer.status_code}"
                assert MARK not in repr(answer.headers.items())
                assert b"<script>zq" not in answer.content
                if "/api/" in path:
                    assert MARK.encode() not in answer.content, route


async def test_every_question_of_the_queue_takes_anything_calmly(desk: Desk) -> None:
    sarah = await admin_who_stepped_up(desk)
    case = await desk.case()
    for name in ("team", "holder", "language", "urgency", "route", "state", "number", "after", MARK):
        for odd in (
            "zqcanaryqz\x00",
            "<script>zqcanaryqz",
            "\u202ezqcanaryqz",
            "zqcanaryqz" * 99,
            "' OR zqcanaryqz --",
        ):
            unmoved(desk, await sarah.get("/console/api/queue", **{name: odd}), f"{name} {odd[:20]!r}")
    for place in places():
        said = await sarah.get("/console/api/queue", after=place)
        unmoved(desk, said, place)
        assert [row["id"] for row in said.json["rows"]] in ([], [case]), place


async def test_a_number_that_is_none_takes_up_nothing(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    async with opened_to_all(desk) as door, door.client(lotte) as client:
        for number in ("1" * 21, "-1", "x", "1e5", "١", "9" * 20, "0x1f", " 1", "1\x00"):
            asked = [(f"/console/api/live?since={quote(number)}", {})]
            if number.isascii() and number.isalnum():  # no other line gets through to us
                asked.append(("/console/api/live", {"last-event-id": number}))
            for address, headers in asked:
                async with client.stream("GET", address, headers=headers) as answer:
                    assert answer.status_code in (200, 422), address
                    if answer.status_code == 200:
                        assert b"event: hello" in await anext(answer.aiter_bytes())


async def test_forms_take_anything_calmly(desk: Desk) -> None:
    """A browser without scripts sends forms; others send whatever they like as one."""
    stranger, form = desk.stranger(), {"content-type": "application/x-www-form-urlencoded"}
    many = b'--x\r\nContent-Disposition: form-data; name="login"; filename="zqcanaryqz"\r\n\r\nzqcanaryqz\r\n--x--'
    for body, headers in (
        (b"login=%00zqcanaryqz&passphrase=%00&code=%00", form),
        (b"login=%ff%fezqcanaryqz&passphrase=%ed%a0%80&code=%ed%a0%80", form),
        (b"login[]=zqcanaryqz&login=x&login=y", form),
        (b"&".join(b"zqcanaryqz%d=1" % number for number in range(2000)), form),
        (b"login=zqcanaryqz", {"content-type": "application/x-www-form-urlencoded; charset=utf-7"}),
        (many, {"content-type": "multipart/form-data; boundary=x"}),
        (b"zqcanaryqz", {"content-type": "multipart/form-data"}),
        (b"login=zqcanaryqz", {"content-type": "text/plain"}),
    ):
        for path in ("/console/sign-in", "/console/step-up", "/console/join/nothing", "/console/sign-out"):
            said = await stranger.ask("POST", path, body, headers=headers)
            assert said.status < 500, f"{path} {body[:30]!r}: {said.status}"
            assert "console_failed" not in desk.log.getvalue()
            assert b"<zq" not in said.body
