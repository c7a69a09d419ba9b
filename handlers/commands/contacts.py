"""Contacts: add, update, show, merge."""

from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.activities import told_of
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import New, Text, WordSlot
from handlers.turn import Ask, Turn

COMPANY, TITLE, EMAIL = T("Company", "公司"), T("Title", "职位"), T("Email", "邮箱")
PHONE, NOTE, OWNER, NAME = T("Phone", "电话"), T("Note", "备注"), T("Owner", "负责人"), T("Name", "姓名")
LABELS = {"name": NAME, "company": COMPANY, "email": EMAIL, "phone": PHONE, "title": TITLE}
ADDED = T("Added the contact {name}.", "已新建联系人{name}。")
SAME = T("This looks like {other}: same?", "和{other}很像，是同一个人吗？")
YES_SAME = T("Same person: merge", "同一人，合并")
DEALS, LAST, BIRTHDAY = T("Deals", "商机"), T("Last activity", "最近跟进"), T("Birthday", "生日")


@command(
    "contact.add",
    needs="contacts.write",
    help=T("Add a contact", "新建联系人"),
    example=T("new contact Bree Halloway, CFO @ Quillon, +1 415 555 0137", "新建联系人 郭子谦，鲲途汽配，IT经理"),
    slash=("contact add", "contact new", "联系人 新建", "新建联系人", "名片"),
    en=[
        "(add|new|create|save) [a] [new] contact [:|,] {*}",
        "(add|new|create|save) [a] [new] contact",
        "(add|put|save|set up) {name} [down] as a [new] contact (for|at|with) {company}",
        "(add|put|save|set up) {name} [down] as a [new] contact (for|at|with) {company} , {*}",
        "(add|put|save|set up) {name} [down] as [a] [new] contact [,] {*}",
        "(add|save) {name} (at|from) {company} (to|in) [my|the] contacts",
        "(add|save) {name} to [my|the] contacts",
        "(add|save|put in|put down) {name} as {company=their} [new] {*}",
        "(i met|met) {name} (from|of) {company} , add (him|her|them)",
        "contact [:] {name} {phone} [,] {title}",
        "contact [:] {name} {phone}",
        "contact [:] {name} {email}",
        "(create|make|open|set up|add) [a] [new] [contact] (record|entry|card|profile) for {*}",
        "(save|store|note) this [:] {*}",
        "new contact (at|from|for) {company} (-|:|,) {*}",
        "[the|our|their] contact {company=there} is {*}",
        "(add|put|save) {name} (into|in|to) [my|the|our] contacts [:|,|-] {*}",
        "(got|we have|there's|met) a new (guy|person|contact|girl|lady|face) (at|from) {company} [:|,|-] {*}",
    ],
    zh=[
        "(新建|添加|新增|加|存|录入|录)[一个|一位|个|位][新][客户]联系人[:：，]{*}",
        "(新建|添加|新增|加|存|录入)[一个|一位|个|位][新]联系人",
        "(给|在|帮){company}(新建|添加|新增|加|建|录|存)[一个|一位|个|位][新]联系人[:：，]{*}",
        "(给|在|帮){company}(新建|添加|新增|加|建|录|存)[一个|一位|个|位][新]联系人",
        "(新建|添加|新增|加|存|录入|录)[一个|一位|个|位][新][客户]联系人[叫]{name}[,，]是{company}的{title}[,，][他的|她的](手机号|手机|电话|号码)[是]{phone}",
        "(新建|添加|新增|加|存|录入|录)[一个|一位|个|位][新][客户]联系人[叫]{name}[,，]是{company}的{title}",
        "{company}[的|来了个|来了位]新(窗口|联系人|对接人)[:：,，]{*}(帮我存一下|存一下|录一下|加一下|记一下)",
        "新联系人[:：，]{*}",
        "联系人[:：是]{name}[,，]{phone}[,，]{title}",
        "联系人[:：是]{name}[,，]{phone}",
        "联系人[:：是]{name}[,，]{email}",
        "名片录一下[:：，]{*}",
        "(把|将){name}(加为|加成|存为|存成|设为){company}的联系人",
        "(把|将){name}(加到|存到|放进|存进)(联系人|通讯录)[里]",
        "{company}(来了|来|有)[个|位](新人|新同事|新经理)叫{name}[,，]做{title}的[,，](存一下|加一下|录一下|记一下)",
        "(新建|添加|新增|加|存|录入|录|建)[一个|一位|个|位][新](联络人|窗口|对接人)[:：，]{*}",
    ],
)
def add_contact(
    turn: Turn,
    name: str,
    company: Annotated[Company | None, New()] = None,
    title: str | None = None,
    email: Annotated[str | None, Text(("email",))] = None,
    phone: Annotated[str | None, Text(("phone",))] = None,
    note: str | None = None,
) -> Reply:
    contact = turn.crm.contacts.add(name, company=company, title=title, email=email, phone=phone, note=note)
    turn.about(company, contact)
    alike = turn.crm.contacts.alike(contact)[:1]
    said = turn.voice.say(ADDED, name=name)
    if alike:
        said += " " + turn.voice.say(SAME, other=_called(turn, alike[0]))
    same = [(YES_SAME, f"/contact.merge contact=#{other.id} duplicate=#{contact.id} sure=yes") for other in alike]
    return turn.done(T("{said}", "{said}"), said=said, fields=_facts(contact), buttons=same)


