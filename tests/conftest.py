"""What every test can use: databases, a browser, and a clock that stands still. Nothing here is a fake of Haven."""

import asyncio
import gc
import importlib.util
from collections.abc import Generator
from types import SimpleNamespace

import pytest
import uvicorn.server
from hypothesis import HealthCheck, settings

PLUGINS = ("tests.postgres", "tests.browser", "tests.drills.nursery")
pytest_plugins = [name for name in PLUGINS if importlib.util.find_spec(name)]
#: What takes long begins first, so that no worker is left alone with it in the end.
LONG = (
    "tests/drills/",
    "tests/journeys/",
    "tests/haven/test_stopping",
    "tests/haven/test_silence",
    "tests/haven/test_demo",
)

settings.register_profile(
    "ci",
    derandomize=True,  # the same examples every day; `--hypothesis-profile deep` looks for others
    max_examples=50,
    stateful_step_count=20,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("ci")

# uvicorn looks ten times a second whether it is to stop, and then waits as long again. Hundreds of houses stop here.
hurried = {"sleep": lambda seconds: asyncio.sleep(seconds / 10)}
uvicorn.server.asyncio = SimpleNamespace(**vars(asyncio) | hurried)  # type: ignore[attr-defined]


_close = asyncio.Runner.close


def closed_with_all_it_held(runner: asyncio.Runner) -> None:
    """What a story left open ends with its loop: else it is a warning in whichever story is told when it is found."""
    if (loop := getattr(runner, "_loop", None)) is not None:
        asyncio.runners._cancel_all_tasks(loop)  # type: ignore[attr-defined]
        for line in list(getattr(loop, "_transports", {}).values()):
            line.abort()
        for _ in range(3):
            loop.run_until_complete(asyncio.sleep(0))
    _close(runner)


asyncio.Runner.close = closed_with_all_it_held  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """What is loaded to find the tests stays to the end: it is not searched for garbage, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
