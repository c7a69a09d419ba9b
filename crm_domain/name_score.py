"""How well what was said fits one form of a name: 0…1, and 1 is the whole name to the letter.

Mostly how much of what was said is in the name, a little how much of the name was said. A name that holds all the words
said scores from 0.88 to 0.98; each guess (a typo, a nickname, a sound) costs as much as it is likely to be wrong.
"""

from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, LCSseq

from crm_domain.name_forms import Form, Kind, Manner, Said, is_han
from crm_domain.nicknames import also_called
from crm_domain.pinyin import near_sound, spelled_near, surname_length

FITS = 0.8  # below it a name is another name
SAID, COVERED = 0.88, 0.1
LIKE = (FITS - COVERED) / SAID  # of the letters said: less cannot fit, whatever the name
NEAR = 0.74  # below it a word is another word, not a typo
NEAR_ZH = 0.65

OTHER_LEGAL_FORM = 0.96
LEGAL_FORM_ASIDE = 0.99
OTHER_SPACES = 0.985
PREFIX = 0.97
NICKNAME = 0.95
ONE_LETTER = 0.9  # “j smith”
INITIALS = 0.84
SOUNDS_SO = 0.95  # pinyin, typed
GIVEN_FIRST = 0.94
SOUNDS_NEAR = 0.88
SURNAME_SOUNDS_SO = 0.82

# Edits that fingers make, each as a part of a wrong letter.
INDEL, SWAP, NEIGHBOUR, OTHER, TWO = 0.55, 0.6, 0.6, 1.0, 1.7
FIRST = 0.4  # more where the first letter is wrong: people seldom miss that
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")

# A character of a Chinese name, written with another one: of the same sound, of a near one; a surname is known better.
HOMOPHONE, NEAR_HOMOPHONE, SURNAME_HOMOPHONE = 0.75, 0.68, 0.65
SWAP_ZH, INDEL_ZH, IN_PARTS_ZH = 0.4, 0.5, 0.93
SHORTER_NAME_ZH = 0.9  # 王博 is a whole name: hardly who is called 王博涛

# Syllables that are English words: alone they are no surname.
_ENGLISH = frozenset("an he she me can you long song fan ran tan men man sun pin ban fang gong".split())


def score(said: Said, form: Form, manner: Manner) -> float:
    if form.kind is Kind.KEY or said.key:
        return float(form.text == said.key)
    if said.sound:
        return _heard(said, form.text) if form.kind is Kind.SOUND else 0.0
    if form.kind is Kind.SOUND:
        return _spelled_out(said, form.text, manner)
    return _written(said, form.text, manner)


def _fit(likeness: float, said: int, known: int) -> float:
    """Of `said` letters that are `likeness` alike to some of the `known` ones."""
    return SAID * likeness + COVERED * min(1.0, likeness * said / known)


def _written(said: Said, text: str, manner: Manner) -> float:
    core, _, legal = text.partition("\t")
    if core == said.text and not said.titled:
        return 1.0 if legal == said.legal else OTHER_LEGAL_FORM if legal and said.legal else LEGAL_FORM_ASIDE
    compact, known = core.replace(" ", ""), core.split(" ")
    if said.compact in (compact, compact + legal.replace(" ", "")) and not said.titled:
        return OTHER_SPACES
    if said.initials and len(known) > 1 and "".join(word[0] for word in known) == said.initials:
        return INITIALS
    hit = sum(_likeness(word, known, legal, said, manner) * len(word) for word in said.words)
    return max(_fit(hit / len(said.compact), len(said.compact), len(compact)), _ran_together(said, known, compact))


def _likeness(word: str, known: list[str], legal: str, said: Said, manner: Manner) -> float:
    """Of one word said; a company's legal form may be said too, but need not."""
    if is_han(word):
        return likeness_zh(word, "".join(filter(is_han, known)), said.titled, manner)
    if len(word) == 1:
        return max((1.0 if word == other else ONE_LETTER * other.startswith(word) for other in known), default=0.0) * (
            len(said.words) > 1 or word in known
        )
    return max(likeness(word, other) for other in (*known, *legal.split()))


@lru_cache(4096)
def likeness(word: str, known: str) -> float:
    """Of two words, the first as said: 1 the same, 0 another word."""
    if word == known:
        return 1.0
    if known.startswith(word):
        return PREFIX
    return NICKNAME if known in also_called(word) else spelling(word, known)


def spelling(word: str, known: str) -> float:
    """What is left of the likeness of two words after one or two slips of the fingers; 0 if it takes more."""
    longest = max(len(word), len(known))
    shortest = min(len(word), len(known))
    if shortest < 3 or longest < 4 or longest - shortest > 2:
        return 0.0
    edits = OSA.distance(word, known, score_cutoff=2)
    if edits > 2:
        return 0.0
    cost = (_slip(word, known) if edits == 1 else TWO) + FIRST * (word[0] not in known[:2])
    likely = 1 - cost / longest
    return likely if likely >= NEAR else 0.0


def _slip(word: str, known: str) -> float:
    """What the one edit between two words costs."""
    if len(word) != len(known):
        return INDEL
    differing = [pair for pair in zip(word, known, strict=True) if pair[0] != pair[1]]
    if len(differing) == 2:
        return SWAP
    return NEIGHBOUR if differing[0] in _neighbours() else OTHER


@lru_cache(1)
def _neighbours() -> frozenset[tuple[str, str]]:
    """Keys beside each other, or above: q is beside w, and above a."""
    beside = [pair for row in _ROWS for pair in pairwise(row)]
    above = [pair for upper, row in pairwise(_ROWS) for pair in zip(upper, row, strict=False)]
    slanting = [pair for upper, row in pairwise(_ROWS) for pair in zip(upper[1:], row, strict=False)]
    pairs = {*beside, *above, *slanting}
    return frozenset(pairs | {(b, a) for a, b in pairs})


