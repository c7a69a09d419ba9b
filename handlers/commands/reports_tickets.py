"""How support is doing: what came in, what was solved and how soon, what still waits."""

from typing import Annotated

from crm_domain.products import Product
from crm_domain.texts import T
from handlers.command import command
from handlers.contest import BEST
from handlers.least_slot import LeastSlot
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.ticket_words import GROUPS_OF_TICKETS, TOPICS_OF_TICKETS
from handlers.reply import Reply
from handlers.report import Report, View, offered, past
from handlers.slots import Past, WordSlot
from handlers.ticket_contests import DEFINED_IN, OF_PRODUCT, compete, contest_of
from handlers.ticket_picture import drawn
from handlers.ticket_report import DEFINED, GROUP, TOPICS, Counts, overview, usual
from handlers.turn import Turn

OFFERS = {
    "priority": T("By priority", "按优先级"),
    "agent": T("By agent", "按处理人"),
    "category": T("By category", "按分类"),
}

_EN = (
    "tickets report|ticket report|ticket stats|ticket statistics|ticket numbers|ticket volume|ticket volumes|ticket count|"
    "support report|support stats|support numbers|support figures|support volume|support metrics|support statistics|"
    "support summary|ticket figures|ticket metrics|ticket inflow|inflow of tickets|ticket summary|helpdesk stats|"
    "helpdesk report|help desk report|tickets opened|tickets opened and closed|new tickets count|support desk report|"
    "ticket overview|support overview|tickets volume|tickets stats|number of tickets|ticket trend|ticket trends|ticket load"
)
_ZH = (
    "客服周报|客服月报|客服周报数据|客服月报数据|工单统计|工单报表|工单报告|工单数据|工单数量|工单量|工单数|客服报表|客服数据|客服统计|售后数据|售后报表|售后统计|工单汇总|工单情况|"
    "新增工单|新增工单数|新工单量|进单量|来单量|工单概况|工单总量|工单总数|工单趋势|工单走势|工單統計|工單量|工單數|工單報表"
)
_BACKLOG_EN = "{about=backlog|open backlog|ticket backlog|support backlog|open ticket count}"
_TIMES_EN = (
    "{about=resolution time|resolution times|time to resolve|time to resolution|resolve time|mttr|handling time|"
    "solve time|time to solve|turnaround|turnaround time|first response time|first response times|response time|"
    "response times|first reply time|reply time|time to first response|time to first reply|frt|reopen rate|"
    "reopened rate|reopening rate|reopens|reassignment rate|reassignments|reassignment|hand-offs|handoffs|handovers|"
    "reassign rate|transfer rate|average resolution time|average time to resolve|average handling time|average time to close|average time to solve|average time to close tickets|mean time to resolve|mean resolution time|median resolution time|time to close|average first response time|average response time|median first response time|median response time|mean response time|average reply time}"
)
_OLDEST_EN = (
    "{about=oldest open tickets|oldest tickets|oldest open ticket|oldest ticket|longest open tickets|"
    "longest waiting tickets|five oldest open tickets|five oldest tickets|5 oldest open tickets|5 oldest tickets|10 oldest open tickets|ten oldest open tickets|longest-open tickets|longest running tickets}"
)
_TOPIC_ZH = (
    "{about=积压|工单积压|积压工单|积压量|存量|待处理量|積壓|解决时长|解决时间|处理时长|处理时间|平均解决时间|平均处理时间|平均解决时长|"
    "平均处理时长|工单解决时长|工单处理时长|工单处理时间|工单解决时间|解決時間|處理時間|首次响应时间|首次回复时间|首响|响应时间|响应时长|"
    "首次响应|首响时间|首次响应时长|回复时长|平均响应时间|重开率|重新打开率|返工率|工单重开率|重开比例|复开率|转派率|改派率|转派次数|"
    "平均转派次数|转单率|工单转派率|转派情况|改派次数|处理工单的平均时长|工单的平均处理时长|平均关单时间|平均首次响应时间|平均首次回复时间|平均响应时长|平均回复时间|首次回复时长|首次响应速度|响应速度|重开的比例|重新打开的比例|工单重开的比例|转派的比例|转派比例|改派的比例|改派比例|转单比例|工单转派的比例}"
)
_OLDEST_ZH = "{about=最老的工单|最久的工单|最早的未解决工单|拖得最久的工单|挂得最久的工单|等得最久的工单|最老的未解决工单|最久的未解决工单|最早的工单|最老的几张工单|拖得最久的未解决工单|最早的未关闭工单|最老的未关闭工单}"
_TICKETS = "(tickets|cases|support tickets|support cases|requests|incidents|support requests|tix)"
_GOT = (
    "(did we get|do we get|have we had|did we have|came in|have come in|were opened|were raised|were filed|were logged|"
    "were created|got opened|did we receive|have been opened|have we got|come in|arrived|were resolved|were closed|"
    "did we close|did we resolve|did we solve|have we resolved|were solved|got resolved|got closed|did support get|"
    "did support resolve|did the team resolve|did we handle|were submitted)"
)
_DESK = "(support|support team|support desk|service desk|helpdesk|help desk|customer service|customer support)"
_IN = "[in|for|during|over|from|of|on|,] [the]"


