"""Opens a stage on a port of its own, and closes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Generic, Protocol, TypeVar

import uvicorn


@asynccontextmanager
async def served(app_at: Callable[[str], Any]) -> AsyncIterator[str]:
    """What is made for this address, at this address."""
    config = uvicorn.Config(lambda *_: None, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    socket = config.bind_socket()
    origin = f"http://localhost:{socket.getsockname()[1]}"
    config.app = app_at(origin)
    server = uvicorn.Server(config)
    # The socket listens from the moment it is bound: whoever comes early waits.
    socket.listen()
    task = asyncio.create_task(server.serve([socket]))
    try:
        yield origin
    finally:
        server.should_exit = server.force_exit = True
        await task


class Played(Protocol):
    """What a stage shows; it is told where it stands."""

    origin: str

    def app(self) -> Any: ...
    def hang_up(self) -> None: ...


Stage = TypeVar("Stage", bound=Played)


class Curtain(Generic[Stage]):
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._served: AbstractAsyncContextManager[str] = served(self._at)

    def _at(self, origin: str) -> Any:
        self.stage.origin = origin
        return self.stage.app()

    async def __aenter__(self) -> Stage:
        await self._served.__aenter__()
        return self.stage

    async def __aexit__(self, *told: Any) -> None:
        self.stage.hang_up()
        await self._served.__aexit__(*told)
