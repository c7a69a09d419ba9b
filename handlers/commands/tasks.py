"""Tasks: add, list, done, snooze."""

import re
from datetime import date, datetime
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import NotAllowed
from crm_domain.members import Member
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reading.words import SPANS_OF_TASKS
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

TITLE, DUE, ASSIGNEE = T("Task", "任务"), T("Due", "截止"), T("For", "负责人")
NUMBER = T("No.", "编号")


_SOMEBODY = re.compile(r"\b(?:him|her|them)\b|[他她]们?", re.I)  # whom the talk was about: nobody will know next week


@command(
    "task.add",
    needs="tasks.write",
    help=T("Add a task for yourself or a colleague", "给自己或同事建任务"),
    example=T("add a task: send the quote, due Friday", "加个任务：发报价，周五前"),
    slash=("task add", "task new", "task", "todo", "任务 新建", "任务", "待办"),
    en=[
        "(add|new|create|make|set) [a|me a] [new] (task|todo|to do|to-do) for {assignee} [to|,|:] {title} [,] [due|by|for|until|on|at|before] {due}",
        "(add|new|create|make|set) [a|me a] [new] (task|todo|to do|to-do) for {assignee} (to|,|:) {title}",
        "(add|new|create|make|set) [a|me a] [new] (task|todo|to do|to-do) [to|,|:] {title} [,] [due|by|for|until|on|at|before] {due}",
        "(add|new|create|make|set) [a|me a] [new] (task|todo|to do|to-do) [to|,|:] {title}",
        "(task|todo) [:] {title} [,] (due|by|for|until|on|at|before) {due}",
        "(task|todo) [:] {title} {due}",
        "(tell|ask|get) {assignee} to {title!} (by|on|before|until) {due}",
        "(tell|ask|get) {assignee} to {title!} {due}",
        "(give|assign|set) {assignee} [a|the] (task|todo|to do|to-do) [to|:|,] {title} [by|for|until|on|at|before] {due}",
        "(give|assign|set) {assignee} [a|the] (task|todo|to do|to-do) [to|:|,] {title}",
        "(tell|ask|get) {assignee} to {title!}",
        "(have|let) {assignee} {title!} (by|on|before) {due}",
        "(add|new|create) [a] [new] (task|todo)",
        "(i|we) (need|have|gotta|got) to {title} (by|before|on) {due} , (put|stick|add) (it|that) (on|to|in) (my|the) [to do|todo|to-do|task] (list|tasks)",
        "(i|we) (need|have|gotta|got) to {title} , (put|stick|add) (it|that) (on|to|in) (my|the) [to do|todo|to-do|task] (list|tasks)",
        "(give|set|assign) {assignee} a task to {title} [by|before|on|due] {due}",
        "(give|set|assign) {assignee} a task to {title}",
        "task for {assignee} (by|due|before|for) {due} : {title}",
        "{assignee} (needs to|has to|should) {title} (by|before|on) {due} [,] [put|stick|add] [that|it] [on] [his|her|their] [list]",
        "(add|new|create|make) [a] [new] (task|todo|to do|to-do) for {company=them} [to|,|:] {title} [,] (by|due|on|before|until) {due}",
        "(add|new|create|make) [a] [new] (task|todo|to do|to-do) for {company=them} (to|,|:) {title}",
    ],
    zh=[
        "(新建|添加|新增|加|建|记)[一个|一条|个|条](任务|待办|task)[,，:：]{due}[之前|前]{title}",
        "(新建|添加|新增|加|建|记)[一个|一条|个|条](任务|待办|task)[,，:：]{title}[,，]{due}[之前|前|交|完成]",
        "(新建|添加|新增|加|建|记)[一个|一条|个|条](任务|待办|task)[,，:：]{title}",
        "(新建|添加|新增|加|建|记)[一个|一条|个|条](任务|待办|task)[,，](给){assignee},:{title}[,，]{due}[之前|前|交|完成]",
        "(新建|添加|新增|加|建|记)[一个|一条|个|条](任务|待办|task)[,，](给){assignee},:{title}",
        "(给|让|派给){assignee}(派|建|加|安排)[一个|个|条](任务|待办)[,，:：]{title}[,，]{due}[之前|前|交|完成]",
        "(给|让|派给){assignee}(派|建|加|安排)[一个|个|条](任务|待办)[,，:：]{due}[之前|前]{title}",
        "(给|让|派给){assignee}(派|建|加|安排)[一个|个|条](任务|待办)[,，:：]{title}",
        "(任务|待办|跟进任务):让{assignee}{due}[之前|前]{title}",
        "(让|叫|请|安排|派|麻烦|喊){assignee}[在]{due}(之前|以前|前)[把|要|去]{title}",
        "(给|让|派给){assignee}(派|安排|布置)[一个|个](活|事)[儿]",
        "(任务|待办):{title}[,，]{due}[之前|前|交|完成]",
        "(任务|待办):{title}",
        "(新建|添加|新增|加|建)[一个|一条|个|条](任务|待办)",
        "(让|叫|请|安排){assignee}{due}[之前|前|以前]{title}[,，](记成|记为|建成|建个|加成|记个|加个)(任务|待办)",
        "{title}[,，](记成|记为|建成|加成)(任务|待办)",
        "[顺便|再](加|建|记)个(待办|任务){due}[前|之前]{title}",
        "(任务|待办):{due}(之前|前|以前){title}",
        "(给|让|派给){assignee}(派|建|加|安排)[一个|个|条](任务|待办)[,，:：]{due}(之前|前|以前)[,，]{title}",
    ],
)
def add_task(
    turn: Turn,
    title: str,
    due: date | datetime | None = None,
    assignee: Member | None = None,
    contact: Contact | None = None,
    company: Company | None = None,
    deal: Deal | None = None,
    ticket: Ticket | None = None,
) -> Reply:
    about = {"contact": contact, "company": company, "deal": deal, "ticket": ticket}
    if not any(about.values()) and _SOMEBODY.search(title):
        about["contact"] = turn.spoken_of(Contact)
    task = turn.crm.tasks.add(title, due, assignee=assignee, **about)
    turn.about(task)
    return turn.done(T("Added the task: {title}", "已建任务：{title}"), title=title, fields=_facts(turn, task))


