"""Letters on their way to Telegram: what to do about each way in which it says no."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram import Message as TelegramMessage
from telegram.constants import FileSizeLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channel import Later, Parcel, Refused, Unsure
from bot.channels.telegram_html import Page, Run, paged, render
from bot.channels.telegram_request import NothingDone
from crm_domain.texts import T

log = logging.getLogger(__name__)

Moved = Callable[[str, str], Awaitable[None]]  # the old and the new `Message.chat` of a group

FOR_YOU_ALONE: Final = T(
    "I have an answer for you alone: open a private chat with me and press Start.",
    "这条回复只能给你一个人看：请打开与我的私聊，点一下“开始”。",
)
UNREACHED_WAIT: Final = 5.0
TOKEN_WAIT: Final = 60.0
AMENDMENTS: Final = 4
PHOTOS: Final = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to go along; `photo`: shown as a picture, which Telegram refuses for odd sizes."""

    path: Path
    photo: bool


Part = Page | Attachment


@dataclass(slots=True)
class Trip:
    """How far a letter has got: a second attempt goes on behind the parts that are `done`."""

    chat_id: int
    thread: int | None
    reply_to: int | None
    parts: list[Part]
    done: int = 0
    sent_as: str = ""
    unsure: bool = False


class Courier:
    """Delivers parcels; keeps in mind, until they are through, those that had to stop halfway."""

    def __init__(self, bot: Bot, moved: Moved) -> None:
        self._bot = bot
        self._moved = moved
        self._halfway: dict[int, Trip] = {}

    async def deliver(self, parcel: Parcel) -> str:
        """`chat:number` of the last message. Raises Later, Refused or Unsure."""
        trip = self._halfway.pop(parcel.letter, None) or trip_of(parcel)
        try:
            await self._travel(trip)
        except Later:
            self._halfway[parcel.letter] = trip
            raise
        except Refused:
            if (notice := notice_of(parcel)) is None:
                raise
            await self._travel(trip := notice)
        if trip.unsure:
            raise Unsure("an answer was lost")
        return trip.sent_as

    async def _travel(self, trip: Trip) -> None:
        """Neither a part whose answer was lost nor a refused file holds up the others."""
        while trip.done < len(trip.parts):
            part = trip.parts[trip.done]
            try:
                message = await self._carried(trip, part)
                trip.sent_as = f"{message.chat.id}:{message.message_id}"
            except Unsure:
                trip.unsure = True
            except Refused as refusal:
                if isinstance(part, Page):
                    raise
                log.error("a file of a letter was refused: %s", refusal)
            trip.done += 1

    async def _carried(self, trip: Trip, part: Part) -> TelegramMessage:
        for _ in range(AMENDMENTS):
            try:
                return await self._hand_over(trip, part)
            except TelegramError as error:
                part = await self._amended(trip, part, error)
        raise Refused("refused however it was put")

    async def _amended(self, trip: Trip, part: Part, error: TelegramError) -> Part:
        """The part as Telegram may take it after this refusal; raises what it comes to where nothing helps."""
        if isinstance(error, ChatMigrated):
            await self._follow(trip, error.new_chat_id)
            return part
        if isinstance(error, BadRequest):
            if trip.thread and "thread not found" in error.message.lower():
                trip.thread = None  # the topic was deleted; the same people read the group
                return part
            if plainer := _plainer(part, error.message.lower()):
                return plainer
        raise outcome(error) from error

    async def _follow(self, trip: Trip, new_chat_id: int) -> None:
        old, trip.chat_id, trip.reply_to = trip.chat_id, new_chat_id, None  # messages are numbered anew there
        try:
            await self._moved(str(old), str(new_chat_id))
        except Exception as error:
            log.error("a group's new address could not be noted: %s", fault(error))

    async def _hand_over(self, trip: Trip, part: Part) -> TelegramMessage:
        place: dict[str, Any] = {"chat_id": trip.chat_id, "message_thread_id": trip.thread}
        if trip.reply_to and not trip.done:
            place["reply_parameters"] = ReplyParameters(trip.reply_to, allow_sending_without_reply=True)
        if isinstance(part, Attachment):
            if part.photo:
                return await self._bot.send_photo(**place, photo=part.path)
            return await self._bot.send_document(**place, document=part.path)
        return await self._bot.send_message(
            **place,
            text=part.html or part.plain,
            parse_mode=ParseMode.HTML if part.html else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=part.keyboard,
        )


def trip_of(parcel: Parcel) -> Trip:
    """Where a parcel goes (a private one to the person's own chat), and in which parts."""
    chat_id, thread, reply_to = _place(parcel)
    parts: list[Part] = [*render(parcel.reply, parcel.letter), *_attachments(parcel.reply.files)]
    if parcel.reply.private and (person := _person(parcel)) and person != chat_id:
        return Trip(person, None, None, parts)
    return Trip(chat_id, thread, reply_to, parts)


def notice_of(parcel: Parcel) -> Trip | None:
    """One line for the group where its person cannot be written to; None where no group asked."""
    chat_id, thread, reply_to = _place(parcel)
    if not parcel.reply.private or chat_id > 0 or _person(parcel) is None:
        return None
    words = FOR_YOU_ALONE.to("zh" if any("\u4e00" <= sign <= "\u9fff" for sign in parcel.reply.text) else "en")
    return Trip(chat_id, thread, reply_to, [*paged([Run(words)])])


def _place(parcel: Parcel) -> tuple[int, int | None, int | None]:
    """Chat, topic and message to answer; a parcel that was pushed may have no more than its chat's name."""
    address = parcel.address
    if "chat_id" in address:
        return int(address["chat_id"]), address.get("thread"), address.get("reply_to")
    chat, _, thread = parcel.chat.partition("/")
    return int(chat), int(thread) if thread else None, None


def _person(parcel: Parcel) -> int | None:
    given = parcel.address.get("user_id") or parcel.account
    return int(given) if given else None


def _attachments(files: tuple[str, ...]) -> list[Attachment]:
    """Those that are there and that Telegram takes; the text says the same without them."""
    paths = [Path(name) for name in files]
    sized = [(path, path.stat().st_size) for path in paths if path.is_file()]
    fit = [(path, size) for path, size in sized if 0 < size <= FileSizeLimit.FILESIZE_UPLOAD]
    if len(fit) < len(paths):
        log.error("%d of %d files of a letter could not go along", len(paths) - len(fit), len(paths))
    return [Attachment(path, _is_photo(path, size)) for path, size in fit]


def _is_photo(path: Path, size: int) -> bool:
    return path.suffix.lower() in PHOTOS and size <= FileSizeLimit.PHOTOSIZE_UPLOAD


def _plainer(part: Part, refusal: str) -> Part | None:
    """The same words without markup, the same picture as a file; None if that is not what was refused."""
    if isinstance(part, Page):
        return replace(part, html="") if part.html and "parse entities" in refusal else None
    refused_picture = "photo" in refusal or "image" in refusal
    return replace(part, photo=False) if part.photo and refused_picture else None


def fault(error: BaseException) -> str:
    """What went wrong and where, without the error's own words: they may quote people's."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{place}"


def outcome(error: TelegramError) -> Later | Refused | Unsure:
    """What an error of a send comes to. Only what certainly was not sent may be sent again."""
    match error:
        case RetryAfter():
            return Later(seconds(error), "flood control")
        case NothingDone():
            return Later(UNREACHED_WAIT, error.message)
        case InvalidToken():
            return Later(TOKEN_WAIT, "the token is not accepted")
        case Forbidden() | BadRequest() | ChatMigrated():
            return Refused(error.message)
    return Unsure(error.message)


def seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
