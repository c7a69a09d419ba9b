"""The measures of ../shared/data/definitions.jsonl, computed from the raw tables by other means than ours."""

import csv
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from tests.maven import MAVEN

TODAY = date(2017, 9, 30)
Row = dict[str, Any]


def table(name: str) -> list[Row]:
    with (MAVEN / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def deals() -> list[Row]:
    sectors = {row["account"]: row for row in table("accounts")}
    offices = {row["sales_agent"]: row["regional_office"] for row in table("sales_teams")}
    prices = {row["product"]: float(row["sales_price"]) for row in table("products")}
    rows = table("sales_pipeline")
    for row in rows:
        account = sectors.get(row["account"], {})
        row["product"] = "GTX Pro" if row["product"] == "GTXPro" else row["product"]
        row |= {
            "begun": day(row["engage_date"]),
            "closed": day(row["close_date"]),
            "value": float(row["close_value"] or 0),
        }
        row |= {"sector": account.get("sector"), "group": account.get("subsidiary_of") or row["account"]}
        row |= {
            "office": offices[row["sales_agent"]],
            "list": prices[row["product"]],
            "won": row["deal_stage"] == "Won",
        }
    return rows


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def closed(start: str, end: str = "2017-09-30") -> list[Row]:
    return [row for row in deals() if row["closed"] and start <= row["closed"].isoformat() <= end]


def won(start: str, end: str = "2017-09-30") -> list[Row]:
    return [row for row in closed(start, end) if row["won"]]


def total(rows: list[Row]) -> float:
    return sum(row["value"] for row in rows)


def top(rows: list[Row], key: Callable[[Row], str]) -> list[list[Any]]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[key(row)] += row["value"]
    return [list(pair) for pair in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:5]]


def rates(rows: list[Row], key: str, least: int) -> dict[str, list[Any]]:
    groups = {name: [row["won"] for row in rows if row[key] == name] for name in {row[key] for row in rows}}
    found = [(100 * sum(g) / len(g), sum(g), name) for name, g in groups.items() if len(g) >= least]
    found.sort(key=lambda rate: (-rate[0], -rate[1], rate[2]))
    return {"best": [found[0][2], found[0][0]], "worst": [found[-1][2], found[-1][0]]}


def compared() -> dict[str, Any]:
    now, then = total(won("2017-07-01")), total(won("2017-04-01", "2017-06-30"))
    return {"revenue": now, "deals": len(won("2017-07-01")), "prev_revenue": then, "change_pct": 100 * (now / then - 1)}


def sizes() -> dict[str, Any]:
    now = [row["value"] for row in won("2017-07-01")]
    then = statistics.mean(row["value"] for row in won("2017-04-01", "2017-06-30"))
    mean = statistics.mean(now)
    return {"mean": mean, "sd": statistics.stdev(now), "prev_mean": then, "change_pct": 100 * (mean / then - 1)}


def products() -> dict[str, Any]:
    rows = won("2017-07-01")
    units = Counter(row["product"] for row in rows)
    by = {name: {"revenue": total([r for r in rows if r["product"] == name]), "units": n} for name, n in units.items()}
    return {"top_by_revenue": max(by, key=lambda n: by[n]["revenue"]), "top_by_units": max(units, key=units.__getitem__),
            "by_product": by}  # fmt: skip


def oldest() -> dict[str, Any]:
    rows = sorted(
        (r for r in deals() if r["deal_stage"] == "Engaging"), key=lambda r: (r["begun"], r["opportunity_id"])
    )
    return {"rows": [[r["opportunity_id"], r["sales_agent"], r["product"], r["engage_date"], (TODAY - r["begun"]).days]
                     for r in rows[:5]]}  # fmt: skip


def offices() -> dict[str, Any]:
    def of(name: str) -> dict[str, float]:
        mine, all_ = ([r for r in rows if r["office"] == name] for rows in (won("2017-07-01"), closed("2017-07-01")))
        return {
            "revenue": total(mine),
            "win_rate_pct": 100 * len(mine) / len(all_),
            "avg_deal": total(mine) / len(mine),
        }

    return {"East": of("East"), "West": of("West")}


