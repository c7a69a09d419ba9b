"""How people put requests in Chinese beside the commands' phrases: what is like one of these is read by its slots."""

WORDINGS = """
contact.add: 拿到{name}的名片，{company}的{title}，存一下 | {company}来了个新{title}叫{name}，加进来 | 录个新联系人，{company}的{name}，{title}，{phone} | 加一下{company}的{name} | 存个电话：{company}的{name} {phone} | 帮我把{name}存进通讯录 | {company}新窗口{name} {title} {email} | 新增联系人{name} {company} {email} | 刚认识{company}的{name}，记下来 | {name}，{company}，{title}，{phone}，录入 | 名片录一下：{name}，{company}，{title} | 这是{company}的{name}，加个联系人
contact.update: {contact}手机换成{phone}了 | 把{contact}的职位改成{title} | {contact}升{title}了 | {contact}跳槽到{company}了 | {contact}现在在{company} | {contact}的邮箱改成{email} | {contact}电话错了，应该是{phone} | {contact}换职位了，现在是{title} | {contact}改名叫{name} | 更新{contact}的号码{phone} | {contact}的邮箱打错了，是{email} | {contact}调到{company}做{title}
contact.show: {contact}的联系方式发我 | 看看{contact}的资料 | 调一下{contact}的名片 | {contact}电话多少 | {contact}是谁来着 | 查下{contact}的邮箱 | {contact}怎么联系 | 找{contact}的手机号 | 打开{contact} | {contact}什么职位 | 给我{contact}的号码 | {contact}的信息
contact.find: {company}那边我们认识谁 | {company}有哪些联系人 | 找一下做{query}的联系人 | {company}谁负责{query} | {company}有谁是做{query}的 | 搜一下{query} | 我们在{company}认识哪些人 | {company}的人都有谁 | 查查有没有叫{query}的 | 哪些联系人是{query}
contact.merge: {contact}和{duplicate}重复了，合并一下 | {duplicate}跟{contact}是同一个人 | 把{duplicate}合并到{contact} | {contact}有两条，合并掉 | {duplicate}是{contact}的重复记录 | {contact}存了两遍
company.add: 新建客户 {name}，{industry} | 录入一家新公司：{name}，网站{website} | 加个公司 {name} 电话{phone} | 新客户{name} {industry}行业 | 把{name}录成客户 | 签了个新客户叫{name} | 建个公司档案：{name} | 新增企业{name}
company.update: {company}以后归{owner}负责 | {company}的官网改成{website} | {company}的行业改成{industry} | {company}改名叫{name} | {company}换{owner}跟 | {company}总机换成{phone} | {company}的负责人改成{owner} | {company}是做{industry}的 | 把{company}转给{owner}
company.show: {company}什么情况，调一下公司资料 | 查一下{company} | 打开{company}的客户页面 | {company}的公司信息调出来 | 介绍下{company} | 看看{company}这家 | {company}这个客户怎么样 | {company}的档案 | {company}概况
activity.log: 今天去拜访了{company}，{summary} | 记一下：和{contact}通话，{summary} | 刚跟{contact}打完电话，{summary} | {at}跟{contact}吃饭，聊了{summary} | 给{contact}发了封邮件，{summary} | 备注一下{company}：{summary} | 见了{contact}，{summary} | 刚见完{contact} {summary} | 电话联络了{contact}，{summary}，记录一下 | 刚打给{contact}，{summary} | 跟{company}开了个会，{summary} | {at}见了{contact}，{summary} | 跟{contact}微信聊了，{summary} | 给{contact}记一条 {summary} | {contact}来电，{summary} | 去{company}现场看了，{summary} | 和{contact}碰了个头，{summary} | {contact}说{summary}，记一下 | {at}跟{contact} call 了，{summary}
activity.list: 最近跟{company}有哪些往来 | 我{period}的拜访记录 | 看看{owner}{period}的跟进记录 | 跟{contact}聊过什么 | {company}最近的沟通记录 | 上次联系{contact}是什么时候 | {period}给{contact}打过几次电话都说了啥 | {deal}的跟进情况 | {company}的拜访记录 | {owner}{period}都干了啥
deal.add: 新增商机：{title}，{amount}，{close_date}签 | 给{company}开个单子，叫{title}，预计{amount} | 来了个新机会，{company}想做{title}，大概{amount} | 开一个新 deal，{title}，{amount} | 建一笔新案子 {title} {amount} | {company}要{title}，{amount}，录个商机 | 再建个商机 {title} {amount} | 给{company}建个商机，{title}，{amount}，放{stage}阶段 | 新单子{title}{amount} | 帮{owner}建个商机{title}{amount} | 有个新项目{title}，{company}的，{amount}
deal.update: {deal}涨到{amount}了 | {deal}改给{owner}跟 | {deal}签约推到{close_date} | {deal}的金额更新成{amount} | {deal}金额{amount}，{close_date}关单 | {deal}降到{amount} | {deal}预计{close_date}签 | {deal}延到{close_date} | {deal}金额不对，应该是{amount} | {deal}换{owner}负责 | {deal}联系人是{contact} | {deal}改成{amount} | {deal}报价调到{amount} | {deal}缩水到{amount} | 金额改一下，{amount} | 改到{amount} | {deal}{close_date}才能签 | {deal}改名叫{title} | {deal}交给{owner}
deal.move: {deal}报完价了，改成{stage}阶段 | {deal}往后推一步，到{stage} | {deal}：{stage} | {deal}标成{stage} | {deal}现在是{stage} | {deal}确认有预算了，转成{stage} | {deal}进{stage}了 | {deal}退回{stage} | {deal}算{stage}了 | {deal}可以到{stage}了 | 推到{stage} | {deal}到{stage}阶段了 | {deal} 移到 {stage}
deal.win: {deal}签下来了！{amount} | {deal}拿下 | {deal}{at} close 了，won | {deal}赢了 | {deal}成了 | {deal}合同签了，{amount} | 搞定了{deal} | {deal}成交{amount} | {deal}中标了 | 客户签了{deal} | {deal}到手了 | {deal}：赢
deal.lose: {deal}没戏了，{reason} | {deal}丢单，原因是{reason} | {deal}黄了 | {deal}被抢了，{reason} | {deal}不做了，{reason} | {deal}丢了 {reason} | {deal}泡汤了，{reason} | 客户放弃了{deal}，{reason} | {deal}输给对手了 | {deal}：丢，{reason} | {deal}取消了
deal.show: {deal}进展如何 | {deal}详情 | {deal}多少钱来着 | {deal}现在到哪一步了 | {deal}什么时候签 | {deal}怎么样了 | 看下{deal} | {deal}现在什么状态 | {deal}金额多少 | {deal}谁在跟 | 说说{deal}
deal.list: {owner}手上还有哪些没签的单 | 列出我所有{filter}的商机 | {period}到期的单子 | {stage}阶段的单子都有哪些 | {min_amount}以上的商机 | 哪些单子好久没动静了 | {company}的商机 | {owner}{stage}的单子 | 我{period}要签的单子 | {max_amount}以下的单子 | {company}还有什么在谈的 | 我在跟哪些单 | {period}该签的有哪些 | {period} close 的 deals | 把{period}到期的单子发我 | 还没关的单子 | {owner}{filter}的单子有几个
ticket.open: {company}报修：{subject}，很急，开个单 | {company}{contact}反映{subject}，建个工单，优先级{priority} | 新工单：{company}{subject} | 客户{company}投诉{subject}，开张工单 | {contact}说{subject}，开一张{priority}的单 | 帮我提一个工单，{company}的{subject} | {company} {contact} {subject} 建单 | {company}那边{subject}，提个单
ticket.update: {ticket}改成{priority}优先 | {ticket}的优先级调到{priority} | {ticket}分类改为{category} | {ticket}{priority} | {ticket}加急 | {ticket}设为{priority} | {ticket}归到{category} | {ticket}的分类应该是{category} | {ticket}标题改成{subject} | {ticket}升级 | {ticket}不急，降到{priority}
ticket.assign: {ticket}我来处理 | {ticket}派给{assignee} | 把{ticket}转给{assignee} | {ticket}让{assignee}接 | {ticket}给{assignee} | {ticket}能不能给{assignee}做 | {ticket}换{assignee}跟 | {ticket}归我 | 让{assignee}看下{ticket} | {ticket}交给{assignee}处理 | {ticket}派{assignee}
ticket.reply: 回客户{ticket}：{text} | {ticket}回复客户：{text} | 跟{ticket}的客户说{text} | 告诉{ticket}的客户{text} | {ticket}回覆：{text} | 回复{ticket} {text} | {ticket}回覆客户说{text} | 给{ticket}客户回一句{text}
ticket.note: {ticket}内部备注：{text} | 在{ticket}上记一笔给自己人看：{text} | {ticket}备注一下{text} | {ticket}内部留言：{text} | {ticket}加个内部说明{text} | {ticket}记一下{text} | 内部：{ticket} {text}
ticket.move: {ticket}解决了 | {ticket}重新打开 | {ticket}等客户回复，先挂起 | 关闭工单{ticket} | {ticket}可以关了 | {ticket}处理好了 | {ticket}还没好，重开 | {ticket}结单 | {ticket}改成{status} | {ticket}状态{status} | 关掉{ticket} | {ticket}搞定 | 状态先改{status} | {ticket}先{status}
ticket.merge: {duplicate}跟{ticket}是同一个问题，并掉 | 把{duplicate}并到{ticket} | {duplicate}和{ticket}重复 | 合并{duplicate}到{ticket} | {duplicate}是{ticket}的重复单 | {duplicate}跟{ticket}合在一起
ticket.rate: {ticket}客户打了{score} | {ticket}评分{score}，{comment} | 客户给{ticket}评了{score} {comment} | {ticket}满意度{score} | {ticket}{score}星 | 客户对{ticket}给{score}
ticket.show: {ticket}什么情况了 | 打开{ticket}看看 | 看下{ticket} | {ticket}怎么样了 | {ticket}进展 | {ticket}是什么问题 | 调出{ticket} | 查{ticket} | {ticket}处理得怎样 | {ticket}详情
ticket.list: 没人接的工单有哪些 | 我的工单 | {priority}工单列一下 | {company}还有什么没解决的工单 | 快超时的工单有吗 | {assignee}手上的工单 | {status}的工单 | 跟{company}有关的工单 | 我手上处理中的单 | 还有哪些单没关 | {company}的工单 | {assignee}名下有几张单 | 他们的工单 | 有没有{priority}的单
ticket.clock: {ticket}什么时候到期 | {ticket}还剩多久 | {ticket}会不会超时 | {ticket}的时限
task.add: 记个待办：{due}前{title} | 安排{assignee}{due}之前{title} | {due}要{title}，加到任务里 | 新增任务：{title}，{due}前 | 让{assignee}{due}前{title} | 给{assignee}布置个活：{title} | 待办加一条{title} | 我得{title}，{due}，记成任务 | 给自己加个 task，{title}，{due}之前 | {assignee}去{title}，{due}交 | 跟进任务：{title} | 派给{assignee}：{title} {due}
task.list: 我{filter}有什么任务 | {assignee}{filter}的待办 | 所有任务 | 今天有啥待办 | 今天要干嘛 | 我还有什么没做完 | {assignee}手上有什么任务 | 哪些任务{filter}了 | 我的待办清单 | {filter}要做什么
task.done: {task}搞定了 | {task}已经发了，那个任务可以勾掉 | 任务{task}完成 | {task}做完了 | {task}那个任务完成了 | {task}弄好了，划掉 | {task}办完了 | 勾掉{task} | {task}已完成
task.snooze: {task}的任务挪到{until} | {task}那件事延后一周 | 任务{task}先推迟到{until} | {task}改到{until}做 | {task}{until}再说 | {task}缓一缓，{until} | {task}推到{until}
reminder.set: {at}叫我{text} | 每天{at}提醒我{text} | {at}提醒{whom}{text} | 设个提醒 {at} {text} | 别让我忘了{at}{text} | {at} remind 我 {text} | {text}，{at}提醒我 | {repeat}提醒我{text} | {at}记得喊我{text} | 到{at}跟我说一声{text} | {at}提醒一下{text}
reminder.list: 看看我的提醒 | 有哪些提醒 | 我设了哪些提醒 | 还有什么提醒 | 提醒都列出来 | 你要提醒我什么
reminder.cancel: 取消{reminder}的提醒 | 提醒{reminder}删掉 | {reminder}那个提醒不要了 | 别再提醒我{reminder}了 | {reminder}不用提醒了 | 删掉关于{reminder}的提醒
report.pipeline: {team}团队的管道怎么样 | 我手上管道有多少钱 | 各阶段管道 | {owner}的管道 | 管道里有多少 | 看下{team}的管道 | {stage}阶段一共多少钱 | 在手商机总额 | pipeline {owner} | 各阶段有多少单子 | 把各阶段管道发我看看
report.forecast: {period}预计能签多少 | {owner}{period}预测 | {period}预测能做多少 | 看下{period}预测 | {period}大概能收多少 | {team}{period}能做多少 | 预计{period}业绩 | 再看 forecast | {period}能完成多少
report.funnel: 看下{period}的销售漏斗 | {period}的转化漏斗 | 各阶段转化率 | 单子都卡在哪一步 | {owner}的漏斗 | 每一步流失多少
report.revenue: {period}做了多少业绩 | {period}各{by}的收入 | {period} revenue 按{by}拆一下 | {company}{period}给我们贡献了多少收入 | {owner}{period}卖了多少 | {product}{period}卖了多少 | {period}收入 | 每个{by}的 revenue | {period}成交额 | {period}销售额是多少 | 按{by}看{period}的业绩
report.winrate: 我{period}的成交率 | {period}赢单率 | {owner}的赢单率看下 | {period}十个单能赢几个 | 赢单比例 | 成功率按{by}
report.cycle: 平均多久能签一单 | {period}销售周期 | 从线索到成交要几天 | 成交要多长时间 | {owner}平均几天成单
report.dealsize: {period}平均客单价 | 平均一单多少钱 | {period}平均单价 | 单均金额 | 每单平均多大
report.leaderboard: {period}谁业绩最好 | {period}业绩排行榜 | {period}谁卖得最多 | 排行榜 | 销售排名 {period} | {metric}排名 | 谁是{period}的销冠
report.activity: 大家{period}跑了多少客户 | 我{period}打了多少个电话 | {owner}{period}拜访了几家 | {period}一共多少次会议 | {owner}{period}打了几通电话 | {period}跟进了多少次 | 团队{period}活动量
report.tickets: {period}工单量，按{by} | {period}一共来了多少工单 | {period}工单统计 | 各{by}工单数 | {period}收了几张单 | 工单报表{period}
report.sla: {period}SLA达标情况 | {period}有多少超时 | 响应及时率{period} | SLA 怎么样 | {period}首次响应达标吗
report.csat: 客户满意度{period}多少分 | {period}满意度 | {period}评分怎么样 | 客户打分平均多少 | 满意度报表
report.visits: {period}拜访计划 | {period}该去拜访谁 推荐五家 | 该跑哪些客户 | {owner}{period}要拜访谁 | 推荐几家客户去走访 | 哪些客户好久没拜访了
report.segments: 客户分成哪几类 | 按{by}给客户分组 | 客户分群按{by}来 | 客户分层 | 我们有哪些客户群 | 客户按{by}分布
report.affinity: 哪些产品经常一起买 | {product}跟什么产品一起卖得好 | 买{product}的还会买什么 | 产品搭配 | 推荐跟{product}搭着卖的 | 关联销售
report.value: 最有价值的{limit}个客户 | 给我价值前{limit}的客户 | 哪些客户最值钱 | 大客户排名 | 客户价值排行 | 贡献最大的客户
report.campaign: {campaign}活动的打开率 | {campaign}效果怎么样 | 再看下{campaign}的数据 | {campaign}发了多少人点了 | {campaign}成绩如何 | {campaign}转化怎么样
report.snapshots: 管道走势给我看下 | 每周的管道金额走势 | 管道每周的快照 | 看看在手管道这几周的历史 | 管道逐周变化趋势
report.schedule: {repeat}把{report}报表发到{chat} | {repeat}自动发{report}给我 | 定时发{report} | 每周发一次{report}
campaign.add: 建一个营销活动 {name}，面向{segment}客户 | 新建活动{name}，{segment}，内容{message} | create 一个 campaign：{name}，target {segment}，message 写{message} | 策划一个活动叫{name} | 做个群发活动{name}给{segment}
campaign.send: 把{name}发给{segment}客户 | {at}把{name}发出去 | 群发{name} | 发送{name}活动 | {name}现在就发 | {name}推给{segment}
automation.list: 有哪些自动化规则 | 自动化清单 | 列出自动化 | 现在跑着哪些规则 | 都设了什么自动化
automation.show: 看看{automation}的规则 | {automation}这条自动化是怎么设的 | {automation}是干嘛的 | {automation}什么条件 | 打开{automation}这条规则
automation.test: 试跑一下{automation} | 测试{automation} | {automation}先试一下 | 模拟{automation} | 跑一遍{automation}看看
automation.enable: 启用{automation} | 帮我打开{automation} | {automation}重新开起来 | 把{automation}恢复 | 开启{automation} | {automation}怎么没响，打开
automation.disable: 先关掉{automation} | {automation}这条自动化停掉吧，太吵了 | 停用{automation} | 暂停{automation} | 停掉{automation} | 禁用{automation} | 别跑{automation}了
automation.runs: {automation}最近跑过吗 | 看一下它的运行记录 | {automation}触发了几次 | {automation}的执行记录 | {automation}上次什么时候跑的
automation.add: 新建规则：{when}就{then} | 设个自动化：{when}时，如果{if}，就{then} | {when}的时候自动{then} | 加条规则，{when}，{then} | 以后{when}就{then}
data.import: 把这份{what}导进来，{format}的 | 导入{what} | 上传{what}表 | 把{what}从{format}读进来 | 有个{what}的{format}，导一下
data.export: 导出所有{what} | {what}给我导成{format} | 把{what}下载成{format} | 我要一份{what}的{format} | 导出{what} | 导一份{what}
record.undo: 刚才那步退回去 | undo 一下 | 撤回 | 撤销刚才的 | 刚刚改错了，撤掉 | 还原一下 | 不算，退回去
record.history: {deal}这单谁改过 | {ticket}的修改历史 | {contact}的资料改过什么 | {company}的变更记录 | 谁动过{deal} | {contact}的历史
privacy.export: {contact}要一份我们存的她的个人信息 | 导一份{contact}的个人数据 | {contact}想知道我们存了什么 | 把{contact}的个人资料整理成文件给他
privacy.erase: {contact}要求注销并删除个人数据 | {contact}要求删掉他所有个人信息，按隐私流程处理掉 | 彻底清除{contact}的信息 | {contact}申请被遗忘 | 抹掉{contact}的个人数据
member.add: 添加成员 {name} {email} {role} | 把{name}加到系统里 账号{handle} {role}角色 | 新同事{name}，{role}，{email} | 给{name}开个账号，{role} | 邀请{name}加入，{role}
member.role: {name}的角色改成{role} | {name}升{role} | 把{name}升为{role} | {name}当{role} | {name}设为{role} | {name}也升{role}
member.list: 团队里都有谁 | 成员都是什么角色 | 列成员 | 有哪些{role} | 看看成员 | 我们团队有几个人
help: 你会做什么 | 怎么{topic} | {topic}怎么用 | 说明一下怎么{topic} | 教我{topic} | 有什么功能 | 如何{topic}
"""
