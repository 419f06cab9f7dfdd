"""Where somebody works and on what, and in which role."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.app import app_name
from bot.triage.understand.facts.machine import read_machine
from bot.triage.understand.facts.verdict import said_of
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("place", "stated no_town location_en admin not_admin role")

_CITY = (
    r"(?:北海道|青森|岩手|盛岡|宮城|秋田|山形|福島|茨城|水戸|つくば|栃木|宇都宮|群馬|前橋|高崎|埼玉|大宮|千葉|柏|東京|新宿|渋谷|品川|池袋|銀座|八王子|立川|神奈川|新潟|富山|石川|金沢|福井|山梨|甲府|長野|松本|岐阜|静岡|愛知|豊田|岡崎|豊橋"
    r"|三重|四日市|滋賀|大津|京都|大阪|梅田|兵庫|姫路|尼崎|西宮|奈良|和歌山|鳥取|島根|松江|岡山|倉敷|広島|福山|山口|下関|徳島|香川|高松|愛媛|松山|高知|福岡|博多|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
    r"|札幌|函館|旭川|釧路|帯広|苫小牧|小樽|北見|弘前|八戸|郡山|いわき|酒田|鶴岡|仙台|土浦|足利|伊勢崎|川越|所沢|越谷|熊谷|船橋|松戸|木更津|府中|調布|武蔵野|横須賀|藤沢|小田原|厚木|長岡|上越|敦賀|諏訪|大垣|沼津|磐田|春日井|刈谷|安城|津市|鈴鹿|桑名|彦根|宇治|舞鶴|東大阪|吹田|豊中|高槻|枚方|茨木|岸和田|明石|加古川|芦屋|宝塚|米子|出雲|呉|尾道|宇部|周南|岩国|鳴門|丸亀|坂出|今治|新居浜|宇和島|久留米|大牟田|鳥栖|唐津|佐世保|諫早|八代|別府|延岡|都城|霧島|横浜|川崎|名古屋|浜松|神戸|堺|北九州|小倉|那覇|さいたま|相模原|関東|関西|東北|九州|四国|中国地方|北陸|東海|中部|上海|台湾|台北|ベトナム|ハノイ|タイ|バンコク|シンガポール|インドネシア|ジャカルタ|マニラ|ソウル|香港|深圳|ロンドン|ニューヨーク)"
)
_SITE = r"(?:物流センター|配送センター|漁協|農協|病院|店舗|支部|本社|支社|支店|支所|営業所|工場|事業所|オフィス|事務所|出張所|拠点|店|倉庫|センター|本部|研究所)"
_LOCATION = re.compile(
    rf"(?:拠点|{_SITE})[^(（\n]{{0,8}}[(（]([^)）\n]{{2,40}})[)）](?=だけ|のみ|で|から|の|が|すべ)|拠点[^(（\n]{{0,8}}[(（]([^)）\n]{{2,40}})[)）]"
    rf"|((?:第[一二三四五六七八九\d]{{1,2}}|{_CITY}(?:[都府県市区])?(?:第[一二三四\d])?|(?<![一-龥ァ-ヶー])[一-龥ァ-ヴ][一-龥ァ-ヶー]{{1,3}})の?{_SITE}(?:・{_CITY}{_SITE}?)*)(?![一-龥ァ-ヶ](?!員))"
    rf"|({_CITY}(?:[都府県市区])?(?:[・、とも]{_CITY})+|{_CITY}(?:[都府県市区])?)(?=だけ|のみ|から(?!の)|で(?!す)|では|でも|は|が|も|、|・|とも|の?両|全|勢|側|に(?:いる|ある|は)|の(?:人|社員|メンバー|スタッフ|回線|端末|者|みんな|全員|pc|PC|方|ほう|チーム)|[)）。」]|$|[(（])"
)
_ENGLISH = re.compile(r"[a-zà-ỹ]{2} [a-zà-ỹ]{2}")
_SITE_WORD = re.compile(_SITE)
_NO_SITE = re.compile(
    r"^(?:弊社|当社|御社|貴社|全国|全社|各|全|他|別(?!府)|当|自|両|複数|同|海外|国内|一部|対象|該当|近隣|ヘルプ|サポート|コール|データ|お客様|取引先|ネット|オンライン|この|その|となり|隣|専門|学|高(?![松崎知岡槻山])|登|時|無線)"
)
_SITE_EN = re.compile(
    r"\b(?!Head |The |Our |Main |Post |My |Your |No |One |Each |Every |Microsoft |Ms )([A-Z][a-zà-ü]+(?: [A-Z][a-zà-ü]+)? (?:branch|office|plant|factory|warehouse|site|store|depot|shop|school|clinic|hospital|surgery|lab|hub|campus|yard|mill|studio|hotel|restaurant|DC|HQ|team|crew))\b(?! (?:is fine|is ok|has no|works))"
)
_TOWN_EN = r"([A-Z][a-zà-ÿ]{2,}(?:[ -][A-Z][a-zà-ÿ]{2,})?)"
_PLACED_EN = re.compile(
    rf"\b(?:(?:here|up|down|over|out|based|located|sitting|working|sit|live|office|branch|site|plant|store|shop|factory|warehouse|line|team|crew|people|staff|folks|guys|colleagues?|users?|us|we(?:'re| are)|i(?:'m| am)|I'm|lawyers|drivers|engineers?|fitter|technicians?|everyone|everybody) (?:in|at|from)|[Gg]reetings from|[Cc]alling from|[Ww]riting from) {_TOWN_EN}(?!'s|\w)|\b(?:aqui em|filial de|escritório de|unidade de|ở|tại|di kantor|cabang|[Kk]antor) {_TOWN_EN}"
)
_NO_TOWN_EN = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Chrome|Edge|Firefox|Safari|Windows|Android|Excel|Kintone|Japanese|English|Accounting|Accounts|Sales|Finance|Marketing|Support|Slack|Teams|Head|The|Our|My|IT|HR|Post|Main)\b"
)


def read_place(wording: MessageWording, *, told: bool | None) -> dict[str, FactValue]:
    """Place, app, browser, system, device, versions, role; ``told``: something is wrong now."""
    facts = read_machine(wording)
    if place := location(wording, told=told):
        facts["location"] = place
    if name := app_name(wording):
        facts["app_name"] = name
    if _SAID.role.search(wording.plain):
        if _SAID.not_admin.search(wording.plain):
            facts["account_role"] = "not_admin"
        elif _SAID.admin.search(wording.plain):
            facts["account_role"] = "admin"
    return facts


_SITE_ABROAD = re.compile(
    r"((?!我们|我們|整个|整個|公司)[一-鿿]{2,4}(?:分公司|工厂|工廠|分店|办事处|辦事處|仓库|倉庫|总部|總部|门店|門店))|([가-힣]{2,6}(?:지사|공장|지점|본사|사무소|물류센터|영업소))|((?:ออฟฟิศ|สาขา|โรงงาน)\s?(?!ของ|เรา|ทั้ง|อื่น)[ก-๙]{3,16}ฯ?)|((?:[Cc]hi nhánh|[Vv]ăn phòng|[Nn]hà máy) [A-ZĐ][\wÀ-ỹ]*(?: [A-ZĐ][\wÀ-ỹ]*)?)"
)
_KANA = re.compile(r"[ぁ-ん]")


def location(wording: MessageWording, *, told: bool | None) -> str | None:
    """Where they are; of several places the one that has the trouble, not where all is well."""
    place = None if wording.plain.isascii() else _in_japanese(wording, told=told)
    if place is None and not wording.plain.isascii() and not _KANA.search(wording.plain):
        site = _SITE_ABROAD.search(wording.written)
        place = site.group() if site else None
    if place is None and _ENGLISH.search(wording.plain):
        place = _in_english(wording)
    return place


def _in_japanese(wording: MessageWording, *, told: bool | None) -> str | None:
    for place in _LOCATION.finditer(wording.written):
        name = place.group(place.lastindex or 0)
        if told is None and not _SITE_WORD.search(name):
            continue  # in a wish a bare town is more likely a value
        said = said_of(wording.plain, place.end())
        if not _NO_SITE.match(name) and not (told and said and said.works):
            return name.strip()
    for stated in _SAID.stated.finditer(wording.plain):
        name = wording.cut(stated, stated.lastindex or 0)
        if not _NO_SITE.match(name) and not _SAID.no_town.search(name):
            return name
    return None


def _in_english(wording: MessageWording) -> str | None:
    if site := _SITE_EN.search(wording.written):
        return site.group(1)
    if city := _SAID.location_en.search(wording.plain):
        return wording.cut(city, city.lastindex or 0)
    for town in _PLACED_EN.finditer(wording.written):
        name = town.group(town.lastindex or 0)
        if not _NO_TOWN_EN.match(name):
            return name
    return None
