"""A whole CRM command over the wire beside the barest bot of each framework, on one core.

python -m benchmarks.road [N] [RATE]

For each platform two servers run by turns on the same core: ours (`crm serve`, a durable commit, an answer through the
outbox) and the framework's echo (benchmarks/echoes.py), both with uvicorn, uvloop and httptools. The load and the local
platform run on the other core. Printed per message: CPU of the server process, the platform's own wait (p50), and the
ratio. The rate matters: an echo that is kept busy is warm and costs half, while ours is held to the pace of the
platform; say both. Then memory, the time of `crm --help`, and the throughput of commits (benchmarks/commits.py).
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks import commits
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Store
from tests.peers.slack import LocalSlack
from tests.peers.telegram import LocalTelegram
from tests.serving import Serving, free_port

ROUNDS = 3
CHATS = 400  # so many people write: a platform takes one message a second of each chat
RATE = float(sys.argv[2]) if len(sys.argv) > 2 else 18  # messages a second; above 20 ours waits, as platforms ask

Say = Callable[[int, str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Seen:
    """CPU microseconds of the server per message, milliseconds until the platform had its yes (median)."""

    cpu: float
    wait: float


def cpu_seconds(pid: int) -> float:
    """What all its threads have run, to the nanosecond."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def memory(pid: int) -> float:
    """Megabytes in use."""
    words = Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()
    return int(words[0]) / 1024


def pin(pid: int, core: int) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


async def load(pid: int, say: Say, answers: Callable[[], int], count: int, text: Callable[[int], str]) -> Seen:
    """Sends `count` messages as fast as a platform lets one bot answer, and waits until each has its answer."""
    before, busy = answers(), cpu_seconds(pid)
    waits: list[float] = []

    async def one(n: int) -> None:
        await asyncio.sleep(n / RATE)
        began = time.perf_counter()
        await say(n % CHATS, text(n))
        waits.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(one(n) for n in range(count)))
    for _ in range(1200):
        if answers() - before >= count:
            break
        await asyncio.sleep(0.05)
    assert answers() - before >= count, f"{answers() - before} answers of {count}"
    return Seen((cpu_seconds(pid) - busy) / count * 1e6, statistics.median(waits))


