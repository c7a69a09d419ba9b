"""What is amiss among the contacts: who is there twice, and of whom something is not known."""

from typing import Annotated

from crm_domain.contacts import Contact
from crm_domain.doubles import Double, doubles
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Button, Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

NAME, COMPANY, EMAIL, PHONE = T("Name", "姓名"), T("Company", "公司"), T("Email", "邮箱"), T("Phone", "电话")
FACTS = {
    "email": T("an e-mail address", "邮箱"),
    "phone": T("a phone number", "电话"),
    "company": T("a company", "公司"),
    "title": T("a job title", "职位"),
    "owner": T("an owner", "负责人"),
    "birthday": T("a birthday", "生日"),
}
ONE, OTHER, HOW = T("Contact", "联系人"), T("Maybe the same", "可能是同一人"), T("How sure", "把握")
SURE, DOUBT = T("surely", "很确定"), T("looks so", "看着像")
PAIRS = T("{count} pair(s) of contacts may be the same person", "有 {count} 对联系人可能是同一个人")
NONE = T("No two contacts look like the same person.", "没有发现重复的联系人。")
MERGE = T("Merge {name}", "合并{name}")
OFFERED = 3
LACKS = vocabulary(
    email="email, e-mail, mail, email address, an email, an email address, mail address, 邮箱, 邮件, 电子邮箱, 邮箱地址",
    phone="phone, phone number, number, mobile, telephone, a phone, a phone number, a number, 电话, 手机, 手机号, 电话号码, 号码, 联系方式",
    company="employer, a company, firm, 公司, 单位, 所属公司",
    title="title, job title, position, role, a title, a job title, 职位, 职务, 头衔",
    owner="an owner, 负责人, 跟进人",
    birthday="birthday, a birthday, 生日",
)
_LACKED = "email|e-mail|mail|email address|an email|an email address|phone|phone number|number|a phone|a phone number|a number|mobile|company|a company|title|job title|a title|a job title|owner|an owner|birthday|a birthday"
_LACKED_ZH = "邮箱|邮件|电子邮箱|邮箱地址|电话|手机|手机号|电话号码|号码|联系方式|公司|单位|所属公司|职位|职务|头衔|负责人|跟进人|生日"
_PEOPLE = "contacts|people|persons|customers"


@command(
    "contact.duplicates",
    needs="contacts.read",
    help=T("Find contacts who are there twice", "查找重复的联系人"),
    example=T("are there any duplicate contacts?", "有没有重复的联系人"),
    slash=("duplicates", "contact duplicates", "查重"),
    en=[
        f"[are there|do we have|have we got|is there|got] [any|some|many] (duplicates|dupes|duplicate {_PEOPLE}|duplicated {_PEOPLE}|double entries|doubles) [among|in|in our|among our] [the|our] [contacts|people|address book|crm|data]",
        f"(find|show|list|check for|look for|search for|see|detect) [me] [the|any|all|our|possible|potential] [possible] (duplicates|dupes|duplicate {_PEOPLE}|duplicated {_PEOPLE}|double entries|duplicate records) [among|in] [the|our] [contacts|people|crm|data]",
        "(who|which contacts|which people) (is|are) [in] (there twice|in twice|in there twice|in the crm twice|here twice|duplicated|duplicates|listed twice|double)",
        "(clean up|dedupe|deduplicate|tidy up) [the|our|my] (contacts|duplicates|address book|contact list|crm)",
        "(contacts|people) that (are|may be|might be|could be) (duplicates|the same|the same person)",
    ],
    zh=[
        "[系统里|我们|咱们|里面](有没有|有|是否有|有哪些|查查有没有)[可能]重复的(联系人|客户|人|记录|名片)[吗|没有]",
        "(查|查找|找|找出|找一下|查一下|看看|列出|检查|检查一下|看一下|排查)[一下][可能|有没有|有哪些|所有]重复的(联系人|客户|人|记录|名片)",
        "(查|查找|找|找出|找一下|查一下|看看|列出|检查|检查一下|看一下|排查)[一下][可能|有没有|有哪些|所有]重复(联系人|客户|记录|名片)",
        "(联系人|客户|通讯录)(查重|去重|排重|去一下重|查一下重)[一下]",
        "(给|帮|对)[我][把]联系人(查重|去重|排重)[一下]",
        "(哪些|哪几个|谁)(联系人|人)[是]重复(了|的)",
        "(查重|去重|排重)[一下]",
    ],
)
def find_doubles(turn: Turn, page: int = 1) -> Reply:
    found = doubles(turn.crm)
    turn.shown.add("contacts")
    columns = {
        ONE: lambda pair: _called(turn, pair.older),
        OTHER: lambda pair: _called(turn, pair.newer),
        HOW: lambda pair: SURE if pair.sure else DOUBT,
    }
    reply = turn.table(found, columns, PAIRS, NONE, page)
    return reply.but(buttons=(*(_merging(turn, pair) for pair in found[:OFFERED]), *reply.buttons))


