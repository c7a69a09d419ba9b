"""What people say for a measure, wherever in a question it stands, and what says nothing of its own beside it."""

from handlers.reading.measure import BUYER, TICKET, Measure, any_of
from handlers.reading.measures_beyond import BEYOND

_SIZE = r"(?:value|size|amount|worth)"
_DEAL = r"(?:won |closed |open )?(?:deals?|orders?|sales?|contracts?|wins?|opportunit(?:y|ies)|tickets? size)"
_TYPICAL = r"(?:average|mean|typical|avg|median)"

_SELLER = r"\b(?:who|reps?|sellers?|salespeople|salesperson|sales (?:people|staff|team)|anyone|anybody|people|nobody)\b"
_TICKET_ZH = r"(?:工单|单子|案件|问题|[张个]单)"
_HAS_NOT = r"\b(?:(?:has|have|did|had)(?:n'?t| not| yet to)|with(?:out| no| zero| nothing)|no|not|zero|nothing|nobody|never|yet to)\b"
_WINS = r"\b(?:wins?|won|clos(?:e|ed)(?: deals?)?|sell|sold|sales?|deals?|sign(?:ed)?|anything)\b"
_BUYS = r"\b(?:bought|buy(?:ing)?|order(?:ed|s|ing)?|purchas(?:e|es|ed|ing)|wins?|won|deals?|spent|spend|closed)\b"


_OF_TICKETS = any_of(TICKET, _TICKET_ZH, r"\bsupport\b|\bbacklogs?\b|客服|积压|重开|返工|转派|改派|解决|处理")


_ONE_TICKET = any_of(r"#\d+|\b\d{3,}\b|\d{3,}")  # its number
_COUNTED = any_of(
    r"\b(?:how (?:many|is|are)|number|counts?|volumes?|inflow|outflow|stats|statistics|reports?|numbers|summary|load|categor\w+|types?|topics?)\b",
    r"\b(?:most|top|biggest|opened|raised|came|come|solved|resolved|compared|complain\w*|vs|per|by)\b|多少|几|统计|数|量|各|最多|类|新增|比|情况",
)


def _tickets(about: str, *patterns: str) -> Measure:
    return Measure("report.tickets", any_of(*patterns), slots={"about": about}, beside=_OF_TICKETS, other=_ONE_TICKET)


def _tickets_named(about: str, *patterns: str) -> Measure:
    return _tickets(about, *patterns)._replace(beside=any_of(TICKET, r"工单|张单"))


