"""Whom a rule speaks to or gives work to: me, the owner, the on-call, the managers, a member, a team, a channel, here."""

import re

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.words import EVERYBODY, ME
from handlers.team_slot import teams_heard

NOBODY = T(
    "Who is “{said}”? Name a member, the owner, the managers, the on-call, a #channel, or say “me” or “here”.",
    "“{said}”是谁？可以说成员姓名、负责人、经理、值班、#频道，或者“我”“本群”。",
)
_ROLES = (
    ("owner", r"(?:the |its |their |deal |account |record )*(?:owner|rep|sales ?rep|salesperson|seller|account manager)(?: of (?:it|the deal))?|whoever owns (?:it|the deal)|(?:商机|单子|客户)?(?:的)?(?:负责人|销售|业务员|负责的?人|负责销售)"),
    ("assignee", r"(?:the |its |their )*(?:assignee|agent|handler)|whoever (?:has|owns) (?:it|the ticket)|(?:工单)?(?:的)?(?:处理人|经办人|受理人|客服(?:人员|同事)?)"),
    ("oncall", r"(?:the |our |whoever(?:'s| is) )*(?:on[- ]?call(?: \w+)?|duty(?: \w+)?|people on call)|(?:当前|今天)?(?:的)?值班(?:人员?|客服|同事|的人|员)?"),
    ("managers", r"(?:the |their |our |his |her |a |its |sales |all )*(?:managers?|boss(?:es)?|supervisors?|team ?leads?|leadership|management)|(?:他的?|我们)?(?:的)?(?:销售)?(?:经理们?|主管|老板|领导|管理层|上级|负责经理)"),
    ("agents", r"(?:the |our |all )*(?:support(?: (?:team|agents|people))?|agents|help ?desk)|客服(?:团队|组|们)?|支持团队"),
    ("reps", r"(?:the |our |all )*(?:sales(?: (?:team|reps|people))?|reps|sellers)|销售(?:团队|组|们)|全体销售"),
    ("admins", r"(?:the |our )*admins?|管理员"),
)  # fmt: skip
_CHANNEL = re.compile(
    r"^(?:(?:in|to|on|into)\s+)?(?:the\s+)?(?:#\s?(?P<tag>[\w.\-\u4e00-\u9fff]+)|(?P<name>[\w.\- ]+?)\s+(?:channel|group|chat|room)|(?:频道|群)?[“\"]?(?P<zh>[\w\u4e00-\u9fff]{1,12}?)[”\"]?(?:群组?|频道|頻道|大群|工作群))$",
    re.I,
)
_HERE = re.compile(
    r"^(?:in )?(?:here|this (?:chat|channel|group)|us|the (?:chat|channel|group)|这里|本群|群里|这个群|当前群|大家|我们)$",
    re.I,
)
_AND = re.compile(r"\s+and\s+|\s*[,、和&]\s*|以及|跟", re.I)


def targets(said: str, context: Context) -> list[str]:
    """Each as a rule keeps it; BadValue where one is nobody."""
    bare = said.strip(' ,，.。:：!！"“”')
    whole = _target(bare, context)
    if whole:
        return [whole]
    found = [_target(part.strip(), context) for part in _AND.split(bare)]
    if not found or None in found:
        raise BadValue(NOBODY, said=bare)
    return [target for target in found if target]


def is_target(said: str, context: Context) -> bool:
    try:
        return bool(targets(said, context))
    except BadValue:
        return False


def _target(said: str, context: Context) -> str | None:
    if said.lower() in ME:
        return f"member:{context.crm.me.id}"
    if _HERE.match(said):
        return "here"
    for role, words in _ROLES:
        if re.fullmatch(words, said, re.I):
            return role
    if channel := _CHANNEL.match(said):
        return f"chat:{(channel['tag'] or channel['name'] or channel['zh']).strip()}"
    if said.lower() in EVERYBODY:
        return "here"
    return _member(said.lstrip("@"), context) or _team(said, context)


def _member(said: str, context: Context) -> str | None:
    matches = context.names.find(said, (Member,)) if said else []
    return f"member:{matches[0].id}" if matches and matches[0].score >= 0.86 else None


def _team(said: str, context: Context) -> str | None:
    if not said:
        return None
    bare = re.sub(r"^the\s+|\s+team$|团队$|组$", "", said, flags=re.I).lower()
    return next((f"team:{team}" for team in teams_heard(context) if team.lower() == bare), None)


__all__ = ["is_target", "targets"]
