"""From what was said for each slot to the values a command is called with."""

from collections.abc import Mapping
from typing import Any

from crm_domain.base import Row
from crm_domain.errors import CrmError
from crm_domain.texts import T
from handlers.command import Command, Param
from handlers.context import Context
from handlers.record_slot import RecordSlot, Several, Unknown, Unpointed
from handlers.turn import Ask

WHICH = T("Which one do you mean?", "你指的是哪一个？")
WHICH_OF = T("“{said}” fits several. Which one do you mean?", "“{said}”有多个匹配，你指的是哪一个？")

# What is asked where a slot is missing, by its name.
QUESTIONS = {
    "category": T("As what does it count: pipeline, best case or commit?", "计入哪一类：管道、最好情况还是承诺？"),
    "worth": T("What is the rate? For example: 1 EUR = 1.08 USD", "汇率是多少？比如：1 EUR = 1.08 USD"),
    "name": T("What is the name?", "叫什么名字？"),
    "chance": T("At what chance of winning, in percent?", "赢单概率是百分之几？"),
    "after": T("Behind which stage?", "排在哪个阶段后面？"),
    "to": T("Who takes over?", "交接给谁？"),
    "period": T(
        "Over which period? For example: last quarter, the past six months.", "哪段时间？比如：上个季度、过去六个月。"
    ),
    "company": T("Which company?", "哪家公司？"),
    "contact": T("Which contact?", "哪位联系人？"),
    "deal": T("Which deal?", "哪个商机？"),
    "task": T("Which task?", "哪个任务？"),
    "ticket": T("Which ticket? Give its number.", "哪个工单？请给编号。"),
    "tags": T("Which tags?", "打什么标签？"),
    "number": T("Which number?", "编号是多少？"),
    "title": T("What is it called?", "叫什么名字？"),
    "stage": T("To which stage?", "推到哪个阶段？"),
    "amount": T("What is the amount?", "金额是多少？"),
    "at": T(
        "When? For example: tomorrow at 9, in 20 minutes, every Friday at 4.",
        "什么时候？比如：明早九点、20分钟后、每周五下午四点。",
    ),
    "reminder": T("Which reminder?", "哪个提醒？"),
    "until": T("Until when?", "推迟到什么时候？"),
    "kind": T("Was it a call, a meeting, an email, a visit or a note?", "是电话、会议、邮件、拜访还是备注？"),
    "role": T("Which role: admin, manager, rep or agent?", "什么角色：管理员、经理、销售还是客服？"),
    "duplicate": T("Which one is the duplicate?", "哪一个是重复的？"),
    "subject": T("What is it about?", "是什么问题？"),
    "assignee": T("Who shall have it?", "派给谁？"),
    "text": T("What shall it say?", "内容是什么？"),
    "status": T(
        "Which status: open, pending, resolved or closed?", "改成什么状态：处理中、等客户回复、已解决还是已关闭？"
    ),
    "score": T("How many of five?", "几分（1 到 5）？"),
    "segment": T(
        "Which customers? For example: customers with no order for 90 days.", "哪些客户？比如：三个月没下单的客户。"
    ),
    "minutes": T("How long did it take?", "用了多长时间？"),
    "satisfaction": T("How content were they, of five?", "客户满意度几分（1 到 5）？"),
    "campaign": T("Which campaign?", "哪个营销活动？"),
    "share": T("How many percent? For example: 20%.", "百分之多少？比如 20%。"),
    "consent": T("Did they agree, or opt out?", "是同意接收，还是退订？"),
    "webhook": T("Which webhook? Say “webhooks” for a list.", "哪个 Webhook？说“webhook列表”可以查看。"),
    "automation": T("Which automation? Give its name or number.", "哪条自动化？请给名称或编号。"),
    "when": T(
        "When shall it act? For example: when a deal over 50k moves to negotiation.",
        "什么时候触发？例如：超过5万的商机推到谈判时。",
    ),
    "then": T(
        "What shall be done then? For example: tell #sales and make a task for the owner in 2 days.",
        "触发后做什么？例如：通知#销售群，并给负责人建一个两天后的任务。",
    ),
    "start": T("From when? For example 20:00.", "从几点开始？例如 20:00。"),
    "end": T("Until when? For example 8:00.", "到几点结束？例如 8:00。"),
    "run": T("Which one? Give its number.", "哪一项？请给编号。"),
    "report": T("Which report? For example: pipeline, forecast, my tasks.", "哪个报表？例如：管道、预测、我的任务。"),
    "repeat": T("How often? For example: every Monday at 9.", "多久一次？例如：每周一早上九点。"),
    "means": T(
        "Which command is that? Give its name, for example deal.update.", "表示哪个指令？请给名称，比如 deal.update。"
    ),
    "birthday": T("On which day is the birthday?", "生日是哪一天？"),
    "day": T("On which day?", "哪一天？"),
    "most": T("How many at most?", "最多几条？"),
    "app": T("On which app: Slack or Telegram?", "用哪个应用：Slack 还是 Telegram？"),
    "handle": T("Whose account? Give the member's name or handle.", "哪位成员？请给姓名或账号。"),
}
QUESTIONS |= {
    "field": T(
        "What is to be missing: the e-mail address, phone, company, title, owner or birthday?",
        "缺哪一项：邮箱、电话、公司、职位、负责人还是生日？",
    ),
    "named": T("Which record? Say its name.", "哪一条记录？请说名称。"),
    "priority": T("How urgent is it?", "有多紧急？"),
    "category": T("Which category?", "属于什么分类？"),
    "description": T("What happened, in detail?", "详细情况是什么？"),
    "email": T("What is the e-mail address?", "邮箱是什么？"),
    "phone": T("What is the phone number?", "电话号码是多少？"),
    "website": T("What is the website?", "网址是什么？"),
    "industry": T("Which industry?", "什么行业？"),
    "note": T("Anything to note?", "有什么要备注的？"),
    "owner": T("Who owns it?", "由谁负责？"),
    "close_date": T("When will it close?", "预计什么时候成交？"),
    "due": T("By when?", "什么时候截止？"),
    "summary": T("What was it about?", "谈了什么？"),
    "message": T("What shall it say?", "内容是什么？"),
}
LONGEST_NAME = 60  # characters; more than that is no company's name
ANYTHING = T("What shall I put for {slot}?", "{slot}填什么？")


