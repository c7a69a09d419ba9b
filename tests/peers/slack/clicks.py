"""What people do besides writing: commands, buttons, forms, shortcuts. Each returns the app's answer."""

from __future__ import annotations

from collections.abc import Mapping

from . import payloads
from .core import Core, forged
from .delivery import Answer, Delivery, Forge
from .installation import Json
from .limits import check_view
from .message import Button, Message, buttons_of, pick
from .responses import show_ack
from .views import View, filled


class Clicks(Core):
    async def command(
        self, command: str, text: str = "", user: str = "U1", channel: str = "D1", *, forge: Forge = False
    ) -> Answer:
        """A slash command. Never told twice: without an answer in 3 s the person sees a timeout.

        What the app says in its acknowledgement is posted (for the person only, unless in_channel).
        """
        where, who = self.workspace.channels[channel], self.workspace.users[user]
        form = payloads.command_form(self.installation, command, text, who, where)
        form |= {"trigger_id": self.tickets.trigger(user)}
        form |= {"response_url": self._response_url("commands", user, channel)}
        told = Delivery(form["trigger_id"], "command", command, form, forgery=forged(forge))
        answer = await self.courier.send(told)
        show_ack(self, self.tickets.responses[form["response_url"].rpartition("/")[2]], answer)
        return answer

    async def press(
        self,
        place: Message | View,
        wanted: str | int,
        user: str = "U1",
        *,
        option: str | None = None,
        retry: bool = False,
        forge: Forge = False,
    ) -> Answer:
        """Press a button (by label, action_id or index), or choose an `option` of a menu there.

        retry: told again by the retry policy, which Slack does not do. LookupError: no such button any more.
        """
        found = pick([*buttons_of(place.blocks)], wanted)
        body = self._pressed_in(place, user) | {"actions": [self._action(found, option)]}
        return await self.interact(body, forge, repeated=retry)

    def _action(self, button: Button, option: str | None) -> Json:
        return payloads.action(button, self.workspace.next_ts(), option)

    def _pressed_in(self, place: Message | View, user: str) -> Json:
        view = place.id if isinstance(place, View) else ""
        body = self._interaction("block_actions", user, view)
        if isinstance(place, View):
            here: Json = {"container": {"type": "view", "view_id": view}, "view": self._view_json(place)}
            return body | here
        channel = {"id": place.channel, "name": self.workspace.channels[place.channel].name}
        url = self._response_url("actions", user, place.channel, place.ts)
        where = payloads.in_message(place, self.installation.team)
        return body | where | {"channel": channel, "response_url": url}

    async def submit(self, view: View, values: Mapping[str, object] | None = None, *, forge: Forge = False) -> Answer:
        """Fill in and submit a modal; what the app answers (errors, update, push, clear) happens to the view.

        values: by block_id, action_id or label. ValueError: a needed input is empty or there is no such input.
        """
        state = filled(view, values or {})
        body = self._interaction("view_submission", view.user, view.id)
        body |= {"view": self._view_json(view, state), "response_urls": []}
        answer = await self.interact(body, forge)
        if answer.ok:
            self._follow(view, answer.json())
        return answer

    def _follow(self, view: View, told: Json) -> None:
        match told.get("response_action"):
            case "errors":
                view.errors = told["errors"]
            case "update":
                check_view(told["view"])
                view.replace(told["view"])
            case "push":
                check_view(told["view"])
                self.views.open(view.user, told["view"], on=view)
            case "clear":
                self.views.close_stack(view)
            case _:
                view.closed = True
        self.changes.tell()

    async def dismiss(self, view: View) -> Answer | None:
        """Close a modal without submitting; the app is told (view_closed) only if it asked for that."""
        view.closed = True
        if not view.content.get("notify_on_close"):
            return None
        body = self._interaction("view_closed", view.user, view.id) | {"is_cleared": False}
        return await self.interact(body | {"view": self._view_json(view)})

    async def shortcut(self, callback_id: str, user: str = "U1") -> Answer:
        """A global shortcut."""
        body = self._interaction("shortcut", user) | {"callback_id": callback_id}
        return await self.interact(body | {"action_ts": self.workspace.next_ts()})

    async def message_action(self, callback_id: str, message: Message, user: str = "U1") -> Answer:
        """A shortcut out of a message's menu."""
        url = self._response_url("actions", user, message.channel, message.ts)
        channel = {"id": message.channel, "name": self.workspace.channels[message.channel].name}
        about = {"message": message.as_json(self.installation.team), "message_ts": message.ts}
        body = self._interaction("message_action", user) | about
        extra = {"callback_id": callback_id, "action_ts": self.workspace.next_ts()}
        return await self.interact(body | extra | {"channel": channel, "response_url": url})

    async def suggest(self, view: View, action_id: str, value: str) -> Answer:
        """Type into an external_select: the app answers with `{"options": [...]}`."""
        block = next(b for b in view.inputs if b["element"]["action_id"] == action_id)
        body = self._interaction("block_suggestion", view.user, view.id)
        asked = {"action_id": action_id, "block_id": block["block_id"], "value": value}
        where = {"container": {"type": "view", "view_id": view.id}, "view": self._view_json(view)}
        return await self.interact(body | asked | where)

    def _view_json(self, view: View, state: Json | None = None) -> Json:
        return view.as_json(self.installation, state)

    def _interaction(self, type: str, user: str, view: str = "") -> Json:
        trigger = self.tickets.trigger(user, view)
        return payloads.interaction(self.installation, type, self.workspace.users[user], trigger)

    def _response_url(self, kind: str, user: str, channel: str, ts: str = "") -> str:
        id = self.tickets.response(user, channel, ts)
        return f"{self.url}/{kind}/{self.installation.team}/{id}"
