"""An automation as a picture."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_domain.automations import Automation
from crm_domain.errors import NotFound
from crm_domain.texts import T
from handlers.command import command
from handlers.reply import Reply
from handlers.rule_picture import Box, png_of
from handlers.rule_words import condition_of, is_negated, stage_names, step_of, when_of
from handlers.turn import Turn

NONE = T("You have no automation yet that I could draw.", "你还没有自动化，没有可画的。")


@command(
    "automation.picture",
    needs="automations.read",
    help=T("Draw an automation as a picture", "把自动化画成流程图"),
    example=T("draw automation #1", "画一下自动化#1"),
    slash=("automation picture", "自动化 图"),
    en=[
        "(draw|sketch|chart|diagram|visualise|visualize) [me] [the] (automation|rule|workflow) {automation}",
        "(draw|sketch|chart|diagram|visualise|visualize) [me] [the] {automation} (automation|rule|workflow) [as a picture]",
        "(show|give) [me] [a|the] (picture|diagram|chart|drawing|flowchart) of [the] {automation} [automation|rule|workflow]",
        "(draw|sketch) {automation=it|that|this}",
    ],
    zh=[
        "(画|画一下|画出|画个)[自动化|规则|流程]{automation}[的][流程图|图]",
        "(把|将)(自动化|规则|流程){automation}(画成|画出|做成)[一张](图|流程图)",
        "[看看|给我]{automation}[这条|的](自动化|规则|流程)[的]流程图",
        "(画出来|画一下|画个图|画成图|画张图|画个流程图)[看看|吧|给我看看]",
        "(把|将)(它|这个|这条|这条规则|这个流程)画出来[看看|吧]",
    ],
)
def draw_automation(turn: Turn, automation: Automation | None = None) -> Reply:
    """Without a name: the one that was made last."""
    automation = automation or turn.crm.automations.last_made()
    if automation is None:
        raise NotFound(NONE)
    turn.about(automation)
    boxes = list(_boxes(turn, automation))
    path = turn.drawer.put(f"automation-{automation.id}.png", png_of(automation.name, boxes))
    said = [f"{number}. {box.text}" for number, box in enumerate(boxes, 1)]
    return turn.done(T("{text}", "{text}"), text="\n".join([automation.name, *said])).but(files=(path,))


def _boxes(turn: Turn, automation: Automation) -> Iterator[Box]:
    voice, inset = turn.voice, 0
    stages = stage_names(turn.crm, voice)
    start = when_of(automation.rule, voice, stages)
    if condition := automation.rule.get("if"):
        start = voice.say(
            T("{when}, if {what}", "{when}，且{what}"), when=start, what=condition_of(condition, voice, stages)
        )
    yield Box(start, "start")
    for step in automation.steps:
        text = step_of(step, turn.crm, voice).rstrip(":：")
        if step["do"] in ("check", "approve"):
            yield Box(text, "check", voice.say(_aside(step)))
            inset = step.get("skip", 0)
        else:
            yield Box(text, "wait" if step["do"] == "wait" else "act", inset=inset > 0)
            inset -= 1


def _aside(step: Mapping[str, Any]) -> T:
    """What happens beside the way down: where it is so for “unless” and “stop if”, else where it is not."""
    if is_negated(step.get("if")):
        return T("if so, skip", "是则跳过") if step.get("skip") else T("if so, end", "是则结束")
    return T("else skip", "否则跳过") if step.get("skip") else T("else end", "否则结束")
