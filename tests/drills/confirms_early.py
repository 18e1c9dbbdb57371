"""Haven with its first promise broken, for the positive control: updates are confirmed before they are worked off."""

import asyncio
import sys

from bot.telegram.runner import Runner
from haven.__main__ import main
from helpline.ports import Incoming

honest = Runner.work_off
running: set[asyncio.Task[object]] = set()


async def too_early(runner: Runner, incoming: Incoming) -> str | None:
    async def later() -> None:
        await asyncio.sleep(0.3)
        await honest(runner, incoming)

    running.add(asyncio.ensure_future(later()))
    return None


Runner.work_off = too_early  # type: ignore[method-assign]
sys.exit(main(["run"]))