def resolve(command: Command, said: Mapping[str, str], context: Context) -> dict[str, Any]:
    """The values by slot. Ask where one is missing or two are as likely; CrmError where one cannot be."""
    values: dict[str, Any] = {}
    for param in sorted(command.params.values(), key=_order):
        if text := words_of(param, said, context):
            if (known := _known(param, text, said, context)) is not None:
                values[param.name] = known
        elif param.required:
            values[param.name] = _default(param, context)
        if isinstance(value := values.get(param.name), Row):
            context.near[value.noun] = value.id
    return values


def _known(param: Param, text: str, said: Mapping[str, str], context: Context) -> Any:
    """The value; None for a stranger beside whom something else is named."""
    try:
        return value_of(param, text, context)
    except Unknown as unknown:
        if not param.stranger or not said.keys() & {"company", "deal", "ticket"}:
            raise
        context.strangers.append(unknown.said)
        return None


def words_of(param: Param, said: Mapping[str, str], context: Context) -> str | None:
    """What was said for a slot; one may be told by the words for another."""
    words = getattr(param.slot, "words", None)  # of a Leaning; asking for the protocol takes ten times as long
    return words(said, context) if words else said.get(param.name)


def _order(param: Param) -> int:
    """A company settles which Dana is meant, so it comes first; and Dana, which ticket."""
    return {"company": 0, "ticket": 2}.get(param.name, 1)


def value_of(param: Param, text: str, context: Context) -> Any:
    """What the words for one slot mean. Ask where that is not clear, CrmError where it is nothing."""
    try:
        return _value(param, text, context)
    except CrmError as refusal:
        refusal.slot = param.name
        raise


def _value(param: Param, text: str, context: Context) -> Any:
    try:
        return param.slot.read(text, context)
    except Unknown as unknown:
        if not param.new or len(unknown.said) > LONGEST_NAME:
            raise
        context.made.append(context.crm.companies.add(unknown.said))
        return context.made[-1]
    except Unpointed as nothing:
        if not param.required:
            raise
        raise Ask(param.name, QUESTIONS.get(param.name, ANYTHING), slot=param.name) from nothing
    except Several as several:
        raise Ask(param.name, WHICH_OF, choices=several.rows, said=text) from several


def _default(param: Param, context: Context) -> Any:
    """A record that was not named is that of the person who is, else the one last spoken of."""
    slot = param.slot
    rows = (slot.of_named(context) or slot.at_hand(context)) if isinstance(slot, RecordSlot) else ()
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise Ask(param.name, WHICH, choices=rows)
    raise Ask(param.name, QUESTIONS.get(param.name, ANYTHING), slot=param.name)
