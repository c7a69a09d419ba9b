"""Short conversations as people have them: half sentences, pronouns, corrections, the same once more, second thoughts.

Each is played in an office of its own; what stands after `==` must hold in the end: a record's facts, or the number of
records that there are more than before.
"""

from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import pytest

from crm_domain.activities import Activity
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.deals import Deal
from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from handlers.reply import Outcome
from tests.people import Office, Person

MODELS = {model.__name__.lower(): model for model in (Deal, Contact, Company, Task, Ticket, Reminder, Activity)}

DIALOGUES = """
# what was spoken of
ann: show the acme renewal deal | what's it worth? | bump it to 60k == deal Acme renewal amount.amount 60000
ann: show acme | move their deal to negotiation == deal Acme renewal stage.key negotiation
ann: who is dana wu | she's the CFO now == contact Dana Wu title CFO
ann: who is dana wu | hes CEO now, change his title == contact Dana Wu title CEO
ann: show dana wu | her number is +44 7700 900123 == contact Dana Wu phone +44 7700 900123
ann: show dana wu | email dana.wu@acme.example == contact Dana Wu email dana.wu@acme.example
ann: show dana wu | she moved to Larkfield Foods == contact Dana Wu company.name Larkfield Foods
ann: show acme renewal | close date 20 Jan == deal Acme renewal close_date 2027-01-20
ann: show acme renewal | and the amount is 47k == deal Acme renewal amount.amount 47000
ann: show acme renewal | make it lost == deal Acme renewal stage.key lost
ann: show acme renewal | owner: bo == deal Acme renewal owner.handle bo
ann: show acme | industry: Steel == company Acme Industries industry Steel
ann: move acme renewal to negotiation | the last one to won please == deal Acme renewal stage.key won
ann: add task call Dana on Tuesday | done == task call Dana done True
ann: add task call Dana on Tuesday | due Friday == task call Dana due_date 2026-11-27
ann: add task call Dana on Tuesday | assign it to max == task call Dana assignee.handle max
ivy: open a ticket for acme: gate stuck | priority urgent == ticket gate stuck priority urgent
ivy: open a ticket for acme: gate stuck | assign it to me | solved == ticket gate stuck status resolved
lin: 看看澄屿科技续约 | 金额多少？ | 改成32万 == deal 澄屿科技续约 amount.amount 320000
lin: 看看澄屿科技续约 | 签约日期改到12月20号 == deal 澄屿科技续约 close_date 2026-12-20
lin: 看看澄屿科技续约 | 负责人改成ann == deal 澄屿科技续约 owner.handle ann
lin: 查一下王磊 | 他现在是总经理了 == contact 王磊 (Leo Wang) title 总经理
lin: 新建联系人 周岚 | 她是澄屿科技的 == contact 周岚 company.name 澄屿科技
lin: 新建联系人 周岚 | 邮箱 zhou@chengyu.example | 职位写采购主管 == contact 周岚 title 采购主管
lin: 查一下王磊 | 他是哪家公司的？ | 手机号 13800138000 == contact 王磊 (Leo Wang) phone 13800138000
lin: 澄屿科技续约推到赢单 | 刚才那个改成32万 == deal 澄屿科技续约 amount.amount 320000
lin: 新建任务 送样 | 截止后天 == task 送样 due_date 2026-11-25
lin: 新建任务 送样 | 搞定了 == task 送样 done True
lin: 给澄屿科技开个工单：扫码枪坏了 | 优先级改高 == ticket 扫码枪坏了 priority high
ann: show acme | move the deal to negotiation == deal Acme renewal stage.key negotiation
max: show larkfield gate readers | show acme | set the deal to 61k == deal Acme renewal amount.amount 61000
ann: set acme renewal to 60k | close date of that one to Jan 8 == deal Acme renewal close_date 2027-01-08
ann: show acme renewal | note: legal wants net 60 == activity note summary legal wants net 60
ivy: open a ticket for acme: gate stuck | note: waiting for logs | undo == ticket gate stuck status new
lin: 查一下王磊 | 备注 他喜欢打高尔夫 == activity note contact.name 王磊 (Leo Wang)
lin: 给澄屿科技开个工单：扫码枪坏了 | 改成紧急 == ticket 扫码枪坏了 priority urgent

# corrections
ann: set acme renewal to 60k | sorry, I meant 58k == deal Acme renewal amount.amount 58000
ann: set acme renewal to 60k | no, 61k not 60k == deal Acme renewal amount.amount 61000
ann: set acme renewal to 60k | wrong amount, should be 62k == deal Acme renewal amount.amount 62000
max: set acme renewal to 60k | oops meant larkfield gate readers == deal Acme renewal amount.amount 40000
ann: push acme renewal to 18 Jan | no, the 17th == deal Acme renewal close_date 2027-01-17
ann: move acme renewal to won | no wait, negotiation == deal Acme renewal stage.key negotiation
ann: log a call with Dana Wu, wants a discount | sorry I meant Dana Okafor == activity call contact.name Dana Okafor
ann: log a call with Dana Wu, wants a discount | make that a meeting == activity meeting contact.name Dana Wu
ann: log a call with Dana Wu, wants a discount | sorry, I meant Dana Okafor == new activity 1
ann: add task call Dana on Tuesday | make that Thursday == task call Dana due_date 2026-11-26
ann: add task call Dana on Tuesday | I meant Wednesday == new task 1
ann: remind me tomorrow at 4 to call Dana Wu | no, 5pm == reminder call Dana Wu at 2026-11-24T17:00
ann: remind me tomorrow at 4 to ring Dana Wu | sorry, Thursday == reminder ring Dana Wu at 2026-11-26T16:00
ann: remind me at 4 to ring Dana Wu | sorry, I meant Dana Okafor == reminder ring Dana Okafor at 2026-11-23T16:00
ann: new deal Globex scanners, acme, 18k | actually 19k == deal Globex scanners amount.amount 19000
ann: new deal Dock scanners, acme, 18k | make that larkfield foods == deal Dock scanners company.name Larkfield Foods
ivy: open a ticket for acme: gate stuck | assign it to me | no, to max == ticket gate stuck assignee.handle max
lin: 澄屿新仓二期改成90万 | 不对，是95万 == deal 澄屿新仓二期 amount.amount 950000
ann: remind me tomorrow at 9am to call Dana Wu | not 9, 10 == reminder call Dana Wu at 2026-11-24T10:00
ann: remind me thursday afternoon to call Dana Wu | make it friday == reminder call Dana Wu at 2026-11-27T14:00
ann: remind me thursday at 4 to call Dana Wu | no, friday morning == reminder call Dana Wu at 2026-11-27T09:00
ann: remind me tomorrow at 9am to call Dana Wu | oh no, 10am == reminder call Dana Wu at 2026-11-24T10:00
ann: remind me tmrw at 9 to call Dana Wu | actually 10 == reminder call Dana Wu at 2026-11-24T10:00
ann: set acme renewal to 60k | push it to 31 feb | ok end of feb == deal Acme renewal close_date 2027-02-28
ann: set acme renewal to 60k | push it to 31 feb | who is dana wu | she's the CFO now == contact Dana Wu title CFO
max: set acme renewal owner to bo | actually leave it with ann == deal Acme renewal owner.handle ann
lin: 澄屿科技续约负责人改成ann | 算了还是留给bo == deal 澄屿科技续约 owner.handle bo
ann: move acme renewal to won, no wait, leave it at proposal == deal Acme renewal stage.key proposal
lin: 明天十点提醒我打给王磊 | 不是十点，十一点 == reminder 打给王磊 at 2026-11-24T03:00
lin: 澄屿新仓二期改成92万 | 哦不对，90万 == deal 澄屿新仓二期 amount.amount 900000
lin: 澄屿新仓二期改成92万 | 推到2月31号 | 那就2月底 == deal 澄屿新仓二期 close_date 2027-02-28
lin: 澄屿新仓二期改成90万 | 说错了，是续约那个 == deal 澄屿新仓二期 amount.amount 880000
lin: 澄屿新仓二期推到赢单 | 不对，是报价 == deal 澄屿新仓二期 stage.key proposal
lin: 澄屿科技续约签约日期改到12月20号 | 不对，是25号 == deal 澄屿科技续约 close_date 2026-12-25
lin: 今天拜访了王磊，聊了样机 | 说错了，是电话 == activity call contact.name 王磊 (Leo Wang)
lin: 明天下午两点提醒我联系王磊 | 说错了，是后天 == reminder 联系王磊 at 2026-11-25T06:00
lin: 提醒我周四下午联系王磊 | 改成周五吧 == reminder 联系王磊 at 2026-11-27T06:00
lin: 提醒我周四下午联系王磊 | 不对，上午 == reminder 联系王磊 at 2026-11-26T01:00
lin: 明天下午两点提醒我联系王磊 | 改成三点半 == reminder 联系王磊 at 2026-11-24T07:30
lin: 新建商机 蓝湾授权 12万 下个月底成交 == deal 蓝湾授权 stage.key lead
lin: 新建商机 蓝湾授权 12万 12月10日前成交 == deal 蓝湾授权 close_date 2026-12-10
ann: add contact Jo Reeve at Acme jo@reeve.example == contact Jo Reeve company.name Acme Industries
ann: new contact Jo Reeve, CFO at Newco == contact Jo Reeve title CFO
lin: 给澄屿科技建个商机 仓库盘点 15万 | 负责人是ann | 不对，是bo == deal 仓库盘点 owner.handle bo

# the same once more
ann: move acme renewal to won | same for larkfield gate readers == deal Larkfield gate readers stage.key lead
bo: move larkfield gate readers to won | undo | qualified instead == deal Larkfield gate readers stage.key qualified
ann: set acme renewal to 9k | undo that | 8k == deal Acme renewal amount.amount 40000
lin: 澄屿科技续约推到赢单 | 澄屿新仓二期也一样 == deal 澄屿新仓二期 stage.key won
lin: 澄屿科技续约推到赢单 | 还有新仓二期 == deal 澄屿新仓二期 stage.key won
lin: 澄屿科技续约推到赢单 | 同样处理新仓二期 == deal 澄屿新仓二期 stage.key won
lin: 澄屿科技续约推到报价 | 另外那个推到赢单 == deal 澄屿新仓二期 stage.key won
lin: 澄屿推到报价 | 第二个 | 另一个也是 == deal 澄屿科技续约 stage.key proposal
max: log a call with Dana Wu, renewal | same for Dana Okafor == activity call contact.name Dana Okafor
max: log a call with Dana Wu, renewal | and Dana Okafor too == new activity 2
max: set acme renewal to 60k | same for larkfield gate readers: 12k == deal Larkfield gate readers amount.amount 12000
lin: 澄屿科技续约改成31万 | 新仓二期也一样，92万 == deal 澄屿新仓二期 amount.amount 920000
ann: add task send the deck due Friday | same for max == new task 2
ivy: open a ticket: gate stuck | open a ticket: door stuck | make it high | #1 too == ticket gate stuck priority high

# choosing
lin: 澄屿推到报价 | 第一个 == deal 澄屿科技续约 stage.key proposal
lin: 澄屿推到报价 | 选第二个吧 == deal 澄屿新仓二期 stage.key proposal
lin: 澄屿推到报价 | 续约那个 == deal 澄屿科技续约 stage.key proposal
lin: 澄屿推到报价 | 都不是 == deal 澄屿科技续约 stage.key negotiation
lin: 澄屿推到报价 | 澄屿科技续约改成31万 == deal 澄屿科技续约 amount.amount 310000
ann: log a meeting with dana | the second one == activity meeting contact.name Dana Okafor
ann: log a meeting with dana | option 1 == activity meeting contact.name Dana Wu
ann: log a meeting with dana | okafor == activity meeting contact.name Dana Okafor
ann: log a meeting with dana | neither == new activity 0
ann: log a meeting with dana | set acme renewal to 51k == deal Acme renewal amount.amount 51000
ann: merge contact Dana Okafor into Dana Wu | no == contact Dana Okafor name Dana Okafor
ann: merge contact Dana Okafor into Dana Wu | yes please | undo == contact Dana Okafor name Dana Okafor

# filling in what is missing
ann: remind me to send the quote | tomorrow at 9:30 == reminder send the quote at 2026-11-24T09:30
ann: log a call | Dana Wu, wants a discount == activity call summary wants a discount
ann: new deal | Dock scanners, acme, 12k == deal Dock scanners amount.amount 12000
ivy: open a ticket | acme | gate stuck, high == ticket gate stuck company.name Acme Industries
lin: 开个工单 | 澄屿 | 扫码枪死机 == ticket 扫码枪死机 company.name 澄屿科技
ann: add a task | call the bank == task call the bank assignee.handle ann
ann: note on ticket | set acme renewal to 51k == deal Acme renewal amount.amount 51000
ann: move to won | my deals | acme renewal to 51k == deal Acme renewal amount.amount 51000
max: create a segment of customers with no order for 60 days | Lapsed | segment Lapsed == new activity 0
ann: add a task | remind me tomorrow at 5pm to eat == reminder eat at 2026-11-24T17:00
lin: 提醒我给王磊寄发票 | 明早九点 == reminder 给王磊寄发票 at 2026-11-24T01:00
lin: 记一个拜访 | 王磊 他说下周批 == activity visit contact.name 王磊 (Leo Wang)

# questions change nothing
ivy: open a ticket: gate stuck | open a ticket: jam | is #1 a duplicate of #2 == ticket gate stuck status new
lin: 开个工单：打印偏移 | 开个工单：标签偏移 | 工单1跟工单2是不是同一个问题 == ticket 打印偏移 status new

# second thoughts
ann: set acme renewal to 60k | undo == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | nah undo that == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | put it back == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | that was a mistake, undo it == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | who is dana wu | scratch that == deal Acme renewal amount.amount 60000
ann: set acme renewal to 60k | scratch that == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | new company Globex | undo the acme renewal one == deal Acme renewal amount.amount 40000
ann: set acme renewal to 60k | new company Globex | undo acme renewal == company Globex name Globex
ann: set acme renewal to 60k | undo | redo == deal Acme renewal amount.amount 60000
ann: set acme renewal to 60k | move it to won | undo | undo == deal Acme renewal amount.amount 40000
lin: 澄屿科技续约改成28万 | 还是算了 == deal 澄屿科技续约 amount.amount 300000
lin: 澄屿科技续约改成28万 | 算了撤销 == deal 澄屿科技续约 amount.amount 300000
lin: 澄屿科技续约改成28万 | 撤销刚才那个 == deal 澄屿科技续约 amount.amount 300000
lin: 澄屿科技续约改成28万 | 新建公司 云杉 | 撤销续约的改动 == deal 澄屿科技续约 amount.amount 300000
lin: 提醒我联系王磊 | 算了，不用了 == new reminder 0

# a day of talk
ann: who is dana wu | log a call with her, wants to pay in two parts == activity call contact.name Dana Wu
ann: what do we have on acme | add a task for them: ring by Friday == task ring company.name Acme Industries
ann: set acme renewal to 60k, close 15 Jan | amount back to 40k please == deal Acme renewal close_date 2027-01-15
ann: move acme renewal to negotiation | remind me about it tomorrow at 10 == new reminder 1
ann: set acme renewal to 60k | hmm no, 65k == deal Acme renewal amount.amount 65000
ann: new deal Dock scanners, acme, 12k | contact is Dana Wu == deal Dock scanners contact.name Dana Wu
ann: log a call with dana | the first | that was a meeting actually == activity meeting contact.name Dana Wu
ann: add task call Dana Wu | by Thursday | give it to max == task call Dana Wu assignee.handle max
ann: remind me tomorrow at 9 to call Dana Wu | cancel that == new reminder 0
ann: add a task | never mind == new task 0
ann: new company Globex | new deal for them: label printers, 9k == deal label printers company.name Globex
max: set acme renewal to 60k | and larkfield gate readers to 20k == deal Larkfield gate readers amount.amount 20000
ivy: open a ticket for acme: gate stuck | make it urgent and give it to me == ticket gate stuck assignee.handle ivy
ivy: open a ticket for acme: gate stuck | note on it: waiting for logs | resolve it == ticket gate stuck status resolved
lin: 查一下王磊 | 给他记个电话：想分两期付款 == activity call contact.name 王磊 (Leo Wang)
lin: 看看澄屿科技 | 给他们加个任务：周五前寄合同 == task 寄合同 company.name 澄屿科技
lin: 澄屿科技续约改成28万，12月20号签 | 金额还是改回30万 == deal 澄屿科技续约 close_date 2026-12-20
lin: 澄屿科技续约推到报价 | 明天上午十点提醒我跟进这单 == new reminder 1
lin: 澄屿科技续约改成28万 | 不，二十九万 == deal 澄屿科技续约 amount.amount 290000
lin: 新建商机 蓝湾授权 12万 | 联系人是王磊 == deal 蓝湾授权 contact.name 王磊 (Leo Wang)
lin: 记个电话 王磊 说下周批 | 不是电话，是拜访 == activity visit contact.name 王磊 (Leo Wang)
lin: 明天九点提醒我联系王磊 | 取消吧 == new reminder 0
lin: 新建任务 | 算了 == new task 0
lin: 新建公司 云杉 | 给他们建个商机：标签机，9万 == deal 标签机 company.name 云杉
lin: 澄屿科技续约改成31万 | 新仓二期改成90万 == deal 澄屿新仓二期 amount.amount 900000
lin: 给澄屿科技开个工单：扫码枪坏了 | 备注一下：在等日志 | 解决了 == ticket 扫码枪坏了 status resolved
ann: new deal | acme, dock scanners, 120k EUR, expected close end of Q1 == deal dock scanners close_date 2027-03-31
ann: log a call with Dana Wu | add a task: call with her on Friday == new task 1
"""