@command(
    "task.list",
    needs="tasks.read",
    help=T("List open tasks: today, overdue, this week or all", "查看未完成的任务：今天、逾期、本周、全部"),
    example=T("what's on my plate today", "今天要做什么"),
    slash=("tasks", "task list", "todos", "任务列表"),
    en=[
        "[show|list|see] [me] [my|the] [open] (tasks|todos|to dos|to-dos|task list)",
        "[show|list|see|any|got any|do i have any] [me] [my|the] {filter} (tasks|todos)",
        "[show|list|see|what are] [me] [my|the] [open] (tasks|todos) [for|due] {filter}",
        "[show|list|see|what are] [me] {assignee}'s [open] (tasks|todos) [for|due] {filter}",
        "[show|list|see|what are] [me] {assignee}'s {filter} (tasks|todos)",
        "[show|list|see|what are] [me] {assignee}'s [open] (tasks|todos)",
        "(tasks|todos) (of|for) {assignee}",
        "(what|which) [overdue] tasks does {assignee} have",
        "(what's|whats|what is) (on my plate|on|due) {filter}",
        "(what do i|what should i) [have to|need to] do {filter}",
        "(what's|whats|what is) on my (plate|list|agenda)",
        "what (is|are) [my] {filter}",
        "~(what's|whats|what is) left [to do|to be done|for me] [for] {filter}",
        "~(what's|whats|what is) left (to do|to be done|on my list|for me to do)",
        "what did i miss , overdue (tasks|to-dos|todos)",
        "{assignee}'s tasks (this week|today)",
    ],
    zh=[
        "[列出|查看|看看|看下|查|我的][全部|所有][未完成的](任务|待办)[列表|清单]",
        "[列出|查看|看看|看下|查][我|我的]{filter}[的|有什么|有哪些|有啥](任务|待办)[有哪些]",
        "[我]{filter}[有什么|有哪些|有啥](任务|待办|要做的|事)",
        "[我|还|我还](有|还有)(哪些|什么|啥|没有|多少){filter}[的](任务|待办)[吗]",
        "[我]{filter}(要做啥|要做什么|做什么|干什么|有什么事|有啥事|该做什么|要干啥)",
        "{filter}[的](任务|待办)",
        "[我]{filter}(还有|都有|还剩|还差)(什么|哪些|啥|什么样的|多少)(任务|待办|事|事情|事儿|活|活儿|要做的|没做的|没做)[要做|没做|没完成]",
        "[我]{filter}[还](有什么|有啥|有哪些|有多少)(事情|事儿|活|活儿|安排)[要做|没做|要办]",
        "{assignee}[有|的][什么|哪些]{filter}[的](任务|待办)",
        "{assignee}{filter}[还](有什么|有啥|有哪些)(任务|待办|事|事情|活)[要做|没做]",
        "{assignee}{filter}[有|的][什么|哪些](任务|待办)",
        "{assignee}(有什么|有哪些|的)(任务|待办)",
        "(列下|列一下|列出|拉一下)[我]{filter}的(任务|待办)",
    ],
)
def list_tasks(
    turn: Turn,
    assignee: Member | None = None,
    filter: Annotated[str | None, WordSlot(SPANS_OF_TASKS)] = None,
    page: int = 1,
) -> Reply:
    who = assignee or turn.me
    if who.id != turn.me.id and not turn.crm.access.may(turn.crm.role, "tasks.admin"):
        raise NotAllowed(
            T("You can only see your own tasks. Ask {who} or a manager.", "你只能看自己的任务。请问{who}本人或经理。"),
            who=who.name,
        )
    rows = turn.crm.tasks.listed(who, filter or "all")
    turn.shown.add("tasks")
    columns = {
        NUMBER: lambda task: f"#{task.id}",
        TITLE: lambda task: task.title,
        DUE: lambda task: task.due and (task.due_at or task.due_date),
    }
    if who.id == turn.me.id:
        title = T("You have {count} open task(s){overdue}", "你有 {count} 个未完成的任务{overdue}")
    else:
        title = T("{who} has {count} open task(s){overdue}", "{who}有 {count} 个未完成的任务{overdue}")
    nothing = T("Nothing to do{mine}.", "手头没有任务{mine}。")
    late = sum(1 for task in rows if task.due_date and task.due_date < turn.today)
    overdue = turn.voice.say(T(", {late} overdue", "，其中 {late} 个逾期"), late=late) if late else ""
    mine = "" if who.id == turn.me.id else turn.voice.say(T(" for {who}", "（{who}）"), who=who.name)
    reply = turn.listing(rows, columns, title, nothing, page, who=who.name, overdue=overdue, mine=mine)
    if len(rows) != 1:
        return reply
    return reply.but(buttons=(*reply.buttons, *turn.buttons((T("Done", "完成"), f"/task.done task=#{rows[0].id}"))))


