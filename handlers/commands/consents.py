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
    "consented, consents, wants, resubscribe, resubscribed, opt back in, opted back in, "
    "同意, 愿意, 同意接收, 愿意接收, 订阅, 订阅了, 已同意, 重新订阅, 恢复订阅",
    no="opted out, opts out, opt out, unsubscribed, unsubscribes, unsubscribe, withdrew consent, withdraws consent, "
    "revoked consent, refused, refuses, declined, doesn't want, does not want, don't want, "
    "退订, 退订了, 拒绝, 不同意, 不愿意, 取消订阅, 不想收, 不想收到, 不想再收到, 不想再收, 不再接收, 别再发, 不想接收, 不要, 不接收, 拒收",
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
        "(set|mark|note|record|put down) {contact} [as] {consent=opted out|unsubscribed|opted in|subscribed}",
    ],
    zh=[
        f"{{contact!}}[已经|已|说|要|要求|想|刚]{{consent=退订|退订了|拒绝|不同意|不愿意|取消订阅|不想收到|不想再收到|不想再收|不再接收|别再发|不想收|不想接收|不要|不接收|拒收}}{_MAIL_ZH}",
        f"{{contact!}}[已经|已|说|刚]{{consent=同意|愿意|同意接收|愿意接收|订阅|订阅了|已同意|重新订阅|恢复订阅}}{_MAIL_ZH}",
        f"[把|给|帮|为]{{contact!}}{{consent=退订|取消订阅|订阅|重新订阅|恢复订阅}}{_MAIL_ZH}[一下|掉]",
        f"{{consent=退订|取消订阅|恢复订阅|重新订阅}}{{contact!}}[的]{_MAIL_ZH}",
    ],
)
def note_consent(turn: Turn, contact: Contact, consent: Annotated[str, WordSlot(CONSENTS, labels=CHOICES)]) -> Reply:
    turn.about(contact)
    if not turn.crm.contacts.decide(contact, consent == "yes"):
        return turn.done(ALREADY, said=CHOICES[consent])
    return turn.done(AGREED if consent == "yes" else OPTED_OUT, contact=contact)
