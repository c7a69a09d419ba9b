"""What people put around the name of what they want to see: “can you show me … please, and how does it compare”.

A phrase that begins with ~ is matched inside of this too, so that no phrase has to spell it.
"""

import re

_VALUE = "[\ue000-\uf8ff]"  # a recognised value's letter
_STOP = r"[\s.!?,;:。！？，；~～…吧啦哈呢呀]*$"


def _any(listed: str) -> str:
    """One of the words between the commas."""
    words = sorted((word.strip() for word in listed.split(",")), key=len, reverse=True)
    return f"(?:{'|'.join(words)})"


_ASKED = _any(
    "(?:can|could) (?:i|we) (?:see|get|have), (?:can|could) you (?:show|give|send|pull up|tell)(?: me| us)?, "
    "(?:show|give|get|send|tell|pull up|pull)(?: me| us)?, i(?:'d| would) like(?: to see)?, "
    "i (?:want|need)(?: to see| to know)?, let(?:'s| me|s) (?:see|look at|have), what(?:'s|s| is| was| are| were)?, "
    "how(?:'s|s| is| was| are| were| does| did), (?:run|display|see|view|check|need|share|report on)(?: me| us)?, "
    "look at, quick look at, any news on, update on, remind me of"
)
_WHOSE = _any(
    "a, an, the, our, your, all, me, us, total, overall, current, latest, full, whole, team, company, team's, quick, "
    "updated, today's, up-to-date"
)
_LEAD = re.compile(rf"(?:{_ASKED}(?![a-z]) *)?(?:{_WHOSE} +)*")
_TRAIL = _any(
    "please, pls, plz, now, right now, today, so far, at the moment, currently, look, looks, looking, stand, like, "
    "look like, report, chart, numbers, figures, again, in total, overall, in all, doing, going, developing, then, "
    "for me, for us, at present, as of now, as of today, to date, table, breakdown, overview, summary, "
    "thanks, thank you"
)
_COMPARES = _any(
    "how (?:does|do|did|has|have) (?:that|it|this|they|those) (?:compare|look|move|moved|change|changed|develop), "
    "how it compares, how it (?:has )?(?:moved|changed|developed), compare(?: it| that)?, compared, vs\\.?, versus, "
    "against, than, relative to, up or down, better or worse, higher or lower"
)
_THEN = rf"(?: {_VALUE}|(?: month| quarter| year| week| period)? before| (?:previous|last)(?: one| period)?)"
_STATISTICS = _any("spread, mean, average, median, standard deviation, sd, trend, comparison, change")
_BESIDES = (
    rf"(?:[\s,;?:–-]*(?:and )?{_COMPARES}(?: with| to| against| from| on| than| vs)*(?: the)?{_THEN}?)?"
    rf"(?:[\s,]*(?:and |with |including |plus )+(?:the |a |its )*{_STATISTICS}(?:(?:,| and)+(?: the)* {_STATISTICS})*)?"
)

_ASKED_ZH = _any("给我, 帮我, 请, 麻烦, 能不能, 能, 可以, 我想, 我要, 想, 要, 先, 再")
_SEE_ZH = _any(
    "看看, 看一下, 看下, 看一看, 瞧瞧, 查看, 查一下, 查下, 查查, 显示, 列出, 列一下, 拉一下, 拉个, 拉出, "
    "出一下, 出个, 出一份, "
    "统计一下, 统计下, 统计, 汇总一下, 汇总, 来个, 来一份, 来份, 发我, 发一下, 告诉我, 说说, 说一下, 报一下, "
    "生成, 做个, 做一份, "
    "知道, 了解一下, 给个, 给一份, 给我, 看, 查, 拉, 出, 要"
)
_WHOSE_ZH = _any(
    "我们, 咱们, 咱, 公司, 全公司, 团队, 全团队, 整个团队, 整体, 全部, 总的, 总体, 目前, 现在, 当前, 大家, "
    "截至目前, 到目前为止"
)
_LEAD_ZH = re.compile(rf"(?:{_ASKED_ZH}*{_SEE_ZH}(?:一下|下)?)?\s*{_WHOSE_ZH}*的?\s*")
_KIND_ZH = _any("数据, 数字, 情况, 报表, 报告, 统计, 图表, 图, 汇总, 明细, 一览")
_TRAIL_ZH = _any(
    "现在, 目前, 分别, 到底, 多长, 多长时间, 多少天, 是多少天, 几天, 多大, 多久, 怎么样, 怎样, 如何, 是多少, "
    "有多少, 能有多少, 是什么, 多少, 咋样, 什么情况, "
    "给我看看, 给我看下, 给我, "
    "看看, 看一下, 看下, 发我看看, 发我看下, 发给我, 发我, 一下, 有多高, 高吗, 好吗, 怎么走, 到多少了, "
    "到哪了, 是怎样的, 什么样, "
    "长什么样, 列一下, 呢, 了, 吗"
)
_MOVED_ZH = _any(
    "怎么样, 如何, 怎样, 是多少, 多少, 呢, 是高还是低, 高还是低, 升了还是降了, 是升是降, 多还是少, "
    "是多还是少, 好还是差, "
    "涨了还是跌了, 高了还是低了, 有没有变化, 有什么变化, 多了还是少了"
)
_STATISTICS_ZH = _any("环比, 同比, 均值和标准差, 平均值和标准差, 平均和标准差, 标准差, 均值, 变化")
_BESIDES_ZH = (
    rf"(?:[\s,，:：；;。？?]*(?:(?:跟|和|与|同|比|较)(?:去年|前一年)?(?:{_VALUE}|之前|以前|上期|前期|去年同期|同期)"
    rf"(?:比起来|相比较|相比|对比|比较|比)?)?{_STATISTICS_ZH}?{_MOVED_ZH}?)?"
)
_TAILS = [
    re.compile(rf"(?:[\s,]*{_TRAIL}(?![a-z]))*{_BESIDES}{_STOP}"),
    re.compile(f"{_BESIDES}{_STOP}"),
    re.compile(rf"(?:的?{_KIND_ZH})?{_TRAIL_ZH}*{_BESIDES_ZH}{_STOP}"),
    re.compile(f"{_BESIDES_ZH}{_STOP}"),
]


def frames(text: str) -> list[tuple[int, int]]:
    """Where the core of a message may begin and end: all of it first, then without what is put around it."""
    starts = {0, *(found.end() for lead in (_LEAD, _LEAD_ZH) if (found := lead.match(text)))}
    ends = {len(text), *(found.start() for tail in _TAILS if (found := tail.search(text)))}
    return [(start, end) for start in sorted(starts) for end in sorted(ends, reverse=True) if start < end]


def lead_end(text: str) -> int:
    """The last place where the core may begin."""
    start = max((found.end() for lead in (_LEAD, _LEAD_ZH) if (found := lead.match(text))), default=0)
    return len(text) - len(text[start:].lstrip())
