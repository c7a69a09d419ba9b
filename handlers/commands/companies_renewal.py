"""When a company's contract runs out or is renewed: noted, told of a month and a week ahead, and listed."""

from datetime import date, timedelta

from crm_domain.companies import Company
from crm_domain.texts import T
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Turn

NOTED = T(
    "Noted: {company} is to renew on {day}. {who} will hear of it a month and a week before.",
    "已记录：{company}的合同 {day} 到期，会提前一个月和一周提醒{who}。",
)
NOBODY, YOU = T("The company has no owner yet, so nobody", "（还没有负责人，暂不提醒）"), T("You", "你")
COMPANY, DAY, OWNER = T("Company", "公司"), T("Renews on", "合同到期"), T("Owner", "负责人")
SOON = timedelta(days=90)


@command(
    "company.renewal",
    needs="companies.write",
    help=T(
        "Note when a company's contract is to be renewed; its owner hears of it ahead",
        "记录客户合同到期日，到时提前提醒负责人",
    ),
    example=T("Acme's contract renews on 1 March 2027", "澄屿科技的合同2027年3月1日到期"),
    slash=("renewal", "company renewal", "续约日"),
    en=[
        "{company!}'s (contract|subscription|licence|license|agreement|plan) (renews|expires|runs out|ends|is up|is up for renewal|is due for renewal|comes up for renewal) [on|by] {day}",
        "{company!} (renews|is up for renewal|is due for renewal|comes up for renewal|is to renew) [on|by] {day}",
        "(set|note|record|save|change|move) {company!}'s (renewal|renewal date|contract end) [to|as|on|:] {day}",
        "[the] (contract|subscription|licence|license|agreement) (with|of) {company!} (renews|expires|runs out|ends|is up) [on] {day}",
        "[the] renewal date (of|for) {company!} is [now] {day}",
        "{company!}'s renewal date is [now] {day}",
    ],
    zh=[
        "{company!}[的](合同|合约|协议|订阅|授权)[将|会|要|是]{day}(到期|续约|续签|结束|截止)",
        "{company!}[的](合同|合约|协议|订阅|授权)(到期日|到期时间|续约日|续约日期|续签日期)[是|为|改到|改为|：|:]{day}",
        "{company!}[的](到期日|续约日|续约日期|续签日期)[是|为|改到|改为|：|:]{day}",
        "{company!}{day}(续约|续签|合同到期)",
        "(把|将){company!}[的](续约日|续约日期|合同到期日|到期日)(设为|改到|改为|改成){day}",
    ],
)
def note_renewal(turn: Turn, company: Company, day: date) -> Reply:
    company.renews_on = day
    turn.about(company)
    who = NOBODY if company.owner is None else YOU if company.owner.id == turn.me.id else company.owner.name
    return turn.done(NOTED, company=company, day=day, who=who)


@command(
    "company.renewals",
    needs="companies.read",
    help=T("List the contracts that are to be renewed in the next 90 days", "查看未来90天内到期的合同"),
    example=T("which contracts renew soon?", "哪些合同快到期了"),
    slash=("renewals", "company renewals", "合同到期"),
    en=[
        "(which|what) (contracts|subscriptions|customers|accounts|companies) (renew|expire|are up for renewal|are due for renewal|run out|come up for renewal) [soon|next|in the next 90 days]",
        "[show|list] [me] [the|our|all] (upcoming|coming|next) renewals",
        "(what|which) renewals are (coming|coming up|due|ahead|next)",
        "(who|which customers) (is|are) up for renewal [soon|next]",
    ],
    zh=[
        "(哪些|哪几个|有哪些)(合同|客户|客户合同|公司)[快|快要|即将|要|马上](到期|续约|续签)[了]",
        "[查看|看看|列出](快到期|即将到期|待续约|快续约)的(合同|客户)",
    ],
)
def list_renewals(turn: Turn, page: int = 1) -> Reply:
    rows = turn.crm.companies.renewing(None, turn.today, turn.today + SOON)
    columns = {
        COMPANY: lambda company: company.name,
        DAY: lambda company: company.renews_on,
        OWNER: lambda company: company.owner and company.owner.name,
    }
    title = T("{count} contract(s) to renew in the next 90 days", "未来 90 天内到期的合同 {count} 份")
    nothing = T(
        "No contract on record is to renew in the next 90 days. Note one like: Acme's contract renews on 1 March",
        "未来 90 天内没有到期的合同。可以说：澄屿科技的合同3月1日到期",
    )
    return turn.listing(rows, columns, title, nothing, page)
