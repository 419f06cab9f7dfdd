"""Where somebody works and on what: browser, system, device, place, app, role."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

_BROWSERS = {
    "Chrome": r"(?:google )?chrome(?!book)|クローム",
    "Edge": r"(?:microsoft )?edge\b|edge|エッジ",
    "Firefox": r"firefox|ファイアフォックス",
    "Safari": r"safari|サファリ",
    "Internet Explorer": r"internet explorer|\bie ?11\b|\bie\b",
    "Opera": r"\bopera\b",
    "Brave": r"\bbrave\b",
    "Vivaldi": r"vivaldi",
}
_BROWSER = {name: pattern(rf"(?:{words})") for name, words in _BROWSERS.items()}
_VERSION_AFTER = pattern(r"[ /]?(?:バージョン|version|ver\.?|v)?[ :]*(\d{1,3}(?:\.\d+)*)")
_FINE_THERE = pattern(
    r"[^。、\n]{0,4}(?:は|だと|では|なら|で)[^。、\n]{0,8}(?:平気|大丈夫|問題な|普通|正常|開(?:き|け|く)(?:ま[すし]|る|た)?(?!ませ)|出(?:ます|ました|る)|動(?:きます|く|いた)|使え(?:ます|る)|いけ|見(?:え|れ)(?:ます|る)|ok)"
    r"|[^.\n]{0,12}(?:works|is fine|is ok|opens|no problem)"
)
_SAME_THERE = pattern(
    r"(?:でも|も)[^。、\n]{0,10}(?:同じ|だめ|ダメ|駄目|変わ|一緒|いっしょ|<ない>)|[^.\n]{0,10}(?:no difference|the same|too\b|as well|also)"
)
_OS = pattern(
    r"windows ?(?:11|10|8\.1|8|7|xp|server \d+)?|(?:mac ?os|os x)(?: ?(?:\d+(?:\.\d+)*|[a-z]+a\b))?|ipados ?[\d.]*|\bios ?[\d.]*|android ?\d*(?:\.\d+)*|chrome ?os|ubuntu ?[\d.]*"
)
_DEVICE = pattern(
    r"ipad(?!os)(?: (?:pro|air|mini))?|iphone ?(?:se|\d{1,2}(?: ?pro| ?mini| ?plus)?)?|surface(?: \w+)?|galaxy \w+|pixel \d\w?|xperia|aquos|macbook(?: \w+)?|chromebook|アイパッド|アイフォン"
)
_VERSION = pattern(r"(?:バージョン|version|ver\.?|\bv)[ :は]*(\d+(?:\.\d+)+)")
_PREFECTURES = (
    "北海道|青森|岩手|盛岡|宮城|秋田|山形|福島|茨城|水戸|栃木|宇都宮|群馬|前橋|埼玉|千葉|東京|神奈川|新潟|富山|石川|金沢|福井|山梨|甲府|長野|岐阜|静岡|愛知"
    "|三重県|滋賀|京都|大阪|兵庫|奈良|和歌山|鳥取|島根|松江|岡山|広島|山口|徳島|香川|高松|愛媛|松山|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
    "|札幌|仙台|横浜|川崎|名古屋|浜松|神戸|堺|北九州|那覇|さいたま|相模原|関東|関西|東北|九州|四国|中国地方|北陸|東海"
)
_PLACES = rf"(?:{_PREFECTURES})"
_LOCATION = pattern(
    rf"拠点[^(\n]{{0,8}}[(]([^)\n]{{2,40}})[)]|({_PLACES}(?:[・、と]{_PLACES})*(?:本社|支社|支店|営業所|工場|事業所|オフィス|拠点|店|市|県|府)?)(?=[^一-龥]|だけ|の|で|本|支|営|工|事)"
    r"|([一-龥]{1,4}(?:支店|営業所|工場|支社|事業所))"
)
_CITIES = (
    "tokyo|osaka|nagoya|yokohama|kyoto|kobe|fukuoka|sapporo|sendai|hiroshima|hamamatsu|kawasaki|saitama|chiba|okinawa|naha|kanazawa|niigata|shizuoka|okayama|kumamoto|kagoshima|nagano|gifu"
    "|hanoi|bangkok|singapore|shanghai|taipei|seoul|jakarta|manila|london|new york|são paulo|ho chi minh"
)
_LOCATION_EN = pattern(
    rf"\b({_CITIES})\b(?! time)(?=[^.\n]{{0,12}}(?:can|office|branch|factory|site|plant|is\b|,|\.|ninguém|$))|(?:in|at|from|de|em|ở|di) ({_CITIES})\b(?! time)"
)
_NO_NAME = frozenset(
    [
        "スマホ",
        "モバイル",
        "全",
        "他",
        "別",
        "同",
        "対象",
        "該当",
        "各",
        "複数",
        "新規",
        "既存",
        "一部",
        "業務",
        "ウェブ",
        "web",
        "kintone",
        "純正",
        "公式",
        "ネイティブ",
        "チャット",
        "両方",
        "同一",
        "特定",
        "社内",
        "専用",
        "複数",
        "連携",
        "地図",
        "メール",
        "外部",
        "キントーン",
        "自社",
        "弊社",
        "当社",
        "市販",
        "無料",
        "携帯",
        "テスト",
        "カレンダー",
        "ios",
        "android",
        "pc",
    ]
)
_APP = re.compile(
    r"[「『\"]([^」』\"\n]{1,30})[」』\"](?:の)?アプリ|([一-龥ァ-ヶー々A-Za-z0-9]{2,14})アプリ(?!ケーション)"
)
_BEFORE_NAME = re.compile(r"^(?:今朝|今日|昨日|本日|現在|弊社|当社|先週|全部|突然|急に)+")
_APP_EN = pattern(r"\b(?:the|our|my) ((?:[a-z][\w-]+ ){0,1}[a-z][\w-]+) app\b(?!s)")
_NO_NAME_EN = pattern(
    r"\b(?:mobile|same|whole|phone|other|this|that|kintone|android|iphone|ipad|failing|new|broken|one|first|update|desktop)\b"
)
_ADMIN = pattern(
    r"(?<!社内の)管理者(?:権限)?(?:です|は?(?:あり|持っ|有)|をやって|なので|として)|管理(?:者)?権限(?:は|も)?あり|システム管理(?:を|者です)|一応管理者|\bi(?:'m| am) (?:an? |the )?(?:\w+ )?admin|as (?:an? )?admin\b|have admin (?:rights|access)"
    r"|我是管理[员員]|관리자입니다|관리자예요|là (?:quản trị|admin)|เป็นแอดมิน|sou (?:o |a )?admin|saya admin"
)
_NOT_ADMIN = pattern(
    r"管理者(?:では|じゃ)<ない>|管理者(?:では|じゃ)(?:あり|ない)|管理者権限(?:は|が)?(?:な|持って(?:い)?<ない>|あり?ません)|一般(?:ユーザー|の?社員)|(?:not|isn't|am not) (?:an? |the )?admin|no admin (?:rights|access)|don't have admin"
    r"|不是管理|관리자(?:가|는)? ?아니|không phải (?:quản trị|admin)|ไม่ใช่แอดมิน|não sou admin|bukan admin"
)


def read_place(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    """Browser, system, device, versions, role; with ``told`` also place and app."""
    facts: dict[str, FactValue] = {}
    if told:
        facts.update(_browser(wording))
        facts.update(_machine(wording))
        facts.update(_where(wording))
    if _NOT_ADMIN.search(wording.plain):
        facts["account_role"] = "not_admin"
    elif _ADMIN.search(wording.plain):
        facts["account_role"] = "admin"
    return facts


def _browser(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    for name, words in _BROWSER.items():
        match = words.search(wording.plain)
        if not match:
            continue
        if _SAME_THERE.match(wording.plain, match.end()):
            facts["other_browser_ok"] = False
        elif _FINE_THERE.match(wording.plain, match.end()):
            facts["other_browser_ok"] = True
        elif "browser" not in facts:
            facts["browser"] = name
            if version := _VERSION_AFTER.match(wording.plain, match.end()):
                facts["browser_version"] = version.group(1)
    return facts


def _machine(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    if (system := _OS.search(wording.plain)) and wording.cut(system):
        facts["os"] = wording.cut(system)
    if device := _DEVICE.search(wording.plain):
        facts["device"] = wording.cut(device)
    if version := _VERSION.search(wording.plain):
        facts["version"] = version.group(1)
    return facts


def _where(wording: Wording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    place = _LOCATION.search(wording.plain) or _LOCATION_EN.search(wording.plain)
    if place:
        group = next(i for i, g in enumerate(place.groups(), 1) if g)
        facts["location"] = wording.cut(place, group)
    if name := app_name(wording):
        facts["app_name"] = name
    return facts


def app_name(wording: Wording) -> str | None:
    """The name of the app that a text speaks of; words such as "other app" are no names."""
    for match in _APP.finditer(wording.written):
        group = 1 if match.group(1) else 2
        name = _BEFORE_NAME.sub("", wording.cut(match, group))
        if len(name) > 1 and name.lower() not in _NO_NAME:
            return name
    for match in _APP_EN.finditer(wording.plain):
        if not _NO_NAME_EN.search(match.group(1)):
            return wording.cut(match, 1)
    return None
