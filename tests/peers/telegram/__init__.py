"""A local Telegram: the Bot API over loopback, with people, groups, floods and failures to order.

It is a second implementation of what the real server does (error texts follow tdlib/telegram-bot-api), so that
the bot under test speaks real HTTP through its real client library. Start with `LocalTelegram`.
"""

from tests.peers.telegram.calls import Call
from tests.peers.telegram.chats import Chat, Person
from tests.peers.telegram.keyboards import Button
from tests.peers.telegram.messages import Message, Press
from tests.peers.telegram.server import LocalTelegram
from tests.peers.telegram.updates import Attempt, Delivery

__all__ = ["Attempt", "Button", "Call", "Chat", "Delivery", "LocalTelegram", "Message", "Person", "Press"]
