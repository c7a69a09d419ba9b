"""What people say in a team's chat that asks nothing of a CRM: the intent reader's examples of what is out of scope."""

CHATTER = tuple(
    line
    for line in """
good morning everyone
anyone up for lunch
who wants coffee
I'm stuck in traffic, be there in ten
happy birthday!!
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
""".splitlines()
    if line
)
