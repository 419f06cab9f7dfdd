"""Reads whether something works, from the clause that is about it or from the bare answer."""

import re
from collections.abc import Callable, Mapping

from bot.text.sieve import Pattern
from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import fine, wants, wishes
from bot.triage.understand.phrases import pattern

# What a clause is about when it names the thing itself.
TOPICS: Mapping[str, Pattern] = {
    key: pattern(words)
    for key, words in {
        "portal": r"ポータル|トップ(?:ページ|画面|は|も|の|$)|最初の画面|\bportal\b|top page|first page|home ?page|门户|首页|포털|첫 ?화면|trang (?:chủ|cổng)|พอร์ทัล|หน้าแรก|página inicial|halaman (?:pertama|utama)",
        "settings_page": r"設定(?:画面|ページ)?(?:は|も|の|が|だけ|なら)|歯車|\bsettings?\b|\bgear\b|设置|齿轮|설정|톱니|cài đặt|bánh răng|ตั้งค่า|เฟือง|configura|engrenagem|pengaturan|roda gigi",
        "other_browser": r"ブラウザ|edge|エッジ|chrome|クローム|firefox|ファイアフォックス|safari|サファリ|\bbrowsers?\b|浏览器|브라우저|엣지|크롬|trình duyệt|เบราว์เซอร์|navegador",
        "incognito": r"シークレット|シークレ|プライベート|incognito|\bprivate\b|inprivate|无痕|隐私窗口|시크릿|ẩn danh|ไม่ระบุตัวตน|หน้าต่างส่วนตัว|anônim|penyamaran|samaran",
        "other_network": r"回線|テザ|4g|5g|lte|wi-?fi|ワイファイ|自宅|社外|外(?:から|で|だと)|出先|家(?:から|で(?:は|も)|だと|なら)|mobile data|from home|outside the office|hotspot|tether|\bnetwork|cellular|流量|热点|데이터|핫스팟|mạng|4g|dữ liệu di động|เน็ต|\brede\b|dados móveis|4g|jaringan|seluler|hotspot",
        "other_sites": r"サイト|ヤフー|グーグル|yahoo|google(?! chrome)|ユーチューブ|youtube|ネット(?:自体|全体|全部|は|も|が)|ウェブ|\bweb\b|ほかのページ|\bsites?\b|websites?|\binternet\b|网站|百度|사이트|네이버|trang (?:web|khác)|เว็บ|situs",
        "bell": r"ベル|鈴|赤い(?:丸|点|数字|印|マーク)|バッジ|\bbell\b|\bbadge\b|铃铛|鈴鐺|벨|종(?: ?아이콘|에|은)|chuông|กระดิ่ง|\bsino\b|lonceng",
        "ui_ok": r"画面(?:操作|自体|は|も|の操作)|操作|\bui\b|\bscreens?\b|界面|화면|màn hình|หน้าจอ|\btelas?\b|\blayar",
        "records_ok": r"レコード|登録|データ(?:は|も|自体)|kintone(?:側|に|の(?:ほう|方))|\brecords?\b|\bdata\b|记录|数据|레코드|데이터(?:는|가)|bản ghi|dữ liệu(?! di)|เรคคอร์ด|ข้อมูล|registros|rekaman",
        "other_apps_ok": r"アプリ|\bapps?\b|应用|앱|ứng dụng|แอป|aplica",
        "other_users": r"みんな|全員|皆|同僚|隣|となり|周り|(?:ほか|他)の(?:人|方|社員|部署)|\b(?:colleagues?|everyone|everybody|others|team|coworkers?)\b|同事|大家|동료|모두|đồng nghiệp|mọi người|เพื่อนร่วมงาน|ทุกคน|colegas|rekan",
    }.items()
}
_LOOSE = {
    "other_sites": pattern(r"ほか|他|ネット|\bothers\b|rest|everything"),
    "other_network": pattern(
        r"スマホ|携帯|電波|\bphone\b|手机|휴대폰|điện thoại|มือถือ|celular|ponsel|\bhp\b"
    ),
    "ui_ok": pattern(r"画面"),
    "settings_page": pattern(r"設定"),
    "records_ok": pattern(r"保存|データ|入って|kintone"),
}
LONGEST_BARE = 48  # characters of a clause that leaves its subject unsaid
_SYMPTOM_SHOWS = pattern(r"^出(?:て(?:い)?ます|ます|る|てる)|症状(?:が|は)?出")
_SYMPTOM_GONE = pattern(r"^出て(?:い)?<ない>|症状(?:が|は)?出<ない>")
_CLAIM = pattern(
    r"なら|だと|では|には|じゃ|でも|にも|で(?=開|見|入|動|使|いけ|同)|やと|は|も(?!の)|\b(?:in|on|with|the|over)\b|에서|[에은는도]|能|可以|也"
)


def works(fact: str, key: str, *, same_is_bad: bool = False) -> Callable[[Heard], Answer]:
    """Reads ``fact``; in an answer without a topic, what was asked about is its subject."""

    def read(heard: Heard) -> Answer:
        said = about(heard, key)
        if said is None and fact in heard.facts:
            return {fact: heard.facts[fact]}
        if said is None and same_is_bad and (here := _ONLY_HERE.get(key)):
            said = True if here.search(heard.plain) else None
        if said is None and heard.alone:
            said = _implied(heard, key, same_is_bad=same_is_bad)
        return None if said is None else {fact: said}

    return read


