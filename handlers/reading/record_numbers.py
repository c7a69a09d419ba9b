"""A record called by its number: #12, ticket 1013, 第3号任务."""

import re
from functools import lru_cache

from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket

_COUNTED = r"(?:(?:number|no\.?|nr\.?|num)\s*|编号|单号|第)?\s*"
NUMBER = re.compile(r"(#)([0-9]{1,40})")
# A task, a reminder or a ticket is also known by its bare number, with what it is called beside it.
NUMBERS: dict[type[Row], re.Pattern[str]] = {
    Task: re.compile(rf"(?:(?:the\s+)?task|任务|待办)?\s*{_COUNTED}(#)?([0-9]{{1,40}})\s*号?(?:任务|待办)?"),
    Reminder: re.compile(rf"(?:(?:the\s+)?reminder|提醒)?\s*{_COUNTED}(#)?([0-9]{{1,40}})\s*号?(?:提醒)?"),
    Automation: re.compile(
        rf"(?:(?:the\s+)?(?:automation|rule|workflow))?(?:自动化|规则)?\s*{_COUNTED}(#)?([0-9]{{1,40}})\s*号?(?:自动化|规则)?"
    ),
    Ticket: re.compile(
        rf"(?:(?:the\s+|my\s+)?(?:support\s+)?(?:tickets?|tkt|tix|case|issue)|[那这][个张])?\s*(?:工单|单子|单)?\s*"
        rf"{_COUNTED}(#|t-|#t-|tkt-)?\s?([0-9]{{1,40}})\s*号?\s*的?(?:[那这]?[个张条])?\s*(?:ticket|tkt|case"
        rf"|工单|单子|单)?"
    ),
}


@lru_cache(4096)
def number_in(bare: str, model: type[Row]) -> int | None:
    """The number of such a record that these words, in small letters, are; None where they are a name."""
    found = NUMBERS.get(model, NUMBER).fullmatch(bare)
    return int(found[2]) if found else None
