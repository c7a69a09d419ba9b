"""Privacy: what is known of a person, handed out; and erased."""

from typing import Annotated

from crm_domain import privacy
from crm_domain.contacts import Contact
from crm_domain.exchange_tables import as_json
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Ask, Turn

TOLD = T(
    "All that is on record about {contact} is in the file: {records} record(s), {changes} change(s), {messages} message(s).",
    "{contact}的全部个人数据都在文件里：{records} 条记录、{changes} 次改动、{messages} 条消息。",
)
SURE = T(
    "Erase all personal data of {contact} for good? The record, its history and every mention go: {records} record(s) point to it. "
    "This cannot be undone.",
    "确定要永久删除{contact}的全部个人数据吗？记录、修改历史和所有提及都会清除（有 {records} 条记录关联）。删除后无法恢复。",
)
ERASE = T("Erase for good", "永久删除")
ERASED = T(
    "Erased. Receipt number {id}: {texts} text(s) cleared, {files} file(s) removed. Nothing of the person is kept.",
    "已永久删除。凭据编号 {id}：清除文本 {texts} 处，删除文件 {files} 个，不再保留此人的任何信息。",
)
# A rep who asks what we have on somebody wants their card: only data in so many words, or a request for it, is meant here.
_DATA = "personal data|personal info|personal information|data|personal details|records|pii"
_ERASABLE = f"{_DATA}|info|information|details"
_HOLD = (
    "we hold|we have|we store|we know|we've got|we keep|is stored|is on file|we have stored|you have|you hold|you know"
)
_LAW = "[,] [under|per|for|as per|because of|due to] [the] (gdpr|pipl|ccpa|dsgvo|privacy law|data protection|privacy request|subject access request|dsar|sar) [request]"
_HAND = "export|download|generate|compile|produce|collect|gather|extract|prepare|hand over|put together"
_GET = f"{_HAND}|give me|send me|get me|get|pull|show me"
_ERASE = "erase|delete|remove|wipe|purge|destroy|scrub|forget|clear"
_WHOLLY = "completely|entirely|for good|permanently|forever|fully|totally|everywhere|from everywhere|from the system|from the crm|from our system|from our systems|from our records|from the database|out of the system"
_WHY_EN = "[,] [.] [-] [he|she|they|it's|its|this is|there's|a] [has|have|is|was] [asked|wants|invoked|requested|exercised|formal|gdpr] {*}"
_ZH_ALL = "全部|所有|全部的|所有的|一切|全套"
_ZH_DATA = "个人数据|个人信息|个人资料|数据|信息|资料|隐私数据|隐私信息|全部信息|全部数据|记录"
_ZH_ERASE = (
    "删除|删掉|抹掉|清除|清空|抹除|擦除|删|彻底删除|彻底删掉|彻底清除|永久删除|彻底抹掉|注销|销毁|删干净|清掉|清理掉"
)


