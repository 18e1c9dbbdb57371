"""Who works here, over the API: invited, changed, never locked out altogether; and what each sees of herself."""

from __future__ import annotations

from tests.console.desk import Browser, Desk, now


async def admin(desk: Desk) -> Browser:
    """An admin who has just shown again who she is."""
    browser, people = await desk.browser("sarah", "admin", teams=()), desk.parts.store.people
    visit = await people.visit(browser.cookie, now())
    assert visit is not None
    browser.cookie = (await people.step_up_for_show(visit, browser.cookie, now())).token
    return browser


NEW = {"login": "newcomer", "alias": "New", "roles": ["counsellor"], "teams": ["helpline"]}


async def test_a_colleague_is_invited_by_a_link_that_is_shown_once(desk: Desk) -> None:
    sarah = await admin(desk)
    link = (await sarah.post("/console/api/staff", NEW)).json["link"]
    assert link.startswith("http://localhost:8080/console/join/")
    everyone = await sarah.get("/console/api/staff")
    assert [one["login"] for one in everyone.json] == ["newcomer", "sarah"]
    assert link.rpartition("/")[2].encode() not in everyone.body


async def test_what_makes_no_sense_is_refused_and_not_repeated(desk: Desk) -> None:
    sarah = await admin(desk)
    await sarah.post("/console/api/staff", NEW)
    for more, status, refusal in (
        ({}, 409, "login_taken"),
        ({"login": "can ary"}, 422, "bad_ask"),
        ({"login": "other", "roles": ["canary"]}, 422, "bad_ask"),
        ({"login": "other", "teams": ["canary"]}, 422, "bad_ask"),
        ({"login": "other", "canary": "x"}, 422, "bad_ask"),
    ):
        answered = await sarah.post("/console/api/staff", NEW | more)
        assert (answered.status, answered.json["refusal"]) == (status, refusal), more
        assert b"canary" not in answered.body
        assert b"can ary" not in answered.body
    assert (await sarah.post("/console/api/staff/nobody", {"active": False})).status == 404


async def test_the_last_admin_cannot_lock_everybody_out(desk: Desk) -> None:
    sarah = await admin(desk)
    assert sarah.staff is not None
    for change in ({"active": False}, {"roles": ["editor"]}):
        refused = await sarah.post(f"/console/api/staff/{sarah.staff.id}", change)
        assert (refused.status, refused.json["refusal"]) == (409, "last_admin")


async def test_who_is_moved_to_another_team_loses_sight_of_the_first(desk: Desk) -> None:
    sarah, lotte = await admin(desk), await desk.browser("lotte")
    await desk.case()
    assert (await lotte.get("/console/api/queue")).json["total"] == 1
    assert lotte.staff is not None
    await sarah.post(f"/console/api/staff/{lotte.staff.id}", {"teams": ["child_focus"]})
    assert (await lotte.get("/console/api/queue")).json["total"] == 0


async def test_the_console_speaks_the_language_she_chooses(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    chosen = (await lotte.post("/console/api/me", {"language": "fr"})).json
    assert (chosen["language"], chosen["staff"]["languages"]) == ("fr", ["fr", "en"])
    assert (await lotte.get("/console/api/me")).json["language"] == "fr"
    words = (await lotte.get("/console/api/words/fr")).json
    assert words["Under 18"] == "Moins de 18 ans"
    assert (await lotte.get("/console/api/words/xx")).status == 404
    assert (await lotte.post("/console/api/me", {"language": "xx"})).status == 422


async def test_she_sees_where_she_is_signed_in_and_ends_only_her_own(desk: Desk) -> None:
    lotte, again, amelie = await desk.browser("lotte"), await desk.browser("lotte"), await desk.browser("amelie")
    mine = (await lotte.get("/console/api/sign-ins")).json
    assert {one["id"]: one["current"] for one in mine} == {lotte.sign_in: True, again.sign_in: False}
    assert (await amelie.post(f"/console/api/sign-ins/{lotte.sign_in}/revoke")).status == 404
    assert (await lotte.get("/console/api/me")).status == 200
    assert (await lotte.post(f"/console/api/sign-ins/{again.sign_in}/revoke")).status == 200
    assert (await again.get("/console/api/me")).status == 401
