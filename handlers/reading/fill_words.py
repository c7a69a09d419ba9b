"""By which words a slot is announced where slots are simply listed, and which slots take nothing that is left over."""

import re

SHORT = {
    "p": "priority",
    "cat": "category",
    "amt": "amount",
    "close": "close_date",
    "date": "close_date",
    "who": "assignee",
}
LABELS_ZH = {
    "description": ("描述", "详情", "詳情", "细节"),
    "handle": ("账号", "帐号"),
    "title": ("职位", "职务", "标题"),
    "name": ("名叫", "姓名", "名称", "名字"),
    "industry": ("行业",),
    "note": ("备注",),
    "reason": ("原因",),
    "category": ("分类", "分類", "类别", "類別", "类型"),
}

KEPT = {  # text slots that take nothing that is merely left over
    **dict.fromkeys(("deal.update", "company.update"), frozenset({"name", "title"})),
    "ticket.update": frozenset({"subject", "why"}),
    "ticket.open": frozenset({"description"}),
    **dict.fromkeys(
        ("ticket.assign", "ticket.move", "ticket.rate", "ticket.show"), frozenset({"why", "who", "comment"})
    ),
}
REPORTED = re.compile(  # who says so is not what the trouble is
    r"^(?:(?:uh|um|er|is|are|has been|just|also|now|they|she|he)\s+)*(?:says?|said|saying|reports?|reported|reporting"
    r"|complains?|complained|complaining|claims?|called|writes|wrote|told us|mentions?|mentioned)\s+(?:in\s+)?"
    r"(?:that\s+|about\s+|to say\s+)?|^(?:uh|um|er|that|about)\s+"
    r"|^(?:来电|來電|打电话来|打電話來|打来|打电话|刚才|又来)?(?:说|說|反映|反馈|抱怨|投诉|报告|讲)(?:是|他们|她们)?[,，:：]?",
    re.I,
)
