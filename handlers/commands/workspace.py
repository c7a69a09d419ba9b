"""The workspace: what became of the letters that went out."""

from crm_domain import outbox
from crm_domain.outbox import Post
from crm_domain.texts import T
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Turn

WHEN, CHANNEL, STATE, WHY = T("When", "时间"), T("Channel", "渠道"), T("State", "状态"), T("Why", "原因")
STATES = {
    Post.DEAD: T("refused for good", "被平台拒收"),
    Post.MAYBE: T("maybe sent", "可能已送达"),
}


@command(
    "workspace.letters",
    needs="workspace.admin",
    help=T("Show messages that could not be delivered (admins)", "查看没有送达的消息（管理员）"),
    example=T("undelivered messages", "投递情况"),
    slash=("letters", "投递"),
    en=[
        "[show|list|see] [me] [the] (undelivered|dead|lost|failed) (messages|letters)",
        "[show|list|see] [me] [the] (delivery problems|delivery errors|dead letters)",
        "(was everything|is everything) delivered",
        "(which|what) [messages|letters] (was|were|could) not [be] delivered",
        "which (messages|letters) (did not|didn't) arrive",
    ],
    zh=[
        "[看|查|查看|看看|看下](没送达|未送达|没发出去|发送失败)的消息",
        "(投递情况|投递问题|发送失败的消息)",
        "[有]哪些消息(没有送达|没送达|未送达|没发出去)",
        "[有没有|有]没送达的消息[吗]",
    ],
)
def show_letters(turn: Turn, page: int = 1) -> Reply:
    session, workspace = turn.crm.session, turn.crm.workspace.id
    tally, troubled = outbox.tally(session, workspace), outbox.dead(session, workspace)
    columns = {
        WHEN: lambda letter: letter.at,
        CHANNEL: lambda letter: letter.channel,
        STATE: lambda letter: STATES[Post(letter.state)],
        WHY: lambda letter: letter.error,
    }
    waiting = tally.get(Post.DUE, 0) + tally.get(Post.SENDING, 0)
    title = T(
        "{count} message(s) did not surely arrive; {waiting} waiting",
        "有 {count} 条消息未确认送达，{waiting} 条等待发送",
    )
    nothing = T("Every message arrived; {waiting} waiting.", "消息全部送达，{waiting} 条等待发送。")
    turn.shown.add("workspace")
    return turn.table(troubled, columns, title, nothing, page, waiting=waiting)