def lines() -> list[str]:
    return [line for line in DIALOGUES.splitlines() if line and not line.startswith("#")]


def written(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M}"
    return str(int(value)) if hasattr(value, "to_integral_value") else str(value)


def fact(office: Office, model: type[Any], label: str, attribute: str) -> str:
    """What the newest record called so holds; an activity is called by its kind."""

    def read(crm: Crm) -> str:
        rows = crm.session.query(model).order_by(model.id.desc()).all()
        row = next(
            row for row in rows if label in (row.kind if model is Activity else row.label, getattr(row, "text", None))
        )
        return written(attrgetter(attribute)(row))

    return office.crm(read)


@pytest.mark.parametrize("line", lines())
def test_a_conversation_ends_as_it_was_meant(office: Office, line: str) -> None:
    talk, _, expected = line.partition(" == ")
    who, _, said = talk.partition(": ")
    person = office.person(who)
    kind, rest = expected.split(" ", 1)
    before = len(office.rows(MODELS[rest.split(" ")[0]])) if kind == "new" else 0
    replies = [person.says(text) for text in said.split(" | ")]
    assert all(reply.outcome is not Outcome.FAILED for reply in replies)
    told = [(reply.outcome.value, reply.text) for reply in replies]
    if kind == "new":
        noun, more = rest.split(" ")
        assert len(office.rows(MODELS[noun])) - before == int(more), told
        return
    label, attribute, value = split(rest, MODELS[kind])
    assert fact(office, MODELS[kind], label, attribute) == value, told


