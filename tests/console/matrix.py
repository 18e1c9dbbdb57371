"""The authorization matrix: every route there is, and for each who may, written down by hand; and who was let in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpline.staff import ROLES
from tests.console.desk import Browser, Desk, Said

#: Anybody; who is signed in; or a permission.
OPEN, SIGNED_IN = "open", "signed in"


@dataclass(frozen=True)
class Rule:
    """`who` may. `step_up`: only after she has shown again who she is. `case`: asks about one. `ids`: its answer names
    cases by their random ids, which open nothing for who may not read a case, and never by their numbers."""

    who: str
    step_up: bool = False
    case: bool = False
    ids: bool = False


RULES: Mapping[str, Rule] = {
    "GET /console/api/me": Rule(SIGNED_IN),
    "POST /console/api/me": Rule(SIGNED_IN),
    "GET /console/api/sign-ins": Rule(SIGNED_IN),
    "POST /console/api/sign-ins/{sign_in}/revoke": Rule(SIGNED_IN),
    "GET /console/api/passkeys": Rule(SIGNED_IN),
    "POST /console/api/passkeys/{passkey}/remove": Rule(SIGNED_IN, step_up=True),
    "GET /console/api/live": Rule(SIGNED_IN),
    "POST /console/api/here": Rule(SIGNED_IN),
    "GET /console/api/words/{language}": Rule(SIGNED_IN),
    "GET /console/api/staff": Rule("see_staff"),
    "POST /console/api/staff": Rule("manage_staff", step_up=True),
    "POST /console/api/staff/{staff}": Rule("manage_staff", step_up=True),
    "POST /console/api/staff/{staff}/reset": Rule("manage_staff", step_up=True),
    "GET /console/api/audit": Rule("read_audit", ids=True),
    "GET /console/api/queue": Rule("see_queue"),
    "POST /console/api/cases/{case}/open": Rule("read_case", case=True),
    "GET /console/api/cases/{case}": Rule("read_case", case=True),
    "POST /console/api/cases/{case}/seen": Rule("read_case", case=True),
    "POST /console/api/cases/{case}/typing": Rule("read_case", case=True),
    "POST /console/api/cases/{case}/unfold": Rule("read_case", case=True),
    "POST /console/api/cases/{case}/items/{item}/copy": Rule("read_case", case=True),
    "GET /console/api/cases/{case}/replies": Rule("read_case", case=True),
    "POST /console/api/cases/{case}/match": Rule("match", case=True),
    "POST /console/api/cases/{case}/act": Rule("read_case", case=True),
    "GET /console/api/editing/overview": Rule("edit_flows"),
    "GET /console/api/editing/shapes": Rule("edit_flows"),
    "POST /console/api/editing/drafts": Rule("edit_flows"),
    "GET /console/api/editing/drafts/{draft}": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/name": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/discard": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/edits": Rule("edit_flows"),
    "GET /console/api/editing/drafts/{draft}/since/{version}": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/check": Rule("edit_flows"),
    "GET /console/api/editing/drafts/{draft}/publishing": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/ask": Rule("edit_flows", step_up=True),
    "POST /console/api/editing/drafts/{draft}/unask": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/publish": Rule("publish", step_up=True),
    "GET /console/api/editing/published/{kind}": Rule("edit_flows"),
    "GET /console/api/editing/published/flows/{number}/difference/{other}": Rule("edit_flows"),
    "GET /console/api/editing/published/directory/{number}/difference/{other}": Rule("edit_flows"),
    "POST /console/api/editing/published/{kind}/{number}/back": Rule("publish", step_up=True),
    "GET /console/api/editing/drafts/{draft}/export": Rule("edit_flows"),
    "POST /console/api/editing/drafts/{draft}/import": Rule("edit_flows"),
    "GET /console/api/editing/published/flows/{number}/export": Rule("edit_flows"),
    "GET /console/api/editing/directory": Rule("edit_flows"),
    "GET /console/api/editing/outside": Rule("edit_flows"),
    "GET /console/api/editing/drafts/{draft}/cards/{section}/{key}": Rule("edit_flows"),
    "POST /console/api/editing/flag": Rule("edit_flows"),
    "GET /console/api/editing/numbers": Rule("see_numbers"),
    "POST /console/api/editing/play": Rule("edit_flows"),
    "GET /console/api/editing/talks": Rule("edit_flows"),
    "POST /console/api/editing/talks": Rule("edit_flows"),
    "POST /console/api/editing/talks/{talk}/accept": Rule("edit_flows"),
    "POST /console/api/editing/talks/{talk}/remove": Rule("edit_flows"),
    "POST /console/passkeys/options": Rule(SIGNED_IN, step_up=True),
    "POST /console/passkeys/verify": Rule(SIGNED_IN, step_up=True),
    "POST /console/step-up/passkey/options": Rule(SIGNED_IN),
    "POST /console/step-up/passkey/verify": Rule(SIGNED_IN),
    # the way in, pages and files: for strangers, and each looks by itself whom it has before it
    "GET /console/sign-in": Rule(OPEN),
    "POST /console/sign-in": Rule(OPEN),
    "POST /console/sign-in/passkey/options": Rule(OPEN),
    "POST /console/sign-in/passkey/verify": Rule(OPEN),
    "GET /console/sign-out": Rule(OPEN),
    "POST /console/sign-out": Rule(OPEN),
    "GET /console/join/{token}": Rule(OPEN),
    "GET /console/join/{token}/picture.svg": Rule(OPEN),
    "POST /console/join/{token}": Rule(OPEN),
    "POST /console/join/{token}/passkey/options": Rule(OPEN),
    "POST /console/join/{token}/passkey/verify": Rule(OPEN),
    "GET /console/step-up": Rule(OPEN),
    "GET /console/passkeys": Rule(OPEN),
    "POST /console/step-up": Rule(OPEN),
    "GET /console/demo/{token}": Rule(OPEN),
    "GET /console/static/{name}": Rule(OPEN),
    "GET /console": Rule(OPEN),
    "GET /console/": Rule(OPEN),
    "GET /console/api/{rest:path}": Rule(OPEN),
    "POST /console/api/{rest:path}": Rule(OPEN),
}

#: Where a case can be, for one who asks: nobody has it, she has, a colleague has, the bot has, it is closed.
HELD = ("queue", "hers", "colleague", "bot", "closed")
OPEN_ONES = frozenset(HELD) - {"closed"}
#: What may be done where, by whoever may talk; `*`: everywhere.
VERBS: Mapping[str, tuple[dict[str, object], frozenset[str]]] = {
    "take_over": ({}, frozenset({"queue", "hers", "bot"})),
    "reply": ({"id": "", "text": "hello"}, frozenset({"hers"})),
    "hand_back": ({"to": "rest"}, frozenset({"hers"})),
    "release": ({}, frozenset({"hers"})),
    "close": ({"outcome": "helped"}, frozenset({"queue", "hers", "bot"})),
    "reopen": ({}, frozenset({"closed"})),
    "note": ({"id": "", "text": "hello"}, frozenset(HELD)),
    "urgent": ({"on": True}, OPEN_ONES),
    "safe_time": ({"when": "evening"}, OPEN_ONES),
    "minor": ({}, frozenset({"queue", "hers", "bot", "closed"})),
    "transfer": ({"team": "helpline"}, frozenset({"hers"})),
    "block": ({"hours": 24}, frozenset({"queue", "hers", "bot", "closed"})),
    "keep": ({"reason": "legal"}, frozenset(HELD)),
    "erase": ({"reason": "asked"}, frozenset(HELD)),
}
BODIES: Mapping[str, dict[str, object]] = {
    "/open": {"reason": "safety"},
    "/seen": {"wrote": 0},
    "/staff": {"login": "newcomer", "alias": "New", "roles": ["counsellor"]},
    "/here": {"case": None, "available": False},
    "/verify": {"credential": {}},
    "/edits": {"version": 1, "edits": [{"edit": "remove_flow", "flow": "nothing"}]},
    "/ask": {"version": 1},
    "/publish": {"version": 1},
}
#: Routes of a case that need no reason given, or give one.
WITHOUT_REASON = ("/open", "/act", "/typing")


def filled(route: str, case: str = "nothing") -> str:
    """The address of a route with something in its places."""
    path = route.partition(" ")[2].replace("{case}", case).replace("{language}", "en").replace("{rest:path}", "nothing")
    for place, known in {"kind": "flows", "number": "1", "other": "1", "version": "1"}.items():
        path = path.replace(f"{{{place}}}", known)
    for place in ("sign_in", "passkey", "staff", "item", "token", "name", "draft", "talk"):
        path = path.replace(f"{{{place}}}", "nothing")
    return path


def body_of(route: str) -> dict[str, object] | None:
    if route.startswith("GET"):
        return None
    return next((body for end, body in BODIES.items() if route.endswith(end)), {})


def verdict(said: Said) -> str:
    """How an answer is meant: in, signed_out, not_allowed, step_up, no_such_case, reason_needed or refused."""
    if said.status in (401, 403, 404):
        code = str(said.json["refusal"]) if said.headers.get(b"content-type") == b"application/json" else ""
        return code if code in DOORS else "in"
    return "in"


DOORS = frozenset({"signed_out", "not_allowed", "step_up", "no_such_case", "reason_needed"})


def expected(rule: Rule, role: str) -> str:
    """For a route that asks about no case."""
    if rule.who not in (OPEN, SIGNED_IN) and rule.who not in ROLES[role]:
        return "not_allowed"
    return "step_up" if rule.step_up else "in"


def expected_of_case(route: str, role: str, own_team: bool, held: str) -> str:
    """For a route that asks about one."""
    if not {"read_case", RULES[route].who} <= ROLES[role]:
        return "not_allowed"
    if not own_team:
        return "no_such_case"
    return "in" if held == "hers" or route.endswith(WITHOUT_REASON) else "reason_needed"


async def differences(desk: Desk, browsers: Mapping[str, Browser]) -> Iterator[str]:
    """Routes without a case: where somebody was let in or kept out, and it should have been the other way round."""
    found = []
    for route, rule in RULES.items():
        method = route.partition(" ")[0]
        if rule.case or "/live" in route:
            continue
        for role, browser in browsers.items():
            said = verdict(await browser.ask(method, filled(route), body_of(route)))
            if said != expected(rule, role):
                found.append(f"{route} as {role}: {said}, not {expected(rule, role)}")
    return iter(found)
