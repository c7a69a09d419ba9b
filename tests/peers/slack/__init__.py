"""A local Slack: a second implementation of the parts that an app talks to, for tests over loopback.

async with LocalSlack() as slack:
    client = AsyncWebClient(slack.installation.bot_token, base_url=slack.base_url)
    slack.events_url = "http://127.0.0.1:…/slack/events"
    asked = await slack.say("hello", user="U1", channel="D1")
    reply = await slack.wait_for(lambda message: "hi" in message.text)
    assert await slack.settled() == []          # every event was acknowledged
"""

from .delivery import Answer, Delivery
from .installation import Installation
from .message import Button, Message
from .server import LocalSlack
from .views import View
from .workspace import Channel, User

__all__ = ["Answer", "Button", "Channel", "Delivery", "Installation", "LocalSlack", "Message", "User", "View"]
