"""What people say for a measure, wherever in a question it stands, and what says nothing of its own beside it."""

import re
from typing import NamedTuple


class Measure(NamedTuple):
    """`said` names it for sure; `hinted` is taken for it where nothing else is named."""

    report: str
    said: re.Pattern[str]
    hinted: re.Pattern[str] | None = None
    by: str = ""  # the group that is meant with it


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SIZE = r"(?:value|size|amount|worth)"
_DEAL = r"(?:won |closed |open )?(?:deals?|orders?|sales?|contracts?|wins?|opportunit(?:y|ies)|tickets? size)"
_TYPICAL = r"(?:average|mean|typical|avg|median)"

MEASURES = (
    Measure(
        "report.winrate",
        _any(
            r"\b(?:win|close|closing|success|hit|conversion to won)[- ]?(?:rates?|ratios?|percentages?)\b",
            r"\bw(?:in|ins|inning) (?:the )?(?:most |least |more |less |how )?(?:often|frequently|best|worst|most|least)\b",
            r"\bhow often (?:do|did|does) \w+ win\b",
            r"赢单率|赢率|胜率|成单率|赢单比例|赢单比率|签单率|成功率|赢得最[多少]",
        ),
    ),
    Measure(
        "report.discount",
        _any(
            r"\bdiscount(?:s|ed|ing)?(?: rates?| levels?)?\b",
            r"\b(?:below|under|off|above|against|versus|vs\.?|from|than) (?:the |our )?list(?: prices?)?\b",
            r"折扣率?|打折|几折|多少折|折让|让利|目录价|标价|列表价",
        ),
    ),
    Measure(
        "report.velocity",
        _any(
            r"\b(?:sales |pipeline |deal |revenue )?velocity\b",
            r"\bhow fast\b",
            r"\b(?:per|a|each|every) day\b",
            r"流速|销售速[度率]|管道速度|成交速度|每天能",
        ),
    ),
    Measure(
        "report.oldest",
        _any(
            r"\boldest\b|\blongest[- ](?:open|running|standing)\b|\b(?:open|sitting|around|in the pipeline) (?:for )?(?:the )?longest\b",
            r"最老|最久|时间最长|最早|最长",
        ),
    ),
    Measure(
        "report.cycle",
        _any(
            r"\b(?:sales|deal|selling) cycles?(?: (?:length|time))?\b|\bcycle (?:length|time)s?\b",
            r"\b(?:time|days) to (?:close|win|sign)\b|\bhow long\b.*\b(?:close|win|sign|land)\b",
            r"销售周期|成交周期|赢单周期|签单周期|平均周期|周期|(?:多久|多长时间|多少天|几天).{0,4}(?:成交|赢|签|拿下)|(?:成交|赢|签|拿下).{0,8}(?:多久|多长时间|多少天|几天)",
        ),
    ),
    Measure(
        "report.dealsize",
        _any(
            rf"\b{_TYPICAL} {_DEAL}(?: {_SIZE})?\b",
            r"\b(?:deal|order|contract|ticket) (?:sizes?|values?)\b",
            rf"\b{_TYPICAL} (?:won |closed )?{_SIZE}(?: of (?:a |an |the |our |each |what we )*{_DEAL})?",
            rf"\bhow (?:big|large|much) (?:is|are|was|were) (?:a |an |our |the |each )*(?:{_TYPICAL} )?{_DEAL}(?: worth)?(?: we win)?(?: on average)?",
            r"客单价|单均|均单|(?:每单|单笔|单个)平均\w{0,2}(?:金额|额)|平均(?:每单|一单|单笔|每笔|单额|单价|订单额?|客单|合同额?|签单额?|成交额?|赢单额?)(?:的)?(?:金额|价值|大小|额)?",
            r"(?:赢单|成交|订单|商机|单子)的?平均(?:金额|价值|大小|单额)|平均(?:成交|赢单|订单|合同)?金额",
        ),
    ),
    Measure(
        "report.funnel",
        _any(
            r"\bfunnels?\b|\bcohorts?\b|\bconver(?:t|ts|ted|ting|sion|sions)(?: rates?)?\b|\bturn(?:ed)? out\b|\bdrop(?:ped|s)?[- ]?offs?\b",
            r"\b(?:became|become|happened) (?:of|to|with)\b|\bhow (?:did|have|do)\b.*\b(?:end up|fare|fared|ended up)\b",
            r"\bdeals (?:that )?(?:we )?(?:started|engaged|opened|created|begun|began|entered)\b|\b(?:started|engaged|opened|new) (?:in )?deals\b",
            r"漏斗|转化率?|后来(?:怎么样|如何|都怎么样|怎样)(?:了)?|(?:新接触|新建|新增|新开|开始|接触|进来|录入|启动|跟进)的?(?:那些|那批|那些个)?(?:商机|单子|客户)",
        ),
    ),
    Measure(
        "report.forecast",
        _any(
            r"\bforecast(?:s|ed)?\b|\bbest case\b|\bcommit\b|\bprojections?\b|\bprojected\b",
            r"预测|预估|预计|预期业绩|承诺金额",
        ),
    ),
    Measure(
        "report.leaderboard",
        _any(
            r"\bleader ?boards?\b|\brank(?:ing|ings|ed)?\b(?=.*\b(?:reps?|sellers?|people)\b)|\b(?:top|best) (?:\w+ )?(?:sales )?(?:reps?|sellers?|performers?|salespeople)\b",
            r"\bwho (?:sold|closed|won|made|brought in) (?:the )?most\b",
            r"排行榜|龙虎榜|销冠|(?:业绩|成交额?|销售|赢单金额).{0,6}排名|业绩(?:最好|最高|前.)的(?:销售|人|同事)",
        ),
    ),
    Measure(
        "report.pipeline",
        _any(
            r"\b(?:weighted |open |sales |current )*pipeline(?: value)?\b|\bopen (?:deals|opportunities)\b",
            r"在手(?:的)?(?:商机|单子)|未成交(?:的)?(?:商机|单子)|管道(?:金额)?|管线|商机(?:总额|金额)|在谈(?:的)?(?:商机|单子)",
        ),
    ),
    Measure(
        "report.revenue",
        _any(
            r"\b(?:won |closed |total |sales |new )*(?:revenues?|bookings|turnover|income)\b|\bwon amount\b|\bclosed[- ]won\b",
            r"业绩|成交额|成交金额|成交总额|销售额|营收|营业额|收入|赢单金额|签单额|赢单总额",
        ),
        _any(
            r"\bsales\b|\bbusiness\b|\b(?:close|closed|win|won|sell|sells|sold|selling|book|booked|make|made|earn|earned|bring|brought|bought|buy)(?: in)?\b|\b(?:won|closed) deals\b|\bhow are (?:we|things)\b|\b(?:biggest|largest|top|best) (?:customers?|accounts?|clients?|buyers?)\b|\bdoing\b|\bperform(?:ance|ed|ing)?\b",
            r"最大的?(?:客户|集团|公司)|成交|赢单|卖得?|卖了|签了|签单|销量|贡献|表现|赚",
        ),
    ),
)

