"""How currencies are called: codes, signs and names of both languages, before and after the numeral."""

import re

CODES = tuple(  # without those that are everyday words: all, try, top, mad, pen, bob …
    "usd eur gbp cny jpy hkd sgd twd nok sek dkk chf aud cad nzd inr krw myr thb idr php vnd brl mxn zar aed sar "
    "pln czk huf ils rub mop egp bgn kwd qar pkr bdt ngn kes uah isk lbp jod bhd omr mnt crc clp ars "
    "lkr npr mmk khr kzt uzs azn byn rsd tnd dzd ghs tzs ugx etb uyu dop gtq".split()
)
_NAMES = {  # before or after the numeral
    "USD": "us$ usd$ $ 美元 美金 美刀",
    "EUR": "euro € 欧元",
    "GBP": "£ 英镑",
    "CNY": "rmb yuan renminbi cn¥ ¥ 人民币",
    "JPY": "yen jp¥ 日元 日圆 日币",
    "HKD": "hk$ 港元 港币",
    "SGD": "s$ sg$ 新加坡元 新元 新币 坡币",
    "TWD": "nt$ ntd 新台币 台币",
    "NOK": "挪威克朗",
    "SEK": "瑞典克朗",
    "DKK": "丹麦克朗",
    "CHF": "瑞士法郎 瑞郎",
    "AUD": "a$ au$ 澳元 澳币",
    "CAD": "c$ ca$ 加元 加币",
    "NZD": "nz$ 纽元 新西兰元",
    "INR": "₹ 卢比",
    "KRW": "₩ 韩元 韩币",
    "MYR": "ringgit ringgits 林吉特 马币",
    "THB": "฿ 泰铢",
    "BRL": "r$ 雷亚尔",
    "MXN": "mex$ mx$ 墨西哥比索",
    "RUB": "₽ 卢布",
    "ILS": "₪ 谢克尔",
    "PHP": "₱ 菲律宾比索",
    "VND": "₫ 越南盾",
    "IDR": "印尼盾",
    "MOP": "mop$ 澳门元 葡币",
    "NGN": "₦ 奈拉",
    "UAH": "₴ 格里夫纳",
    "TRY": "₺ 里拉",
    "KZT": "₸ 坚戈",
    "GEL": "₾ 拉里",
    "CRC": "₡ 科朗",
    "MNT": "₮ 图格里克",
    "PLN": "zł zl 兹罗提",
    "CZK": "kč",
    "HUF": "福林",
    "ZAR": "兰特",
    "AED": "迪拉姆",
    "KWD": "科威特第纳尔",
}
_NAMES_AFTER = {
    "USD": "dollars dollar bucks buck 刀",
    "EUR": "euros 欧",
    "GBP": "pounds pound quid 镑",
    "CNY": "元人民币 块钱 元 块 圆",
    "HKD": "港纸",
    "TWD": "台元",
    "NOK": "kroner krone",
    "SEK": "kronor krona",
    "CHF": "francs franc",
    "INR": "rupees rupee",
    "THB": "baht",
    "ILS": "shekels shekel",
    "KRW": "won",
    "ZAR": "rand",
    "NGN": "naira",
    "TRY": "lira liras",
    "UAH": "hryvnia hryvnias",
    "PLN": "zloty zlotys zlotych",
    "HUF": "forint forints",
    "RUB": "rubles ruble roubles rouble",
    "AED": "dirhams dirham",
    "MXN": "pesos peso",
}
_NAMES_BEFORE = {"TWD": "nt", "INR": "rs rs.", "MYR": "rm"}
_NATIONS = {  # whose dollar it is, and what else is called so in several countries
    "USD": ("us", "american"),
    "SGD": ("singapore", "sing"),
    "HKD": ("hong kong", "hk"),
    "AUD": ("australian", "aussie"),
    "CAD": ("canadian",),
    "NZD": ("new zealand",),
    "TWD": ("taiwan", "new taiwan"),
}
_NATIONAL = {
    "CNY": ("chinese yuan",),
    "JPY": ("japanese yen",),
    "GBP": ("british pounds", "british pound", "pounds sterling", "pound sterling"),
    "MYR": ("malaysian ringgit", "malaysian ringgits", "malaysia ringgit", "malaysia ringgits"),
    "INR": ("indian rupees", "indian rupee"),
    "KWD": ("kuwaiti dinar", "kuwaiti dinars"),
    "JOD": ("jordanian dinar", "jordanian dinars"),
    "SAR": ("saudi riyal", "saudi riyals"),
    "QAR": ("qatari riyal", "qatari riyals"),
    "KRW": ("korean won",),
    "THB": ("thai baht",),
    "CHF": ("swiss francs", "swiss franc"),
    "NOK": ("norwegian kroner", "norwegian krone"),
    "SEK": ("swedish kronor", "swedish krona"),
    "DKK": ("danish kroner", "danish krone"),
    "MXN": ("mexican pesos", "mexican peso"),
    "PHP": ("philippine pesos", "philippine peso"),
}


def _table(names: dict[str, str]) -> dict[str, str]:
    return {name: code for code, said in names.items() for name in said.split()}


_OF_NATIONS = {name: code for code, names in _NATIONAL.items() for name in names}
_ISO = {code: code.upper() for code in CODES}
_BOTH = _ISO | _table(_NAMES) | _OF_NATIONS
BEFORE = _BOTH | _table(_NAMES_BEFORE) | {f"{code}$": code.upper() for code in CODES}
BEFORE |= {f"{who} $": code for who, code in (("us", "USD"), ("hk", "HKD"), ("nt", "TWD"), ("sg", "SGD"))}
AFTER = _BOTH | _table(_NAMES_AFTER)
AFTER |= {
    f"{who} {word}": code for code, nations in _NATIONS.items() for who in nations for word in ("dollars", "dollar")
}
UNNAMED = frozenset(["元", "块", "块钱", "圆", "dollars", "dollar"])  # what any country may call its own
KRONA = {"Europe/Oslo": "NOK", "Europe/Copenhagen": "DKK", "Atlantic/Reykjavik": "ISK", "Europe/Stockholm": "SEK"}

MINOR = {  # a hundredth
    "cents": "USD",
    "cent": "USD",
    "pennies": "USD",
    "penny": "USD",
    "pence": "GBP",
    "美分": "USD",
    "欧分": "EUR",
    "港仙": "HKD",
    "paise": "INR",
    "sens": "MYR",
    "sen": "MYR",
    "kopiykas": "UAH",
    "kopeks": "RUB",
}


def any_of(words: dict[str, str] | frozenset[str]) -> str:
    """An alternation, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# What may stand right behind figures without a blank: 300rmb, 18kr, 3.14us$.
GLUED = any_of(frozenset(word for word in AFTER if word.isascii() and word[0].isalpha() and " " not in word) | {"kr"})
CODE_BEFORE = "|".join(CODES)
