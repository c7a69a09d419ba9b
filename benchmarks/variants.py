"""Export files as people send them, made up from a seed, each with what is true of its cells.

Every file has its own language, headers, separator, encoding, and one way of writing dates, amounts and phone numbers;
some cells are broken as they are in life. Truth: row → kind → value, None where a cell says nothing that can be right.
"""

import contextlib
import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import phonenumbers
from openpyxl import Workbook
from phonenumbers import PhoneNumberFormat, PhoneNumberType

ROWS = 40
Truth = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    name: str
    content: bytes
    zone: str
    currency: str
    truth: list[Truth]


@dataclass(frozen=True)
class Place:
    """`headers`: what a column may be called there, by its kind."""

    region: str
    zone: str
    currency: str
    names: str
    encodings: str
    separators: str
    dates: str
    amounts: str
    headers: dict[str, str]


ENGLISH = {
    "name": "Name|Full name|Contact name|Contact|Customer contact", "company": "Company|Account|Organisation|Employer|Company name",
    "email": "Email|E-mail|Email address|E-Mail Address|Work email|Primary email|Mail", "phone": "Phone|Telephone|Phone number|Tel.|Work phone|Mobile|Cell phone|Direct phone|Contact number",
    "date": "Close date|Expected close|Closing date|Est. close date|Target close|Expected close date", "made": "Created|Created on|Date added|Create date|Added on|Date created",
    "amount": "Amount|Deal value|Value|Deal amount|Contract value|Opportunity amount|Est. value", "deal": "Deal|Deal name|Opportunity|Opportunity name", "stage": "Stage|Deal stage|Sales stage",
}  # fmt: skip
CHINESE = {
    "name": "姓名|联系人|联系人姓名|客户联系人|客户姓名", "company": "公司|公司名称|客户名称|单位|企业名称|所属公司",
    "email": "邮箱|电子邮箱|电子邮件|Email|邮箱地址|E-mail", "phone": "手机|手机号|电话|联系电话|手机号码|联系方式|移动电话",
    "date": "预计成交日期|预计签约日期|预计结单日期|成交日期|预计成交时间|预计签单日期", "made": "创建时间|创建日期|录入日期|建档日期|添加时间|登记日期",
    "amount": "金额|预计金额|合同金额|商机金额|预计销售金额|成交金额", "deal": "商机名称|商机|项目名称|销售机会", "stage": "阶段|销售阶段|商机阶段",
}  # fmt: skip
GERMAN = {
    "name": "Name|Ansprechpartner|Kontakt|Kontaktperson|Vollständiger Name", "company": "Firma|Unternehmen|Firmenname|Kunde",
    "email": "E-Mail|E-Mail-Adresse|Mailadresse|Email", "phone": "Telefon|Telefonnummer|Tel.|Handy|Mobil|Rufnummer",
    "date": "Abschlussdatum|Erwarteter Abschluss|Voraussichtlicher Abschluss|Abschluss am", "made": "Erstellt am|Angelegt am|Erstelldatum|Anlagedatum",
    "amount": "Betrag|Wert|Auftragswert|Auftragssumme|Volumen", "deal": "Deal|Verkaufschance|Projekt|Geschäft", "stage": "Phase|Vertriebsphase|Status",
}  # fmt: skip
FRENCH = {
    "name": "Nom complet|Contact|Interlocuteur|Nom du contact", "company": "Société|Entreprise|Raison sociale|Client",
    "email": "E-mail|Courriel|Adresse e-mail|Email|Adresse mail", "phone": "Téléphone|Tél.|Numéro de téléphone|Portable|Mobile",
    "date": "Date de clôture|Date de signature prévue|Clôture prévue|Date de closing", "made": "Créé le|Date de création|Ajouté le",
    "amount": "Montant|Montant HT|Valeur|Chiffre d'affaires prévu", "deal": "Affaire|Opportunité|Nom de l'affaire", "stage": "Étape|Phase|Statut",
}  # fmt: skip
SPANISH = {
    "name": "Nombre completo|Contacto|Persona de contacto", "company": "Empresa|Compañía|Cliente|Razón social",
    "email": "Correo electrónico|Correo|Email|E-mail", "phone": "Teléfono|Móvil|Tel.|Número de teléfono|Celular",
    "date": "Fecha de cierre|Cierre previsto|Fecha prevista de cierre", "made": "Fecha de creación|Creado el|Fecha de alta",
    "amount": "Importe|Valor|Monto|Cantidad", "deal": "Negocio|Oportunidad|Nombre del negocio", "stage": "Etapa|Fase|Estado",
}  # fmt: skip

