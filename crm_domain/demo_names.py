"""The words that the demo company is made of. All of it is invented: nobody and nothing real is meant."""

# The first and the second of each language share their first word: whoever says it is asked which one is meant.
# name, how its deals call it, industry, web site
COMPANIES_EN = (
    ("Marlowe Brewing", "Marlowe", "Food", "marlowe"),
    ("Marlowe Robotics Labs", "Marlowe Robotics", "Manufacturing", "marlowerobotics"),
    ("Aldercote Foods", "Aldercote", "Food", "aldercote"),
    ("Fenwistle Freight", "Fenwistle", "Logistics", "fenwistle"),
    ("Kestrelmoor Clinics", "Kestrelmoor", "Healthcare", "kestrelmoor"),
    ("Bramblehurst Hotels", "Bramblehurst", "Hospitality", "bramblehurst"),
    ("Copperlane Outdoor", "Copperlane", "Retail", "copperlane"),
    ("Thornwick Textiles", "Thornwick", "Manufacturing", "thornwick"),
    ("Juniper Hollow Dental", "Juniper Hollow", "Healthcare", "juniperhollow"),
    ("Lanternby Books", "Lanternby", "Retail", "lanternby"),
    ("Wrenfold Pharmacy Group", "Wrenfold", "Healthcare", "wrenfold"),
    ("Ospreyne Logistics", "Ospreyne", "Logistics", "ospreyne"),
    ("Cobaltine Paints", "Cobaltine", "Manufacturing", "cobaltine"),
    ("Saltmarrow Seafood", "Saltmarrow", "Food", "saltmarrow"),
    ("Pemberquill Paper", "Pemberquill", "Manufacturing", "pemberquill"),
    ("Quarrydene Stone", "Quarrydene", "Construction", "quarrydene"),
    ("Rookhope Cycles", "Rookhope", "Retail", "rookhope"),
    ("Silverthwaite Dairy", "Silverthwaite", "Food", "silverthwaite"),
    ("Tamarisk & Tull", "Tamarisk", "Hospitality", "tamarisk"),
    ("Uplander Tools", "Uplander", "Construction", "uplander"),
    ("Verdalia Gardens", "Verdalia", "Retail", "verdalia"),
    ("Yarrowby Veterinary", "Yarrowby", "Healthcare", "yarrowby"),
    ("Zephyrine Instruments", "Zephyrine", "Manufacturing", "zephyrine"),
    ("Ashgrain Bakeries", "Ashgrain", "Food", "ashgrain"),
    ("Birchmantle Furniture", "Birchmantle", "Retail", "birchmantle"),
    ("Clearbourne Optics", "Clearbourne", "Healthcare", "clearbourne"),
    ("Westering Couriers", "Westering", "Logistics", "westering"),
    ("Draymoor Cold Storage", "Draymoor", "Logistics", "draymoor"),
    ("Elmsworthy Toys", "Elmsworthy", "Retail", "elmsworthy"),
    ("Foxlathe Machining", "Foxlathe", "Manufacturing", "foxlathe"),
    ("Greyfen Cement", "Greyfen", "Construction", "greyfen"),
    ("Hollowell Spirits", "Hollowell", "Food", "hollowell"),
    ("Ironmere Fasteners", "Ironmere", "Construction", "ironmere"),
    ("Kingsley Hotels", "Kingsley", "Hospitality", "kingsley"),
    ("Larksmere Cruises", "Larksmere", "Hospitality", "larksmere"),
    ("Mossgate Parcels", "Mossgate", "Logistics", "mossgate"),
)
COMPANIES_ZH = (
    ("云杉科技", "云杉", "软件", "yunshan"),
    ("云杉仓储", "云杉仓储", "物流", "yunshancang"),
    ("澜石物流", "澜石", "物流", "lanshi"),
    ("青禾坞食品", "青禾坞", "食品", "qinghewu"),
    ("棠溪里医疗", "棠溪里", "医疗", "tangxili"),
    ("墨岭电子", "墨岭", "制造", "moling"),
    ("晴川渡酒店", "晴川渡", "酒店", "qingchuandu"),
    ("砚台山文具", "砚台山", "零售", "yantaishan"),
    ("桐月连锁", "桐月", "零售", "tongyue"),
    ("沐榆汽配", "沐榆", "制造", "muyu"),
    ("岚桥湾冷链", "岚桥湾", "物流", "lanqiaowan"),
    ("汐白生物", "汐白", "医疗", "xibai"),
    ("锦麓坊服饰", "锦麓坊", "零售", "jinlufang"),
    ("松照机电", "松照", "制造", "songzhao"),
    ("竹里巷餐饮", "竹里巷", "食品", "zhulixiang"),
    ("霁色家居", "霁色", "零售", "jise"),
    ("望舒亭药房", "望舒亭", "医疗", "wangshuting"),
    ("碧梧岗建材", "碧梧岗", "建筑", "biwugang"),
    ("星榆光学", "星榆", "制造", "xingyu"),
    ("南陌茶业", "南陌", "食品", "nanmo"),
    ("采薇堂母婴", "采薇堂", "零售", "caiweitang"),
    ("临渊水产", "临渊", "食品", "linyuan"),
    ("鹿鸣涧文旅", "鹿鸣涧", "酒店", "lumingjian"),
    ("禾木仓快运", "禾木仓", "物流", "hemucang"),
)
FIRST_EN = (
    "Dana Ellis Hugo Priya Marcus Nora Felix Ingrid Tomas Leila Oscar Bianca Colin Maeve Rohan Stella Viktor Wanda "
    "Yusuf Amara Bruno Celia Dmitri Esther Farah Gideon Hanna Ivor Jasmin Kofi"
).split()
LAST_EN = (
    "Whitcombe Okafor Brandt Castellan Dunmore Eriksen Fairley Gallo Haverford Ivanova Jessop Kowalski Lindgren Mbeki "
    "Novak Ortega Pruitt Quigley Rahman Sorensen Tillman Ueda Vance Winslow Yates Zeller Ashby Boone Carrow Drummond"
).split()
LAST_ZH = tuple(
    zip(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
        "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo".split(),
        strict=True,
    )
)
FIRST_ZH = "思雨 浩然 若楠 启明 嘉怡 俊峰 婉清 国栋 晓彤 志豪 雪琴 子谦 慕白 欣妤 明轩 雨桐 书瑶 景行 知远 佳宁".split()
TITLES_EN = ("Buyer", "Operations Director", "Finance Director", "IT Manager", "COO", "Warehouse Manager", "CEO")
TITLES_ZH = ("采购经理", "运营总监", "财务总监", "IT经理", "副总", "仓储经理", "总经理")

