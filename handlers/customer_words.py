"""What a customer may say that is no new matter: a greeting, a question for their tickets, a rating."""

import re

BEGINS = frozenset({"/start", "/help", "help", "帮助", "start", "开始"})
NUMBER = re.compile(r"#\s*(\d{1,9})")
ASKS = re.compile(
    r"^/tickets$"
    r"|^(?:(?:show|list|see|check|what are|what is|what's|whats|any)\s+)?(?:me\s+)?(?:all\s+)?(?:of\s+)?(?:my|our)\s+"
    r"(?:open\s+)?(?:tickets?|requests?|cases?)(?:\s+(?:status|please))?[?.!]*$"
    r"|^(?:what(?:'s| is) the )?(?:status|state|progress)(?: of)?(?: (?:my|our|the) (?:tickets?|requests?|cases?))?"
    r"[?.!]*$"
    r"|^(?:查|看|查看|看看|查一下|看一下|列出)?(?:我|我们)的?(?:所有)?(?:工单|请求|单子|进度)"
    r"(?:列表|进度|状态|情况|怎么样|处理到哪了)?[了吗呢?？。！]*$"
    r"|^(?:进度|状态|进展)(?:怎么样|如何)?[了吗呢?？。！]*$",
    re.IGNORECASE,
)
SHOWS = re.compile(
    r"^(?:show|see|check|status(?: of)?|what(?:'s| is)(?: the)? (?:status|state)(?: of)?|how is|how's"
    r"|any news (?:on|about)"
    r"|查|查看|看|看看|查一下|看一下)?\s*(?:me\s+)?(?:ticket|request|case|工单|请求)?\s*#?\s*(\d{1,9})\s*"
    r"(?:的?(?:进度|状态|情况|进展))?(?:怎么样|如何|到哪了)?[了吗呢?？。！.!]*$",
    re.IGNORECASE,
)
RATE = re.compile(r"^/rate #(\d{1,9}) ([1-5])$")
SCORE = re.compile(
    r"\W*([1-5])\s*(?:/\s*5|stars?|分|星)?[\s.,!。，！]*(?:(?<=[\s.,!。，！])(?P<word>\S.*))?", re.I | re.S
)
PICK = re.compile(r"^/ticket #(\d{1,9})$")
NEW = "/ticket new"