WEST = "utf-8 utf-8-sig cp1252 latin-1 utf-16"
DAYS_FIRST, EVERYWHERE = "dmy/ dmy- dmy2/ d-b-y", "iso isot isoz serial ymd/ b_d_y epoch"
PLACES = (
    Place("US", "America/New_York", "USD", "en", WEST, ", \t |", f"mdy/ mdy2/ mdyt {EVERYWHERE}", "plain us $us us$ usd k paren", ENGLISH),
    Place("GB", "Europe/London", "GBP", "en", WEST, ", ; \t", f"{DAYS_FIRST} dmy. {EVERYWHERE}", "plain us £us usd k paren", ENGLISH),
    Place("IN", "Asia/Kolkata", "INR", "en", "utf-8 utf-8-sig", ", \t", f"{DAYS_FIRST} {EVERYWHERE}", "plain us lakh usd", ENGLISH),
    Place("CN", "Asia/Shanghai", "CNY", "zh", "utf-8 utf-8-sig gb18030 gbk utf-16", ", \t", "iso cn ymd/ ymd. ymd8 serial isot cnt", "plain us ￥us yuan wan wanyuan 万元", CHINESE),
    Place("DE", "Europe/Berlin", "EUR", "de", WEST, "; \t", "dmy. dmy2. dmyt. iso de serial", "eu eu€ eur0 apos paren-eu", GERMAN),
    Place("CH", "Europe/Zurich", "CHF", "de", WEST, "; ,", "dmy. dmy2. iso", "apos chf", GERMAN),
    Place("FR", "Europe/Paris", "EUR", "fr", WEST, "; \t", "dmy/ dmy2/ dmyt/ fr iso serial", "fr fr€ nnbsp eu", FRENCH),
    Place("ES", "Europe/Madrid", "EUR", "es", WEST, "; \t", "dmy/ dmy- es iso serial", "eu eu€ eur0", SPANISH),
)  # fmt: skip
NAMES = {
    "en": ("Olive Rupert Hazel Amos Freya Otto Ivy Basil Wren Hugo", "Thorne Penrose Halloway Birch Quimby Ashdown Merrick Foxley Larkin Stroud"),
    "zh": ("建华 晓梅 志远 雅琴 国栋 思涵 海燕 文博 俊杰 丽娟", "周 吴 郑 冯 蒋 沈 韩 唐 邓 许"),
    "de": ("Jürgen Anke Björn Käthe Uwe Svenja Götz Heike Jörg Ute", "Müller Weiß Größner Schäfer Köhler Böhm Kraus Lüders Vogt Ziegler"),
    "fr": ("Hélène François Zoé Benoît Maëlle Gérard Agnès Noël Chloé Rémi", "Lefèvre Garçon Hébert Desprès Moreau Brûlé Vasseur Poirier Lacroix Tessier"),
    "es": ("Íñigo Begoña Ramón Nuria Óscar Inés Jesús Marta Álvaro Lucía", "Muñoz Ibáñez Peña Gallardo Cortés Núñez Vidal Serrano Aranda Pardo"),
}  # fmt: skip
STAGES = {
    "en": "Qualified|Proposal|Negotiation|Closed Won", "zh": "需求确认|方案报价|商务谈判|赢单", "de": "Qualifiziert|Angebot|Verhandlung|Gewonnen",
    "fr": "Qualification|Devis envoyé|Négociation|Gagné", "es": "Calificado|Propuesta|Negociación|Ganado",
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
MIXED = {
    "en": ["iso", "serial", "d-b-y", "b_d_y", "ymd/"], "zh": ["iso", "cn", "ymd/", "ymd.", "ymd8", "serial"], "de": ["iso", "de", "dmy.", "serial"],
    "fr": ["iso", "fr", "dmy/", "serial"], "es": ["iso", "es", "dmy/", "serial"],
}  # fmt: skip
FIXED = ("万元", "eur0")
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def made_date(style: str, day: date, chance: random.Random) -> str:
    d, m, y = day.day, day.month, day.year
    hour, minute = chance.randint(0, 23), chance.randint(0, 59)
    clock = f"{hour % 12 or 12}:{minute:02} {'PM' if hour > 11 else 'AM'}"
    wide = f"{d:02}{{0}}{m:02}{{0}}{y}"
    match style:
        case "iso":
            return day.isoformat()
        case "isot":
            return f"{day.isoformat()} {hour:02}:{minute:02}:00"
        case "isoz":
            return f"{day.isoformat()}T12:{minute:02}:00.000Z"
        case "serial":
            return str((day - date(1899, 12, 30)).days)
        case "epoch":
            return str(int(datetime(y, m, d, 12, tzinfo=UTC).timestamp()) * 1000)
        case "ymd8":
            return f"{y}{m:02}{d:02}"
        case "ymd/" | "ymd.":
            return f"{y}{style[-1]}{m}{style[-1]}{d}"
        case "cn":
            return f"{y}年{m}月{d}日"
        case "cnt":
            return f"{y}年{m}月{d}日 {hour:02}:{minute:02}"
        case "mdy/":
            return f"{m}/{d}/{y}"
        case "mdy2/":
            return f"{m:02}/{d:02}/{y % 100:02}"
        case "mdyt":
            return f"{m}/{d}/{y} {clock}"
        case "d-b-y":
            return f"{d}-{SHORT[m - 1]}-{y % 100:02}"
        case "b_d_y":
            return chance.choice([f"{SHORT[m - 1]} {d}, {y}", f"{MONTHS['en'].split()[m - 1]} {d}, {y}"])
        case "de" | "fr" | "es":
            point, of = ("." if style == "de" else ""), (" de" if style == "es" else "")
            return f"{d}{point}{of} {MONTHS[style].split()[m - 1]}{of} {y}"
    mark = style[-1]
    if style.startswith("dmy2"):
        return f"{d:02}{mark}{m:02}{mark}{y % 100:02}"
    return wide.format(mark) + (f" {hour:02}:{minute:02}" if style.startswith("dmyt") else "")


def made_amount(style: str, chance: random.Random) -> tuple[str, float | None]:
    cents = round(chance.choice([chance.uniform(500, 9_999), chance.uniform(10_000, 999_999)]), 2)
    whole = float(int(cents))
    us, eu = f"{cents:,.2f}", f"{cents:,.2f}".translate(str.maketrans(",.", ".,"))
    match style:
        case "negative":  # no deal is worth less than nothing
            return chance.choice([f"({int(whole)})", f"-{int(whole)}", f"{int(whole)}-", f"-{us}", f"({eu})"]), None
        case "plain":
            return f"{cents:.2f}".rstrip("0").rstrip("."), cents
        case "plain0":
            return f"{int(whole)}", whole
        case "us" | "$us" | "£us" | "￥us":
            return style.removesuffix("us") + us, cents
        case "us$":
            return f"US${us}", cents
        case "usd":
            return chance.choice([f"USD {us}", f"{us} USD", f"EUR {us}"]), cents
        case "k":
            return (f"${whole / 1000:.1f}k", round(whole / 1000, 1) * 1000) if whole < 1e5 else (f"${whole / 1e6:.2f}M", round(whole / 1e6, 2) * 1e6)  # fmt: skip
        case "paren" | "paren-eu":
            return (us, cents) if style == "paren" else (eu, cents)
        case "lakh":
            head, tail = f"{int(whole)}"[:-3], f"{int(whole)}"[-3:]
            parts = [head[max(0, n - 2) : n] for n in range(len(head), 0, -2)][::-1]
            return f"₹{','.join([*filter(None, parts), tail])}", whole
        case "yuan":
            return f"{us}元", cents
        case "wan" | "wanyuan":
            ten = round(cents / 1e4, 2)
            return f"{ten}{'万' if style == 'wan' else '万元'}", round(ten * 1e4, 2)
        case "万元":  # the column says so
            ten = round(cents / 1e4, 2)
            return str(ten), round(ten * 1e4, 2)
        case "eu" | "eu€":
            return eu + style[2:].replace("€", " €"), cents
        case "eur0":
            return f"{int(whole):,}".replace(",", ".") + " EUR", whole
        case "apos":
            return us.replace(",", "'"), cents
        case "chf":
            return f"CHF {us.replace(',', '’')}", cents
        case "fr" | "fr€":
            return eu.replace(".", "\u00a0") + style[2:].replace("€", " €"), cents
    return eu.replace(".", "\u202f"), cents


def made_phone(region: str, chance: random.Random) -> str:
    """In E.164, of a number that may be there."""
    kinds = [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE]
    for _ in range(200):
        example = phonenumbers.example_number_for_type(region, chance.choice(kinds))
        digits = str(example.national_number)
        found = phonenumbers.PhoneNumber(
            country_code=example.country_code,
            national_number=int(digits[:3] + "".join(chance.choice("0123456789") for _ in digits[3:])),
            italian_leading_zero=example.italian_leading_zero,
        )
        if phonenumbers.is_valid_number(found) and phonenumbers.region_code_for_number(found) == region:
            return str(phonenumbers.format_number(found, PhoneNumberFormat.E164))
    raise AssertionError(region)


def said_phone(number: str, style: str, chance: random.Random) -> str:
    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    match style:
        case "e164":
            return number
        case "international":
            return str(phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL))
        case "00":
            return f"00{number[1:]}"
        case "bare":
            return "".join(filter(str.isdigit, national))
        case "dots":
            return str(national.replace(" ", ".").replace("(", "").replace(")", "").replace("-", "."))
        case "two":
            return f"{number} / {national}"
        case "float":
            return f"{''.join(filter(str.isdigit, national))}.0"
        case "ext":
            return f"{national} ext. {chance.randint(10, 999)}"
    return str(national)


