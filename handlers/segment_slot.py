"""The slot that takes the words by which a segment is defined, or its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.members import Member
from handlers.context import Context
from handlers.reading.segment_words import criteria, names_of, understood

_WHO = r"(?:customers|clients|accounts|companies|buyers)"
# Who is meant must be said, and what is said of them: “open deals” and “retail” alone are something else.
_CUSTOMERS = re.compile(
    rf"\b{_WHO}\b.* (?:in|with|who|that|which|without|whose|from|not|of|having|have|has|never|haven't|spent)\b|"
    rf"^(?:[\w'-]+ ){{1,4}}{_WHO}$|\bprospects\b|"
    r"(?:没|未|超过|低于|买过|下单|消费|联系|区|行业|的|老|新|沉睡|流失|我|业|[a-z]).*(?:客户|顾客|公司|企业)|(?:客户|公司)(?:里|中)?.*(?:的$|没|未|超过|买过|下单)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SegmentSlot:
    """“customers in EMEA with no order for 90 days”; the words stay as they were said."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    needs: Sequence[str] = tuple("customers clients accounts companies buyers prospects 客户 顾客 公司 企业".split())

    def read(self, said: str, context: Context) -> str:
        criteria(said, context.crm)
        return said.strip("\"“”「」' ")

    def fit(self, said: str, context: Context) -> float:
        """How well this defines one, in the reader's measure."""
        defines = self._defines(said, context) if _CUSTOMERS.search(said) else 0.0
        return 5.6 + 2.4 * defines if defines else -4.0 - 0.05 * len(said)

    def _defines(self, said: str, context: Context) -> float:
        """How much of it; what customers may be called by is looked up once in a message."""
        if said not in context.defined:
            context.customers = names_of(context.crm) if context.customers is None else context.customers
            context.defined[said] = understood(said, context.crm, context.customers)
        return context.defined[said]

    def plain(self, value: str, me: Member) -> Any:
        return value
