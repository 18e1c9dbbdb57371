"""How long a page itself is busy with what somebody does on it: counted in time of the processor, so that whatever else
runs on the machine takes nothing from it and adds nothing to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import CDPSession, Page

#: All that came of an act has been done, and drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


class Thinking:
    """`took`: the acts by name, each with the milliseconds the page's own thread was busy with it."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page, self._session = page, session
        self.took: list[tuple[str, float]] = []

    @classmethod
    async def of(cls, page: Page) -> Thinking:
        session = await page.context.new_cdp_session(page)
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
        return cls(page, session)

    async def over(self, name: str, act: Awaitable[object]) -> None:
        before = await self._busy()
        await act
        await self.page.evaluate(DRAWN)
        self.took.append((name, (await self._busy() - before) * 1e3))

    async def _busy(self) -> float:
        told = await self._session.send("Performance.getMetrics")
        return next(float(one["value"]) for one in told["metrics"] if one["name"] == "TaskDuration")

    async def at_best(self, work: Callable[[], Awaitable[object]], most: float) -> None:
        """Where an act of this work took more than `most`, all of it is done once more, and the better time of each
        counts: a core shared with others gets less done in its time."""
        await work()
        if self.slowest[0][1] > most:
            first, self.took = self.took, []
            await work()
            self.took = [(name, min(one, other)) for (name, one), (_, other) in zip(first, self.took, strict=True)]

    @property
    def slowest(self) -> list[tuple[str, float]]:
        return sorted(self.took, key=lambda one: -one[1])
