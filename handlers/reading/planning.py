"""A question for figures, read by what it speaks of: a measure, a group, a period, a name, in whatever order.

It is for what no phrase fits. Every word must be explained, else the question may ask for something else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crm_domain.pipelines import Outcome
from handlers.command import COMMANDS, Command
from handlers.context import Context
from handlers.reading.measure import Measure
from handlers.reading.measures import BEST, COMPARED, MEASURES, TREND
from handlers.reading.normalise import fold
from handlers.reading.plain_words import PLAIN, PLAIN_ZH
from handlers.reading.readings import Reading
from handlers.reading.spans import Span
from handlers.reading.words import GROUPS
from handlers.record_slot import RecordSlot
from handlers.slots import WordSlot
from handlers.team_slot import RegionSlot, teams_heard

EXCLAIMS = re.compile(r"^\W*(?:(?:oh|man|wow|well|ugh|god|boy),?\s+)?(?:what an?|such an?)\b(?!.*\?)")  # “what a day”
LONGEST = 120  # characters; a longer one is no plain question
SURE = 8.0
NAMED = 0.85  # how well a word must fit to be a name

_LEAST = re.compile(
    r"(?:at least|minimum(?: of)?|min\.?|with|over) (\d+)(?: \w+)?(?: deals?)?|(?:至少|不少于|满)(?:要?有|[结关赢签]闭?了?|成交了?)?\s*(\d+)\s*[单个笔]|(\d+)\s*[单个笔]以上"
)
_FEW = r"\d+|two|three|five|ten|twenty"
_TOP = re.compile(
    rf"\b(?:top|first|best|bottom|oldest|biggest|largest|latest) ({_FEW})\b|\b({_FEW}) (?:oldest|biggest|largest|longest|latest)\b|"
    r"前\s*(\d+|[二三五十])(?=[\s名位个家大的]|$)|最[早老久大新]的?(\d+|[二三五十])(?=[个家单笔])"
)
_GROUP_EN = re.compile(r"[a-z]+(?:[- ][a-z]+)?")
_HALF_YEAR = re.compile(r"\b(?:last|past) half(?:[- ]a)?[- ]year\b|\bhalf year\b(?= to date)")
_TO_DATE = re.compile(r"(?<![本这上])(季度|季|月|年)初?(?:度)?至今")
_EVER = re.compile(r"\b(?:ever|of all time|all[- ]time)\b|有史以来|历史上?")
_SEVERAL = re.compile(r"[;；+]|\b(?:and|plus|also)\b|还有|以及|和|另外|顺便")  # two requests, perhaps
REVENUE = [measure for measure in MEASURES if measure.report == "report.revenue"][-1]  # the plain one
_TIME = frozenset({"month", "quarter"})
_EACH = re.compile(r"(?:by|per|each|every|monthly|quarterly|按|每|逐|各|分)\s*(?:the )?$")
_PERSON_ZH = re.compile(
    r"(?:各个?|每个|按|哪个|哪位|的|分)销售(?:人员|员|代表|们)?(?!额|周期|速|漏斗|管道|趋势|走势|情况|数据|表现)|销售人员|业务员|谁"
)
_COMPARES = re.compile(
    r"(?:vs\.?|versus|against|compared?(?: to| with)?|than|ahead of|behind|(?:up|down|better|worse) on|跟|和|与|同|比|对比|较|环比)\s*(?:the )?$"
)
_NO_GROUP = frozenset({"sales", "people", "person", "items", "item", "team", "人", "组", "销售", "公司", "客户", "account", "customer"})  # fmt: skip


@dataclass
class Plan:
    """`rest` is the question with a blank for all that is explained already."""

    context: Context
    text: str
    rest: str
    said: dict[str, str] = field(default_factory=dict)

    def cut(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]


def planned(text: str, context: Context) -> Reading | None:
    """The report that the question asks for; None where a word of it says something else."""
    if len(text) > LONGEST:
        return None
    folded = _HALF_YEAR.sub("last six months", _TO_DATE.sub(r"本\1", fold(text).text))
    if EXCLAIMS.match(folded):
        return None
    plan = Plan(context, folded, folded)
    measures = list(_measures(plan.rest))
    if not measures and not COMPARED.search(folded):
        return None
    command = COMMANDS[measures[0].report] if measures else COMMANDS[REVENUE.report]
    if "days" in command.params:
        _days(plan)
    else:
        periods_in(plan)
    _numbers(plan)
    if "stage" in command.params:
        _stage(plan)
    regions, compared = _regions(plan), bool(COMPARED.search(plan.rest))
    groups = list(_groups(plan, _vocabulary(command)))
    if not measures and not (compared and (len(regions) > 1 or groups)):
        return None
    measure = _meant(measures, groups, regions)
    if measure is not REVENUE and _are_several(measures, folded):
        return None
    command = COMMANDS[measure.report]
    for found in measures:
        for pattern in filter(None, (found.said, found.hinted)):
            for part in list(pattern.finditer(plan.rest)):
                plan.cut(part.start(), part.end())
    _grouped(plan, measure, groups, regions)
    if measure is REVENUE and not groups and TREND.search(folded) and "period" in plan.said:
        plan.said["by"] = "month"
    if {**plan.said, **measure.slots}.get("by") in ("company", "customers"):
        plan.rest = _EVER.sub(lambda found: " " * len(found[0]), plan.rest)  # a customer's sum is of all times
    name_in(plan, command)
    if command.name == "report.leaderboard" and not explained(
        plan.rest
    ):  # it knows no product: “who sold most GTX Pro”
        command, measure = COMMANDS[REVENUE.report], REVENUE
        plan.said["by"] = "owner"
        name_in(plan, command)
    said = {name: words for name, words in {**plan.said, **measure.slots}.items() if name in command.params}
    if not explained(plan.rest) or not (said or measure.named_in(folded)):
        return None
    return Reading(command, said, SURE, "planned")


def _measures(text: str) -> Iterator[Measure]:
    """Those that are named, else those that are hinted at."""
    named = [measure for measure in MEASURES if measure.named_in(text)]
    yield from named or (measure for measure in MEASURES if measure.hinted and measure.hinted.search(text))


def _meant(measures: list[Measure], groups: list[str], regions: list[str]) -> Measure:
    """Several figures of several regions stand side by side in one report; else the most special one is meant."""
    if len(measures) > 1 and REVENUE in measures and (len(regions) > 1 or "region" in groups or "product" in groups):
        return REVENUE
    return measures[0] if measures else REVENUE


def _are_several(measures: list[Measure], text: str) -> bool:
    """Whether two reports are asked for, each named by words of its own."""
    if not _SEVERAL.search(text):
        return False
    taken: list[tuple[int, int]] = []
    reports = set()
    for measure in measures:
        places = [found.span() for found in measure.said.finditer(text)]
        own = [(start, end) for start, end in places if all(end <= low or start >= high for low, high in taken)]
        taken += own
        reports |= {measure.report} if own else set()
    return len(reports) > 1


def periods_in(plan: Plan) -> None:
    """The first period is asked about; one that is compared with is what the report shows anyway."""
    spans = [span for span in plan.context.values(plan.rest, ("period", "date")) if span.kind in ("period", "date")]
    for span in sorted(spans, key=_place):
        said = plan.rest[span.start : span.end]
        beside = bool(_COMPARES.search(plan.rest[: span.start])) or bool(COMPARED.search(plan.text))
        if "period" not in plan.said and not _COMPARES.search(plan.rest[: span.start]):
            plan.said["period"] = said
        elif beside:
            plan.said.setdefault("against", said)
    for span in spans:
        plan.cut(span.start, span.end)


def _days(plan: Plan) -> None:
    """“for two weeks”, 120天以上: so long, for a report that takes no period."""
    kinds = ("duration", "period", "date")
    spans = [span for span in plan.context.values(plan.rest, kinds) if span.kind in kinds]
    for span in sorted(spans, key=lambda span: (span.kind != "duration", span.start))[:1]:
        plan.said["days"] = plan.rest[span.start : span.end]
    for span in spans:
        plan.cut(span.start, span.end)


def _vocabulary(command: Command) -> Mapping[str, str]:
    """What this report's groups are called; those of sales where it has none."""
    slot = command.params["by"].slot if "by" in command.params else None
    return slot.meanings if isinstance(slot, WordSlot) else GROUPS