@command(
    "privacy.export",
    needs="contacts.read",
    help=T("Hand out all that is known of a person (subject access request)", "导出某人的全部个人数据（数据主体查阅）"),
    example=T("export everything we hold on Ellis Whitlow", "导出李若楠的全部个人数据"),
    slash=("privacy export", "个人数据 导出"),
    en=[
        f"({_HAND}) [me] (all|all of|all the|everything|every bit of|a copy of|a copy of all|the|any|whatever) [{_ERASABLE}] [that] [{_HOLD}] (on|about|for|of|regarding|concerning|related to|relating to) {{contact}}",
        f"({_GET}) [me] [all|all of|all the|the|a copy of|a copy of all] [the] ({_DATA}) (on|about|for|of|regarding|concerning) {{contact}}",
        f"({_GET}) [me] [all|all of|all the|the|a copy of|a copy of all] [of] {{contact}}['s|s] (personal data|personal info|personal information|data|personal details|personal data file|pii|data file)",
        f"({_GET}) [me] (all|all of|all the|any|the|a copy of all) ({_DATA}) [that] [{_HOLD}] (on|about|for) {{contact}}",
        f"(what|which) [personal] ({_DATA}) (do we|do you|have we|have you|are we|does the crm) (hold|have|store|keep|got|holding|know) (on|about|of|for) {{contact}}",
        "what do (we|you) (hold|store|keep|have on file|have stored) (about|on) {contact} [personally|, personal data wise]",
        "what do (we|you) (know|have) (about|on) {contact} (personally|, personal data wise)",
        f"{{contact}} (wants|would like|asked|asks|has asked|has requested|requested|is asking|wanted|wishes|needs) [to know|to see|for|to have|to get|us] (what|which|all|a copy of|a copy of all|everything|the|access to) [of] [the|his|her|their] [personal|all|all the] [{_DATA}] [that] [{_HOLD}] [on|about|of] [him|her|them|himself|herself] [, [can you|can we|could you|please] (generate|make|export|create|produce|send|prepare|get) {{*}}]",
        f"{{contact}} (wants|would like|asked for|asks for|has asked for|has requested|requested|is asking for) [to see|to get|to have|a copy of] [all] (his|her|their) [own] ({_DATA}) [from us|please]",
        "(subject access request|access request|data subject request|gdpr request|gdpr export|gdpr access request|dsar|sar|data request|data access request|privacy export|privacy request|data subject access request) (for|from|by|of) {contact}",
        "(run|do|make|create|generate|prepare|start|handle|process) [a|an|the] (subject access request|gdpr export|access request|privacy export|data export|dsar|personal data export|data subject request|gdpr access request|personal data report) (for|of|from|on) {contact}",
        "{contact} (made|filed|sent|submitted|sent in) [a|an] (subject access request|access request|gdpr request|dsar|data request) [, {*}]",
        "(gdpr|privacy) (export|data|file) (for|of|on) {contact}",
        "export {contact}['s|s] data (for|under) [the] (gdpr|privacy) [request]",
        "[all] (personal data|personal info|personal information|pii) (on|about|of|for) {contact} (as a file|to a file|as json|, please|please|as an export)",
        "{contact}['s|s] (personal data|personal info|personal information) (as a file|to a file|as json|export|, please|please)",
        f"({_GET}) [me] {{contact=his|her|their}} (personal data|personal info|personal information|data)",
        f"({_GET}) [me] (all the data|all data|all personal data) [{_HOLD}] (on|about|for) {{contact=him|her|them}}",
        f"({_HAND}) [me] everything [{_HOLD}] (on|about|for) {{contact=him|her|them}}",
    ],
    zh=[
        f"(导出|导一份|导|下载|调出|提供|整理|汇总|生成|拉一份|导出一份|出一份|打包)[一下|一份]{{contact}}[的]({_ZH_ALL})[的]({_ZH_DATA})",
        f"(导出|导一份|导|下载|调出|提供|整理|生成|拉一份|导出一份|出一份|打包)[一下|一份]{{contact}}[的][{_ZH_ALL}](个人数据|个人信息|个人资料|隐私数据|隐私信息)",
        f"(把|将){{contact}}[的][{_ZH_ALL}][的]({_ZH_DATA})[都|全](导出来|导出|导一份|导出一份|打包|导一下|整理出来|导出一下)[给我|给他|给她|发我|发给他|发给她]",
        "(把|将){contact}[的](资料|信息|数据)(全部|都|全|全都)(导出来|导出|打包|导一份|整理出来)[给我|发我]",
        "[看看|看下|查一下|查查|看一下](我们|咱们|系统|系统里|公司)[都|到底][手里|手上|里][有|掌握][关于]{contact}[的]哪些(个人数据|个人信息|个人资料)",
        "[看看|看下|查一下|查查|看一下](我们|咱们|系统|系统里|公司)[都|到底][手里|手上|里](存了|存着|保存了|收集了|存有|记录了|保留了|持有)[关于]{contact}[的]哪些(个人数据|个人信息|个人资料|数据|信息|资料)",
        "[关于]{contact}[的](个人数据|个人信息|个人资料)[我们|系统里][都][有|存了]哪些",
        "{contact}(要|想|要求|申请|希望|想要|提出|请求)(查|看|查看|查阅|知道|了解|获取|调取|导出|要|拿|一份|拿到|查询)[一下|我们]({*})(个人数据|个人信息|个人资料|数据|信息|资料){*}".replace(
            "({*})", "[我们|存|的|有|关于|他|她|自己|保存|都|哪些|了|他的|她的|自己的|本人的|全部|所有]"
        ).replace("{*}", "[,，][麻烦|帮我|请|帮他|帮她][导一份|导出|导出一下|生成|出一份|整理一份][文件|给他|给她]"),
        f"{{contact}}(要|想|要求|申请|希望|想要)(查|看|查看|查阅|知道|了解|获取|调取|导出)[一下][我们|系统][存|保存|持有|掌握|有|存了|手里][了|的][他|她|他的|她的|关于他|关于她|本人|自己|自己的][的]({_ZH_DATA})[,，][能不能|能否|可以|帮忙|麻烦|请|帮我][生成|导|导出|出][一个|一份|个|份][文件|一下|吗]",
        f"(给|替|帮){{contact}}(导出|导|生成|出|准备)[一份][他的|她的][{_ZH_ALL}](个人数据|个人信息|个人资料|数据)",
        "{contact}(提出|提交|发来|发起)[了](数据查阅|数据主体|个人信息查询|查阅|数据访问|个人信息查阅)(请求|申请)[,，][麻烦|请|帮忙|帮我][处理一下|导出|导一份][数据]",
        "(处理|办理|做)[一下]{contact}[的](数据查阅|数据主体|个人信息查询|查阅|数据访问|个人信息查阅)(请求|申请)",
        f"(导出|导|下载)[一份|一下]{{contact=他|她|他的|她的}}[的][{_ZH_ALL}](个人数据|个人信息|个人资料|数据|资料)",
        f"(把|将){{contact=他|她|他的|她的}}[的][{_ZH_ALL}](个人数据|个人信息|个人资料)(导出来|导出|导一份|打包)",
        f"{{contact}}[的][{_ZH_ALL}](个人数据|个人信息|个人资料)(导出|导一份|导出一份|导出来|导一下|给我一份|发我一份)",
        "(导|导出)[一份]{contact}[的](隐私|个人)(数据|信息|资料)[文件|报告|包]",
        "(按|根据)(隐私|个人信息保护|数据保护|pipl|gdpr)[法|流程|要求|规定][,，]?(导出|提供){contact}[的](数据|信息|资料|个人数据|个人信息)".replace(
            "[,，]?", "[,，]"
        ),
        "(我们|咱们|系统)(存了|保存了|收集了){contact}[的](哪些|什么)(个人数据|个人信息|个人资料|数据|信息|资料)",
        "(我们|咱们|系统)(有|掌握){contact}[的](哪些|什么)(个人数据|个人信息|个人资料)",
    ],
)
def export_person(turn: Turn, contact: Contact) -> Reply:
    turn.about(contact)
    known = privacy.known_of(turn.crm, contact)
    records = 1 + sum(len(rows) for noun, rows in known.items() if isinstance(rows, list) and noun not in _OTHER)
    path = turn.drawer.put(f"personal-data-{contact.id}.json", as_json(known))
    counts = {"records": records, "changes": len(known["history"]), "messages": len(known["messages"])}
    said = turn.done(TOLD, contact=contact, records=records, changes=counts["changes"], messages=counts["messages"])
    return said.but(files=(path,), figures=counts, private=turn.group)


