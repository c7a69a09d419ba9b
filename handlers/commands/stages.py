"""The stages of the pipeline: look at them, add one, call one otherwise."""

from typing import Annotated

from crm_domain.pipelines import Outcome, Stage
from crm_domain.texts import T
from handlers.command import command
from handlers.limit_slot import ShareSlot
from handlers.reply import Reply
from handlers.turn import Turn

STAGE, CHANCE, ENDS = T("Stage", "阶段"), T("Chance", "概率"), T("Ends as", "结局")
ENDINGS = {Outcome.WON: T("won", "赢"), Outcome.LOST: T("lost", "丢")}


@command(
    "stage.list",
    needs="pipelines.read",
    help=T("Show the stages of the pipeline and their chances", "查看销售阶段和各自的概率"),
    example=T("what are our stages", "有哪些阶段"),
    slash=("stages", "stage list", "阶段列表"),
    en=[
        "(what are|what's|show|list|show me) [the|our|my] [deal|pipeline|sales] stages",
        "(which|what) stages (are there|do we have|have we got|does the pipeline have)",
    ],
    zh=[
        "(有哪些|有什么|都有哪些|都有什么)[销售]阶段",
        "[销售|商机]阶段(有哪些|都有哪些|列表|列一下)",
        "(列出|查看|看看|看一下)[所有|全部][销售|商机]阶段",
    ],
)
def list_stages(turn: Turn) -> Reply:
    columns = {
        STAGE: lambda stage: stage.name,
        CHANCE: lambda stage: f"{stage.probability}%",
        ENDS: lambda stage: ENDINGS.get(stage.outcome),
    }
    title = T("{count} stage(s), in their order", "共 {count} 个阶段，按先后排列")
    return turn.table(turn.crm.pipelines.stages(), columns, title, T("There are no stages.", "还没有阶段。"))


@command(
    "stage.add",
    needs="pipelines.write",
    help=T("Add a stage to the pipeline, behind another one (admins)", "在某个阶段后面加一个销售阶段（管理员）"),
    example=T("add a stage Legal review after proposal", "在报价后面加一个阶段：法务审核"),
    slash=("stage add", "阶段 新建"),
    en=[
        "(add|create|insert|new) [a|an|the] [new] [deal|pipeline] stage [called|named|:] {name} (after|behind) {after}",
        "(add|create|insert|new) [a|an|the] [new] [deal|pipeline] stage [called|named|:] {name} (after|behind) {after} [,|with] [a chance of|at] {chance}",
        "(add|create|insert) [a|an] {name} stage (after|behind) {after}",
        "(add|create|new) [a] [new] [deal|pipeline] stage",
    ],
    zh=[
        "在{after}(后面|之后|后)(加|新建|新增|添加|插入)[一个][新]阶段[:：，,叫]{name}",
        "在{after}(后面|之后|后)(加|新建|新增|添加|插入)[一个][新]阶段[:：，,叫]{name}[,，][概率]{chance}",
        "(加|新建|新增|添加)[一个][新][销售]阶段[:：，,叫]{name}[,，](排在|放在|在){after}(后面|之后)",
        "(加|新建|新增|添加)[一个][新][销售]阶段",
    ],
)
def add_stage(
    turn: Turn,
    name: str,
    after: Stage,
    chance: Annotated[int | None, ShareSlot(most=100)] = None,
) -> Reply:
    stage = turn.crm.pipelines.add_stage(name.strip(" \"“”「」'"), turn.me.language, after, chance)
    said = T("Added the stage {name} after {after}, at {chance}%.", "已在{after}后面加了阶段{name}，概率 {chance}%。")
    return turn.done(said, name=stage.name, after=after.name, chance=str(stage.probability))


@command(
    "stage.rename",
    needs="pipelines.write",
    help=T("Call a stage by another name (admins)", "给销售阶段改名（管理员）"),
    example=T("rename the stage qualified to Discovery", "把阶段报价改名为方案报价单"),
    slash=("stage rename", "阶段 改名"),
    en=[
        "(rename|call) [the] stage {stage} [to|as|into] {name}",
        "(rename|call) [the] {stage} stage [to|as|into] {name}",
    ],
    zh=["(把|将)阶段{stage}(改名为|改名叫|改叫|改名成){name}", "(把|将){stage}阶段(改名为|改名叫|改叫|改名成){name}"],
)
def rename_stage(turn: Turn, stage: Stage, name: str) -> Reply:
    before = stage.name
    turn.crm.pipelines.rename_stage(stage, name.strip(" \"“”「」'"), turn.me.language)
    said = T("{before} is called {name} now; both are understood.", "{before}现在叫{name}，两种叫法都能看懂。")
    return turn.done(said, before=before, name=name)
