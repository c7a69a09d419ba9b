"""Companies: add, update, show."""

from typing import Annotated

from crm_domain.companies import Company
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.activities import told_of
from handlers.commands.companies_service import LABELS as LEVELS
from handlers.commands.companies_service import TIER, ZONE
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import Text, WordSlot
from handlers.turn import Ask, Turn

NAME, INDUSTRY, WEBSITE = T("Name", "名称"), T("Industry", "行业"), T("Website", "网址")
PHONE, OWNER = T("Phone", "电话"), T("Owner", "负责人")
CONTACTS, OPEN_DEALS, LAST = T("Contacts", "联系人"), T("Open deals", "进行中的商机"), T("Last activity", "最近跟进")
RENEWS = T("Renews on", "合同到期")


SAME = T("This looks like {other}: same?", "和{other}很像，是同一家吗？")
YES_SAME = T("Same company: merge", "同一家，合并")


@command(
    "company.add",
    needs="companies.write",
    help=T("Add a company", "新建公司"),
    example=T("new company Tidewell Surf Co, retail", "新建公司 砚秋书院"),
    slash=("company add", "company new", "公司 新建", "新建公司"),
    en=[
        "(add|new|create|register) [a] [new] (company|account|customer) [:|,|called] {*}",
        "new co {*}",
        "(add|create) {name} as a [new] (company|account|customer)",
        "(add|new|create) [a] [new] (company|account|customer)",
        "register {name} as a [new] (company|account|customer) , (they're|they are) in {industry}",
        "(company|account) : {*}",
    ],
    zh=[
        "(新建|添加|新增|加|建|录入|录|登记|建档|创建)[一家|一个|家|个][新|新的](公司|客户|企业)[:：,，叫]{*}",
        "新(公司|客户)[:：]{*}",
        "(新建|添加|新增)[一家|一个|个](公司|客户)",
        "(新建|添加|新增|加|建|录)[一个|个]公司{name},，{industry}行业,，(官网|网站|网址)[是|:]{website}",
    ],
)
def add_company(
    turn: Turn,
    name: str,
    industry: str | None = None,
    website: Annotated[str | None, Text(("url",))] = None,
    phone: Annotated[str | None, Text(("phone",))] = None,
) -> Reply:
    same = [row for row in turn.crm.companies.all() if row.name.casefold() == name.casefold()]
    if same:
        turn.about(same[0])
        return turn.refused(T("{name} is already here.", "{name}已经有了。"), name=same[0].name)
    company = turn.crm.companies.add(name, industry=industry, website=website, phone=phone)
    turn.about(company)
    alike = turn.crm.companies.alike(company)[:1]
    said = turn.voice.say(T("Added the company {name}.", "已新建公司{name}。"), name=name)
    if alike:
        said += " " + turn.voice.say(SAME, other=alike[0])
    merge = [(YES_SAME, f"/company.merge company=#{other.id} duplicate=#{company.id} sure=yes") for other in alike]
    return turn.done(T("{said}", "{said}"), said=said, fields=_facts(company), buttons=merge)


@command(
    "company.merge",
    needs="companies.write",
    help=T("Merge a duplicate company into another; undo takes it apart again", "合并重复的公司；撤销可以还原"),
    example=T("merge company Quillon Ltd into Quillon", "把公司砚秋合并到砚秋书院"),
    slash=("company merge", "公司 合并"),
    en=[
        "merge [the] (company|companies|account|accounts) {duplicate} into {company}",
        "merge [the] (company|companies|account|accounts) {company} (and|with) {duplicate}",
        "(combine|join) [the] (companies|accounts) {company} (and|with) {duplicate}",
        "(combine|join) [the] (company|account) {duplicate} (into|with) {company}",
        "[the] (company|account) {duplicate} is a duplicate of {company}",
        "{company} and {duplicate} are the same (company|account|customer|firm|business)",
        "{duplicate} is the same (company|account|customer|firm|business) as {company}",
        "fold [the] (company|account) {duplicate} into {company}",
    ],
    zh=[
        "(把|将)(公司|客户|客户公司){duplicate}(合并到|并到|合并进|并入|归到){company}",
        "合并(公司|客户|两家公司){company}(和|与|跟){duplicate}",
        "{duplicate}(跟|和|与){company}是同一家[公司|客户|企业][,，][合并|合并一下]",
        "(公司|客户){duplicate}是{company}的重复[记录]",
    ],
)
def merge_companies(
    turn: Turn, company: Company, duplicate: Company, sure: Annotated[str | None, WordSlot(YES)] = None
) -> Reply:
    if company.id == duplicate.id:
        raise Ask(
            "duplicate",
            T("That is one and the same company. Which one is the duplicate?", "这是同一条记录，哪一条是重复的？"),
        )
    if sure != "yes":
        preview = T(
            "Merge {duplicate} into {company}? {company} keeps its own values, takes over what it lacks, and all the people, "
            "deals, activities, tasks and tickets. Undo takes it apart again.",
            "把{duplicate}合并到{company}吗？{company}保留自己的资料，补上缺的内容，并接收对方的联系人、商机、跟进记录、任务和工单。之后可以撤销。",
        )
        raise Ask("sure", preview, sure=T("Merge", "合并"), company=company, duplicate=duplicate)
    name, moved = duplicate.name, turn.crm.companies.merge(company, duplicate)
    turn.about(company)
    return turn.done(
        T(
            "Merged {duplicate} into {company}; {moved} record(s) moved.",
            "已把{duplicate}合并到{company}，转移了 {moved} 条记录。",
        ),
        company=company,
        duplicate=name,
        moved=moved,
        fields=_facts(company),
    )


