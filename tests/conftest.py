"""What every test can use: databases, a browser, and a clock that stands still. Nothing here is a fake of Haven."""

import gc
import importlib.util
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [name for name in ("tests.postgres", "tests.browser") if importlib.util.find_spec(name)]

settings.register_profile(
    "ci",
    max_examples=50,
    stateful_step_count=20,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """What is loaded to find the tests stays to the end: it is not searched for garbage, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
