"""A first glance at what was said: of which kinds of records it can be a name at all.

Most stretches of a sentence are no name, and their words tell so for a tenth of what judging them costs: a name needs
most of its letters in words that are like words of names, or that sound like some. What passes is judged; what does not
would have been judged to be nothing, but for a few names with two slips in one word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from crm_domain.base import Row
from crm_domain.name_forms import LEGAL, Form, Kind, cores_zh, is_address, is_han, says_kind_only, spoken_words
from crm_domain.name_grams import GramIndex
from crm_domain.name_pieces import called_also, key_pieces, letter_pieces, slip_pieces, word_pieces
from crm_domain.name_score import LIKE, likeness, spelling
from crm_domain.pinyin import OFTEN_OTHERWISE, near_sound, person_syllables, syllables

KEPT = 16_384  # words of which it is kept whether one is like them, until a name changes
COMPARED = 48  # forms that a word is compared with
WHOLE = 4  # words that may be a name by what only fits whole: initials, all written as one
SHORT = 6  # letters; two slips leave no shorter word recognisable, nor more than so many of its threes in a row
APART = 8  # so far apart two characters of a name may be said one after the other: 北师大 of 北京师范大学

Model = type[Row]


class Glance:
    """Follows the shelves of one index: `taken_in` on the way to a shelf, `forget` when one has changed."""

    def __init__(self, shelves: Mapping[Model, GramIndex]) -> None:
        self._shelves = shelves
        self._sounds: dict[Model, set[str]] = {model: set() for model in shelves}  # only grows: it may pass too much
        self._like: dict[Model, dict[str, bool]] = {model: {} for model in shelves}
        self._bits = {model: 1 << place for place, model in enumerate(shelves)}
        self._kinds: dict[str, int] = {}  # of a word: the bits of all kinds of records that have one like it

    def taken_in(self, model: Model, forms: Iterable[tuple[int, Form]]) -> Iterator[tuple[int, Form]]:
        sounds = self._sounds[model]
        for id, form in forms:
            sounds.update(_sounds_of(form))
            yield id, form

    def forget(self, model: Model) -> None:
        self._like[model].clear()
        self._kinds.clear()

    def models(self, said: str, models: Iterable[Model]) -> Iterable[Model]:
        """Those of whose records one may be called so."""
        if is_address(said):
            return models
        words = spoken_words(said)
        if len(words) == 1 and is_han(words[0]):
            wanted = _wanted(words[0])
            return [model for model in models if _is_met(wanted, self._sounds[model])]
        return self._spelled_so(words, models) if words else ()

    def _spelled_so(self, words: Sequence[str], models: Iterable[Model]) -> Iterator[Model]:
        """Where all but so many letters are in words that are like words of names, or all of it may be one."""
        kinds = [self._kinds_like(word) for word in words]
        if len(words) > 1 and not any(kinds):
            return
        spare = (1 - LIKE) * sum(map(len, words))
        few = len(words) <= WHOLE and not any(map(is_han, words))
        for model in models:
            bit = self._bits[model]
            unlike = sum([len(word) for word, kind in zip(words, kinds, strict=True) if not kind & bit])
            if len(self._shelves[model]) and (unlike <= spare or (few and self._fits_whole(words, model))):
                yield model

    def _kinds_like(self, word: str) -> int:
        if word not in self._kinds:
            if len(self._kinds) >= KEPT:
                self._kinds.clear()
            self._kinds[word] = sum(bit for model, bit in self._bits.items() if self._is_like(word, model))
        return self._kinds[word]

    def _fits_whole(self, words: Sequence[str], model: Model) -> bool:
        """Whether a name may be meant by all of it alone: initials, or all written as one."""
        if len(words) > 1 and not any(self._is_like(word, model) for word in words):
            return False
        own = [word for word in words if not _says_kind_only(word)]
        together = len(words) > 1 and self._is_like("".join(own or words), model)
        return together or self._shelves[model].has_any(key_pieces(tuple(words)))

    def _is_like(self, word: str, model: Model) -> bool:
        """Whether a name has a word like this one."""
        known = self._like[model]
        if word not in known:
            if len(known) >= KEPT:
                known.clear()
            known[word] = self._looked_at(word, model)
        return known[word]

    def _looked_at(self, word: str, model: Model) -> bool:
        if len(word) == 1 or _says_kind_only(word):
            return True
        if is_han(word):
            return _is_met(_wanted(word), self._sounds[model])
        shelf = self._shelves[model]
        if not _shares_enough(word, shelf):
            return False
        if shelf.is_large:  # of very many names those nearest to one word need not be those nearest to all of them
            return True
        near = shelf.near((word_pieces(word),), called_also(word), COMPARED)
        return any(likeness(word, other) > 0 for _, form in near for other in _written_words(form))


@lru_cache(4096)
def _says_kind_only(word: str) -> bool:
    """A legal form with a slip too: Lttd, GmHb."""
    if says_kind_only(word):
        return True
    near = process.extract_iter(word, LEGAL, scorer=OSA.distance, score_cutoff=2)
    return any(spelling(word, legal) > 0 for legal, _, _ in near)


def _shares_enough(word: str, shelf: GramIndex) -> bool:
    """Whether the names have what one of them must have whose word this is, or begins with this, or is a slip of it."""
    if called_also(word) or shelf.has_any(slip_pieces(word)):
        return True
    held = [count > 0 for count in shelf.counts(letter_pieces(word))]
    return all(held[:-1]) or (len(word) > SHORT and sum(held) > len(word) - SHORT - 1)


Wanted = tuple[tuple[tuple[str, ...], int], ...]  # sounds or pairs of them, and of how many a name must have


def _is_met(wanted: Wanted, sounds: set[str]) -> bool:
    return any(sum([sound in sounds for sound in some]) >= least for some, least in wanted)


@lru_cache(4096)
def _wanted(word: str) -> Wanted:
    """For each way to read a Chinese word: so many neighbours are neighbours in a name that fits but for a slip."""
    return tuple(dict.fromkeys(_wanted_of(spoken) for core in cores_zh(word) for spoken in _spoken(core)))


def _wanted_of(spoken: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    size = len(spoken)
    if size == 1:
        return spoken, 1
    slips = 0 if size < 4 else max(1, int((1 - LIKE) * size))
    return tuple(_pair(*two) for two in pairwise(spoken)), max(1, size - 1 - 2 * slips)


def _spoken(core: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read it, with what sounds alike made the same: each character alone, as in names, as a person's."""
    alone = tuple(map(_sound, core))
    if OFTEN_OTHERWISE.isdisjoint(core):
        return (alone,)
    others = (syllables(core), person_syllables(core))
    return tuple(dict.fromkeys((alone, *(tuple(map(near_sound, spoken)) for spoken in others))))


