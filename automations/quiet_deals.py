"""Deals gone quiet, by stage: once a week to their owners, in one message."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from automations.automation import automation
from automations.morning_digest import named
from automations.mornings import mornings, second_of_week, settle
from automations.note import Note, nudge
from crm_domain.crm import Crm
from crm_domain.deals import Deal, DealFilter
from crm_domain.members import Role
from crm_domain.rule_facts import last_heard
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

QUIET_AFTER = {"lead": 30, "qualified": 21, "proposal": 14, "negotiation": 10}  # days, by stage
USUAL = 14
TEXT = T("Gone quiet, {n} deal(s) of yours: {titles}.", "你有 {n} 个商机很久没动静了：{titles}。")
LONGEST = T("The longest: {deal}, {days} days without a word.", "最久的是{deal}，{days} 天没有跟进。")
SHOW = T("Show them", "列出来")
WHY = T("it is the weekly look at deals gone quiet", "这是每周一次的沉默商机提醒")
SELLERS = frozenset({Role.REP, Role.MANAGER, Role.ADMIN})


@automation
def quiet_deals(crm: Crm) -> Iterator[Note]:
    for member, occasion in mornings(crm, "quiet_deals", second_of_week, SELLERS):
        voice = Voice(member.language, member.zone)
        quiet = sorted(
            _quiet(crm, crm.deals.listed(DealFilter(owner=member, standing="open"))), key=lambda found: -found[1]
        )
        if not quiet:
            settle(crm, "quiet_deals", occasion)
            continue
        lines = [voice.say(TEXT, n=len(quiet), titles=named([deal.title for deal, _ in quiet], voice))]
        lines.append(voice.say(LONGEST, deal=quiet[0][0], days=quiet[0][1]))
        button = Button(voice.say(SHOW), "my quiet deals" if voice.lang == "en" else "我的沉默商机")
        reply = Reply(Outcome.DONE, "\n".join(lines), buttons=(button,))
        yield nudge(member, occasion, reply, "quiet deals", WHY)


def _quiet(crm: Crm, deals: Sequence[Deal]) -> Iterator[tuple[Deal, int]]:
    for deal in deals:
        days = (crm.now - last_heard(crm.session, deal.id, deal.created_at, crm.now)) // timedelta(days=1)
        if days >= QUIET_AFTER.get(deal.stage.key, USUAL):
            yield deal, days
