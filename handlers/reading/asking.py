"""How a report is asked for: in which orders the period, the person, the team and the groups are said.

Each function gives the phrases of one language for a report that is called by `nouns` (“revenue|sales”) and has these
`slots` of period, owner, team, by. What stands around it all is the same for every report (framing.py).
"""

import re

_IN = "[in|for|over|during|of|from|on|,|covering] [the]"
_ALL = "[our|the|total|team|whole|overall]"
_LOOK = "[like|look|looking|report|numbers|figures|chart|stand]"

_ZH_OUR = "[我们|咱们|公司|全公司|团队|全团队|整个团队|整体|大家]"


def framed(*phrases: str) -> list[str]:
    return [f"~{phrase}" for phrase in phrases]


def _of_all(phrases: list[str]) -> list[str]:
    """Of a report that is nobody's own."""
    bare = (re.sub(r"\[\{owner=[^}]*\}\](?:\[的\])?|\|\{owner=[^}]*\}", "", phrase).strip() for phrase in phrases)
    return list(dict.fromkeys(phrase for phrase in bare if "{owner" not in phrase))


def english(nouns: str, *slots: str) -> list[str]:
    noun = f"({nouns})"
    said = [noun]
    if "against" in slots:
        said += _english_beside(noun)
    if "period" in slots:
        said += [f"{noun} {_LOOK} [{_IN} {{period}}]", f"{{period}}['s|'] {_ALL} {noun}"]
    if "owner" in slots:
        said += _english_owned(noun, dated="period" in slots)
    if "team" in slots:
        said += _english_team(noun, dated="period" in slots)
    if "region" in slots:
        said += _english_region(noun, dated="period" in slots)
    if "by" in slots:
        said += [text for text in _english_grouped(noun) if "period" in slots or "{period}" not in text]
    return framed(*(said if "owner" in slots else _of_all(said)))


def _english_beside(noun: str) -> list[str]:
    """Two periods side by side."""
    versus = "(vs|vs.|versus|against|compared to|compared with|and|with|to|or)"
    return [
        f"(compare|comparing) [the|our] {{period}} {versus} {{against}} {noun}",
        f"(compare|comparing) [the|our] {noun} (in|of|for|between|from) {{period}} {versus} [in|for] {{against}}",
        f"[the|our] {noun} [in|of|for] {{period}} (vs|vs.|versus|against|compared to|compared with) {{against}}",
        f"{{period}} (vs|vs.|versus|against|compared to|compared with) {{against}} {noun}",
        f"how (does|did|do) {{period}} {noun} compare (to|with) {{against}}",
    ]


def _chinese_beside(noun: str) -> list[str]:
    return [
        f"(对比|比较|比一下|对比一下)[一下]{{period}}(和|跟|与|同){{against}}[的]{noun}",
        f"{{period}}(和|跟|与|同|比|对比|vs){{against}}[的]{noun}[对比|比较|比][一下|怎么样|如何|差多少]",
        f"{{period}}[的]{noun}(和|跟|与|同|比|对比|vs){{against}}[相比|比|对比][怎么样|如何|差多少]",
    ]


def _english_owned(noun: str, dated: bool) -> list[str]:
    when = f"[{_IN} {{period}}]" if dated else ""
    plain = [
        f"{{owner=my}} {noun} {_LOOK} {when}",
        f"{{owner}}('s|') {noun} {_LOOK} {when}",
        f"{noun} (for|of|from) {{owner}} {when}",
        f"{noun} {{owner!}}",
        f"{{owner!}} {noun}",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{{owner=my}} {{period}} {noun}",
        f"{{owner}}('s|') {{period}} {noun}",
        f"{noun} {_IN} {{period}} (for|of|by|from|,) {{owner}}",
        f"{{period}} {noun} (for|of|by|from|,) {{owner}}",
        f"{noun} {{owner!}} {{period}}",
        f"{noun} {{period}} {{owner!}}",
        f"{{owner!}} {noun} {{period}}",
    ]


def _english_team(noun: str, dated: bool) -> list[str]:
    when = f"[{_IN} {{period}}]" if dated else ""
    plain = [
        f"{noun} (for|of|from|in) [the] {{team!}} [team] {when}",
        f"{noun} (for|of|from|in) [the] {{team}} team {when}",
        f"{noun} {{team!}}",
        f"{{team!}} [team] ['s] {noun} {_LOOK} {when}",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{noun} {_IN} {{period}} (for|of|from|in) [the] {{team!}} [team]",
        f"{{period}}['s] {noun} (for|of|from|in) [the] {{team!}} [team]",
        f"{noun} {{team!}} {{period}}",
        f"{noun} {{period}} {{team!}}",
    ]


def _english_region(noun: str, dated: bool) -> list[str]:
    plain = [f"{noun} (in|for|of|from) [the] {{region!}}", f"{{region!}} [region] ['s] {noun} {_LOOK}"]
    if not dated:
        return plain
    return [
        *plain,
        f"{noun} (in|for|of|from) [the] {{region!}} {_IN} {{period}}",
        f"{noun} {_IN} {{period}} (in|for|of|from) [the] {{region!}}",
        f"{{period}}['s|'] {noun} (in|for|of|from) [the] {{region!}}",
        f"{{region!}} [region] ['s] {noun} {_LOOK} {_IN} {{period}}",
    ]


