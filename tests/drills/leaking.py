"""Haven with a leak, for the positive control of the soak drill: of every update something stays in memory."""

import os
import sys

from bot.telegram.runner import Runner
from haven.__main__ import main
from helpline.ports import Incoming

honest, kept = Runner.work_off, []  # type: ignore[var-annotated]


async def keeping(runner: Runner, incoming: Incoming) -> str | None:
    kept.append(os.urandom(400_000))
    return await honest(runner, incoming)


Runner.work_off = keeping  # type: ignore[method-assign]
sys.exit(main(["run"]))
