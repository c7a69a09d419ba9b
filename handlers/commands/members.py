"""Members: add, link, change roles, list; and everybody's own language and time zone."""

from typing import Annotated

from crm_domain.members import ROLES, Member, Role
from crm_domain.texts import T
from crm_domain.zones import zone_named
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import Text, WordSlot
from handlers.turn import Turn

NAME, HANDLE, ROLE, TEAM = T("Name", "姓名"), T("Handle", "账号"), T("Role", "角色"), T("Team", "团队")
EMAIL, ZONE = T("Email", "邮箱"), T("Time zone", "时区")
LANGUAGES = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "普通话": "zh"}


@command(
    "member.add",
    needs="members.admin",
    help=T("Add a member of the team (admins)", "添加团队成员（管理员）"),
    example=T("add a member Lou Garrity, lou@example.com, agent", "添加成员 小杜 客服"),
    slash=("member add", "member new", "成员 添加", "添加成员"),
    en=[
        "(add|new|create|invite) [a] [new] (member|user|colleague|team member) [:] {*}",
        "(add|invite) {name} as [a|an] [new] {role}",
        "(add|invite) {name} as [a|an] [new] {role} , {email}",
        "(add|new|create|invite) [a] [new] (member|user)",
        "add {name} to the team as [a|an] {role} [,] {email}",
        "add {name} to the team as [a|an] {role}",
        "(invite|add|create|register) {name} as [a|an] {role} [,] {email}",
    ],
    zh=[
        "(添加|新增|新建|加|邀请)[一个|一位|个|位][新](成员|同事|用户)[:：，]{*}",
        "(把|将){name}(加到|加进|添加到|加入)(系统|团队)[里|中][,，]{*}",
        "(添加|新增|新建|加)[一个|一位|个|位][新](成员|用户)",
        "(把|将){name}加进来(做|当){role}[,，]{email}",
        "(把|将){name}加进来(做|当){role}",
    ],
)
def add_member(
    turn: Turn,
    name: str,
    email: Annotated[str | None, Text(("email",))] = None,
    role: Role | None = None,
    handle: str | None = None,
) -> Reply:
    bare = (handle or "").lower().removeprefix("handle").removeprefix("账号").removeprefix("帐号").strip(" :：@")
    member = turn.crm.members.add(name, role or Role.REP, handle=bare or None, email=email)
    turn.about(member)
    code = turn.crm.members.new_code(member)
    said = T(
        "Added {name} as {role}. To link a {apps} account, {name} sends me there: link {code} (good for a day).",
        "已添加{name}，角色：{role}。请{name}在{apps}里给我发：link {code}（一天内有效），即可关联账号。",
    )
    role_name = ROLES[Role(member.role)]
    facts = {HANDLE: member.handle, EMAIL: email, ROLE: role_name}
    return turn.done(said, name=name, role=role_name, code=code, apps=_apps(turn), fields=facts).but(private=True)


def _apps(turn: Turn) -> T:
    """The apps in which an account can be linked; two channels may be one app."""
    names = dict.fromkeys(turn.apps.values())
    return T(" or ".join(names), f" {' 或 '.join(names)} ") if names else T("chat", "聊天应用")


@command(
    "member.link",
    needs="members.admin",
    help=T(
        "Get a one-time code that links a member's chat account (admins)",
        "生成一次性验证码，关联成员的聊天账号（管理员）",
    ),
    example=T("link Lou", "关联小杜"),
    slash=("member link", "成员 关联"),
    en=[
        "link [the] [account of] [member] {handle}",
        "[get|give me] [a] (link|login|one-time) code for {handle}",
        "(give|send|get|make) {handle} (a|another|a new) [link|login|one-time] code",
    ],
    zh=["关联[成员]{handle}[的账号]", "(给|为){handle}(生成|要)[一个]验证码"],
)
def link_member(turn: Turn, handle: Member) -> Reply:
    code = turn.crm.members.new_code(handle)
    said = T(
        "{name} sends me from the new account: link {code} (once, good for a day).",
        "请{name}用新账号给我发：link {code}（一次有效，一天内使用）。",
    )
    return turn.done(said, name=handle.name, code=code).but(private=True)


@command(
    "member.role",
    needs="members.admin",
    help=T("Change a member's role (admins)", "修改成员角色（管理员）"),
    example=T("make Lou a manager", "把小杜设为经理"),
    slash=("member role", "role", "角色"),
    en=[
        "(make|promote) {name} [to] [a|an|the] {role}",
        "(change|set) {name}'s role to {role}",
        "(make|promote) {name} [to] [a|an|the] {role!}",
        "(change|set) {name}'s role to {role!}",
        "(change|set) [the] role of {name} to {role}",
        "role {name} (->|to|is) {role}",
    ],
    zh=[
        "(把|将){name}(升为|升成|设为|改为|改成|提拔为|调为|的角色改成|的角色改为){role}",
        "{name}(升为|设为|改为|改成|的角色改成|的角色改为){role}",
        "(把|将){name}(升为|升成|设为|提拔为|的角色改成|的角色改为){role!}",
    ],
)
def change_role(turn: Turn, name: Member, role: Role) -> Reply:
    before, name.role = Role(name.role), role
    turn.about(name)
    said = T("{name} is now {role} (was {before}).", "{name}现在是{role}（原来是{before}）。")
    return turn.done(said, name=name.name, role=ROLES[role], before=ROLES[before])


