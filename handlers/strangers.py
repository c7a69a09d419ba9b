"""People whom nobody has introduced: one polite line, and the way in by a one-time code."""

import re

from crm_domain.crm import Crm
from crm_domain.membership import redeem
from crm_domain.store import Session
from crm_domain.texts import Lang, T
from crm_domain.workspaces import Workspace
from handlers.message import Message
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

HELLO = T(
    "Hello! I am this team's CRM assistant and only work for its members. Please ask your admin to add you.",
    "你好！我是这个团队的 CRM 助手，只为团队成员服务。请联系管理员把你加进来。",
)
WRONG_CODE = T(
    "That code is wrong or has expired. Ask your admin for a new one.", "这个验证码不对或已过期，请向管理员要一个新的。"
)
WELCOME = T(
    "Welcome, {name}! This account is linked now. Say “help” to see what I can do.",
    "欢迎，{name}！这个账号已关联。说“帮助”看看我能做什么。",
)
_LINK = re.compile(r"^\s*/?(?:link|start|关联|绑定)\s+([0-9A-Za-z]{8})\s*$", re.IGNORECASE)


def is_code(text: str) -> bool:
    """Whether this links an account: a member who comes in through the customers' door."""
    return _LINK.match(text) is not None


def meet(session: Session, workspace: Workspace, message: Message) -> Reply | None:
    """Silence in a group unless spoken to; a valid code links the account to its member."""
    if message.group and not message.spoken_to:
        return None
    lang: Lang = message.lang or ("zh" if any("\u4e00" <= letter <= "\u9fff" for letter in message.text) else "en")
    if code := _LINK.match(message.text):
        return _linked(session, workspace, message, code[1], lang)
    return Reply(Outcome.REFUSED, HELLO.to(lang), private=message.group)


def _linked(session: Session, workspace: Workspace, message: Message, code: str, lang: Lang) -> Reply:
    member = redeem(session, workspace.id, code, message.at)
    if member is None:
        return Reply(Outcome.REFUSED, WRONG_CODE.to(lang), private=message.group)
    crm = Crm(session, workspace, member, message.at)
    crm.members.link(member, message.channel, message.account)
    crm.enter("member.link", message.chat, message.key)
    voice = Voice(member.language, member.zone)
    help_button = Button(voice.say(T("Help", "帮助")), "help")
    return Reply(Outcome.DONE, voice.say(WELCOME, name=member.name), buttons=(help_button,), private=message.group)