BEST = _any(
    r"\b(?:best|worst|highest|lowest|most|least|top|bottom|biggest|largest|smallest|strongest|weakest|better|worse)\b",
    r"最[高低好差多少大小]|第一|垫底|前[一二三四五十\d]+",
)
ASKS = _any(
    r"\b(?:what|which|who|how|show|give|tell|list|get|see|report|are|is|do|does|did)\b|[?？]",
    r"多少|哪|什么|谁|几|如何|怎|看|查|列|算|统计|汇总|给我|报表|吗|呢",
)
COMPARED = _any(r"\b(?:compar(?:e|es|ed|ing|ison)|vs\.?|versus|against)\b", r"对比|比较|相比|比起来|比(?!例|率)")
# What may stand around a measure without changing it.
PLAIN = frozenset(
    "a an the our my we us i you they them it its is are was were be been being do does did done have has had so far up to now "
    "of in on for at to from with within over during by per each every across between among than as and or but if then "
    "what which who whom whose when where how why much many long big large far fast well "
    "show tell give list get see know need want like look can could would should will shall please me let lets "
    "compare compared comparing comparison compares vs versus against relative change changed changes changing move moved moving "
    "moves differ differs different difference differences trend development developed go going gone went doing stand stands "
    "higher lower more less up down better worse good bad best worst highest lowest most least top bottom biggest largest "
    "average mean median avg standard deviation sd spread typical total overall all whole entire full general "
    "deal deals opportunity opportunities order orders win wins won lost loss losses close closed closing open opened still "
    "number numbers figure figures count counts amount amounts value values share shares percent percentage rate rates ratio "
    "report reports overview summary breakdown broken break split split table chart graph data statistics stats results result "
    "revenue sales money size sizes units unit volume volumes quantity piece pieces price prices list business book books "
    "this that these those there here one ones other others same also too just only about exactly really currently today "
    "company team office offices group groups corporate roll rolled rolling rollup brought bring brings in sell sells sold selling "
    "bought buy buys customers customer account accounts contribute contributed contributes made make makes earn earned "
    "date quarter month year week period qtd ytd mtd last previous prior before ago current quarterly monthly yearly "
    "least minimum min more longer days day turn turned out end ended became become happened fare fared new started engaged begun "
    "created entered cohort rank ranked ranking sorted highest order lot often frequently how's what's who's s re ve".split()
)
PLAIN_ZH = re.compile(
    r"跟进|洽谈|拖着|拖得|开得|跟得|谈得|挂得|放得|一直|仍然|其中|我们|咱们|公司|团队|大家|一下|多少|怎么样|怎样|如何|什么|哪个|哪些|哪家|哪位|哪几个|是谁|谁|几个|各个|各|每个|每|按照|按|分别|分|把|给我|给|"
    r"请问|请|帮我|麻烦|看看|看一看|看|查|算|列|统计|汇总|对比|比较|相比|比起来|比|跟|和|与|同|较|还是|或者|以及|及|并|而|环比|同比|变化|涨跌|"
    r"上升|下降|增长|高|低|多|少|好|差|大|小|最|第一|排名|排序|平均|均值|中位数|标准差|总共|一共|总|合计|累计|到目前为止|目前|现在|截至|至今|今|"
    r"商机|单子|单|客户|产品|销售|人员|业绩|成交|赢单|丢单|赢|丢|金额|数量|销量|占比|比例|情况|数据|报表|报告|的|了|呢|吗|吧|啊|是|有|在|里|中|"
    r"从|到|对|个|家|位|笔|天|至少|以上|不少于|情况|表现|结果|卖|得|出|能|会|可以|要|想|知道|告诉|都|也|又|就|还|没|新|开始|接触|进来|这|那|些|批|"
    r"关|打开|仍|未|负责人|名单|列出|一个|平|均|度|季|月|年|周|本|上|下|去|按金额|按数量|以|为|之|其中|钱|额|价|时间|时长|长|久|老|早|最近|近|降|升|率|部|区|大区"
)