_OTHER = ("history", "messages")


@command(
    "privacy.erase",
    needs="workspace.admin",
    help=T("Erase a person's data for good (admins)", "永久删除某人的全部个人数据（管理员）"),
    example=T("erase all personal data of Ellis Whitlow", "彻底删除李若楠的个人信息"),
    slash=("privacy erase", "erase", "个人数据 删除"),
    en=[
        f"({_ERASE}) [all|all of|all the|any|every bit of|everything about|the] [of] ({_ERASABLE}) [that] [{_HOLD}] (of|on|about|for|relating to|related to|from) {{contact}} [{_WHOLLY}]",
        f"({_ERASE}) [all|all of|all the|any|every bit of|everything about|the] [of] ({_ERASABLE}) [that] [{_HOLD}] (of|on|about|for|relating to|related to|from) {{contact}} [{_WHOLLY}] (,|.|-|;|:|because|since|as|under|per|due to|following|after) {{*}}",
        f"({_ERASE}) (all|everything|all trace|all traces|every trace) [that] [{_HOLD}] (of|on|about|for) {{contact}} [{_WHOLLY}]",
        f"({_ERASE}) (all|everything|all trace|all traces|every trace) [that] [{_HOLD}] (of|on|about|for) {{contact}} [{_WHOLLY}] (,|.|-|;|:|because|since|as|under|per|due to|following|after) {{*}}",
        f"({_ERASE}) {{contact}}['s|s] [personal|all|private] ({_ERASABLE}|record|contact record|profile|entire record) [{_WHOLLY}]",
        f"({_ERASE}) [all|all of] {{contact}}['s|s] [personal|all|private] ({_ERASABLE}|record|contact record|profile) [{_WHOLLY}] (,|.|-|;|:|because|since|as|under|per|due to|following|after) {{*}}",
        f"({_ERASE}) {{contact}} ({_WHOLLY}|from everything|under gdpr|per gdpr|for gdpr)",
        f"({_ERASE}) {{contact}} ({_WHOLLY}) (,|.|-|;|:|because|since|as|under|per|due to|following|after) {{*}}",
        "(erase|forget|wipe|purge|scrub|anonymise|anonymize) [the] [contact] {contact}",
        "(erase|delete|wipe|purge|scrub|remove) (everything|all|all data|all the data) [personal] [that] (we have|we hold|we keep|we've got|we store) (on|about|of) {contact} [, {*}]",
        "(erase|forget|wipe|purge|scrub|anonymise|anonymize) [the] [contact] {contact} (,|.|-|;|:|because|since|as|under|per|due to|following|after) {*}",
        "{contact} (wants|asked|has asked|would like|requested|has requested|is asking|asks|demands|demanded|wishes) to be (forgotten|erased|deleted|removed|wiped) [completely|entirely] [from {*}]",
        "{contact} (wants|asked|has asked|would like|requested|has requested|is asking|asks) us to (forget|erase|delete|remove|wipe) (him|her|them|his data|her data|their data|all his data|all her data|all their data|everything) [{*}]",
        "{contact} (wants|asked for|has asked for|requested|has requested) [all] (his|her|their) ({*}) (erased|deleted|removed|wiped|gone) [{*}]".replace(
            "({*})", "[personal] (data|details|information|info|record|records)"
        ),
        "{contact} (invoked|has invoked|invokes|exercised|exercises|has exercised|claims|used) (his|her|their|the) right to (be forgotten|erasure|deletion) [, {*}]",
        "(right to be forgotten|right to be forgotten request|erasure request|right to erasure|deletion request|gdpr erasure|gdpr deletion|gdpr erasure request|gdpr deletion request|formal erasure request|data deletion request|privacy erasure) (for|from|by|of|came in from|came in for) {contact} [(,|.|-|;) {*}]",
        "(process|handle|do|execute|carry out|run|action|fulfil|fulfill) [a|an|the] (right to be forgotten|erasure request|right to erasure|deletion request|gdpr erasure|gdpr deletion|erasure|data deletion) [request] (for|from|by|of) {contact}",
        "gdpr [:|,|-] (delete|erase|erasure|deletion|wipe|remove|forget) [for|of|:] {contact}",
        f"({_ERASE}) [all] {{contact=his|her|their}} (personal data|personal info|personal information|data|records|personal details) [{_WHOLLY}]",
        f"({_ERASE}) {{contact=him|her|them}} ({_WHOLLY})",
    ],
    zh=[
        f"[请|按规定]({_ZH_ERASE})[一下]{{contact}}[的][{_ZH_ALL}][的]({_ZH_DATA})",
        f"(把|将){{contact}}[的][{_ZH_ALL}][的]({_ZH_DATA})[都|全|全部|全都|统统|彻底|永久]({_ZH_ERASE}|全部删除|全部删掉|全删了|都删了|删了)[了]",
        f"(把|将){{contact}}[的][{_ZH_ALL}][的]({_ZH_DATA})[都|全|全部|全都|统统|彻底|永久]({_ZH_ERASE}|删了)[了](,|，|。|：|；){{*}}",
        f"{{contact}}(要求|申请|要|想|希望|请求|提出|让我们)[我们]({_ZH_ERASE})[他|她|他的|她的|自己的|本人的|其][的][{_ZH_ALL}][的]({_ZH_DATA})",
        f"{{contact}}(要求|申请|要|想|希望|请求|提出|让我们)[我们]({_ZH_ERASE})[他|她|他的|她的|自己的|本人的|其][的][{_ZH_ALL}][的]({_ZH_DATA})(,|，|。|：|；){{*}}",
        f"{{contact}}(要求|申请|要|想|希望|请求)(把|将)[他|她|他的|她的|自己的|本人的|其][的][{_ZH_ALL}][的]({_ZH_DATA})[都|全|全部|全都|彻底]({_ZH_ERASE}|删了)",
        f"{{contact}}(要求|申请|要|想|希望|请求)(把|将)[他|她|他的|她的|自己的|本人的|其][的][{_ZH_ALL}][的]({_ZH_DATA})[都|全|全部|全都|彻底]({_ZH_ERASE}|删了)(,|，|。|：|；){{*}}",
        "{contact}(行使|要求行使|提出|提了)[了][他的|她的](被遗忘权|删除权|数据删除请求|删除请求|数据删除申请|被遗忘的权利)[,，][请|麻烦|帮忙|按流程]{*}",
        "{contact}(行使|要求行使|提出|提了)[了][他的|她的](被遗忘权|删除权|数据删除请求|删除请求|数据删除申请|被遗忘的权利)",
        f"({_ZH_ERASE})[有关|关于|跟|与]{{contact}}[有关|相关]的(一切|所有|全部|所有信息|全部信息|所有数据|全部数据|一切信息|一切数据|所有资料)",
        f"(彻底|永久|完全)({_ZH_ERASE})[联系人]{{contact}}",
        f"(把|将)[联系人]{{contact}}(彻底|永久|完全|从系统里|从系统中|从系统里彻底|从crm里|从库里)({_ZH_ERASE})[了]",
        "(处理|执行|办理)[一下]{contact}[的](数据删除|删除|被遗忘权|个人信息删除|隐私删除|注销)(请求|申请)",
        f"(按|根据|依据|依照)(隐私|gdpr|pipl|个保法|个人信息保护法|数据保护|隐私法规|隐私政策|合规)[的]?[法|流程|要求|规定|条例][,，]({_ZH_ERASE}){{contact}}[的][{_ZH_ALL}][的][{_ZH_DATA}]".replace(
            "[的]?", "[的]"
        ),
        f"{{contact}}[的][{_ZH_ALL}][的](个人数据|个人信息|个人资料|数据|资料|信息)[都|全|全部|全都|彻底|永久]({_ZH_ERASE}|删了)[吧|掉|了]",
        "(忘掉|遗忘|抹去|抹掉)[联系人]{contact}",
        f"({_ZH_ERASE})[一下]{{contact=他|她|他的|她的}}[的][{_ZH_ALL}][的](个人数据|个人信息|个人资料|隐私数据)",
        f"(把|将){{contact=他|她|他的|她的}}[的][{_ZH_ALL}][的](个人数据|个人信息|个人资料|信息|数据|资料)[都|全|全部|彻底]({_ZH_ERASE}|删了)",
    ],
)
def erase_person(turn: Turn, contact: Contact, sure: Annotated[str | None, WordSlot(YES)] = None) -> Reply:
    if sure != "yes":
        raise Ask("sure", SURE, sure=ERASE, contact=contact, records=privacy.leaning_on(turn.crm, contact))
    words = [contact.email, contact.phone, contact.name]
    receipt = privacy.erase(turn.crm, contact)
    turn.forgets = True
    files = turn.drawer.forget(word for word in words if word)
    texts = sum(receipt.removed.values())
    return turn.done(ERASED, id=receipt.number, texts=texts, files=files).but(private=turn.group)