def made_email(name: str, chance: random.Random) -> tuple[str, str | None]:
    user = f"user{chance.randint(1, 99_999)}.{chance.choice('abcdefgh')}@{chance.choice(['mail', 'post-box', 'firm'])}.example"
    ways: Sequence[Callable[[], tuple[str, str | None]]] = (
        lambda: (user.upper(), user),
        lambda: (f" {user} ", user),
        lambda: (f"mailto:{user}", user),
        lambda: (f"{name} <{user}>", user),
        lambda: (f"{user}; other@firm.example", user),
        lambda: (user.replace("@", " at "), None),
        lambda: (user.replace("@", "@@"), None),
        lambda: (user.partition("@")[0], None),
        lambda: (user.replace("@", "＠"), user),
        lambda: ("N/A", None),
        lambda: ("", None),
    )
    return chance.choice(ways)() if chance.random() < 0.15 else (user, user)


def variant(seed: int) -> Variant:
    chance = random.Random(f"variant {seed}")
    place = chance.choice(PLACES)
    deals = chance.random() < 0.6
    kinds = ["name", "company", "email", "phone", *(("deal", "stage", "amount", "date") if deals else ("made",))]
    chance.shuffle(kinds)
    headers = {kind: chance.choice(place.headers[kind].split("|")) for kind in kinds}
    dates, amounts = chance.choice(place.dates.split()), chance.choice(place.amounts.split())
    numbers = chance.choice(["national", "national", "bare", "dots", "e164", "international", "00", "ext"])
    if amounts == "万元" and deals:
        headers["amount"] += chance.choice(["（万元）", "(万元)"])
    mixed, lost = chance.random() < 0.3, chance.random() < 0.25  # written by several hands; imported far from its home
    lines, truth = list[list[str]](), list[Truth]()
    for n in range(chance.choice([12, ROWS, ROWS])):
        if mixed:
            dates = chance.choice(MIXED[place.names] + [dates])
            numbers = chance.choice(["national", "bare", "dots", "e164", "international", "00", "ext", "two", "float"])
            amounts = amounts if amounts in FIXED else chance.choice([amounts, "plain0", "negative"])
        cells, told = _row(place, dates, amounts, numbers, n, chance)
        lines.append([cells[kind] for kind in kinds])
        truth.append({kind: told.get(kind) for kind in told if kind in kinds})
    title = f"{seed} {place.region} {{}} {dates} {amounts} {numbers} {'mixed ' * mixed}{'lost ' * lost}{'/'.join(headers.values())}"
    zone, currency = ("UTC", "USD") if lost else (place.zone, place.currency)
    if chance.random() < 0.15:
        return Variant(title.format("xlsx"), _workbook([headers[kind] for kind in kinds], lines, dates), zone, currency, truth)  # fmt: skip
    said, separator = io.StringIO(), chance.choice(place.separators.split(" "))
    writer = csv.writer(said, delimiter=separator or ",", lineterminator="\r\n")
    writer.writerows([[headers[kind] for kind in kinds], *lines])
    encoding = chance.choice(place.encodings.split())
    text = said.getvalue()
    if encoding == "latin-1" and "€" in text:
        encoding = "cp1252"  # what calls itself Latin 1 and has a euro
    with contextlib.suppress(UnicodeEncodeError):
        return Variant(title.format(f"{encoding} {separator!r}"), text.encode(encoding), zone, currency, truth)
    return Variant(title.format(f"utf-8 {separator!r}"), text.encode(), zone, currency, truth)


