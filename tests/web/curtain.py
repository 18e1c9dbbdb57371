"""Opens a stage on a port of its own, and closes it."""

from __future__ import annotations

import asyncio
from typing import Generic, Protocol, TypeVar

import uvicorn

from console.guarding import Guarded


class Played(Protocol):
    """What a stage shows; it is told where it stands."""

    origin: str

    def app(self) -> Guarded: ...
    def hang_up(self) -> None: ...


Stage = TypeVar("Stage", bound=Played)


class Curtain(Generic[Stage]):
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def __aenter__(self) -> Stage:
        config = uvicorn.Config(lambda *_: None, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
        socket = config.bind_socket()
        self.stage.origin = f"http://localhost:{socket.getsockname()[1]}"
        config.app = self.stage.app()
        self._server = uvicorn.Server(config)
        # The socket listens from the moment it is bound: whoever comes early waits.
        socket.listen()
        self._task = asyncio.create_task(self._server.serve([socket]))
        return self.stage

    async def __aexit__(self, *_: object) -> None:
        self.stage.hang_up()
        self._server.should_exit = self._server.force_exit = True
        await self._task
