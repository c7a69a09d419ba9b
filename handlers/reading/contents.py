"""What people put into slots of free words: samples of phrases are filled with it, so that it tells no request."""

from collections.abc import Mapping
from typing import NamedTuple


class Content(NamedTuple):
    en: tuple[str, ...]
    zh: tuple[str, ...]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


NAMES = Content(
    _lines("""
    Lena Ortiz
    Paul Bergmann
    Aisha Rahman
    Tom Whitfield
    Nora Quist
    Ahmed Saleh
    Carla Mendes
    Iris Vandenberg
    Samuel Okoro
    mia chen
    """),
    _lines("""
    贺明
    谢雨桐
    林佳蓉
    高远
    赵晓峰
    丁海燕
    鲁工
    周小姐
    叶先生
    罗振宇
    """),
)
COMPANIES = Content(
    _lines("""
    Blue Mesa Labs
    Thistledown Vets
    Cedar Fork Bakery
    Straits Cold Storage
    Northgate Printing
    harbor lane gmbh
    """),
    _lines("""
    云栖咖啡
    北辰仪器
    松湖物流
    启明书店
    南山印务
    """),
)
TITLES = Content(
    _lines("""
    head of IT
    purchasing manager
    CFO
    warehouse lead
    office manager
    buyer
    """),
    _lines("""
    采购经理
    IT主管
    总经理
    财务
    仓库主管
    行政
    """),
)
DEALS = Content(
    _lines("""
    spare handhelds
    second clinic
    line 2 scanners
    support extension
    label rollout
    tablet pilot
    """),
    _lines("""
    二期扩容
    打印机年框
    扫码枪采购
    试点项目
    仓库改造
    图书盘点
    """),
)
SAID = Content(
    _lines("""
    send the signed contract
    wants a better price for two years
    call them about the delivery
    the board has to approve it first
    we are looking into it
    the new version fixes this
    prepare the slides for the workshop
    they went with somebody cheaper
    happy with the demo
    please restart the device
    the printer keeps jamming
    can't log in since the update
    order badges for the booth
    waiting for their legal team
    """),
    _lines("""
    发合同
    想要更好的价格
    给他们打电话说交货的事
    要等老板批
    正在排查
    新版本已经修复
    准备展会的资料
    选了更便宜的供应商
    对演示很满意
    请先重启设备
    打印机老是卡纸
    更新以后登录不了
    订会议室
    在走法务流程
    """),
)
REASONS = Content(
    _lines("""
    no budget
    price too high
    went with a competitor
    project cancelled
    the sponsor left
    """),
    _lines("""
    没预算
    价格太高
    选了竞品
    项目取消
    负责人走了
    """),
)
LABELS = Content(
    _lines("""
    hardware
    billing
    retail
    logistics
    software
    hospitality
    """),
    _lines("""
    硬件
    账单
    零售
    物流
    软件
    餐饮
    """),
)
THINGS = Content(
    _lines("""
    stale deal nudge
    vip escalation
    autumn promo
    new ticket ack
    spring mailing
    welcome mail
    """),
    _lines("""
    超时提醒
    大单预警
    双旦促销
    新线索分配
    生日祝福
    """),
)

TEAMS = Content(
    _lines("""
    Americas
    EMEA
    the support team
    """),
    _lines("""
    华东
    华南团队
    客服组
    """),
)

BY_SLOT: Mapping[str, Content] = {
    "name": NAMES,
    "company": COMPANIES,
    "title": TITLES,
    "reason": REASONS,
    "industry": LABELS,
    "category": LABELS,
    "segment": LABELS,
    "automation": THINGS,
    "campaign": THINGS,
    "handle": NAMES,
    "team": TEAMS,
    "task": SAID,
    "reminder": SAID,
}


def contents(command: str, slot: str) -> Content:
    """What may be said for such a slot of such a command."""
    noun = command.partition(".")[0]
    if slot == "name" and noun in ("company", "campaign"):
        return COMPANIES if noun == "company" else THINGS
    if slot == "title" and noun in ("deal", "task"):
        return DEALS if noun == "deal" else SAID
    return BY_SLOT.get(slot, SAID)
