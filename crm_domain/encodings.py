"""In which encoding a file is written, told from its bytes."""

import codecs
from itertools import pairwise
from pathlib import Path

SAMPLE = 256 * 1024  # bytes by which a file is judged
BLOCK = 1024 * 1024
WIDE = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = [bytes([n]) for n in range(32) if n not in (9, 10, 12, 13)]  # no text has many of these


def encoding_of(path: Path) -> str | None:
    """By its mark; else UTF-8 if all of it is; else GBK if it looks Chinese; else a Western Windows. None: no text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    marked = next((name for mark, name in WIDE.items() if sample.startswith(mark)), None)
    if marked:
        return marked
    if wide := _unmarked_utf16(sample):
        return wide
    if sum(map(sample.count, _CONTROLS)) > max(4, len(sample) // 50):
        return None
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _looks_chinese(sample) and _decodes(path, "gb18030"):
        return "gb18030"
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _unmarked_utf16(sample: bytes) -> str | None:
    """Latin text in UTF-16 has a NUL at every other place."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many = len(sample) // 5
    return "utf-16-le" if odd > many > even else "utf-16-be" if even > many > odd else None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _looks_chinese(sample: bytes) -> bool:
    """In GBK two high bytes stand together; a Western accent stands alone."""
    high = [byte >= 0x81 for byte in sample]
    together = sum(1 for before, here in pairwise(high) if before and here)
    return sum(high) > 0 and together >= 0.6 * sum(high)