def _workbook(headers: Sequence[str], lines: Sequence[Sequence[str]], dates: str) -> bytes:
    """Numbers are numbers there, and days written as 2026-11-23 are days."""
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Sheet1")
    sheet.append(list(headers))
    for line in lines:
        sheet.append([_typed(cell, dates) for cell in line])
    book.save(out)
    return out.getvalue()


def _typed(cell: str, dates: str) -> object:
    if re.fullmatch(r"[1-9]\d{0,10}(\.\d+)?", cell):
        return float(cell) if "." in cell else int(cell)
    with contextlib.suppress(ValueError):
        return date.fromisoformat(cell) if dates == "iso" and len(cell) == 10 else cell
    return cell


def _row(place: Place, dates: str, amounts: str, numbers: str, n: int, chance: random.Random) -> tuple[Any, Truth]:
    first, last = (chance.choice(part.split()) for part in NAMES[place.names])
    name = f"{last}{first}" if place.names == "zh" else f"{first} {last}"
    day = date(2024, 1, 1) + timedelta(days=chance.randint(0, 900))
    phone = made_phone(chance.choice(["US", "DE"]) if numbers in ("e164", "international") and chance.random() < 0.2 else place.region, chance)  # fmt: skip
    amount, worth = made_amount(amounts, chance)
    email, address = made_email(name, chance)
    broken = chance.random()
    cells = {
        "name": name, "company": f"{last} {n % 9} {'有限公司' if place.names == 'zh' else 'GmbH'}", "deal": f"{last} {n:03}",
        "stage": chance.choice(STAGES[place.names].split("|")), "email": email, "phone": said_phone(phone, numbers, chance),
        "amount": amount, "date": made_date(dates, day, chance), "made": made_date(dates, day, chance),
    }  # fmt: skip
    told: Truth = {"email": address, "phone": phone, "amount": worth, "date": day, "made": day}
    if broken < 0.04:
        kind, junk = chance.choice([("phone", "123"), ("amount", "tbd"), ("date", "31/02/2025"), ("made", "soon"), ("phone", "-"), ("amount", "")])  # fmt: skip
        cells[kind], told[kind] = junk, None
    return cells, told
