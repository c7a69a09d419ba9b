"""A real `crm serve` process on a real database, which tests and benchmarks start, kill and start again."""

import asyncio
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from tests.waiting import PATIENCE


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
    process: asyncio.subprocess.Process | None = None

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
        log = (self.folder / "serve.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "--db", self.database),
            env=quiet | settings,
            cwd=self.folder,
            stdout=log,
            stderr=log,
        )
        await self._answers()

    async def _answers(self) -> None:
        async with aiohttp.ClientSession() as session:
            for _ in range(2400):
                assert self.process is not None
                assert self.process.returncode is None, (self.folder / "serve.log").read_text()[-3000:]
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
        await self.process.wait()
        self.kills += 1

    async def stop(self) -> int:
        """As an operator does it; the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