def _called(turn: Turn, contact: Contact) -> str:
    """Dana Wu at Acme."""
    if contact.company is None:
        return contact.name
    return turn.voice.say(T("{name} at {company}", "{company}的{name}"), name=contact.name, company=contact.company)


@command(
    "contact.update",
    needs="contacts.write",
    help=T("Change a contact's name, company, email, phone or title", "修改联系人的姓名、公司、邮箱、电话、职位"),
    example=T("Ellis Whitlow is now CEO", "李若楠的电话改成 13705550166"),
    slash=("contact update", "联系人 修改"),
    en=[
        "(change|update|set|correct) {contact} 's (email|mail|address|email address) [to] {email}",
        "(change|update|set|correct) {contact}'s (email|mail|address|email address) [to] {email}",
        "(change|update|set) [the] (email|mail) (of|for) {contact} to {email}",
        "{contact}'s [new] (email|mail) is [now] {email}",
        "{contact} [has a] [new] (email|mail) [is|:] {email}",
        "(change|update|set) {contact}'s (phone|number|mobile|phone number) [to] {phone}",
        "(change|update|set) [the] (phone|number|mobile) (of|for) {contact} to {phone}",
        "{contact}'s [new] (phone|number|mobile) is [now] {phone}",
        "{contact} [new] (phone|number|mobile) [is|:] {phone}",
        "(change|update|set) {contact}'s (title|job|role|position) to {title}",
        "{contact} is [now] [the] [new] {title} [now], (change|update) (his|her|their) title",
        "{contact}s {title} now, (change|update) (his|her|their) title",
        "{contact} is now [the] {title}",
        "{contact!} is [the|our|their] [new] {title} now",
        "{contact} (has|'s|is|got|was) [been|just] promoted to {title}",
        "{contact} [has] [just] (got|been|was) [just] promoted [,|to|and] (she's|he's|they're|she is|he is|they are|is) [now] [the|our] [new] {title} now",
        "{contact} [has] [just] (got|been|was) [just] promoted [,|and] (she's|he's|they're|she is|he is|they are|is) [now] [the] [new] {title}",
        "(change|set|update) {contact=his|her|their} title to {title}",
        "(change|set|update) {contact=his|her|their} (phone|number|mobile|phone number) to {phone}",
        "(change|set|update) {contact=his|her|their} (email|mail|address|email address) to {email}",
        "{contact=his|her|their} [new] (phone|number|mobile) is [now] {phone}",
        "{contact=his|her|their} [new] (email|mail|address) is [now] {email}",
        "{contact} [has|'s] moved [over] to {company}",
        "{contact}'s moved [over] to {company} , [can you] change (his|her|their) company",
        "{contact}'s moved [over] to {company} [can you] change (his|her|their) company",
        "{contact} (works|is) [now] at {company} [now]",
        "(change|set|update) {contact}'s company to {company}",
        "move [the] contact {contact} to {company}",
        "rename [the] contact {contact} to {name}",
        "(change|correct) {contact}'s name to {name}",
        "{contact} got married , change (his|her|their) name to {name}",
        "(change|update|edit) [the] contact {contact}",
        "{contact} (email|mail) (change|changed|changes) to {email}",
        "{contact}'s [new] (cell|mobile|phone|number|direct line|extension) is {phone}",
        "{contact} (got|was|has been|has) [been] (promoted|bumped|made|moved up) [to] {title}",
    ],
    zh=[
        "{contact}的(邮箱|邮件|email|e-mail)(是|改成|改为|换成|打错了,应该是|错了,应该是|应该是){email}",
        "(把|将){contact}的(邮箱|邮件|email)(改成|改为|换成){email}",
        "{contact}(换邮箱了|邮箱换了)[,，]{email}",
        "{contact}的(电话|手机|手机号|号码)(是|改成|改为|换成|应该是){phone}",
        "(把|将){contact}的(电话|手机|手机号|号码)(改成|改为|换成){phone}",
        "{contact}(换号了|换手机了|换号码了)[,，][新号是|新号码是]{phone}",
        "{contact}(升|升职|升任|晋升|提拔|调任)(为|成|到|了|做|当)[,，]{title}[了]",
        "{contact}(升|升任|晋升){title}[了]",
        "{contact}[现在]是{title}了",
        "{contact}(换职位了|换岗了)[,，][现在]是{title}",
        "{contact}的(职位|职务|头衔)(是|改成|改为|换成){title}",
        "(把|将){contact}的(职位|职务|头衔)(改成|改为|换成){title}",
        "{contact}(跳槽|调|转)(到|去)[了]{company}[了]",
        "{contact}的公司(是|改成|改为|换成){company}",
        "(把|将)联系人{contact}改名[为|叫|成]{name}",
        "{contact}(改名|更名)[为|叫|成]{name}",
        "{contact}(跳槽|跳)[去|到]{company}了",
        "{contact}(跳槽去|跳到|跳槽到|去了|转去|调去){company}[了][,，](改一下公司|改下公司|更新一下公司|公司改一下)",
        "{contact}[现在|现](升|升任|升职|提拔|晋升)[为|成|到]{title}了",
    ],
)
def update_contact(
    turn: Turn,
    contact: Contact,
    name: str | None = None,
    company: Company | None = None,
    email: Annotated[str | None, Text(("email",))] = None,
    phone: Annotated[str | None, Text(("phone",))] = None,
    title: str | None = None,
) -> Reply:
    new = {"name": name, "company": company, "email": email, "phone": phone, "title": title}
    said = {field: value for field, value in new.items() if value is not None}
    if not said:
        raise Ask("title", T("What is {contact}'s new title?", "{contact}的新职位是什么？"), contact=contact)
    if email:
        turn.crm.contacts.refuse_taken(email, but=contact)
    for field, value in said.items():
        setattr(contact, field, value)
    turn.about(contact)
    shown = {LABELS[field]: value for field, value in said.items()}
    return turn.done(T("Updated {contact}.", "已更新{contact}。"), contact=contact, fields=shown)


