"""Invented names of people and companies, English and Chinese, and the ways in which people get them wrong."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from crm_domain.nicknames import also_called
from crm_domain.pinyin import person_syllables, syllables

FIRSTS = (
    "Robert William Richard Elizabeth Margaret Katherine Thomas Michael Christopher Alexander Benjamin Samuel"
    " Daniel Joseph Edward Frederick Charles Anthony Nicholas Matthew Timothy Gregory Patricia Jennifer Susan"
    " Rebecca Victoria Jessica Deborah Dorothy Theodore Andrew Stephen Kenneth Lawrence Donald Ronald Raymond"
    " Douglas Gerald Dana Ellis Hugo Priya Marcus Nora Felix Ingrid Tomas Leila Oscar Bianca Colin Maeve Rohan"
    " Stella Viktor Wanda Yusuf Amara Bruno Celia Dmitri Esther Farah Gideon Hanna Ivor Jasmin Kofi Anika Bastian"
    " Corinne Darius Elodie Fabian Greta Henrik Imogen Joaquin Kamila Lorenzo Mireille Niamh Otis Paloma Quentin"
    " Rosalind Soren Tabitha Ulrich Vera Wilhelm Xenia Yara Zoltan Aurelio Beatriz Casimir Delphine Emeka Fatima"
).split()
STARTS = (
    "Al An Ar Bar Ben Bor Bran Cal Car Cor Dal Dar Del Dor El Er Fal Fen Gar Gil Gra Hal Har Hol Jar Kel Kor Lan"
    " Lor Mal Mar Mor Nor Ol Or Pel Per Quil Ral Ren Ros Sal San Sel Shel Sor Stan Tal Tan Thor Tor Ul Var Ver Wal"
    " Wen Wil Yar Zan Zel"
).split()
MIDDLES = (
    "a ba be bi co da de di do fa ga go ha i la le li lo ma me mi mo na ne ni no pa ra re ri ro sa se si so ta te"
    " ti to va ve vi"
).split()
ENDS = (
    "berg burn by combe cott dale den don er field ford gate ham hurst ing ington ker land ley low man mere more"
    " ner ridge rick son sen ska ski stead stone ström tano ton vale ville ward way wick wood worth xen zada"
).split()
TRADES = (
    "Foods Freight Logistics Robotics Textiles Clinics Hotels Outdoor Dental Books Pharmacy Paints Seafood Paper"
    " Stone Cycles Dairy Tools Gardens Veterinary Instruments Bakeries Furniture Optics Couriers Storage Toys"
    " Machining Cement Spirits Fasteners Cruises Parcels Energy Systems Software Analytics Capital Media Plastics"
    " Ceramics Aviation Shipping Farms Labs Partners Industries"
).split()
LEGAL = ["", "", "", "Inc", "Ltd", "LLC", "GmbH", "Group", "Corp"]
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红金建文晓春雪梅琳云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍"
    "贞莉浩宇轩子涵梓睿博思远志鹏飞翔俊峰泽楷皓晨阳辰熙诗语欣怡梦琪雅婷悦彤可馨若曦紫萱宁安康健永恒立群国栋振邦家"
    "豪书瑶婉清韵竹墨兴旺德义礼智信仁海波涌江河川山岳峻岭林森松柏桐桦楠枫秋冬夏鸿雁鹤凤龙麟骏腾达"
)
BRAND = (
    "澄屿云杉澜石青禾棠溪墨岭晴川砚台桐月沐榆岚桥汐白锦麓松照竹里霁色望舒碧梧星榆南陌采薇临渊鹿鸣禾木鲲途华岭瀚海"
    "启明鼎盛宏图远航卓越博雅致远金桥银河蓝天绿野长风万里东升西岭北辰中原正泰恒信诚达顺丰和润天成地利人杰物华宝晶"
    "龙腾凤舞麒麟玄武朱雀白泽琥珀珊瑚翡翠玛瑙珍珠水晶雪峰冰川雨林霜叶露华雷霆闪电朝阳晨曦暮色夜空繁星皓月"
)
TRADES_ZH = (
    "科技 物流 食品 医疗 电子 酒店 文具 连锁 汽配 冷链 生物 服饰 机电 餐饮 家居 药房"
    " 建材 光学 茶业 母婴 水产 文旅 快运 软件 能源 传媒 咨询 贸易 化工 纺织"
).split()
LEGAL_ZH = ["", "", "有限公司", "股份有限公司", "集团", "有限责任公司"]


def one_of(chance: random.Random, parts: Sequence[str]) -> str:
    """The first ones more often, as with real names."""
    return (
        parts[min(int(chance.paretovariate(0.6)) - 1, len(parts) - 1)]
        if chance.random() < 0.3
        else chance.choice(parts)
    )


def invented(chance: random.Random) -> str:
    return chance.choice(STARTS) + chance.choice(MIDDLES) * (chance.random() < 0.6) + chance.choice(ENDS)


def person(chance: random.Random) -> str:
    if chance.random() < 0.5:
        given = "".join(chance.choice(GIVEN) for _ in range(1 + (chance.random() < 0.85)))
        return one_of(chance, SURNAMES) + given
    first = one_of(chance, FIRSTS) if chance.random() < 0.7 else chance.choice(STARTS) + chance.choice(MIDDLES) + "n"
    return f"{first} {invented(chance)}"


def company(chance: random.Random) -> str:
    if chance.random() < 0.5:
        brand = "".join(chance.choice(BRAND) for _ in range(2 + (chance.random() < 0.6)))
        return brand + chance.choice(TRADES_ZH) + chance.choice(LEGAL_ZH)
    brand = invented(chance) if chance.random() < 0.6 else f"{invented(chance)} {invented(chance)}"
    return f"{brand} {chance.choice(TRADES)} {chance.choice(LEGAL)}".strip()


def distinct(make: Callable[[random.Random], str], chance: random.Random, count: int) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < count:
        if (name := make(chance)) not in seen:
            seen.add(name)
            yield name


def people(chance: random.Random, count: int) -> Iterator[str]:
    return distinct(person, chance, count)


def companies(chance: random.Random, count: int) -> Iterator[str]:
    return distinct(company, chance, count)


def unknown(chance: random.Random, known: Collection[str], count: int) -> Iterator[str]:
    """Made in the same way, and nobody's, whatever the legal form."""
    taken = set(map(core, known))
    for make in (person, company):
        names = (name for name in distinct(make, chance, count + len(known)) if core(name) not in taken)
        yield from islice(names, count // 2)


def core(name: str) -> str:
    """Without the legal form."""
    if not is_zh(name):
        return name.rsplit(" ", 1)[0] if name.rsplit(" ", 1)[-1] in LEGAL else name
    legal = next((form for form in sorted(LEGAL_ZH, key=len, reverse=True) if form and name.endswith(form)), "")
    return name.removesuffix(legal)


@dataclass(frozen=True, slots=True)
class Asked:
    said: str
    name: str
    kind: str


def is_zh(name: str) -> bool:
    return not name.isascii() and "\u4e00" <= name[0] <= "\u9fff"


class Bending:
    """The ways to say a name wrongly, or otherwise than it is written; None where it cannot be said so."""

    def __init__(self, chance: random.Random, everyone: Sequence[str], firms: Sequence[str]) -> None:
        self.chance = chance
        self.everyone, self.firms = everyone, firms
        self.people = set(everyone)
        self.firsts: dict[str, set[str]] = defaultdict(set)  # of a surname
        self.sounds: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()
        for name in (*everyone, *firms):
            if is_zh(name):
                self.sounds["".join(self.spoken(name))] += 1
                self.parts.update({name[:1], name[:2], name[:3]})
            else:
                words = name.lower().split()
                self.parts.update(set(words))
                self.firsts[words[-1]].add(words[0])
        self.alike: dict[str, list[str]] = defaultdict(list)
        for character in sorted({*GIVEN, *BRAND, *SURNAMES}):
            self.alike[syllables(character)[0]].append(character)

    def spoken(self, name: str) -> list[str]:
        return person_syllables(name) if name in self.people else syllables(core(name))

    def typo(self, name: str) -> str | None:
        return self.slip_zh(core(name)) if is_zh(name) else self.slip(name) if len(name) > 5 else None

    def two_typos(self, name: str) -> str | None:
        return None if is_zh(name) or len(name) < 11 else self.slip(self.slip(name))

    def slip(self, name: str) -> str:
        """A letter doubled, left out, put in, exchanged with the next, or struck beside."""
        places = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
        at, other = self.chance.choice(places), self.chance.choice("abcdefghijklmnopqrstuvwxyz")
        kind = self.chance.randrange(5)
        middle = (name[at] * 2, "", name[at] + other, other, name[at + 1] + name[at])[kind]
        return name[:at] + middle + name[at + 1 + (kind == 4) :]

    def slip_zh(self, name: str) -> str | None:
        """Of a company: two characters exchanged, one left out or doubled; of a person there would be nothing left."""
        if len(name) < 4:
            return None
        at, kind = self.chance.randrange(len(name) - 1), self.chance.randrange(3)
        middle = (name[at + 1] + name[at], name[at + 1], name[at] * 2 + name[at + 1])[kind]
        return name[:at] + middle + name[at + 2 :]

    def nickname(self, name: str) -> str | None:
        first, _, rest = name.partition(" ")
        called = sorted(also_called(first.lower()))
        if name not in self.people or not called:
            return None
        nick = self.chance.choice(called)
        meant = self.firsts[rest.lower()] & {*also_called(nick), nick}
        return f"{nick.title()} {rest}" if len(meant) == 1 else None

    def part(self, name: str) -> str | None:
        if is_zh(name):
            part = name[: 3 if len(name) > 4 else 2]
            return part if len(core(name)) > 3 and self.parts[part] == 1 else None
        word = name.lower().split()[-1 if name in self.people else 0]
        return word if self.parts[word] == 1 else None

    def turned(self, name: str) -> str | None:
        first, _, rest = name.partition(" ")
        return f"{rest} {first}" if name in self.people and rest else None

    def spaces(self, name: str) -> str | None:
        return name.replace(" ", "") if " " in name else None

    def legal_aside(self, name: str) -> str | None:
        bare = core(name)
        return (bare if is_zh(name) else bare.upper()) if bare != name and name not in self.people else None

    def pinyin(self, name: str) -> str | None:
        if not is_zh(name) or self.sounds["".join(self.spoken(name))] > 1:
            return None
        spoken = self.spoken(name)
        if name in self.people:
            return self.chance.choice((" ".join([spoken[0], "".join(spoken[1:])]), "".join(spoken), " ".join(spoken)))
        return "".join(spoken)

    def homophone(self, name: str) -> str | None:
        """One character, not the surname, written with another one of the same sound."""
        if not is_zh(name) or self.sounds["".join(self.spoken(name))] > 1:
            return None
        bare = core(name) if name not in self.people else name
        places = [i for i in range(1, len(bare)) if len(self.alike[syllables(bare[i])[0]]) > 1]
        if not places:
            return None
        at = self.chance.choice(places)
        others = [other for other in self.alike[syllables(bare[at])[0]] if other != bare[at]]
        said = bare[:at] + self.chance.choice(others) + bare[at + 1 :]
        return said if said not in self.people else None

    def title(self, name: str) -> str | None:
        if not is_zh(name) or name not in self.people:
            return None
        title = self.chance.choice(("总", "经理", "老师", "小姐"))
        return (name[0] if self.parts[name[0]] == 1 else name) + title

    def accents(self, name: str) -> str | None:
        return name.replace("e", "é").replace("u", "ü") if not is_zh(name) and ("e" in name or "u" in name) else None


WEIGHTS = {
    Bending.typo: 30, Bending.two_typos: 15, Bending.nickname: 7, Bending.part: 8, Bending.turned: 6, Bending.spaces: 6,
    Bending.legal_aside: 6, Bending.pinyin: 8, Bending.homophone: 8, Bending.title: 4, Bending.accents: 2,
}  # fmt: skip


def questions(chance: random.Random, everyone: Sequence[str], firms: Sequence[str], count: int) -> Iterator[Asked]:
    bending = Bending(chance, everyone, firms)
    names = [*everyone, *firms]
    asked = 0
    while asked < count:
        [bend] = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        for _ in range(50):  # until there is a name that can be said so
            name = chance.choice(names)
            if said := bend(bending, name):
                asked += 1
                yield Asked(said, name, bend.__name__)
                break
