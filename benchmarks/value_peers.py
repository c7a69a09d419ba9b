"""The libraries that read values out of sentences, brought to the fields of `crm values`; each reads what it can."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Item = dict[str, Any]
Told = dict[str, Any]
TIME = frozenset(["time"])
ALL = frozenset("time money number percent phone email".split())


@dataclass(frozen=True)
class Peer:
    """`read` gives the values of an item of one of the `families`."""

    name: str
    families: frozenset[str]
    read: Callable[[Item], list[Told]]


def peers() -> Iterator[Peer | str]:
    """Those that are installed; of the others a sentence that says so."""
    for name, build in (("dateparser", _dateparser), ("price-parser", _price_parser), ("recognizers", _recognizers)):
        try:
            yield build()
        except ImportError as error:
            yield f"{name} is not installed ({error}): pip install -r requirements/bench.lock"


def _base(item: Item) -> datetime:
    return datetime.fromisoformat(item["reference"])


def _dateparser() -> Peer:
    from dateparser.search import search_dates

    def read(item: Item) -> list[Told]:
        base = _base(item)
        found = search_dates(item["text"], languages=[item["lang"]], settings={"RELATIVE_BASE": base})
        return [_moment(when, base) for _, when in found or ()]

    return Peer("dateparser", TIME, read)


def _moment(when: datetime, base: datetime) -> Told:
    """It gives a moment for everything: one at midnight or at the clock time of the reference is a date."""
    if when.time() in (base.time(), datetime.min.time()):
        return {"kind": "date", "start": when.date().isoformat()}
    return {"kind": "datetime", "start": when.replace(tzinfo=None).isoformat(timespec="seconds")}


def _price_parser() -> Peer:
    from price_parser import Price

    def read(item: Item) -> list[Told]:
        price = Price.fromstring(item["text"])
        if price.amount is None:
            return []
        return [{"kind": "money", "amount": float(price.amount), "currency": price.currency}]

    return Peer("price-parser", frozenset(["money"]), read)


def _recognizers() -> Peer:
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency
    from recognizers_sequence import recognize_email, recognize_phone_number
    from recognizers_text import Culture

    cultures = {"en": Culture.English, "zh": Culture.Chinese}
    plain: dict[str, tuple[Callable[..., Any], Callable[[Any], Told]]] = {
        "money": (recognize_currency, _currency),
        "number": (recognize_number, lambda found: {"kind": "number", "amount": _number(found["value"])}),
        "percent": (recognize_percentage, lambda found: {"kind": "percent", "amount": _number(found["value"])}),
        "phone": (recognize_phone_number, lambda found: {"kind": "phone", "value": found["value"]}),
        "email": (recognize_email, lambda found: {"kind": "email", "value": found["value"]}),
    }

    def read(item: Item) -> list[Told]:
        culture = cultures[item["lang"]]
        if item["family"] == "time":
            found = recognize_datetime(item["text"], culture, reference=_base(item))
            return [told for result in found for told in _times(result)]
        recognise, tell = plain[item["family"]]
        return [tell(result.resolution) for result in recognise(item["text"], culture) if result.resolution]

    return Peer("recognizers", ALL, read)


def _currency(found: dict[str, Any]) -> Told:
    unit = found.get("isoCurrency") or {"Dollar": "USD"}.get(found.get("unit", ""))
    return {"kind": "money", "amount": _number(found["value"]), "currency": unit}


def _number(said: Any) -> float | None:
    try:
        return float(str(said).rstrip("%"))
    except ValueError:
        return None


_DURATION = re.compile("P[0-9.YMWDTHS]+")


def _times(result: Any) -> Iterator[Told]:
    """Of several resolutions the one that lies in the future, which it gives last."""
    kind = result.type_name.rpartition(".")[2]
    found = (result.resolution or {}).get("values") or []
    value = found[-1] if found else {}
    if kind in ("date", "datetime", "time") and "value" in value:
        yield {"kind": kind, "start": value["value"].replace(" ", "T")}
    elif kind == "duration" and _DURATION.fullmatch(value.get("timex", "")):
        yield {"kind": "duration", "duration": value["timex"]}
    elif kind.endswith("range"):
        start, end = (value.get(side, "").replace(" ", "T") or None for side in ("start", "end"))
        yield {"kind": "range", "start": start, "end": end}
    elif value:
        yield {"kind": "recurrence"}  # a set, which it leaves unresolved
