"""The small closed vocabularies: what people say for a kind of activity, a role, a filter, a stage."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from crm_domain.pipelines import Stage
from handlers.reading.normalise import fold
from handlers.reading.spans import Span


def listed(text: str) -> frozenset[str]:
    """What stands between the commas."""
    return frozenset(word.strip() for word in text.split(","))


CLAIMS = listed(  # who says so speaks of themself
    "take, taking, i'll take, ill take, i will take, i can take, i take, i'm taking, im taking, let me take, claim, "
    "claiming, i claim, i'll claim, grab, grabbing, i'll grab, let me grab, i'll handle, i will handle, "
    "let me handle, i've got, ive got, i got, pick up, picking up, i'll pick up, ill pick up, i'm on, im on, "
    "i am on, i'll do, i'll own, own, i'll look at, i'll look into, i'll work on, i'm working on, on me, with me, "
    "我来处理, 我来, 我来接, 我来跟, 我来跟进, 我来做, 我来弄, 我来看, 我来负责, 我来接手, 我来认领, 我接, 我接了, "
    "我接手, 我跟, 我跟进, 我处理, 我去处理, 我负责, 我做, 我认领, 认领, 领, 接手, 归我, 算我的, 我拿, 我领, "
    "由我处理, 由我来, 我要了, 我包了, 我先拿着, 我先接, 我先接着, 我先跟, 我先看, 我先处理, 我拿着, 接, 接下, 拿下, 抢"
)
ME = listed("me, i, my, mine, myself, 我, 我的, 自己, 本人") | CLAIMS
EVERYBODY = listed(
    "us, we, all, everyone, everybody, all of us, the team, team, the whole team, our team, the group, the channel, "
    "this channel, this group, here, 我们, 大家, 所有人, 全体, 大伙, 大伙儿, 咱们, 各位, 群里, 本群, 全组, 团队, 全员"
)
THEIRS = listed("his, her, hers, him, their, theirs, them, they, there, its, 他, 她, 他们, 她们, 人家, 那边, 它")
LITTLE = listed(
    "a, an, the, in, on, at, of, for, to, by, from, with, and, or, over, during, since, this, last, next, is, are, "
    "was, we, us, the last, of the, for the, in the, 的, 在, 了, 是, 和, 跟"
)  # no name, though many a name begins with one
ASKING = listed(
    "who, whom, whose, what, which, where, when, how, why, nobody, 谁, 哪个, 哪些, 哪家, 哪位, 什么, 多少, 没人"
)
IT = listed(
    "it, it's, that, this, that one, this one, this thing, them, they, it again, that again, the same one, the same, "
    "the one i just added, the one i just made, the one you just added, the last one, the latest one, that last one, "
    "它, 它的, 这个, 那个, 这条, 那条, 刚才那个, 刚才这个, 刚刚那个, 刚才的, 刚才那条, 刚才那单, 刚才那张, 刚建的, "
    "刚刚建的, 刚加的, 刚才说的, 刚才说的那个, 上面那个, 上一个, 还是它, 同一个"
)
THAT = {  # by noun: what can only mean one of those
    "contacts": listed(
        "him, her, he, she, his, their, their, this contact, that contact, the contact, this person, that person, "
        "this guy, that guy, 他, 她, 他的, 她的, 这个人, 那个人, 这人, 那人, 这个联系人, 那个联系人, "
        "该联系人, 他们, 她们, 人家"
    ),
    "companies": listed(
        "this company, that company, the company, this account, that account, the account, "
        "this customer, that customer, the customer, 这家, 那家, 这家公司, 那家公司, 该公司, "
        "这个客户, 那个客户, 这家客户, 那家客户, 该客户, 他们, 他们家, 他们公司, 那边, 那里, 那儿, "
        "they, them, their, there, over there, that place, these guys, those guys, these people"
    ),
    "deals": listed(
        "this deal, that deal, the deal, this opportunity, that opportunity, the opportunity, 这单, "
        "那单, 该单, 该商机, 这个商机, 那个商机, 这个单子, 那个单子, 这笔, 那笔, 这笔单子, 那笔单子, "
        "这单子, 那单子"
    ),
    "tickets": listed(
        "this ticket, that ticket, the ticket, this case, that case, the case, this issue, that issue, 这个工单, "
        "那个工单, 该工单, 这张工单, 那张工单, 这张单, 那张单, 这条工单, 那条工单, 这张, 那张, 该单"
    ),
    "reminders": listed(
        "this reminder, that reminder, the reminder, my reminder, 这个提醒, 那个提醒, 该提醒, 这条提醒, 那条提醒"
    ),
    "automations": listed(
        "this automation, that automation, the automation, this rule, that rule, the rule, this workflow, "
        "that workflow, 这条自动化, 那条自动化, 这个自动化, 那个自动化, 该自动化, 这条规则, 那条规则, 这个规则, "
        "那个规则, 该规则, 这个流程, 那个流程"
    ),
    "tasks": listed("this task, that task, the task, 这个任务, 那个任务, 该任务, 这个待办, 那个待办, 这件事, 那件事"),
}


PLAIN = {  # what is called nothing but its kind is the one that was spoken of
    "deals": listed("deal, opportunity, opp, 单子, 商机, 案子, 单, 这个单, 那个单, 这个案子, 那个案子"),
}

LAST_ONE = listed(
    "the last one, last one, the last, the last reminder, last reminder, my last reminder, the latest, the latest one, "
    "the one i just set, the reminder i just set, the one you just set, that last one, 上一个, 上一条, 上个, 最后一个, "
    "最后一条, 最近一个, 最近一条, 最近的, 刚才那个, 刚才的, 刚才设的, 刚刚那个, 刚设的, 刚设的那个, "
    "刚才那条, 刚才, 刚刚, 刚设, 最新的, 上一个提醒, 最后一个提醒"
)


def points_to(said: str, noun: str) -> bool:
    """Whether this is a pronoun that may stand for such a record."""
    return said in IT or said in THAT.get(noun, ())


def vocabulary(**said: str) -> Mapping[str, str]:
    """word → meaning, from meaning="word, word, …"."""
    return {
        word.strip(): meaning
        for meaning, listed in said.items()
        for word in (meaning, *listed.split(","))
        if word.strip()
    }


KINDS = vocabulary(
    call="phone call, phonecall, called, rang, phoned, calls, spoke with, spoke to, talked with, "
    "talked to, chatted with, chatted to, spoke, talked, had a call, got off the phone, 电话, "
    "通话, 打电话, 致电, 电话沟通, 通电话, 打了电话, 打了个电话, 通了电话, 通了个电话, 通完电话, "
    "打完电话, 打给, 打给了, 打了通电话, 电话聊了, 来电, 联系了, 打电话来, "
    "hung up with, hung up w/, hung up, off the phone with, off the phone w/, off the phone, left a voicemail for, "
    "voicemail, voice mail, vm, left a message for, tried, tried calling, tried to call, tried ringing, "
    "caught on the phone, on the phone, over the phone, by phone, 电话里, 挂了电话, 挂电话, 打过电话, 语音留言",
    meeting="met, met with, meet, meetings, demo, had a meeting, met up with, had lunch with, "
    "lunch with, had coffee with, coffee with, caught up with, sat down with, dinner with, breakfast with, "
    "zoomed with, zoom, 开了个zoom, 视频会议, 开了视频会, 会议, 会面, 开会, 见面, 面谈, 碰面, 会谈, 见了, "
    "见了面, 开了会, 开了个会, 碰了面, 约了, 吃了饭, 吃了个饭, 喝了咖啡",
    email="mail, e-mail, emailed, mailed, emails, wrote to, sent an email to, shot an email to, 邮件, 发邮件, 电邮, "
    "邮件往来, 发了邮件, 发了封邮件",
    visit="visited, site visit, on-site, onsite, visits, stopped by, dropped by, swung by, "
    "went to see, 拜访, 上门, 走访, 上门拜访, 回访, 拜访了, 走访了, 回访了, 去看了, 跑了一趟, "
    "去了趟, 去了一趟, 跑了趟, 去了, 到访, 到访了, 上门拜访了, 登门拜访了, "
    "dropped in at, dropped in on, dropped in, popped into, popped in at, called in at, was at, were at",
    note="notes, memo, 备注, 笔记, 记录, 便签, 记一笔, 记一条",
)
ROLES = vocabulary(
    admin="administrator, admins, 管理员, 系统管理员",
    manager="sales manager, managers, 经理, 主管, 销售经理",
    rep="sales rep, sales, reps, seller, 销售, 业务员, 销售代表",
    agent="support agent, support, agents, 客服, 支持, 客服专员",
)
STANDINGS = vocabulary(
    overdue="late, past due, 逾期, 过期, 超期, 过了签约日期",
    quiet="gone quiet, silent, stale, idle, gone cold, cold, no activity, no contact, no news, no follow-up, "
    "no updates, without activity, without contact, not touched, been touched, been contacted, been updated, "
    "没联系, 没跟进, 沉默, 没动静, 安静, 快一个月没动静, 一个月没动静, "
    "快两周没动静, 两周没动静, 半个月没动静, 好久没动静, 很久没动静, 一直没动静, 没人跟, 没人跟进, "
    "好久没跟, 好久没跟进, 很久没跟进, 没进展, 没什么进展",
    open="active, ongoing, 进行中, 未结, 跟进中, 未关闭, 开放, "
    "没关, 没关的, 还没关, 没签, 没签的, 还没签, 在谈, 在谈的, 在跟, 在跟的, 没结束, 手上在跟",
    won="closed won, win, 赢单, 成交, 已成交, 赢下, 赢了, 拿下, 赢",
    lost="closed lost, lose, 丢单, 输单, 丢掉, 丢了, 输掉, 输了, 丢",
)
ORDERS = vocabulary(
    largest="biggest, highest, most valuable, top, 最大的, 最大, 金额最高的, 金额最高, 金额最大的, 金额最大, 最值钱的",
    smallest="lowest, 最小的, 最小, 金额最小的, 金额最低的",
    newest="latest, most recent, 最新的, 最新, 最近新建的, 最近新建",
    oldest="longest running, 最老的, 最早的, 最早",
)
SPANS_OF_TASKS = vocabulary(
    today="for today, due today, 今天, 今日",
    overdue="late, past due, 逾期, 过期, 超期",
    week="this week, for this week, 本周, 这周, 这个礼拜",
    all="open, everything, 全部, 所有",
)
GROUPS = vocabulary(
    month="months, monthly, month by month, month-by-month, each month, per month, every month, trend, trends, 月, "
    "月份, 每个月, 每月, 月度, 各月, 逐月, 趋势, 走势",
    quarter="quarters, quarterly, each quarter, per quarter, every quarter, qtr, 季度, 季, 每个季度, 每季度, 各季度",
    owner="rep, reps, sales rep, sales reps, salesperson, salespeople, seller, sellers, owners, person, people, sales, "
    "account manager, ae, aes, team member, team members, who, 谁, 哪位, 销售, 负责人, 业务员, 销售员, 销售代表, "
    "人, 个人, 人员, 销售人员, 同事",
    company="companies, customer, customers, account, accounts, client, clients, 公司, 客户, 企业, 客户公司",
    product="products, item, items, sku, product line, 产品, 商品, 产品线, 品类, 品种",
    region="regions, regional office, regional offices, office, offices, territory, territories, area, geo, 大区, "
    "regional, 办事处, 办公室, "
    "区域, 地区, 片区, 地域",
    team="teams, squad, squads, sales team, sales teams, 团队, 小组, 组",
    parent="parents, groups, parent account, parent accounts, "
    "parent company, parent companies, holding, holdings, holding company, group of companies, "
    "corporate group, corporate groups, ultimate parent, 集团, 母公司, 总公司, 上级公司, 集团公司",
    industry="industries, sector, sectors, vertical, verticals, 行业",
)
SEGMENT_GROUPS: Mapping[str, str] = {
    **{word: meaning for word, meaning in GROUPS.items() if meaning in ("industry", "region", "owner")},
    **vocabulary(
        rfm="r/f/m, recency frequency and monetary value, recency frequency monetary, buying behaviour, "
        "buying behavior, purchase behaviour, purchase behavior, behaviour, behavior, purchases, purchasing, "
        "value segment, activity, 购买行为, 消费行为, 行为, 购买情况, 购买频次, 活跃度, 消费情况, 购买习惯, 价值",
        cluster="clusters, k-means, kmeans, k means, clustering, cluster analysis, 聚类, 聚类分析, 自动聚类, k均值",
    ),
}
METRICS = vocabulary(
    won="wins, deals won, won deals, closed deals, deals closed, number of deals, deal count, 赢单数, 成交数, 单数, "
    "签单数, 赢单量, 成交单数, 成单数, 成交量, 开单数",
    revenue="sales, won revenue, closed revenue, won amount, bookings, turnover, money, dollars, 业绩, 收入, 成交额, "
    "销售额, 营收, 赢单金额, 成交金额, 签单额, 业绩金额, 金额",
    activities="activity, activity count, calls and meetings, touches, 活动, 活动数, 活动量, 跟进, 跟进数, 跟进量, "
    "跟进次数, 跟进记录, 拜访量",
    pipeline="open pipeline, pipe, pipeline value, open deals, open value, 管道, 在手商机, 商机金额, 商机, 在谈, "
    "在谈金额, 在手金额, 储备",
)
YES = vocabulary(yes="y, yeah, yep, sure, ok, okay, confirm, do it, go ahead, 是, 是的, 好, 好的, 确认, 对, 可以, 行")
HELLOS = listed(
    "hi, hello, hey, hi there, hello there, how are you, how are things, how is it going, how's it going, "
    "how are you doing, what's up, good morning, morning, good afternoon, "
    "你好, 您好, 在吗, 在么, 早, 早上好, 你好吗, 最近怎么样"
)
THANKS = listed("thanks, thank you, thx, ty, cheers, great, perfect, ok thanks, 谢谢, 谢了, 多谢, 好的谢谢, 辛苦了")
SMALL_TALK = {**dict.fromkeys(HELLOS, "hello"), **dict.fromkeys(THANKS, "thanks")}
NO = listed("no, n, nope, 不, 不是, 不要, 不用, 否")
CANCEL = listed(
    "cancel, never mind, nevermind, nvm, forget it, forget about it, stop, drop it, leave it, skip it, nah forget it, "
    "nah, no forget it, don't bother, scratch that, abort, quit, 算了, 取消, 不用了, 算了不用了, 算了吧, 不弄了, "
    "先不弄了, 当我没说, 不必了, 放弃, 不要了, 先不用, 还是算了, 那算了, 算了不改了, 还是算了吧, 还是不要了, 不改了, "
    "还是不改了, 不搞了, 先算了, 没事了, 没事, 当我没说过, 忽略, 不用管了, neither, none of them, none, none of these, "
    "neither of them, never mind that, nevermind that, forget that, cancel that, cancel this, ignore that, ignore me, "
    "取消吧, 取消掉, 取消掉吧, 取消它, 那取消吧, "
    "don't, dont, don't do it, no thanks, no thank you, not now, 都不是, 都不要, 都不对, 一个都不是"
)
BETTER_NOT = listed(  # of what was just done, it takes that back
    "取消吧, 取消掉, 取消掉吧, "
    "还是算了, 还是算了吧, 算了不改了, 还是不要了, 还是不改了, 不改了, cancel that, cancel this, scratch that, "
    "don't do it, no don't do that, don't do that, cancel it"
)
CANCEL = CANCEL | BETTER_NOT


def find_stage(said: str, stages: Sequence[Stage]) -> Stage | None:
    bare = fold(said.strip('"“”「」 ')).text.removesuffix(" stage").removesuffix("阶段")
    return next((stage for stage in stages if bare in (fold(word).text for word in stage.words())), None)


def stages_named(text: str, names: tuple[str, ...]) -> Iterator[Span]:
    """Every place where one of all names of stages is said, the longest first where two begin alike."""
    folded = fold(text)
    for place in _stage_names(names).finditer(folded.text):
        yield Span(*folded.back(*place.span()), "stage", place[0], "stage")


@lru_cache(maxsize=64)
def _stage_names(names: tuple[str, ...]) -> re.Pattern[str]:
    folded = sorted({fold(name).text for name in names}, key=len, reverse=True)
    words = (
        re.escape(name) if not name.isascii() else rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" for name in folded
    )
    return re.compile("|".join(words) or r"(?!)")
