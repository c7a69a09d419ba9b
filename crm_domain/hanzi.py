"""Traditional characters as their simplified ones, one for one, so that 雲杉續約 and 云杉续约 are the same name."""

from functools import cache
from importlib.resources import files


@cache
def simplified() -> dict[int, str]:
    """A table for str.translate, from OpenCC's dictionary; where there are several, its first choice."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(old): new.split(" ")[0] for old, new in pairs if len(old) == 1}


def simplify(text: str) -> str:
    """Few texts have a traditional character: looking for one costs a tenth of translating."""
    return text if _traditional().isdisjoint(text) else text.translate(simplified())


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, simplified()))
