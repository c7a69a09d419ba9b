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
    "name": "name, full name, person id name, contact name, contact, person name, contact person, display name, person, customer contact, contact full name, fn, "
    "姓名, 名字, 联系人, 联系人姓名, 客户姓名, 联系人名称, 姓名全称, 客户联系人, 主要联系人, 人员姓名, "
    "recipient, attendee, prospect, prospect name, lead, decision maker, point of contact, poc, contact person name, individual, 对接人, 对接人姓名, 经办人, 采购人, 收件人, 关键人, 决策人, 客户代表, 被访人, 联系人员, 人名, 全名",
    "first": "first name, name first, contact first name, firstname, given name, forename, first, name given, 名",
    "last": "last name, name last, contact last name, lastname, family name, surname, last, name family, 姓, 姓氏",
    "middle": "middle name, middlename, additional name, middle",
    "email": "email, e mail, email address, e mail address, mail, primary email, work email, email work, e mail 1 value, "
    "e mail 1, email 1, business email, contact email, person email, 邮箱, 电子邮箱, 邮件, 电子邮件, email地址, 邮箱地址, 工作邮箱, "
    "电邮, 邮件地址, 联系邮箱, "
    "e mail address work, mailbox, email id, 邮箱号, 电邮地址, 电子信箱地址",
    "email2": "email 2, other email, secondary email, home email, email home, personal email, e mail 2 value, e mail 2, "
    "additional email addresses, alternate email, email other, more emails, 备用邮箱, 其他邮箱, 个人邮箱, e mail 2 address, email address 2",
    "phone": "phone, phone number, telephone, tel, work phone, business phone, phone work, office phone, phone 1 value, phone 1, "
    "telephone number, direct phone, primary phone, main phone, contact phone, 电话, 联系电话, 座机, 办公电话, 电话号码, 固定电话, "
    "公司电话, 固话, 联系方式, 工作电话, "
    "direct line, line, office tel, contact number, tel no, phone no, telephone no, phone nr, landline, work number, office number, business number, contact no, 对接人电话, 联系号码, 直线, 直线电话, 总机, 商务电话, 单位电话, 办公室电话, 号码",
    "mobile": "mobile, mobile phone, mobile phone number, cell, cell phone, cellphone, mobilephone, phone mobile, mobile number, "
    "phone 2 value, cell number, handphone, 手机, 手机号, 手机号码, 移动电话, 联系手机, cell phone number, mobile phone 1, "
    "cell no, mobile no, cell number, personal phone, mobile contact, whatsapp, whatsapp number, 手机电话, 移动号码, 手机 微信, 微信手机号",
    "title": "title, job title, jobtitle, position, job, role, function, organization 1 title, organization title, job position, "
    "职位, 职务, 头衔, 岗位, 职称, job title position, "
    "designation, occupation, role title, post, rank, profession, 身份, 角色, 职级",
    "opted_out": "unsubscribed from all email, email opt out, hasoptedoutofemail, opted out, opt out, unsubscribed, do not email, "
    "do not contact, donotcontact, marketing opt out, 退订, 拒绝营销, 免打扰, has opted out of email",
    "created": "create date, created, created date, createddate, date created, creation date, person created, created on, "
    "created at, add time, 创建时间, 创建日期, 建档时间, 录入时间, 添加时间, "
    "date added, added on, added at, added, date of entry, created time, 登记日期, 首次添加时间, 首次录入时间",
}
DEAL: Mapping[str, str] = {
    "deal": "deal name, dealname, deal title, deal, opportunity name, opportunity, opportunity title, 商机名称, 商机, 项目名称, "
    "机会名称, 销售机会, 销售机会名称, 单子名称, 交易名称, 项目, topic, lead title, deal or opportunity, 商机标题, 合同名称, 订单名称, 机会, "
    "opp name, opp, opportunity or deal, deal description, engagement, contract name, quote name, 商机主题, 单子, 标的, 销售项目, 合作项目, 意向项目, 需求名称",
    "amount": "amount, value, deal value, deal amount, opportunity amount, total amount, price, contract value, "
    "金额, 预计金额, 商机金额, 销售金额, 合同金额, 预计销售金额, 成交金额, 预计收入, 总金额, est revenue, estimated revenue, expected revenue, estimated value, est value, budget, forecast amount, acv, tcv, 合同额, 成交额, 预算, 预计收益, 预估成交金额, "
    "total, total value, total price, grand total, amt, deal size, deal amt, opportunity value, opportunity size, contract amount, quote amount, order value, size, potential, deal worth, worth, forecast, revenue, 合作金额, 成单金额, 签单金额, 签约金额, 意向金额, 预估金额, 订单金额, 项目金额, 报价, 报价金额, 预计合同额, 金额预估, 总价, 合同总价",
    "currency": "currency, amount currency, currency of value, deal currency, currency code, currencyisocode, deal currency code, "
    "币种, 货币, currency iso code",
    "stage": "stage, deal stage, dealstage, stage name, stagename, sales stage, opportunity stage, pipeline stage, 销售阶段, 阶段, "
    "商机阶段, 当前阶段, 所处阶段, 进度, "
    "stg, phase, step, sales status, sales phase, pipeline step, deal status stage, progress, milestone, 进展, 项目进展, 销售状态, 跟进状态, 项目阶段, 跟进进度, 进展阶段, 当前进度, 商机进度, 推进阶段",
    "status": "status, current status, opportunity status, 当前状态, 项目状态, 合同状态, deal status, status reason, 状态, 商机状态",
    "close": "close date, closedate, expected close date, expected closing date, expected close, closing date, "
    "estimated close date, 预计成交日期, 预计签约日期, 预计结单日期, 成交日期, 签约日期, 预计成交时间, 结单日期, 关单日期, 预计关闭日期, "
    "预计签单日期, 签单日期, est close date, expected close on, close on, closing on, expected to close, target close date, closed date, closed at, closed on, 预计成交, 预计签约, 签单时间, 预计签单时间, 合同签订日期, "
    "close, closing, exp close, exp close date, expected closure, expected signing date, signing date, estimated closing date, forecast date, decision by, expected decision, due to close, 预计签单日, 预计成交日, 预计签约日, 签单日, 签约日, 成交日, 签约日期, 预计落单日期, 预计落单时间, 预计结束时间, 预计完成时间, 预计合同日期, 落单日期",
    "won_at": "won time, won date, won on, 赢单时间, 赢单日期",
    "lost_at": "lost time, lost date, lost on, 丢单时间, 丢单日期, 输单时间, 输单日期",
    "reason": "lost reason, closed lost reason, loss reason, reason lost, lost because, 丢单原因, 输单原因, 失败原因, "
    "why lost, 丢单描述, 输单描述, 输单说明, 丢单说明, 未成交原因",
    "created": "create date, created, created date, createddate, deal created, date created, created on, created at, add time, "
    "创建时间, 创建日期, 录入时间",
}
COMPANY: Mapping[str, str] = {
    "company": "company, company name, org id name, account name, account, organization, organisation, organization name, employer, "
    "associated company, organization 1 name, business name, customer name, customer, client, client name, org, 公司, 公司名称, "
    "客户名称, 客户, 企业名称, 单位名称, 单位, 所属公司, 所属客户, 客户公司, 企业, 公司全称, 工作单位, potential customer, lead company, 客户企业, 企业全称, 所在企业, 所在单位, 客户公司名称, "
    "firm, firm name, acct, acct name, business, vendor, institution, 合作单位, 合作方, 关联客户, 关联公司, 客户单位名称, 甲方, 机构, 企业 单位",
    "industry": "industry, sector, company industry, vertical, 行业, 所属行业",
    "website": "website, web site, url, company domain name, domain, homepage, website url, web, 网址, 网站, 官网, 公司网址",
    "region": "region, sales region, territory, 区域, 大区, 地区, 所属区域",
}
COMMON: Mapping[str, str] = {
    "id": "id, record id, recordid, deal id, person id, organization id, contact id, opportunity id, hs object id, "
    "record id contact, 编号, 客户编号, 商机编号, 记录id",
    "owner": "owner, contact owner, deal owner, opportunity owner, account owner, company owner, person owner, owner name, "
    "record owner, sales rep, salesperson, assigned to, assigned user, account manager, 负责人, 所有人, 业务员, 销售, 销售员, "
    "客户负责人, 跟进人, 归属人, 销售负责人, 拥有者, sales owner, responsible user, responsible, owned by, lead owner, rep, sales representative, account executive, 添加人, 所属员工, 跟进员工, 客户经理, 销售代表, 所属销售, 跟进销售, "
    "closer, salesman, seller, handled by, account rep, relationship manager, 归属人, 商机归属人, 归属销售, 对接销售, 负责销售, 业务, 我方负责人, 跟单人",
    "note": "note, notes, description, comments, comment, remark, remarks, memo, 备注, 说明, 描述, 备注信息, "
    "additional info, additional information, details, 补充说明, 其他说明, 详情",
    "country": "country, country region, mailing country, mailingcountry, billing country, billingcountry, country code, "
    "address 1 country, business country region, home country region, primary address country, 国家, 国家地区, 商务 国家 地区, 国家或地区",
    "deleted": "isdeleted, is deleted, deleted, 已删除",
}
PRODUCT: Mapping[str, str] = {
    "product": "product, product name, item, item name, product title, sku name, 产品, 产品名称, 商品名称, 品名, 商品",
    "category": "category, series, product category, product family, type, product line, 类别, 分类, 产品类别, 产品分类, 系列",
    "price": "price, unit price, list price, sales price, standard price, 单价, 价格, 销售价, 标准价格, 目录价, 报价",
}

