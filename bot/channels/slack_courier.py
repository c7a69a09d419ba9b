"""Letters on their way to Slack: in parts, each sent once, and what an error of a send comes to."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channel import Later, Parcel, Refused, Unsure
from bot.channels.slack_blocks import render
from handlers.alt import in_words

log = logging.getLogger(__name__)

Payload = dict[str, Any]
Part = Payload | Path

UNREACHED_WAIT: Final = 5.0
RATE_WAIT: Final = 30.0  # where Slack does not say for how long
SETUP_WAIT: Final = 60.0
AMENDMENTS: Final = 4

# What Slack's words mean. Every other one is a refusal for good.
RATE: Final = {"ratelimited", "rate_limited"}
PASSING: Final = {"service_unavailable", "team_added_to_org", "request_timeout"}
HALF_DONE: Final = {"fatal_error", "internal_error"}  # "some aspect of the operation may have succeeded"
TOKEN: Final = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "not_allowed_token_type"}
SETUP: Final = TOKEN | {"missing_scope"}
BLOCKS_REFUSED: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "only_one_table_allowed"}
THREAD_GONE: Final = {"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"}
OUT_OF_REACH: Final = {"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"}

NOTHING_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
TROUBLE: Final = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


@dataclass(slots=True)
class Trip:
    """How far a letter has got: a second attempt goes on behind the parts that are `done`.

    `channel` may be a person's id, which means that person's direct chat; `only`: who alone may see it in `channel`.
    """

    channel: str
    thread: str | None
    only: str | None
    parts: list[Part]
    done: int = 0
    sent_as: str = ""
    doubt: str = ""  # why some part may not have arrived


class Courier:
    """Delivers parcels; keeps in mind, until they are through, those that had to stop halfway."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._halfway: dict[int, Trip] = {}

    async def deliver(self, parcel: Parcel) -> str:
        """`channel:ts` of the last message. Raises Later, Refused or Unsure."""
        trip = self._halfway.pop(parcel.letter, None) or trip_of(parcel)
        try:
            await self._travel(trip)
        except Later:
            self._halfway[parcel.letter] = trip
            raise
        if trip.doubt:
            raise Unsure(trip.doubt)
        return trip.sent_as

    async def _travel(self, trip: Trip) -> None:
        """Neither a part whose answer was lost nor a refused file holds up the others."""
        while trip.done < len(trip.parts):
            part = trip.parts[trip.done]
            try:
                trip.sent_as = await self._carried(trip, part) or trip.sent_as
            except Unsure as unsure:
                trip.doubt = str(unsure)
            except Refused as refusal:
                if not isinstance(part, Path):
                    raise
                log.error("a file of a letter was refused: %s", refusal)
            trip.done += 1

    async def _carried(self, trip: Trip, part: Part) -> str:
        for _ in range(AMENDMENTS):
            try:
                return await self._hand_over(trip, part)
            except TROUBLE as error:
                part = _amended(trip, part, error)
        raise Refused("refused however it was put")

    async def _hand_over(self, trip: Trip, part: Part) -> str:
        if isinstance(part, Path):
            return await self._upload(trip, part)
        place: dict[str, Any] = {"channel": trip.channel, "thread_ts": trip.thread}
        if trip.only:
            shown = await self._client.chat_postEphemeral(**place, user=trip.only, **part)
            return f"{trip.channel}:{shown['message_ts']}"
        posted = await self._client.chat_postMessage(**place, **part, unfurl_links=False, unfurl_media=False)
        return f"{posted['channel']}:{posted['ts']}"

    async def _upload(self, trip: Trip, file: Path) -> str:
        """What only one person may see cannot be uploaded to a channel: it goes to that person's direct chat."""
        person = trip.only or (trip.channel if _is_person(trip.channel) else None)
        channel, thread = (await self._direct(person), None) if person else (trip.channel, trip.thread)
        upload = {"file": str(file), "filename": file.name, "title": file.name}
        if words := in_words(file):
            upload["alt_txt"] = words
        await self._client.files_upload_v2(channel=channel, thread_ts=thread, file_uploads=[upload])
        return ""

    async def _direct(self, person: str) -> str:
        opened = await self._client.conversations_open(users=person)
        return str(opened["channel"]["id"])


