"""What a deal is counted as in the forecast: pipeline, best case or commit."""

from typing import Annotated

from crm_domain.deals import Deal
from crm_domain.forecast import CATEGORIES, Category, category_of
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

NAMES = vocabulary(
    pipeline="upside, just pipeline, 管道",
    best_case="best case, best-case, bestcase, possible, 最好情况, 最佳情况, 可能",
    commit="committed, commitment, 承诺, 确定",
)
COUNTED = T(
    "{deal} counts as {category} in the forecast (by its stage: {usual}).",
    "{deal}在预测中计入“{category}”（按阶段为{usual}）。",
)
OVER = T("{deal} is {stage} already: it counts as what it is.", "{deal}已经{stage}，不再归类。")


@command(
    "deal.category",
    needs="deals.write",
    help=T("Say what a deal counts as in the forecast", "设定商机在预测中的类别"),
    example=T("put the renewal in commit", "把续约列为承诺"),
    slash=("deal category", "forecast category", "商机 预测类别"),
    en=[
        "(put|place|mark|count|move|set|flag|forecast|call) [the] {deal} (in|as|into|to|under) [the] {category=best case|best-case|commit|committed|upside|just pipeline} [category|forecast category|in the forecast]",
        "(set|change) [the] forecast category (of|for) [the] {deal} to {category}",
        "{deal} is [a] {category=best case|best-case|commit|committed} [deal] in the forecast",
    ],
    zh=[
        "(把|将){deal}[在预测中](列为|列入|归为|归入|计入|标为|标成|放到|放进|算作|算){category=管道|最好情况|最佳情况|承诺}[里|类|类别]",
        "{deal}[的]预测类别(设为|改为|改成|是|设成){category}",
    ],
)
def set_category(
    turn: Turn, deal: Deal, category: Annotated[str, WordSlot(NAMES, labels=dict(CATEGORIES.items()))]
) -> Reply:
    turn.about(deal)
    if not deal.is_open:
        return turn.refused(OVER, deal=deal, stage=deal.stage)
    deal.category = category
    usual = CATEGORIES[category_of(deal.stage.probability)]
    return turn.done(COUNTED, deal=deal, category=CATEGORIES[Category(category)], usual=usual)
