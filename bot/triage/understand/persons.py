"""Names of persons in a Japanese text, where the text says that they are persons.

A title (様, さん, 氏), a label (氏名：) or a role (担当の…が). The sender's own name
(…と申します) stays, and so do companies and departments. It knows common Japanese surnames, not
all names.
"""

import re
from collections.abc import Iterator

from bot.triage.understand.normalise import word_set
from bot.triage.understand.sensitive import Cued, Found, Sensitive, spans

_SURNAMES = word_set(
    """佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡部 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 斉藤 齋藤
    清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田
    西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 柴田 酒井 工藤 横山 宮崎
    宮本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 大塚 千葉 久保 松井 小島 岩崎 桜井
    野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井 浜田 市川 古川 水野 小松 島田 小山 山内 西田 菅原 北村 安田 五十嵐
    川口 平田 関 中田 久保田 東 服部 川崎 飯田 土屋 松下 福島 岩田 辻 樋口 秋山 田口 永井 山中 中西 吉川 大橋 本田 川村
    石原 大島 篠原 矢野 荒木 岡 吉村 大谷 熊谷 馬場 早川 川上 小池 荒井 松岡 内藤 広瀬 浅野 大石 星野 松浦 南 片山 堀
    森本 望月 須藤 牧野 栗原 堀内 福井 三宅 沢田 平井 関口 岡崎 児玉 西川 大久保 尾崎 白石 黒田 河野 小田 田辺 柴崎 桐谷
    本多 岡部 安部 磯部 矢部 田所 別所 神部 園部 高野 上原 富田 今村 渡 榎本 西山 落合 大川 小沢 小澤 津田 成田 八木 古田
    根本 黒木 三上 川田 徳永 青山 奥村 奥田 榊原 榊 相沢 相澤 宮田 宮下 宮川 宮城 神田 堀江 三好 氏家 守屋 古屋 角 柏木
    二宮 一ノ瀬 有馬 有田 稲垣 稲葉 宇野 梅田 江口 大森 岸 岸本 草野 倉田 桑原 児島 坂井 坂口 佐久間 塩田 志村 下田 杉浦
    瀬川 高山 竹田 武藤 田島 田代 千田 辻本 寺田 土井 戸田 豊田 中尾 長尾 永田 長田 西岡 野田 橋口 畑 浜口 東山 日高 平山
    藤川 藤村 古賀 細川 堀田 前川 三島 水谷 村井 森山 森下 安井 矢島 山岸 山根 湯浅 横田 吉岡 吉野 米田 若林 涌井 朝倉"""
)
_LONGEST_FIRST = "|".join(sorted(_SURNAMES, key=len, reverse=True))
_NOT_NAMES = word_set(
    """皆 客 御客 貴 同 仕 多 有 模 異 一 左 神 王 別 誰 何 母 父 兄 姉 娘 息子 嫁 旦那 主人 奥 本人 子供 先方 相手
    上司 部下 同僚 先生 生徒 学生 職員 社員 店員 新人 総務 経理 人事 営業 開発 法務 広報 本社 支社 連番 顧客 事務 現場
    情報 沢山 株主 常務 専務 主任 隣 弊社 自社 他社 御社 貴社 各社 会社 今回 患者 会員 看護 医師 大家 事務員 当社 同士
    他人 友人 知人 各位 一同 部長 課長 係長 店長 社長 院長 団体 法人 相談 受付 窓口 派遣 外注 業者 代理 後任 前任 担当
    責任 管理 利用 情シス 今度 全員 複数 両方 御本人 孫 爺 婆 叔父 叔母 王子 姫 仏 福"""
)
_NOT_NAME_ENDS = frozenset(
    "者社客先方課店会員院係業主官局庫所署室校行事設機流輸品産学団体組合部長省庁県市区町村郡都府国館館場"
)
_TITLE = Cued(
    ("様", " 様", "さま", " さま", "さん", " さん", "氏", " 氏", "殿", " 殿"),
    re.compile(
        r" ?(?:様(?![子式々相態変])|さま(?!ざま)|さん(?![ざごぽちか]|\s?です か)|氏(?![名素神])|殿(?![堂下]))"
    ),
)
_WEAK_TITLE = Cued(
    (
        "先生",
        " 先生",
        "部長",
        " 部長",
        "課長",
        " 課長",
        "係長",
        " 係長",
        "主任",
        " 主任",
        "社長",
        " 社長",
        "店長",
        " 店長",
        "院長",
        " 院長",
        "専務",
        " 専務",
        "常務",
        " 常務",
        "君",
        " 君",
        "くん",
        " くん",
        "ちゃん",
        " ちゃん",
    ),
    re.compile(r" ?(?:先生|部長|課長|係長|主任|社長|店長|院長|専務|常務|君(?!が代)|くん|ちゃん)"),
)
_SPACED = re.compile(
    r"(?<![々ヶ一-鿿ぁ-んァ-ヺー])([々ヶ一-鿿]{1,4}) ([々一-鿿ぁ-ゖァ-ヺー]{1,6})$"
)
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_FOREIGN_LETTER = re.compile(r"[ァ-ヺーA-Za-z]")
_KANJI = re.compile(r"[々ヶ一-鿿]{1,12}$")
_WITH_KANA = re.compile(rf"(?:{_LONGEST_FIRST})[ぁ-ゖ]{{2,4}}$")
_RARE_WITH_KANA = re.compile(r"(?<![々ヶ一-鿿ぁ-んァ-ヺー])([々ヶ一-鿿]{2,3})([ぁ-ゖ]{2,4})$")
# Endings of ordinary words before さん and 様, and particles that no given name begins with.
_NOT_GIVEN = re.compile(
    r"^[がをにでとへ]|(?:たく|みな|おく|おば|おじ|かあ|とう|ねえ|にい|です|ます)$"
)
_FOREIGN_JA = re.compile(
    r"(?:[ァ-ヺー]{2,10}[・=＝ ][ァ-ヺー]{2,10}|(?<![A-Za-z])[A-Z][A-Za-z'-]{1,20} [A-Z][A-Za-z'-]{1,20})$"
)
_COMPANY = re.compile(r"(?:株式会社|有限会社|合同会社|法人|\(株\)|\(有\)|㈱|㈲)\s?\S{0,12}$")