MEASURES = (
    *BEYOND,
    Measure(
        "report.pipeline", any_of(r"\bin (?:the|our) funnel\b(?=.*\bnow\b)|\b(?:now|currently) in (?:the|our) funnel\b")
    ),
    Measure(
        "report.revenue",
        any_of(
            r"\bwhat (?:sells|sold|is selling|are we selling) (?:the )?(?:best|most|worst)\b|\bwhat (?:did|do|have) we (?:sell|sold|sell the)(?: the)? most(?: of)?\b|\b(?:best|top)[- ]?sell(?:ing|ers?)\b",
            r"畅销(?:的)?(?:产品|商品)?|卖得?最?好的?(?:产品|商品)|(?:产品|商品).{0,4}(?:排行|排名)",
        ),
        slots={"by": "products"},
    ),
    Measure(
        "report.pipeline",
        any_of(
            r"\b(?:weight(?:ed|ing)?|risk[- ]adjusted|expected value)\b(?: (?:value of|by (?:stage|probability)))?",
            r"加权|按概率(?:折算)?|期望(?:金额|值)",
        ),
        beside=any_of(
            r"\bpipelines?\b|\bopen (?:deals|opportunities)\b|\bopportunit(?:y|ies)\b|管道|商机|在手|赢率|预测"
        ),
        other=any_of(BUYER, "客户"),
    ),
    Measure(
        "report.revenue",
        any_of(
            rf"\b(?:biggest|largest|top|best|most valuable|most important|rank|ranking|ranked)\b[\w\s]*?{BUYER}",
            rf"{BUYER}[\w\s]*?\b(?:bought|buy|spend|spent|brought in|bring in|contribut\w+|rank(?:ed|ing)?)\b(?: (?:the )?most)?",
            r"(?:最大|前[一二三四五六七八九十\d]+|排名|贡献|买得?最多|成交额?最[高多]).{0,8}?客户|客户.{0,12}?(?:排名|排行|贡献|最大|最多|最高|前[三五十\d])",
        ),
        slots={"by": "customers"},
        other=any_of(
            rf"{_HAS_NOT}|\bparents?\b|\bgroups?\b|\bweigh\w+|\brecen\w+|\bvisits?\b|\btickets?\b|\bsegments?\b|\bchurn\b|集团|母公司|没|未|加权|权重|价值|拜访|工单|流失|沉默|分群|分层"
        ),
    ),
    Measure(
        "report.nowins",
        any_of(
            rf"{_HAS_NOT}[\w\s-]*?{_WINS}(?: (?:a|any|single|closed|deals?|anything|wins?)\b)*",
            r"\b(?:still |stuck )?on zero\b|\bwon nothing\b|\bsold nothing\b|\bclosed nothing\b",
            r"(?:还|至今)?(?:没有?|未)(?:能|有)?(?:开单|成交|赢单|签单|签约|出单|开张|业绩|卖出|拿单|签过?)(?:过|的)?",
            r"颗粒无收|一单(?:都|也)?(?:没|未)(?:签|成|开|卖|赢)?|(?:零|(?<!\d)0)(?:成交|开单|业绩|赢单|单)|业绩(?:为|是)?(?:零|0)|挂零",
        ),
        beside=any_of(_SELLER, r"谁|销售|业务员|哪些人|哪位|的人|同事|名单"),
        other=any_of(BUYER, r"客户|商机|单子"),
    ),
    Measure(
        "report.lapsed",
        any_of(
            rf"{_HAS_NOT}[\w\s-]*?{_BUYS}(?: (?:a|any|anything|won|deals?|wins?|from us)\b)*",
            r"\b(?:laps(?:e|ed|ing)|dormant|inactive|quiet|silent|(?:stopped|quit) (?:buying|ordering)|used to (?:buy|order)(?: from us)?(?: but (?:have )?stopped)?)\b",
            r"(?:没有?|未)(?:再)?(?:下过?单|成交|购买|买过?|复购|有?新单|有?新的?订单|订单|来往|采购|赢单)(?:过|了)?|沉默|沉睡|休眠|好久没买(?:东西)?(?:了)?|没再买",
        ),
        beside=any_of(BUYER, r"\bwho\b|客户|谁|哪家"),
        other=any_of(r"\b(?:reps?|sellers?|salespeople)\b|销售|业务员|商机"),
    ),
    Measure(
        "report.value",
        any_of(
            r"\brecen(?:t|cy|tly)[- ]?(?:\w+ ){0,2}(?:weigh(?:t|ts|ted|ting)|counting more|counts? more|more heavily)(?: more)?\b|\bcounting more\b",
            r"\bweigh(?:t|ts|ted|ting)(?: \w+){0,3} recen(?:t|cy|tly)(?: deals| purchases| sales)?(?: more(?: heavily)?)?\b",
            r"\brecency[- ]?weighted\b",
            r"\b(?:time[- ]?|recency[- ]?)?weighted (?:customer |account |client |deal )*(?:values?|worth)\b|\b(?:customer|account|client) values?\b|\bdecay(?:ed|ing)?\b",
            r"\brecent purchases\b|(?:时间)?衰减|权重|加权(?:的)?(?:客户)?(?:价值)?|客户(?:的)?价值",
        ),
        beside=any_of(BUYER, r"客户"),
    ),
    Measure(
        "report.visits",
        any_of(
            r"\b(?:visit(?:s|ing)?|call on|drop (?:in on|by))(?: (?:plan|list|schedule|priorit(?:y|ies)|order|first))?\b",
            r"拜访(?:计划|名单|顺序|优先级|路线|安排)?|走访|先去见|去见|(?:值得|应该)?(?:去)?跑一趟|上门",
        ),
    ),
    Measure(
        "report.stuck",
        any_of(
            r"\b(?:haven'?t|have not|hasn'?t|has not) (?:moved|changed|budged|progressed)(?: at all)?\b|\b(?:stuck|stale|stalled|stagnant|stagnating|rotting|sitting|lingering|idle|not moving|not moved|aged|ageing|aging|older than|gone stale)\b",
            r"\bopen (?:for )?(?:more than|over|at least|longer than)\b",
            r"(?:开|跟|谈|挂)了(?=.{1,8}以上)|(?:已经)?拖了|卡住|卡着|卡单|滞留|停滞|积压着?|僵住|搁置|没进展|没动静|(?:还)?(?:没|未)(?:关|成交|结)(?:掉|闭)?",
        ),
        beside=any_of(r"\b(?:deals?|opportunit(?:y|ies)|opps|pipeline)\b|商机|单|项目|管道"),
        other=any_of(TICKET, r"工单|最[老久早长]|阶段|\bstages?\b"),
    ),
    Measure(
        "report.sla",
        any_of(
            r"\bslas?\b(?: (?:attainment|compliance|rate|target)s?)?|\bservice levels?\b|\b(?:in|on) time\b(?=.*\b(?:tickets?|cases?|resolv|clos))|\b(?:met|meet|kept|within) (?:the |our )*(?:sla|targets?)\b",
            r"sla(?:达成率?|达标率?|完成率?)?|服务水平|准时率|及时率|按时(?:完成|解决|处理|关闭)(?:率)?|达标率?|超时率|时效",
        ),
    ),
    Measure(
        "report.csat",
        any_of(
            r"\bcsat\b|\b(?:customer )?satisfaction(?: (?:score|rating|rate)s?)?\b|\b(?:customers?|ticket|support) ratings?\b",
            r"满意(?:度|率)|好评率|差评率|客户评分|工单评分",
        ),
    ),
    _tickets(
        "reopen rate",
        r"\bre-?open(?:ed|ing|s)?(?: rates?| tickets?)*\b|\b(?:came|come|comes|coming) back(?: open)?\b|\bopened again\b",
        r"重开(?:率)?|重新打开(?:过|的)?(?:率)?|又(?:被)?(?:打开|重开)|返工率?|复开率?|二次打开",
    ),
    _tickets(
        "reassignment rate",
        r"\b(?:re-?assign(?:ed|ments?|s)?|hand(?:ed)?[- ]?(?:over|off|on)s?|passed (?:on|around)|transfer(?:red|s)?|chang(?:e|ed|es|ing) hands?|bounc(?:ed|es|ing)(?: around)?)(?: rates?)?\b",
        r"转派(?:率|次数|过)?|改派(?:率|次数|过)?|转单(?:率|次数)?|转手(?:率|次数)?|换(?:过|了)?(?:处理)?人|转几次",
    ),
    _tickets_named(
        "oldest tickets",
        r"\b(?:oldest|longest)\b(?: (?:waiting|open|running|unresolved|unsolved|standing))*",
        r"最(?:久|老|早)|时间最长|最长",
    ),
    _tickets(
        "first response time",
        r"\b(?:first )?(?:response|reply) times?\b|\bhow (?:fast|quickly|soon|long)\b.*\b(?:reply|respond|answer)\b",
        r"首次?响应(?:时间|时长)?|首次回复(?:时间|时长)?|响应(?:时间|时长|速度)|多久(?:才)?(?:回复|响应)",
    ),
    _tickets(
        "resolution time",
        r"\b(?:resolution|resolving|handling|handle|solving|turnaround) times?\b|\btimes? to (?:resolve|resolution|solve|close(?= .*tickets?))\b|\bmttr\b",
        rf"\bhow (?:long|fast|quickly|soon)\b(?=.*{TICKET}).*\b(?:resolv|solv|fix|handl|clos)(?:e|ed|es|ing)?\b",
        rf"(?:解决|处理|关单|结单)(?:工单)?(?:的)?(?:平均)?(?:时长|时间|用时|耗时|速度)|(?:多久|多长时间|几个?小时)(?:才|能)*(?:解决|处理|搞定|关)|(?=.*{_TICKET_ZH})(?:解决|处理).{{0,8}}(?:多久|多长时间|几个?小时)",
    ),
    _tickets(
        "backlog",
        rf"\bbacklogs?\b|\b(?:queue)\b|\b(?:unresolved|unsolved|outstanding|waiting to be (?:solved|resolved))\b(?=.*{TICKET})|{TICKET}(?=.*\b(?:still open|unresolved|waiting|outstanding|in the queue|not (?:yet )?(?:solved|resolved|closed))\b)",
        rf"积压(?:量|情况)?|(?:没|未|还没|待)(?:有)?(?:解决|处理|关闭|处理完|关|完成)(?:掉|完|的)*(?=.*{_TICKET_ZH})|{_TICKET_ZH}(?:还)?(?:没|未)(?:解决|处理|关闭|处理完)(?:完)?",
    ),
    Measure(
        "report.funnel",
        any_of(
            r"(?:进来|新建|新增|开始|接触|录入|启动)(?:跟)?的?(?:那些|那批)?(?:商机|单子|客户|线索)(?=.*(?:赢|丢|成|转化|情况|怎|如何))",
        ),
    ),
    Measure(
        "report.winrate",
        any_of(
            r"\bclos(?:e|es|ed|ing) (?:the )?(?:best|worst|most often|least often)\b",
            r"\bwhat (?:%|percent|percentage|share|proportion) of (?:the |our )*(?:closed )?deals (?:do |did )?(?:we )?(?:win|won|get won)\b|赢单的比[例率]|赢的比例",
            r"\bwin ?(?:/|-|vs\.?|versus|and|or) ?loss(?:es)?(?: ratio)?\b|\bwon (?:vs\.?|versus|and|against) lost\b|\bhow many of (?:the |our )*(?:closed )?deals.*\bwin\b",
            r"\b(?:win|wins|won|close|closes|closed) (?:the )?(?:highest|biggest|largest|greatest|lowest|smallest|best) (?:share|percentage|proportion|part|fraction) of (?:their|its|the|all) (?:deals|opportunities)\b",
            r"成交率|赢了(?:几成|多少比例)|赢(?:了)?(?:多少|几个|几单)[，,、和与]?(?:又)?丢(?:了)?(?:多少|几个|几单)|[丢输]了?(?:多少|几)[个单笔]|输赢|赢输|赢丢|容易赢单|最?(?:容易|好)赢",
            r"\b(?:win|close|closing|success|hit|conversion to won)[- ]?(?:rates?|ratios?|percentages?)\b",
            r"\bw(?:in|ins|inning) (?:the )?(?:most |least |more |less |how )?(?:often|frequently|best|worst|most|least)\b",
            r"\bhow often (?:do|did|does) \w+ win\b",
            r"赢单率|赢率|胜率|成单率|赢单比例|赢单比率|签单率|成功率|赢得最[多少]|赢单(?=最)",
        ),
    ),
    Measure(
        "report.discount",
        any_of(
            r"\bdiscount(?:s|ed|ing)?(?: rates?| levels?)?\b",
            r"\b(?:below|under|off|above|against|versus|vs\.?|from|than) (?:the |our )?list(?: prices?)?\b",
            r"折扣率?|打折|几折|多少折|折让|让利|目录价|标价|列表价",
        ),
    ),
    Measure(
        "report.velocity",
        any_of(
            r"\b(?:sales |pipeline |deal |revenue )?velocity\b",
            r"\bhow fast\b",
            r"\b(?:per|a|each|every) day\b",
            r"流速|销售速[度率]|管道速度|成交速度|每天能",
        ),
    ),
    Measure(
        "report.oldest",
        any_of(
            r"\boldest\b|\blongest[- ](?:open|running|standing)\b|\b(?:open|sitting|around|in the pipeline) (?:for )?(?:the )?longest\b",
            r"最老|最久|时间最长|最早|最长",
        ),
    ),
    Measure(
        "report.cycle",
        any_of(
            r"\b(?:sales|deal|selling) cycles?(?: (?:length|time))?\b|\bcycle (?:length|time)s?\b",
            r"\b(?:deals|we) (?:are |is |been )?(?:taking|take|took) longer\b(?: to close)?|\b(?:time|days) to (?:close|win|sign)\b|\bhow long\b.*\b(?:close|win|sign|land)\b",
            r"销售周期|成交周期|赢单周期|签单周期|平均周期|周期|\bhow long\b.*\bdeals\b.*\btake\b|(?:多久|多长时间|多少天|几天).{0,4}(?:成交|赢|签|拿下)|(?:成交|赢|签|拿下).{0,8}(?:多久|多长时间|多少天|几天)",
        ),
    ),
    Measure(
        "report.dealsize",
        any_of(
            rf"\b{_TYPICAL} {_DEAL}(?: {_SIZE})?\b",
            r"\b(?:deal|order|contract|ticket) (?:sizes?|values?)\b|\b(?:acv|aov)\b",
            rf"\b{_TYPICAL} (?:won |closed )?{_SIZE}(?: of (?:a |an |the |our |each |what we )*{_DEAL})?",
            rf"\bhow (?:big|large|much) (?:is|are|was|were) (?:a |an |our |the |each )*(?:{_TYPICAL} )?{_DEAL}(?: worth)?(?: we win)?(?: on average)?",
            r"\b(?:deals?|orders?|wins?) (?:\w+ )?(?:getting )?(?:bigger|larger|smaller)\b",
            r"平均单值|单值|客单价|单均|均单|(?:每单|单笔|单个)平均\w{0,2}(?:金额|额)|平均(?:每单|一单|单笔|每笔|单额|单价|订单额?|客单|合同额?|签单额?|成交额?|赢单额?)(?:的)?(?:金额|价值|大小|额)?",
            r"(?:赢单|成交|订单|商机|单子)的?平均(?:金额|价值|大小|单额)|平均(?:成交|赢单|订单|合同)?金额",
        ),
    ),
    Measure(
        "report.funnel",
        any_of(
            r"\bfunnels?\b|\bcohorts?\b|\bconver(?:t|ts|ted|ting|sion|sions)(?: rates?)?\b|\bturn(?:ed)? out\b|\bdrop(?:ped|s)?[- ]?offs?\b",
            r"\b(?:became|become|happened) (?:of|to|with)\b|\bhow (?:did|have|do)\b.*\b(?:end up|fare|fared|ended up)\b",
            r"\bdeals (?:that )?(?:we )?(?:started|engaged|opened|created|begun|began|entered)\b|\b(?:started|engaged|opened|new) (?:in )?deals\b",
            r"从\S{1,4}到\S{1,4}的?转化率?|走到(?:了)?(?:哪一?步|什么阶段|哪个阶段)|哪一?步掉得?最多|漏斗|转化率?|后来(?:怎么样|如何|都怎么样|怎样|成了)(?:了)?|(?:开始|新接触)跟?的?(?:商机|单子|客户)|进来的?(?:商机|单子)|接触的?(?:商机|单子|客户)|(?:新接触|新建|新增|新开|开始|接触|进来|录入|启动|跟进)的?(?:那些|那批|那些个)?(?:商机|单子|客户)",
        ),
    ),
    Measure(
        "report.forecast",
        any_of(
            r"\b(?:hit|make|reach|meet|beat|on track for|get to) (?:the |our |my |this )*(?:quarter'?s? |year'?s? )?(?:quota|numbers?|targets?|plan|goals?)\b",
            r"(?:指标|目标|任务).{0,8}(?:希望|把握|悬|能不能|能否|够呛)|(?:有没有希望|能不能|能否|有希望|能)(?:完成|达成|达到|做到)(?:指标|目标|任务|多少)?|大概能成交|能做到",
            r"\bforecast(?:s|ed)?\b|\bbest case\b|\bcommit\b|\bprojections?\b|\bprojected\b",
            r"预测|预估|预计|预期业绩|承诺金额",
        ),
    ),
    Measure(
        "report.leaderboard",
        any_of(
            r"\bleader ?boards?\b|\brank(?:ing|ings|ed)?\b(?=.*\b(?:reps?|sellers?|people)\b)|\b(?:top|best) (?:\w+ )?(?:sales )?(?:reps?|sellers?|performers?|salespeople)\b",
            r"\bwho (?:sold|closed|won|made|brought in) (?:the )?most\b",
            r"排行榜|龙虎榜|销冠|销售(?:业绩|人员)?.{0,4}(?:前[\d三五十]名?|排个?名)|(?:业绩|成交额?|销售|赢单金额).{0,6}排名|业绩(?:最好|最高|前.)的(?:销售|人|同事)",
        ),
    ),
    Measure(
        "report.pipeline",
        any_of(
            r"\b(?:weighted |open |sales |current )*pipeline(?: value)?\b|\b(?:\w+[- ])?weighted\b|\b(?:probability|risk)[- ]?(?:adjusted|weighted)\b|\bopen (?:deals|opportunities)\b|\bin the funnel\b",
            r"\bin (?:the|our) pipe\b|(?:在|处于)(?:什么|哪个|哪些)阶段|(?:还有)?多少钱没签(?:下来)?|加权(?:商机|金额|总额|管道)?|按概率(?:折算)?|期望(?:金额|值)|风险调整|在手(?:的)?(?:商机|单子)|未成交(?:的)?(?:商机|单子)|管道(?:金额)?|管线|商机(?:总额|金额)|在谈(?:的)?(?:商机|单子)",
        ),
    ),
    Measure(
        "report.tickets",
        any_of(
            r"\bwhat do (?:customers|people|clients|users|they) (?:complain|ask|write(?: in)?) (?:about )?(?:the )?most(?: often)?(?: about)?\b",
            r"客户(?:反映|反馈|投诉|抱怨|问)(?:得)?最多的?(?:是)?(?:什么|哪些|啥)?(?:问题)?",
        ),
        slots={"by": "category"},
        other=_ONE_TICKET,
    ),
    Measure(
        "report.tickets",
        any_of(
            rf"\b(?:support|helpdesk|help desk) (?:inflow|outflow|volume|report|stats|numbers|summary|load)\b|\b(?:ticket|case|incident|support) (?:volume|inflow|count|stats|statistics|numbers|categor(?:y|ies)|topics|types)\b|\bcomplain(?:ing|t|ts|ed)?\b|{TICKET}",
            r"工单|客服|售后|问得最多|投诉",
        ),
        beside=_COUNTED,
        other=_ONE_TICKET,
    ),
    Measure(
        "report.revenue",
        any_of(
            r"\b(?:won |closed |total |sales |new )*(?:revenues?|bookings|turnover|income)\b|\bwon amount\b|\bclosed[- ]won\b",
            r"业绩|成交额|成交金额|成交总额|销售额|营收|营业额|收入|赢单金额|签单额|赢单总额",
        ),
        any_of(
            r"\bsales\b|\bbusiness\b|\b(?:close|closed|win|won|sell|sells|sold|selling|book|booked|make|made|earn|earned|bring|brought|bought|buy)(?: in)?\b|\b(?:won|closed) deals\b|\bhow are (?:we|things)\b|\b(?:biggest|largest|top|best|most valuable)(?: (?:five|ten|three|\d+))? (?:customers?|accounts?|clients?|buyers?)\b|\bside by side\b|\bregional offices\b|\bdoing\b|\bperform(?:ance|ed|ing)?\b",
            r"最大的?|前[五十三]大?|买得?|对比|差别|做得|(?<=区)对(?=.区)|业绩|销售(?=趋势|走势|排)|畅销|成交|赢单|卖得?|卖了|签了|签单|销量|贡献|表现|赚",
        ),
    ),
)

BEST = any_of(
    r"\b(?:best|worst|highest|lowest|most|least|top|bottom|biggest|largest|smallest|strongest|weakest|better|worse)\b",
    r"最[高低好差多少大小]|第一|垫底|前[一二三四五十\d]+",
)
TREND = any_of(
    r"\b(?:trend(?:s|ed|ing)?|develop(?:s|ed|ing|ment)?|evol(?:ve|ved|ution)|progress(?:ed|ion)?|over time|by month)\b|\b(?:was|were)\b.*\blike\b",
    r"趋势|走势|曲线|变化",
)
COMPARED = any_of(r"\b(?:compar(?:e|es|ed|ing|ison)|vs\.?|versus|against)\b", r"对比|比较|相比|比起来|比(?!例|率)")