def _place(span: Span) -> int:
    return span.start


def _numbers(plan: Plan) -> None:
    for name, pattern in (("least", _LEAST), ("limit", _TOP)):
        if found := pattern.search(plan.rest):
            plan.said[name] = next(filter(None, found.groups()))
            plan.cut(found.start(), found.end())


def _stage(plan: Plan) -> None:
    """One that is named for itself: “the oldest deals in Engaging”, not the “won” of a measure."""
    opened = (stage for stage in plan.context.stages if stage.outcome == Outcome.OPEN)
    known = {fold(name).text for stage in opened for name in stage.words()}
    for span in plan.context.stages_in(plan.rest):
        if span.value in known and "stage" not in plan.said:
            plan.said["stage"] = plan.rest[span.start : span.end]
            plan.cut(span.start, span.end)


def _regions(plan: Plan) -> list[str]:
    """The regions that are named."""
    slot, found = RegionSlot(), []
    for part in list(
        re.finditer(r"[a-z]{2,}|[东西南北中][部区]|华[东南北中]|[\u4e00-\u9fff]{2}(?=大区|区域|地区)", plan.rest)
    ):
        word = part.group()
        if word not in PLAIN and (place := slot.named(word, plan.context)):
            found.append(place)
            plan.cut(part.start(), part.end())
    return list(dict.fromkeys(found))


