"""A bare “enable”, 启用 or “turn it off”: of the automation that was spoken of last."""

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
    "automation.disable": rf"{_ASSENT}(?:(?:disable|deactivate|switch off|turn off|pause)(?: (?:it|this|that))?"
    r"|(?:turn|switch) (?:it|this|that) off|(?:停用|关掉|关闭|停掉|禁用|暂停)(?:它|这个|这条)?(?:吧|了|一下)*)",
}
_ACKNOWLEDGED = ("ok", "okay", "sure", "好", "好的")  # to a card that says that it is off, they may mean: I see


def switched(bare: str, context: Context) -> Reading | None:
    """“yes” too, to a card that was shown to be turned on."""
    memory, said = context.memory, bare.lower()
    id = memory.focus.get("automations")
    if memory.subject != "automations" or id is None:
        return None
    names = [name for name, words in _SWITCHED.items() if re.fullmatch(words, said)]
    offered = bool(memory.recent) and memory.recent[-1].command == "automation.add"
    if offered and said in YES and said not in _ACKNOWLEDGED:
        names = ["automation.enable"]
    return Reading(COMMANDS[names[0]], {"automation": f"#{id}"}, rule="switched") if names else None
