"""People and companies that nobody has added yet, known by where their names stand: “called Zed Zulu at Acme”,
拜访了新源集团."""

import re
from collections.abc import Callable, Iterator, Sequence

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.name_forms import TITLES_ZH, is_firm
from handlers.reading.common import common_words
from handlers.reading.normalise import fold
from handlers.reading.spans import Name, Span

UNKNOWN_NAME = "unknown name"  # the rule of such a span
SURE = 0.5  # how well the name of a stranger fits: less than any name that is known

_MET = (
    r"\b(?i:called|rang|phoned|met(?: up)?(?: with)?|saw|visited|emailed|mailed|texted|messaged"
    r"|(?:spoke|spoken|talked|chatted) (?:to|with)|heard (?:back )?from|hung up (?:with|w/)"
    r"|(?:call|chat|meeting|lunch|coffee|dinner|breakfast|demo|phone|zoom|e-?mail|visit|note)"
    r" (?:with|w/|to|from|for|on|at))\s+"
)
_CAPITAL = re.compile(rf"{_MET}(?P<name>[A-Z][\w'’-]+(?: (?:&|[A-Z][\w'’.-]*))*(?<!\.))(?=\s|[,.;:!?]|$)")
# “jo from kingsley”: without its capital only where a company follows
_SMALL = re.compile(rf"{_MET}(?P<name>[a-z][a-z'’-]+(?: [a-z][a-z'’-]+)?)(?= (?:from|at|of|over at) )")
_MET_ZH = "(?:跟|和|与|给|见了|见|拜访了?|拜访|走访了?|回访了?|打给了?|联系了?|约了?|的)"
_TITLED_ZH = re.compile(
    rf"{_MET_ZH}(?P<name>[\u4e00-\u9fff]{{1,2}}{TITLES_ZH}(?!部|台|共|额|作|单|厂|程|监)"
    r"|[小老][\u4e00-\u9fff](?=[打聊见说谈通吃喝开,，:：]))"
)
_FIRM_ZH = re.compile(
    r"(?:拜访|走访|回访|去|见|联系|跟|和|与|给)了?(?P<name>[\u4e00-\u9fff]{2,12}?"
    r"(?:公司|集团|科技|股份|实业|贸易|物流|医院|银行|工厂|酒店))"
)
_PLACES = ((_CAPITAL, Contact), (_SMALL, Contact), (_TITLED_ZH, Contact), (_FIRM_ZH, Company))


def unknown_people(text: str, known: Sequence[Span]) -> Iterator[Span]:
    """Names in the places of names, where nothing else was recognised."""
    for pattern, model in _PLACES:
        for found in pattern.finditer(text):
            start, end = found.span("name")
            taken = any(start < span.end and span.start < end for span in known)
            if not taken and common_words().isdisjoint(fold(found["name"]).text.rstrip(".").split()):
                kind = Company if is_firm(found["name"]) else model
                yield Span(start, end, kind.__name__.lower(), Name(((kind, SURE),)), UNKNOWN_NAME)


def other_namesakes(text: str, known: Sequence[Span], is_known: Callable[[str], bool]) -> Iterator[Span]:
    """“spoke to Dana Wu”, where only other Danas are known: the whole name is a stranger's."""
    for found in _CAPITAL.finditer(text):
        start, end = found.span("name")
        first, _, family = found["name"].partition(" ")
        inside = [span for span in known if start < span.end and span.start < end]
        only_first = [(span.start, span.end, span.kind) for span in inside] == [(start, start + len(first), "contact")]
        usual = not family.istitle() or not common_words().isdisjoint(fold(family).text.split())
        if only_first and not usual and not is_known(found["name"]):
            yield Span(start, end, "contact", Name(((Contact, SURE),)), UNKNOWN_NAME)
