"""A company's contract that is to be renewed: a month and a week ahead, to whoever owns the company."""

from collections.abc import Iterator
from datetime import date, timedelta

from automations.automation import automation
from automations.mornings import mornings, settle
from automations.note import Note, nudge, voice_of
from crm_domain.companies import Company
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply

AHEAD = (30, 7)  # days
TEXT = T("{company} is to renew on {day}, in {n} day(s).", "{company}的合同 {day} 到期，还有 {n} 天。")
OPEN = T("Open with them: {deals}.", "在谈的商机：{deals}。")
NOTHING = T("No deal is open with them.", "目前没有在谈的商机。")
SHOW, START = T("Show", "查看"), T("Start the renewal", "新建续约商机")
TITLE = T("{company} renewal", "{company}续约")
WHY = T("the company is yours, and the day it renews is on record", "这是你的客户，系统里记了合同到期日")


@automation
def renewals(crm: Crm) -> Iterator[Note]:
    for member, occasion in mornings(crm, "renewals"):
        today = crm.now.astimezone(member.zone).date()
        for company in crm.companies.renewing(member, today, today + timedelta(days=max(AHEAD))):
            assert company.renews_on
            left = (company.renews_on - today).days
            step = min(days for days in AHEAD if left <= days)
            said = f"company {company.id} renews {company.renews_on} {step}"
            yield nudge(member, said, _reply(crm, member, company, company.renews_on, left), "renewals", WHY)
        settle(crm, "renewals", occasion)


def _reply(crm: Crm, member: Member, company: Company, day: date, left: int) -> Reply:
    voice = voice_of(member, crm)
    deals = crm.deals.of(company, only_open=True)
    lines = [voice.say(TEXT, company=company, day=day, n=left)]
    lines.append(voice.say(OPEN, deals=[deal.title for deal in deals]) if deals else voice.say(NOTHING))
    buttons = [Button(voice.say(SHOW), f"/company.show company=#{company.id}")]
    if not deals:
        title = voice.say(TITLE, company=company)
        words = f'/deal.add title="{title}" company=#{company.id} close_date="{day.isoformat()}"'
        buttons.append(Button(voice.say(START), words))
    return Reply(Outcome.DONE, "\n".join(lines), buttons=tuple(buttons))
