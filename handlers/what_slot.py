"""The slots of taking data in and out: what of it, and in which form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.normalise import fold
from handlers.reading.words import vocabulary

NO_LIST = -30.0  # the fit of what can be no list
MOST_WORDS, LONGEST = 6, 48  # of a list in its own words
_SENTENCE = re.compile(r"[,，;；。!！?？\n]|\.\w{2,4}\b|导入|import", re.I)
EVERYTHING = "everything"
WHATS = vocabulary(
    contacts="contact, people, persons, contact list, contacts list, address book, leads, lead list, cards, "
    "business cards, card, vcards, 联系人, 联系人列表, 联系人名单, 通讯录, 人员, 名片, 线索, 客户联系人, "
    "客户线索",
    companies="company, accounts, account, customers, customer, clients, client, organisations, organizations, "
    "firms, company list, customer list, client list, account list, 公司, 客户, 客户名单, 客户列表, "
    "客户表, 公司列表, 公司名单, 公司清单, 客户清单, 企业清单, 企业, 客户资料, 客户数据, 客户信息, 单位",
    deals="deal, opportunities, opportunity, opps, opp, deal list, sales, 商机, 单子, 商机列表, 商机表, "
    "商机清单, 项目, 销售机会, 机会",
    activities="activity, activity log, calls, meetings, visits, notes, call log, interactions, 跟进, 跟进记录, "
    "活动, 活动记录, 拜访记录, 沟通记录, 通话记录",
    tickets="ticket, cases, support tickets, issues, service requests, 工单, 工单列表, 客服工单, 服务单",
    tasks="task, to-dos, todos, to dos, todo list, task list, 任务, 待办, 任务列表, 待办事项, 任务清单",
    reminders="reminder, 提醒, 提醒列表",
    products="product, items, catalogue, catalog, product list, price list, sku, skus, 产品, 产品表, 商品, "
    "产品列表, 产品目录, 价目表, 价格表, 产品清单",
    orders="order, order list, purchases, sales orders, invoices, 订单, 订单列表, 订单表, 销售订单, 采购单",
    campaigns="campaign, marketing campaigns, 营销活动, 市场活动",
    members="member, team, users, colleagues, staff, 成员, 成员列表, 同事, 团队成员, 用户",
    everything="all, all data, everything we have, all our data, all records, the whole crm, whole crm, the crm, "
    "crm, the database, database, whole database, data, the lot, every record, entire crm, "
    "entire database, all of it, my data, our data, all my data, all our data, all of our data, all the data, "
    "full data, workspace, the workspace, 全部, 所有, "
    "全部数据, 所有数据, 所有东西, 全部资料, 所有资料, 数据, 整个系统, 整个crm, 系统数据, 数据库, "
    "全量数据, 全库, 整个数据库, 所有记录, 全部记录",
)
FORMATS = vocabulary(
    csv="csv file, csvs, .csv, comma separated, comma-separated, csv文件, csv格式, csv表格, 逗号分隔",
    xlsx="excel, xls, .xlsx, .xls, excel file, excel sheet, spreadsheet, excel spreadsheet, excel workbook, "
    "workbook, excel表, excel表格, excel文件, 表格, 电子表格, excel格式",
    json="json file, .json, json dump, json文件, json格式",
    vcard="vcf, .vcf, vcards, vcard file, 名片文件, vcf文件, 电子名片",
    tsv=".tsv, tab separated, tab-separated, tsv文件",
)
_FILLERS = re.compile(
    r"^(?:(?:all|the|my|our|of|every|each|some|those|these|new|list of|a list of|data of|complete|full|whole|"
    r"entire)\s+)+(?=\S)|^(?:所有的?|全部的?|我的|我们的|咱们的|这些|那些|这份|那份|这批|那批|这个|那个|一份"
    r"|一批|新的?)(?=.)"
)
_AFTER = re.compile(
    r"\s+(?:data|records?|list|please|pls|file|table|export|dump|too|as well)$|(?:的数据|的资料|数据|资料)$"
)
_OWN = re.compile(r"\s*(?:all\s+)?(?:my|mine)\b|\s*(?:所有|全部)?我(?:自己)?的", re.I)
_ENDING = re.compile(r"\.(csv|tsv|txt|xlsx|xls|json|vcf)\b", re.I)
_ENDINGS = {"txt": "csv", "xls": "xlsx", "vcf": "vcard"}
NO_SUCH_FORMAT = T(
    "I can't write “{said}”. I know CSV, Excel, JSON, and vCard for contacts.",
    "我不会写“{said}”格式。可以用 CSV、Excel、JSON，联系人还可以用 vCard。",
)


@dataclass(frozen=True)
class What:
    """`noun` is ours, or “everything”; None where it is something else, a list or a report in its own words.

    `own`: only what is the asker's: “my deals”.
    """

    said: str
    noun: str | None
    words: str = ""  # with all that was put around it
    own: bool = False


@dataclass(frozen=True)
class WhatSlot:
    """Any words; those for our kinds of records are known in both languages."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> What:
        bare = bared(said)
        return What(bare, WHATS.get(bare.lower()) or WHATS.get(fold(bare).text), said, bool(_OWN.match(said)))

    def fit(self, said: str, context: Context) -> float:
        """How well this is something to take in or out, in the reader's measure."""
        if self.read(said, context).noun:
            return 5.0
        long = len(said.split()) > MOST_WORDS or len(said) > LONGEST or _SENTENCE.search(said)
        return NO_LIST if long else -1.0 - 0.05 * len(said)

    def plain(self, value: What, me: Member) -> Any:
        return value.said


def bared(said: str) -> str:
    """Without what is only put around it: “all our contacts”, “全部联系人数据”."""
    whole = said.strip("\"“”「」' ")
    while True:
        if whole.lower() in WHATS:
            return whole
        shorter = _FILLERS.sub("", whole)
        shorter = (_AFTER.sub("", whole) if shorter == whole else shorter).strip() or whole
        if shorter == whole:
            return whole
        whole = shorter


@dataclass(frozen=True)
class FormatSlot:
    """CSV, Excel, JSON, vCard; a file's name tells it too."""

    kinds: Sequence[str] = ()

    @property
    def vocabulary(self) -> Sequence[str]:
        return tuple(FORMATS)

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        if "format" in said:
            return said["format"]
        found = _ENDING.search(said.get("source", ""))
        return found[1] if found else None

    def read(self, said: str, context: Context) -> str:
        word = said.strip("\"“”「」' ").lower()
        known = FORMATS.get(word) or FORMATS.get(_ENDINGS.get(word, word)) or FORMATS.get(fold(word).text)
        if known is None:
            raise BadValue(NO_SUCH_FORMAT, said=said)
        return known

    def plain(self, value: str, me: Member) -> Any:
        return value