def split(rest: str, model: type[Any]) -> tuple[str, str, str]:
    """The label, the attribute and its value: the attribute is the first word that is one."""
    words = rest.split(" ")
    place = next(i for i, word in enumerate(words) if i and hasattr(model, word.partition(".")[0]))
    return " ".join(words[:place]), words[place], " ".join(words[place + 1 :])


def test_two_people_in_one_chat_each_have_their_own_thread(office: Office) -> None:
    ann, max_ = Person(office, "ann", "sales", group=True), Person(office, "max", "sales", group=True)
    ann.says("show acme renewal")
    max_.says("show larkfield gate readers")
    ann.says("set it to 41k")
    max_.says("set it to 10k")
    ann.says("no, 42k")
    amounts = [office.facts(Deal, title, "amount.amount") for title in ("Acme renewal", "Larkfield gate readers")]
    assert amounts == [42_000, 10_000]


@pytest.mark.parametrize(
    "text", ["the second one", "the other one", "第一个", "另一个", "it", "same for acme", "acme也一样"]
)
def test_without_anything_before_it_half_a_sentence_means_nothing(office: Office, ann: Person, text: str) -> None:
    before = office.dump()
    assert ann.says(text).outcome is not Outcome.DONE or text == "it"
    assert office.dump() == before
