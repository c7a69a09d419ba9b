"""Common words that are one slip away from one that requests are made of: they are meant as they stand."""

REAL_WORDS = frozenset(
    """
able aboard abort accidental acre activist adapting administration admit admits affect ages agree aid aided aiding
ails air airing ale align alike alone alter america among analysts ant ants apart arab arabs arch arena arent arise
ark armed arming arrive arrives art ash asian ass assistance assisted assisting ate atop attack attacked attacker
attention attracted attraction auction audio automatic aversion avert await awake awhile babe bagging bags bail bailed
bailing bait bake baked baking ball balls band bands bang banged banging bank banking banned bare barge barged bark
barks barn bash bashed bass batch batter beach beaches bead beads beak beam beams bean beans bear beard bears beast
beat beds bee beef beep beeping beer bees began begged begging behaving behavioral bell bells belong belonged belt ben
bend bending bent beside bet bets betting bike bill bind binds bite bits bitter black bleach bleak bless blinding
blink blinking block blocked bloke blow blowing boar boast bogged bold bombings bone bones bong boo boob boom boon
boot booted border borders bore boring boss bosses bouncy boundless bout bows boys brace braces bragged bragging brain
brake branches bread breath breathed breathes breathing brew briefing bright brink brother brush buck budge buds
bugged bugs bulb bull bully bum bumpy bums bunch bunk buns burn burning burns bury burying bus bush bust butter buyer
cable cage caged cages cake cakes calf calm calmed calms cam camel camp cancer candle candles cane cant cape car carl
carried cars cart carve casa casket cast caste casts cat catch catching cater catering cave caved caves cease ceases
cell cello cells cent center centered cha champion channels chant chanting chap charge charged charges charging charm
charming chatter chatting cheat cheated cheek cheeks cheer cheering chick chicks chip chirping chose chow chuck cite
clacking clam clams clan clanging clapping clash classics clattering clatters clause clay climbing clinging clinical
clip clipped clips cloak cloaking clogged clone cloned clones cloning closest closet clot clothing coal coat cod
coding cody coin coke coldest collars collector colleges coloring com coma comb combination combing comet comets
commanders commando commence commencing commend committing companion companions compassion compelled compete competing
competition complain complained complaint complaints composed concealed concealing concepts concerned concert concerts
concession condemning condition conditioned conditioner cone confession confessions conned consensus consists constant
construct consulted contains contempt contend contest context continent continuing contractor contradict contrary
contrast convent convention converge convicted convictions convicts cook cooked cooking cooks cooperate cop cope
coping cops cord core cork corporal cost cosy couldnt counteract county court courting courts cover covert cows cozy
crab crabs crack craft crank crash crate crates credited cremated crew cried criminal crock crop crops crows crush
cunning cunt cure curing currency curry customary cute cuts dad dads daft dairy daisy dame dames damp dang dare dares
daring darn darned dart dash dating dave dawn deaf dean dear dearest dearly debating decay decaying deceive deceived
decency decent deception deck declared deduce dee deed deeds deem deer defeated defended defied definitive defuse defy
del delegation delicate deliveries delusion demand demented demon den dent depended deployed deport deported derail
deranged deserted designed destined detain detained detected detection detention devotion dial dialing didnt died dies
different dime dine ding dire disarmed dishes disk distribute distributor ditch dive divers divine diving docked
doesnt dogs doll dollar dome don dong dont donut dope dork dorm dose doses dost dot dots double doubles doubted dove
doves dozed drag dragging drain draining drank drawn dread dreaming drew dried dries drift drilling drinking drip
dripping driven drone drooling drought drove drown drowning drying dual duck dude dudes dues duke dull duly dumb
dumber dusk dust dwell dwelling ear earl early ears ease east eating eel eject elder elections elements elf emerge
emit empire ending endure energies engraved enlarged equality ere error escorted estate estates eve even exciting
execution executive executives exercise exit exited exiting exits expel expelled expert exploited exploits explored
extending extort face fact faction factions fade fag fags failures faintest fair fake fakes faking fame famed farm
fart farthest fastest fat fate fated fates father fatter faxed fear fears feast fed feds fee fees feet fella fellow
felt fend feud fever fiend fight fights figure figured fill filled filling film filmed filth fin findings finer
finnish firing fishes fist fists fitting fixes flap flare flat flaw fled flesh flew flick flip flipped flipping flips
floating flock flooding flop flour flown foam foil folk folly fond font food fooling fora fore foremost forge forged
forgot fork forks fort forth forum fought foul frail frank freak fred freed friction fried fries fright frisk frog
froze fudge fuel function fund fur furnished furry fuss gagging gain gal gall game games gang gases gassed gate gates
gays gaze gear gears geek geeks gems gene generals generation generations generator generators germs giant gift gland
glide glow glowing goat god gods gold goo goody gook goon gown grace grad graft grain gram grams grand grasping grass
grave gray greed greet greeting grey grinding grinning groaning gross ground grounded grow grows grub grunt grunting
guilt gunning guns guts hack hail hailed hailing hair hairs half hall halls halo handcuffs handy hang hanged hangover
hangs hans happiest hard hardened hare harry hash hasnt hassling hast hat hatch hate hated hates hating hats haunt
haunting haven havent haze head heading headline heal healed healing heals heap heaps hear hears heave heck heed heel
height heir heirs hell helm helpless hen hens herb herbs herd herds hero heroes herr hes hick highness hike hill hind
hip hire hired hires hissing historic hitch hits hive hoarding hogs hole holed holes hollow holy home homemade homes
homing honey hood hook hooked hooking hooks hose host hosted hots hounding hover hovering howl hows hugging hull hump
hunch hush hut idea ideal ideals idly immediate importance impotent incite industrial infernal informal ing ink insure
integral internet intersection intro invest invoke involved involves isnt itch jack jade jail jailed jake james jane
jason jean jeans jeep jets jews jingle jive john joint joke joys judge judging jules jump junk jury kate keen kid kids
kilo kin kinda king kings kiss kissed kissing kite knack kneeling knew knight knights knob knot known lace laced lack
lacked lad lads laid lair lake lakes lame lane lapse larry laser lash lass latch latent latex latte latter laughing
lay layer laying lays leaf leaky lean leaned leaning leans leap leaping leaps leapt learnt lease leased leash led
legion legions legs lend lending lengthy lens lent les lest lets letter letting lever lewd lice lick licked licking
licks lid lie lied life light lights liking lime linen linger lining lip lips lire lisa listen lit liter live lively
liven lives loaf loan lobe lock locker locket locking locks lodged loft logo lone loo loop loose loot looting lord
lorry loser lots loud love loved lover loves loving lucky luke lumber lump lung lure luring lush lust lying lynch mad
mai maid maids maker makers male males mall malt man manage managed manages mangy manly manned manor maps mare
markings marries marry mars mary mash mask masked masks massage mast master match matching mate mates mating maze meal
meals meant meat media meek melt melting men mend mending mere mess messed messing metric mice mighty mike mil mile
mill mince mind minds ming mingle mini mink mint minus misled missions mist mistaken mitch mite mixed moan moaning
moans mocked mode moist mold mole momentary momma monkey monument moody moon moping moses moss motel moth mother moths
mount mounting mourning mouth mouths movers movie movies mowing muck mule mules mutt myths nail nailed nailing nails
naked nate naught nearby neat neatly needy negotiating nerd nerds nerve nest net nets newer nice nick nicked nigh
noise non noon north nose noses nosy noticing nude null nuns nut offended offending officers offspring oily olden omen
ops ore ought ounce outgoing outs oven overdose owed owes ozone pace pack packed packing packs pact pad pads pager
paging pain pains painting palace pale pals pan pans pant pants par para parental party pas pasta paste pat patch
patching patent patients patio paved paws paying payments pays peace peach peak pear peck peddling peed peeing peek
peel peep peeping pen pens perk permanent persona personality personnel pest petition pets petting phase phoney phony
picket pickled picky pie pig pike pile piled pill pilot pin pinch pinching pine pining pink pins pint pits plain plane
plank plant planting plead pleaded pleading plow ploy pluck pod poet pointing poker pole poll pope pops pork port
ports pose posed posh posing positive pot pots pounding pour pours power praise praised prank pray preach preached
preaching precinct preserve presume prick pricks pride prime prince princes princess printing prior prize prizes pro
probable probation proceeds producers production programs projectile projecting projector projects prom promised
prompted prone prop proposition pros prosecuted prosecution prospect protected protection protects protests proud
provoked puck puke pulp pump punch puncture pure purse puts quack qualifies qualify qualities quantity quid quiz race
raced races racing rack racked radio raft rag rage ragged raging rags raid raided rail rails rain rained rake rally
range raping rare rash rat rather ration rational rats ratted rattling rave raving raw rays react reacting ready real
reap rear reception recipient reciting recommendation reed reek reeks reel refer referring refined reformed refrain
refuge refugees regarded registry regrets regulate reindeer rejection relate relates relation relations relaxed
relaxing relay relieved religions reliving relocated rely relying remainder remaining remanded remote render rent
repay repeated repent replaced replacing replay reporters requiring resent resides resigned resisted resort respecting
rest restrain restraint retail retain retaliation retarded retreating return returned returning revealing revenge
revoke revolting revolution revolver revolves revolving revs rewarded rewarding rewind rice rick rift riled ring
ringing rings ripe rips rise rises risky rite rites rivers roach road roasting robe robs rocked rod rode rods rome
rook rooting rope rose rotating rots round rounding rouse row rubs rude rue ruining ruins ruler rulers rung runt ruse
rust sack sad safe sage sail sailed sailing sails sake salt sam sand sands sane sang sank sap saving scale scales
scanned scanning scar scare scared scares scars scent scold scolding scope scorn scout seal sealing seals sean seas
seat seated seats secluded sect sections secure security seduce seed seeds seek seeking seeks seem seeming seen sees
seize selfless semen senators sensing sentence sentenced separate separately separates sequences serenity sets setting
settlers settling sever severely sewing shade shaft shagging shake shaking shalt shame shark sharp shat shave shaved
shaving shedding sheep sheer shelf shell shells shelters shilling shipped shipping shirt shocking shoe shoes shone
shoot shop shopping shops shore shores shot shots shown shutting sick side sides sigh sight sighting sights sin sing
singing sink sinned sins sip sipping sire sit sits skate skates sketchy skid skill skip skipped skipping skips slab
slam slams slap slapped slapping slaps slash slate slave slay slaying sled slept slick slim slime slippers slippery
slit slot slow slower slowing slows small smallest smart smell smelling smells smite smoke snap snapping snare
snarling snatched sneak snitch snort snorting snorts snot snow snows snuck snuff soap soar sobs sod soft soften sole
soles solid solo son song soothing sore sorta sought sounding sour sow spanking spare spark sparked sparring spear
speck specs sped speedy spell spelling spells spice spied spike spill spilling spilt spit spite spitting splitting
spoken spoon spores sport sporting sports spotting spout spying square squared squat squid stab stabbing stable stabs
stack stacking stag stairs stake stakes staking stalk stalked stalking stall stalling stan staple stare stark starling
starring startled startling starved starving statistical statue statues stay staying stays steak stealing steam steep
steering stem stems stepped stepping sterling steven stew sticky stiff stimulate stinging stink stinking stir stirring
stirs stitch stitched stitches stock stocking stockings stole stomp stomped stone stoned stoop stopping storm stormed
storming stormy stout stove stow strain strand strap strapped striking stripped stripping stroking struck stuffy stung
stunning style subtitled successor suck sue sued suing suit suite sully summit sung suns superb supper surf surge
suspense swab swam swamp swan swapping swarming swat sway swaying sweeping sweet swell swelling swells swept swift
swing swipe swiped sword swore tablet tabs tack tagged tagging tail tailed tailing tails tale tales tall tame tamed
tan tank tanks tape tapes taping taps tar tart tasted taxes tea teach tear tears ted teen teeth telly tend tending
tends tent tents term territorial tess thats thaw thee theme theres thick thieving thigh thin thine thingy thirsty
thorough though threat threw thrown thud thuds thug thugs thus thy tickled tide tides ties tight tights til tile tiles
tilt tim timer timing ting tire tired tires tissue tissues toad toes token told toll tone tones tonic tool topped tops
torched torches tore torn toss toughest tour tours tower town towns toxic traction tracy trade trades trait tram
trance transform transformed tread treaty tree triad tribal trick tricked tricking tries trio troll tropical truce
truck tubes tuck tucked tune tunes tuning tunnel turd turf twins tying tyre unable understood unload unsure untie unto
unusually urge urn uses usher vague vain valve valves variable vary vase vast veal vector vending vent verge verses
vest vibrations vie vile vince vine violation vive vomiting vote votes vouched vows wade wage waged wailing waist
waking walk walked wall walls wand ward warn warned warnings wash washes wasnt wasted wasting water watering wave
waved waving ways weak weakened wear wears weave weaving weddings wee weed weeds weep weeping weighed weight wept west
wet whale whats whatsoever wheat wheres wherever whim whine whip white whoa whomever wicked wide width wield wife wigs
wild willy wilt wind winding winds wine wines wing wings wink wire wired wires wiser wish wished wit witch withdraw
withdrawal withdrawn withered withheld wits wives woke wolves wong wont wood wore world worm worms worn worry worrying
worse worthless worthy wouldnt wound wreak wring writ writings yang yank yanked yanking yard yarn yea yearn yeast yer
york yous
""".split()
)
SPOKEN_ZH = (  # words of two characters that requests are made of, the commonest first
    """
平均 一下 金额 客户 销售 商机 拜访 周期 活动 成交 统计 跟进 沟通 团队 公司 业绩 情况 哪些 阶段 我们
管道 签单 多少 数据 预测 漏斗 报表 单子 汇总 看看 什么 一个 咱们 转化 加权 得分 计划 产品 收入 全部
分析 折扣 预计 流速 记录 这个 价值 大家 麻烦 单价 营销 效果 所有 评分 速度 数量 走访 推广 安排 整个
整体 名单 报告 总额 删除 规则 新增 排名 导出 改成 查看 信息 一份 提醒 按照 新建 处理 时间 签约 一条
打开 分组 彻底 拆分 在手 客服 列出 现在 改为 一共 售后 列表 来看 预估 删掉 邮件 批量 划分 清单 比较
回归 任务 添加 群发 拆开 展示 对比 那个 可以 录入 导入 帮忙 几家 总共 怎么 应该 完成 订单 刚才 发送
推送 需要 上传 购买 管线 上门 推荐 幅度 创建 系统 执行 合同 流失 文件 隐私 概率 质量 互动 进来 关联
最高 预期 一次 没有 手上 抹掉 分布 承诺 发出 合并 格式 走势 胜率 启动 促销 资料 如何 个人 趋势 流程
进账 次数 单笔 大小 最近 时候 上线 机会 哪个 款额 最好 比率 输赢 长度 解决 优先 待办 关闭 各个 每个
排行 单数 消息 下载 一张 哪家 发布 发放 投放 自己 还有 评价 自动 建立 一声 大区 建议 目前 那条 内容
拿下 取消 一切 下单 商品 搭配 连带 显示 换成 项目 名下 一起 分类 服务 改名 发给 这份 大概 手里 永久
采购 外勤 内部 登记 回复 通知 重新 负责 全套 区域 地区 片区 最大 最小 超时 日程 出去 电话 几个 不能
以上 清除 不同 开单 东西 达成 停掉 策划 准备 发起 目标 已经 注销 总数 优惠 打分 分数 指数 刚刚 保存
答复 关掉 一场 市场 日期 推迟 进展 一步 读入 倒入 载入 迁移 一般 清掉 每位 通常 最长 达标 看望 申请
启用 叫做 名为 对象 收到 那边 生成 一笔 里面 用户 清空 抹除 擦除 销毁 干净 清理 撤销 还是 修改 记得
逐级 备注 历史 过去 一比 名字 主题 要求 改过 因素 价格 时效 概况 去掉 详情 触发 开启 一遍 名称 面向 下去
重复 交给 延到 不要 请求 交叉 超过 力度 让利 降价 打折 几张 总量 问题 报修 设置 恢复 针对 企业 能否
搞定 标记 改动 贡献 表现 反馈 折让 速率 每日 分层 满意 状态 关于 分配 停用 可否 降到 角色 榜单 经常
达到 线性 之前 细分 值得 上次 运行 转给 邮箱 输出 做成 这些 延期 原因 到期 成员 撤回 更新 消费 这次
响应 多久 违约 按时 客人 指派 回覆 说明 暂停 今天 下来 上面 案子 提到 推进 查阅 还原 排序 容易 卡住
滞留 停滞 停留 多于 大于 超出 分别 回购 几天 账户 买家 等级 值钱 留言 近期 当前 起来 停止 受众 文案
正文 文字 分给 号码 职位 出来 整理 调整 放到 因为 同事 提交 遗忘 带来 第一 给出 积压 结果 成绩 反响
下过 合作 交易 构成 及时 对方 他们 一句 最后 联系 告诉 条件 禁用 测试 试跑 模拟 马上 立刻 更名 调出
一位 手机 名片 认识 进度 记下 这里 不用 到底 希望 提出 本人 根据 操作 撤掉 之后 比例 适合 同时 战绩
成效 回报 成果 战果 怎样 风险 可能 估计 结构 程度 应当 分派 反映 常用 有关 定时 干嘛 激活 演练 开始
立即 接收 变成 说法 忘掉 拿到 全都 变更 闹钟 卖出 五个 往往 僵住 搁置 进行 评估 驱动 影响 群体 级别
规划 往后 来电 投诉 紧急 提升 计时 明细 关注 见面 几时 模板 只要 工作 何时 预演 对照 一家 并入 行业
任何 短信 备份 提前 移交 签下 最终 学到 学会 例句 例子 为啥 理解 进去 打扰 打包 行使 延后 办完 冠军
开张 最低 常见 一块 以后 最早 年龄 系数 售价 小组 画像 分段 几成 时限 支持 几分 接到 制定 会议 通话
抱怨 理由 往来 搜索 然后 几次 试试 作为 参照 定为 提拔 哪位 查找 中标 到手 没戏 泡汤 选择 为何 附件
这儿 账号 提供 掌握 知道 查询 忘记 卖掉 至今 最差 别的 下次 不再 不会 相比 大约 好久 几类 顾客 这边
定义 移除 面谈 回访 持续 历时 事情 勾掉 一点 属于 归类 合成 一样 评语 逾期 接手 下面 编号 同意 审批
如果 定期 太烦 真的 网站 总机 对接 升任 晋升 职务 头衔 跳槽 那里 那儿 熟悉 名叫 争取 进入 总价 处于
以下 学习 训练 这样 这么 得出 帮助 功能 一批 一些 邀请 加入 这种 屏蔽 静音 查查 收集 持有 想要 了解
获取 调取 发来 主体 访问 办理 规定 统统 权利 相关 完全 回退 撤消 算了 退回 更改 不必 办好 销量 五大
签得 赢得 人员 主要 哪里 丢掉 线索 捆绑 两个 总是 大多 组合 咋样 成功 作用 产生 预警 订货 才能 拟合
实际 卖价 相对 目录 标价 定价 原价 便宜 每天 不快 许久 长期 发到 几群 一分 分开 是否 好评 十个 各位
终身 挑出 选出 筛选 包括 事儿 活儿 划掉 提高 列为 类别 类型 不是 标题 并进 超期 违反 延误 挂到 标签
跟踪 订阅 转告 告知 笔记 转为 再说 确认 送达 失败 投递 档案
""".split()
)
REAL_WORDS_ZH = frozenset(
    """
公式 一丈 一举 一具 一刻 一匹 一半 一只 一同 一味 一堂 一处 一尾 一局 一成 一支 一期 一枝 一架 一棵 一气
一汽 一班 一生 一章 一纸 一经 一致 一行 一边 一部 一齐 三份 上品 上朝 上机 上船 上限 下级 下锅 不仅
不及 不在 不失 不尽 不时 不济 不祥 不禁 不羁 不解 不计 不详 不远 不适 不通 世情 世间 两份 两性 两棵
两行 个个 个性 中游 主观 丽人 久美 乘员 了结 二哥 五行 交椅 人人 人缘 代办 会意 似的 位处 何事 作伪
作成 侍候 依次 便衣 做为 先机 克星 克服 公私 关羽 关连 兴业 冀中 几丈 几下 几件 几十 几度 出于 出发
击中 分割 分属 分部 刑期 列位 创见 利好 制订 制钱 前移 力量 功过 助力 单字 单机 卖家 即时 原意 去势
县级 友人 反向 取笑 受到 只得 叫作 可疑 史记 各人 各式 各级 合称 吉普 同一 同义 同知 同级 名位 名城
名子 名教 名篇 启东 周易 哪儿 商周 四行 国人 圈套 地狱 均势 垫子 基团 基金 复出 复式 复试 夏季 多余
多场 大加 大包 大成 大校 大禹 大笑 大雨 大鱼 夫人 失效 她们 妇人 委派 媒人 学系 它们 官军 官道 定位
定势 定单 实情 实效 实绩 富人 察看 小事 小史 小费 尽数 尽量 市长 师长 帐户 带回 帮主 干吗 干警 平价
平分 幸好 应得 应收 应试 开国 开方 开时 异同 异样 弹子 影像 征文 得罪 微分 德比 快意 总攻 总署 总计
总集 悉数 情理 惯于 懂事 战国 战机 手劲 手巾 手记 手迹 扑通 打成 打点 打着 投宿 投敌 担子 指定 挤压
捕快 换乘 接受 握手 支派 支行 改称 放量 政体 教给 既得 时常 时节 明晰 易经 星图 显性 晌午 晴空 未知
本州 本级 本纪 机群 机要 权力 李子 极小 极度 查勘 栗子 校订 棘手 歌星 正理 此人 武人 武大 每人 比利
气动 汇报 油箱 流言 流逝 浸入 清丽 清初 清楚 清淡 游人 滞后 灌注 火鸡 点中 点子 焦急 熟习 特技 特级
狸子 王后 理事 甚么 疏于 疑点 登基 登机 登极 益处 相应 相接 祭天 离子 离解 积分 移位 移步 立时 童话
笔迹 粒子 粒度 糕点 纪录 纪要 纸钱 线形 终审 经历 编成 美分 胆子 胆量 胜任 脚色 腕上 花掉 行事 行驶
表哥 袋中 见解 订约 记分 词人 译成 试图 诱人 课以 调处 财物 责任 走时 起动 起用 超市 跳出 车底 转机
较量 辈份 辑录 迈出 近年 近日 近来 进击 进占 进取 违犯 通志 通畅 通缉 那些 那位 邻近 重心 长势 长史
长崎 长石 长诗 间接 除去 集中 集会 集成 集群 面相 韩语 须要 预言 飞行 首相 骈文 高邮 鸣叫
""".split()
)
