"""What people put before and behind a request: greetings, “could you”, 能不能请你帮我, thanks."""

import re

_BEFORE = (
    "hey|hi|hello|ok|okay|please|pls|plz|(?:can|could|cud|would) (?:you|u|ya|someone)|would you mind|so|and|also|then|"
    "now|confab|fine|"
    r"(?:tell me|let me know)(?=\s+(?:which|what|how|who|whose|where|whether|when (?:did|was|were|we))\b)|all of|"
    "i'd like to know|i was wondering|quick one|two things|three things|"
    "if you (?:can|could)"
)
_BEFORE_ZH = (
    "不好意思打扰了|不好意思|打扰了|打扰一下|打扰下|麻烦你|麻烦|请|請|帮我|幫我|帮忙|幫忙|给我|給我|你好|那|再|然后|"
    "顺便|好的|聊客"
)
_RIGHT_BEFORE_ZH = (  # with no blank or comma between
    "(?:能不能|可不可以|能否|可否|是否可以|能|可以)(?=[请請麻帮幫你给給])|"
    "(?:麻烦你|麻烦|麻煩|请你|请|請|你)(?=[帮幫给給在把将將])|"
    "麻烦你|麻烦|麻煩|请你|请(?!(?:工单)?#?\\d*的?(?:客户|客人|对方|用户))|請|帮我|幫我|帮忙|幫忙|[看查](?=我的)|"
    "[给給]我(?=[加建开開列拉调調查])"
)
_BEHIND = (
    "please|pls|plz|thanks|thank you|thx|ta|for me|actually|update it|pls update|please update|谢谢|多谢|"
    "辛苦了|麻烦了|拜托了|改一下(?:公司|职位|电话|邮箱|信息|资料)?|改下|更新一下|更新下|处理一下|存一下"
)
_POLITE = re.compile(
    rf"^(?:\s*(?:{_BEFORE}|{_BEFORE_ZH})[\s,，:：!！]+|\s*(?:{_RIGHT_BEFORE_ZH})(?=\S))+|"
    rf"(?:(?<!task)(?<!todo)(?<!reminder)[\s,，]+(?:{_BEHIND}))+[\s.!。！]*$",
    re.IGNORECASE,
)
_TO_ME = re.compile(r"^((?:show|read|bring|pull up|send) (?:it|that|this|them|him|her)) (?:to|for) me\b", re.IGNORECASE)

_SAME = re.compile(
    r"\s+(?:for|in|over|during) (?:the |that )?same (?:period|time|week|month|quarter|year)\b|[,，]?同期的?(?=\S)",
    re.IGNORECASE,
)

# “any overdue deals?” asks for them
_ANY = re.compile(
    r"^(?:(?:are there|do (?:we|i) have|have (?:we|i) got|got) )?any "
    r"(?=(?:\w+ ){0,2}(?:deals?|tickets?|tasks?|reminders?|calls|meetings|visits)\b)",
    re.IGNORECASE,
)


def politely(text: str) -> str:
    """Without greetings, thanks, and what says that a second thing is asked of the same period as the first."""
    text = _SAME.sub("", text)
    text = _ANY.sub("", _TO_ME.sub(r"\1", text))
    return _POLITE.sub("", text).strip() or text.strip()
