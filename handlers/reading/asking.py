"""How a report is asked for: what people put before its name and behind it, the same for all reports.

Each function gives the phrases of one language for a report that is called by `nouns` (“revenue|sales”), one phrase
for each order in which the period, the person, the team and the groups are said.
"""

_SHOW = (
    "[can i see|can i get|can you show me|could i see|show me|show us|show|give me|give us|get me|get|pull up|pull|"
    "send me|tell me|i need|i want to see|i'd like to see|let me see|let's see|what's|what is|whats|what was|what are|"
    "what were|what do we have as|how's|hows|how is|how was|how are|how does|how did|run|display|see|view|check|need|"
    "share] [the|our|a|an|your|all] [total|overall|current|latest|full|team|company|whole team's|team's]"
)
_IN = "[in|for|over|during|of|from|on|,|covering] [the]"
_LOOK = "[look|looks|looking|stand|now|right now|today|please|so far|at the moment|report|chart|numbers|figures|like]"

_ZH_SHOW = (
    "[看看|看一下|看下|看|查看|查一下|查下|查|给我看看|给我看下|给我看|给我|显示|列出|列一下|拉一下|拉个|拉|出一下|出个|统计一下|统计|"
    "汇总一下|汇总|我想看|我想知道|想看|我要看|要看|来个|来一份|来份|发我|发一下|告诉我|说说|报一下|生成|做个|做一份]"
)
_ZH_OUR = "[我们|咱们|咱|公司|全公司|团队|全团队|整个团队|整体|全部|总的|总体|目前|现在|当前|大家]"
_ZH_END = (
    "[怎么样|怎样|如何|是多少|有多少|多少|能有多少|是什么|什么情况|情况|数据|数字|统计|报表|报告|一下|给我|看看|看一下|看下|"
    "给我看看|发我|发我看看|有多高|高吗|好吗|怎么走|多少了|到多少了|到哪了|是怎样的|什么样|长什么样]"
)
_ZH_BY = (
    "[来|看|看看|看一下|看下|分|分一下|分组|统计|统计一下|拆|拆分|拆一下|拆开|汇总|汇总一下|划分|算|算一下|排|列|列一下|展示|"
    "对比|比较]"
)


def english(nouns: str, *slots: str) -> list[str]:
    """`slots` of the report: of period, owner, team, by, those that it has."""
    noun = f"({nouns})"
    said = [f"{_SHOW} {noun} {_LOOK}"]
    if "period" in slots:
        said += [f"{_SHOW} {noun} {_LOOK} {_IN} {{period}} {_LOOK}", f"{_SHOW} {{period}}['s|'] {noun} {_LOOK}"]
    if "owner" in slots:
        said += list(_english_owned(noun, dated="period" in slots))
    if "team" in slots:
        said += list(_english_team(noun, dated="period" in slots))
    if "by" in slots:
        said += list(_english_grouped(noun))
    return said


def _english_owned(noun: str, dated: bool) -> list[str]:
    plain = [
        f"{_SHOW} {{owner=my}} {noun} {_LOOK}",
        f"{_SHOW} {{owner}}('s|') {noun} {_LOOK}",
        f"{_SHOW} {noun} (for|of|by|from) {{owner}}",
        f"{noun} {{owner!}}",
        f"{_SHOW} {{owner!}} {noun} {_LOOK}",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{_SHOW} {{owner=my}} {noun} {_LOOK} {_IN} {{period}}",
        f"{_SHOW} {{owner=my}} {{period}} {noun} {_LOOK}",
        f"{_SHOW} {{owner}}('s|') {noun} {_LOOK} {_IN} {{period}} {_LOOK}",
        f"{_SHOW} {{owner}}('s|') {{period}} {noun}",
        f"{_SHOW} {noun} (for|of|by|from) {{owner}} {_IN} {{period}}",
        f"{_SHOW} {noun} {_IN} {{period}} (for|of|by|from|,) {{owner}}",
        f"{_SHOW} {{period}} {noun} (for|of|by|from|,) {{owner}}",
        f"{noun} {{owner!}} {{period}}",
        f"{noun} {{period}} {{owner!}}",
        f"{{owner!}} {noun} {{period}}",
    ]


def _english_team(noun: str, dated: bool) -> list[str]:
    plain = [
        f"{_SHOW} {noun} (for|of|from|in) [the] {{team!}} [team]",
        f"{noun} {{team!}}",
        f"{_SHOW} {{team!}} [team] ['s] {noun} {_LOOK}",
        f"{_SHOW} {noun} (for|of|from|in) [the] {{team}} team",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{_SHOW} {noun} (for|of|from|in) [the] {{team!}} [team] {_IN} {{period}}",
        f"{_SHOW} {noun} {_IN} {{period}} (for|of|from|in) [the] {{team!}} [team]",
        f"{_SHOW} {{team!}} [team] ['s] {noun} {_LOOK} {_IN} {{period}}",
        f"{noun} {{team!}} {{period}}",
        f"{noun} {{period}} {{team!}}",
    ]


