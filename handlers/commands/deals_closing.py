"""How a deal ends: won or lost."""

from datetime import date, datetime
from typing import Annotated

from crm_domain.deals import Deal
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.deals import AMOUNT, REASON, facts_of
from handlers.reading.spans import Amount
from handlers.reply import Reply
from handlers.slots import Past
from handlers.turn import Turn


@command(
    "deal.win",
    needs="deals.write",
    help=T("Mark a deal as won", "商机赢单"),
    example=T("won the renewal at 44k", "续约赢单"),
    slash=("deal win", "win", "won", "赢单"),
    en=[
        "(won|win|we won|closed|i won|just won) [the] [deal] {deal} [deal] [at|for|with] {amount}",
        "(won|win|we won|i won|just won) [the] [deal] {deal} [deal]",
        "{deal} [is|was|got] won [at|for|with] {amount}",
        "{deal} [is|was|got] (won|a win|signed) [as of|on] {at} [, update it]",
        "{deal} [is|was|got] (won|a win|signed|closed won)",
        "mark [the] [deal] {deal} [as] (won|a win|closed won) [at|for] {amount}",
        "mark [the] [deal] {deal} [as] (won|a win|closed won) [instead]",
        "(they|{deal}) signed",
        "{deal} [is] in the bag [,] [at|for] {amount}",
        "{deal} [is] in the bag",
        "(we|they) (closed|signed) {deal} {at}",
        "(landed|sealed|bagged|secured|we got|we landed) {deal} [at|for] {amount}",
        "(landed|sealed|bagged|secured) {deal}",
        "{deal} (came through|went through) [at|for] {amount}",
        "{deal} (to|=>|-> |→) won",
        "{deal!} (closed|done) at {amount}",
        "{*} signed , {deal!} [is] (closed|done|won|in) [at|for] {amount}",
    ],
    zh=[
        "{deal}(赢单|赢了|成交|拿下|拿下了|签了|签下了|赢)[了][,，][金额]{amount}",
        "{deal}(赢单|赢了|成交|拿下|拿下了|签了|签下了|赢)[了]",
        "(赢单|成交|拿下)[了][:：，]{deal}",
        "{deal}(赢单|赢|成交|拿下|签下|签下来|签|谈成)了[,，！!。 ](最后是|最终是|最后|最终|一共|总共|总价|成交价|成交价是|合同额|合同金额|合同金额是|定在|谈到){amount}",
        "(赢单|成交|拿下)了{deal}[,，！!。 ](最后是|最终是|最后|最终|一共|总共|总价|成交价|合同额|合同金额){amount}",
        "{deal},：:(赢单|赢|赢了|成交|成交了|拿下)",
        "{deal}(中标了|签单了|签约了|合同签了|签下来了|到手了|搞定了|赢下了|谈成了|成单了)[,，！!。 ][金额]{amount}",
        "{deal}(中标了|签单了|签约了|合同签了|签下来了|到手了|赢下了|谈成了|成单了)",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(赢单|成交|赢)",
        "{deal}[在]{at}(成交|赢单|签单|签约|拿下)[了]",
        "(赢单|成交)了",
        "{deal!}(成了|签了|拿下了|谈下来了)[,，！!。 ]{amount}",
        "{deal!}(签下来了|谈下来了|拿下来了|成了)",
    ],
)
def win_deal(
    turn: Turn, deal: Deal, amount: Amount | None = None, at: Annotated[date | datetime | None, Past()] = None
) -> Reply:
    if amount:
        deal.amount = turn.money(amount, like=deal.amount)
    moved = turn.crm.deals.move(deal, turn.crm.pipelines.stage("won"), _moment(turn, at))
    if at:
        deal.close_date = at.astimezone(turn.crm.zone).date() if isinstance(at, datetime) else at
    turn.about(deal)
    if not moved and not amount and not at:
        return turn.done(T("{deal} is won already.", "{deal}早就赢单了。"), deal=deal)
    return turn.done(T("{deal} is won. Congratulations!", "{deal}已赢单，恭喜！"), deal=deal, fields=facts_of(deal))


@command(
    "deal.lose",
    needs="deals.write",
    help=T("Mark a deal as lost, with the reason", "商机丢单，并记下原因"),
    example=T("lost the pilot, no budget", "试点丢单，没预算"),
    slash=("deal lose", "lose", "lost", "丢单"),
    en=[
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} [deal] [, | - | because | due to | : ] {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} , {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} because [of] {reason}",
        "(lost|lose|we lost|i lost|just lost) [the] [deal] {deal} [deal]",
        "{deal} (is|was|got) lost [,] [because|due to] {reason}",
        "{deal} (is|was|got) (lost|dead|closed lost)",
        "mark [the] [deal] {deal} [as] (lost|dead|closed lost) [,] [because|due to] {reason}",
        "mark [the] [deal] {deal} [as] (lost|dead|closed lost) [instead]",
        "close [out] {deal} as lost [because|due to|-|,] {reason}",
        "close [out] {deal} as lost",
        "{deal} (fell through|is off|is dead|was cancelled|got cancelled|isn't happening|isnt happening|is not happening) [,] [because [of]|due to] {reason}",
        "{deal} (fell through|is off|isn't happening|isnt happening|is not happening)",
        "(we didn't get|we didnt get|didn't get|didnt get|no luck with) {deal} [,|:] {reason}",
        "{deal!} (is|are) (dead|gone|toast) [,|-] [because|since] {reason}",
        "{deal!} (is|are) (dead|gone|toast)",
    ],
    zh=[
        "{deal}(丢单|丢了|输了|没了|黄了|丢|输单)[了][,，。:：][原因是|原因|因为]{reason}",
        "{deal}(丢单|丢了|输了|黄了|丢|输单)[了]",
        "{deal},：:(丢单|丢|丢了|输单|输)",
        "{deal}(没戏了|泡汤了|被抢了|取消了|不做了|没了|没成|没谈成|吹了|凉了)[,，。 ][原因是|因为]{reason}",
        "{deal}(没戏了|泡汤了|被抢了|没成|没谈成|吹了|凉了)",
        "(丢单|输单)[了][:：，]{deal},，[原因是|原因|因为]{reason}",
        "(丢单|输单)[了][:：，]{*}",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(丢单|输单|丢)(,，|原因是|因为|,，原因是|,，因为){reason}",
        "(把|将){deal}(标为|标记为|改为|改成|设为)(丢单|输单|丢)",
        "(丢单|丢|输)了",
        "{deal}(lost|丢)了[,，。]{reason}",
    ],
)
def lose_deal(turn: Turn, deal: Deal, reason: str | None = None) -> Reply:
    moved = turn.crm.deals.move(deal, turn.crm.pipelines.stage("lost"))
    if reason:
        deal.reason = reason
    turn.about(deal)
    if not moved and not reason:
        return turn.done(T("{deal} is lost already.", "{deal}早就丢单了。"), deal=deal)
    return turn.done(
        T("{deal} is lost.", "{deal}已丢单。"), deal=deal, fields={REASON: deal.reason, AMOUNT: deal.amount}
    )


def _moment(turn: Turn, at: date | datetime | None) -> datetime | None:
    if at is None or isinstance(at, datetime):
        return at
    return datetime(at.year, at.month, at.day, 12, tzinfo=turn.crm.zone)