def _called(turn: Turn, contact: Contact) -> str:
    told = (contact.name, contact.company and contact.company.name, contact.email, contact.phone)
    return turn.voice.write([part for part in told if part])


def _merging(turn: Turn, pair: Double) -> Button:
    label = turn.voice.say(MERGE, name=pair.newer.name)
    return Button(label, f"/contact.merge contact=#{pair.older.id} duplicate=#{pair.newer.id}")


@command(
    "contact.lacking",
    needs="contacts.read",
    help=T("List the contacts without an e-mail address, phone, company …", "查看缺邮箱、电话、公司等信息的联系人"),
    example=T("contacts without email", "哪些联系人没有邮箱"),
    slash=("lacking", "contact lacking", "缺信息"),
    en=[
        f"(show|list|find|give|see) [me] [all|the|our] ({_PEOPLE}) (without|with no|missing|lacking|that have no|who have no|that lack) [a|an] {{field={_LACKED}}} [on file|on record]",
        f"[all|the|our] ({_PEOPLE}) (without|with no|missing|lacking) [a|an] {{field={_LACKED}}}",
        f"(which|what|how many) [of our] ({_PEOPLE}) (have no|have|are missing|miss|lack|don't have|do not have|are without|are lacking) [no|a|an|any] {{field={_LACKED}}}",
        f"(who) (has no|have no|is missing|lacks|doesn't have|does not have) [a|an|any] {{field={_LACKED}}}",
    ],
    zh=[
        f"(哪些|哪几个|哪几位|有哪些|多少|有多少|几个)[个|位](联系人|客户联系人|客户|人)[还](没有|没|缺|缺少|没填|没写|没留|少)[填|留]{{field={_LACKED_ZH}}}[的|信息]",
        f"(查看|看看|列出|找出|找|查|显示|看下)[所有|全部]的(没有|没|缺|缺少|没填|没留){{field={_LACKED_ZH}}}的(联系人|人)",
        f"(没有|没|缺|缺少|没填|没留){{field={_LACKED_ZH}}}的(联系人|人)[有哪些|有多少|都有谁|列表|有几个]",
        f"(联系人|客户联系人)[里|中](没有|没|缺|缺少|没填){{field={_LACKED_ZH}}}的[有哪些|有多少|都有谁|有谁]",
    ],
)
def find_lacking(turn: Turn, field: Annotated[str, WordSlot(LACKS, labels=FACTS)], page: int = 1) -> Reply:
    columns = {
        NAME: lambda row: row.name,
        COMPANY: lambda row: row.company and row.company.name,
        PHONE: lambda row: row.phone,
        EMAIL: lambda row: row.email,
    }
    title = T("Contacts without {field}: {count}", "缺{field}的联系人：{count} 位")
    nothing = T("No contact is without {field}.", "所有联系人都有{field}。")
    return turn.listing(turn.crm.contacts.lacking(field), columns, title, nothing, page, field=FACTS[field])
