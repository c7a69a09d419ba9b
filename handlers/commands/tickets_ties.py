"""What hangs on a ticket: tags, watchers, deals; and a second matter split off into a ticket of its own."""

import re

from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reply import Reply
from handlers.ticket_view import facts, take_it
from handlers.turn import Turn

TAGS, WATCHERS, DEALS = T("Tags", "标签"), T("Watchers", "关注人"), T("Deals", "商机")
SPLIT_FROM = T("Split off from #{id}: {subject}", "从 #{id} 拆出：{subject}")
SPLIT_TO = T("Split off as #{id}: {subject}", "已拆出为 #{id}：{subject}")


@command(
    "ticket.tag",
    needs="tickets.write",
    help=T("Tag a ticket; a minus takes a tag off", "给工单打标签；前面加减号则去掉"),
    example=T("tag ticket 1001 with firmware, warranty", "给工单1001打标签：固件"),
    slash=("ticket tag", "工单 标签"),
    en=[
        "tag [the] (ticket|case) {ticket} (with|as|:) {tags!}",
        "tag {ticket!} (with|as|:) {tags}",
        "(add|put) [the] (tag|tags|label|labels) {tags} (to|on) [the] (ticket|case) {ticket!}",
        "(remove|drop|delete|take off) [the] {minus=tag|tags|label|labels} {tags} (from|off|of|on) [the] (ticket|case) {ticket!}",
    ],
    zh=[
        "(给|为|在)[工单]{ticket}[上](打|打上|加|加上|贴|贴上)[个|一个|上]标签[:：，,]{tags!}",
        "[工单]{ticket}(打标签|加标签|贴标签)[:：，,]{tags!}",
        "[把|将][工单]{ticket}的{minus=标签}{tags}(去掉|删掉|移除|取消)",
    ],
)
def tag_ticket(turn: Turn, ticket: Ticket, tags: str, minus: str | None = None) -> Reply:
    turn.crm.tickets.guard(ticket)
    kept = list(ticket.tags or [])
    for said in filter(None, (part.strip(" #\t") for part in re.split(r"[,，、;；]| and |和", tags))):
        tag, off = said.lstrip("-−").strip(), bool(minus) or said[0] in "-−"
        kept = [other for other in kept if other.casefold() != tag.casefold()] + ([] if off or not tag else [tag])
    ticket.tags = kept or None
    turn.about(ticket.contact, ticket)
    text = T("Tagged #{id}: {subject}", "已更新 #{id} 的标签：{subject}")
    return turn.done(text, id=str(ticket.id), subject=ticket.subject, fields={TAGS: kept or T("none", "无")})


@command(
    "ticket.watch",
    needs="tickets.read",
    help=T("Watch a ticket: hear when its customer writes", "关注工单：客户来信时通知你"),
    example=T("watch ticket 1001", "关注工单1001"),
    slash=("ticket watch", "工单 关注"),
    en=[
        "(watch|follow|subscribe to) [the] (ticket|case) {ticket!}",
        "(add|put) {member} as [a|the] watcher (on|to|of) [the] (ticket|case) {ticket!}",
        "(keep|let) {member} (posted|informed|watch|follow) [on|about] [the] (ticket|case) {ticket!}",
    ],
    zh=["(关注|跟踪|盯着|盯一下|订阅)[一下]工单{ticket!}", "(让|请){member}(关注|跟踪|盯着)[一下]工单{ticket!}"],
)
def watch_ticket(turn: Turn, ticket: Ticket, member: Member | None = None) -> Reply:
    who = member or turn.me
    turn.about(ticket.contact, ticket)
    new = turn.crm.ticket_ties.watch(ticket, who)
    text = T("{who} watches #{id} now: {subject}", "{who}已关注 #{id}：{subject}")
    known = T("{who} watches #{id} already: {subject}", "{who}已经在关注 #{id}：{subject}")
    return turn.done(text if new else known, who=who.name, id=str(ticket.id), subject=ticket.subject)


@command(
    "ticket.unwatch",
    needs="tickets.read",
    help=T("Watch a ticket no more", "取消关注工单"),
    example=T("unwatch ticket 1001", "取消关注工单1001"),
    slash=("ticket unwatch",),
    en=["(unwatch|unfollow|stop watching|stop following|unsubscribe from) [the] (ticket|case) {ticket!}"],
    zh=["(取消关注|不再关注|不关注|取消订阅)[了]工单{ticket!}"],
)
def unwatch_ticket(turn: Turn, ticket: Ticket) -> Reply:
    turn.about(ticket.contact, ticket)
    gone = turn.crm.ticket_ties.unwatch(ticket, turn.me)
    text = T("You watch #{id} no more: {subject}", "已取消关注 #{id}：{subject}")
    never = T("You don't watch #{id}: {subject}", "你没有关注 #{id}：{subject}")
    return turn.done(text if gone else never, id=str(ticket.id), subject=ticket.subject)


@command(
    "ticket.link",
    needs="tickets.write",
    help=T("Link a ticket to a deal", "把工单关联到商机"),
    example=T("link ticket 1001 to the Acme renewal", "把工单1001关联到云杉续约"),
    slash=("ticket link", "工单 关联"),
    en=["(link|tie|connect|attach) [the] (ticket|case) {ticket} (to|with) [the] [deal] {deal}"],
    zh=["(把|将)工单{ticket}(关联到|关联|挂到|挂在|链接到)[商机]{deal}[上|下]"],
)
def link_ticket(turn: Turn, ticket: Ticket, deal: Deal) -> Reply:
    turn.crm.tickets.guard(ticket)
    turn.about(ticket.contact, deal, ticket)
    new = turn.crm.ticket_ties.link(ticket, deal)
    text = T("Linked #{id} to {deal}.", "已把 #{id} 关联到{deal}。")
    known = T("#{id} is linked to {deal} already.", "#{id} 已经关联到{deal}了。")
    return turn.done(text if new else known, id=str(ticket.id), deal=deal)


@command(
    "ticket.split",
    needs="tickets.write",
    help=T(
        "Split a second matter off a ticket into its own; undo joins them again",
        "把工单里的另一件事拆成新工单；撤销可以还原",
    ),
    example=T("split ticket 1001: wrong VAT on the invoice", "拆分工单1001：发票税率不对"),
    slash=("ticket split", "工单 拆分"),
    en=[
        "split [the] (ticket|case) {ticket} (:|-|,|into) {subject!}",
        "split {subject} (off|out) [of|from] [the] (ticket|case) {ticket!}",
    ],
    zh=["(拆分|拆)工单{ticket}[:：，,]{subject!}", "(把|将)工单{ticket}(拆出|拆成|拆分出)[一张|新工单|一个]{subject!}"],
)
def split_ticket(turn: Turn, ticket: Ticket, subject: str) -> Reply:
    turn.crm.tickets.guard(ticket)
    new = turn.crm.tickets.open(
        subject,
        contact=ticket.contact,
        company=ticket.company,
        priority=ticket.priority,
        description=ticket.description,
    )
    turn.crm.customers.share(ticket, new)
    say = turn.voice.say
    turn.crm.tickets.note(new, say(SPLIT_FROM, id=str(ticket.id), subject=ticket.subject))
    turn.crm.tickets.note(ticket, say(SPLIT_TO, id=str(new.id), subject=new.subject))
    turn.about(new.contact, new)
    text = T("Split #{new} off #{id}: {subject}", "已从 #{id} 拆出 #{new}：{subject}")
    values = {"new": str(new.id), "id": str(ticket.id), "subject": new.subject}
    return turn.done(text, fields=facts(new), buttons=[take_it(new)], **values)
