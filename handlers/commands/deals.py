"""Deals: add, update, move, win, lose, show, list."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal, DealFilter, totals
from crm_domain.members import Member
from crm_domain.pipelines import Stage
from crm_domain.texts import T
from handlers.command import command
from handlers.limit_slot import LimitSlot
from handlers.reading.spans import Amount, Period
from handlers.reading.words import ORDERS, STANDINGS
from handlers.reply import Reply
from handlers.slots import New, Past, WordSlot
from handlers.turn import Ask, Turn

TITLE, COMPANY, CONTACT = T("Deal", "商机"), T("Company", "公司"), T("Contact", "联系人")
AMOUNT, STAGE, CLOSE = T("Amount", "金额"), T("Stage", "阶段"), T("Close date", "预计签约")
OWNER, REASON, HISTORY = T("Owner", "负责人"), T("Reason", "原因"), T("History", "阶段历史")


@command(
    "deal.add",
    needs="deals.write",
    help=T("Add a deal", "新建商机"),
    example=T("new deal Halvorsen, dockside scanners, 18k GBP, close 15 Jan", "给鲲途建个商机，仓库盘点，15万"),
    slash=("deal add", "deal new", "商机 新建", "新建商机"),
    en=[
        "(add|new|create|open|start|put in|log) [a] [new] (deal|opportunity|opp) [for|:|with|at|called] [:|,] {*}",
        "(add|new|create|open|start|put in|log) [a] [new] (deal|opportunity|opp) (for|with|at) {company} : {*}",
        "(add|new|create|open|start|put in|log) [a] [new] {amount} (deal|opportunity|opp) (for|with|at) {*}",
        "(add|new|create|open|start) [a] [new] (deal|opportunity|opp)",
    ],
    zh=[
        "(新建|添加|新增|加|建|建立|开|录)[一个|一笔|一单|一筆|个|笔][新](商机|单子|案子|机会|项目)[:：，]{*}",
        "新(商机|单子|案子)[:：，]{*}",
        "(给|为|帮|替){owner}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)[:：，]{*}",
        "(给|为|帮|跟){company}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)[,，]{*}",
        "(给|为|帮|跟){company}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)",
        "(新建|添加|新增|加|建)[一个|一笔|个|笔][新](商机|单子)",
    ],
)
def add_deal(
    turn: Turn,
    title: str,
    company: Annotated[Company | None, New()] = None,
    contact: Contact | None = None,
    amount: Amount | None = None,
    stage: Stage | None = None,
    close_date: date | None = None,
    owner: Member | None = None,
) -> Reply:
    first = stage or turn.crm.pipelines.stages()[0]
    company = company or (contact and contact.company) or None
    fields = {"company": company, "contact": contact, "close_date": close_date, "owner": owner}
    usual = turn.crm.deals.usual(company)
    deal = turn.crm.deals.add(title, first, amount=turn.money(amount, like=usual), **fields)
    turn.about(contact, deal)
    return turn.done(T("Added the deal {title}.", "已新建商机{title}。"), title=title, fields=_facts(deal))


@command(
    "deal.update",
    needs="deals.write",
    help=T(
        "Change a deal's amount, close date, owner, contact or title", "修改商机的金额、签约日期、负责人、联系人、名称"
    ),
    example=T("set the renewal to 45k", "续约改成28万"),
    slash=("deal update", "update", "商机 修改"),
    en=[
        "(set|change|update|bump|raise|lower|cut|increase|reduce|adjust) [the] [deal] {deal} [deal] to {amount} [, close [date] {close_date}]",
        "(set|change|update) [the] [deal] {deal} to {amount} [,] [and] close date [to|is] {close_date}",
        "(set|change|update) [the] amount [of|on|for] [the] {deal} to {amount}",
        "(set|change|update) [the] amount to {amount}",
        "(set|change|update|bump|raise|lower|adjust) [the] [deal] {deal} [deal] to {amount} , {*}",
        "(set|change|update|bump|raise|lower|cut|increase|reduce|adjust) [the] [deal] {deal} [deal] to {amount!}",
        "(push|move|change|set|shift|delay|pull) [the] {deal} close [date] to {close_date!}",
        "(set|change|update|make) [the] amount (of|on|for) [the] {deal} [to] {amount!}",
        "{deal} to {amount}",
        "{deal} (is|is now|is actually|should be|-> |goes to|now|=) {amount}",
        "{deal} -> {amount}",
        "(push|move|change|set|shift|delay|pull) [the] {deal} close [date] to {close_date}",
        "(push|shift|delay|postpone|pull) [the] {deal} to {close_date}",
        "(push|shift|delay|postpone|move|slide|slip) [the] [deal] {deal} [deal] (out|back) [by|to|until|till] {close_date!}",
        "(push|slide|slip) (out|back) [the] [deal] {deal} [deal] [by|to|until|till] {close_date!}",
        "{deal} [has] (slipped|slips|slid|got pushed|is pushed|has been pushed|is delayed|got delayed) [out|back] (to|until|till) {close_date!}",
        "(set|change|update|bump|raise|lower|adjust|make) [the] [deal] {deal} [deal] to {amount} [,] and (close it|closing|close|have it close) [on|by|date|at] {close_date}",
        "(set|change|move|push) [the] close date (of|on|for) {deal} to {close_date}",
        "{deal} [will|should] (closes|close|closing) [on|by|date] {close_date}",
        "(set|change|push|move) [the] close date to {close_date}",
        "(give|hand|reassign|assign|transfer) [the] [deal] {deal} [deal] [over] to {owner}",
        "(change|set) [the] owner of [the] {deal} to {owner}",
        "make {owner} [the] owner of {deal}",
        "make {contact} the contact (on|of|for) {deal}",
        "(change|set) [the] contact (of|on|for) {deal} to {contact}",
        "rename [the] [deal] {deal} to {title}",
        "(update|change|edit) [the] deal {deal}",
    ],
    zh=[
        "(把|将){deal}[的金额|金额](改到|改成|改为|调到|调成|调整到|调整为|提到|降到){amount}",
        "{deal}[的金额|金额](改到|改成|改为|调到|调成|调整到|调整为|提到|降到|是|应该是){amount}",
        "{deal}(改到|改成|改为|调到|调成|调整到){amount}[,，](签约日期|签约|关单日期)[改到|是|在]{close_date}",
        "{deal}[的]金额(不对|错了|有误|写错了)[,，](应该是|是|改成|改为){amount}",
        "(把|将){deal}[的金额|金额](改到|改成|改为|调到|调成|调整到|调整为|提到|降到){amount!}",
        "(把|将){deal}[的](签约日期|签约时间|关单日期|签约日|预计签约日期)(改到|改成|改为|推到|推迟到|延到|定在){close_date!}",
        "金额(改到|改成|改为|调到|调成|是|应该是){amount}",
        "(把|将){deal}[的](签约日期|签约时间|关单日期|签约日|预计签约日期|截止日期)(改到|改成|改为|推到|推迟到|延到|延期到|提前到|定在){close_date}",
        "{deal}[的](签约日期|签约时间|关单日期|签约日|预计签约日期|签约)(改到|改成|改为|推到|推迟到|延到|延期到|提前到|定在|是){close_date}",
        "{deal}(推迟到|延到|延期到|提前到|改到|推到){close_date}[签约|签]",
        "(把|将){deal}(推迟到|延到|延期到|提前到){close_date}",
        "{deal}[的]金额(改到|改成|改为|调到|调成|提到|降到|是){amount}[,，][预计|大概|计划|争取][在|于]{close_date}(签|签约|签单|签下来|成交)",
        "{deal}(改到|改成|改为|调到|调成|提到|降到){amount}[,，][预计|大概|计划|争取][在|于]{close_date}(签|签约|签单|签下来|成交)",
        "(签约日期|关单日期|签约)(改到|改成|改为|推到|推迟到|延到){close_date}",
        "(把|将){deal}(转给|交给|分给|派给|移交给){owner}",
        "{deal}[的]负责人(改成|换成|改为|换|是){owner}",
        "{deal}[的]联系人(改成|换成|改为|换|是){contact}",
        "(把|将)[商机]{deal}(改名为|改名叫|更名为|改名成){title}",
        "{deal}(改名为|改名叫|更名为|改名成){title}",
    ],
)
def update_deal(
    turn: Turn,
    deal: Deal,
    amount: Amount | None = None,
    close_date: date | None = None,
    owner: Member | None = None,
    title: str | None = None,
    contact: Contact | None = None,
) -> Reply:
    new = {"close_date": close_date, "owner": owner, "title": title, "contact": contact}
    said: dict[str, object] = {field: value for field, value in new.items() if value is not None}
    if amount:
        said["amount"] = turn.money(amount, like=deal.amount)
    if not said:
        raise Ask(
            "amount",
            T("What shall I change about {deal}? Say the new amount.", "{deal}要改什么？请说新的金额。"),
            deal=deal,
        )
    before = {LABELS[field]: getattr(deal, field) for field in said}
    for field, value in said.items():
        setattr(deal, field, value)
    turn.about(deal)
    shown = {label: turn.voice.change(before[label], said[field]) for field, label in _named(said)}
    return turn.done(T("Updated {deal}.", "已更新{deal}。"), deal=deal, fields=shown)


LABELS = {"amount": AMOUNT, "close_date": CLOSE, "owner": OWNER, "title": TITLE, "contact": CONTACT}


def _named(said: dict[str, object]) -> list[tuple[str, T]]:
    return [(field, LABELS[field]) for field in said]


@command(
    "deal.move",
    needs="deals.write",
    help=T("Move a deal to another stage", "把商机推到另一个阶段"),
    example=T("move the renewal to negotiation", "把续约推到谈判"),
    slash=("deal move", "move", "stage", "阶段", "推进", "移动", "推到"),
    en=[
        "(move|put|push|advance|bump|set|take|shift|reopen|bring) [the] [deal] {deal} [deal] [back] (to|in|into|as|at) [the] {stage} [stage]",
        "{deal} (is in|is at|goes to|moves to|moved to|went to|to|is now in|is) [the] {stage} [stage] [now]",
        "{deal} -> {stage}",
        "(move|put|push|advance|bump|take|shift|bring) [the] [deal] {deal} [deal] [back] (to|into) [the] {stage!}",
        "(move|put|push|set|mark) (it|that|this) (to|in|into|as) {stage} [instead] [stage]",
        "(move|push|set) to {stage} [stage]",
        "mark [the] [deal] {deal} [as] {stage}",
    ],
    zh=[
        "(把|将){deal}(移到|推到|推进到|改到|改成|放到|转到|挪到|推进至|转成){stage}[阶段]",
        "{deal}(移到|推到|推进到|改到|改成|放到|转到|挪到|到|进入|进|转成){stage}[阶段][了]",
        "(把|将){deal}(移到|推到|推进到|放到|转到|挪到|推进至|转成){stage!}",
        "(推到|移到|推进到|改到|转到){stage}[阶段]",
        "(把|将)(它|这单|这个|那单)(推到|移到|推进到|改到|转到){stage}[阶段]",
    ],
)
def move_deal(turn: Turn, deal: Deal, stage: Stage) -> Reply:
    before = deal.stage
    turn.about(deal)
    if not turn.crm.deals.move(deal, stage):
        return turn.done(T("{deal} is at {stage} already.", "{deal}已经在{stage}阶段了。"), deal=deal, stage=stage)
    said = T("Moved {deal} from {before} to {stage}.", "{deal}已从{before}推到{stage}。")
    return turn.done(said, deal=deal, before=before, stage=stage, fields={AMOUNT: deal.amount, CLOSE: deal.close_date})


@command(
    "deal.win",
    needs="deals.write",
    help=T("Mark a deal as won", "商机赢单"),
    example=T("won the renewal at 44k", "续约赢单"),
    slash=("deal win", "win", "won", "赢单"),
    en=[
        "(won|win|we won|closed|i won|just won) [the] [deal] {deal} [deal] [at|for|with] {amount}",
        "(won|win|we won|i won|just won) [the] [deal] {deal} [deal]",
        "{deal} [is|was|got] won [at|for|with] {amount}",
        "{deal} [is|was|got] (won|a win|signed) [as of|on] {at} [, update it]",
        "{deal} [is|was|got] (won|a win|signed|closed won)",
        "mark [the] [deal] {deal} [as] (won|a win|closed won) [at|for] {amount}",
        "mark [the] [deal] {deal} [as] (won|a win|closed won) [instead]",
        "(they|{deal}) signed",
        "{deal} [is] in the bag [,] [at|for] {amount}",
        "{deal} [is] in the bag",
        "(we|they) (closed|signed) {deal} {at}",
        "(landed|sealed|bagged|secured|we got|we landed) {deal} [at|for] {amount}",
        "(landed|sealed|bagged|secured) {deal}",
        "{deal} (came through|went through) [at|for] {amount}",
    ],
    zh=[
        "{deal}(赢单|赢了|成交|拿下|拿下了|签了|签下了|赢)[了][,，][金额]{amount}",
        "{deal}(赢单|赢了|成交|拿下|拿下了|签了|签下了|赢)[了]",
        "(赢单|成交|拿下)[了][:：，]{deal}",
        "{deal}(赢单|赢|成交|拿下|签下|签下来|签|谈成)了[,，！!。 ](最后是|最终是|最后|最终|一共|总共|总价|成交价|成交价是|合同额|合同金额|合同金额是|定在|谈到){amount}",
        "(赢单|成交|拿下)了{deal}[,，！!。 ](最后是|最终是|最后|最终|一共|总共|总价|成交价|合同额|合同金额){amount}",
        "{deal},：:(赢单|赢|赢了|成交|成交了|拿下)",
        "{deal}(中标了|签单了|签约了|合同签了|签下来了|到手了|搞定了|赢下了|谈成了|成单了)[,，！!。 ][金额]{amount}",
        "{deal}(中标了|签单了|签约了|合同签了|签下来了|到手了|赢下了|谈成了|成单了)",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(赢单|成交|赢)",
        "(赢单|成交)了",
    ],
)
def win_deal(
    turn: Turn, deal: Deal, amount: Amount | None = None, at: Annotated[date | datetime | None, Past()] = None
) -> Reply:
    if amount:
        deal.amount = turn.money(amount, like=deal.amount)
    moved = turn.crm.deals.move(deal, turn.crm.pipelines.stage("won"), _moment(turn, at))
    if at:
        deal.close_date = at.astimezone(turn.crm.zone).date() if isinstance(at, datetime) else at
    turn.about(deal)
    if not moved and not amount and not at:
        return turn.done(T("{deal} is won already.", "{deal}早就赢单了。"), deal=deal)
    return turn.done(T("{deal} is won. Congratulations!", "{deal}已赢单，恭喜！"), deal=deal, fields=_facts(deal))


@command(
    "deal.lose",
    needs="deals.write",
    help=T("Mark a deal as lost, with the reason", "商机丢单，并记下原因"),
    example=T("lost the pilot, no budget", "试点丢单，没预算"),
    slash=("deal lose", "lose", "lost", "丢单"),
    en=[
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} [deal] [, | - | because | due to | : ] {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} , {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} because [of] {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} [deal]",
        "{deal} (is|was|got) lost [,] [because|due to] {reason}",
        "{deal} (is|was|got) (lost|dead|closed lost)",
        "mark [the] [deal] {deal} [as] (lost|dead|closed lost) [,] [because|due to] {reason}",
        "mark [the] [deal] {deal} [as] (lost|dead|closed lost) [instead]",
        "close [out] {deal} as lost [because|due to|-|,] {reason}",
        "close [out] {deal} as lost",
        "{deal} (fell through|is off|is dead|was cancelled|got cancelled|isn't happening|isnt happening|is not happening) [,] [because [of]|due to] {reason}",
        "{deal} (fell through|is off|isn't happening|isnt happening|is not happening)",
        "(we didn't get|we didnt get|didn't get|didnt get|no luck with) {deal} [,|:] {reason}",
    ],
    zh=[
        "{deal}(丢单|丢了|输了|没了|黄了|丢|输单)[了][,，。:：][原因是|原因|因为]{reason}",
        "{deal}(丢单|丢了|输了|黄了|丢|输单)[了]",
        "{deal},：:(丢单|丢|丢了|输单|输)",
        "{deal}(没戏了|泡汤了|被抢了|取消了|不做了|没了|没成|没谈成|吹了|凉了)[,，。 ][原因是|因为]{reason}",
        "{deal}(没戏了|泡汤了|被抢了|没成|没谈成|吹了|凉了)",
        "(丢单|输单)[了][:：，]{deal},，[原因是|原因|因为]{reason}",
        "(丢单|输单)[了][:：，]{*}",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(丢单|输单|丢)(,，|原因是|因为|,，原因是|,，因为){reason}",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(丢单|输单|丢)",
        "(丢单|丢|输)了",
    ],
)
def lose_deal(turn: Turn, deal: Deal, reason: str | None = None) -> Reply:
    moved = turn.crm.deals.move(deal, turn.crm.pipelines.stage("lost"))
    if reason:
        deal.reason = reason
    turn.about(deal)
    if not moved and not reason:
        return turn.done(T("{deal} is lost already.", "{deal}早就丢单了。"), deal=deal)
    return turn.done(
        T("{deal} is lost.", "{deal}已丢单。"), deal=deal, fields={REASON: deal.reason, AMOUNT: deal.amount}
    )


@command(
    "deal.show",
    needs="deals.read",
    help=T("Show a deal", "查看商机"),
    example=T("show the renewal deal", "续约到哪一步了"),
    slash=("deal show", "商机"),
    en=[
        "(show|open|see|view|pull up|look up|get) [me] [the] deal {deal}",
        "(show|open|see|view|pull up|look up|get) [me] [the] {deal} [deal]",
        "(how|what) is [the] [status of] {deal} [deal] [doing|worth]",
        "(what's|whats) {deal} worth",
        "(status|stage) of [the] {deal} [deal]",
        "where (is|are we with) [the] {deal} [deal]",
        "(who owns|who's on|who is on|who runs|who's running|who handles|who has|who's got|who's handling|who's the owner of|who is the owner of|who's working|who's working on) [the] {deal} (deal|opportunity|opp)",
        "whose (deal|opportunity) is [the] {deal}",
        "whose is [the] {deal} (deal|opportunity)",
        "why (is|has) [the] {deal} [deal] (stuck|stalled|slow|so slow|not moving|not moved|going nowhere)",
        "what's (holding up|going on with|happening with|up with|blocking) [the] {deal} [deal]",
        "deal {deal}",
    ],
    zh=[
        "{deal}(为什么|为何|怎么|咋)(卡住|卡|停|拖|没动静|没进展|不动|拖着)[了|住了|下来了|这么久]",
        "{deal}(最近|现在|目前)[的](怎么样|如何|什么情况|啥情况)[了]",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下)[商机]{deal}[的](情况|详情|进展|进度)",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下)[商机]{deal}",
        "{deal}[现在][到](哪一步|哪个阶段|什么阶段|什么情况|怎么样)[了]",
        "{deal}[的](进展|进度|情况|详情)[怎么样|如何]",
        "{deal}(这单|那单|这个单子|那个单子|这个商机|那个商机)[是|归](谁|哪位|哪个)[的|在跟|负责|在负责|跟的|跟|管]",
        "商机{deal}",
    ],
)
def show_deal(turn: Turn, deal: Deal) -> Reply:
    turn.about(deal)
    steps = [turn.voice.write(step.at.astimezone(turn.crm.zone).date()) for step in deal.history]
    stages = {stage.id: stage for stage in turn.crm.pipelines.stages()}
    history = [f"{turn.voice.write(stages[step.to_id])} {day}" for step, day in zip(deal.history, steps, strict=True)]
    facts = _facts(deal) | {HISTORY: history[-4:]}
    buttons = [(_onward(stage), f"/deal.move deal=#{deal.id} stage={stage.key}") for stage in _next(turn, deal)]
    odds = [(ODDS, f"/deal.chance deal=#{deal.id}")] if deal.is_open else []
    return turn.done(T("{deal}", "{deal}"), deal=deal, fields=facts, buttons=[*buttons, *odds])


ODDS = T("What are the odds?", "有几成把握？")


def _onward(stage: Stage) -> T:
    return T(f"Move to {stage.name_en}", f"推到{stage.name_zh}")


def _next(turn: Turn, deal: Deal) -> list[Stage]:
    """The stage after this one: the likeliest thing to say next."""
    stages = [stage for stage in turn.crm.pipelines.stages() if stage.pipeline_id == deal.stage.pipeline_id]
    after = [stage for stage in stages if stage.position == deal.stage.position + 1]
    return after if deal.is_open else []


@command(
    "deal.list",
    needs="deals.read",
    help=T(
        "List deals by company, owner, stage, amount, close date or standing",
        "按公司、负责人、阶段、金额、签约日期筛选商机",
    ),
    example=T("my deals closing this month", "我这个月要签的单子"),
    slash=("deals", "deal list", "商机列表"),
    en=[
        "[show|list|see] [me] [all] [the] deals",
        "[show|list|see] [me] [all] {owner} deals",
        "[show|list|see] [me] [all] [of] {owner} {filter} deals",
        "[show|list|see] [me] [all] [the|our] {filter} deals [for|at|with|of] {company}",
        "[show|list|see] [me] [all] [the|our] {filter} deals",
        "(which|what) deals are {filter}",
        "(which|what) [of] {owner} deals (are|went|have gone) {filter}",
        "[show|list] [me] [all] [the] deals (for|at|with|of|from) {company}",
        "[show|list] [me] [all] [the] deals in [the] {stage} [stage]",
        "[show|list] [me] [all] {owner} deals in [the] {stage} [stage]",
        "[show|list] [me] [all] [the] {stage} deals",
        "(everything|all deals|deals) in {stage} (over|above) {min_amount}",
        "[show|list] [me] [all] [the] deals (over|above|bigger than|more than|from) {min_amount}",
        "[show|list] [me] [all] [the] deals (under|below|smaller than|less than|up to) {max_amount}",
        "{owner} deals (under|below) {max_amount} [closing] [in|this|by] {period}",
        "[show|list] [me] [all] [the] deals (closing|due|to close|that close|expected) [in|by|for|on] {period}",
        "[show|list] [me] [all] {owner} deals (closing|due|to close) [in|by|for] {period}",
        "what (closes|is closing|is due to close) [in|by] {period}",
        "(which|what) (deals|opportunities) (did|have) (we|you guys|the team) {filter=win|won|lose|lost} [in|during|on] {period}",
        "(which|what) (deals|opportunities) (did|have) (we|you guys|the team) {filter=win|won|lose|lost}",
        "(which|what) (deals|opportunities) (did|has) {owner} {filter=win|won|lose|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the] (deals|opportunities) (we|that we) {filter=won|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the] (deals|opportunities) {owner} {filter=won|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the|our] {filter=won|lost} (deals|opportunities) [from|in|of|for|during] {period}",
        "[show|list] [me] (everything|all|what's|whatever is) (closing|due to close|set to close) [in|by|for] {period}",
        "(what's|what is|whats) {filter=open} [with|at] {company} [deal wise|in deals]",
        "{owner}'s deals",
        "(what's|what is|whats|which is|what are|which are) [the|our] {order} (deal|deals) [at|for|with|of] [{company}]",
        "(what's|what is|whats|which is|what are|which are) {owner} {order} (deal|deals)",
        "[show|list|see] [me] [the|our] {order} [{top}] [open] (deal|deals) [at|for|with|of] [{company}]",
        "[show|list|see] [me] {owner} {order} [{top}] [open] (deal|deals)",
        "[show|list|see] [me] [the|our] {top} {order} [open] (deal|deals) [at|for|with|of] [{company}]",
        "[show|list] [me] [all] {owner}'s {filter} deals",
        "[show|list] [me] {owner}'s deals",
    ],
    zh=[
        "[列出|查看|看看|看下|查|列一下|看][所有|全部](商机|单子|商机列表)",
        "[列出|查看|看看|看下|查|列一下|看]{owner}[的][所有|全部](商机|单子)[列一下|有哪些]",
        "[列出|查看|看看|看下|查|列一下|看]{owner}{filter}[的](商机|单子)[有哪些]",
        "[列出|查看|看看|看下|查|列一下|看]{filter}[的](商机|单子)[有哪些|列一下]",
        "(哪些|有哪些)(商机|单子){filter}[了]",
        "(哪些|有哪些|哪几个)(商机|单子|案子)[已经|都]{filter}[了|过]",
        "[已经|都]{filter}[了]的(商机|单子|案子)[列一下|列出来|有哪些|给我看看|看一下]",
        "[列出|查看|看看|看下|查|列一下|看]{company}[的][所有|全部]{filter}[的](商机|单子)",
        "[列出|查看|看看|看下|查|列一下|看]{company}[的][所有|全部](商机|单子)[有哪些]",
        "[把|将]{company}[的][所有|全部](商机|单子)[全|全部|都|也](列一下|列出来|列出|给我看看|拿来看看|看看|看一下|发我|拉出来)",
        "[列出|查看|看看|看下|查|列一下|看][在|处于]{stage}[阶段][的](商机|单子)[有哪些|列一下]",
        "[列出|查看|看看|看下|查|列一下|看]{owner}[在|处于]{stage}[阶段][的](商机|单子)",
        "{owner}{stage}[阶段]的(商机|单子)",
        "{min_amount}(以上|以上的|往上)[的](商机|单子)[列一下|有哪些]",
        "{max_amount}(以下|以内)[的](商机|单子)[列一下|有哪些]",
        "{period}(要签|到期|签约|要关|该签|要成交|预计成交|该成交)[的](商机|单子|单)[有哪些|是哪些|列一下|列出来]",
        "[我们|咱们|团队]{period}[我们|咱们|团队][都|一共]{filter=赢|赢了|赢下|拿下|丢|丢了|丢掉|输掉|输了}[了|的](哪些|哪几个|哪几单|什么)(商机|单子|单|项目)",
        "[列出|查看|看看|看下|列一下|看]{period}{filter=赢|赢了|赢下|赢单|拿下|丢|丢了|丢掉|丢单|输掉|输了}[了|掉|下]的(商机|单子|单)[有哪些|是哪些|列一下|列出来]",
        "{period}{owner}{filter=赢|赢了|赢下|拿下|丢|丢了|丢掉|输掉|输了}[了](哪些|哪几个|哪几单)(商机|单子|单)",
        "{owner}{period}(要签|到期|签约|要关|该签)[的](商机|单子)[有哪些]",
        "[列出|看看|查看|看]{order}[的][{top}][个|笔|单|张](商机|单子|案子)[是哪个|是哪些|有哪些|是什么|列一下]",
        "[列出|看看|查看|看]{order}[的]{top=两|三|四|五|六|七|八|九|十}[个|笔|单|张](商机|单子|案子)[是哪些|有哪些|列一下]",
        "{owner}[的]{order}[的][{top}][个|笔|单|张](商机|单子|案子)[是哪个|是哪些|有哪些|是什么]",
        "{owner}(手上|手里|名下|这边)的(商机|单子|案子)[有哪些|列一下]",
        "{owner}(手上|手里|名下|这边)[还]有(哪些|什么|几个|多少)[没签的|在跟的|进行中的](商机|单子|案子)",
    ],
)
def list_deals(
    turn: Turn,
    company: Company | None = None,
    owner: Member | None = None,
    stage: Stage | None = None,
    period: Period | None = None,
    min_amount: Amount | None = None,
    max_amount: Amount | None = None,
    filter: Annotated[str | None, WordSlot(STANDINGS)] = None,
    order: Annotated[str | None, WordSlot(ORDERS)] = None,
    top: Annotated[int | None, LimitSlot()] = None,
    page: int = 1,
) -> Reply:
    closes_yet = period and (period.end is None or period.end >= turn.today)
    narrow = stage or (company and not order) or (period and not closes_yet)
    wanted = DealFilter(
        company=company,
        owner=owner,
        stage=stage,
        first_day=period.start if period else None,
        last_day=period.end if period else None,
        least=turn.money(min_amount),
        most=turn.money(max_amount),
        standing="open" if filter == "quiet" or not (filter or narrow) else filter,
    )
    deals = turn.crm.deals.listed(wanted)
    if filter == "quiet":
        deals = turn.crm.activities.quiet(deals)
    deals = _ordered(turn, deals, order)[:top]
    turn.about(company)
    columns = {
        TITLE: lambda deal: deal.title,
        AMOUNT: lambda deal: deal.amount,
        STAGE: lambda deal: deal.stage,
        CLOSE: lambda deal: deal.close_date,
        OWNER: lambda deal: deal.owner and deal.owner.name,
    }
    title = T("{count} deal(s), {sum} in all", "商机 {count} 个，合计 {sum}")
    nothing = T("No deal fits.", "没有符合条件的商机。")
    return turn.listing(deals, columns, title, nothing, page, sum=totals(deals))


def _ordered(turn: Turn, deals: Sequence[Deal], order: str | None) -> Sequence[Deal]:
    """The next to close first, unless another order was asked for; amounts compare at today's rates."""

    def worth(deal: Deal) -> int:
        return turn.crm.rates.converted(deal.amount_minor, deal.currency)[0] or 0

    if order in ("largest", "smallest"):
        return sorted(deals, key=worth, reverse=order == "largest")
    if order in ("newest", "oldest"):
        return sorted(deals, key=attrgetter("created_at", "id"), reverse=order == "newest")
    return deals


def _moment(turn: Turn, at: date | datetime | None) -> datetime | None:
    if at is None or isinstance(at, datetime):
        return at
    return datetime(at.year, at.month, at.day, 12, tzinfo=turn.crm.zone)


def _facts(deal: Deal) -> dict[T, object]:
    return {
        COMPANY: deal.company and deal.company.name,
        CONTACT: deal.contact and deal.contact.name,
        AMOUNT: deal.amount,
        STAGE: deal.stage,
        CLOSE: deal.close_date,
        OWNER: deal.owner and deal.owner.name,
        REASON: deal.reason,
    }