def trip_of(parcel: Parcel) -> Trip:
    """Where a parcel goes, and in which parts."""
    channel, thread = _place(parcel)
    shared = bool(parcel.address.get("shared"))
    parts: list[Part] = [*render(parcel.reply, parcel.letter, shared), *_files(parcel.reply.files)]
    return Trip(channel, thread, _only(parcel, channel), parts)


def _only(parcel: Parcel, channel: str) -> str | None:
    """The person who alone may see it, where others read too."""
    if channel.startswith("D") or _is_person(channel) or not (parcel.reply.private or parcel.address.get("private")):
        return None
    if person := parcel.address.get("user") or parcel.account:
        return str(person)
    raise Refused("it is private, and nobody is named who may see it")


def _place(parcel: Parcel) -> tuple[str, str | None]:
    """Channel and thread; a parcel that was pushed may have no more than its chat's name, or its person's."""
    if channel := parcel.address.get("channel"):
        return channel, parcel.address.get("thread_ts")
    _, channel, thread = (*parcel.chat.split("/", 2), "", "")[:3]
    return channel or parcel.address.get("user") or parcel.account or parcel.chat, thread or None


def _is_person(id: str) -> bool:
    return id.startswith(("U", "W"))


def _files(names: tuple[str, ...]) -> list[Path]:
    """Those that are there and not empty; the text says the same without them."""
    paths = [path for path in map(Path, names) if path.is_file() and path.stat().st_size]
    if len(paths) < len(names):
        log.error("%d of %d files of a letter could not go along", len(names) - len(paths), len(names))
    return paths


def _amended(trip: Trip, part: Part, error: Exception) -> Part:
    """The part as Slack may take it after this refusal; raises what it comes to where nothing helps."""
    word = word_of(error)
    if word in BLOCKS_REFUSED and isinstance(part, dict) and "blocks" in part:
        log.error("blocks were refused, so their plain words are sent: %s", error)
        return {"text": part["text"], "mrkdwn": False}
    if word in THREAD_GONE and trip.thread:
        trip.thread = None
        return part
    if word in OUT_OF_REACH and trip.only:
        # A command works in every channel, an answer only where we are a member.
        trip.channel, trip.thread, trip.only = trip.only, None, None
        return part
    raise outcome(error) from error


def word_of(error: Exception) -> str:
    """Slack's word for why it refused; empty if it said none."""
    said = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return str(said.get("error") or "") if isinstance(said, Mapping) else ""


def outcome(error: Exception) -> Later | Refused | Unsure:
    """What an error of a send comes to. Only what certainly was not sent may be sent again."""
    if isinstance(error, SlackApiError):
        return _answered(word_of(error), _status(error), seconds(error))
    if isinstance(error, SlackClientError):
        return Later(UNREACHED_WAIT, "a file could not be uploaded")  # before it was shared anywhere
    if isinstance(error, NOTHING_SENT):
        return Later(UNREACHED_WAIT, f"Slack could not be reached: {type(error).__name__}")
    return Unsure(f"the answer was lost: {type(error).__name__}")


def _answered(word: str, status: int, wait: float) -> Later | Refused | Unsure:
    if status == 429 or word in RATE:
        return Later(wait, "rate limit")
    if word in HALF_DONE:
        return Unsure(word)
    if status in (500, 503) or word in PASSING:
        return Later(UNREACHED_WAIT, word or f"status {status}")
    if status > 500:
        return Unsure(f"status {status}")  # of a gateway, behind which anything may have happened
    return Later(SETUP_WAIT, word) if word in SETUP else Refused(word or f"status {status}")


def _status(error: SlackApiError) -> int:
    response = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def seconds(error: SlackApiError) -> float:
    """How long Slack asks us to wait."""
    try:
        return float(error.response.headers["Retry-After"])
    except (LookupError, ValueError):
        return RATE_WAIT
