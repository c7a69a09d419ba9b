"""Invented names for the demo company: nobody and nothing real is meant."""

STEMS_EN = (
    "Marlowe Harbour Alder Fenwick Kestrel Bramley Copperfield Thornbury Juno Lantern Wrenfield Osprey Cobalt "
    "Saltmarsh Pemberly Quarry Rook Silverbirch Tamarind Upland Verdant Yarrow Zephyr Ashdown Birchwood Clearwater "
    "Westbrook Drayton Elmhurst Foxglove Greystone Hollis Ironbridge Kingsley Larkspur Mossley"
).split()
KINDS_EN = ("Foods", "Freight", "Clinics", "Hotels", "Robotics", "Textiles", "Energy", "Retail", "Dental", "Brewing")
STEMS_ZH = (
    "云杉 澜石 青禾 棠溪 墨岭 晴川 砚山 桐月 沐阳 岚桥 汐湾 锦麓 松照 竹里 霁月 长堤 望舒 清河 "
    "碧梧 远帆 星榆 南陌 采薇 临渊"
).split()
KINDS_ZH = ("科技", "物流", "食品", "医疗", "电子", "连锁", "汽配", "生物", "文具", "机电")
FIRST_EN = (
    "Dana Ellis Hugo Priya Marcus Nora Felix Ingrid Tomas Leila Oscar Bianca Colin Maeve Rohan Stella Viktor Wanda "
    "Yusuf Amara Bruno Celia Dmitri Esther Farah Gideon Hanna Ivor Jasmin Kofi"
).split()
LAST_EN = (
    "Whitcombe Okafor Brandt Castellan Dunmore Eriksen Fairley Gallo Haverford Ivanova Jessop Kowalski Lindgren Mbeki "
    "Novak Ortega Pruitt Quigley Rahman Sorensen Tillman Ueda Vance Winslow Yates Zeller Ashby Boone Carrow Drummond"
).split()
LAST_ZH = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
FIRST_ZH = "思雨 浩然 若楠 启明 嘉怡 俊峰 婉清 国栋 晓彤 志豪 雪琴 子谦 慕白 欣妤 明轩 雨桐 书瑶 景行 知远 佳宁".split()
TITLES_EN = ("Buyer", "Operations Director", "Finance Director", "IT Manager", "COO", "Warehouse Manager", "CEO")
TITLES_ZH = ("采购经理", "运营总监", "财务总监", "IT经理", "副总", "仓储经理", "总经理")
WORK_EN = (
    "renewal",
    "pilot",
    "scanner rollout",
    "second site",
    "support plan",
    "label printers",
    "stocktake",
    "upgrade",
)
WORK_ZH = ("续约", "试点", "手持终端", "二期", "维保", "标签机", "盘点项目", "升级")
SAID_EN = (
    "Wants a two-year option in the quote",
    "Walked the warehouse, four gates in scope",
    "Sent the contract draft",
    "Budget is approved for next quarter",
    "Asked for references from the same industry",
    "Compares us with one other supplier",
    "Left a voicemail about the signature",
)
SAID_ZH = (
    "想要两年的报价",
    "看了仓库现场",
    "发了合同初稿",
    "下季度预算批了",
    "要同行业案例",
    "在和另一家比价",
    "催签字，没接电话",
)
REASONS_EN = ("no budget", "went with a competitor", "project postponed", "no decision maker")
REASONS_ZH = ("没预算", "选了竞品", "项目延期", "没有决策人")
TODO_EN = (
    "Send the revised quote to {}",
    "Call {} about the pilot",
    "Book a site visit with {}",
    "Prepare the demo for {}",
)
TODO_ZH = ("给{}发报价", "跟{}确认合同", "约{}看样机", "准备{}的演示")
TROUBLE_EN = (
    "Scanner won't pair after the update",
    "Invoice shows the wrong VAT",
    "Export to Excel times out",
    "Label roll jams",
)
TROUBLE_ZH = ("扫码枪开机死机", "报表打不开", "发票抬头错了", "标签打印偏移")
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
