"""“and by rep?”, “只看华东”, “as a chart”: what a follow-up changes in the report that was shown last.

It is taken for one only where every word of it is explained: a group, a period, a name, a view.
"""

import re
from collections.abc import Callable, Iterator

from crm_domain.timespan import Timespan
from handlers.command import COMMANDS, Command
from handlers.context import Context
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading
from handlers.reading.spans import Period
from handlers.reading.views import CHART, CSV, ROWS
from handlers.reading.words import EVERYBODY
from handlers.record_slot import RecordSlot
from handlers.slots import PeriodSlot, StageSlot, WordSlot
from handlers.team_slot import TeamSlot

LONGEST = 60  # characters; a longer message is a request of its own
SURE = 0.8  # how well a name must fit that stands alone

_LEAD = re.compile(
    r"^(?:(?:and|but|ok|okay|so|now|then|also|again|hm+|alright|right|what about|how about|what of|how is it|same|"
    r"the same|same thing|same again|just|only|show|show me|give me|let me see|can i see|can you|could you|please|do it|"
    r"do that|do the same|split it|split that|split|break it down|break that down|break down|group it|group|make it|"
    r"make that|turn it|it|that|this|see it|filter|filter by|filter to|limit to|restrict to|narrow to|switch to|"
    r"change to|compare with|look at|for|in|on|of|to|from|with|as|into|the|a|an|during|instead|me|them)(?![a-z])[\s,:]*)+",
    re.IGNORECASE,
)
_LEAD_ZH = re.compile(
    r"^(?:那么|那|再|还有|然后|接着|换成|换|改成|改看|改|只看|只要|仅看|只|就看|单看|看看|看一下|看下|看|来个|来张|来|给我|"
    r"帮我|请|能不能|能|可以|同样|一样|如果|要是|把它|把|它|做成|转成|变成|弄成|展示|显示|给|呢|对比|的|在|以|用)+[\s,，:：]*"
)
_TAIL = re.compile(
    r"(?:[\s,]*(?:please|pls|too|also|as well|instead|then|now|again|only|alone|thanks|for me|then|it|"
    r"that)(?![a-z]))*[\s.!?。！？~…]*$",
    re.IGNORECASE,
)
_TAIL_ZH = re.compile(
    r"(?:呢|吧|吗|啊|的话|怎么样|如何|看看|看一下|看下|看|统计一下|统计|拆分|拆一下|拆开|拆|分一下|分|汇总|展示|显示|一下|"
    r"给我|试试|可以吗|行吗|好吗|多少|是多少|情况|数据|的|又)*[\s。！？?!~…，,]*$"
)
_BY = re.compile(
    r"(?:by|per|for each|for every|each|split by|broken down by|grouped by|across|over)\s+(?:the\s+)?([a-z]+(?: [a-z]+)?)"
    r"|(?:按照|按|分|依|每个?|各个?|逐)([\u4e00-\u9fff]{1,4}?)(?=$|看|拆|统计|分|汇总|排|呢|吧|来|展示|[\s,，。？?])"
)
_TOP = re.compile(r"(?:top|best|first)\s*(\d+|three|five|ten|twenty)|前\s*(\d+|[三五十]|二十)[名个位]?")
_BACK = {
    "before": re.compile(
        r"(?:month|quarter|week|year|period)? ?before(?: that)?|previous(?: one| period)?|上一?期|再上个?(?:月|季度|季|年|期)|再往前"
    ),
    "year": re.compile(
        r"(?:same (?:period|time|quarter|month) )?(?:a |one |the )?(?:year (?:ago|earlier|before)|last year)|去年同期|同比"
    ),
}
_SAYS_HOW = frozenset(
    "monthly quarterly month by month month-by-month 每月 每个月 月度 逐月 每季度 每个季度 季度".split()
)
_VIEWS = {
    CHART: re.compile(
        r"^(?:draw|plot|chart|graph|visuali[sz]e|(?:as )?(?:an? |the )?(?:bar |line |pie |column )?(?:chart|graph|plot|"
        r"picture|diagram|image))$|^(?:一?[个张])?(?:柱状|折线|曲线|条形|饼|走势|趋势)?(?:图表|图形|图片|图)$|^画(?:一下|个|一个|一张|成|出来|张)*"
        r"(?:柱状|折线|曲线)?(?:图表|图)?(?:出来)?$|^可视化$"
    ),
    CSV: re.compile(
        r"^(?:export|download|csv|excel|xlsx?|spreadsheet|(?:as )?(?:an? )?(?:csv|excel|spreadsheet)(?: file)?|"
        r"export (?:it|that|this)?\s*(?:as |to )?(?:an? )?(?:csv|excel|spreadsheet)?(?: file)?|send csv)$|"
        r"^(?:导出|下载|导成|输出)(?:来|一下|成|为|到)*(?:csv|excel|表格|文件|电子表格)?$|^(?:csv|excel|表格|文件)$"
    ),
    ROWS: re.compile(
        r"^(?:all )?(?:rows|records|details|the rows|deals|the deals|every deal|underlying (?:deals|rows|records)|"
        r"(?:the )?(?:deals|records|rows) behind|which (?:ones|deals)(?: are (?:they|those|these))?|list(?: them| the deals)?|"
        r"what(?:'s| is) (?:in it|behind)|drill down|prove)$|"
        r"^(?:所有|全部|具体)?(?:明细|清单|记录|详单|详情|单子|商机)$|^(?:具体)?(?:是)?(?:哪些|哪几个|哪几单)(?:单子|商机|单)?$|^列(?:出来|一下|明细)$"
    ),
}


