"""E-mail addresses, web addresses and phone numbers."""

import re
from collections.abc import Iterator

from handlers.reading.pieces import Digits, Piece, Rules, Scene

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62})"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
_ENDINGS = (
    "com net org io ai dev app cn uk de fr eu jp hk sg tw ca au nz info biz xyz tech shop store online site cloud co "
    "group example test invalid edu gov"
)
_TAIL = r"(?:[/?#][^\s<>\"'()\[\]{}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{0,1500})?"

EMAILS = Rules("email")
URLS = Rules("url")
PHONES = Rules("phone")


@EMAILS.rule("e-mail", rf"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+'-]{{0,63}}@{_HOST}", "@")
def email(match: re.Match[str], scene: Scene) -> str | None:
    return match[0] if match[0].rpartition(".")[2][:2].isalpha() else None


@URLS.rule(
    "web address",
    rf"(?<![a-z0-9])(?:https?://(?:{_HOST}|localhost)(?::\d{{1,5}})?|www\.{_HOST}){_TAIL}",
    "http https www",
)
@URLS.rule(
    "web address",
    rf"(?<![a-z0-9@._/-])(?:{_LABEL}\.){{1,4}}(?:{_ENDINGS.replace(' ', '|')})(?![a-z0-9@_-]|\.[a-z0-9]){_TAIL}",
    _ENDINGS,
)
def url(match: re.Match[str], scene: Scene) -> str:
    return match[0].rstrip(".,;:!?")


_CUE = re.compile(
    r"(?:(?<![a-z])(?:tel|phone|mobile|cell|ph|call|number|fax|whatsapp|dial|no)"
    r"[. :#]{0,3}(?:number|no\.?|is|to|at|me|him|her|on)?(?: is)?[ :]{0,2}|"
    r"(?:电话|手机|号码|手机号|座机|传真|热线|致电|拨打)(?:号码|号)?(?:是|改成|改为|换成)?[ :]{0,2})$"
)
_EXTENSION = r"(?: ?(?:x|ext\.?|extension|转|分机)[ .:]?\d{1,6})?"
_EDGE_BEFORE = r"(?<![a-z0-9_.#/$€£¥-])(?<!\d[ ,:])"
_EDGE_AFTER = r"(?![\d%]|[-./:,]\d|[a-z万亿千百元块])"


@PHONES.rule(
    "phone", rf"(?<![a-z0-9+])(?P<v>\+\(?\d{{1,3}}\)?(?:[ .()-]{{0,2}}\d{{1,12}}){{1,7}}{_EXTENSION})(?!\d)", "+"
)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}\(\d{{2,5}}\)[ .-]?\d{{3,5}}[ .-]?\d{{3,5}}{_EXTENSION}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}(?:1[-. ])?\d{{3}}[-. ]\d{{3}}[-. ]\d{{4}}{_EXTENSION}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}0\d{{2,5}}[- ]\d{{3,8}}(?:[- ]\d{{3,5}})?{_EXTENSION}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}0\d{{9,11}}{_EXTENSION}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}(?:86[ -]?)?1[3-9]\d([ -]?)\d{{4}}\1\d{{4}}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}[48]00[- ]\d{{3,4}}[- ]\d{{3,4}}{_EXTENSION}{_EDGE_AFTER}", Digits)
@PHONES.rule("phone", rf"{_EDGE_BEFORE}\d{{3}}-\d{{4}}{_EDGE_AFTER}", Digits)
def phone(match: re.Match[str], scene: Scene) -> str | None:
    digits = _digits(match[0])
    return match[0] if 7 <= len(digits) <= 21 else None


@PHONES.rule(
    "phone after a word for it", rf"{_EDGE_BEFORE}\d{{1,5}}(?:[ .-]?\d{{1,11}}){{1,5}}{_EXTENSION}{_EDGE_AFTER}", Digits
)
def told_phone(match: re.Match[str], scene: Scene) -> str | None:
    if not _CUE.search(match.string, max(0, match.start() - 24), match.start()):
        return None
    return match[0] if 7 <= len(_digits(match[0])) <= 17 else None


_SPOKEN = str.maketrans("零一二三四五六七八九幺", "01234567891")


@PHONES.rule(
    "spoken phone",
    "(?<![零一二三四五六七八九幺十百千万])[零一二三四五六七八九幺]{7,15}(?![零一二三四五六七八九幺十百千万亿])",
    "零 一 二 三 四 五 六 七 八 九 幺",
)
def spoken(match: re.Match[str], scene: Scene) -> str:
    return match[0].translate(_SPOKEN)


def _digits(said: str) -> str:
    return "".join(filter(str.isdigit, said))


def addresses(scene: Scene) -> Iterator[Piece]:
    for rules in (EMAILS, URLS, PHONES):
        for piece in rules.pieces(scene):
            yield piece if rules is not URLS else piece._replace(end=piece.start + len(piece.value))