@command(
    "report.tickets",
    needs="tickets.read",
    help=T(
        "Support report: tickets opened and resolved, backlog, how soon they are answered and resolved",
        "工单报表：新开、解决、积压、响应和解决时长",
    ),
    example=T("ticket stats this month by category", "上周一共来了多少工单"),
    slash=("report tickets", "ticket report", "工单统计"),
    en=[
        *english(_EN, "period", "by"),
        f"(how is|how's|hows|how was|how did|how has) [the] {_DESK} (doing|do|done|been|been doing|perform) {_IN} [{{period}}]",
        *english(_BACKLOG_EN, "period", "by"),
        *english(_TIMES_EN, "period", "by"),
        *english(_OLDEST_EN),
        f"~how many [new] {_TICKETS} {_GOT} {_IN} {{period}} [,] [broken down|split|grouped] [by {{by}}]",
        f"~how many [new] {_TICKETS} {_GOT} [,] [broken down|split|grouped] by {{by}} {_IN} {{period}}",
        f"~how many [new] {_TICKETS} {_GOT}",
        f"~(what|which) [new] {_TICKETS} {_GOT} {_IN} {{period}} [by {{by}}]",
        f"~how many [new] {_TICKETS} {_GOT} [broken down] (by|per) {{by}}",
        f"~how many [new] {_TICKETS} {{period}} [by {{by}}]",
        "~[which|what|what's|whats|what is|which is|show|give] [me|is|are] [the|our] {about=oldest ticket|oldest tickets|longest waiting tickets} "
        "[that's|thats|that is|which is|that are|we have] [still] (open|unsolved|unresolved|waiting)",
        f"~(number|count|volume) of [new|support|opened] {_TICKETS} [opened|raised|resolved] {_IN} {{period}} [by {{by}}]",
        f"~(number|count|volume) of [new|support|opened] {_TICKETS} [opened|raised|resolved] (by|per) {{by}} [{_IN} {{period}}]",
        f"~[new|support|opened] {_TICKETS} (by|per|broken down by|split by|grouped by) {{by}} {_IN} {{period}}",
        f"~[new|support|opened] {_TICKETS} (by|per|broken down by|split by|grouped by) {{by}}",
        "~[open|new|all] tickets (by|per) {by}",
        f"~[new|support|opened] {_TICKETS} {_IN} {{period}} (by|per|broken down by|split by|grouped by) {{by}}",
        f"~{{period}}['s] {_TICKETS} (by|per|broken down by|split by|grouped by) {{by}}",
        "~how long (do|does|did|are|is) [we|our team|the team|support|it] (take|taking|need|took) [us] to {about=resolve|solve|close|fix|handle} (a ticket|tickets|our tickets|an issue|a case|cases|incidents|an incident|one)",
        "~how long (do|does|did|are|is) [we|our team|the team|support|it] (take|taking|need|took) [us] to {about=resolve|solve|close|fix|handle} (a ticket|tickets|our tickets|an issue|a case|cases|incidents|an incident|one) [in|for|during] {period}",
        "~how (fast|quickly|quick|soon) (do|does|did|are) [we|our team|the team|support|agents] {about=resolve|solve|close|fix|resolving|solving|closing|resolve tickets|solve tickets} [our|the] [tickets|cases|issues|incidents] [in|for|during] [{period}]",
        "~how (fast|quickly|quick|soon|long) (do|does|did|are|it takes) [we|our team|the team|support|agents] [take to] {about=reply|respond|answer|replying|responding|first reply|first respond|answer first} [to] [our|the|new] [tickets|cases|issues|incidents|customers] [first] [in|for|during] [{period}]",
        "~how many [of the|of our] [resolved|closed|solved] (tickets|cases|incidents) (were|are|get|got|have been|had to be|come back) {about=reopened|reopen|opened again|come back|coming back} [in|for|during] [{period}]",
        "~(what share|what percentage|what percent|what proportion|which share) of [our|the|resolved|closed] [resolved|closed] (tickets|cases|incidents) (were|are|get|got|gets|is|was|have been|had to be|come) {about=reopened|reopen|opened again|back|reassigned|handed over|passed on|transferred|given on|bounced} [in|for|during] [{period}]",
        "~how often (do|are|were|did|is|was|does) [we|tickets|a ticket|cases|our tickets|incidents|the tickets] [get|getting|a ticket] {about=reopened|reopen|opened again|reassigned|reassign|handed over|passed on|transferred|given on|bounced|bounce|bounce around|bounced around|handed off|passed around} [tickets|them] [between people|between agents|around] [in|for|during] [{period}]",
        "~how many times (do|are|were|is|does) [a|our] (ticket|tickets|cases|case) [get|getting] {about=reassigned|handed over|passed on|transferred|given on|bounced around|handed off|passed around} [on average] [in|for|during] [{period}]",
        "~(which|what) [open] (tickets|ticket|cases|incidents) (have|has|are|is) [been] [waiting|open] [the] {about=longest|oldest} [open|waiting]",
        "~(what|which) (are|is) [the|our] [top|biggest|most common|most frequent|main|leading|largest] [five|5|ten|10|three|3] ticket {by=categories|category|topics|types} [in|for|during|,] [{period}] [compared with|compared to|against|versus|vs|and|over|relative to] [{*}]",
        "~[top|biggest|most common|most frequent|main|leading|largest] [five|5|ten|10|three|3] (ticket|support|incident|issue) {by=categories|category|topics|types} [in|for|during|,] [{period}]",
        "~(which|what) {by=categories|category|kinds|kind|types|type|topics|companies|customers|agents} [of] [ticket|tickets|issues|support tickets] (come up|comes up|came up|do we get|did we get|do we see|generate|generates|open|opened|cause|raise|raised|get|got|have|has|had) [the] most [often] [tickets|of] [in|for|during|,] [{period}]",
        "~how (fast|quickly|soon) do we {about=answer|reply|respond} [to] [people|customers|clients|them|everyone|tickets] [in|for|during|,] [{period}]",
        "~{about=open tickets|unresolved tickets|unsolved tickets|outstanding tickets} (per|by|split by|grouped by|broken down by) {by}",
        "~(which|what) {by=company|customer|client|account|agent|category|team} (raises|opens|sends|has|gets|generates|raised|opened|sent|got) [us] [the] most (tickets|cases) [in|for|during|,] [{period}]",
        "~are we getting (more|fewer|less) (tickets|cases) (than|compared to|compared with) {*}",
        "~(who|which {by=agent|agents}) (resolved|closed|solved|handled|handles|resolves|closes|solves) [the] most (tickets|cases|incidents) [in|for|during|,] [{period}]",
        "~how (is|was|are|were|did|does|'s) [the|our] (support|helpdesk|help desk|support desk|support team|customer support|customer service) [team|desk] (doing|do|look|looking|performing|perform) [in|for|during|,] [{period}]",
        "~how (big|large|high|bad|deep|many) is [the|our] {about=backlog|ticket backlog|open backlog|support backlog|queue} [right now|now|today|currently|at the moment] [by {by}]",
        "~how many [open|unresolved|unsolved|outstanding] {about=backlog|open tickets|unresolved tickets|unsolved tickets|outstanding tickets} (are there|do we have|are left|are waiting|have we got|are in the backlog) [by {by}]",
        "~(what share|what percentage|what percent|what proportion|how many) of [our|the] (tickets|cases|incidents) [that we] (resolved|closed|solved|we resolved|we closed) [in|for|during] [{period}] (were|are|get|got|had to be|have been|was) {about=reopened|reassigned|handed over|passed on|opened again|transferred}",
        "~how often (do|did|are|were) (resolved|closed|solved) (tickets|cases|incidents) {about=reopened|come back|opened again} [in|for|during] [{period}]",
        "~how (often|many times) (do|does|did) [a|our|the] (ticket|tickets|case|cases|incidents) {about=change hands|change owners} [on average] [in|for|during] [{period}]",
        "~how many [open] (tickets|cases|incidents) are [there] in [the|our] {about=backlog|queue} [by {by}]",
        "~top [five|5|ten|10|three|3] {by=categories|category} [in|for|during|,] [{period}]",
        "~(weekly|monthly|daily) (ticket numbers|ticket stats|ticket report|ticket volume|ticket volumes|support report|ticket count) [by {by}]",
        "~(tickets|cases|incidents) (opened|raised|that came in) and (resolved|closed|solved) [in|for|during|,] [{period}]",
        "~how many (tickets|cases|incidents) (were|came in|did we get|got|have been|came) [opened] [and|,] [how many] [were|did we|have been|got] [resolved|resolve|closed|close|solved|solve] [in|for|during] {period} [compared|against|versus|vs] [to|with] [{*}]",
        "~how many (tickets|cases|incidents) (came in|did we get|were opened|got opened) and how many (did we resolve|were resolved|did we close|were closed|got resolved) [in|for|during] {period} [compared|against|versus|vs] [to|with] [{*}]",
    ],
    zh=[
        *chinese(_ZH, "period", "by"),
        *chinese(_TOPIC_ZH, "period", "by"),
        *chinese(_OLDEST_ZH),
        "~[{period}][我们|咱们|客服|团队|售后][一共|总共|共|都|大概|到底][新进来了|新进来|新进了|进来了|进来|进线|来了|进了|收到|收到了|新增|新增了|新开|新开了|接了|接到|接到了|解决了|解决|关闭了|关了|处理了|处理|完成了|有|开了|提了|新建了][了](多少|几|几多)[张|个|条|单][新|新的|客户|售后](工单|單|单子|单|工單|ticket)[数|量][进来|了]",
        "~{period}[的|新](工单|工單|ticket)[有|来了|一共|总共|一共有](多少|几)[张|个|条][,，]按{by}[分|看|统计|拆分]",
        "~[{period}][来了|进了|收到|新增|有|解决了][了](多少|几)[张|个|条](工单|工單|单)[,，]按{by}[分|看|统计|拆分|分一下|列一下]",
        "~[{period}][的]按{by}[来|分|看|统计|列出|分类|拆分][的|看|统计|汇总][的](工单|工單)[数|量|统计|分布]",
        "~[{period}][的](工单|工單)[,，]按{by}(分|看|统计|拆分|分一下|列一下|汇总|分布)[一下|下]",
        "~[各|各个|每个|每]{by=客服|处理人|人|同事|坐席|专员}[手上|手里|名下][各|分别|都]{about=积压|积压了|压了|压着|积着}[了|的|着](多少|几)[张|个|条][工单|单]",
        "~[{period}](哪家|哪个|哪位|哪类){by=公司|客户|客服|分类|类别}[的|提的|报的](工单|工單|单)[数|量]最多",
        "~[{period}](每家|各家|每个|各个|每位){by=公司|客户|客服|处理人|分类|类别}[各|分别][有|提了|报了]多少[张|个](工单|工單|单)",
        "~[{period}](工单|工單|单子)[老是|总是|经常|是不是]{about=转来转去}[的](多吗|多不多|很多吗|吗)",
        "~[{period}][各|各个|每个|每]{by}[的][分别|各](工单|工單)[有|来了|是]多少[张|个]",
        "~[现在|目前|当前][一共|总共|还|我们]{about=积压|积压了|积压着|未解决|没解决|未处理|没处理|压了|压着|积着}[了|的|着](多少|几)[张|个|条](工单|工單|单)[,，|?][按{by}][分|看|统计|拆分|分别是多少]",
        "~[现在|目前|当前][一共|总共|还]有多少[张|个|条]{about=未解决|没解决|未处理|没处理|积压}[的](工单|工單|单)[,，|?][按{by}][分|看|统计|拆分|分别是多少]",
        "~[{period}](工单|工單|一张工单|单子|一单|问题|一个工单|每张工单|客户问题)[的][平均|一般|通常|大概|到底][要|需要|花|得|用]{about=多久解决|多久能解决|多久处理完|多长时间解决|多久才解决|几小时解决|多久能处理完|多长时间处理完|多久搞定|多久关闭|多久关掉|多长时间能解决}",
        "~[{period}][我们|客服|团队][平均|一般|通常|大概][要|需要|花|得|用][多久|多长时间|几个小时|几小时]{about=解决|才解决|能解决|处理完|才能解决|搞定|处理|关掉|关闭}[一张|一个|掉](工单|工單|单|问题)",
        "~[{period}][我们|客服|团队|客户][平均|一般|通常|大概][要|需要|花|得|等]{about=多久首次回复|多久第一次回复|多久回复|多久响应|多久才回复|多久首次响应|多久能回复|多久才响应|多长时间响应|多长时间回复}[客户|工单]",
        "~[{period}][解决的|关闭的](工单|工單)[里|中][有|的](多少|多大比例|几成|百分之几)[的][工单]{about=重开|重新打开|又重开|被重开|返工|又打开|被转派|转派|改派|转手|转单|被改派|换过人}[了|过|率]",
        "~[{period}](工单|工單)[平均|一般]{about=转派几次|转派多少次|改派几次|被转派几次|转手几次|转几手|换几次人|转几次}",
        "~(哪些|哪张|哪个|哪几张|什么)[未解决的|没解决的|打开的](工单|工單|单子|单)[等得|拖得|挂得|开得|放得|拖了|积压]{about=最久|最老|最早|时间最长|最长}",
        "~[{period}](工单|工單)[数|量][最多|排名前五|前五|前三|排前五][的][五个|三个|十个|5个|3个|10个|前五个|五大|哪五个|哪些|哪几个]{by=类别|分类|类型|客户|公司|类|种类|問題類型}[,，][是|有][哪些|哪五个|哪几个|什么][,，][比|跟|和|与][上月|上个月|上期|{*}][比|相比][如何|怎么样|怎样]",
        "~[{period}](哪类|哪个|哪些|哪种|什么)[的]{by=类别|分类|类型|问题类型|问题|客户|公司|客服|人|处理人}[的](工单|工單|单)[提交的|提的|开的|提|来的|处理的|解决的](工单|工單|单)最多",
        "~{period}[的](客服|售后|工单|支持团队|客服团队|售后团队)[那边|这边][做得|干得|表现|情况|处理得](怎么样|如何|怎样)",
        "~(客服|售后|支持团队|客服团队|售后团队)[那边|这边]{period}[做得|干得|表现|情况|处理得](怎么样|如何|怎样)",
        "~[{period}](新增|新开|来|收到|进来)[了](和|与|、|及)(解决|关闭|处理|完成)[了](多少|几)[张|个|条](工单|工單|单)",
        "~[{period}][有]多少[张|个](工单|工單|单子)[是|被]{about=重新打开|重开|返工|重新打开过|重开过|返工过|转派|改派|转手|被转派}[过|了|的]",
        "~[{period}](哪些|哪几张|哪张)(未解决|没解决|未关闭|没关|打开|开着)[的](工单|工單|单子)[等|拖|挂|开|放][的|得|了]{about=时间最长|最久|最老|最早|最长}",
        "~[{period}][各|每个|各个|各位]{by=客服|处理人|人|同事|坐席}[分别|各][解决|处理|关闭|接|接到|收到]了多少[张|个](工单|工單|单)",
        "~[各|每个|各个|各位]{by=客服|处理人|人|同事|坐席}{period}[分别|各][解决|处理|关闭|接|接到|收到]了多少[张|个](工单|工單|单)",
        "~[{period}]哪[几|五|三|十|5|3|10][个|大]{by=类|分类|类别|类型}[的](工单|工單|单)[数|量]最多[,，][{*}]",
        "~前[五|三|十|5|3|10][大|个|名][的](工单|工單){by=分类|类别|类型|公司|客户}[,，][{period}][对比|比|跟|和|与][{*}]",
        "~[现在|目前|当前]{about=没关|还没关|没关的|还没关的|没关掉|没处理完}[的](工单|工單|单子|单)[现在|一共|还|总共][有|剩]多少[张|个|条][,，][按{by}][分|看|统计|分别是多少|分一下]",
        "~[{period}](一张|每张|一个|一)(工单|工單|单子|单)[平均|一般]{about=转派几次|转几手|转手几次|换几次人|转几次|改派几次}",
        "~[{period}][我们|客服][平均|一般|通常]{about=多久能搞定|多久搞定|多久能处理完|多久处理完|多久能解决|多久解决|多久能关}(一张|一个|一单|一)[工单|单|单子]",
        "~[{period}](哪类|哪种|什么){by=问题|类型|类别|分类|类}[的][工单|工單][最多|比较多|多]",
    ],
)
def report_tickets(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    by: Annotated[str | None, WordSlot(GROUPS_OF_TICKETS, labels=GROUP)] = None,
    about: Annotated[str | None, WordSlot(TOPICS_OF_TICKETS)] = None,
    product: Product | None = None,
    least: Annotated[int | None, LeastSlot()] = None,
    best: Annotated[str | None, BEST] = None,
    view: View = None,
) -> Reply:
    contest = contest_of(about, by)
    contest.asks(best, period, least)
    span = past(turn, period, usual(turn, by))
    counts = Counts(Report(turn, view, span=span), span, by, product, best, least)
    columns, rows = compete(counts, contest, about) if best else TOPICS.get(about or "", overview)(counts)
    counts.report.dates(span, counts.before)
    drawn(counts, columns, rows)
    counts.report.say(DEFINED_IN.get(about or "", DEFINED))
    if product:
        counts.report.say(OF_PRODUCT, product=product)
    return counts.report.reply(columns, rows, offered(turn, by, OFFERS), noun="tickets")
