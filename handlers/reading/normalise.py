"""Folding a message for the recognisers, with the way back to the original offsets."""

import re
import unicodedata
from typing import NamedTuple

# Pairs, traditional then simplified: the characters of dates, numbers, money and everyday CRM talk.
_TRADITIONAL = (
    "個个月月週周兩两萬万億亿點点鐘钟號号禮礼後后這这單单時时間间內内過过從从來来幾几億亿貳贰陸陆參叁壹壹"
    "圓元塊块錢钱幣币臺台灣湾萊莱國国歐欧鎊镑銖铢盧卢紐纽盤盘價价額额約约總总報报預预測测業业績绩實实際际"
    "現现應应該该還还發发給给對对開开關关閉闭電电話话機机郵邮網网聯联絡络係系統统紀纪錄录備备註注訂订貨货"
    "購购買买賣卖費费贏赢輸输進进階阶級级優优標标題题類类務务項项與与請请說说讓让認认設设為为無无變变動动"
    "跟跟處处記记訊讯問问誰谁樣样處处們们見见經经驗验審审簽签續续約约談谈謝谢導导匯汇檔档導导員员戶户廠厂"
    "產产處处選选擇择門门組组團团隊队區区東东華华車车馬马長长陳陈張张劉刘楊杨趙赵吳吴鄭郑許许羅罗葉叶蘇苏"
    "將将會会幫帮建建筆笔樓楼數数據据歲岁歷历曆历節节雙双當当從从邊边達达遲迟遠远運运輕轻較较轉转載载釋释"
    "銷销鎖锁錯错間间險险隨随雜杂難难響响頁页須须順顺領领頭头顯显飛飞饋馈驗验點点齊齐齡龄龍龙龜龟傳传債债"
    "傷伤儘尽償偿兒儿凍冻則则劃划創创勝胜勞劳區区協协卻却參参嗎吗喚唤圖图執执場场堅坚壓压壞坏夠够夥伙媽妈"
    "嚴严寫写寧宁專专尋寻層层屆届屬属帳帐廣广彈弹後后復复徵征慣惯慮虑應应懷怀戰战戲戏掃扫換换損损擔担擬拟"
    "擴扩擊击攜携敗败敵敌斷断於于暫暂書书條条極极構构樂乐樹树橋桥檢检權权歡欢歸归殘残毀毁決决沒没況况淨净"
    "減减測测準准滿满漢汉潔洁潛潜濟济瀏浏為为煩烦營营爭争狀状獎奖獨独環环畫画異异療疗監监眾众碼码確确"
    "禮礼種种稱称穩稳競竞簡简範范籤签糧粮納纳細细終终結结絕绝線线練练總总績绩織织繳缴義义習习聞闻職职聽听"
    "腦脑臨临舉举舊旧藝艺蓋盖藥药處处虧亏術术衛卫衝冲補补裝装裡里製制複复規规視视覺觉覽览觀观討讨訓训託托"
    "評评詞词試试詢询詳详誌志語语誤误課课調调論论證证識识譯译護护讀读負负財财貢贡貴贵貸贷貿贸資资賓宾賞赏"
    "質质賬账贈赠趕赶躍跃軟软農农遞递適适還还邏逻鄉乡醫医釘钉針针鋼钢鏈链鐵铁閱阅陣阵陰阴隱隐雲云靜静頂顶"
    "頻频顧顾風风養养餘余騙骗驚惊體体魚鱼鮮鲜黃黄麼么剛刚訪访罵骂併并辦办繫系維维櫃柜檯台闆板漲涨嚇吓擔担遺遗"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u2009\u202f\u3000"), " ")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("。"): ".", ord("、"): ",", ord("～"): "~", ord("〇"): "零"}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE: dict[int, str] = {
    **_FULL_WIDTH,
    **_DASHES,
    **_BLANKS,
    **_QUOTES,
    **{ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)},
    ord("￥"): "¥",
}
_DIGIT = re.compile("[0-9]")


class Folded(NamedTuple):
    """Lower-case, half-width, simplified; `origin[i]` is where text[i] stood, None where nothing moved."""

    text: str
    origin: list[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as a stretch of the original one."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def fold(text: str) -> Folded:
    """One pass; the offset map is only built where a character becomes several."""
    if text.isascii():
        return Folded(text.translate(_BLANKS).lower() if "\t" in text else text.lower(), None)
    folded = text.translate(_TABLE).lower()
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", folded):
        return Folded(folded, None)
    return _slowly(text)


def _slowly(text: str) -> Folded:
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        for piece in _letter(letter):
            letters.append(piece)
            origin.append(place)
    return Folded("".join(letters), origin)


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter.translate(_BLANKS).lower()
    plain = unicodedata.normalize("NFKC", letter.translate(_TABLE)).translate(_TABLE).lower()
    if _DIGIT.search(plain) and not letter.isdecimal():  # ½, ², ⑩ are not the digits they are drawn with
        return letter
    return plain