@asynccontextmanager
async def echo(kind: str, environment: dict[str, str]) -> AsyncIterator[tuple[int, str]]:
    """The framework's barest bot: its process and its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.echoes", kind, str(port)], env={**os.environ, **environment}
    )
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            try:
                await session.get(url)
                break
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    try:
        yield process.pid, url
    finally:
        process.terminate()
        process.wait()


class Fresh(Serving):
    """Started from nothing, as an operator starts it: its memory is its own."""

    def _started(self, environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
        call = [sys.executable, "-m", "bot", "serve", "--db", self.database]
        with log.open("ab") as out:
            return subprocess.Popen(call, env=environment, cwd=self.folder, stdout=out, stderr=out)


def prepared(folder: Path) -> str:
    """A database with 100 companies and 200 deals, and its rep known by every account."""
    store: Store = commits.fresh(str(folder), "road")
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", commits.NOW), None, commits.NOW)
        ann = crm.members.by_handle("ann")
        assert ann is not None
        for n in range(CHATS):
            crm.members.link(ann, "slack", f"UANN{n}")
            crm.members.link(ann, "telegram", f"{1001 + n}")
        crm.enter("benchmark")
    store.close()
    return str(folder / "road.db")


def moving(n: int) -> str:
    return commits.message(n).text


async def over_slack(folder: Path, count: int) -> tuple[list[Seen], list[Seen], float]:
    async with LocalSlack(echoes=False) as slack:
        for n in range(CHATS):
            slack.add_user(f"UANN{n}", "ann")
        direct = [slack.direct(f"UANN{n}") for n in range(CHATS)]
        keys = slack.installation

        async def say(n: int, text: str) -> None:
            said = await slack.say(text, user=f"UANN{n}", channel=direct[n])
            while not all(delivery.acknowledged for delivery in slack.deliveries_of(said)):
                await asyncio.sleep(0.0005)

        def answers() -> int:
            return sum(len(slack.replies(chat)) for chat in direct)

        ours = {
            "CONFAB_SLACK__BOT_TOKEN": keys.bot_token,
            "CONFAB_SLACK__SIGNING_SECRET": keys.signing_secret,
            "CONFAB_SLACK__BASE_URL": slack.base_url,
        }
        theirs = {"TOKEN": keys.bot_token, "SECRET": keys.signing_secret, "BASE_URL": slack.base_url}
        async with Fresh(prepared(folder), ours, folder) as program, echo("slack", theirs) as (pid, url):

            def toward(address: str) -> None:
                slack.events_url = f"{address}/slack/events"

            return await by_turns(program, pid, url, toward, say, answers, count)


async def over_telegram(folder: Path, count: int) -> tuple[list[Seen], list[Seen], float]:
    async with LocalTelegram("1000:abc") as telegram, aiohttp.ClientSession() as session:
        for n in range(CHATS):
            telegram.person(1001 + n, "Ann")
        port = free_port()
        target = [f"http://127.0.0.1:{port}/telegram/webhook"]
        numbers = iter(range(10_000_000, 20_000_000))

        async def say(n: int, text: str) -> None:
            person = {"id": 1001 + n, "is_bot": False, "first_name": "Ann", "language_code": "en"}
            chat = {"id": 1001 + n, "type": "private", "first_name": "Ann"}
            number = next(numbers)
            message = {"message_id": number, "date": int(time.time()), "from": person, "chat": chat, "text": text}
            headers = {"X-Telegram-Bot-Api-Secret-Token": "a-secret"}
            update = {"update_id": number, "message": message}
            async with session.post(target[0], json=update, headers=headers) as response:
                assert response.status == 200

        def answers() -> int:
            return sum(len(telegram.replies(1001 + n)) for n in range(CHATS))

        ours = {
            "CONFAB_TELEGRAM__TOKEN": "1000:abc",
            "CONFAB_TELEGRAM__SECRET": "a-secret",
            "CONFAB_TELEGRAM__BASE_URL": telegram.base_url,
            "CONFAB_TELEGRAM__WEBHOOK_URL": target[0],
        }
        theirs = {"TOKEN": "1000:abc", "BASE_URL": telegram.base_url}
        program = Fresh(prepared(folder), ours, folder, port)
        async with program, echo("telegram", theirs) as (pid, url):

            def toward(address: str) -> None:
                target[0] = f"{address}/telegram/webhook"

            return await by_turns(program, pid, url, toward, say, answers, count)


async def by_turns(
    program: Serving,
    pid: int,
    url: str,
    toward: Callable[[str], None],
    say: Say,
    answers: Callable[[], int],
    count: int,
) -> tuple[list[Seen], list[Seen], float]:
    """Interleaved rounds on one core; the first of each warms up and is not counted."""
    ours, theirs = [], []
    for turn in range(ROUNDS + 1):
        size = count if turn else 40
        pin(program.pid, 0)
        toward(program.url)
        ours.append(await load(program.pid, say, answers, size, lambda n, turn=turn: moving(n + turn * 100)))
        pin(pid, 0)
        toward(url)
        theirs.append(await load(pid, say, answers, size, moving))
    return ours[1:], theirs[1:], memory(program.pid)


def report(name: str, ours: list[Seen], theirs: list[Seen], rss: float, goal: float = 3.5) -> None:
    mine, echo = (statistics.median(seen.cpu for seen in side) for side in (ours, theirs))
    spread = " ".join(f"{min(s.cpu for s in side):.0f}..{max(s.cpu for s in side):.0f}" for side in (ours, theirs))
    waits = [statistics.median(seen.wait for seen in side) for side in (ours, theirs)]
    print(
        f"{name}: CPU per message {mine:.0f} us, echo {echo:.0f} us ({spread}): {mine / echo:.1f} times (goal {goal})"
    )
    print(f"    until the platform had its yes (p50): {waits[0]:.1f} ms, echo {waits[1]:.1f} ms")
    print(f"    memory after it: {rss:.0f} MB (goal 120)")


def seconds(*command: str) -> float:
    """The best of five runs."""
    runs = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        runs.append(time.perf_counter() - began)
    return min(runs)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    os.sched_setaffinity(0, {1})
    for name, over in (("Slack, signed HTTP", over_slack), ("Telegram, webhook", over_telegram)):
        with tempfile.TemporaryDirectory() as folder:
            report(name, *asyncio.run(over(Path(folder), count)))
    os.sched_setaffinity(0, {0, 1})
    crm = str(Path(sys.executable).with_name("crm"))
    bare = seconds(sys.executable, "-c", "pass")
    print(f"crm --help: {seconds(crm, '--help'):.2f} s, python -c pass: {bare:.2f} s (goal 0.4)")
    commits.main()


if __name__ == "__main__":
    main()