def _english_grouped(noun: str) -> list[str]:
    by = "(by|per|for each|for every|broken down by|split by|grouped by|across|with a breakdown by|, by|and by) [the]"
    when = f"[{_IN} {{period}}]"
    return [
        f"[{{owner=my}}] {noun} {by} {{by}}",
        f"{{by}} {noun}",
        f"(break|split) [down] [the|our|{{owner=my}}] {noun} [down] by {{by}}",
        f"compare [the|our] {noun} (of|by|across|between) [the] {{by}}",
        f"[{{owner=my}}] {noun} {by} {{by}} {when}",
        f"[{{owner=my}}] {noun} {_IN} {{period}} {by} {{by}}",
        f"[{{owner=my}}] {{period}}['s|'] {noun} {by} {{by}}",
        f"{noun} {by} {{by}} (for|of) {{owner}}",
        f"{{owner}}'s {noun} {by} {{by}} {when}",
        f"{{by}} {noun} {when}",
        f"{noun} {{by=trend}} {when}",
        f"{{by=trend}} (of|in|for) [the|our] {noun} {when}",
        f"{noun} {{by}} {{period}}",
        f"(break|split) [down] [the|our|{{owner=my}}] {noun} {when} [down] by {{by}}",
        f"(break|split) [down] {{period}}['s|'] {noun} [down] by {{by}}",
        f"compare [the|our] {noun} (of|by|across|between) [the] {{by}} {when}",
    ]


def chinese(nouns: str, *slots: str) -> list[str]:
    noun = f"({nouns})"
    said = [noun]
    if "against" in slots:
        said += _chinese_beside(noun)
    if "period" in slots:
        said += [
            f"[{{period}}][的|里|内]{_ZH_OUR}[的]{noun}",
            f"{noun}[看一下|看下|看看|给我|发我][:：，,]{{period}}[的]",
        ]
    if "owner" in slots:
        said += _chinese_owned(noun, "period" in slots)
    if "team" in slots:
        said += _chinese_team(noun, "period" in slots)
    if "region" in slots:
        said += _chinese_region(noun, "period" in slots)
    if "by" in slots:
        said += [
            text for text in _chinese_grouped(noun, "period" in slots) if "period" in slots or "{period}" not in text
        ]
    return framed(*(said if "owner" in slots else _of_all(said)))


def _chinese_owned(noun: str, dated: bool) -> list[str]:
    when = "[{period}][的|里]" if dated else ""
    plain = [
        f"{{owner=我的|我}}[的][自己的|手上的|手里的|名下的]{when}{noun}",
        f"{{owner!}}[的]{noun}",
        f"{noun}[:：，,]{{owner!}}",
    ]
    if not dated:
        return plain
    return [
        *plain,
        f"{{owner!}}[的]{{period}}[的|里]{noun}",
        f"{{period}}[的]{{owner=我的|我}}[的]{noun}",
        f"{{period}}[的]{{owner!}}[的]{noun}",
        f"{{owner!}}[的]{noun}[,，]{{period}}[的]",
        f"{noun}{{owner!}}{{period}}",
        f"{noun}{{period}}{{owner!}}",
    ]


def _chinese_team(noun: str, dated: bool) -> list[str]:
    team = "{team!}[团队|小组|大区|区|组][的]"
    plain = [f"{team}{noun}", f"{noun}[:：，,]{{team!}}"]
    return [*plain, f"{team}{{period}}[的]{noun}", f"{{period}}[的]{team}{noun}"] if dated else plain


def _chinese_region(noun: str, dated: bool) -> list[str]:
    region = "{region!}[大区|区域|地区|片区|区][的]"
    return [f"{region}{noun}", *([f"{region}{{period}}[的]{noun}", f"{{period}}[的]{region}{noun}"] if dated else [])]


def _chinese_grouped(noun: str, dated: bool) -> list[str]:
    each = "(各个|每个|每一个|各|每位|每|不同)"
    by = "(按照|按|分|依)"
    look = (
        "[来看|来|看看|看一下|看下|看|分一下|分组|分|统计一下|统计|拆分|拆一下|拆开|拆|汇总一下|汇总|划分|算一下|算|排|列一下|列|展示|"
        "对比|比较][一下|下]"
    )
    whole = f"[{{period}}][的]{_ZH_OUR}[的]" if dated else f"{_ZH_OUR}[的]"
    return [
        f"[{{owner=我的|我}}][的]{by}{{by}}{look}[的]{whole}{noun}",
        f"[{{owner=我的|我}}][的]{noun}[,，]{by}{{by}}{look}",
        f"{whole}{noun}[,，]{by}{{by}}{look}",
        f"{whole}{by}{{by}}{look}[的]{noun}",
        f"{whole}{each}{{by}}[的]{noun}",
        f"{each}{{by}}[的]{{period}}[的]{noun}",
        f"{{owner!}}[的]{{period}}[的]{noun}[,，]{by}{{by}}{look}",
        f"{{owner!}}[的]{noun}[,，]{by}{{by}}{look}",
        f"{whole}{{by}}[的]{noun}",
        f"{whole}{noun}[的]{{by=趋势|走势}}",
        f"{{by=月度|每月|每个月|季度|每季度}}[的]{noun}[的][趋势|走势][,，]{{period}}[的]",
        f"{whole}{{by=月度|每月|每个月|季度|每季度}}[的]{noun}[的](趋势|走势)",
    ]