@command(
    "member.list",
    needs="members.read",
    help=T("List the members of the team", "查看团队成员"),
    example=T("members", "成员列表"),
    slash=("members", "member list", "member", "成员列表", "成员"),
    en=[
        "[show|list|see|who are] [me] [all] [the] [team] members",
        "(who is|who's) (on|in) (the|my|our) team",
        "(show|list) [me] [everyone|all|the] [who's|who is] [an|a] {role} [here]",
        "show me everyone who's (a|an) {role} [here]",
        "who are [the|our] {role}",
        "who is [the|our|an|a] {role=admin|manager|administrator}",
    ],
    zh=[
        "[列出|查看|看看|看下|查][所有|全部|现在]成员[列表|名单|都是什么角色|有哪些]",
        "(团队里有谁|团队有谁|有哪些同事)",
        "列成员[就行]",
        "有哪些{role}",
    ],
)
def list_members(turn: Turn, role: Role | None = None, page: int = 1) -> Reply:
    rows = [row for row in turn.crm.members.everyone() if role in (None, row.role)]
    columns = {
        NAME: lambda row: row.name,
        HANDLE: lambda row: row.handle,
        ROLE: lambda row: ROLES[Role(row.role)],
        TEAM: lambda row: row.team,
        ZONE: lambda row: row.tz,
    }
    title = T("{count} member(s)", "成员 {count} 位")
    return turn.listing(rows, columns, title, T("Nobody has that role.", "没有这个角色的成员。"), page)


@command(
    "member.me",
    help=T("Set your own language, time zone or working hours", "设置自己的语言、时区"),
    example=T("speak Chinese", "用中文"),
    slash=("me", "我"),
    en=[
        "(speak|talk|answer in|switch to|use) {lang}",
        "my (time zone|timezone|zone) is {tz}",
        "set my (time zone|timezone) to {tz}",
    ],
    zh=["(说|用|讲|切换到|改用|换成){lang}", "我的时区(是|改成|改为|设为){tz}"],
)
def about_me(turn: Turn, lang: Annotated[str | None, WordSlot(LANGUAGES)] = None, tz: str | None = None) -> Reply:
    me = turn.me
    if lang:
        me.lang = lang
        turn.voice.lang = me.language
    if tz:
        me.tz = zone_named(tz)
        turn.voice.zone = me.zone
    facts = {NAME: me.name, HANDLE: me.handle, ROLE: ROLES[Role(me.role)], TEAM: me.team, ZONE: me.tz}
    return turn.done(T("Your settings:", "你的设置："), fields=facts)


ORDERS = vocabulary(
    day="day first, the day first, day before month, day then month, dd/mm, dd-mm, d/m, british, european, day-month, "
    "day/month, 日在前, 先日后月, 日月, 先写日",
    month="month first, the month first, month before day, month then day, mm/dd, mm-dd, m/d, american, month-day, "
    "month/day, 月在前, 先月后日, 月日, 先写月",
)
WEEKDAYS = vocabulary(
    coming="the coming one, the next one, the nearest one, this coming one, the coming friday, the first one, 最近的那个, "
    "最近的, 马上到的那个",
    later="the one after, the one in the next week, the one next week, next week's, the week after, the following week, "
    "下一周的, 下一周的那个, 下个星期的",
)
ORDER_IS = {
    "day": T("4/12 is the 4th of December.", "4/12 是 12 月 4 日。"),
    "month": T("4/12 is the 12th of April.", "4/12 是 4 月 12 日。"),
}
WEEKDAY_IS = {
    "coming": T("“next Friday” is the coming one.", "“next Friday”是最近的那个周五。"),
    "later": T("“next Friday” is the one in the next week.", "“next Friday”是下一周的周五。"),
}


@command(
    "member.dates",
    help=T("Say how you write days: day or month first, what “next Friday” is", "设定你的日期写法：日在前还是月在前"),
    example=T("I write the day first", "日期我习惯月在前"),
    slash=("dates", "日期写法"),
    en=[
        "(i write|i put|i always write|we write|my dates are|dates are|my date format is|i use) [dates] [with] {order} [in dates]",
        "(by|with) next (monday|tuesday|wednesday|thursday|friday) (i mean|i always mean) {weekday}",
        "next (monday|tuesday|wednesday|thursday|friday) (is|means) [always] {weekday}",
    ],
    zh=["[我的|我]日期[格式|写法][我][习惯|都|是|用|一般]{order}[的]", "next friday(是|指|指的是){weekday}"],
)
def about_dates(
    turn: Turn,
    order: Annotated[str | None, WordSlot(ORDERS)] = None,
    weekday: Annotated[str | None, WordSlot(WEEKDAYS)] = None,
) -> Reply:
    me = turn.me
    if order:
        me.day_order = order
    if weekday:
        me.next_weekday = weekday
    known = [ORDER_IS.get(me.day_order or ""), WEEKDAY_IS.get(me.next_weekday or "")]
    told = " ".join(turn.voice.say(text) for text in known if text)
    if not told:
        return turn.done(T("You have not told me how you write days.", "你还没有说过日期写法。"))
    return turn.done(T("I keep in mind: {told}", "记住了：{told}"), told=told)
