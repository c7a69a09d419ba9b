"""What was sold in deals: the products of their lines, and what each line is worth."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from crm_domain.deals import Deal, DealLine
from crm_domain.desk import Desk
from crm_domain.discount import Priced
from crm_domain.facts import DealFact
from crm_domain.money import Money
from crm_domain.products import Product
from crm_domain.rates import rates_of

CHUNK = 5000  # numbers in one query


class LineFact(NamedTuple):
    """A product in a deal; `minor` is the price said for the line, else the list price, times the quantity."""

    deal_id: int
    product_id: int
    name: str
    minor: int | None
    currency: str | None
    listed: int | None
    usual: str | None  # the currency of the list price


class Sold:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @staticmethod
    def with_product(product: Product) -> Select[tuple[int]]:
        return select(DealLine.deal_id).where(DealLine.product_id == product.id)

    @staticmethod
    def of_one_product(query: Select[Any]) -> Select[Any]:
        """Those of the deals that have one line, beside it, or none."""
        other = aliased(DealLine)
        another = select(other.id).where(other.deal_id == Deal.id, other.id != DealLine.id).exists()
        return query.outerjoin(DealLine, DealLine.deal_id == Deal.id).where(~another)

    @staticmethod
    def of_several(query: Select[Any]) -> Select[Any]:
        """Those of the deals that have more than one line."""
        lines = select(func.count()).where(DealLine.deal_id == Deal.id).scalar_subquery()
        return query.where(lines > 1)

    def worth(self, deals: Sequence[int]) -> dict[int, Money]:
        """What the lines of each deal come to, where all are of one currency and have a price."""
        priced: dict[int, list[LineFact]] = defaultdict(list)
        for line in self._lines(deals):
            priced[line.deal_id].append(line)
        return {deal: total for deal, lines in priced.items() if (total := _total(lines))}

    def shared(self, facts: list[DealFact], by: str | None, product: Product | None) -> list[DealFact]:
        """A fact for each product of each deal with its share of the amount, where products are asked for."""
        if by != "product" and product is None:
            return facts
        lines: dict[int, list[LineFact]] = defaultdict(list)
        for line in self._lines([fact.id for fact in facts]):
            lines[line.deal_id].append(line)
        return [part for fact in facts for part in _parts(fact, lines[fact.id], by, product)]

    def names(self, deals: Sequence[int]) -> dict[int, list[str]]:
        """What each deal is about."""
        found: dict[int, list[str]] = defaultdict(list)
        for line in self._lines(deals):
            found[line.deal_id].append(line.name)
        return found

    def priced(self, facts: Sequence[DealFact], currency: str) -> list[Priced]:
        """What was sold beside its list price: of deals with an amount whose products all have a price."""
        sold = {fact.id: fact for fact in facts if fact.minor is not None and fact.currency == currency}
        found: dict[int, list[LineFact]] = defaultdict(list)
        for line in self._lines(list(sold)):
            found[line.deal_id].append(line)
        coin = rates_of(self.desk).converted
        lines = {id: [_listed(line, *coin(line.listed, line.usual, sold[id].closed)) for line in of]
                 for id, of in found.items()}  # fmt: skip
        known = {id: of for id, of in lines.items() if all(line.listed and line.usual == currency for line in of)}
        return [part for id, of in known.items() for part in _beside(id, sold[id].minor or 0, of)]

    def _lines(self, deals: Sequence[int]) -> Iterator[LineFact]:
        query = select(DealLine, Product).join(Product, DealLine.product_id == Product.id).order_by(DealLine.id)
        for start in range(0, len(deals), CHUNK):
            part = DealLine.deal_id.in_(deals[start : start + CHUNK])
            columns = (DealLine.deal_id, Product.id, Product.name, DealLine.quantity, DealLine.price_minor,
                       DealLine.currency, Product.price_minor, Product.currency)  # fmt: skip
            for deal, id, name, quantity, own, currency, listed, usual in self.desk.session.execute(
                query.with_only_columns(*columns).where(part)
            ):
                price, coin = (listed, usual) if own is None else (own, currency)
                whole = None if listed is None else listed * quantity
                yield LineFact(deal, id, name, None if price is None else price * quantity, coin, whole, usual)


def _listed(line: LineFact, listed: int | None, usual: str | None) -> LineFact:
    return line._replace(listed=listed, usual=usual)


def _beside(deal: int, amount: int, lines: Sequence[LineFact]) -> Iterator[Priced]:
    """The deal's amount parted by the lines' list prices."""
    whole, left = sum(line.listed or 0 for line in lines), amount
    for n, line in enumerate(lines, 1):
        share = left if n == len(lines) else amount * (line.listed or 0) // whole
        left -= share
        yield Priced(deal, line.name, share, line.listed or 0)


def _total(lines: Sequence[LineFact]) -> Money | None:
    currencies = {line.currency for line in lines}
    if len(currencies) != 1 or any(line.minor is None for line in lines):
        return None
    currency = currencies.pop()
    return Money(sum(line.minor or 0 for line in lines), currency) if currency else None


def _parts(fact: DealFact, lines: Sequence[LineFact], by: str | None, product: Product | None) -> Iterator[DealFact]:
    """The deal's amount, parted by what each line is worth, to the last coin."""
    whole, left = sum(line.minor or 0 for line in lines), fact.minor
    if not lines:
        yield fact
    for n, line in enumerate(lines, 1):
        share = _share(fact.minor, left, line, whole, len(lines), last=n == len(lines))
        left = None if left is None or share is None else left - share
        if product is None or line.product_id == product.id:
            yield fact._replace(minor=share, key=line.name if by == "product" else fact.key)


def _share(minor: int | None, left: int | None, line: LineFact, whole: int, lines: int, *, last: bool) -> int | None:
    if minor is None or last:
        return left
    return minor * (line.minor or 0) // whole if whole else minor // lines