@lru_cache(16_384)
def _sound(character: str) -> str:
    return near_sound(syllables(character)[0])


def _pair(one: str, other: str) -> str:
    """Two sounds in either order."""
    return f"{one} {other}" if one < other else f"{other} {one}"


def _sounds_of(form: Form) -> Iterator[str]:
    """Of a form with Chinese characters: the sounds, and what may be said one after the other."""
    if form.kind is Kind.KEY or form.text.isascii():
        return
    if form.kind is Kind.SOUND:
        spoken = [near_sound(syllable) for syllable in form.text.partition("\t")[0].replace("-", " ").split()]
    else:
        spoken = [_sound(character) for character in form.text if is_han(character)]
    yield from spoken
    for place, one in enumerate(spoken):
        for other in spoken[place + 1 : place + 1 + APART]:
            yield _pair(one, other)


def _written_words(form: Form) -> Iterator[str]:
    """What a word may be like: the words, and those from one on written as one."""
    core, _, legal = form.text.partition("\t")
    if form.kind is Kind.SOUND:
        legal = ""
    words = core.replace("-", "").split(" ")
    yield from words
    yield from legal.split()
    for start in range(len(words) - 1):
        yield "".join(words[start:])
    if form.kind is Kind.SOUND and len(words) > 1:
        yield "".join((*words[1:], words[0]))
