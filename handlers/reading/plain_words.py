"""The words that may stand around a measure in a question without changing what is asked for."""

import re

PLAIN = frozenset(
    "a an the our my we us i you they them it its is are was were be been being do does did done have has had so far up to now "
    "right gonna rank order ideas please anything looking others everything of in on for at to from with within over during by per each every across between among than as and or but if then "
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
    "created entered fewest fastest quickest shortest slowest percentile cohort lever levers once take takes took taking comes regional lifetime rate rates valuable waited waiting outflow inflow summer five three ten two six seven four twelve january february march april may june july august september october november december side cost costs bring into per stage stages worth right actually ahead behind came come coming resolve resolved resolving solve solved solving ticket tickets case cases incident incidents issue issues support backlog priority waiting wait waits first any anyone someone visit visits them their weigh weight weighted weighting probability expected adjusted risk recent recently counting heavily single yet without nothing zero yes side include included including subsidiaries subsidiary counted under parent parents attainment compliance target targets met meet kept keep keeping time times hours reopened reassigned again handed transferred rank ranked ranking sorted highest order lot often frequently how's what's who's s re ve".split()
)
# The longest first, so that no part of a word is taken for one.
PLAIN_ZH = re.compile(
    "|".join(
        (
            "到目前为止 什么情况 对比一下 年初至今 目前为止 至今为止 P90 p90 不少于 中位数 优先级 "
            "办事处 办公室 各阶段 哪几个 子公司 对比下 差多少 怎么样 想知道 按数量 按金额 排一下 有没有 "
            "标准差 比一比 比起来 汇总到 看一看 给我们 老客户 负责人 一下 一个 一共 一直 一览 上升 "
            "哪几单 哪几笔 手里的 推荐 要去 上的 下单 下滑 下降 业绩 丢单 中位 主要 五个 产品 人员 什么 仍然 以上 以内 以及 价值 "
            "余下 便宜 做得 全年 全部 公司 关掉 其中 具体 准时 几个 几张 几成 几次 分别 分布 列出 "
            "到底 剩下 加权 单子 占比 变化 可以 各个 各类 各自 合计 同比 名单 名次 后来 告诉 咱们 "
            "哪个 哪些 哪位 哪家 商机 团队 均值 增长 处理 多少 大区 大家 大概 好久 如何 季初 安排 "
            "客户 对比 层面 工单 左右 差别 帮忙 帮我 干得 平均 年初 并到 应该 建议 开了 开始 开得 "
            "怎样 总共 总的 总额 情况 成了 成交 我们 或者 截至 所有 打开 折算 报告 报表 拖得 拖着 "
            "挂得 按时 按照 排名 排序 排行 接触 提升 提高 放得 数据 数量 整体 新增 时长 时间 是谁 "
            "最近 月初 月均 权重 概况 概率 概览 每个 每天 比例 比较 汇总 没有 波动 洽谈 流失 涨了 "
            "涨跌 环比 现在 现状 畅销 目前 相比 看看 知道 第一 等待 类别 类型 累计 结果 给我 统计 "
            "至今 至少 表现 衰减 解决 请问 谁好 谁家 谈得 贡献 赢单 走势 超过 趋势 跌了 跟得 跟进 "
            "还剩 还是 进了 进来 那么 里头 里面 金额 销售 销量 长期 问得 问题 阶段 顺序 风险 麻烦 "
            "三 上 下 与 丢 两 个 中 为 久 之 也 买 了 二 五 些 今 仍 从 以 价 会 位 低 值 "
            "做 先 六 关 几 出 分 列 到 剩 区 十 升 单 卖 占 去 又 及 变 各 同 名 吗 吧 呢 "
            "周 和 啊 四 在 均 多 大 天 好 季 完 家 对 小 少 就 差 平 年 并 度 开 张 待 得 "
            "总 想 成 打 批 把 按 掉 排 数 新 早 是 最 月 有 未 本 条 查 每 比 没 涨 狠 率 "
            "的 看 笔 等 算 级 给 老 而 能 要 见 该 请 谁 贵 赢 走 起 跌 跟 较 近 还 这 进 "
            "逾 那 部 都 里 钱 长 降 额 高 "
        ).split()
    )
)
