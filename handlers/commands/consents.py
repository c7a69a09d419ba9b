"""Whether a contact may be written to unasked."""

from typing import Annotated

from crm_domain.contacts import Contact
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

CONSENTS = vocabulary(
    yes="agreed, agrees, opted in, opts in, opt in, subscribed, subscribes, subscribe, gave consent, gives consent, "
    "consented, consents, wants, resubscribe, resubscribed, opt back in, opted back in, may be emailed, may be emailed again, "
    "can be emailed again, may be written to, may be written to again, is happy to get, is fine with, "
    "可以恢复发邮件, 可以发邮件了, 又可以发邮件, 愿意再收, 又愿意收, 可以再发, 同意, 愿意, 同意接收, 愿意接收, 订阅, 订阅了, 已同意, 重新订阅, 恢复订阅",
    no="opted out, opts out, opt out, unsubscribed, unsubscribes, unsubscribe, withdrew consent, withdraws consent, "
    "revoked consent, refused, refuses, declined, doesn't want, does not want, don't want, don't email, do not email, don't mail, stop emailing, stop mailing, "
    "stop writing to, don't write to, do not contact, don't contact, no more mails to, no more emails to, off the mailing list, off our mailing list, "
    "off the list, off our list, off the newsletter, off our mailings, take off the list, "
    "别再给, 不要再给, 别给, 不要给, 退订, 退订了, 拒绝, 不同意, 不愿意, 取消订阅, 不想收, 不想收到, 不想再收到, 不想再收, 不再接收, 别再发, 不想接收, 不要, 不接收, 拒收",
)
CHOICES = {"yes": T("Yes, agreed", "同意接收"), "no": T("No, opted out", "已退订")}
AGREED = T("Noted: {contact} may be written to.", "已记录：{contact}同意接收群发消息。")
OPTED_OUT = T("Noted: {contact} gets no more campaigns.", "已记录：{contact}已退订，不再发送营销消息。")
ALREADY = T("That is on record already: {said}.", "已经是这样了：{said}。")
_MAIL = "[to|from|for|of] [our|the|any|all|any more|more] [marketing|campaign|mass] [mailings|mailing|emails|email|e-mails|campaigns|newsletters|newsletter|mails|mail|messages|list|mailing list|marketing] [any more|anymore]"
_MAIL_ZH = "[我们的|任何|所有|再|接收|收到|收][营销|群发|推广|活动][邮件|消息|信息|通知|短信|活动|newsletter|推送][了]"
_YES = "agreed|agrees|opted in|opts in|subscribed|subscribes|gave consent|gives consent|consented|consents|opted back in|resubscribed|wants"
_NO = "opted out|opts out|unsubscribed|unsubscribes|withdrew consent|withdraws consent|revoked consent|refused|refuses|declined|doesn't want|does not want"


@command(
    "contact.consent",
    needs="contacts.write",
    help=T("Note that a contact opted out of campaigns, or agreed to them", "记录联系人退订或同意接收营销消息"),
    example=T("Dana Wu opted out of our mailings", "王磊退订了营销邮件"),
    slash=("consent", "contact consent", "退订"),
    en=[
        f"{{contact!}} [has|just] {{consent={_YES}|{_NO}}} [to get|to getting|to receive|to be sent|get|to be on] {_MAIL}",
        f"{{consent=unsubscribe|opt out|subscribe|resubscribe|opt in|opt back in}} {{contact!}} {_MAIL}",
        "{consent=unsubscribe|opt out|subscribe|opt in} {contact} (from|of|to|in to|out of) [our|the|all] [marketing] (mailings|emails|campaigns|newsletters|newsletter|marketing|mailing list|list)",
        f"{{contact!}} (asked|asks|wants|would like|has asked|wishes) to {{consent=unsubscribe|opt out|subscribe|opt in|resubscribe}} {_MAIL}",
        "(opt) {contact!} {consent=opt out}",
        "{consent=don't email|do not email|don't mail|stop emailing|stop mailing|stop writing to|don't write to|do not contact|don't contact|take off the list|no more mails to|no more emails to} {contact!} [any more|anymore|again|unasked]",
        "take {contact!} {consent=off the mailing list|off our mailing list|off the list|off our list|off the newsletter|off our mailings}",
        "{contact!} {consent=may be emailed|may be emailed again|can be emailed again|may be written to|may be written to again|is happy to get|is fine with} [our|the] [emails|mailings|newsletter|campaigns] [again]",
        "(set|mark|note|record|put down) {contact} [as] {consent=opted out|unsubscribed|opted in|subscribed}",
    ],
    zh=[
        f"{{contact!}}[已经|已|说|要|要求|想|刚]{{consent=退订|退订了|拒绝|不同意|不愿意|取消订阅|不想收到|不想再收到|不想再收|不再接收|别再发|不想收|不想接收|不要|不接收|拒收}}{_MAIL_ZH}",
        f"{{contact!}}[已经|已|说|刚]{{consent=同意|愿意|同意接收|愿意接收|订阅|订阅了|已同意|重新订阅|恢复订阅}}{_MAIL_ZH}",
        f"[把|给|帮|为]{{contact!}}{{consent=退订|取消订阅|订阅|重新订阅|恢复订阅}}{_MAIL_ZH}[一下|掉]",
        "[请|以后|麻烦]{consent=别再给|不要再给|别给|不要给}{contact!}(发邮件|发营销邮件|群发|群发消息|发推广|推送|发广告|发营销消息)[了]",
        f"{{contact!}}{{consent=可以恢复发邮件|可以发邮件了|又可以发邮件|愿意再收|又愿意收|可以再发}}{_MAIL_ZH}[了]",
        f"{{consent=退订|取消订阅|恢复订阅|重新订阅}}{{contact!}}[的]{_MAIL_ZH}",
    ],
)
def note_consent(turn: Turn, contact: Contact, consent: Annotated[str, WordSlot(CONSENTS, labels=CHOICES)]) -> Reply:
    turn.about(contact)
    if not turn.crm.contacts.decide(contact, consent == "yes"):
        return turn.done(ALREADY, said=CHOICES[consent])
    return turn.done(AGREED if consent == "yes" else OPTED_OUT, contact=contact)


