"""The small closed vocabularies of support: what people say for a status, a priority, a score, a kind of list."""

from handlers.reading.words import listed, vocabulary

STATUSES = vocabulary(
    new="untouched, 新建, 新开",
    open="reopen, re-open, reopened, in progress, working, being worked on, unresolved, unsolved, still open, "
    "not closed, not done, outstanding, 重新打开, 重新开, 重开, 再打开, 打开, 恢复处理, 处理中, 在处理, "
    "正在处理, 进行中, 开着, 还开着, 开著, 还开著, 没关的, 未解决, 没解决, 还没解决, 未关闭, 没关, "
    "还没关, 未处理, 待处理, 未完成, 没处理完",
    pending="on hold, hold, waiting, awaiting, parked, park, waiting on customer, waiting on the customer, "
    "waiting for customer, waiting for the customer, waiting on client, waiting on the client, "
    "waiting for the client, waiting on customers, waiting for customers, waiting for a customer, "
    "waiting on them, waiting for them, waiting for reply, waiting for a reply, "
    "awaiting reply, awaiting customer, awaiting the customer, awaiting customer reply, "
    "waiting on customer reply, pending customer, customer to reply, paused, pause, 挂起, 挂着, 搁置, "
    "暂停, 暂挂, 先挂, 等待, 等待中, 等待客户, 等待回复, 等待客户回复, 等客户, 等客户回复, 等客户回覆, "
    "待客户回复, 待客户回覆, 待客户, 待回复, 待回覆, 等回复, 等回覆, 等对方, 等对方回复, 待反馈, "
    "等客户反馈, 等待客户反馈, 待定",
    resolved="resolve, solve, solved, fix, fixed, sorted, sorted out, done, finished, complete, completed, "
    "taken care of, 解决, 已解决, 解决了, 已经解决, 已经解决了, 处理好了, 处理完了, 处理完, 处理好, "
    "已处理, 搞定, 搞定了, 弄好了, 修好了, 修复了, 修复, 完成, 完成了, 已完成, 办好了, 没问题了, 好了",
    closed="close, closed, close out, close off, closing, close down, shut, shut down, kill, 关闭, 关掉, 关了, "
    "关掉了, 关单, 关一下, 关上, 已关闭, 结单, 结案, 结掉, 结了, 关",
)
PRIORITIES = vocabulary(
    low="low priority, low prio, lowest, minor, not urgent, no rush, no hurry, p4, p5, 低优先级, 低优, "
    "低优先, 不急, 不紧急, 不着急, 优先级低, 低级, 低",
    normal="medium, normal priority, medium priority, regular, standard, p3, 普通, 一般, 正常, 中等, "
    "普通优先级, 中优先级, 优先级普通, 优先级一般, 优先级正常, 优先级中, 中优, 普通级, 中",
    high="high priority, high prio, hi prio, important, p2, 高优先级, 高优, 高优先, 优先级高, 优先级高一点, "
    "优先级高点, 优先级要高, 重要, 高级, 高",
    urgent="urgently, critical, emergency, asap, top priority, highest, highest priority, urgent priority, "
    "blocker, urgents, p0, p1, sev1, escalate, escalated, super urgent, very urgent, 紧急, 加急, 特急, 十万火急, "
    "火急, 很急, 很紧急, 非常紧急, 挺急, 比较急, 非常急, 紧急优先级, 最高优先级, 最高优, 最高, 优先级紧急, "
    "优先级最高, 急单, 急件, 急",
)
# Part of a subject as often as not (“battery low”): these mean a priority only where nothing stands beside them.
PRIORITIES_APART = frozenset(word for word in PRIORITIES if len(word) <= 2 and not word.isascii()) | listed(
    "low, high, normal, medium, regular, standard, minor, important, critical, emergency, highest, lowest, blocker"
)
TURNS = vocabulary(
    next="first, next up, 下一张, 下一个, 下一单",
    oldest="longest waiting, 最早的, 最老的, 等得最久的, 最早, 最老",
)
STANDINGS_OF_TICKETS = vocabulary(
    unassigned="unclaimed, not assigned, unowned, up for grabs, unasigned, unassinged, without an owner, "
    "without an assignee, with no owner, with no assignee, not taken, nobody has, nobody took, "
    "no one took, no one has taken, nobody has taken, nobody owns, no one owns, nobody is on, nobody's on, "
    "nobody is working on, no one is working on, ownerless, orphaned, 没接, 没接的, 未分配, 没分配, 还没分配, 没人接, "
    "没人接的, "
    "还没人接, 没人管, 没人管的, 没人处理, 没人认领, 未认领, 无人处理, 无人认领, 待分配, 没有人接, 没派, "
    "还没派, 没派出去, 还没派出去, 未指派, 未派, 没指派",
    overdue="late, past due, over due, past target, past sla, past their sla, out of sla, breached, "
    "have breached, 逾期, 过期, 超期, 已超时, 超时, 超时了, 已经超时, 逾时, 已逾期, 逾期了",
    mine="on my plate, in my queue, on my desk, 我手上, 我名下, 我负责",
    breaching="about to blow, about to blow sla, about to blow its sla, about to blow their sla, going to blow, "
    "about to miss, about to bust, about to run out, about to breach, about to breach sla, going to breach, "
    "close to breach, close to breaching, "
    "near breach, at risk, about to be late, about to time out, running out of time, breaching sla, "
    "about to miss sla, about to miss their sla, nearly overdue, almost overdue, due soon, 快超时, "
    "快要超时, 即将超时, 马上超时, 要超时, 快逾期, 快要逾期, 即将逾期, 快到期, 快到时限, 快过期, "
    "临近超时, 快违约, 快破sla, 要破sla, 快超sla, 快要破sla, "
    "likely to breach, likely to be late, likely to miss sla, probably breach, probably late, probably be late, "
    "will probably breach, will probably be late, will likely breach, will breach, will be late, might breach, "
    "may breach, could breach, might be late, going to be late, gonna breach, in danger, in danger of breaching, "
    "breach, be late, miss, blow, bust, violate, break, overrun, likely breach, "
    "likely to miss, going to miss, probably miss, will miss sla, "
    "going to miss sla, going to miss their sla, "
    "可能超时, 可能会超时, 可能要超时, 有可能超时, 很可能超时, 大概会超时, 大概率超时, 会超时, 恐怕要超时, "
    "快要违约, 要违约, 快违约了, 快要违约了, 恐怕会超时, 估计会超时, "
    "估计要超时, 有超时风险, 有风险, 可能逾期, 可能会逾期, 会逾期, 有逾期风险, 可能破sla",
)
GROUPS_OF_TICKETS = vocabulary(
    agent="agents, assignee, assignees, owner, person, people, support agent, support agents, handler, rep, reps, "
    "team member, team members, who, 客服, 哪个客服, 处理人, 负责人, 人, 人员, 个人, 同事, 坐席, 专员, 客服人员, "
    "经办人, 專員",
    category="categories, type, types, topic, topics, kind, kinds, issue type, issue types, problem type, 分类, "
    "类别, 类型, 类, 种类, 问题, 问题类型, 问题分类, 問題類型, 分類, 類別, 類型",
    priority="priorities, urgency, severity, prio, 优先级, 紧急程度, 级别, 優先級, 优先程度",
    status="statuses, state, states, 状态, 狀態",
    company="companies, customer, customers, account, accounts, client, clients, 公司, 客户, 企业, 客戶",
    team="teams, group, groups, queue, queues, department, 团队, 小组, 组, 部门, 团隊",
    region="regions, area, areas, state, states by region, territory, 区域, 大区, 地区, 片区",
    month="months, monthly, month by month, each month, per month, every month, trend, trends, 月, 月份, 每个月, "
    "每月, 月度, 各月, 逐月, 趋势, 走势",
    quarter="quarters, quarterly, each quarter, per quarter, every quarter, 季度, 季, 每个季度, 每季度",
)
TOPICS_OF_TICKETS = vocabulary(
    backlog="没关, 还没关, 没关的, 还没关的, 没关掉, 没处理完, queue, open tickets, unresolved tickets, "
    "unsolved tickets, "
    "outstanding tickets, 积压了, 积压着, 未解决, "
    "没解决, 未处理, 没处理, 压了, 压着, 积着, open backlog, ticket backlog, support backlog, open ticket count, "
    "unresolved tickets count, 积压, 工单积压, 积压工单, 积压量, 存量, 未解决工单数, 待处理量, 積壓",
    times="average resolution time, average time to resolve, average handling time, average time to close, "
    "average time to solve, average time to close tickets, mean time to resolve, mean resolution time, "
    "median resolution time, time to close, close time, 平均时长, 处理工单的平均时长, 工单的平均处理时长, "
    "平均多久解决, 平均关单时间, 平均处理时长是多少, resolve, solve, close, fix, handle, resolving, solving, "
    "closing, resolve tickets, solve tickets, 解决, 才解决, 能解决, 处理完, 才能解决, 搞定, 处理, 关掉, 关闭, "
    "多久能解决, 多久处理完, 多长时间解决, 多久才解决, 几小时解决, 多久能处理完, 多长时间处理完, 多久搞定, 多久关闭, "
    "多久能搞定, 多久能关, 多久关掉, 多长时间能解决, resolution time, resolution times, time to resolve, "
    "time to resolution, "
    "resolve time, "
    "mttr, handling time, solve time, time to solve, turnaround, turnaround time, fix time, 解决时长, 解决时间, "
    "处理时长, 处理时间, 平均解决时间, 平均处理时间, 平均解决时长, 平均处理时长, 工单解决时长, 工单处理时长, "
    "工单处理时间, 工单解决时间, 多久解决, 解決時間, 處理時間",
    answers="average first response time, average response time, median first response time, median response time, "
    "mean response time, average reply time, 平均首次响应时间, 平均首次回复时间, 平均响应时长, 平均回复时间, "
    "首次回复时长, 首次响应速度, 响应速度, reply, respond, answer, replying, responding, first reply, first respond, "
    "answer first, 多久首次回复, 多久第一次回复, 多久回复, 多久响应, 多久才回复, 多久首次响应, 多久能回复, "
    "多久才响应, 多长时间响应, 多长时间回复, first response time, first response times, response time, "
    "response times, first reply time, reply time, time to first response, time to first reply, frt, 首次响应时间, "
    "首次回复时间, 首响, 响应时间, 响应时长, 首次响应, 首响时间, 首次响应时长, 回复时长, 平均响应时间",
    transfers="transfer, transfer count, transfer counts, 转派出去, 转出, 转出次数",
    reopened="reopened tickets rate, 重新打开过, 重开过, 返工过, 二次打开, 重开的比例, 重新打开的比例, "
    "工单重开的比例, reopened, reopen, opened again, come back, coming back, back, 重开, 重新打开, 又重开, 被重开, "
    "返工, 又打开, reopen rate, reopened rate, reopening rate, reopens, share of reopened tickets, 重开率, "
    "重新打开率, 返工率, 工单重开率, 重开比例, 复开率",
    reassigned="bounce, bounce around, 转来转去, "
    "change hands, changed hands, changes hands, change owners, 转派的比例, 转派比例, 改派的比例, "
    "改派比例, 转单比例, 工单转派的比例, reassigned, reassign, handed over, passed on, transferred, given on, "
    "bounced, bounced around, handed off, passed around, 被转派, 转派, 改派, 转手, 转单, 被改派, 换过人, 转派几次, "
    "转派多少次, 改派几次, 被转派几次, 转手几次, 转几手, 换几次人, 转几次, reassignment rate, reassignments, "
    "reassignment, hand-offs, handoffs, handovers, reassign rate, transfer rate, bounce rate, 转派率, 改派率, "
    "转派次数, 平均转派次数, 转单率, 工单转派率, 转派情况, 改派次数",
    oldest="five oldest open tickets, five oldest tickets, 5 oldest open tickets, 5 oldest tickets, "
    "10 oldest open tickets, ten oldest open tickets, longest-open tickets, longest running tickets, "
    "最老的未解决工单, 最久的未解决工单, 最早的工单, 最老的几张工单, 拖得最久的未解决工单, 最早的未关闭工单, "
    "最老的未关闭工单, longest, oldest, 最久, 最老, 最早, 时间最长, 最长, oldest open tickets, oldest tickets, "
    "oldest open ticket, oldest ticket, longest open tickets, longest waiting tickets, 最老的工单, 最久的工单, "
    "最早的未解决工单, 拖得最久的工单, 挂得最久的工单, 等得最久的工单",
)