@command(
    "company.update",
    needs="companies.write",
    help=T("Change a company's name, industry, website, phone or owner", "修改公司的名称、行业、网址、电话、负责人"),
    example=T("rename the company Juniper to Juniper Inc.", "鲲途的总机改成 0755-5550166"),
    slash=("company update", "公司 修改"),
    en=[
        "rename [the] company {company} to {name}",
        "rename [the] company {company} to {name} [,] and (change|set) (its|the) (website|site) to {website}",
        "{company} is now called {name}",
        "(change|update|set) [the] (website|site) of {company} to {website}",
        "(change|update|set) {company}'s (website|site|homepage) to {website}",
        "(change|update|set) {company}'s [main] (phone|number|phone number) to {phone}",
        "(change|update|set) {company}'s industry to {industry}",
        "(change|update|set) {company}'s owner to {owner}",
        "(change|update|set) {company}'s name to {name}",
        "{company}'s [new] (website|site|homepage) is [now] {website}",
        "{company} website [is|to|:] {website}",
        "(change|update|set) [the] [main] (phone|number|phone number) (of|for) {company} to {phone}",
        "[the] [new] [main] (phone|number|phone number) (for|of) {company} [is|:] [now] {phone}",
        "{company} [main] (phone|number) [is|:] {phone}",
        "(change|set) [the] industry of {company} to {industry}",
        "{company} is in [the] {industry} industry",
        "{company} industry is {industry}",
        "(give|assign|hand) [the] (company|account) {company} to {owner}",
        "(give|hand|pass|turn|transfer|reassign) {company} [over] to {owner}",
        "(give|hand|pass|turn|sign) [the] (company|account|customer) {company} over to {owner}",
        "(give|hand|pass|turn|sign) [the] {company} (company|account) [over] to {owner}",
        "(change|set) [the] owner of [the company|the account] {company} to {owner}",
        "{owner} (takes over|owns) [the] (company|account) {company}",
        "{company}'s (website|site|homepage) (moved|changed|switched|is now|goes) [to] {website}",
        "(give|hand|pass) {company!} to {owner} as [the] account owner",
    ],
    zh=[
        "{company}[公司](改名|更名)[叫|为|成]{name}",
        "[把]公司{company}(改名|更名)[叫|为|成]{name}",
        "{company}的(网址|网站|官网)(是|改成|改为|换成){website}",
        "{company}的(电话|总机)(是|改成|改为|换成){phone}",
        "{company}的行业(是|改成|改为){industry}",
        "{company}[的]行业是{industry}",
        "(把|将)公司{company}(交给|转给|分给){owner}",
        "{company}公司的负责人(改成|换成|改为|是){owner}",
        "{company!}[这个|这家][客户|公司](转给|交给|给|归){owner}[跟|来跟|负责|管|跟进]",
        "{company}(改名叫|改名为|更名为){name}了",
        "(把|将){company}(转给|交给|给|分给){owner}(跟|来跟|负责|管|跟进)",
    ],
)
def update_company(
    turn: Turn,
    company: Company,
    name: str | None = None,
    industry: str | None = None,
    website: Annotated[str | None, Text(("url",))] = None,
    phone: Annotated[str | None, Text(("phone",))] = None,
    owner: Member | None = None,
) -> Reply:
    new = {"name": name, "industry": industry, "website": website, "phone": phone, "owner": owner}
    said = {field: value for field, value in new.items() if value is not None}
    if not said:
        raise Ask("name", T("What shall I change about {company}?", "{company}要改什么？"), company=company)
    for field, value in said.items():
        setattr(company, field, value)
    turn.about(company)
    shown = {LABELS[field]: value for field, value in said.items()}
    return turn.done(T("Updated {company}.", "已更新{company}。"), company=company, fields=shown)


