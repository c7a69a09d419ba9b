"""Contacts to look at: those at a company, with a title, or holding any word."""

from crm_domain.companies import Company
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.contacts import COMPANY, EMAIL, NAME, PHONE, TITLE
from handlers.reply import Reply
from handlers.turn import Turn

NOBODY_SUCH = T("Nobody at {company} is noted as {query}.", "{company}没有标注为“{query}”的人。")


@command(
    "contact.find",
    needs="contacts.read",
    help=T("Find contacts by company, title, email or any word", "按公司、职位、邮箱等查找联系人"),
    example=T("who do we know at Vantari", "澄屿有谁"),
    slash=("contact find", "contacts", "联系人 查找", "联系人列表"),
    en=[
        "contacts",
        "(show|list|find) [me] [all] [my|our|the] contacts",
        "(find|search|look for) [contacts|people|ppl] {query} (at|in|from) {company}",
        "(find|search|look for) {query} (people|ppl|contacts) (at|in|from) {company}",
        "(who|whom) (do we know|do we have|works|work|sits|is there) (at|in|for|with) {company}",
        "(who is|who's|whos|who are) (the|our|my) (contact|contacts) (at|in|with|for) {company}",
        "(contacts|people) (at|of|in|from) {company}",
        "(show|list) [me] [the|all] (contacts|people) (at|of|in|from) {company}",
        "(find|search|search for|look for) (contacts|people|ppl|a contact) {query}",
        "search [for] {query}",
        "(find|search for|look for|look up|show me|is there|do we have|do we know|have we got|got) (anyone|anybody|someone|somebody|everyone|everybody|people|any contact|any contacts|a contact|a person|contacts) (called|named|by the name of|with the name) {query}",
        "(find|search|look for|look up) [a|the|my] contact {query}",
        "(list|show) [of] [all] contacts",
        "who's (our|the) contact {company=there}",
        "anyone in {query} at {company}",
        "who else (do we know|do we have|is there) at {company}",
        "who else (do we know|do we have|is) {company=there}",
        "who (runs|does|handles|manages|leads|is in charge of|looks after|is responsible for) {query} (at|in|for|over at) {company}",
    ],
    zh=[
        "(列出|查看|看看|看下|查)[所有|全部|我的]联系人[列表]",
        "(所有|全部|我的)[的]联系人",
        "{company}有(谁|哪些人|哪些联系人)[是做|做|负责]{query}[的]",
        "{company}有(谁|哪些人|哪些联系人)",
        "{company}[的|那边]{query}是谁",
        "{company}[那边]谁是{query}",
        "{company}[的]联系人[有哪些|都有谁|列表]",
        "(列出|查看|看看|看下|查){company}的联系人",
        "{company}[那边|那里|那儿][我们|咱们](认识|熟悉|有联系的是)(谁|哪些人|什么人|几个人)",
        "[我们|咱们][在]{company}[那边|那里|那儿](认识|有认识的|熟悉)(谁|哪些人|什么人|几个人|人吗)",
        "(找|找找|找一下|查|搜)[有没有|有谁](叫|名叫|姓){query}的[人|联系人|客户]",
        "有(没有|谁)(叫|名叫|姓){query}的[人|联系人|客户]",
        "(查找|搜索|搜|找|找一下)联系人{query}",
        "(搜索|搜|查找){query}",
        "{company=那边|他们|那儿}[我们|咱们]还(认识|有)(谁|哪些人)",
        "(找一下|找下|查一下){company}(管|负责|做){query}的[人|联系人]",
        "{company}[那边|里面]谁(管|负责|做|搞){query}",
    ],
)
def find_contacts(turn: Turn, query: str | None = None, company: Company | None = None, page: int = 1) -> Reply:
    rows = turn.crm.contacts.found(query, company)
    if query and company and not rows and (others := turn.crm.contacts.found(None, company)):
        nobody = turn.voice.say(NOBODY_SUCH, query=query, company=company)
        everybody = find_contacts(turn, None, company)
        return everybody.but(text=f"{nobody} {everybody.text}") if others else everybody
    columns = {
        NAME: lambda row: row.name,
        TITLE: lambda row: row.title,
        COMPANY: lambda row: row.company and row.company.name,
        PHONE: lambda row: row.phone,
        EMAIL: lambda row: row.email,
    }
    turn.about(company)
    if company:
        title = T("{count} contact(s) at {company}", "{company}的联系人，共 {count} 位")
    else:
        title = T("{count} contact(s)", "联系人，共 {count} 位")
    nothing = T("No contact fits.", "没有符合条件的联系人。")
    return turn.listing(rows, columns, title, nothing, page, company=company)
