"""Saved answers: kept by the team, suggested for tickets that ask the like, sent by the agent alone."""

from typing import Any

from crm_domain.answers import Answer
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reply import Reply
from handlers.triage import Likeness
from handlers.turn import Turn

NUMBER, TITLE, TEXT = T("No.", "编号"), T("Title", "标题"), T("Answer", "答复")
SUGGESTED = T("A saved answer may fit: “{title}”", "有一条常用答复可能适用：“{title}”")
USE = T("Reply with it", "用它回复")


@command(
    "answer.add",
    needs="tickets.write",
    help=T("Save an answer for questions that come again", "保存一条常用答复"),
    example=T("save answer label jam: open the cover and pull the roll", "保存答复 标签卡纸：打开盖子，把纸卷拉出来"),
    slash=("answer add", "answer new", "答复 新建"),
    en=[
        "(save|add|store|keep|new) [a|an|the] [saved|canned|standard] answer [for|to|about|on] {title} (:|-) {text}",
        "[new] (canned|saved|standard) answer [for|to|about|on] {title} (:|-) {text}",
    ],
    zh=[
        "(保存|新建|添加|存|存一条|加一条|记一条)[一条|个][常用](答复|答案|回复模板|常用答复|话术)[:：，,]{title}:{text}"
    ],
)
def add_answer(turn: Turn, title: str, text: str) -> Reply:
    answer = turn.crm.answers.save(title.strip(" :："), text.strip())
    done = T("Saved the answer {id}: {title}", "已保存常用答复 {id}：{title}")
    return turn.done(done, id=str(answer.id), title=answer.title, fields={TEXT: answer.text})


@command(
    "answer.list",
    needs="tickets.read",
    help=T("List the saved answers, or those about something", "查看常用答复"),
    example=T("saved answers about labels", "常用答复列表"),
    slash=("answers", "answer list", "常用答复"),
    en=[
        "[show|list|see|what are] [me] [the|our|all] (saved answers|canned answers|standard answers|knowledge base)",
        "[show|list|see|find|search] [me] [the|our] (saved answers|canned answers|standard answers|knowledge base) (about|on|for|with) {query}",
        "(how do we|what do we) (answer|reply|say) (to|about|on|when) {query}",
    ],
    zh=[
        "[看|查看|列出|看看](常用答复|回复模板|话术|知识库|答复库)[列表|有哪些]",
        "[查|找|搜|搜索|看看](关于|有关){query}的(常用答复|回复模板|话术|答复)",
    ],
)
def list_answers(turn: Turn, query: str | None = None, page: int = 1) -> Reply:
    answers = list(turn.crm.answers.all())
    if query:
        words = query.casefold()
        near = dict(fitting(answers, query))
        answers = [a for a in answers if a.id in near or words in f"{a.title} {a.text}".casefold()]
    columns = {NUMBER: lambda a: str(a.id), TITLE: lambda a: a.title, TEXT: lambda a: a.text}
    title = T("{count} saved answer(s)", "常用答复 {count} 条")
    return turn.table(answers, columns, title, T("No saved answer fits.", "没有合适的常用答复。"), page)


@command(
    "answer.remove",
    needs="tickets.write",
    help=T("Remove a saved answer", "删除一条常用答复"),
    example=T("remove answer 1", "删除常用答复1"),
    slash=("answer remove", "答复 删除"),
    en=["(remove|delete|drop) [the] [saved|canned] answer [number|no.|#] {number}"],
    zh=["(删除|去掉|删掉)(常用答复|答复|回复模板)[第|编号]{number}[条]"],
)
def remove_answer(turn: Turn, number: int) -> Reply:
    answer = turn.crm.answers.get(number)
    turn.crm.answers.remove(answer)
    return turn.done(T("Removed the answer: {title}", "已删除常用答复：{title}"), title=answer.title)


def fitting(answers: list[Answer], text: str) -> list[tuple[int, float]]:
    """The numbers of those most like the text."""
    return Likeness({answer.id: f"{answer.title} {answer.title} {answer.text}" for answer in answers}).nearest(text, 3)


def with_answer(turn: Turn, ticket: Ticket, reply: Reply) -> Reply:
    """A saved answer that fits the ticket, to be sent by a button of its own."""
    answers = list(turn.crm.answers.all())
    said = " ".join(filter(None, (ticket.subject, ticket.description)))
    near = fitting(answers, said) if answers and ticket.is_unsolved else []
    if not near:
        return reply
    answer = next(answer for answer in answers if answer.id == near[0][0])
    words = _words(ticket, answer)
    line = turn.voice.say(SUGGESTED, title=answer.title)
    return reply.but(text=f"{reply.text}\n{line}", buttons=(*reply.buttons, *turn.buttons((USE, words))))


def _words(ticket: Ticket, answer: Answer) -> str:
    said: dict[str, Any] = {"ticket": f"#{ticket.id}", "text": answer.text}
    text = said["text"].replace('"', "'").replace("\n", " ")
    return f'/ticket.reply ticket={said["ticket"]} text="{text}"'