@command(
    "contact.optouts",
    needs="contacts.read",
    help=T("List the contacts who opted out of campaigns", "查看已退订营销消息的联系人"),
    example=T("who opted out?", "谁退订了"),
    slash=("optouts", "contact optouts", "退订名单"),
    en=[
        f"(who|which contacts|which people|which customers|anybody who|anyone who) [has|have|had|all|of our contacts] (opted out|opt out|unsubscribed|unsubscribe|withdrawn consent|withdrew consent|said no) {_MAIL}",
        "(who|which contacts|which customers) (must|may|can|should|do|must we|may we|can we|should we) [we|i] (not|never) (email|mail|write to|contact|message|be written to|be emailed)",
        "(who|which contacts) (can't|cannot|mustn't|shouldn't|may not) (we|i) (email|mail|write to|contact|message)",
        "(who) (doesn't|does not|don't|do not) want (to be emailed|to get mail|our emails|our mailings|to hear from us|our newsletter|emails|mails|marketing) [any more|anymore]",
        "(show|list|give|see) [me] [the|all|our] (opt-outs|opt outs|optouts|unsubscribes|opted out contacts|unsubscribed contacts|people who opted out|contacts who opted out|contacts who unsubscribed|people who unsubscribed|contacts that opted out)",
        "[the|our] (opt-out list|opt out list|unsubscribe list|list of opt-outs|suppression list|do not contact list|do-not-contact list)",
        "how many [contacts|people|customers] [have] (opted out|unsubscribed) [of|from] [our|the] [mailings|emails|campaigns|newsletter]",
        "[any|are there any|do we have any] (opt-outs|unsubscribes|opted out contacts)",
    ],
    zh=[
        f"(谁|哪些人|哪些联系人|哪些客户|有谁|有哪些人|有哪些联系人|有哪些客户|哪几个联系人)[已经|都|已](退订|退订了|取消订阅|取消了订阅|拒收|不想收|不愿意收|拒绝){_MAIL_ZH}[了]",
        "(查看|看看|看下|列出|显示|给我|查一下)[所有|全部|已]的(退订名单|退订的人|退订的联系人|退订的客户|已退订的联系人|退订列表|取消订阅的人)",
        "(退订名单|退订列表|退订的有谁|退订的有哪些|退订的联系人|退订的联系人有哪些|退订的人有哪些|退订的客户有哪些|免打扰名单)",
        "(有没有人|有人)(退订|退订了|取消订阅)[吗]",
        "(多少|几个|有多少|有几个)[个](人|联系人|客户)(退订|退订了|取消订阅)[了]",
        "(不能|不可以|别|不要)(给谁|给哪些人|给哪些联系人)(发邮件|群发|发营销邮件|发消息)",
    ],
)
def list_opted_out(turn: Turn, page: int = 1) -> Reply:
    rows = turn.crm.contacts.opted_out()
    columns = {
        NAME: lambda row: row.name,
        COMPANY: lambda row: row.company and row.company.name,
        EMAIL: lambda row: row.email,
        SINCE: lambda row: row.consent_at,
    }
    title = T("{count} contact(s) opted out of campaigns", "{count} 位联系人已退订")
    return turn.listing(rows, columns, title, T("Nobody has opted out.", "还没有人退订。"), page)


NAME, COMPANY, EMAIL, SINCE = T("Name", "姓名"), T("Company", "公司"), T("Email", "邮箱"), T("Since", "退订时间")
