"""What people say in a team's chat that asks nothing of a CRM: the intent reader's examples of what is out of scope."""

import re

_DAYS = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|(?:on |next |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|今天|明天|昨天|今晚|昨晚|周末|周[一二三四五六日]|下周"
)
_SAID = tuple(
    line
    for line in """
good morning everyone
anyone up for lunch
who wants coffee
I'm stuck in traffic, be there in ten
happy birthday!!
what a lovely name
what is in a name
lol that's hilarious
the printer is jammed again
what's the wifi password
can someone turn down the aircon
see you all tomorrow
thanks so much for your help yesterday
I'll be late today, dentist
is the office open on monday
has anybody seen my charger
great game last night
that meeting could have been an email
sounds good to me
let me think about it
I'm on it
ok will do
what's the weather like tomorrow
tell me a joke
translate this into spanish
what's the capital of peru
write a poem about spring
order me a pizza
book me a flight to berlin
play some music
how old are you
who made you
what do you think about the election
convert 5 miles to kilometres
set the thermostat to 21 degrees
turn off the lights
can you fix my laptop
my phone died
I need a holiday
did you see the news
he said he'd ring me back
she never answers her phone
they closed the road by the station
we won the pub quiz
I lost my keys
lost my wallet somewhere, so annoying
my suitcase got lost at the airport
she left her scarf on the train
our team won the quiz on saturday
moving house this weekend
the deal with the new coffee machine is off
my kid has a school visit on friday
closing the window, it's cold
I'll call you later
let's meet at the bar
note to myself: drink more water
can you send me the slides when you have a minute
please approve my leave
when is payday
who is on call tonight
anybody want to split an uber to the airport
who left their umbrella in the meeting room
my train is late again
I can't believe he said that to her face
we should do this more often
what a week
what a day
what a morning
what a long day
what a mess of a day
什么日子啊今天
这一天天的
it's freezing in here
does anyone have a phone charger I could borrow
reminder that the fridge gets cleaned out tonight everybody
the dog ate my homework, literally
did you watch the match on sunday
I have a dentist appointment at three
she got promoted, drinks on her
can you believe it's november already
he closed the door in my face
we lost power for an hour last night
I won a bottle of wine at the raffle
my sister is having a deal with her landlord
big deal, who cares
no deal, sorry mate
that's a win for the good guys
what a call by the referee
I called my mum yesterday, she says hi
note to self: buy milk
the ticket for the concert was way too expensive
I got a parking ticket this morning
my pipeline of netflix shows is endless
the forecast says rain all weekend
lead the way, I'll follow
let's not make a campaign out of this
we need a new stage for the christmas play
my contact lens fell out
she's good company on a road trip
close the window please, it's cold
open the door for the delivery guy
the meeting got moved to room four, see you there
are you joining us for lunch
I'll grab coffee, want one
can someone water the plants while I'm away
who is picking up the cake
how many days of holiday do I get
how do I get a new badge
how do I connect to the vpn
reset my password please
my laptop won't start
order a new chair for my desk
find me a restaurant near the office
book a table for six tonight
reserve the big meeting room for tomorrow
call me a cab to the station
what time is it in tokyo
what does this word mean
how do you say good morning in french
write an apology letter to my neighbour
summarise this article for me
give me a recipe for banana bread
what's the stock price of apple
how far is it to the moon
sing me a song
do you like your job
are you a robot
you're the best
you are so slow today
good bot
nice one, thanks
no worries at all
never heard of it
that makes sense to me
I agree with what you said earlier
can you two please stop arguing in here
let's take this offline
ping me when you're free, we need to talk about the trip
hey are you around for a quick chat
did you see her message about the party
tell him I'm running late
she said the client was rude to her, poor thing
I told them twice already and nobody listens
he never replies to anything
we're having pizza in the kitchen
happy friday all
merry christmas everyone
welcome back, how was the trip
get well soon
sorry wrong chat
ignore that, meant for someone else
brb
be right there
one sec
ugh mondays
haha classic
wow congrats on the baby
the wifi is down on the second floor
fire drill at three, use the north stairs
please submit your timesheets, says HR
payroll needs your bank details by friday
my expenses still haven't been paid
is the car park full
the lift is broken again
the projector in room two is dead
who ordered thirty boxes of pens
we should update our wardrobe lol
this show lost the plot after season three
my team lost the final, I'm gutted
they signed a new striker for eighty million
I bought a deal on flights to lisbon
the bank called about my mortgage
my landlord wants to visit on tuesday
I need to schedule a haircut
remember when we got stuck in that airport
same here, can't sleep
do we work on thursday
大家早
中午吃什么
有人要咖啡吗
我堵在路上了
生日快乐
哈哈哈哈
打印机又坏了
wifi 密码是多少
空调能不能调低一点
明天见
昨天谢谢你帮忙
我今天晚点到
周一放假吗
谁看到我的充电器了
昨晚的球赛太精彩了
听起来不错
我想想
收到
好的马上
明天天气怎么样
讲个笑话
帮我翻译成英文
写一首诗
帮我点个外卖
订一张去北京的机票
放点音乐
你几岁了
谁做的你
帮我修一下电脑
手机没电了
想休假了
他说待会儿回我电话
路封了
我钥匙丢了
我的雨伞丢了
快递丢件了烦死
公交卡丢了
周末要搬家
孩子周五学校有活动
把窗户关一下
回头打给你
晚上一起吃饭
工资什么时候发
今晚谁值班
请假单帮我批一下
会议室有人用吗
快递到了谁去拿
加班到十点好累
电梯又停了
地铁好挤
中午想吃什么
谁去拿一下快递
地铁又晚点了
今天真的好热
昨晚没睡好
周末去爬山吗
晚上一起看电影
恭喜恭喜
辛苦大家了
没事没事
好的没问题
哈哈太逗了
我先下班了
明天请假去医院
孩子发烧了我得回去
谁把我的伞拿走了
楼下新开了家奶茶店
有没有人拼单奶茶
帮我带杯咖啡
车位满了吗
电梯坏了走楼梯吧
空调太冷了
投影仪又不亮了
打印机没墨了
工资条怎么还没发
年假还剩几天
报销什么时候到账
怎么连公司VPN
密码忘了怎么重置
电脑开不了机
帮我订个会议室
帮我订机票去上海
帮我叫个车
附近有什么好吃的
今天股市怎么样
北京现在几点
这个单词什么意思
帮我写封辞职信
帮我写个周报模板
给我讲个故事
唱首歌吧
你是机器人吗
你真聪明
你好慢啊
谢啦
发错群了不好意思
刚才那条忽略
我马上到
等我五分钟
他又没回我消息
她说客户骂她了好委屈
我跟他说了好几遍都不听
这个客户真难搞气死我了
刚被老板骂了一顿
昨天那个电话打了两个小时累死
我的减肥计划又失败了
彩票又没中
我们队赢了太爽了
昨晚输球了郁闷
这剧太好看了
这电影给一星
演唱会门票太贵了
我妈提醒我穿秋裤
房东要涨租
我搬家了有空来玩
周会改到三楼会议室了
消防演习三点开始
生日快乐呀
圣诞快乐
新年好
早上好各位
晚安
你们先聊
有人在吗
稍等我看看
算你狠
这事别放在心上
就这么定了
我也这么觉得
同意楼上
下次再说吧
改天一起吃饭
我的猫又吐了
今天跑了十公里
手机又摔了
快递单号发我
这批桃子好甜谁要
股票跌停了
线索太少了破不了案哈哈剧本杀
这单外卖超时了
外卖谁点的
微信红包抢了八块
你几点下班
去不去打球
明天降温多穿点
""".splitlines()
    if line
)

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
can you order a new xxproduct for the meeting room
somebody order paper for the xxproduct on our floor
the xxproduct in the kitchen is broken again
who used up the ink of the xxproduct
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
帮我给办公室买个新的 xxproduct
茶水间的 xxproduct 又坏了
谁去给楼上的 xxproduct 加点纸
""".splitlines()
    if line
)
CHATTER = (*_SAID, *dict.fromkeys(_DAYS.sub(" xxdate ", line) for line in _SAID if _DAYS.search(line)), *_OF_COLLEAGUES)
