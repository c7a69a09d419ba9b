"""In which encoding a file is written, told from its bytes."""

import codecs
from itertools import pairwise
from pathlib import Path

SAMPLE = 256 * 1024  # bytes by which a file is judged
STRANGE = 0.4  # part of rare characters from which a text is no text
PAIRED_AT_LEAST, PAIRED = 0.3, 0.6  # part of the high bytes behind another one
BLOCK = 1024 * 1024
WIDE = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# The lead bytes of each one's signs and usual characters, and the least second byte of these.
_EASTERN = {
    "gb18030": (frozenset([0xA1, 0xA3, *range(0xB0, 0xD8)]), 0xA1),
    "cp950": (frozenset([0xA1, *range(0xA4, 0xC7)]), 0x40),
    "cp932": (frozenset([0x81, 0x82, 0x83, *range(0x88, 0x98)]), 0x40),
}
_CONTROLS = [bytes([n]) for n in range(32) if n not in (9, 10, 12, 13)]  # no text has many of these


def encoding_of(path: Path) -> str | None:
    """By its mark; else UTF-8 if all of it is; else of the East whichever reads least strangely; else Western Windows.

    None: no text.
    """
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
    if found := next((name for name in _likely(sample) if _decodes(path, name)), None):
        return found
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


def _likely(sample: bytes) -> list[str]:
    """Those of the East that it may be in, the likeliest first."""
    paired = _paired(sample)
    if paired < PAIRED_AT_LEAST:
        return []
    strange = {name: _strangeness(sample, name) for name in _EASTERN}
    return sorted((n for n in strange if strange[n] < STRANGE or paired > PAIRED), key=strange.__getitem__)


def _strangeness(sample: bytes, encoding: str) -> float:
    """The part of the characters beyond Latin that are not of those which everybody writes in that encoding."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    foreign = [character for character in text if ord(character) > 0x7F]
    leads, least = _EASTERN[encoding]
    pairs = [written for c in foreign if len(written := c.encode(encoding, "replace")) == 2]
    usual = sum(lead in leads and second >= least for lead, second in pairs)
    return 1 - usual / max(1, len(foreign))


def _paired(sample: bytes) -> float:
    """In the encodings of the East two high bytes often stand together; a Western accent stands alone."""
    high = [byte >= 0x81 for byte in sample]
    together = sum(1 for before, here in pairwise(high) if before and here)
    return together / max(1, sum(high))
