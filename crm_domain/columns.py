"""Which column of a table is which field: told by its name, by how its name ends, and by what stands in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from crm_domain import cells
from crm_domain.cell_dates import Dates
from crm_domain.dialects import Dialect, name_of, names, plain
from crm_domain.errors import BadValue
from crm_domain.name_forms import is_cjk
from crm_domain.sheets import Sheet

_OF_DEALS = frozenset({"amount", "stage", "close"})
_SPARED = frozenset({"email", "phone", "mobile"})
MOST_OF = 0.7  # of a column's cells
GROUPS = {
    "deals": ("deal", "company", "common", "person"),
    "contacts": ("person", "common", "company"),
    "companies": ("company", "common", "person"),
    "products": ("product", "common"),
}
# What is one name in one language and a half of it in the next: a surname where there is a first name, and so on.
SURNAMES = frozenset({"nom", "name", "naam"})
FIRST_NAMES = frozenset({"nombre", "nome"})
CUSTOMERS = frozenset({"客户名称", "客户", "customer name", "customer", "client name", "client"})  # a person or a firm
HEADINGS = ("name", "title", "subject", "名称", "标题", "主题")  # what a record is called, whatever it is
# Of these a name that only ends like one of ours may be: “primary contact”, “Pipeline stage”.
BY_THE_END = frozenset("name first last title email phone mobile company amount close stage owner country".split())
_OF_OTHERS = re.compile(
    r"\b(?:last|next|previous|old|parent|assistant|manager|reports|referred|emergency|spouse|fax|id|modified|partner|"
    r"competitor|created|updated|changed|billing|shipping|alternate|second)\b|上级|介绍|推荐|上次|最近|下次|传真|母公司|"
    r"开户|竞争|创建|修改|紧急|收货|发票|助理|下属|原"
)
# What a column that nobody knows by its whole name is, by a word in it, if its cells look so and no other claims it.
BY_A_WORD = {
    "close": re.compile(
        r"\bclos(?:e|ed|es|ing|ure)\b|clôture|cloture|cierre|abschlu|schlie(?:ß|ss)|afsluit|zamkni|chiusura|sluiting|fechamento|signature|signing|"
        r"vertragsdatum|签单|签约|签订|成交|结单|落单|关单|成单|クローズ|受注予定|完了予定"
    ),
    "created": re.compile(
        r"\bcreat(?:e|ed|ion)\b|\badded\b|\bentered\b|erstell|angelegt|anlage|erfasst|créé|création|ajouté|saisi|creaci|creado|alta|"
        r"registro|creazione|creato|inserit|aanmaak|aangemaakt|criação|criado|cadastr|创建|录入|建档|添加|登记|新增|新建|作成|登録"
    ),
    "amount": re.compile(
        r"\bamounts?\b|\bvalue\b|\bworth\b|\bamt\b|betrag|\bwert\b|summe|volumen|umsatz|montant|valeur|"
        r"chiffre d.affaires|\bca\b|importe|monto|cantidad|\bvalor\b|importo|valore|bedrag|waarde|额|款项"
    ),
}  # fmt: skip
_CHANGED = re.compile(r"\b(?:last|modified|updated|changed|by)\b|geändert|modifi|修改|更新|变更|人$|最近")
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?")
_WORDS = re.compile(r"[^\W\d_][^\W\d_'.\-]*(?:[ ,]+[^\W\d_][^\W\d_'.\-]*){1,3}")
_SALUTATION = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|先生|女士|小姐)\.?", re.I)


class Columns:
    """The columns of one sheet beside a sample of its rows."""

    def __init__(self, sheet: Sheet, sample: Sequence[Sequence[str]], told: Mapping[str, str]) -> None:
        """`told` maps columns to fields as somebody has said before, "" for one that is not wanted."""
        self.columns, self.told = sheet.columns, told
        self.plains = [name_of(column) for column in sheet.columns]
        self.cells = [self._cells(sample, place) for place in range(len(sheet.columns))]

    @staticmethod
    def _cells(sample: Sequence[Sequence[str]], place: int) -> list[str]:
        return [cells.clean(row[place]) for row in sample if place < len(row) and not cells.is_nothing(row[place])]

    def dialect(self) -> Dialect:
        """As the columns are called; where that doesn't say who is meant, as they look."""
        noun = self._noun()
        fields, spares = self._by_name(noun)
        fields |= self._by_end(noun, fields)
        fields |= self._by_a_word(noun, fields)
        fields |= self._by_look(fields)
        dialect = Dialect(noun, fields, spares)
        if dialect.missing and (named := self._names_people(fields)) is not None:
            fields[named] = "name"
        people = {"name", "first", "email", "phone", "mobile"} & set(fields.values())
        of_people = (dialect.missing and people) or (noun == "companies" and people & {"name", "first"})
        return replace(dialect, noun="contacts") if of_people else dialect

    def _said(self, *groups: str) -> set[str]:
        return {field for column in self.plains if (field := names(*groups).get(column))}

    def _noun(self) -> str:
        has, person, company = self._said("deal", "common", "person"), self._said("person"), self._said("company")
        product, ends = self._said("product"), set(self._by_end("deals", {}).values())
        if "deal" in has or len(has & _OF_DEALS) > 1 or (has & _OF_DEALS and len((has | ends) & _OF_DEALS) > 1):
            return "deals"
        if "product" in product or (
            {"price"} <= product and not person & {"email", "phone", "mobile", "first", "last"}
        ):
            return "products"
        if person & {"first", "last", "email", "mobile"} or ("name" in person and "company" in company):
            return "contacts"
        return "companies" if company & {"company", "industry", "website"} else "contacts"

    # -- by name -------------------------------------------------------------------------------------------------------

    def _by_name(self, noun: str) -> tuple[dict[int, str], dict[int, str]]:
        """Where several columns are one field, the one that is called so most plainly; the others are spares."""
        known = self._known(noun)
        ranks = {name: rank for rank, name in enumerate(known)}
        claims: dict[str, list[tuple[int, int]]] = {}
        for place, column in enumerate(self.plains):
            said = self.told.get(plain(self.columns[place]))
            field = known.get(column, "") if said is None else said
            if field and not (field == "title" and self._are(place, _is_salutation)):
                claims.setdefault(field, []).append((ranks.get(column, 0) if said is None else -1, place))
        fields = {min(places)[1]: field for field, places in claims.items()}
        spares = {p: f for f, places in claims.items() if f in _SPARED for _, p in sorted(places)[1:]}
        return self._settled(fields, claims.get("company", [])), spares

    def _known(self, noun: str) -> Mapping[str, str]:
        known = names(*GROUPS[noun])
        main = {"deals": "deal", "companies": "company", "products": "product"}.get(noun)
        if main is None or main in {known.get(column) for column in self.plains if column not in HEADINGS}:
            return known
        return dict.fromkeys(HEADINGS, main) | {name: field for name, field in known.items() if name not in HEADINGS}

    def _settled(self, fields: dict[int, str], companies: Sequence[tuple[int, int]]) -> dict[int, str]:
        """“Nom” beside “Prénom” is the surname; a customer beside the company that they work for is a person."""
        there = set(fields.values())
        for place in [place for place, field in fields.items() if field == "name"]:
            if self.plains[place] in SURNAMES and "first" in there and "last" not in there:
                fields[place] = "last"
            elif self.plains[place] in FIRST_NAMES and "last" in there and "first" not in there:
                fields[place] = "first"
        person = next((place for _, place in companies if self.plains[place] in CUSTOMERS), None)
        firm = next((place for _, place in companies if self.plains[place] not in CUSTOMERS), None)
        if person is not None and firm is not None and there.isdisjoint({"name", "first", "last", "deal"}):
            fields |= {person: "name", firm: "company"}
        return fields

    def _by_end(self, noun: str, taken: Mapping[int, str]) -> dict[int, str]:
        known, there = self._known(noun), set(taken.values())
        named = {"name"} if there & {"first", "last"} else set[str]()
        found: dict[int, str] = {}
        for place, column in enumerate(self.plains):
            field = "" if place in taken or plain(self.columns[place]) in self.told else _field_at_end(column, known)
            if field in BY_THE_END - there - named - set(found.values()) and self._may_be(place, field):
                found[place] = field
        return found

    def _by_a_word(self, noun: str, taken: Mapping[int, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for field in ("close", "amount", "created") if noun == "deals" else ("created",):
            places = [
                place
                for place, column in enumerate(self.plains)
                if place not in (*taken, *found)
                and plain(self.columns[place]) not in self.told
                and BY_A_WORD[field].search(column)
                and not (_CHANGED if field == "created" else _OF_OTHERS).search(column)
                and self._may_be(place, field)
            ]
            if len(places) == 1 and field not in taken.values():
                found[places[0]] = field
        return found

    # -- by what stands in it ------------------------------------------------------------------------------------------

    def _are(self, place: int, judge: Callable[[str], bool], most: float = MOST_OF) -> bool:
        said = self.cells[place]
        return bool(said) and sum(map(judge, said)) >= most * len(said)

    def _may_be(self, place: int, field: str) -> bool:
        if field in ("email", "phone", "mobile"):
            return self._looks_like(place) == ("email" if field == "email" else "phone")
        if field in ("close", "created"):
            return self._are(place, _is_date, 0.5)
        if field == "amount":
            return self._are(place, _has_digits, 0.5) and not self._are(place, _is_date, 0.5)
        return not self._are(place, _is_no_name, 0.3)

    def _by_look(self, taken: Mapping[int, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for place, column in enumerate(self.columns):
            if place in taken or plain(column) in self.told:
                continue
            field = self._looks_like(place)
            if field and field not in (*taken.values(), *found.values()):
                found[place] = field
        return found

    def _looks_like(self, place: int) -> str | None:
        if self._are(place, _is_email):
            return "email"
        numbers = self._are(place, _is_number) and self._are(place, _is_marked)
        return "phone" if numbers and not self._are(place, _is_date, 0.5) else None

    def _names_people(self, fields: Mapping[int, str]) -> int | None:
        """The first column of two or three words that are hardly ever the same twice."""
        for place in (place for place in range(len(self.columns)) if place not in fields):
            said = self.cells[place]
            if self._are(place, _is_person) and len(set(said)) > len(said) / 2:
                return place
        return None


def _field_at_end(column: str, known: Mapping[str, str]) -> str:
    """“pipeline stage” ends like a stage; what is somebody else's is none of ours."""
    if _OF_OTHERS.search(column):
        return ""
    starts = range(1, len(column) - 1) if is_cjk(column[:1]) else [m.end() for m in re.finditer(" ", column)]
    return next((known[column[start:]] for start in starts if column[start:] in known), "")


def _is_number(cell: str) -> bool:
    return bool(_PHONE.fullmatch(cell)) and 7 <= len(re.sub(r"\D", "", cell)) <= 15


def _is_marked(cell: str) -> bool:
    return bool(re.search(r"[+()\-. ]", cell) or re.fullmatch(r"1[3-9]\d{9}", cell))


def _is_salutation(cell: str) -> bool:
    return bool(_SALUTATION.fullmatch(cell))


def _is_email(cell: str) -> bool:
    try:
        return bool(cells.email(cell))
    except BadValue:
        return False


def _is_date(cell: str) -> bool:
    try:
        return bool(Dates().read(cell))
    except BadValue:
        return False


def _has_digits(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _is_no_name(cell: str) -> bool:
    return "@" in cell or not any(map(str.isalpha, cell)) or _is_date(cell)


def _is_person(cell: str) -> bool:
    return bool(_WORDS.fullmatch(cell)) or (is_cjk(cell) and 2 <= len(cell) <= 4)
