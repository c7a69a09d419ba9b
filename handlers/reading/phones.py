"""Phone numbers: after a word for one, in the shapes that only they have, and as the member's country writes them."""

import re

from handlers.reading.pieces import Digits, Rules, Scene

PHONES = Rules("phone")

_CUE = re.compile(
    r"(?:(?<![a-z])(?:tel|phone|mobile|cell|ph|call|number|fax|whatsapp|dial|no)"
    r"[. :#]{0,3}(?:number|no\.?|is|to|at|me|him|her|on)?(?: is)?[ :]{0,2}|"
    r"(?:电话|手机|号码|手机号|座机|传真|热线|致电|拨打)(?:号码|号)?(?:是|改成|改为|换成)?[ :]{0,2})$"
)
_OTHER_NUMBER = re.compile(
    r"(?<![a-z])(?:card|account|acct|order|invoice|po|ticket|case|reference|ref|tracking|serial|part|model|contract|"
    r"policy|booking|flight|room|id|tax|vat|registration)(?: ?#| no\.?| number)[^\d,.;]{0,9}$|"
    r"(?:订单|身份证|车牌|合同|工单|发票|银行卡|会员|编|单)号码?[^\d,.;]{0,4}$"
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
    "phone after a word for it",
    rf"{_EDGE_BEFORE}\d{{1,5}}(?:[ .-]{{0,2}}(?:\(\d{{1,5}}\)|\d{{1,11}})){{1,5}}{_EXTENSION}{_EDGE_AFTER}",
    Digits,
)
def told_phone(match: re.Match[str], scene: Scene) -> str | None:
    before = max(0, match.start() - 24), match.start()
    if not _CUE.search(match.string, *before) or _OTHER_NUMBER.search(match.string, *before):
        return None
    return match[0] if 7 <= len(_digits(match[0])) <= 17 else None


@PHONES.rule(
    "phone of the country", rf"{_EDGE_BEFORE}(?<![+)])\(?\d{{1,5}}\)?(?:[ -]\d{{2,5}}){{1,4}}{_EDGE_AFTER}", Digits
)
def national(match: re.Match[str], scene: Scene) -> str | None:
    """Checked against the numbering plan of the countries that the member may be in."""
    if not 7 <= len(_digits(match[0])) <= 13:
        return None
    if _LIKE_A_DATE.fullmatch(match[0]):
        return None
    return match[0] if any(_is_valid(match[0], country) for country in _countries(scene)) else None


_LIKE_A_DATE = re.compile(r"\d{1,2}[ -]\d{1,2}[ -]\d{2,4}|\d{4}[ -]\d{1,2}[ -]\d{1,2}|\d{4}-\d{4}")


def _countries(scene: Scene) -> set[str]:
    """The member's own, and the one that the zone lies in."""
    from babel.core import get_global

    return {scene.policy.country, get_global("zone_territories").get(str(scene.zone), scene.policy.country)}


def _is_valid(said: str, country: str) -> bool:
    import phonenumbers  # 25 ms that no start should wait for

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(said, country))
    except phonenumbers.NumberParseException:
        return False


_SPOKEN = str.maketrans("零一二三四五六七八九幺", "01234567891")


@PHONES.rule(
    "spoken phone",
    "(?<![零一二三四五六七八九幺十百千万点])[零一二三四五六七八九幺]{7,15}(?![零一二三四五六七八九幺十百千万亿])",
    "零 一 二 三 四 五 六 七 八 九 幺",
)
def spoken(match: re.Match[str], scene: Scene) -> str:
    return match[0].translate(_SPOKEN)


def _digits(said: str) -> str:
    return "".join(filter(str.isdigit, said))
