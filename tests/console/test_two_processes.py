"""Two processes over one PostgreSQL: what is done in one is heard at once by the consoles of the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from storage.news import TOPICS
from storage.statements import ask_one
from tests.console.desk import Browser, Desk, now, opened
from tests.console.editors import Editor
from tests.console.test_live import listening
from tests.postgres import apart, emptied

#: The last thing a process says before it only listens.
LISTENS = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'haven news'"
    f" AND query LIKE '%LISTEN%{TOPICS[-1]}%'"
)


async def both_listen(desk: Desk) -> bool:
    row = await desk.parts.store.database.read(lambda: ask_one(LISTENS))
    return row is not None and row[0] == 2


async def test_news_presence_and_signing_out_cross_from_one_process_to_the_other(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with opened(tmp_path, **where) as here, opened(tmp_path, **where) as there:
        lotte = await here.browser("lotte")
        across = Browser(there.parts, lotte.staff, lotte.cookie, lotte.sign_in)
        amelie = await there.browser("amelie")
        await here.until(partial(both_listen, here))
        hers = await listening(there, amelie)
        case = await here.case()
        await there.until(lambda: case in hers.rows(), patience=1)
        assert (await across.post("/console/api/here", {"case": case, "available": True})).status == 200
        await here.until(lambda: here.parts.premises().staff == {"helpline"}, patience=4)
        taken = await lotte.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})
        assert taken.json["row"]["holder"]["kind"] == "staff"
        await there.until(lambda: "case_taken_over" in str(hers.of("news")), patience=1)
        late = await amelie.post(f"/console/api/cases/{case}/act", {"verb": "take_over"})
        assert (late.status, late.json["refusal"]) == (409, "already_taken")
        leaving = await listening(there, across)
        await there.until(lambda: leaving.told)
        assert (await lotte.post(f"/console/api/sign-ins/{lotte.sign_in}/revoke")).status == 200
        await there.until(lambda: leaving.ended, patience=1)
        assert not hers.ended


async def test_who_comes_back_at_the_other_process_takes_up_where_she_stopped(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with opened(tmp_path, **where) as here:
        lotte = await here.browser("lotte")
        first = await listening(here, lotte)
        one = await here.case()
        await here.until(lambda: one in first.rows())
        seq = first.of("news")[-1]["seq"]
        two = await here.case()
        await here.until(lambda: two in first.rows())
    async with opened(tmp_path, **where) as there:
        back = await listening(there, Browser(there.parts, lotte.staff, lotte.cookie, lotte.sign_in), since=seq)
        await there.until(lambda: back.of("news"))
        assert back.rows() == [two]
        assert not back.of("reset")


async def test_her_line_at_one_process_takes_nothing_back_that_she_said_at_the_other(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with opened(tmp_path, **where) as here, opened(tmp_path, **where) as there:
        lotte = await here.browser("lotte")
        across = Browser(there.parts, lotte.staff, lotte.cookie, lotte.sign_in)
        amelie = await here.browser("amelie")
        hers, _ = await listening(here, amelie), await listening(there, across)
        case = await here.case()
        assert (await lotte.post("/console/api/here", {"case": case, "available": True})).status == 200
        await here.until(lambda: any(case in told["looking"] for told in hers.of("here")))
        await there.parts.office.presence.speak_for_silent(now())
        for house in (here, there):
            await house.parts.office.look()
            assert house.parts.premises().staff == {"helpline"}, "she takes cases, as she said"
        assert case in hers.of("here")[-1]["looking"]
        await lotte.post("/console/api/me", {"available": False})
        assert (await across.get("/console/api/me")).json["available"] is False
        await across.post("/console/api/me", {"available": True})
        assert (await lotte.get("/console/api/me")).json["available"] is True
        assert case in hers.of("here")[-1]["looking"], "and is where she was"


async def test_who_has_a_draft_open_at_one_process_is_seen_at_the_other(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with opened(tmp_path, **where) as here, opened(tmp_path, **where) as there:
        wout = Editor(await here.browser("wout", "editor"), here)
        mia = Editor(await there.browser("mia", "editor"), there)
        await here.until(partial(both_listen, here))
        draft = await wout.begins()
        assert (await mia.draft(draft))["here"] == []
        await wout.draft(draft)

        async def seen() -> bool:
            said = (await mia.get(f"drafts/{draft}/since/1")).json["here"]
            return [one["alias"] for one in said] == ["Wout"]

        await there.until(seen, patience=2)
        her = mia.browser.staff.id if mia.browser.staff else ""
        await here.until(lambda: her in here.parts.premises().colleagues)
        assert [one["alias"] for one in (await wout.draft(draft))["here"]] == ["Mia"]