def about(heard: Heard, key: str, *, strict: bool = False) -> bool | None:
    """What the clause that names the topic says of it, or the one that follows it."""
    topic, loose = TOPICS[key], None if strict else _LOOSE.get(key)
    near = False
    for clause in heard.clauses:
        named = topic.search(clause)
        if named is None and loose and not foreign(clause, key):
            named = loose.search(clause)
        if named and strict and not _CLAIM.search(clause):
            named = None
        if not named and (not near or foreign(clause, key) or strict):
            near = False
            continue
        near = True
        by_name = topic.search(clause) is not None
        unsaid = wants(clause) if by_name else wishes(clause)
        if key == _LINE and not unsaid and (held_up := _held_up(clause)) is not None:
            return not held_up
        slow = key != "ui_ok" and _SLOW.search(clause) is not None
        said = None if unsaid or slow else _of(clause, named)
        if said is not None:
            return said
    return None


def _of(clause: str, named: "re.Match[str] | None") -> bool | None:
    after = (
        None
        if named is None or clause.isascii()
        else fine(_PARTICLES.sub("", clause[named.end() :]))
    )
    return fine(clause) if after is None else after


_PARTICLES = pattern(
    r"^(?:さー?|ん?どう|以外(?:の(?:もの|ブラウザ|やつ))?|画面|ページ|ウィンドウ|モード|側|自体|のほう|の方)*(?:なら|だと|では|だけ)?(?:を)?(?:押し|クリックし|開い|試し)?"
)


def foreign(clause: str, key: str) -> bool:
    """Whether a clause names something else than was asked about."""
    return any(k != key and t.search(clause) for k, t in TOPICS.items())


def _implied(heard: Heard, key: str, *, same_is_bad: bool) -> bool | None:
    slow = None  # to be slow is to work
    for clause in heard.clauses:
        if _is_off_topic(clause, key):
            continue
        if key == _LINE and (held_up := _held_up(clause)) is not None:
            slow = not held_up
            continue
        if key != "ui_ok" and _SLOW.search(clause):
            slow = True
            continue
        if same_is_bad and _SYMPTOM_GONE.search(clause):
            return True
        if same_is_bad and _SYMPTOM_SHOWS.search(clause):
            return False
        if key == "ui_ok" and _SLUGGISH.search(clause):
            return False
        said = fine(clause) if _BARE.search(clause) is None else None
        if said is None and key in _KEPT_IN and _EXISTS.search(clause):
            return True
        if said is not None:
            return said
    return slow


def _is_off_topic(clause: str, key: str) -> bool:
    """Whether a clause wishes, speaks of something else, or is too long to leave its subject unsaid."""
    if wishes(clause) or foreign(clause, key) or len(clause) > LONGEST_BARE:
        return True
    return key == _LINE and _OF_KINTONE.search(clause) is not None


def _held_up(clause: str) -> bool | None:
    """Whether a clause says that pages are slow to come; None when it speaks of no speed."""
    if _HOLDS_UP.search(clause):
        return True
    return False if _SLOW.search(clause) else None


# What is no other site: a part of kintone that is named goes on about the trouble.
_OF_KINTONE = pattern(
    r"一覧|詳細|レコード|アプリ|画面|kintone|キントーン|\b(?:lists?|records?|apps?|screens?)\b"
)
# Asked of the line, slow is trouble: what holds up every site is not this site.
_LINE = "other_sites"
_HOLDS_UP = pattern(
    r"遅(?:い(?!わけ)|く(?!な(?:い|く)|は|あり)|め)|重(?:い(?!わけ)|く(?!な(?:い|く)|は|あり)|た)|もっさり|時間(?:が|も)?かか(?!ら)|途切|切れ(?:た|る|ます)"
    r"|(?<!not )(?<!n't )(?<!isn't )\b(?:slow(?:ly|er)?|crawl\w*|tim(?:e|es|ed|ing) out|time-?outs?|hang(?:s|ing)?|drops?|dropping)\b|慢|느려|chậm|ช้า|lent[oa]\b|lambat"
)
_SLUGGISH = pattern(
    r"悪い|わるい|もっさり|かくかく|かくつ|固ま|フリーズ|重(?:い|く|た)|遅|\b(?:slow|slower|sluggish|laggy|lags?|freez\w+|hangs?)\b|卡|느려|chậm|ช้า|lent[oa]s?\b|lambat|lemot"
)
# Trouble that is only in the place at hand is not in another.
_ONLY_HERE = {
    "other_network": pattern(
        r"(?:社内|会社|事務所|オフィス|職場)[^。、\n]{0,8}(?:だけ|のみ|でしか)|\bonly (?:on|in|at|over|via|with) (?:the |our )?(?:office|company|work|corporate)"
    ),
    "other_browser": pattern(r"\bonly (?:on|in|with) (?:chrome|edge|firefox|safari)"),
}
_SLOW = pattern(
    r"遅(?:い|く|め)|重(?:い|く|た)|もっさり|\bslow(?:ly|er)?\b|慢|느려|chậm|ช้า|lent[oa]\b|lambat"
)
_KEPT_IN = frozenset({"bell", "records_ok"})
_EXISTS = pattern(
    r"(?:全部|全て|すべて|ちゃんと|件|に(?:は|も)?)?(?:あり(?:ます|ました)|ある(?:よ|で|わ)?$|あった)|[里都]有|^有|있어|có hiện|\bada\b|มี"
)
_BARE = pattern(
    r"^(?:そう|yes|yeah|yep|no|nope|nah|ya|iya|sim|não|không|có|vâng|はい|いいえ|ない(?:です)?|なし|あり(?:ます|ません)|違います|不是?|是的?|没有|네|아니요|아뇨|(?:(?:no|yes|yeah|yep|nope),? )?(?:it|they|i|we)(?: is| are| did| was| do| does| am| have|'s)?(?:n't| not)?)\W*$"
)