def discounts() -> dict[str, Any]:
    def pct(rows: list[Row]) -> float:
        return 100 * (1 - total(rows) / sum(row["list"] for row in rows))

    rows = won("2017-07-01")
    by = {name: pct([r for r in rows if r["product"] == name]) for name in {r["product"] for r in rows}}
    most = max(by, key=by.__getitem__)
    return {"discount_pct": pct(rows), "highest": [most, by[most]]}


def velocity() -> dict[str, Any]:
    rows = won("2017-07-01")
    days = statistics.mean((row["closed"] - row["begun"]).days for row in rows)
    worked = sum(row["deal_stage"] == "Engaging" for row in deals())
    return {"velocity_per_day": worked * len(rows) / len(closed("2017-07-01")) * total(rows) / len(rows) / days}


def lapsed() -> dict[str, Any]:
    rows = won("2000-01-01")
    quiet = [r for r in rows if all((TODAY - o["closed"]).days >= 14 for o in rows if o["account"] == r["account"])]
    return {
        "accounts": len({r["account"] for r in quiet}),
        "top": [[name] for name, _ in top(quiet, lambda r: r["account"])],
    }


def cohort() -> dict[str, Any]:
    rows = [r for r in deals() if r["begun"] and "2017-04-01" <= r["engage_date"] <= "2017-06-30"]
    stages = Counter(row["deal_stage"] for row in rows)
    return {"engaged": len(rows), "won": stages["Won"], "lost": stages["Lost"], "open": stages["Engaging"],
            "won_pct": 100 * stages["Won"] / len(rows)}  # fmt: skip


MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "Q02": compared,
    "Q07": sizes,
    "Q09": lambda: rates(closed("2017-07-01"), "sales_agent", 20),
    "Q11": products,
    "Q14": oldest,
    "Q16": lambda: rates(closed("2017-01-01"), "sector", 50),
    "Q17": offices,
    "Q18": discounts,
    "Q20": velocity,
    "Q21": lapsed,
    "Q24": cohort,
    "Q25": lambda: {"top": top(won("2017-01-01"), lambda row: row["group"])},
}

ASKED: dict[str, tuple[str, ...]] = {
    "Q02": ("How are we doing this quarter compared to last?", "QTD sales against the previous quarter", "本季度业绩怎么样？跟上季度比呢", "季度至今成交额，对比上季度"),
    "Q07": ("average won deal value QTD with spread", "How big is a typical deal we win this quarter?", "本季度赢单的平均金额和标准差", "平均单笔成交额是多少"),
    "Q09": ("Who wins the most often and who the least this quarter?", "win rate by rep this quarter, at least 20 closed deals", "这个季度谁的赢单率最高，谁最低？", "各个销售本季度的赢单率排名"),
    "Q11": ("What are our best selling products this quarter by revenue and by units?", "sales by product QTD", "按产品看本季度业绩和销量", "本季度哪个产品卖得最好？"),
    "Q14": ("What are the oldest open deals?", "which opportunities have been sitting the longest", "哪些单子拖得最久？", "最早开始跟进还没关的商机有哪些"),
    "Q16": ("best and worst win rate by sector this year", "How does our win rate differ by industry this year?", "今年哪个行业的赢单率最高，哪个最低？", "今年分行业赢单率（至少50单）"),
    "Q17": ("Compare East and West this quarter.", "compare the regional offices QTD on revenue, win rate and deal size", "对比一下东区和西区本季度的表现", "本季度East和West的业绩、赢单率和客单价"),
    "Q18": ("How much discount are we giving this quarter?", "how far below list do we sell this quarter", "本季度平均折扣是多少？哪个产品折扣最大", "成交价比目录价低多少"),
    "Q20": ("What's our sales velocity?", "how fast is money moving through our pipeline?", "我们的销售速度是多少？", "商机流速是多少"),
    "Q21": ("customers who haven't bought for two weeks", "accounts with no won deal in the last 14 days", "哪些客户超过14天没有成交了？", "两周没下单的老客户有哪些"),
    "Q24": ("What became of the deals we engaged last quarter?", "last quarter's cohort: won, lost, still open", "上个季度开始的商机后来怎么样了？", "上季度新接触的商机赢了多少、丢了多少"),
    "Q25": ("YTD revenue rolled up to parent companies", "biggest customers this year by parent company", "按母公司汇总今年的业绩", "今年成交额最高的集团是哪些"),
}  # fmt: skip