OF_FIVE = ("/5", " / 5", " out of 5", " of 5", " out of five", " of five")


def _stars(digit: str, en: str, *zh: str) -> str:
    """Every way to say so many of five."""
    marks = [f"{number}{unit}" for number in (digit, *zh) for unit in ("分", "星", "颗星", "个星", "颗")]
    stars = [f"{number}{unit}" for number in (digit, en) for unit in (" stars", " star", "-star")]
    of_five = [f"{number}{rest}" for number in (digit, en) for rest in OF_FIVE]
    return ", ".join([en, *stars, *of_five, *marks])


SCORES = vocabulary(
    **{
        "1": _stars("1", "one", "一"),
        "2": _stars("2", "two", "两", "二"),
        "3": _stars("3", "three", "三"),
        "4": _stars("4", "four", "四"),
        "5": _stars("5", "five", "五") + ", full marks, top marks, 满分, 五星好评",
    }
)
CATEGORIES = listed(  # what trouble is usually sorted by; any other word is taken as well where it is announced
    "hardware, software, billing, invoice, access, account, login, how-to, howto, question, order, shipping, "
    "delivery, network, bug, feature request, return, refund, training, other, 硬件, 硬体, 软件, 软体, 发票, 账单, "
    "计费, 权限, 账号, 帐号, 登录, 咨询, 订单, 物流, 发货, 网络, 网路, 缺陷, 需求, 退货, 退款, 培训, 报表, 其他"
)