# what a deal is about in English and Chinese, what is sold in it, and how many of it
WORK = (
    ("renewal", "续约", "Stock Pro", (1, 2)),
    ("pilot", "试点", "Stock Core", (1, 3)),
    ("scanner rollout", "手持终端", "HS-20 handheld scanner", (20, 90)),
    ("second site", "二期", "Stock Pro", (2, 4)),
    ("support plan", "维保", "Premium support plan", (1, 2)),
    ("label printers", "标签机", "LP-8 label printer", (6, 40)),
    ("stocktake", "盘点项目", "On-site training day", (4, 20)),
    ("gate readers", "通道门", "GR-4 gate reader", (2, 14)),
)
# where a deal came from, how often, and how often such a one is won
SOURCES = (
    ("referral", 22, 0.68),
    ("partner", 18, 0.55),
    ("website", 25, 0.42),
    ("trade fair", 20, 0.34),
    ("cold call", 15, 0.19),
)
SAID_EN = (
    "Wants a two-year option in the quote",
    "Walked the warehouse, four gates in scope",
    "Sent the contract draft",
    "Budget is approved for next quarter",
    "Asked for references from the same industry",
    "Compares us with one other supplier",
    "Left a voicemail about the signature",
    "Showed the mobile app, liked the offline mode",
    "Finance asks for quarterly payments",
)
SAID_ZH = (
    "想要两年的报价",
    "看了仓库现场，四个通道",
    "发了合同初稿",
    "下季度预算批了",
    "要同行业案例",
    "在和另一家比价",
    "催签字，没接电话",
    "演示了移动端，对离线模式感兴趣",
    "财务希望按季度付款",
)
REASONS_EN = ("no budget this year", "went with a competitor", "project postponed", "no decision maker")
REASONS_ZH = ("今年没预算", "选了竞品", "项目延期", "没有决策人")
TODO_EN = (
    "Send the revised quote to {}",
    "Call {} about the next step",
    "Book a site visit with {}",
    "Prepare the demo for {}",
)
TODO_ZH = ("给{}发新报价", "跟{}确认合同", "约{}看样机", "准备{}的演示")
# subject in English and Chinese, category
TROUBLE = (
    ("Scanner won't pair after the update", "扫码枪升级后连不上", "hardware"),
    ("Invoice shows the wrong VAT", "发票抬头错了", "billing"),
    ("Export to Excel times out", "导出报表超时", "software"),
    ("Label roll jams", "标签打印偏移", "hardware"),
    ("Password reset mail never arrives", "收不到重置密码的邮件", "software"),
    ("Gate reader counts pallets twice", "通道门重复计数", "hardware"),
    ("Charged for a cancelled licence", "已停用的账号还在扣费", "billing"),
    ("How do we add a second warehouse?", "怎么添加第二个仓库？", "question"),
)
# what support notes for itself and writes to the customer, by category, in English and Chinese
SUPPORT = {
    "hardware": (
        ("Same firmware as last week's case", "Please hold the trigger for ten seconds and pair it again"),
        ("和上周那张单是同一版固件", "请按住扳机十秒后重新配对"),
    ),
    "billing": (
        ("Wrong rate in the customer master data", "The corrected invoice goes out today"),
        ("客户资料里的信息写错了", "更正后的发票今天寄出"),
    ),
    "software": (
        ("Seen in the log, the queue was full", "We cleared the queue, please try again"),
        ("日志里看到队列满了", "队列已经清理，请再试一次"),
    ),
    "question": (
        ("Worth a help page", "Under Settings, Sites, Add; the short video shows it"),
        ("可以写成帮助文档", "在设置里的“站点”点“新增”，短视频里有演示"),
    ),
}
THANKS_EN = ("Quick and friendly", "Solved at the second try", "Took too long")
THANKS_ZH = ("解决得很快", "沟通了两次才弄好", "等太久了")
# name, category, list price in dollars
PRODUCTS = (
    ("Stock Core", "software", 9600),
    ("Stock Pro", "software", 18000),
    ("Mobile app", "software", 1200),
    ("HS-20 handheld scanner", "hardware", 750),
    ("GR-4 gate reader", "hardware", 4200),
    ("LP-8 label printer", "hardware", 980),
    ("Label rolls, box of 40", "supplies", 120),
    ("Spare batteries, ten", "supplies", 260),
    ("On-site training day", "service", 1500),
    ("Premium support plan", "service", 12500),
)
# What the README shows happens on the demo company, so these few are not left to luck.
SHOWN_CONTACTS = {33: ("Tomas Dunmore", "IT Manager"), 93: ("Yusuf Rahman", "Warehouse Manager")}
SHOWN_DEALS = {  # company: what it is about, stage, amount, workdays until it should close
    "Kingsley Hotels": (1, "lead", 45_800, -1),
    "云杉科技": (0, "negotiation", 459_400, 12),
}
