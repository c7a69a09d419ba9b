"""What other programs call things: the columns of their exports, in English and Chinese, as data.

A column is looked up without case, marks, and what a program puts before all of them (“Deal - Value”).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from crm_domain import dialects_abroad as abroad

# Our field → what columns are called. A name that stands for several fields is settled by what the sheet is about.
PERSON: Mapping[str, str] = {
    "name": "name, full name, contact name, contact, person name, contact person, display name, person, customer contact, contact full name, fn, "
    "姓名, 名字, 联系人, 联系人姓名, 客户姓名, 联系人名称, 姓名全称, 客户联系人, 主要联系人, 人员姓名",
    "first": "first name, firstname, given name, forename, first, name given, 名",
    "last": "last name, lastname, family name, surname, last, name family, 姓, 姓氏",
    "middle": "middle name, middlename, additional name, middle",
    "email": "email, e mail, email address, e mail address, mail, primary email, work email, email work, e mail 1 value, "
    "e mail 1, email 1, business email, contact email, person email, 邮箱, 电子邮箱, 邮件, 电子邮件, email地址, 邮箱地址, 工作邮箱, "
    "电邮, 邮件地址, 联系邮箱",
    "email2": "email 2, other email, secondary email, home email, email home, personal email, e mail 2 value, e mail 2, "
    "additional email addresses, alternate email, email other, more emails, 备用邮箱, 其他邮箱, 个人邮箱, e mail 2 address, email address 2",
    "phone": "phone, phone number, telephone, tel, work phone, business phone, phone work, office phone, phone 1 value, phone 1, "
    "telephone number, direct phone, primary phone, main phone, contact phone, 电话, 联系电话, 座机, 办公电话, 电话号码, 固定电话, "
    "公司电话, 固话, 联系方式, 工作电话",
    "mobile": "mobile, mobile phone, mobile phone number, cell, cell phone, cellphone, mobilephone, phone mobile, mobile number, "
    "phone 2 value, cell number, handphone, 手机, 手机号, 手机号码, 移动电话, 联系手机, cell phone number, mobile phone 1",
    "title": "title, job title, jobtitle, position, job, role, function, organization 1 title, organization title, job position, "
    "职位, 职务, 头衔, 岗位, 职称, job title position",
    "opted_out": "unsubscribed from all email, email opt out, hasoptedoutofemail, opted out, opt out, unsubscribed, do not email, "
    "do not contact, donotcontact, marketing opt out, 退订, 拒绝营销, 免打扰, has opted out of email",
    "created": "create date, created, created date, createddate, date created, creation date, person created, created on, "
    "created at, add time, 创建时间, 创建日期, 建档时间, 录入时间, 添加时间",
}
DEAL: Mapping[str, str] = {
    "deal": "deal name, dealname, deal title, deal, opportunity name, opportunity, opportunity title, 商机名称, 商机, 项目名称, "
    "机会名称, 销售机会, 销售机会名称, 单子名称, 交易名称, 项目, topic, lead title, deal or opportunity, 商机标题, 合同名称, 订单名称, 机会",
    "amount": "amount, value, deal value, deal amount, opportunity amount, total amount, price, contract value, "
    "金额, 预计金额, 商机金额, 销售金额, 合同金额, 预计销售金额, 成交金额, 预计收入, 总金额, est revenue, estimated revenue, expected revenue, estimated value, est value, budget, forecast amount, acv, tcv, 合同额, 成交额, 预算, 预计收益, 预估成交金额",
    "currency": "currency, amount currency, currency of value, deal currency, currency code, currencyisocode, deal currency code, "
    "币种, 货币, currency iso code",
    "stage": "stage, deal stage, dealstage, stage name, stagename, sales stage, opportunity stage, pipeline stage, 销售阶段, 阶段, "
    "商机阶段, 当前阶段, 所处阶段, 进度",
    "status": "status, deal status, status reason, 状态, 商机状态",
    "close": "close date, closedate, expected close date, expected closing date, expected close, closing date, "
    "estimated close date, 预计成交日期, 预计签约日期, 预计结单日期, 成交日期, 签约日期, 预计成交时间, 结单日期, 关单日期, 预计关闭日期, "
    "预计签单日期, 签单日期, est close date, expected close on, close on, closing on, expected to close, target close date, closed date, closed at, closed on, 预计成交, 预计签约, 签单时间, 预计签单时间, 合同签订日期",
    "won_at": "won time, won date, won on, 赢单时间, 赢单日期",
    "lost_at": "lost time, lost date, lost on, 丢单时间, 丢单日期, 输单时间, 输单日期",
    "reason": "lost reason, closed lost reason, loss reason, reason lost, lost because, 丢单原因, 输单原因, 失败原因",
    "created": "create date, created, created date, createddate, deal created, date created, created on, created at, add time, "
    "创建时间, 创建日期, 录入时间",
}
COMPANY: Mapping[str, str] = {
    "company": "company, company name, account name, account, organization, organisation, organization name, employer, "
    "associated company, organization 1 name, business name, customer name, customer, client, client name, org, 公司, 公司名称, "
    "客户名称, 客户, 企业名称, 单位名称, 单位, 所属公司, 所属客户, 客户公司, 企业, 公司全称, 工作单位, potential customer, lead company, 客户企业, 企业全称, 所在企业, 所在单位, 客户公司名称",
    "industry": "industry, sector, company industry, vertical, 行业, 所属行业",
    "website": "website, web site, url, company domain name, domain, homepage, website url, web, 网址, 网站, 官网, 公司网址",
    "region": "region, sales region, territory, 区域, 大区, 地区, 所属区域",
}
COMMON: Mapping[str, str] = {
    "id": "id, record id, recordid, deal id, person id, organization id, contact id, opportunity id, hs object id, "
    "record id contact, 编号, 客户编号, 商机编号, 记录id",
    "owner": "owner, contact owner, deal owner, opportunity owner, account owner, company owner, person owner, owner name, "
    "record owner, sales rep, salesperson, assigned to, assigned user, account manager, 负责人, 所有人, 业务员, 销售, 销售员, "
    "客户负责人, 跟进人, 归属人, 销售负责人, 拥有者, sales owner, responsible user, responsible, owned by, lead owner, rep, sales representative, account executive, 添加人, 所属员工, 跟进员工, 客户经理, 销售代表, 所属销售, 跟进销售",
    "note": "note, notes, description, comments, comment, remark, remarks, memo, 备注, 说明, 描述, 备注信息",
    "country": "country, country region, mailing country, mailingcountry, billing country, billingcountry, country code, "
    "address 1 country, business country region, home country region, primary address country, 国家, 国家地区, 商务 国家 地区, 国家或地区",
    "deleted": "isdeleted, is deleted, deleted, 已删除",
}
PRODUCT: Mapping[str, str] = {
    "product": "product, product name, item, item name, product title, sku name, 产品, 产品名称, 商品名称, 品名, 商品",
    "category": "category, series, product category, product family, type, product line, 类别, 分类, 产品类别, 产品分类, 系列",
    "price": "price, unit price, list price, sales price, standard price, 单价, 价格, 销售价, 标准价格, 目录价, 报价",
}

_BEFORE = re.compile(r"^(?:deal|person|organi[sz]ation|contact|opportunity|company|account|lead|activity)\s*[-:：–]\s*")
_UNIT = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,12})[)）\]]\s*$")
_TRADITIONAL = str.maketrans(
    "聯絡電話郵職稱單額幣種產業務負責關預計簽約時間際階號碼國創備註錄網標題類別價機會總區訂戶會員採購誌進稅項圓萬億",
    "联络电话邮职称单额币种产业务负责关预计签约时间际阶号码国创备注录网标题类别价机会总区订户会员采购志进税项圆万亿",
)
_MARKS = re.compile(r"[\s_\-–./():：（）*#]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
ALL = ("person", "deal", "company", "common", "product")
_HERE = {"person": PERSON, "deal": DEAL, "company": COMPANY, "common": COMMON, "product": PRODUCT}
_ABROAD = {"person": abroad.PERSON, "deal": abroad.DEAL, "company": abroad.COMPANY, "common": abroad.COMMON}


def plain(column: str) -> str:
    """“Deal - Expected close date” → “expected close date”; “companyName” → “company name”."""
    parted = _HUMP.sub(" ", unicodedata.normalize("NFKC", column))
    folded = parted.casefold().translate(_TRADITIONAL).strip().strip("*")
    bare = _MARKS.sub(" ", _BEFORE.sub("", folded)).strip()
    return _MARKS.sub(" ", folded).strip() if bare in ("title", "name") else bare


@cache
def names(*groups: str) -> Mapping[str, str]:
    """What columns are called → our field; what it is called most plainly stands first."""
    found: dict[str, str] = {}
    for table in [*(_HERE[group] for group in groups), *(_ABROAD.get(group, {}) for group in groups)]:
        for ours, words in table.items():
            for word in words.split(","):
                found.setdefault(plain(word), ours)
    return found


def unit_of(column: str) -> str:
    """What stands in brackets behind a column's name: 万元."""
    found = _UNIT.search(unicodedata.normalize("NFKC", column))
    return found[1] if found else ""


@cache
def name_of(column: str) -> str:
    """A column's plain name; without what is said in brackets or counted behind it where that is how it is known."""
    known, whole = names(*ALL), plain(column)
    bare = plain(_UNIT.sub("", column))
    return next((name for name in (whole, bare, bare.rstrip("0123456789 ")) if name in known), whole)


def known_columns(columns: Sequence[str]) -> int:
    """How many of some cells are the names of columns."""
    return len({name_of(column) for column in columns} & names(*ALL).keys())


@dataclass(frozen=True)
class Dialect:
    """What a sheet is about (deals, contacts, companies, products), and which column is which field.

    `spares` are further columns of a field, read where the first says nothing. `missing`: it cannot be told what its
    records are called; somebody must say.
    """

    noun: str
    fields: Mapping[int, str]
    spares: Mapping[int, str] = field(default_factory=dict)

    @property
    def missing(self) -> bool:
        needed = {"deals": {"deal"}, "contacts": {"name", "first", "last", "email", "phone", "mobile"}}
        needed |= {"companies": {"company"}, "products": {"product"}}
        return needed[self.noun].isdisjoint(self.fields.values())
