"""What to do where somebody wants a record gone: nothing is deleted here, but all of it can be put aside."""

from collections.abc import Sequence
from typing import Annotated

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import CrmError
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.any_record_slot import AnyRecordSlot
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Turn

INSTEAD: dict[type[Row], T] = {
    Deal: T(
        "Deals are not deleted, so that the figures stay right. To close {name} say: lost {name}. "
        "If you have just added it by mistake, say: undo",
        "商机不会删除，这样统计才对得上。要关掉{name}，请说：{name}丢单。如果是刚刚加错的，请说：撤销",
    ),
    Ticket: T(
        "Tickets are not deleted. To be done with {name} say: close {id}. A duplicate can be merged: merge {id} into …",
        "工单不会删除。不用再处理{name}，请说：关闭{id}。重复的可以合并：把{id}并到……",
    ),
    Task: T(
        "Tasks are not deleted. To take “{name}” off your list say: done {name}",
        "任务不会删除。要从清单上去掉“{name}”，请说：{name}完成",
    ),
    Contact: T(
        "Contacts are not simply deleted. A duplicate can be merged: merge {name} into … Where {name} wants to be "
        "forgotten, an admin can say: erase the personal data of {name}",
        "联系人不会直接删除。重复的可以合并：把{name}合并到……如果是{name}要求删除个人信息，管理员可以说：清除{name}的个人数据",
    ),
    Company: T(
        "Companies are not deleted, as their deals and tickets hang on them. A duplicate can be merged: merge company "
        "{name} into … If you have just added it by mistake, say: undo",
        "公司不会删除，因为商机和工单都挂在它下面。重复的可以合并：把公司{name}合并到……如果是刚刚加错的，请说：撤销",
    ),
}


@command(
    "record.delete",
    help=T("Say what to do instead of deleting a record", "说明不想要的记录该怎么处理"),
    example=T("delete the gate readers deal", "删除商机 鲲途华南仓"),
    slash=("delete", "删除"),
    en=[
        "(delete|remove|trash|get rid of|bin) [the] (deal|opportunity|ticket|task|contact|company|account) {named}",
        "(delete|remove|trash|get rid of|bin) [the] {named} (deal|opportunity|ticket|task|account)",
        "(delete|trash|get rid of) {named}",
    ],
    zh=[
        "(删除|删掉|删了|移除)(商机|单子|工单|任务|联系人|公司|客户){named}",
        "(把|将)[商机|单子|工单|任务|联系人|公司|客户]{named}[那单|那个|这单|这个](删了|删掉|删除|移除)[吧|掉]",
        "(删除|删掉){named}",
    ],
)
def delete_record(turn: Turn, named: Annotated[Sequence[Row], AnyRecordSlot()]) -> Reply:
    found = min(named, key=_length)
    turn.about(found)
    raise CrmError(INSTEAD[type(found)], name=found.label, id=str(found.id))


def _length(row: Row) -> int:
    """The shortest name says no more than what was said: 澄屿科技 is the company before its deals."""
    return len(row.label)