def _groups(plan: Plan, known: Mapping[str, str]) -> Iterator[str]:
    for part in list(_GROUP_EN.finditer(plan.rest)):
        for word, start in _pairs(part):
            group = known.get(word)
            timed = group in _TIME and not _EACH.search(plan.rest[:start])
            if group and not timed and word not in _NO_GROUP:
                plan.cut(start, start + len(word))
                yield group
                break
    for word in sorted((word for word in known if not word.isascii()), key=len, reverse=True):
        place = plan.rest.find(word)
        timed = known[word] in _TIME and (len(word) < 2 or not re.match(r"[每各逐]|.*度$", word))
        if place >= 0 and not timed and word not in _NO_GROUP and not word.startswith("销售"):
            plan.cut(place, place + len(word))
            yield known[word]
    for found in list(_PERSON_ZH.finditer(plan.rest)):
        plan.cut(found.start(), found.end())
        yield "owner"


def _pairs(part: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Two words together, else each."""
    yield part.group(), part.start()
    for word in re.finditer(r"[a-z]+", part.group()):
        yield word.group(), part.start() + word.start()


def _grouped(plan: Plan, measure: Measure, groups: list[str], regions: list[str]) -> None:
    """By what it is asked for: the group that is named; regions where several are; reps where somebody is sought."""
    if len(regions) > 1:
        plan.said["by"] = "region"
    elif regions:
        teamed = "team" in COMMANDS[measure.report].params and regions[0] in teams_heard(plan.context)
        plan.said["team" if teamed else "region"] = regions[0]
    if groups and len(regions) < 2:
        plan.said["by"] = "parent" if "parent" in groups else groups[0]
    elif measure.report == "report.winrate" and BEST.search(plan.text) and re.search(r"\bwho\b", plan.text):
        plan.said["by"] = "owner"


def name_in(plan: Plan, command: Command) -> None:
    """What is left may be somebody's name."""
    left = [
        word
        for word in re.findall(r"[a-z][a-z'&.-]*|[\u4e00-\u9fff]+", PLAIN_ZH.sub(" ", plan.rest))
        if word not in PLAIN
    ]
    said = " ".join(left)
    if not said or said not in plan.rest:
        return
    for name, param in command.params.items():
        slot = param.slot
        if not isinstance(slot, RecordSlot):
            continue
        matches = slot.matches(said, plan.context)
        if matches and matches[0].score >= NAMED:
            plan.said[name] = said
            place = plan.rest.index(said)
            plan.cut(place, place + len(said))
            return


def explained(rest: str) -> bool:
    """Whether nothing is left that could mean something."""
    words = re.findall(r"[a-z]+", rest)
    if any(word not in PLAIN for word in words):
        return False
    left = re.sub(r"[\sa-z\d.,;:!?'\"’“”%>=()-]", "", PLAIN_ZH.sub("", rest))
    return not re.search(r"[\u4e00-\u9fff]", left)
