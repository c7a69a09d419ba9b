"""What other programs call the stages of a deal."""

import re
from functools import cache

from crm_domain.dialects import plain
from crm_domain.dialects_abroad import STAGES
from crm_domain.name_forms import is_cjk

_DENIED = re.compile(r"\b(?:not|no|non|nicht|never|un)\b|未|不|没|待|前")

_CALLED = {
    "lead": "lead, new, open, prospecting, prospect, new lead, appointment scheduled, appointmentscheduled, initial, idea, "
    "initial contact, unqualified, new opportunity, first contact, pipeline, 线索, 潜在, 潜在客户, 初步接洽, 初期沟通, 立项, 初访, "
    "发现需求, 意向, 初步沟通, 新建, 初步接触, 验证客户",
    "qualified": "qualified, qualification, qualified to buy, qualifiedtobuy, needs analysis, discovery, value proposition, "
    "contact made, demo scheduled, needs defined, evaluation, sales qualified, meeting scheduled, 需求确认, 需求分析, 确认需求, 合格, "
    "需求沟通, 需求调研, 已确认需求, 客户确认",
    "proposal": "proposal, proposal made, presentation scheduled, presentationscheduled, proposal price quote, quote, quoted, "
    "proposal quote, id decision makers, perception analysis, engaging, proposal sent, solution, demo, trial, offer, "
    "方案报价, 报价, 方案, 方案提交, 提案, 方案设计, 方案沟通, 产品演示, 试用, 方案制定, 提交方案",
    "negotiation": "negotiation, negotiations started, negotiation review, contract sent, contractsent, verbal, commit, contract, "
    "decision maker bought in, decisionmakerboughtin, negotiating, procurement, legal, closing, 商务谈判, 谈判, 合同, 合同审批, "
    "签约中, 合同签订, 谈判审核, 商务洽谈, 合同谈判",
    "won": "won, contract signed, signed, closed won, closedwon, win, success, successful, 赢单, 成交, 已成交, 签约, 已签约, 赢, 已赢单, 结单, 赢得",
    "lost": "lost, closed lost, closedlost, loss, dead, failed, abandoned, disqualified, 丢单, 输单, 失败, 流失, 关闭, 已丢单, 输, "
    "已输单, 无效",
}


@cache
def _keys() -> dict[str, str]:
    return {
        plain(word): key for table in (STAGES, _CALLED) for key, words in table.items() for word in words.split(",")
    }


@cache
def stage_key(said: str) -> str:
    """Our usual stage for it, by all of it or by the longest of our words in it; nothing where it is unknown."""
    whole = plain(said)
    return _keys().get(whole) or _inside(whole)


def _inside(said: str) -> str:
    """“closed lost to competition” is lost, 赢单关闭 is won; what is denied or only half said is not told."""
    if _DENIED.search(said):
        return ""
    found = [(-len(word), said.index(word), key) for word, key in _keys().items() if _is_in(word, said)]
    return min(found, default=(0, 0, ""))[2]


def _is_in(word: str, said: str) -> bool:
    if is_cjk(word[:1]):
        return len(word) > 1 and word in said
    return len(word) > 2 and word in said and bool(re.search(rf"\b{re.escape(word)}\b", said))