@command(
    "contact.show",
    needs="contacts.read",
    help=T("Show a contact", "查看联系人"),
    example=T("who is Ellis Whitlow", "沈嘉怡电话多少"),
    slash=("contact", "contact show", "联系人"),
    en=[
        "(show|open|see|view|pull up|look up|get) [me] [the] contact {contact}",
        "(show|open|see|view|pull up|look up|get) [me] [the] {contact} ['s details|details] [for me]",
        "(show|open) [me] {contact}'s (details|contact details|card)",
        "who is {contact}",
        "[what's|what is|give me] {contact}'s (phone|number|email|mail|mobile|title|address|details)",
        "(phone|number|email|mobile) (of|for) {contact}",
        "[tell me] what (do we|do you|have we|have you) (have|know|got) (on|about) {contact}",
        "(show|give|get|tell|pull up) [me] (everything|all|all the info|all info|all details|what) [we have|we've got|we know] (on|about) {contact}",
        "contact {contact}",
        "(what's|whats|what is|give me|need) {contact}'s (cell|mobile|phone|number|email|mail|title|details|address)",
        "whats {contact} (email|number|phone|mobile|title)",
    ],
    zh=[
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下)[联系人]{contact}[的](资料|信息|电话|邮箱|名片|联系方式)",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下)联系人{contact}",
        "(看|查|查看|看看|看下|看一下|打开|显示|查一下){contact}",
        "{contact}[的](电话|手机|邮箱|邮件|联系方式|资料|名片|职位)[是][多少|什么]",
        "{contact}是(谁|哪位|做什么的)",
        "(我们|咱们|系统里|你)[都|现在|手上](有|掌握|知道)[关于]{contact}[的](什么|哪些|多少)(信息|资料|情况)",
        "(关于|对|我们对|咱们对){contact}[我们][都](有|知道|了解|掌握)(什么|多少|哪些)[信息|资料|情况]",
        "联系人{contact}",
        "{contact}[的](邮箱|电话|手机|邮件|号码|职位)是(啥|多少|什么)",
        "{contact}[的]资料(给我看|给我看看|给我看一下|看一下|调出来)",
        "{contact}[的|是](什么职位|什么职务|哪家公司的|什么岗位|啥职位)",
    ],
)
def show_contact(turn: Turn, contact: Contact) -> Reply:
    latest = turn.crm.activities.listed(about=contact)[:1]
    turn.about(contact.company, contact)
    turn.shown.add("activities")
    last = told_of(turn, latest[0]) if latest else None
    return turn.done(T("{contact}", "{contact}"), contact=contact, fields=_facts(contact) | {LAST: last})


