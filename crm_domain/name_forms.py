"""The ways a name may be said: what is stored of a record's name, and what is read out of what somebody said.

A record of a person, a company, or a thing (a deal, a task, a ticket) is said in different ways; `Manner` is which.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from crm_domain.hanzi import simplify
from crm_domain.pinyin import person_syllables, surname_length, syllables

HAN = "\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_ALL_HAN = re.compile("[\u3400-\u9fff]+")
_CJK = re.compile(f"[{HAN}]")
_BRACKETS = re.compile(r"[(（](.*?)[)）]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
# What people put around a name without it being part of it.
_FILLERS = frozenset("the a an deal deals ticket task company account contact opportunity our my one s".split())
_FILLERS_ZH = re.compile(
    r"(那个|这个|那单|这单|那张单|这张单|那条|那张|那笔|这笔|的那个|的商机|那家|这家|商机|单子|的单子|的单|任务|工单|客户|公司|联系人|的)+$"
)
_TITLES = frozenset("mr mrs ms miss mister dr prof professor sir madam".split())
TITLES_ZH = (
    "(?:副?总|[副总]?经理|老师|先生|女士|小姐|太太|总监|总裁|董事长|董|主任|主管|[副处科局厂院校部店]长"
    "|医生|大夫|律师|会计|教授|博士|工程师|工|老板|秘书|师傅|同学|姐|哥|叔|姨)"
)
_TITLE_ZH = re.compile(rf"([{HAN}]{{1,4}}?){TITLES_ZH}")
_FAMILIAR_ZH = re.compile(rf"([小老阿大])([{HAN}]{{1,2}})")
# What says only that it is a company, and of which kind; written or not, it is the same company.
LEGAL = frozenset(
    "inc incorporated ltd limited llc llp lp plc corp corporation co gmbh ag kg kgaa ohg sa sas sarl srl spa bv"
    " nv ab asa oy aps pty pte kk sdn bhd pvt company".split()
)
_LEGAL_LETTERS = frozenset(("s a", "b v", "n v", "s r l", "s p a", "l l c", "a g", "s a s"))
_LEGAL_ZH = re.compile(r"(?<=..)(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|股份|公司)+$")
_FIRM_ZH = re.compile(rf"[{HAN}]{{2,12}}?(?:公司|集团|科技|股份|实业|贸易|商贸|物流|医院|银行|工厂|酒店|学校|大学)")
_INITIALS = re.compile(r"[a-z]{2,4}|[a-z](?: [a-z]){1,3}")
_OFFICES = frozenset("hr it pr qa vp ceo cfo cto coo cmo".split())  # what somebody does, not who they are
# Short words that are hardly ever meant as somebody's initials, unless in capitals.
_NO_INITIALS = frozenset(
    "ok no hi me my it is in on at by to of or us we am pm id so do go up if as an be he vs re and for new all"
    " any won add log yes the was are you him her his hey hmm can did get got had has how its let lol may not now"
    " off old one our out pls put ref row run say see set she sla tbd too try two use via vip who why yet ill asap"
    " deal done back call from good have here into just last lead lost mail make more move much name need next"
    " note open only over same save send show some stop sure take task team tell than that them then they this"
    " time undo very want week well were what when will with work year your usd eur gbp cny rmb ceo cfo cto fyi"
    " eod eow thx bye jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun hk uk nt".split()
)
_MAIL = re.compile(r"\s*<?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)>?\s*")
_PHONE = re.compile(r"\s*\+?[\d\s().\-/]{7,24}\s*")


class Manner(Enum):
    PERSON = 1
    COMPANY = 2
    THING = 3


class Kind(Enum):
    """How a form is written down.

    WRITTEN: folded words, a company's legal form behind a tab. SOUND: pinyin, the syllables of a word joined by “-”,
    the characters behind a tab. KEY: an address or a number that fits to the letter or not at all.
    """

    WRITTEN = 0
    SOUND = 1
    KEY = 2


class Form(NamedTuple):
    """One way to call a record."""

    kind: Kind
    text: str


def fold(text: str) -> str:
    """Case, accents, width and traditional characters aside."""
    if text.isascii():
        return text.lower()
    text = simplify(text)
    if _ALL_HAN.fullmatch(text):
        return text
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_UNDECOMPOSED)


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def is_cjk(text: str) -> bool:
    return bool(_CJK.search(text))


def is_han(word: str) -> bool:
    """Whether a word of `words` is Chinese: one is either so to the end, or not at all."""
    return "\u3400" <= word[0] <= "\u9fff" or "\uf900" <= word[0] <= "\ufaff"


def parted(found: list[str], manner: Manner) -> tuple[list[str], str]:
    """A company's words without its legal form, and that."""
    if manner is not Manner.COMPANY or (len(found) < 2 and not is_han(found[0])):
        return found, ""
    core, legal = list(found), []
    while len(core) > 1 and core[-1] in LEGAL:
        legal.append(core.pop())
    for length in (2, 3):
        if len(core) > length and " ".join(core[-length:]) in _LEGAL_LETTERS:
            legal.append("".join(core[-length:]))
            del core[-length:]
    if is_han(core[-1]) and (form := _LEGAL_ZH.search(core[-1])):
        legal.append(form[0])
        core[-1] = core[-1][: form.start()]
    return core, " ".join(reversed(legal))


