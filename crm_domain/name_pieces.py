"""The pieces by which a name is found: what a stored form and what was said have in common, whatever way it was said.

Pieces are whole words, words with a letter left out (so that any one slip still meets), three letters in a row, Chinese
characters alone and in pairs, and keys for what only fits whole: all letters run together, initials, sounds, addresses.
Each is a 32-bit number; many are the bytes of an array of them. Two pieces may share a number: who judges a name looks
at the name.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from crm_domain.name_forms import Form, Kind, Said, is_han
from crm_domain.nicknames import also_called
from crm_domain.pinyin import spelled_near

LONGEST_LEFT_OUT = 8  # letters; a longer word keeps enough of its grams after a slip
AS_MUCH_AS_A_WORD = 10  # pieces
WORD, BEGINNING, LETTERS, CHARACTER, PAIR, WHOLE, INITIALS, NEAR, KEY = "wplub=i~@"


def form_pieces(form: Form) -> bytes:
    """Of a stored form."""
    core = form.text.partition("\t")[0]
    if form.kind is Kind.KEY:
        return _numbers([KEY + form.text])
    if form.kind is Kind.SOUND:
        return _sound_pieces(core) + _numbers(
            [WHOLE + _compact(core), INITIALS + _first_letters(core.replace("-", " "))]
        )
    legal = form.text.partition("\t")[2]
    compact = core.replace(" ", "")
    keys = [WHOLE + compact, *([WHOLE + compact + legal.replace(" ", "")] if legal else ())]
    if " " in core and core.isascii():
        keys.append(INITIALS + _first_letters(core))
    return b"".join(map(word_pieces, core.split(" "))) + _numbers(keys)


def said_pieces(said: Said) -> tuple[tuple[bytes, ...], bytes]:
    """Of each word that was said, and of all else that a name which is meant may have."""
    if said.key:
        return (), _numbers([KEY + said.key])
    if said.sound:
        return (), _sound_pieces(said.sound.partition("\t")[0])
    others = [called_also(word) for word in said.words]
    if keys := list(_keys(said)):
        others.append(_numbers(keys))
    return tuple(map(word_pieces, said.words)), b"".join(others)


@lru_cache(2048)
def key_pieces(words: tuple[str, ...]) -> Sequence[int]:
    """Of latin words: the keys of what only fits whole."""
    said = Said(words, spelled=True, initials="".join(words))
    return array("I", _numbers([WHOLE + said.compact, *_keys(said)]))


def outright_piece(said: Said) -> bytes:
    """The piece that a name has which is to the letter what was said, spaces aside; empty where none can be."""
    return b"" if said.key or said.sound or said.titled else _numbers([WHOLE + said.compact])


def _keys(said: Said) -> Iterator[str]:
    if said.initials:
        yield INITIALS + said.initials
    if said.spelled:
        yield NEAR + spelled_near(said.compact)
        if len(said.words) > 1:
            turned = "".join((*said.words[1:], said.words[0]))
            yield WHOLE + turned
            yield NEAR + spelled_near(turned)


@lru_cache(2048)
def called_also(word: str) -> bytes:
    """Other names of the bearer; several times, because the word itself is many pieces."""
    return AS_MUCH_AS_A_WORD * _numbers(WORD + other for other in also_called(word))


@lru_cache(8192)
def word_pieces(word: str) -> bytes:
    """Of one word."""
    if is_han(word):
        return _numbers({CHARACTER + character for character in word} | {PAIR + pair for pair in _runs(word, 2)})
    return _numbers(
        {WORD + word, BEGINNING + word[:2], *_left_out(word), *(LETTERS + t for t in _runs(f"_{word}_", 3))}
    )


@lru_cache(4096)
def slip_pieces(word: str) -> Sequence[int]:
    """Of a latin word: itself, and with a letter left out."""
    return array("I", _numbers([WORD + word, *_left_out(word)]))


@lru_cache(4096)
def letter_pieces(word: str) -> Sequence[int]:
    """Of a latin word: its letters three in a row, from before the first to behind the last."""
    return array("I", _numbers(LETTERS + three for three in _runs(f"_{word}_", 3)))


def _sound_pieces(core: str) -> bytes:
    found = b"".join(word_pieces(word) for word in core.replace("-", "").split(" "))
    return found + _numbers([NEAR + spelled_near(_compact(core))])


def _compact(core: str) -> str:
    return core.replace("-", "").replace(" ", "")


def _first_letters(core: str) -> str:
    return "".join(word[0] for word in core.split(" "))


def _runs(text: str, length: int) -> Iterator[str]:
    return (text[i : i + length] for i in range(len(text) - length + 1))


def _left_out(word: str) -> Iterator[str]:
    if 3 <= len(word) <= LONGEST_LEFT_OUT:
        yield from (WORD + word[:i] + word[i + 1 :] for i in range(len(word)))


def _numbers(pieces: Iterable[str]) -> bytes:
    return array("I", [crc32(piece.encode()) for piece in pieces]).tobytes()
