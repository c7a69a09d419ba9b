"""Two hundred messages, four roads, a process killed again and again: nothing is lost, nothing doubled."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.store import Store
from crm_domain.tasks import Task
from tests.peers.slack import LocalSlack
from tests.peers.telegram import LocalTelegram
from tests.people import Office, furnish
from tests.serving import Serving
from tests.waiting import eventually

EACH = 50  # messages on each road
KILLS = 3
CHATS = 10  # Ann writes from so many accounts: a platform takes one message a second for each chat

Say = Callable[[int, str], Awaitable[object]]


def populated(store: Store) -> None:
    """Ann, known on both platforms."""

    def link(crm: Crm) -> None:
        ann = crm.members.by_handle("ann")
        assert isinstance(ann, Member)
        for n in range(CHATS):
            crm.members.link(ann, "slack", f"UANN{n}")
            crm.members.link(ann, "telegram", f"{1001 + n}")

    furnish(Office(store)).crm(link)


async def send(say: Say, road: str, luck: random.Random) -> None:
    for n in range(EACH):
        await say(n % CHATS, f"add task: {road} errand {n:03}")
        await asyncio.sleep(luck.uniform(0.0, 0.05))


async def kill_at_random(program: Serving, luck: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(luck.uniform(0.2, 1.2))
        await program.kill()
        await asyncio.sleep(luck.uniform(0.0, 0.2))
        await program.start()


def check(store: Store, road: str, shown: list[str], kills: int) -> None:
    """Each change exactly once; each answer at least once, and at most one repeated for each kill."""
    wanted = [f"{road} errand {n:03}" for n in range(EACH)]
    with store.transaction() as session:
        stored = Counter(title for (title,) in session.query(Task.title) if title.startswith(road))
    assert stored == Counter(wanted)
    answers = Counter(title for text in shown for title in wanted if title in text)
    assert set(answers) == set(wanted)
    assert sum(answers.values()) - EACH <= kills, [title for title in answers if answers[title] > 1]


def answered(texts: Callable[[], list[str]], road: str) -> Callable[[], bool]:
    """Whether an answer to each errand can be seen."""
    return lambda: all(any(f"{road} errand {n:03}" in text for text in texts()) for n in range(EACH))


async def test_nothing_is_lost_or_doubled_over_slack_http_and_telegram_polling(
    sqlite_store: Store, sqlite_url: str, tmp_path: Path
) -> None:
    populated(sqlite_store)
    patient = [0.0, *[0.3] * 200]
    async with LocalSlack(retry_delays=patient) as slack, LocalTelegram("1000:abc") as telegram:
        environment = {
            "CONFAB_SLACK__BOT_TOKEN": slack.installation.bot_token,
            "CONFAB_SLACK__SIGNING_SECRET": slack.installation.signing_secret,
            "CONFAB_SLACK__BASE_URL": slack.base_url,
            "CONFAB_TELEGRAM__TOKEN": "1000:abc",
            "CONFAB_TELEGRAM__BASE_URL": telegram.base_url,
        }
        await through_kills(sqlite_store, sqlite_url, tmp_path, environment, slack, telegram, "http", "polling")


async def test_nothing_is_lost_or_doubled_over_slack_sockets_and_telegram_webhooks(
    sqlite_store: Store, sqlite_url: str, tmp_path: Path
) -> None:
    populated(sqlite_store)
    patient = [0.0, *[0.3] * 200]
    async with LocalSlack(mode="socket", retry_delays=patient) as slack, LocalTelegram("1000:abc") as telegram:
        environment = {
            "CONFAB_SLACK__BOT_TOKEN": slack.installation.bot_token,
            "CONFAB_SLACK__APP_TOKEN": slack.installation.app_token,
            "CONFAB_SLACK__BASE_URL": slack.base_url,
            "CONFAB_TELEGRAM__TOKEN": "1000:abc",
            "CONFAB_TELEGRAM__SECRET": "a-secret",
            "CONFAB_TELEGRAM__BASE_URL": telegram.base_url,
        }
        await through_kills(sqlite_store, sqlite_url, tmp_path, environment, slack, telegram, "socket", "webhook")


async def through_kills(
    store: Store,
    url: str,
    folder: Path,
    environment: dict[str, str],
    slack: LocalSlack,
    telegram: LocalTelegram,
    *roads: str,
) -> None:
    luck = random.Random(20261123)
    program = Serving(url, environment, folder)
    if "webhook" in roads:
        environment["CONFAB_TELEGRAM__WEBHOOK_URL"] = f"{program.url}/telegram/webhook"
    slack.events_url = f"{program.url}/slack/events"
    on_slack, on_telegram = roads
    for n in range(CHATS):
        slack.add_user(f"UANN{n}", "ann")
        telegram.person(1001 + n, "Ann")
    direct = [slack.direct(f"UANN{n}") for n in range(CHATS)]

    def slack_texts() -> list[str]:
        return [message.text for chat in direct for message in slack.replies(chat)]

    def telegram_texts() -> list[str]:
        return [message.text for n in range(CHATS) for message in telegram.replies(1001 + n)]

    async with program:
        await asyncio.gather(
            send(lambda n, text: slack.say(text, user=f"UANN{n}", channel=direct[n]), on_slack, luck),
            send(lambda n, text: telegram.say(1001 + n, text), on_telegram, luck),
            kill_at_random(program, luck),
        )
        assert await slack.settled() == []
        await telegram.all_confirmed()
        await eventually(answered(slack_texts, on_slack))
        await eventually(answered(telegram_texts, on_telegram))
        assert await program.stop() == 0
    check(store, on_slack, slack_texts(), program.kills)
    check(store, on_telegram, telegram_texts(), program.kills)