@command(
    "contact.merge",
    needs="contacts.write",
    help=T("Merge a duplicate contact into another; undo takes it apart again", "合并重复的联系人；撤销可以还原"),
    example=T("merge contact Keisha L. into Keisha Lambert", "把郭子谦合并到郭谦"),
    slash=("contact merge", "联系人 合并"),
    en=[
        "merge [the] [contact|contacts] {duplicate} into {contact}",
        "merge [the] (contact|contacts) {contact} (and|with) {duplicate}",
        "(we have|i have|there is|there are) {contact} (twice|two times|doubled) , [can you|please|pls] (combine|merge) them",
        "(we have|i have|there is|there are) {contact} (twice|two times|doubled)",
        "{duplicate} is a duplicate of {contact}",
        "{contact} and {duplicate} are the same person",
        "{contact} and {duplicate} are the same (person|guy|woman|contact) , merge (them|those|both)",
    ],
    zh=[
        "(把|将)[联系人]{duplicate}(合并到|并到|合并进|并入){contact}",
        "合并联系人{contact}(和|与|跟){duplicate}",
        "{duplicate}(跟|和|与){contact}是同一个人[,，][合并]",
        "{duplicate}是{contact}的重复[记录]",
        "{contact}(和|跟|与){duplicate}是(同一个人|一个人|同一人)[,，](合并|并)[吧|一下|了|起来]",
    ],
)
def merge_contacts(
    turn: Turn,
    contact: Contact,
    duplicate: Contact,
    sure: Annotated[str | None, WordSlot(YES)] = None,
) -> Reply:
    if contact.id == duplicate.id:
        raise Ask(
            "duplicate",
            T("That is one and the same contact. Which one is the duplicate?", "这是同一条记录，哪一条是重复的？"),
        )
    if sure != "yes":
        preview = T(
            "Merge {duplicate} into {contact}? {contact} keeps its own values, takes over what it lacks, and all the activities, "
            "deals, tasks and tickets. Undo takes it apart again.",
            "把{duplicate}合并到{contact}吗？{contact}保留自己的资料，补上缺的内容，并接收对方的跟进记录、商机、任务和工单。之后可以撤销。",
        )
        raise Ask("sure", preview, sure=T("Merge", "合并"), contact=contact, duplicate=duplicate)
    moved = turn.crm.contacts.merge(contact, duplicate)
    turn.about(contact)
    return turn.done(
        T(
            "Merged {duplicate} into {contact}; {moved} record(s) moved.",
            "已把{duplicate}合并到{contact}，转移了 {moved} 条记录。",
        ),
        contact=contact,
        duplicate=duplicate.name,
        moved=moved,
        fields=_facts(contact),
    )


def _facts(contact: Contact) -> dict[T, object]:
    return {
        TITLE: contact.title,
        COMPANY: contact.company and contact.company.name,
        EMAIL: contact.email,
        PHONE: contact.phone,
        NOTE: contact.note,
        BIRTHDAY: (contact.birthday or "").lstrip("-"),
        OWNER: contact.owner and contact.owner.name,
    }
