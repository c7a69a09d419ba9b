"""Every text the product says exists in English and Chinese, side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal

Lang = Literal["en", "zh"]
_NUMBER = re.compile(r"[\d.,]+")
_MANY = re.compile(r"[a-z]+\(s\)")


@dataclass(frozen=True, slots=True)
class T:
    """One text in both languages; `{name}` places take values already written for the reader.

    In English “{n} deal(s)” is one deal or two deals, by the number before it.
    """

    en: str
    zh: str

    def to(self, lang: Lang, /, **values: object) -> str:
        text = self.zh if lang == "zh" else self.en
        if not values:
            return text
        return "".join(_counted(text, values)) if lang == "en" and "(s)" in f"{text}{values}" else text.format(**values)


def _counted(text: str, values: Mapping[str, object]) -> Iterator[str]:
    many = "s"
    for literal, name, _, _ in Formatter().parse(text):
        yield literal.replace("(s)", many)
        if name:
            value = str(values[name])
            yield value.replace("(s)", many) if _MANY.fullmatch(value) else value
            many = many if not _NUMBER.fullmatch(value) else "" if value == "1" else "s"
