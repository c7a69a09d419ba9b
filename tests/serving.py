"""A real `crm serve` process on a real database, which tests and benchmarks start, kill and start again."""

import asyncio
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.programs import Program, crm
from tests.waiting import eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Serving:
    """`async with Serving(db, environment) as program:`; `kills` counts how often it was killed."""

    database: str
    environment: dict[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    kills: int = 0
    process: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    async def start(self) -> None:
        """Returns once it answers."""
        quiet = {name: value for name, value in os.environ.items() if not name.startswith(("CONFAB_", "SLACK_"))}
        settings = {"CONFAB_SERVER__PORT": str(self.port), **self.environment}
        self.process = self._started(quiet | settings, self.folder / "serve.log")
        await self._answers()

    def _started(self, environment: dict[str, str], log: Path) -> Any:
        return Program(crm, "serve", "--db", self.database, cwd=self.folder, out=log, env=environment)

    async def _answers(self) -> None:
        async with aiohttp.ClientSession() as session:
            for _ in range(2400):
                assert self.process is not None
                assert self.process.poll() is None, (self.folder / "serve.log").read_text()[-3000:]
                try:
                    async with session.get(f"{self.url}/healthz") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        raise TimeoutError("crm serve does not answer")

    async def kill(self) -> None:
        """As a power cut does it."""
        assert self.process is not None
        self.process.kill()
        await self._ended()
        self.kills += 1

    async def stop(self) -> int:
        """As an operator does it; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return await self._ended()

    async def _ended(self) -> int:
        await eventually(lambda: self.process.poll() is not None)
        code: int = self.process.poll()
        return code

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            await self._ended()
