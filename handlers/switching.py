"""A bare “enable”, 启用, 试一下 or “turn it off”: of the automation that was spoken of last."""

import re

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.readings import Reading
from handlers.reading.words import YES

_ASSENT = (
    r"(?:(?:yes|yeah|yep|sure|ok|okay|good|great|perfect|looks good|fine|please|then|now)[\s,]*)*"
    r"(?:好的?|行|可以|嗯|没问题|对|是的)?[,，\s]*(?:那就|那|就|请|帮我|给我|麻烦)*"
)
_SWITCHED = {
    "automation.enable": rf"{_ASSENT}(?:(?:enable|activate|switch on|turn on|go live|start)(?: (?:it|this|that))?"
    r"|(?:turn|switch) (?:it|this|that) on"
    r"|(?:启用|开启|打开|启动|激活|开|生效|上线)(?:它|这个|这条)?(?:吧|了|一下|起来)*)",
    "automation.disable": rf"{_ASSENT}(?:(?:disable|deactivate|switch off|turn off|pause)"
    r"(?: (?:it|this|that))?(?: for now)?"
    r"|(?:turn|switch) (?:it|this|that) off"
    r"|(?:先|先把它)?(?:停用|关掉|关闭|停掉|禁用|暂停|停)(?:它|这个|这条)?(?:吧|了|一下)*)",
    "automation.remove": r"(?:delete|remove|scrap|get rid of) (?:it|this|that)(?: rule| automation| workflow)?"
    r"|(?:把(?:它|这条|这个)(?:删了|删掉|删除)|(?:删掉|删除|删了)(?:它|这条|这个)?)(?:吧|了)*",
    "automation.show": r"(?:what does (?:it|this|that) do|show (?:it|this|that)(?: again)?)"
    r"|它?(?:是|是用来)?干(?:什么|嘛|啥)的",
    "automation.test": rf"{_ASSENT}(?:先)?(?:试跑|试运行|测试|试|演练|模拟)(?:它|这个|这条)?(?:吧|看|一下|一遍)+",
}
_RENAMED = re.compile(
    r"(?:rename|call|name) (?:it|this|that)(?: rule| automation| workflow)?(?: to| as)? (?P<en>.+)"
    r"|(?:把?它|这条|这个)?(?:规则|自动化)?(?:改名为|改名叫|改名成|改叫|命名为)(?P<zh>.+)",
    re.I,
)
_ALL_AGAIN = re.compile(  # after all were stopped
    r"(?:start|resume|restart|turn on|switch on|unpause|enable)"
    r"(?: (?:it|them|everything))?(?: all)?(?: back)?(?: on)?(?: again)?"
    r"|(?:turn|switch) (?:them|everything)(?: all)?(?: back)? on(?: again)?"
    r"|(?:全部|都|全)*(?:恢复|重新启用|重新打开|打开)(?:吧|了|运行)*"
)
_ACKNOWLEDGED = ("ok", "okay", "sure", "好", "好的")  # to a card that says that it is off, they may mean: I see


def switched(bare: str, context: Context) -> Reading | None:
    """“yes” too, to a card that was shown to be turned on."""
    memory, said = context.memory, bare.lower()
    if memory.recent and memory.recent[-1].command == "automation.stop" and _ALL_AGAIN.fullmatch(said):
        return Reading(COMMANDS["automation.resume"], {}, rule="switched")
    id = memory.focus.get("automations")
    if memory.subject != "automations" or id is None:
        return None
    if renamed := _RENAMED.fullmatch(bare):
        called = renamed["en"] or renamed["zh"]
        return Reading(COMMANDS["automation.rename"], {"automation": f"#{id}", "name": called}, rule="switched")
    names = [name for name, words in _SWITCHED.items() if re.fullmatch(words, said)]
    offered = bool(memory.recent) and memory.recent[-1].command == "automation.add"
    if offered and said in YES and said not in _ACKNOWLEDGED:
        names = ["automation.enable"]
    return Reading(COMMANDS[names[0]], {"automation": f"#{id}"}, rule="switched") if names else None
