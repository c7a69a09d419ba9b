"""What people call a record's fields: “its close date”, 优先级, 职务; and which command changes each."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from handlers.reading.words import listed


class Field(NamedTuple):
    """A field of a record: the command that sets it, its slot there, and what it is called."""

    command: str
    slot: str
    labels: frozenset[str]


_OWNER = listed("owner, rep, account owner, salesperson, 负责人, 归属, 销售")
_NAME = "name, full name, 名字, 姓名"

# By noun; the first field of several that share a label counts.
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "deals": (
        Field("deal.update", "amount", listed(
            "amount, value, price, worth, size, deal value, deal size, total, budget, 金额, 价格, 数额, 总价,"
            " 报价金额, 总额, 价钱"
        )),
        Field("deal.update", "close_date", listed(
            "close date, closing date, close, closing, closes, expected close, expected close date, date, "
            "签约日期, 签约时间, 签约日, 签约, 关单日期, 关单时间, 预计签约, 预计签约日期, 日期, 预计成交日期, 成交日期"
        )),
        Field("deal.update", "owner", _OWNER),
        Field("deal.update", "contact", listed("contact, contact person, buyer, 联系人, 对接人")),
        Field("deal.update", "title", listed("title, name, 名称, 名字, 标题")),
        Field("deal.move", "stage", listed("stage, status, phase, 阶段, 状态")),
    ),
    "contacts": (
        Field("contact.update", "email", listed("email, mail, e-mail, email address, 邮箱, 邮件, 邮箱地址, 电邮")),
        Field("contact.update", "phone", listed(
            "phone, number, phone number, mobile, cell, tel, mobile number, cell number, 电话, 手机, 手机号, 号码, "
            "手机号码, 电话号码, 联系方式"
        )),
        Field("contact.update", "title", listed(
            "title, job title, position, role, job, 职位, 职务, 头衔, 岗位, 职称"
        )),
        Field("contact.update", "company", listed("company, employer, 公司, 单位")),
        Field("contact.update", "name", listed(_NAME)),
    ),
    "companies": (
        Field("company.update", "industry", listed("industry, sector, 行业")),
        Field("company.update", "website", listed("website, site, web site, web page, url, 网站, 网址, 官网")),
        Field("company.update", "phone", listed("phone, number, phone number, tel, 电话, 号码, 电话号码, 座机")),
        Field("company.update", "owner", _OWNER),
        Field("company.update", "name", listed("name, company name, 名称, 名字, 公司名")),
    ),
    "tickets": (
        Field("ticket.update", "priority", listed("priority, prio, urgency, 优先级, 紧急程度, 级别")),
        Field("ticket.update", "category", listed("category, type, kind, 分类, 类别, 类型")),
        Field("ticket.update", "subject", listed("subject, title, topic, 主题, 标题")),
        Field("ticket.assign", "assignee", listed(
            "assignee, owner, assigned to, agent, assign it to, give it to, hand it to, assign that to, 派给,"
            " 交给, 分给, 转给, 处理人, 负责人, 经办人, 客服, 受理人"
        )),
        Field("ticket.move", "status", listed("status, state, 状态, 进度")),
    ),
    "tasks": (
        Field("task.snooze", "until", listed(
            "due, due date, deadline, date, due by, 截止, 截止日期, 截止时间, 到期, 到期日, 期限, 最晚, 时间, 日期"
        )),
    ),
}  # fmt: skip


_JOINT = (
    r"(?:\s*(?:'s|should have been|should be|is now|is|was|to be|to|as|on|at|by|=|:|->|will be|must be|needs to be"
    r"|应该是|改成|改到|改为|换成|是|为|到|：|改|写成|写|填|设为|设成|调成|调到|定在|定为))*\s*"
)


@cache
def _begins(labels: frozenset[str]) -> re.Pattern[str]:
    said = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        rf"(?:the |its |his |her |their |它的|他的|她的|的)?(?P<label>{said})(?![a-z]){_JOINT}(?P<value>.+)", re.I
    )


@cache
def _labels() -> Mapping[str, frozenset[str]]:
    """What each slot is called, whatever the noun."""
    found: dict[str, frozenset[str]] = {}
    for field in (field for fields in FIELDS.values() for field in fields):
        found[field.slot] = found.get(field.slot, frozenset()) | field.labels
    found["due"] = found["until"]
    return found


_WHOSE = re.compile(r"(?:由|让|归|给)?(?P<value>\S{1,8}?)(?:自己)?来?(?:负责|跟进?|管)")  # 我负责


def labelled(text: str, slots: Collection[str]) -> tuple[list[str], str]:
    """The slots that a text is announced to be for, and the rest of it: “the close date is 18 Dec”."""
    if whose := _WHOSE.fullmatch(text):
        return [name for name in ("owner", "assignee") if name in slots], whose["value"]
    called = {name: _labels()[name] for name in slots if name in _labels()}
    found = _begins(frozenset().union(*called.values())).fullmatch(text) if called else None
    if found is None:
        return [], text
    return [name for name, labels in called.items() if found["label"].lower() in labels], found["value"]