LABELS = {"name": NAME, "industry": INDUSTRY, "website": WEBSITE, "phone": PHONE, "owner": OWNER}


@command(
    "company.show",
    needs="companies.read",
    help=T("Show a company with its people and open deals", "查看公司、联系人和进行中的商机"),
    example=T("tell me about Brightmoor", "看看澄屿科技"),
    slash=("company", "company show", "公司"),
    en=[
        "(show|open|find|see|view|pull up|look up|get) [me] [the] (company|account|customer) {company}",
        "(show|open|find|see|view|pull up|look up|get) [me] [the] {company} (account|company)",
        "(show|open|find|see|view|pull up|look up|get) [me] [the] {company}",
        "(company|account) {company}",
        "tell me about {company}",
        "[tell me] what (do we|do you|have we|have you) (have|know|got) (on|about) {company}",
        "(show|give|get|tell|pull up) [me] (everything|all|all the info|all info|all details|what) [we have|we've got|we know] (on|about) {company}",
        "who is {company}",
        "what is {company}",
        "{company} (details|info|overview)",
        "(who owns|who's the owner of|who is the owner of|who looks after|who's looking after|who manages|who covers) [the] {company} [account]",
        "whose (account|customer|client) is {company}",
        "{company!} [-|,|:] (company|account) (card|record|profile|page|file|info|details|overview)",
        "what (do we have|have we got|do you have) on {company!}",
    ],
    zh=[
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下|调出)[公司|客户]{company}[公司][的](资料|信息|情况|详情)",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下)(公司|客户){company}",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下){company}",
        "{company}[公司][的](资料|信息|情况|详情)",
        "公司{company}",
        "{company}[的](负责人|客户经理|销售)是(谁|哪位)",
        "{company}[这家公司|这个客户|这家][是|归](谁|哪位)(负责|在负责|在跟|跟|管|的客户)[的]",
        "(谁|哪位)(负责|在负责|在跟|管着|在管){company}[这家公司|这个客户|这家]",
        "(我们|咱们|系统里|你)[都|现在|手上](有|掌握|知道)[关于]{company}[的](什么|哪些|多少)(信息|资料|情况)",
        "(我们|咱们|你)对{company}[都](了解|知道)[些](多少|什么|哪些)[情况]",
        "[关于]{company}我们(有|知道|了解|掌握)(什么|多少|哪些)[信息|资料|情况]",
        "(查下|查查|查一查|看下|瞧瞧){company!}",
        "{company!}[的]公司(资料|信息|档案|情况)",
    ],
)
def show_company(turn: Turn, company: Company) -> Reply:
    deals = turn.crm.deals.of(company, only_open=True)
    people = turn.crm.contacts.at(company)
    latest = turn.crm.activities.listed(about=company)[:1]
    turn.about(company)
    turn.shown.update(("contacts", "deals", "activities"))
    facts = _facts(company) | {
        CONTACTS: [f"{person.name}{_titled(person.title)}" for person in people[:8]],
        OPEN_DEALS: [_deal_line(turn, deal) for deal in deals[:8]],
        LAST: told_of(turn, latest[0]) if latest else None,
    }
    buttons = ((T("Deals", "商机"), f"/deal.list company=#{company.id}"),) if deals else ()
    return turn.done(T("{company}", "{company}"), company=company, fields=facts, buttons=buttons)


def _facts(company: Company) -> dict[T, object]:
    return {
        INDUSTRY: company.industry,
        WEBSITE: company.website,
        PHONE: company.phone,
        TIER: LEVELS.get(company.tier or "", company.tier),
        ZONE: company.tz,
        RENEWS: company.renews_on,
        OWNER: company.owner and company.owner.name,
    }


def _titled(title: str | None) -> str:
    return f" ({title})" if title else ""


def _deal_line(turn: Turn, deal: object) -> str:
    amount = getattr(deal, "amount", None)
    stage = turn.voice.write(getattr(deal, "stage", None))
    return f"{getattr(deal, 'title', '')} ({turn.voice.write(amount)}, {stage})"