_BEFORE = re.compile(
    r"^(?:deal|person|organi[sz]ation|contact|opportunity|company|account|lead|activity|affaire|personne|geschäft|kontakt|"
    r"unternehmen|negocio|persona|organización|contacto|trattativa|contatto|organizzazione|persoon|organisatie|商机|联系人|客户|公司)"
    r"\s*[-:：–]\s*"
)
_UNIT = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,12})[)）\]]\s*$")
_TRADITIONAL = str.maketrans(
    "聯絡電話郵職稱單額幣種產業務負責關預計簽約時間際階號碼國創備註錄網標題類別價機會總區訂戶會員採購誌進稅項圓萬億",
    "联络电话邮职称单额币种产业务负责关预计签约时间际阶号码国创备注录网标题类别价机会总区订户会员采购志进税项圆万亿",
)
_MARKS = re.compile(r"[\s_\-–./():：（）*#]+")
_COUNTED_IN = re.compile(r"[\s_]+(usd|eur|gbp|cny|rmb|hkd|twd|jpy)$", re.I)
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
    """What stands in brackets, or as a currency, behind a column's name: 万元."""
    written = unicodedata.normalize("NFKC", column)
    found = _UNIT.search(written) or _COUNTED_IN.search(written)
    return found[1] if found else ""


@cache
def name_of(column: str) -> str:
    """A column's plain name; without what is said in brackets or counted behind it where that is how it is known."""
    known, whole, unit = names(*ALL), plain(column), plain(unit_of(column))
    if known.get(unit) == "currency":  # “Amount (Currency)” says in which
        return unit
    bare = plain(_COUNTED_IN.sub("", _UNIT.sub("", column)))
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
        needed = {
            "deals": {"deal", "company", "name"},
            "contacts": {"name", "first", "last", "email", "phone", "mobile"},
        }
        needed |= {"companies": {"company"}, "products": {"product"}}
        return needed[self.noun].isdisjoint(self.fields.values())
