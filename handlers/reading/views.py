"""How a report is to be seen: as a picture, as the records behind it, as a table file."""

import re
from dataclasses import replace

from handlers.reading.readings import Reading
from handlers.reading.words import vocabulary

CHART, ROWS, CSV = "chart", "rows", "csv"
VIEWS = vocabulary(
    chart="graph, plot, picture, diagram, image, 图, 图表, 图形, 图片, 柱状图, 折线图, 曲线图, 条形图, 饼图, 漏斗图, 走势图, 趋势图",
    rows="records, details, list, deals, 明细, 清单, 记录, 原始记录, 详单",
    csv="spreadsheet, excel, xlsx, xls, file, 表格, 文件, 电子表格",
)

_CHARTS = r"(?:(?:bar|line|column|pie|funnel|trend) )?(?:charts?|graphs?|plots?|pictures?|diagrams?|images?|visual)"
_CHARTS_ZH = r"(?:柱状|折线|曲线|条形|饼|漏斗|走势|趋势|对比|可视化)?(?:图表|图形|图片|图)"
_FILES = r"(?:csv|excel|xlsx?|spreadsheet)(?: (?:file|table|sheet))?"
_FILES_ZH = r"(?:csv|excel|xlsx?|电子表格|表格|文件)(?:文件|表格)?"
_PATTERNS = {
    CHART: [
        rf"^(?:(?:show|give|send|draw|make|plot|get)(?: me| us)? )?(?:a |an |the )?{_CHARTS} (?:of|for|showing|with) (?=.)",
        r"^(?:draw|plot|chart|graph|visuali[sz]e)(?: me| us)? (?=.)",
        rf"[,;]? (?:as|in|on|with|into) (?:a |an |the )?{_CHARTS}(?: please)?[.!?]*$",
        rf"[,;]? (?:and )?(?:draw|plot|chart|graph|show) (?:it|that|this)(?: as a {_CHARTS})?[.!?]*$",
        rf"^(?:用|画|画个|画一个|画一张|做个|做一张|出个|出一张|来张|来个|给我画|帮我画|生成)(?:一下)?{_CHARTS_ZH}(?:表示|展示|看|显示)?[:：，,]?(?=.)",
        r"^(?:帮我|给我)?画(?:一下|一画|出来?)?(?=.)",
        rf"[,，]?(?:用|做成|画成|生成|转成|以)(?:一个|一张|个|张)?{_CHARTS_ZH}(?:的?形式)?(?:表示|展示|显示|给我|看看|看|吧|呈现)*[。！？]*$",
        rf"[,，]?(?:画|出|做|来)(?:个|张|一张|一个|成)?{_CHARTS_ZH}(?:给我|看看|看|吧)*[。！？]*$",
        r"(?<=漏斗|趋势|走势|分布|排名|占比)图[。！？]*$",
        r"的?(?:柱状图|折线图|曲线图|条形图|饼图|走势图|趋势图|图表)[。！？]*$",
    ],
    CSV: [
        rf"^(?:export|download|send|give)(?: me| us)? (?:a |the )?{_FILES} (?:of|for|with) (?=.)",
        rf"[,;]? (?:as|to|in|into) (?:a |an )?{_FILES}(?: please)?[.!?]*$",
        rf"[,，]?(?:导出|导成|输出|下载|存|生成|发我|做)(?:成|为|到|个|一份)?{_FILES_ZH}(?:给我|吧)*[。！？]*$",
    ],
    ROWS: [
        r"[,;]? (?:with|and|show|incl(?:uding|\.)?)(?: me)?(?: all)?(?: the)? (?:rows|records|details|deals behind (?:it|that))[.!?]*$",
        r"[,，]?(?:并|和|带|附|列出|给出)?(?:所有|全部)?(?:的)?(?:明细|清单|详单)[。！？]*$",
    ],
}
_COMPILED = [(view, re.compile(pattern, re.IGNORECASE)) for view, listed in _PATTERNS.items() for pattern in listed]


def viewed(text: str) -> tuple[str, str] | None:
    """The message without the words for how to see it, and that view; None where nobody said."""
    for view, pattern in _COMPILED:
        found = pattern.search(text)
        if found and (rest := (text[: found.start()] + text[found.end() :]).strip(" ,，;:：")):
            return rest, view
    return None


def asked_to_see(reading: Reading, view: str) -> Reading | None:
    """The same to be seen in this way; None where it is no report."""
    if "view" not in reading.command.params:
        return None
    return replace(reading, said={**reading.said, "view": view})