def _english_grouped(noun: str) -> list[str]:
    by = "(by|per|for each|for every|broken down by|split by|grouped by|across|with a breakdown by|, by|and by) [the]"
    return [
        f"{_SHOW} [{{owner=my}}] {noun} {by} {{by}}",
        f"{_SHOW} [{{owner=my}}] {noun} {by} {{by}} {_IN} {{period}} {_LOOK}",
        f"{_SHOW} [{{owner=my}}] {noun} {_IN} {{period}} {by} {{by}}",
        f"{_SHOW} [{{owner=my}}] {{period}}['s|'] {noun} {by} {{by}}",
        f"{_SHOW} {{by}} {noun} {_IN} {{period}}",
        f"{_SHOW} {{by}} {noun} {_LOOK}",
        f"{_SHOW} {noun} {{by=trend}} {_IN} {{period}}",
        f"{_SHOW} {noun} {{by=trend}}",
        f"{noun} {{by}} {{period}}",
        f"(break|split) [down] [the|our|{{owner=my}}] {noun} [down] by {{by}}",
        f"(break|split) [down] [the|our] {noun} {_IN} {{period}} [down] by {{by}}",
        f"(break|split) [down] {{period}}['s|'] {noun} [down] by {{by}}",
        f"(compare) [the|our] {noun} (of|by|across|between) [the] {{by}} {_IN} {{period}}",
        f"(compare) [the|our] {noun} (of|by|across|between) [the] {{by}}",
    ]


def chinese(nouns: str, *slots: str) -> list[str]:
    noun = f"({nouns})"
    said = [f"{_ZH_SHOW}{_ZH_OUR}[的]{noun}{_ZH_END}"]
    if "period" in slots:
        said += [
            f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的|里|内]{_ZH_OUR}[的]{noun}{_ZH_END}",
            f"{noun}[:：，,]{{period}}[的]{_ZH_END}",
        ]
    if "owner" in slots:
        said += list(_chinese_owned(noun, "period" in slots))
    if "team" in slots:
        said += list(_chinese_team(noun, "period" in slots))
    if "by" in slots:
        said += list(_chinese_grouped(noun))
    return said


def _chinese_owned(noun: str, dated: bool) -> list[str]:
    plain = [
        f"{_ZH_SHOW}{{owner=我的|我}}[的][自己的|手上的|手里的|名下的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{owner!}}的{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{owner!}}{noun}{_ZH_END}",
        f"{noun}[:：，,]{{owner!}}",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{_ZH_SHOW}{{owner=我的|我}}[的]{{period}}[的|里]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{period}}{{owner=我的|我}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{owner!}}[的]{{period}}[的|里]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{period}}[的]{{owner!}}的{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{period}}{{owner!}}{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{owner!}}[的]{noun}{_ZH_END}[,，]{{period}}[的]",
        f"{noun}{{owner!}}{{period}}",
        f"{noun}{{period}}{{owner!}}",
    ]


def _chinese_team(noun: str, dated: bool) -> list[str]:
    plain = [f"{_ZH_SHOW}{{team!}}[团队|小组|大区|区|组][的]{noun}{_ZH_END}", f"{noun}[:：，,]{{team!}}"]
    if not dated:
        return plain
    return [
        *plain,
        f"{_ZH_SHOW}{{team!}}[团队|小组|大区|区|组][的]{{period}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{{period}}[的]{{team!}}[团队|小组|大区|区|组][的]{noun}{_ZH_END}",
    ]


def _chinese_grouped(noun: str) -> list[str]:
    each = "(各个|每个|每一个|各|每位|每|不同)"
    by = "(按照|按|分|依)"
    return [
        f"{_ZH_SHOW}[{{owner=我的|我}}][的]{by}{{by}}{_ZH_BY}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}[{{owner=我的|我}}][的]{noun}[,，]{by}{{by}}{_ZH_BY}[一下]",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{noun}[,，]{by}{{by}}{_ZH_BY}[一下]",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{by}{{by}}{_ZH_BY}[的]{noun}{_ZH_END}",
        f"{by}{{by}}{_ZH_BY}[一下|下]{_ZH_OUR}[的]{{period}}[的]{noun}{_ZH_END}",
        f"{by}{{by}}{_ZH_BY}[一下|下]{_ZH_OUR}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{each}{{by}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{each}{{by}}[的]{{period}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{each}{{by}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{{by}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{by}}[的]{noun}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{noun}[的]{{by=趋势|走势}}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{noun}[的]{{by=趋势|走势}}{_ZH_END}",
        f"{_ZH_SHOW}{_ZH_OUR}[的]{{period}}[的]{{by=月度|每月|每个月|季度|每季度}}[的]{noun}[的](趋势|走势)",
    ]
