"""Outgoing webhooks: how they do, and what they are sent again."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Annotated

from crm_domain.errors import NotFound
from crm_domain.outbox import Post
from crm_domain.texts import T
from crm_domain.webhooks import GIVEN_UP, MOST, Webhook
from handlers.command import command
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.slots import Past
from handlers.turn import Turn

NONE = T(
    "No webhook is configured. An operator names them in config.yaml (webhooks).",
    "还没有配置 Webhook。由管理员在 config.yaml 的 webhooks 里填写。",
)
NO_SUCH = T("There is no webhook “{name}”. Those are: {names}.", "没有叫“{name}”的 Webhook。现有：{names}。")
LISTED = T("{count} webhook(s)", "{count} 个 Webhook")
ALL = T("all", "全部")
RESENT = T("{n} event(s) that {name} did not take go out again.", "{name} 没收到的 {n} 个事件正在重发。")
NOTHING = T(
    "Nothing is left over: {name} took every event. To send it what it had, say since when.",
    "没有需要重发的：{name} 都收到了。想把以前的也重发，请说从哪天起。",
)
REPLAYED = T(
    "{n} event(s) since {since} go out to {name} again, under the ids they had.",
    "从{since}起的 {n} 个事件正重新发给 {name}，编号不变。",
)
NO_EVENTS = T("Since {since} nothing happened that {name} wants to hear.", "从{since}起没有 {name} 关心的事件。")
FULL = T("{text} That is as many as go in one go: say it again later.", "{text}一次最多这么多，稍后可再说一次。")


@command(
    "webhook.list",
    needs="automations.admin",
    help=T("Show the outgoing webhooks and what they took", "查看对外 Webhook 的送达情况"),
    example=T("webhooks", "Webhook 列表"),
    slash=("webhooks", "webhook list"),
    en=["[show|list] [the|our|my|all] [outgoing] webhooks", "how (are|do) [the|our] webhooks [do|doing]"],
    zh=["[查看|看看|列出][对外]webhook[列表|情况|状态]"],
)
def list_webhooks(turn: Turn) -> Reply:
    tallies = [(hook, turn.crm.webhooks.tally(hook)) for hook in turn.crm.webhooks.listed()]
    return turn.table(tallies, COLUMNS, LISTED, NONE)


Tally = tuple[Webhook, Mapping[str, int]]


def _sum(*states: Post) -> Callable[[Tally], int]:
    return lambda row: sum(row[1].get(state, 0) for state in states)


COLUMNS: Mapping[T, Callable[[Tally], object]] = {
    T("Name", "名称"): lambda row: row[0].name,
    T("Events", "事件"): lambda row: sorted(row[0].events) or ALL,
    T("Delivered", "已送达"): _sum(Post.SENT),
    T("Waiting", "待发送"): _sum(Post.DUE, Post.SENDING),
    T("Given up", "未送达"): _sum(*GIVEN_UP),
}


@command(
    "webhook.replay",
    needs="automations.admin",
    help=T(
        "Send a webhook again what it did not take, or all since a day", "重发 Webhook 未送达的事件，或某天以来的全部"
    ),
    example=T("resend webhook erp", "重发webhook erp"),
    slash=("webhook replay",),
    en=[
        "(resend|replay|redeliver|retry) [the] webhook {webhook} [since|from] {since}",
        "(resend|replay|redeliver|retry) [the] webhook {webhook}",
    ],
    zh=["(重发|重放|补发)webhook{webhook}[,，][从|自]{since}[起|开始|以来]", "(重发|重放|补发)webhook{webhook}"],
)
def replay_webhook(turn: Turn, webhook: str, since: Annotated[Period | None, Past()] = None) -> Reply:
    webhooks = turn.crm.webhooks
    hook = webhooks.called(webhook)
    if hook is None:
        names = [one.name for one in webhooks.listed()]
        raise NotFound(NO_SUCH, name=webhook, names=names) if names else NotFound(NONE)
    if since is None:
        n = webhooks.resend(hook)
        return turn.done(RESENT if n else NOTHING, n=n, name=hook.name)
    day = since.start or turn.today
    n = webhooks.replay(hook, datetime.combine(day, time(), turn.me.zone))
    reply = turn.done(REPLAYED if n else NO_EVENTS, n=n, name=hook.name, since=day)
    return reply if n < MOST else reply.but(text=turn.voice.say(FULL, text=reply.text))