@command(
    "task.done",
    needs="tasks.write",
    help=T("Tick a task off", "完成任务"),
    example=T("send the quote is done", "发报价完成了"),
    slash=("task done", "done", "完成", "任务 完成"),
    en=[
        "(done|finished|complete|completed|tick off|check off|finish|close) [with] [the] [task] {task} [task] [, tick it off]",
        "{task} [task] (is|done|is done|finished|is finished|completed|is completed|complete) [done]",
        "mark [the] [task] {task} [task] [as] (done|complete|completed|finished)",
        "tick [the] {task} off",
        "(✅|✔|☑|✓) {task}",
        "{task} (✅|✔|☑|✓) [done]",
        "{task} is (sent|done|finished|complete|out) , (tick|check|cross) it [off]",
        "{task} (✅|✔|☑|✓) done",
        "{task} done (✅|✔|☑|✓)",
    ],
    zh=[
        "{task}(完成了|做完了|搞定了|办完了|弄完了|好了|已完成|完成)",
        "{task!}(更新完了|写完了|发完了|整理完了|准备好了|弄好了|发出去了|交了)",
        "(完成|做完|搞定)[了]任务{task}",
        "(把|将)[任务]{task}(标为完成|标记为完成|勾掉|划掉|完成)",
        "(完成|做完|搞定)了{task}",
        "(✅|✔|☑|✓){task}",
        "{task}(✅|✔|☑|✓)[完成|搞定]",
        "完成[了]{task!}",
        "[任务|任务里]{task}[那个|这个|那条][也]完成了",
        "[那个]{task}的任务(划掉|勾掉|完成了|做完了|搞定了)[吧|了]",
    ],
)
def finish_task(turn: Turn, task: Task) -> Reply:
    turn.about(task)
    if task.done:
        return turn.done(T("“{task}” is done already.", "“{task}”早就完成了。"), task=task)
    task.finish(turn.now)
    return turn.done(T("Done: {task}", "已完成：{task}"), task=task)


@command(
    "task.snooze",
    needs="tasks.write",
    help=T("Put a task off", "推迟任务"),
    example=T("postpone the quote to Monday", "任务11推迟到明天"),
    slash=("task snooze", "snooze", "推迟", "任务 推迟"),
    en=[
        "(snooze|postpone|push|move|delay|defer|put off|reschedule) [the] [task] {task} [task] [back] (to|until|till|by|for) {until}",
        "(snooze|postpone|push|move|delay|defer|put off) [the] [task] {task} [task] [back] by {until!}",
        "can [the] {task} [task] wait (until|till|to) {until}",
        "(snooze|postpone|delay|put off) [the] [task] {task}",
        "(delay|postpone|push|defer|move|shift) [the] [task] {task} (til|till|'til|until|to) {until}",
    ],
    zh=[
        "[把|将][任务]{task}[任务][先](推迟到|延到|延期到|改到|挪到|放到|推到){until}",
        "(推迟|延期)任务{task}[到]{until}",
        "[把|将]{task}(那个|这个|那条|这条|的)(任务|待办)[先](推迟到|延到|延期到|改到|挪到|放到|推到|往后推到|往后挪到|往后延到|顺延到){until}",
        "(推迟|延期|延后)[一下]任务{task}",
        "[把|将][任务]{task}[任务][先](推迟|延期|延后|顺延|往后推){until!}",
    ],
)
def snooze_task(turn: Turn, task: Task, until: date | datetime) -> Reply:
    zone = task.assignee.zone if task.assignee else turn.crm.zone
    task.fall_due(until, zone)
    turn.about(task)
    return turn.done(T("Put off: {task}", "已推迟：{task}"), task=task, fields={DUE: task.due})


def _facts(turn: Turn, task: Task) -> dict[T, object]:
    about = task.deal or task.contact or task.company or task.ticket
    other = task.assignee if task.assignee_id != turn.me.id else None
    return {DUE: task.due, ASSIGNEE: other and other.name, T("About", "关于"): about and about.label}
