"""Editors at their desks: drafts begun, edited and published over the console's API, in a house with two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests import looked_at  # noqa: F401  what is checked is checked once
from tests.console.desk import Browser, Desk, Said, now

API = "/console/api/editing"


@dataclass
class Editor:
    """One of them, in her browser."""

    browser: Browser
    desk: Desk

    async def get(self, path: str) -> Said:
        return await self.browser.get(f"{API}/{path}")

    async def post(self, path: str, body: object = None) -> Said:
        return await self.browser.post(f"{API}/{path}", body)

    async def begins(self, name: str = "Better words", start: object = "running") -> str:
        said = await self.post("drafts", {"name": name, "from": start})
        assert said.status == 200, said.body
        return str(said.json["id"])

    async def draft(self, draft: str) -> Any:
        return (await self.get(f"drafts/{draft}")).json

    async def edits(self, draft: str, *edits: object, seen: int | None = None) -> Said:
        version = (await self.draft(draft))["version"] if seen is None else seen
        return await self.post(f"drafts/{draft}/edits", {"version": version, "edits": edits})

    async def writes(self, draft: str, place: str, field: str, after: object) -> Said:
        """Over what stands there."""
        flow, _, step = place.partition(".")
        value: Any = (await self.draft(draft))["content"]["flows"][flow]["steps"][step]
        for name in field.split("."):
            value = value.get(name) if isinstance(value, dict) else next(one for one in value if one["key"] == name)
        return await self.edits(
            draft, {"edit": "write", "place": place, "field": field, "before": value, "after": after}
        )

    async def steps_up(self) -> None:
        """She shows once more who she is."""
        people, visit = self.desk.parts.store.people, None
        visit = await people.visit(self.browser.cookie, now())
        assert visit is not None
        self.browser.cookie = (await people.step_up_for_show(visit, self.browser.cookie, now())).token

    async def publishes(self, draft: str, version: int | None = None, note: str = "") -> Said:
        await self.steps_up()
        version = (await self.draft(draft))["version"] if version is None else version
        return await self.post(f"drafts/{draft}/publish", {"version": version, "note": note})

    async def asks(self, draft: str, version: int | None = None) -> Said:
        await self.steps_up()
        version = (await self.draft(draft))["version"] if version is None else version
        return await self.post(f"drafts/{draft}/ask", {"version": version, "note": "Please look."})


async def editor(desk: Desk, login: str, *roles: str) -> Editor:
    return Editor(await desk.browser(login, *(roles or ("editor",))), desk)
