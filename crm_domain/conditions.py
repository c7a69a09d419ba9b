"""Conditions in CEL, the Common Expression Language: typed, without loops or side effects, and never Python.

What may be asked of a record is declared here; an expression that names anything else is refused when it is written.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import cycle
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.texts import T

TEXT, NUMBER, YES = "text", "number", "yes or no"

FIELDS: Mapping[str, Mapping[str, str]] = {
    "deal": {
        **dict.fromkeys(("title", "currency", "stage", "outcome", "owner", "team", "company", "contact"), TEXT),
        **dict.fromkeys(("close_date", "reason", "tags", "region", "industry"), TEXT),
        **dict.fromkeys(("amount", "days_to_close", "quiet_days", "stage_days", "age_days"), NUMBER),
        **dict.fromkeys(("open_tickets", "heard", "replied"), NUMBER),
        **dict.fromkeys(("open", "overdue"), YES),
    },
    "ticket": {
        **dict.fromkeys(("subject", "priority", "status", "category", "assignee", "company", "contact"), TEXT),
        **dict.fromkeys(("score", "age_minutes", "heard", "replied"), NUMBER),
        **dict.fromkeys(("unsolved", "taken", "answered"), YES),
    },
    "contact": {
        **dict.fromkeys(("name", "title", "email", "phone", "company", "owner", "tags"), TEXT),
        **dict.fromkeys(("open_tickets", "heard", "replied"), NUMBER),
    },
    "company": {
        **dict.fromkeys(("name", "industry", "website", "region", "owner", "tags"), TEXT),
        **dict.fromkeys(("open_tickets", "heard", "replied"), NUMBER),
    },
    "activity": dict.fromkeys(("kind", "summary", "company", "contact", "deal", "owner"), TEXT),
    "task": {
        **dict.fromkeys(("title", "assignee", "creator"), TEXT),
        "overdue_days": NUMBER,
        **dict.fromkeys(("done", "overdue"), YES),
    },
    "order": {**dict.fromkeys(("company", "contact", "product", "owner", "currency"), TEXT), "amount": NUMBER,
              "quantity": NUMBER},
}  # fmt: skip
CHANGE = {"from": TEXT, "to": TEXT}  # of an event that has a before and an after

_SAMPLES: tuple[Mapping[str, Any], ...] = (
    {TEXT: "", NUMBER: 0.5, YES: True},
    {TEXT: "some words", NUMBER: 1e12, YES: False},
)
_NAMED = re.compile(r"(?<![\w.\"'])([a-z]+)\.([a-z_]+)(?!\w*\()")
_WORDS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")

_EQUALS = re.compile(
    r"(?<![\w.])[a-z]+\.(?P<field>[a-z_]+)\s*[=!]=\s*"
    r"(?P<value>(?P<text>\"[^\"]*\"|'[^']*')|(?P<yes>true|false)\b|-?\d+(?:\.\d+)?)"
)
_WHOLE = re.compile(r"(?<![\w.])(\d+)(?![\w.])")
_DIVIDED = re.compile(r"/\s*(\w+\([^()]*\)|\([^()]*\)|[\w.]+)")
DIVIDES = T(
    "The condition “{said}” divides by zero, whatever the record holds.", "条件“{said}”无论如何都会除以零，请改一下。"
)
UNREADABLE = T(
    'I can\'t read the condition “{said}”. Write it like: deal.amount > 50000 && deal.stage == "proposal"',
    '看不懂条件“{said}”。请写成：deal.amount > 50000 && deal.stage == "proposal"',
)
NO_SUCH_FIELD = T(
    "A rule about a {noun} knows no “{field}”. It knows: {fields}.", "{noun}没有“{field}”这一项。可以用：{fields}。"
)
WRONG_KIND = T(
    "The condition “{said}” compares things of different kinds: {why}",
    "条件“{said}”比较的两边类型不同：{why}",
)
NO_ANSWER = T("The condition “{said}” is neither true nor false.", "条件“{said}”的结果不是真或假。")


class Unanswerable(Exception):
    """A condition that was written well, and could not be told of this record: it divides by nothing."""


@lru_cache(4096)
def _program(expression: str) -> Any:
    import cel  # a third of a second, and only where there are rules

    return cel.compile(_in_floats(expression))


def _in_floats(expression: str) -> str:
    """All that is known in numbers are doubles, which CEL divides by doubles alone: people write 2 for 2.0."""
    if re.search(r"\b(?:u?int|size)\(", expression):
        return expression
    return "".join(
        part if quoted else _WHOLE.sub(r"\1.0", part)
        for part, quoted in zip(_split_at_words(expression), cycle((False, True)), strict=False)
    )


def _split_at_words(expression: str) -> list[str]:
    """What is code and what is quoted, in turns."""
    parts, done = [], 0
    for found in _WORDS.finditer(expression):
        parts += [expression[done : found.start()], found[0]]
        done = found.end()
    return [*parts, expression[done:]]


def _run(expression: str, facts: Mapping[str, Any]) -> Any:
    """What it comes to. ZeroDivisionError where something is divided by zero: CEL's doubles would make it endless.

    What a condition before it rules out is not divided: “deal.heard > 0 && deal.amount / deal.heard > 5”.
    """
    for found in reversed([*_DIVIDED.finditer(_WORDS.sub(lambda word: '"' * len(word[0]), expression))]):
        divisor = expression[found.start(1) : found.end(1)]
        if _program(divisor).execute(facts) == 0:
            expression = f"{expression[: found.start(1)]}double(int(1) / int(0)){expression[found.end(1) :]}"
    return _program(expression).execute(facts)


def checked(expression: str, noun: str) -> str:
    """The expression, which can be asked of that noun's records. BadValue where it can't."""
    for said, field in fields_of(expression):
        if said not in (noun, "change") or field not in (FIELDS[noun] if said == noun else CHANGE):
            raise BadValue(NO_SUCH_FIELD, noun=noun, field=f"{said}.{field}", fields=sorted(FIELDS[noun]))
    try:
        _program(expression)
    except Exception as error:  # the library raises what its parser raises
        raise BadValue(UNREADABLE, said=expression) from error
    _same_kinds(expression, noun)
    told = [_try(expression, noun, sample) for sample in _SAMPLES]
    if not any(told):
        raise BadValue(DIVIDES, said=expression)
    return expression


def _same_kinds(expression: str, noun: str) -> None:
    """CEL finds a number and a text merely unlike; whoever compares them has made a mistake."""
    for found in _EQUALS.finditer(expression):
        kind = FIELDS[noun].get(found["field"])
        said = TEXT if found["text"] else YES if found["yes"] else NUMBER
        if kind and kind != said:
            raise BadValue(WRONG_KIND, said=expression, why=f"{found['field']} ({kind}), {found['value']} ({said})")


def _try(expression: str, noun: str, sample: Mapping[str, Any]) -> bool:
    """Whether it can be told of the sample; BadValue where it makes no sense."""
    facts = {field: sample[kind] for field, kind in FIELDS[noun].items()}
    try:
        found = _run(expression, {noun: facts, "change": dict.fromkeys(CHANGE, "")})
    except ZeroDivisionError:
        return False  # of a made-up record; of a real one it is told when it happens
    except (TypeError, ValueError) as error:
        raise BadValue(WRONG_KIND, said=expression, why=str(error).partition(". ")[0]) from error
    except Exception as error:
        raise BadValue(UNREADABLE, said=expression) from error
    if not isinstance(found, bool):
        raise BadValue(NO_ANSWER, said=expression)
    return True


def fields_of(expression: str) -> Iterator[tuple[str, str]]:
    """Which facts it asks for: (deal, amount), (deal, stage)."""
    for found in _NAMED.finditer(_WORDS.sub('""', expression)):
        yield found[1], found[2]


def holds(expression: str | None, noun: str, facts: Mapping[str, Any], change: Mapping[str, Any] | None = None) -> bool:
    """Whether it is so of this record. Unanswerable where that cannot be told."""
    if not expression:
        return True
    try:
        return bool(_run(expression, {noun: dict(facts), "change": dict(change or dict.fromkeys(CHANGE, ""))}))
    except Exception as error:
        raise Unanswerable(str(error).partition(". ")[0]) from error


def quoted(text: str) -> str:
    """A text as CEL writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