def refined(text: str, context: Context) -> Reading | None:
    """The last report with what this message changes in it; None where it is a message of its own."""
    last = context.memory.recent[-1] if context.memory.recent else None
    command = COMMANDS.get(last.command) if last else None
    if last is None or command is None or "view" not in command.params or len(text) > LONGEST:
        return None
    bare = fold(text).text.strip()
    led = bool(_LEAD.match(bare) or _LEAD_ZH.match(bare) or _TAIL_ZH.search(bare).group().startswith("呢"))  # type: ignore[union-attr]
    parts = _Parts(command, context, led, last.said.get("period"))
    if not parts.take(bare):
        return None
    said = {name: word for name, word in last.said.items() if name not in ("page", "view", *parts.dropped)}
    return Reading(command, said | parts.said, 20.0, "follow-up")


class _Parts:
    """What is explained of a follow-up, piece by piece."""

    def __init__(self, command: Command, context: Context, led: bool, period: str | None) -> None:
        self.command, self.context, self.led, self.period = command, context, led, period
        self.said: dict[str, str] = {}
        self.dropped: set[str] = set()

    def take(self, text: str) -> bool:
        """Whether all of it is explained."""
        steps: tuple[Callable[[str], str | None], ...] = (
            self._view,
            self._limit,
            self._before,
            self._group,
            self._period,
            self._word,
            self._name,
        )
        rest = _stripped(text)
        while rest:
            shorter = next((found for step in steps if (found := step(rest)) is not None), None)
            if shorter is None:
                return False
            rest = _stripped(shorter)
        return bool(self.said or self.dropped)

    def _view(self, rest: str) -> str | None:
        if "view" not in self.command.params:
            return None
        for view, pattern in _VIEWS.items():
            if pattern.match(rest):
                self.said["view"] = view
                return ""
        return None

    def _group(self, rest: str) -> str | None:
        by = self.command.params.get("by")
        groups = by.slot.meanings if by and isinstance(by.slot, WordSlot) else {}
        if rest in groups and "by" not in self.said and (self.led or rest in _SAYS_HOW):
            self.said["by"] = rest
            return ""
        for found in _BY.finditer(rest):
            for word in _words(found[1] or found[2]):
                if word in groups:
                    self.said["by"] = word
                    start = found.start(1 if found[1] else 2)
                    return f"{rest[: found.start()]} {rest[start + len(word) :]}"
        return None

    def _period(self, rest: str) -> str | None:
        param = self.command.params.get("period")
        if param is None or not isinstance(param.slot, PeriodSlot) or "period" in self.said:
            return None
        spans = [span for span in self.context.values(rest, param.slot.kinds) if span.kind in param.slot.kinds]
        for span in spans[:1]:
            self.said["period"] = rest[span.start : span.end]
            return f"{rest[: span.start]} {rest[span.end :]}"
        return None

    def _limit(self, rest: str) -> str | None:
        found = _TOP.fullmatch(rest)
        if found is None or "limit" not in self.command.params:
            return None
        self.said["limit"] = next(filter(None, found.groups()))
        return ""

    def _before(self, rest: str) -> str | None:
        """“the quarter before”, “去年同期”: as seen from the report's own days."""
        wanted = next((back for back, pattern in _BACK.items() if pattern.fullmatch(rest)), None)
        period = self._last_period() if wanted else None
        if period is None or period.start is None or period.end is None:
            return None
        span = Timespan(period.start, period.end)
        earlier = span.before() if wanted == "before" else span.year_before()
        if earlier is None or earlier.start is None:
            return None
        self.said["period"] = f"{earlier.start} to {earlier.end}"
        return ""

    def _last_period(self) -> Period | None:
        param = self.command.params.get("period")
        if param is None or not self.period:
            return None
        value = param.slot.read(self.period, self.context)
        return value if isinstance(value, Period) else None

    def _word(self, rest: str) -> str | None:
        """“by wins” of a leaderboard, “calls only” of activities, “谈判阶段” of the pipeline."""
        for name, param in self.command.params.items():
            slot = param.slot
            if isinstance(slot, StageSlot) and self._is_stage(rest):
                self.said[name] = rest
                return ""
            if not isinstance(slot, WordSlot) or name in ("view", "by") or name in self.said:
                continue
            bare = re.sub(r"^(?:by|按)\s*", "", rest)
            if bare in slot.meanings and (self.led or bare != rest):
                self.said[name] = bare
                return ""
        return None

    def _is_stage(self, rest: str) -> bool:
        return self.led and any(rest in (word.lower() for word in stage.words()) for stage in self.context.stages)

    def _name(self, rest: str) -> str | None:
        if rest in EVERYBODY or rest in ("everything", "全部", "所有", "整体"):
            self.dropped |= {name for name in ("owner", "team", "region") if name in self.command.params}
            return ""
        slot = next(self._fitting(rest), None) if self.led else None
        if slot is None:
            return None
        self.said[slot] = rest
        if slot in ("team", "region", "owner"):
            self.dropped |= {"team", "region", "owner"} - {slot}
        return ""

    def _fitting(self, rest: str) -> Iterator[str]:
        """The slots that know such a name, the best first."""
        found = []
        for name, param in self.command.params.items():
            slot = param.slot
            if isinstance(slot, TeamSlot) and slot.named(rest, self.context):
                found.append((1.01, name))
            elif isinstance(slot, RecordSlot):
                matches = slot.matches(rest, self.context)
                score = 1.0 if slot.points(rest) else matches[0].score if matches else 0.0
                found.append((score, name))
        yield from (name for score, name in sorted(found, reverse=True) if score >= SURE)


def _words(said: str) -> Iterator[str]:
    """“sales rep”, then “sales”."""
    yield said
    if " " in said:
        yield said.split()[0]


def _stripped(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = _TAIL_ZH.sub("", _TAIL.sub("", text, count=1), count=1).strip(" ,，;:：、")
        text = _LEAD_ZH.sub("", _LEAD.sub("", text, count=1), count=1).strip(" ,，;:：、")
    return text
