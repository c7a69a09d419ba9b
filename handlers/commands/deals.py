"""Deals: add, update, move, show."""

from datetime import date
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.pipelines import Stage
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.spans import Amount
from handlers.reply import Reply
from handlers.slots import New
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
        "(got|have|there's|we have|we've got) [a] [new|fresh|hot|nice] lead , {company} (wants|want|needs|need|is after|are after|asking for|looking for) {title} [,] [maybe|about|around|roughly|say|probably] {amount}",
        "(got|have|there's|we have|we've got) [a] [new|fresh|hot|nice] lead , {company} (wants|want|needs|need|is after|are after|asking for|looking for) {title}",
        "(add|new|create|open|start|put in|log) [a|an] [new] (deal|opportunity|opp) (for|with|at|w|w/) {company} (-|:|,) {*}",
        "[and] (a|another|one) [new] (deal|opportunity|opp) (there|with them|for them) [for|called|:|,] {*}",
        "new (deal|opportunity|opp) (there|with them|for them) [too|as well|also] [:|,] {*}",
        "(add|new|create|open|start) [a] [new] (deal|opportunity|opp) (with|at) {company} for {title} , {*}",
    ],
    zh=[
        "(新建|添加|新增|加|建|建立|开|录)[一个|一笔|一单|一筆|个|笔][新](商机|单子|案子|机会|项目)[:：，]{*}",
        "新(商机|单子|案子)[:：，]{*}",
        "(给|为|帮|替){owner}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)[:：，]{*}",
        "(给|为|帮|跟){company}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)[,，]{*}",
        "(给|为|帮|跟){company}(新建|添加|新增|加|建|建立|开)[一个|一笔|个|笔][新](商机|单子|案子|机会)",
        "(新建|添加|新增|加|建)[一个|一笔|个|笔][新](商机|单子)",
        "有个[新]机会[:：，]{company}(想做|想上|想要|要|想买|想采购){title}[,，][大概|大约|预计]{amount}[,，][先][放]{stage}",
        "有个[新]机会[:：，]{company}(想做|想上|想要|要|想买|想采购){title}[,，][大概|大约|预计]{amount}",
        "(给|为|帮|跟){company}(建|开|加|录)[个|一个](新单|大单|新单子)[:：，]{*}",
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
    return turn.done(T("Added the deal {title}.", "已新建商机{title}。"), title=title, fields=facts_of(deal))


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
        "{deal!} {amount} , (close|closing|closes) [date] [on|by] {close_date}",
        "{contact} [should be|is] [the] [new] contact (on|for) {deal!}",
        "[the] {deal!} should (say|have|list|show) {contact} as [the] contact",
        "(knock|knocked|talked|haggled|brought|bring) [the] {deal!} [down|up] to {amount}",
        "{contact} (knocked|talked|haggled|brought|beat) [the] {deal!} [down|up] to {amount} , (update it|change it|pls update|please update)",
        "(change|set|update) [the] (name|title) of [the] {deal!} to {title}",
        "[the] {deal!} (should be called|is called|is now called) {title}",
        "(hand|pass|give) [the] {deal!} [deal] [over] to {owner}",
        "[the] close date (of|for|on) [the] {deal} is [now] {close_date}",
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
        "{deal!}(那单|那个|那笔|这单|这个)[改|涨到|变成|变|降到|减到|谈到|加到|提高到]{amount}[了]",
        "{deal!}(改|涨到|变成|变|降到|减到|谈到|加到|提高到)[了]{amount}[了]",
        "(把|将){deal!}的(名字|名称|标题)(改为|改成|换成|改叫){title}",
        "{deal!}[那单|那个|那笔][往后|往前|先](挪到|拖到|延后到|顺延到|推迟到){close_date}[再][签|签约|签单|关单]",
        "{deal!}[以后|之后|从今天起|后面](归|由|让){owner}[来](管|跟|负责|跟进|接手)",
        "{deal!}[的](联系人|聯絡人|窗口|对接人)(改|换|换成|改成|是|为){contact}",
        "{deal!}[那单|那个]{close_date}[前|之前|以前]要签",
        "{deal!}{amount}[,，]{close_date}(签|签约|关单)",
        "(deal|单子|商机)[ ](改|改到|改成|调到|变成|涨到|降到)[ ]{amount}",
        "(把|将){deal!}(转给|交给|分给){owner}(跟|来跟|负责|管|跟进)",
        "{deal}(那单|这单|那个单子|那笔)[的|预计][的](签约日期|签约日|签约时间|关单日期)(改到|改成|推到|延到|提前到|改为){close_date}",
        "{deal}(那单|这单|那个单子|那笔)[的]金额(改到|改成|改为|调到|提到){amount}",
        "{deal}(改给|换给){owner}[跟|负责|来跟]",
        "{deal!}[的](签约日期|签约时间|签约日|关单日期)(改|改到|换到|调到|推到|提前到){close_date}",
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
        "{deal} (can|should|may) (go|move|be moved) [back] (to|into) {stage}",
        "{deal!} back to {stage} [, {*}]",
        "[we're|we are] at [the] {stage} [stage] (with|on) [the] {deal!} [now]",
        "(move|put|push|bring|take) (it|that|this) [back] (to|into) [the] {stage!}",
        "{deal!} -> {stage!}",
    ],
    zh=[
        "(把|将){deal}(移到|推到|推进到|改到|改成|放到|转到|挪到|推进至|转成){stage}[阶段]",
        "{deal}(移到|推到|推进到|改到|改成|放到|转到|挪到|到|进入|进|转成){stage}[阶段][了]",
        "(把|将){deal}(移到|推到|推进到|放到|转到|挪到|推进至|转成){stage!}",
        "(推到|移到|推进到|改到|转到){stage}[阶段]",
        "(把|将)(它|这单|这个|那单)(推到|移到|推进到|改到|转到){stage}[阶段]",
        "{deal!}(退回|退回到|回到|重新回到|推进到){stage}[阶段]",
        "{deal}(推到|推进到|移到|转到|进入){stage!}",
        "(推到|推进到|移到|转到){stage!}",
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
        "{deal!} , where (does it stand|are we|is it at)",
        "(where|how) (does|do) [the] {deal!} stand",
        "(how's|hows|how is) [the] {deal!} (deal|opportunity|opp) (looking|doing|going|coming along)",
        "(how's|hows|how is) [the] {deal!} (thing|one) (looking|doing|going|coming along)",
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
        "{deal!}(啥情况|什么情况|现在啥情况|什么进展|到哪了)[了]",
        "{deal}(那单|那个单子|这单|那笔)[现在|目前]谁(在跟|跟|负责|管|在负责)",
    ],
)
def show_deal(turn: Turn, deal: Deal) -> Reply:
    turn.about(deal)
    steps = [turn.voice.write(step.at.astimezone(turn.crm.zone).date()) for step in deal.history]
    stages = {stage.id: stage for stage in turn.crm.pipelines.stages()}
    history = [f"{turn.voice.write(stages[step.to_id])} {day}" for step, day in zip(deal.history, steps, strict=True)]
    facts = facts_of(deal) | {HISTORY: history[-4:]}
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


def facts_of(deal: Deal) -> dict[T, object]:
    return {
        COMPANY: deal.company and deal.company.name,
        CONTACT: deal.contact and deal.contact.name,
        AMOUNT: deal.amount,
        STAGE: deal.stage,
        CLOSE: deal.close_date,
        OWNER: deal.owner and deal.owner.name,
        REASON: deal.reason,
    }
