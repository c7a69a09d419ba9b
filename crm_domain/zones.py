"""Time zones as people name them: by their official name, a city, a country, the usual letters, an offset."""

import re
from functools import cache
from zoneinfo import available_timezones

from crm_domain.errors import BadValue
from crm_domain.texts import T

BAD = T(
    "“{tz}” is no time zone I know. Name a city such as London, or a zone such as Europe/London.",
    "没有“{tz}”这个时区。请说城市，比如上海，或者写 Asia/Shanghai 这样的时区名。",
)
_ELSEWHERE = {
    "Asia/Shanghai": "beijing, shenzhen, guangzhou, hangzhou, chengdu, nanjing, wuhan, china, prc, 上海, 北京, "
    "深圳, 广州, 杭州, 成都, 南京, 武汉, 西安, 苏州, 天津, 中国, 国内, 大陆, 北京时间",
    "Asia/Hong_Kong": "hongkong, hk, 香港",
    "Asia/Taipei": "taiwan, 台北, 台湾",
    "Asia/Singapore": "sg, sgt, 新加坡",
    "Asia/Tokyo": "japan, osaka, jst, 东京, 日本, 大阪",
    "Asia/Seoul": "korea, south korea, kst, 首尔, 韩国",
    "Asia/Kolkata": "india, delhi, new delhi, mumbai, bangalore, bengaluru, ist, 印度, 孟买, 德里",
    "Asia/Dubai": "uae, abu dhabi, 迪拜, 阿联酋",
    "Australia/Sydney": "aest, 悉尼",
    "Europe/London": "uk, britain, england, gb, gmt, bst, manchester, 伦敦, 英国",
    "Europe/Paris": "france, 巴黎, 法国",
    "Europe/Berlin": "germany, munich, hamburg, frankfurt, cet, central european, 柏林, 德国, 慕尼黑, 法兰克福",
    "Europe/Madrid": "spain, barcelona, 马德里, 西班牙",
    "Europe/Rome": "italy, milan, 罗马, 意大利, 米兰",
    "Europe/Amsterdam": "netherlands, holland, 阿姆斯特丹, 荷兰",
    "Europe/Moscow": "russia, 莫斯科",
    "America/New_York": "nyc, boston, washington, atlanta, miami, est, edt, et, eastern, us eastern, east coast, 纽约, "
    "美东, 美国东部, 波士顿, 华盛顿",
    "America/Chicago": "cst, cdt, ct, central, us central, houston, dallas, austin, 芝加哥, 美国中部, 休斯敦",
    "America/Denver": "mst, mdt, mountain, 丹佛",
    "America/Los_Angeles": "la, san francisco, sf, seattle, california, pst, pdt, pt, pacific, us pacific, west coast, "
    "洛杉矶, 旧金山, 西雅图, 加州, 美西, 美国西部",
    "America/Sao_Paulo": "brazil, 圣保罗, 巴西",
    "UTC": "utc, zulu, 世界时",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?")
_AROUND = re.compile(r"^(?:the\s+)|\s*(?:time ?zone|time|zone)$|(?:时间|时区)$", re.IGNORECASE)


def zone_named(said: str) -> str:
    """The zone's official name. BadValue where it is none."""
    bare = said.strip(" .。!！“”\"'").casefold()
    found = _named().get(_folded(bare)) or _named().get(_folded(_AROUND.sub("", bare))) or _by_offset(bare)
    if found is None:
        raise BadValue(BAD, tz=said.strip())
    return found


def _by_offset(said: str) -> str | None:
    """UTC+8 is Etc/GMT-8: the signs there are the other way round."""
    offset = _OFFSET.fullmatch(said)
    if offset is None or int(offset[2]) > 12:
        return None
    sign = "-" if offset[1] == "+" else "+"
    return f"Etc/GMT{sign}{int(offset[2])}" if int(offset[2]) else "UTC"


@cache
def _named() -> dict[str, str]:
    """What each is called, the usual one where a city has several."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("posix", "right")))
    named = {_folded(zone.rpartition("/")[2]): zone for zone in zones if not zone.startswith("Etc")}
    named |= {_folded(zone): zone for zone in zones}
    return named | {_folded(word): zone for zone, words in _ELSEWHERE.items() for word in words.split(", ")}


def _folded(said: str) -> str:
    return said.casefold().replace("_", " ").strip()