def _ran_together(said: Said, known: list[str], compact: str) -> float:
    """Words written as one, or one as two; or typos that only the whole can bear."""
    size = len(said.compact)
    if size < 5 or is_han(said.compact):
        return 0.0
    if any("".join(known[start:]).startswith(said.compact) for start in range(len(known) - 1)):
        return _fit(PREFIX, size, len(compact))
    return (SAID + COVERED) * spelling(said.compact, compact) if abs(size - len(compact)) <= 2 else 0.0


def likeness_zh(word: str, known: str, titled: bool, manner: Manner) -> float:
    """Of Chinese characters that were said and those of a name."""
    if word in known:
        if len(word) == 1 and not known.startswith(word):
            return ONE_LETTER if titled and known.endswith(word) else 0.0
        whole_name = manner is Manner.PERSON and not titled and len(word) > surname_length(known)
        return SHORTER_NAME_ZH if whole_name and known.startswith(word) and len(known) < 5 else 1.0
    if manner is Manner.PERSON and len(word) > 1 and sorted(word) == sorted(known):
        return GIVEN_FIRST if known in (word[1:] + word[:1], word[-1:] + word[:-1]) else 1 - SWAP_ZH / len(word)
    if len(word) < 3:
        return 0.0
    return max(_in_parts(word, known), _slip_zh(word, known))


def _in_parts(word: str, known: str) -> float:
    """All or most of the characters in their order: 澄屿二期 for 澄屿新仓二期."""
    share = LCSseq.similarity(word, known) / len(word)
    return min(share, IN_PARTS_ZH) if share >= NEAR_ZH else 0.0


def _slip_zh(word: str, known: str) -> float:
    if abs(len(word) - len(known)) > 1 or OSA.distance(word, known, score_cutoff=1) > 1:
        return 0.0
    if len(word) != len(known):
        return 1 - INDEL_ZH / len(known)
    return 1 - SWAP_ZH / len(word) if sorted(word) == sorted(known) else 0.0


def _heard(said: Said, text: str) -> float:
    """Chinese for Chinese, by the sound: 王方 for 王芳."""
    ours, word, _ = _sounds(said.sound)
    theirs, characters, surname = _sounds(text)
    if len(ours) != len(word) or len(theirs) != len(characters) or len(word) < 2:
        return 0.0
    starts = range(len(theirs) - len(ours) + 1)
    best = max((_alike(ours, word, theirs, characters, start, surname) for start in starts), default=0.0)
    return _fit(best, len(ours), len(theirs))


@lru_cache(4096)
def _sounds(text: str) -> tuple[list[str], str, bool]:
    """The syllables, the characters, and whether the first ones are a surname."""
    spoken, _, characters = text.partition("\t")
    return _syllables(spoken), characters, " " in spoken


def _alike(ours: list[str], word: str, theirs: list[str], characters: str, start: int, surname: bool) -> float:
    total = 0.0
    for place, (syllable, character) in enumerate(zip(ours, word, strict=True), start):
        if character == characters[place]:
            total += 1
        elif syllable == theirs[place]:
            total += SURNAME_HOMOPHONE if surname and place == 0 else HOMOPHONE
        elif near_sound(syllable) == near_sound(theirs[place]):
            total += SURNAME_HOMOPHONE if surname and place == 0 else NEAR_HOMOPHONE
        else:
            return 0.0
    shorter = surname and start == 0 and len(word) < len(characters)
    return total / len(word) * (SHORTER_NAME_ZH if shorter else 1)


def _syllables(spoken: str) -> list[str]:
    return spoken.replace("-", " ").split()


def _spelled_out(said: Said, text: str, manner: Manner) -> float:
    """Pinyin for Chinese: wang fang, wangfang, fang wang, wf for 王芳; chengyu for 澄屿科技."""
    known = text.partition("\t")[0]
    spoken, parts, compact = _syllables(known), known.replace("-", "").split(), said.compact
    whole = "".join(spoken)
    if compact == whole:
        return SOUNDS_SO
    if manner is Manner.PERSON and compact == "".join(parts[1:] + parts[:1]):
        return GIVEN_FIRST
    if said.initials and len(spoken) > 1 and "".join(syllable[0] for syllable in spoken) == said.initials:
        return INITIALS
    return max(_spelled_part(compact, spoken, parts, manner), _spelled_nearly(compact, spoken, parts, manner))


def _spelled_part(compact: str, spoken: list[str], parts: list[str], manner: Manner) -> float:
    """The first syllables of a company's name; a person's given name or surname."""
    whole = "".join(spoken)
    if manner is Manner.PERSON:
        if len(parts) == 2 and compact == parts[1] and len(spoken) > 2:
            return _fit(SOUNDS_SO, len(compact), len(whole))
        return SURNAME_SOUNDS_SO if compact == parts[0] and len(compact) > 1 and compact not in _ENGLISH else 0.0
    begins = len(compact) > 3 and any(compact == "".join(spoken[:end]) for end in range(2, len(spoken)))
    return _fit(SOUNDS_SO, len(compact), len(whole)) if begins else 0.0


def _spelled_nearly(compact: str, spoken: list[str], parts: list[str], manner: Manner) -> float:
    if len(compact) < 4:
        return 0.0
    whole = "".join(spoken)
    turned = "".join(parts[1:] + parts[:1])
    if spelled_near(compact) in (spelled_near(whole), spelled_near(turned)):
        return SOUNDS_NEAR
    slip = max(spelling(compact, whole), spelling(compact, turned) if manner is Manner.PERSON else 0.0)
    return (SAID + COVERED) * SOUNDS_SO * slip if len(compact) > 5 else 0.0
