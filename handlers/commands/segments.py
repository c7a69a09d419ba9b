"""Segments: customers found by what they have in common, and kept under a name."""

from collections import defaultdict
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.errors import Conflict
from crm_domain.purchases import leading
from crm_domain.segments import Segment
from crm_domain.texts import T
from handlers import mailing
from handlers.command import command
from handlers.reply import Reply
from handlers.report import ROWS, major
from handlers.segment_slot import SegmentSlot
from handlers.turn import Turn

FOUND = T("{count} customer(s): {segment}", "{segment}：{count} 家客户")
NOBODY = T("No customer fits “{segment}”.", "没有客户符合“{segment}”。")
NAME, INDUSTRY, REGION, OWNER = T("Name", "名称"), T("Industry", "行业"), T("Region", "区域"), T("Owner", "负责人")
KEPT = T("Kept the segment {name}: {count} customer(s) as of now.", "已保存分群{name}：目前 {count} 家客户。")
TAKEN = T("There is a segment called “{name}” already. Choose another name.", "已经有叫“{name}”的分群了，请换个名字。")
CAMPAIGN = T("Plan a campaign …", "策划活动……")


@command(
    "segment.show",
    needs="companies.read",
    help=T("Find customers by what they have in common, and how many they are", "按条件找客户，看有多少家、是哪些"),
    example=T("customers with no order for 90 days", "三个月没下单的客户"),
    slash=("segment", "segment show", "分群 查看"),
    en=[
        "~{segment!}",
        "~(how many|count|number of|which|size of the segment|members of the segment|who is in the segment|who is in) {segment!} [do we have|are there|have we got]",
    ],
    zh=[
        "~{segment!}",
        "~(有多少|有哪些|多少|哪些|列出|找出|查找|查一下|筛选|筛选出|找一下|圈出|统计){segment!}[有哪些|有多少|有几家|名单|多少家]",
        "~{segment!}(有哪些|有多少|有几家|名单|多少家|是哪些|有谁|都有谁|有多少家|列表|数量)",
    ],
)
def show_segment(turn: Turn, segment: Annotated[str, SegmentSlot()], page: int = 1) -> Reply:
    rows = mailing.customers(turn.crm, segment)
    turn.shown.add("companies")
    columns = {
        NAME: lambda company: company.name,
        INDUSTRY: lambda company: company.industry,
        REGION: lambda company: company.region,
        OWNER: lambda company: company.owner,
    }
    reply = turn.listing(rows, columns, FOUND, NOBODY, page, segment=segment)
    told = {"segment": segment, "customers": len(rows), "accounts": len(rows), "members": _names(rows)}
    return reply.but(figures=told | {"top": _by_what_they_bought(turn, rows)})


def _by_what_they_bought(turn: Turn, rows: list[Company]) -> list[list[object]]:
    """The five who have bought most, ever, with what that came to in the leading currency."""
    purchases = turn.crm.purchases.by_deals(turn.today)
    currency = leading(turn.crm.workspace.base_currency, purchases)
    spent: dict[int, int] = defaultdict(int)
    for purchase in purchases:
        if purchase.currency == currency:
            spent[purchase.company_id] += purchase.minor or 0
    ranked = sorted(rows, key=lambda company: (-spent[company.id], company.name))
    return [[company.name, major(spent[company.id], currency)] for company in ranked[:ROWS]]


def _names(rows: list[Company]) -> list[str]:
    return [company.name for company in rows[:200]]


@command(
    "segment.save",
    needs="segments.write",
    help=T("Keep a segment under a name", "把一类客户保存为分群"),
    example=T("save segment Win back as customers with no order for 90 days", "保存分群 沉睡：三个月没下单的客户"),
    slash=("segment save", "segment add", "分群 保存"),
    en=[
        "(save|keep|create|define|make|add|set up|store) [a|the] [new] segment [called|named|:] {name} (as|for|of|with|:|=|,|are|is) [all] {segment!}",
        "(save|keep|store|remember) {segment!} as [a|the] [new] [segment] [called|named|:] {name}",
        "[a] new segment [called|named|:] {name} (as|for|of|with|:|=|,|are|is) [all] {segment!}",
        "segment {name} (:|=) [all] {segment!}",
        "(save|create|define|make|build|set up) [me] (a|the|another) [new] segment (of|for|with|from|:) [all] [the|our] {segment!}",
    ],
    zh=[
        "(保存|新建|创建|定义|建|建立|加)[一个]分群[叫|名为|:|：]{name}[:：,，=](为|是|：|:|=|包括|，){segment!}",
        "(保存|新建|创建|定义|建|建立|加)[一个]分群[叫|名为|:|：]{name}(为|是|：|:|=|包括|，|,){segment!}",
        "分群{name}(:|：|=){segment!}",
        "(保存|新建|创建|定义|建|建立|加|做)[一个|个][新]分群[:：,，]{segment!}",
        "(把|将){segment!}(保存为|保存成|定义为|叫做|设为)[分群]{name}[分群]",
    ],
)
def save_segment(turn: Turn, name: str, segment: Annotated[str, SegmentSlot()]) -> Reply:
    if turn.crm.segments.called(name):
        raise Conflict(TAKEN, name=name)
    count = len(mailing.customers(turn.crm, segment))
    kept = turn.crm.segments.put(Segment(name=name, definition=segment))
    turn.about(kept)
    return turn.done(KEPT, name=name, count=count)


@command(
    "segment.delete",
    needs="segments.write",
    help=T("Forget a segment that was kept", "删除已保存的分群"),
    example=T("delete segment Win back", "删除分群 沉睡"),
    slash=("segment delete", "分群 删除"),
    en=["(delete|remove|drop|forget) [the] segment {name}", "(delete|remove|drop|forget) [the] {name} segment"],
    zh=["(删除|删掉|去掉|移除)[分群]{name}[这个|的]分群", "(删除|删掉|去掉|移除)分群{name}"],
)
def delete_segment(turn: Turn, name: str) -> Reply:
    kept = turn.crm.segments.called(name)
    if kept is None:
        return turn.refused(UNKNOWN, name=name)
    turn.crm.session.delete(kept)
    return turn.done(FORGOTTEN, name=kept.name)


UNKNOWN = T(
    "There is no segment called “{name}”. “segments” shows them.", "没有叫“{name}”的分群。说“客户分群”可以查看。"
)
FORGOTTEN = T("Forgot the segment {name}.", "已删除分群{name}。")