def forms(name: str, manner: Manner) -> Iterator[Form]:
    """All that is stored of a name; nothing of one without a letter or digit."""
    if mail := _MAIL.fullmatch(name):
        yield Form(Kind.KEY, mail[1].lower())
        return
    for variant in _variants(name):
        if found := words(variant):
            core, legal = parted(found, manner)
            yield Form(Kind.WRITTEN, " ".join(core) + (f"\t{legal}" if legal else ""))
            if manner is not Manner.THING and any(map(is_han, core)) and len(found) < 4:
                yield Form(Kind.SOUND, sound(core, manner))


def number_form(phone: str) -> Iterator[Form]:
    """A telephone number by its last nine digits: the country's code may be left out."""
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) >= 7:
        yield Form(Kind.KEY, digits[-9:])


def _variants(name: str) -> Iterator[str]:
    """王磊 (Leo Wang) is called 王磊, and Leo Wang, and both; 澄屿（上海） is not called 上海."""
    yield name
    if inner := _BRACKETS.search(name):
        outer = _BRACKETS.sub(" ", name)
        yield outer
        if not (is_cjk(outer) and is_cjk(inner[1])):
            yield inner[1]


def sound(core: list[str], manner: Manner) -> str:
    """王晓明 → “wang xiao-ming<tab>王晓明”; 澄屿 → “cheng-yu<tab>澄屿”."""
    han = "".join(filter(is_han, core))
    if manner is Manner.PERSON and len(core) == 1 and 1 < len(han) < 5:
        spoken, cut = person_syllables(han), surname_length(han)
        return f"{'-'.join(spoken[:cut])} {'-'.join(spoken[cut:])}\t{han}"
    spoken_words = ("-".join(syllables(word)) if is_han(word) else word for word in core)
    return f"{' '.join(spoken_words)}\t{han}"


@dataclass(slots=True)
class Said:
    """A name as said, read in one way; `text` and `legal` as in a stored form, `compact` without spaces.

    `titled`: a title was said with it, so that it is a surname, or a given or whole name. `initials`: it may be
    somebody's. `spelled`: it may be pinyin. `sound`: only this is looked at, as of a form; `key`: only this address.
    """

    words: Sequence[str] = ()
    legal: str = ""
    titled: bool = False
    spelled: bool = False
    initials: str = ""
    sound: str = ""
    key: str = ""
    text: str = field(init=False)
    compact: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(self.words)
        self.compact = "".join(self.words)


@lru_cache(2048)
def read_said(said: str, manner: Manner) -> list[Said]:
    """The ways to read what was said as the name of such a record; none where there is nothing in it."""
    if "@" in said and (mail := _MAIL.fullmatch(said)):
        return [Said(key=mail[1].lower())]
    found = spoken_words(said)
    if not found:
        return []
    if manner is Manner.THING:
        return [Said(found)]
    core, legal = parted(found, manner)
    if manner is Manner.PERSON and len(core) > 1:
        core = [word for word in core if word not in _TITLES] or core
    latin = all(map(str.isascii, core))
    readings = [Said(core, legal, spelled=latin, initials=_initials(core, said) if latin else "")]
    if len(core) == 1 and is_han(core[0]):
        readings += _read_chinese(core[0], manner)
    if _PHONE.fullmatch(said):
        readings += [Said(key=number.text) for number in number_form(said)]
    return readings


def _read_chinese(word: str, manner: Manner) -> Iterator[Said]:
    """李总, 王芳经理, 小王 without the title; and by the sound."""
    if manner is Manner.PERSON:
        if titled := _TITLE_ZH.fullmatch(word):
            yield Said([titled[1]], titled=True)
        elif familiar := _FAMILIAR_ZH.fullmatch(word):
            yield Said([familiar[2]], titled=True)
    if len(word) > 1:
        yield Said(sound=sound([word], manner))


def cores_zh(word: str) -> Iterator[str]:
    """What may be the name in a Chinese word: all of it; without the legal form; without a title."""
    yield word
    if form := _LEGAL_ZH.search(word):
        yield word[: form.start()]
    if titled := _TITLE_ZH.fullmatch(word):
        yield titled[1]
    elif familiar := _FAMILIAR_ZH.fullmatch(word):
        yield familiar[2]


def says_kind_only(word: str) -> bool:
    """Whether a word is a legal form or a title: not a part of the name."""
    return word in LEGAL or word in _TITLES


def is_firm(said: str) -> bool:
    """Whether this can only be a company's name: “Zorbax Ltd”, 新源集团."""
    return not LEGAL.isdisjoint(words(said)[-1:]) or _FIRM_ZH.fullmatch(said) is not None


def is_address(said: str) -> bool:
    """Whether this may be an e-mail address or a telephone number."""
    return "@" in said or _PHONE.fullmatch(said) is not None


def _initials(core: list[str], said: str) -> str:
    if not _INITIALS.fullmatch(" ".join(core)):
        return ""
    letters = "".join(core)
    if letters in _OFFICES:
        return ""
    return letters if letters not in _NO_INITIALS or said.strip().isupper() else ""


def spoken_words(said: str) -> list[str]:
    """The words of a name as said, without what people put around it."""
    return list(_spoken(said))


@lru_cache(2048)
def _spoken(said: str) -> tuple[str, ...]:
    """Asked for each kind of record in turn."""
    text = fold(said).strip()
    if not text.isascii():
        text = _FILLERS_ZH.sub("", text) or text
    found = _WORD.findall(text)
    start, end = 0, len(found)
    while start < end and found[start] in _FILLERS:
        start += 1
    while start < end and found[end - 1] in _FILLERS:
        end -= 1
    return tuple(found[start:end] or found)
