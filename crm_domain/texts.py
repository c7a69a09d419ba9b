"""Every text the product says exists in English and Chinese, side by side."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class T:
    """One text in both languages; `{name}` places take values already written for the reader."""

    en: str
    zh: str

    def to(self, lang: Lang, /, **values: object) -> str:
        text = self.zh if lang == "zh" else self.en
        return text.format(**values) if values else text