_PERSON_JA = r"(?P<value>[々ヶ一-鿿]{1,4} [々一-鿿ぁ-ゖァ-ヺ]{1,6}|[々ヶ一-鿿]{2,7}(?![々一-鿿ぁ-ゖァ-ヺ])|[ァ-ヺー]{2,10}[・ =][ァ-ヺー]{2,10}|[A-Z][A-Za-z'-]{1,20} [A-Z][A-Za-z'-]{1,20})"
_LABEL_JA = Cued(
    (
        "お客",
        "客",
        "氏名",
        "お名前",
        "名前",
        "顧客",
        "患者",
        "利用者",
        "会員",
        "契約者",
        "生徒",
        "社員",
        "申込者",
        "応募者",
        "担当",
        "ご担当",
        "宛名",
        "受取人",
        "フルネーム",
        "フリガナ",
        "ふりがな",
    ),
    re.compile(
        r"(?<![アプ面])(?:お?客様?(?:の)?(?:氏?名|お名前)|氏名|お名前|(?<![ァ-ヺー一-鿿])名前|(?:顧客|患者|利用者|会員|契約者|生徒|社員|申込者|応募者|ご?担当者?)(?:の)?(?:氏?名)?|宛名|受取人|フルネーム|フリガナ|ふりがな)"
        r"\s?(?::|=|は|→|\()\s?" + _PERSON_JA
    ),
)
_ROLE_JA = Cued(
    (
        "お客様",
        "顧客",
        "患者",
        "利用者",
        "会員",
        "社員",
        "同僚",
        "部下",
        "上司",
        "後輩",
        "先輩",
        "担当",
        "スタッフ",
        "新人",
        "経理",
        "総務",
        "営業",
        "人事",
        "パート",
        "アルバイト",
    ),
    re.compile(
        rf"(?:お客様|顧客|患者|利用者|会員|社員|同僚|部下|上司|後輩|先輩|担当者?|スタッフ|新人|経理|総務|営業|人事|パート|アルバイト)(?:さん)?の(?P<value>(?:{_LONGEST_FIRST})[々一-鿿]{{0,3}})(?=[がはをもに]|だけ|から|のみ)"
    ),
)


def find_persons(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text, as Japanese texts mark them; linear."""
    for pattern, titles_are_weak in ((_TITLE, False), (_WEAK_TITLE, True)):
        for title in pattern.finditer(text):
            if found := _titled(text, title.start(), weak=titles_are_weak):
                yield found
    for m in _LABEL_JA.finditer(text):
        if not _is_thing(m.group("value").split(" ")[0]) and "会社" not in m.group("value"):
            yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
    yield from spans(_ROLE_JA, text, Sensitive.PERSON, 1)


def _titled(text: str, end: int, *, weak: bool) -> Found | None:
    """The name that ends where a Japanese title begins, or None."""
    window = text[max(0, end - 24) : end]
    length = _length_of_name(window, weak=weak)
    if not length or _COMPANY.search(window[: len(window) - length]):
        return None
    return Found(end - length, end, Sensitive.PERSON)


def _length_of_name(window: str, *, weak: bool) -> int:
    last = window[-1:]
    if _HIRAGANA.match(last) and (m := _WITH_KANA.search(window)):
        return len(m.group())
    if _HIRAGANA.match(last) and (m := _RARE_WITH_KANA.search(window)):
        return (
            0 if weak or _is_thing(m.group(1)) or _NOT_GIVEN.search(m.group(2)) else len(m.group())
        )
    if " " in window[-7:] and (m := _SPACED.search(window)):
        family, given = m.groups()
        if family in _SURNAMES or not (_is_thing(family) or given in _SURNAMES):
            return 0 if _is_thing(given) and family not in _SURNAMES else len(m.group())
    if not weak and _FOREIGN_LETTER.match(last) and (m := _FOREIGN_JA.search(window)):
        return len(m.group())
    m = _KANJI.search(window[-8:])
    return _kanji_name(m.group(), weak=weak) if m else 0


def _kanji_name(run: str, *, weak: bool) -> int:
    """How many of these kanji, at their end, are a name."""
    if run in _SURNAMES:
        return len(run)
    for length in (3, 2):
        if len(run) > length and run[-length:] in _SURNAMES and _is_thing(run[:-length]):
            return length
    if (run[:2] in _SURNAMES or run[:3] in _SURNAMES) and 3 <= len(run) <= 6:
        return 0 if run[-1] in "社店部課" or weak else len(run)
    if weak or _is_thing(run) or not 2 <= len(run) <= 5:
        return 0
    return len(run)


def _is_thing(word: str) -> bool:
    """Whether a word names a role, a place or an organisation and not a person."""
    if word in _SURNAMES:
        return False
    return word in _NOT_NAMES or word[-1:] in _NOT_NAME_ENDS or word[-2:] in _NOT_NAMES
