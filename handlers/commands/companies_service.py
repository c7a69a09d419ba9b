"""How a customer is served: the service level that its tickets have, and where its clock stands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from crm_domain.companies import Company
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES
from crm_domain.zones import zone_named
from handlers.command import command
from handlers.context import Context
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import TextSlot, WordSlot
from handlers.turn import Turn

TIERS = vocabulary(
    platinum="platinum tier, diamond, 白金, 铂金, 白金级, 钻石, 钻石级",
    gold="gold tier, golden, 金牌, 黄金, 金级, 黄金级, 金卡",
    silver="silver tier, 银牌, 白银, 银级, 白银级, 银卡",
    bronze="bronze tier, 铜牌, 青铜, 铜级",
    vip="v.i.p., very important, 贵宾, 尊享",
    premium="premium tier, 高级, 尊贵",
    enterprise="enterprise tier, 企业级, 旗舰",
    key="key account, strategic, 重点, 战略, 核心",
    standard="standard tier, regular, basic, normal, ordinary, 普通, 标准, 一般, 普通级, 标准级",
)
LABELS = {
    "platinum": T("platinum", "白金"),
    "gold": T("gold", "金牌"),
    "silver": T("silver", "银牌"),
    "bronze": T("bronze", "铜牌"),
    "vip": T("VIP", "VIP"),
    "premium": T("premium", "高级"),
    "enterprise": T("enterprise", "企业级"),
    "key": T("key", "重点"),
    "standard": T("standard", "普通"),
}
TIER, ZONE, PROMISED = T("Service level", "服务等级"), T("Time zone", "时区"), T("Promised", "承诺")
WITHIN = T("{priority}: answered in {first}, solved in {solved}", "{priority}：{first}内响应，{solved}内解决")
NO_POLICY = T(
    "No service level of this name is set up (support.policies), so the usual one holds.",
    "没有为这个等级设置服务标准（support.policies），按通用标准执行。",
)
HOURS, MINUTES = T("{n} h", "{n} 小时"), T("{n} min", "{n} 分钟")


@dataclass(frozen=True)
class TierSlot(WordSlot):
    """A word for a service level; one that the operator has set up is taken as it is written there."""

    def read(self, said: str, context: Context) -> Any:
        own = {policy.tier.casefold(): policy.tier for policy in context.crm.support.policies if policy.tier}
        return own.get(said.strip().casefold()) or super().read(said, context)


@dataclass(frozen=True)
class ZoneSlot(TextSlot):
    def read(self, said: str, context: Context) -> str:
        return zone_named(said)


@command(
    "company.level",
    needs="companies.write",
    help=T("Say how a customer is served: service level and time zone", "设置客户的服务等级和时区"),
    example=T("Brightmoor is a gold customer", "澄屿科技是金牌客户"),
    slash=("company level", "公司 等级"),
    en=[
        "{company} is [now] [a|an|our|one of our] {tier} (customer|account|client|tier|level|customers|accounts|clients) [now]",
        "(make|mark|set|treat|upgrade|downgrade|move|promote|flag|bump) {company} [up|down] [as|to|into] [a|an|the|our] {tier} [support|service] (customer|account|client|tier|level|sla|plan)",
        "(upgrade|downgrade|promote|bump) {company} [up|down] to {tier}",
        "(set|change) [the] [support|service|sla|customer] (tier|level|sla) (of|for) {company} to {tier}",
        "(set|change) {company}'s [support|service|sla|customer] (tier|level|sla) to {tier}",
        "{company}'s [support|service|sla|customer] (tier|level) is [now] {tier}",
        "{company} (has|gets|gets the|has the|is on|is on the|bought|bought the) {tier} [support|service] (sla|tier|level|plan|support)",
        "(set|change|update) {company}'s (time zone|timezone|zone) to {tz}",
        "{company}'s (time zone|timezone|zone) is [now] {tz}",
        "(set|change|update) [the] (time zone|timezone|zone) (of|for) {company} to {tz}",
        "[the] (time zone|timezone|zone) (of|for) {company} is {tz}",
        "{company} is (in|on) [the] {tz} (time zone|timezone|time)",
        "{company} works (on|in) {tz} time",
        "(what|which) [support|service|sla|customer] (tier|level|sla) (is|does|has) {company} [on|have|at|in|get]",
        "what's {company}'s [support|service|sla|customer] (tier|level|sla|time zone|timezone)",
        "what is {company}'s [support|service|sla|customer] (tier|level|sla|time zone|timezone)",
    ],
    zh=[
        "{company}[现在]是[我们的|我们|一家|我司的|咱们的]{tier}[级](客户|用户|会员|等级)[了]",
        "[把|将]{company}(设为|设成|设置为|升级为|升级成|升级到|升为|升到|提升为|降为|降级为|降到|改成|改为|标为|标记为|列为|调成|调为){tier}[级|级别][客户|用户|会员|等级]",
        "[把|将]{company}[的](等级|客户等级|服务等级|服务级别|级别|客户级别)(是|改成|改为|设为|设成|升为|升到|调成|调到){tier}",
        "[把|将]{company}[的]时区(是|改成|改为|设为|设成|设置为|换成|在){tz}",
        "{company}(用|按|按照|走|用的是|按的是){tz}时间",
        "{company}[的](服务等级|客户等级|服务级别|客户级别|时区)(是什么|是多少|是几级|是哪个|是啥|是哪一级)",
        "{company}是(什么|哪个|哪一|几)(等级|级别|级)[的客户|客户]",
    ],
)
def company_level(
    turn: Turn,
    company: Company,
    tier: Annotated[str | None, TierSlot(TIERS, labels=LABELS)] = None,
    tz: Annotated[str | None, ZoneSlot()] = None,
) -> Reply:
    company.tier, company.tz = tier or company.tier, tz or company.tz
    turn.about(company)
    level = company.tier
    promised = [
        turn.voice.say(
            WITHIN, priority=name, first=_span(turn, target.first_response), solved=_span(turn, target.resolution)
        )
        for priority, name in PRIORITIES.items()
        if (target := turn.crm.support.policy(level).targets[priority])
    ]
    fields: dict[T, object] = {TIER: LABELS.get(level or "", level), ZONE: company.tz or turn.crm.workspace.tz}
    said = T("{company} is served so:", "{company}的服务标准：")
    reply = turn.done(said, company=company, fields=fields | {PROMISED: "; ".join(promised)})
    known = {(policy.tier or "").casefold() for policy in turn.crm.support.policies}
    missing = bool(tier) and level != "standard" and (level or "").casefold() not in known
    return reply.but(text=f"{reply.text}\n{turn.voice.say(NO_POLICY)}") if missing else reply


def _span(turn: Turn, span: timedelta | None) -> str:
    minutes = round(span.total_seconds() / 60) if span else 0
    if not span:
        return "–"
    return turn.voice.say(MINUTES, n=minutes) if minutes % 60 else turn.voice.say(HOURS, n=minutes // 60)
