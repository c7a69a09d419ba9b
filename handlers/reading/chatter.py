"""What people say in a team's chat that asks nothing of a CRM: the intent reader's examples of what is out of scope."""

import re

from handlers.reading.chatter_en import SAID as SAID_EN
from handlers.reading.chatter_zh import SAID as SAID_ZH

_DAYS = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|(?:on |next |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|今天|明天|昨天|今晚|昨晚|周末|周[一二三四五六日]|下周"
)
_SAID = tuple(filter(None, (SAID_EN + SAID_ZH).splitlines()))

_OF_COLLEAGUES = tuple(
    line
    for line in """
xxmember can you cover my shift xxdate
xxmember can you cover for me xxdate please
@ xxmember did you get my message about the trip
@ xxmember lunch xxdate ?
xxmember are you coming to the party xxdate
is xxmember in the office xxdate
did xxmember leave already
has anyone seen xxmember
xxmember I left the keys on your desk
xxmember is so funny
xxmember can you have a look at my slides before I send them to xxcontact
xxmember mate can you look over my deck before it goes out
@ xxmember agree, let's talk about it xxdate
@ xxmember yeah I'll be there at xxmoment
can you grab me a coffee xxmember
thanks xxmember you saved my day
xxcontact is such a nice guy
xxcontact was rude to me on the phone
I met xxcontact at the gym lol
xxcontact has a lovely dog
I think xxcompany is hiring, should I apply haha
their office at xxcompany has the best coffee
my cousin works at xxcompany
at xxmoment in the lobby
I'm out xxdate , back by xxmoment
I'll be late xxdate
back at xxmoment
how many days of leave do I have left xxperiod
I paid xxmoney for that sandwich
it cost me xxmoney
convert xxmoney to euros
set an alarm for xxmoment
book a flight for xxdate
we were xxnumber people at the table
xxmember 你几点到
xxmember 你下午在公司吗
@ xxmember 一起吃饭吗
@ xxmember xxdate 的班可以跟我换吗
xxmember 你看到我的杯子了吗
xxmember 今天请假了吗
xxmember 你什么时候来
谢谢 xxmember
xxmember 太逗了
xxcontact 人真好
xxcontact 刚才骂我了
xxcompany 的前台好漂亮
我同学在 xxcompany 上班
xxdate 团建几点集合
xxdate 放假吗
xxmoment 在楼下等我
我 xxdate 不在
打车花了 xxmoney
这顿饭 xxmoney
我 xxperiod 还有几天年假
帮我订 xxdate 的高铁票
xxdate 会下雨吗
tell xxmember the coffee machine works again
tell xxmember I said hi
xxcontact is a funny guy
heard xxcompany is moving offices
xxcontact 这人挺有意思
听说 xxcompany 要搬家
xxmember 又迟到了
xxmember 最近状态不错
跟 xxmember 说一声咖啡机好了
xxmember 周末聚餐来不来
can you order a new xxproduct for the meeting room
order new ink for the xxproduct
order paper for the xxproduct upstairs
order a new xxproduct for the second floor
somebody order paper for the xxproduct on our floor
the xxproduct in the kitchen is broken again
who used up the ink of the xxproduct
帮我给办公室买个新的 xxproduct
茶水间的 xxproduct 又坏了
谁去给楼上的 xxproduct 加点纸
""".splitlines()
    if line
)
CHATTER = (*_SAID, *dict.fromkeys(_DAYS.sub(" xxdate ", line) for line in _SAID if _DAYS.search(line)), *_OF_COLLEAGUES)
