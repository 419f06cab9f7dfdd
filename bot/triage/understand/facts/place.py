"""Where somebody works and on what, and in which role."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.app import app_name
from bot.triage.understand.facts.machine import read_machine
from bot.triage.understand.facts.verdict import said_of
from bot.triage.understand.phrases import pattern
from bot.triage.understand.sieve import Pattern
from bot.triage.understand.wording import Wording

_CITY = (
    r"(?:北海道|青森|岩手|盛岡|宮城|秋田|山形|福島|茨城|水戸|つくば|栃木|宇都宮|群馬|前橋|高崎|埼玉|大宮|千葉|柏|東京|新宿|渋谷|品川|池袋|銀座|八王子|立川|神奈川|新潟|富山|石川|金沢|福井|山梨|甲府|長野|松本|岐阜|静岡|愛知|豊田|岡崎|豊橋"
    r"|三重|四日市|滋賀|大津|京都|大阪|梅田|兵庫|姫路|尼崎|西宮|奈良|和歌山|鳥取|島根|松江|岡山|倉敷|広島|福山|山口|下関|徳島|香川|高松|愛媛|松山|高知|福岡|博多|久留米|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
    r"|札幌|函館|旭川|仙台|横浜|川崎|名古屋|浜松|神戸|堺|北九州|小倉|那覇|さいたま|相模原|関東|関西|東北|九州|四国|中国地方|北陸|東海|中部|上海|台湾|台北|ベトナム|ハノイ|タイ|バンコク|シンガポール|インドネシア|ジャカルタ|マニラ|ソウル|香港|深圳|ロンドン|ニューヨーク)"
)
_SITE = r"(?:本社|支社|支店|支所|営業所|工場|事業所|オフィス|事務所|出張所|拠点|店舗|店|倉庫|センター|本部|研究所)"
_LOCATION = Pattern(
    rf"(?:拠点|{_SITE})[^(（\n]{{0,8}}[(（]([^)）\n]{{2,40}})[)）](?=だけ|のみ|で|から|の|が|すべ)|拠点[^(（\n]{{0,8}}[(（]([^)）\n]{{2,40}})[)）]"
    rf"|((?:第[一二三四五六七八九\d]{{1,2}}|{_CITY}(?:[都府県市区])?(?:第[一二三四\d])?|(?<![一-龥ァ-ヶー])[一-龥ァ-ヴ][一-龥ァ-ヶー]{{1,3}})の?{_SITE}(?:・{_CITY}{_SITE}?)*)(?![一-龥ァ-ヶ](?!員))"
    rf"|({_CITY}(?:[都府県市区])?(?:[・、と]{_CITY})+|{_CITY}(?:[都府県市区])?)(?=だけ|のみ|から(?!の)|で(?!す)|では|でも|は|が|も|、|・|とも|全|勢|側|に(?:いる|ある|は)|の(?:人|社員|メンバー|スタッフ|回線|端末|者|みんな|全員|pc|PC|方|ほう|チーム)|[)）。」]|$|[(（])"
)
_NO_SITE = re.compile(
    r"^(?:弊社|当社|御社|貴社|全国|全社|各|全|他|別|当|自|両|複数|同|海外|国内|一部|対象|該当|近隣|ヘルプ|サポート|コール|データ|お客様|取引先|ネット|オンライン|この|その|となり|隣|専門|学|高|登|時|無線)"
)
_SITES = Pattern(rf"{_CITY}|{_SITE}")
_CITY_EN = (
    r"(?:tokyo|osaka|nagoya|yokohama|kyoto|kobe|fukuoka|sapporo|sendai|hiroshima|hamamatsu|kawasaki|saitama|chiba|okinawa|naha|kanazawa|niigata|shizuoka|okayama|kumamoto|kagoshima|nagano|gifu|kitakyushu|sakai|himeji|matsuyama|takamatsu|toyota"
    r"|hanoi|bangkok|singapore|shanghai|beijing|shenzhen|taipei|seoul|busan|jakarta|manila|london|new york|são paulo|ho chi minh|hong kong|kuala lumpur|sydney|mumbai|hcm|vietnam|thailand)"
)
_LOCATION_EN = Pattern(
    rf"\b({_CITY_EN})\b(?! time)(?=[^.\n]{{0,14}}(?:can|office|branch|factory|site|plant|warehouse|is\b|are\b|team|staff|,|\.|ninguém|$))|\b(?:in|at|from|de|em|ở|di|tại) (?:the |our )?({_CITY_EN})\b(?! time)"
)
_SITE_EN = Pattern(
    r"\b(?!Head |The |Our |Main |Post |My |Your |No |One |Each |Every |Microsoft |Ms )([A-Z][a-z]+(?: [A-Z][a-z]+)? (?:branch|office|plant|factory|warehouse|site|store|depot|shop|school|clinic|hospital))\b(?! (?:is fine|is ok|has no|works))"
)
_ADMIN = pattern(
    r"(?<!社内の)(?<!先の)管理者(?:権限)?(?:です(?!か)|は?(?:あり|持っ|有)|をやって|をして|をしている|なので|として|の者です|の(?:私|自分)|の立場|を担当|で(?:ログイン|入))|管理(?:者)?(?:の)?権限(?:は|も|を)?(?:あり|持って(?:い)?(?:る|ます)|有)"
    r"|(?:システム|アプリ|共通)管理(?:を(?:して|担当|やって)|者(?:です(?!か)|の|を|なので|として))(?!に)|一応管理者|情シス(?:です|担当です|の者|をして)"
    r"|\bi(?:'m| am) (?:an? |the |our )?(?:\w+ )?(?:admin|administrator)\b|\bas (?:an? |the )?(?:system )?admin|have (?:full )?admin (?:rights|access|permission)|i (?:do )?have admin"
    r"|我是(?:系统|系統)?管理[员員]|관리자(?:입니다|예요|계정|인데)|là (?:quản trị|admin)|เป็นแอดมิน|sou (?:o |a )?admin|saya admin"
)
_NOT_ADMIN = pattern(
    r"管理者(?:では|じゃ)<ない>|管理者(?:では|じゃ|で)(?:は)?(?:あり|ない|なく)|管理者?(?:の)?権限(?:は|が|も|を)?(?:な(?!の)|持って(?:い)?<ない>|あり?ません)|(?<=[はも])?権限がない(?:ので|ため)[^。\n]{0,8}(?:触|変更|見)|(?:私|自分|当方)は?(?:ただの)?一般(?:ユーザー|の?社員|権限)|一般(?:ユーザー|権限)(?:です|なので|なん|だ|や)|ただの(?:社員|ユーザー)|平社員"
    r"|\b(?:not|isn't|am not|ain't) (?:an? |the )?(?:\w+ )?admin|no admin(?:istrator)? (?:rights|access|permission)|(?:don't|do not|without) have admin|without admin|(?:an?|just|only) (?:\w+ )?(?:regular|normal|ordinary) user"
    r"|不是管理|관리자(?:가|는)? ?아니|không phải (?:quản trị|admin)|ไม่ใช่แอดมิน|não sou admin|bukan admin"
)
_ROLE = pattern(r"管理|一般|ただの|平社員|権限|情シス|admin|user|管理|관리|quản|แอด")


def read_place(wording: Wording, *, told: bool) -> dict[str, FactValue]:
    """Browser, system, device, versions, role; with ``told`` also place and app."""
    facts: dict[str, FactValue] = {}
    if told:
        facts.update(read_machine(wording))
        if place := location(wording):
            facts["location"] = place
        if name := app_name(wording):
            facts["app_name"] = name
    if _ROLE.search(wording.plain):
        if _NOT_ADMIN.search(wording.plain):
            facts["account_role"] = "not_admin"
        elif _ADMIN.search(wording.plain):
            facts["account_role"] = "admin"
    return facts


def location(wording: Wording) -> str | None:
    """The place that has the trouble, not the one where all is well."""
    if not wording.plain.isascii() and _SITES.search(wording.written):
        for place in _LOCATION.finditer(wording.written):
            name = place.group(place.lastindex or 0)
            said = said_of(wording.plain, place.end())
            if not _NO_SITE.match(name) and not (said and said.works):
                return name.strip()
    if site := _SITE_EN.search(wording.written):
        return site.group(1)
    city = _LOCATION_EN.search(wording.plain)
    return wording.cut(city, city.lastindex or 0) if city else None
