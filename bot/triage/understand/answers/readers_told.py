"""Reads the answers that name or describe something: plugins, changes, times, errors, addresses."""

import re
from collections.abc import Callable

from bot.model.understanding import FactValue
from bot.triage.understand.answers import words
from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees, fine
from bot.triage.understand.facts.said import recent_change
from bot.triage.understand.facts.times import onset
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

LONGEST_GLOSS = 200
_NONE = pattern(
    r"^(?:プラグイン|カスタマイズ|拡張(?:機能)?|変更|変えたもの)?(?:は|も|とか)?(?:誰も|だれも|特に|とくに|何も|なにも|なんも|一切|全く|まったく|1つも|ひとつも|特段)*(?:は|も)?(?:なし|無し|無い|ない(?!と)|ねー|あらへん|ありません|ございません|(?:使って|入れて|入って|つかって|つこて|変えて|追加して|触って|いじって|さわって|した覚え|して)(?:は)?(?:い)?(?:<ない>|おりません|はず))"
    r"|^(?:no|none|nope|nothing|nah|not (?:that i|as far|using|any|really)|we (?:don't|do not) (?:use|have))\b|^(?:没有|沒有|没|無|不)|^(?:없|아니)|^(?:không(?! (?:biết|rõ|chắc))|chưa)|^ไม่(?:มี|ได้)|^(?:nenhum|nada|não(?! sei))|^(?:tidak(?! tahu)|nggak(?! tau)|gak(?! tau)|belum)"
)
_TIME = pattern(
    r"(?:さっき|先ほど|今朝|けさ|今日|きょう|昨日|きのう|一昨日|おととい|昨夜|ゆうべ|先週|先月|今週|今月|朝|昼|夕方|午前|午後|月曜|火曜|水曜|木曜|金曜|土曜|日曜|週末|連休|年末|年明け|お盆|休み明け|\d{1,2}[:時日月/]\d{0,2}(?:分|半)?|\d+(?:分|時間|日|週間|か月|ヶ月)(?:くらい|ぐらい|ほど)?前)[^。、\n]{0,14}"
    r"|\b(?:since |from |around |about )?(?:this morning|yesterday|today|last \w+|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|(?:an?|\d+|two|three|a few) (?:minutes?|hours?|days?|weeks?|months?)(?: ago)?)\b"
    r"|(?:今天|昨天|早上|上午|下午|刚才|上周)[^。,\n]{0,6}|(?:오늘|어제|아침|방금|지난주)[^.,\n]{0,8}|(?:sáng nay|hôm qua|hôm nay|tuần trước)|(?:เมื่อเช้า|เมื่อวาน|วันนี้)|(?:ontem|hoje|esta manhã|segunda)[^.,\n]{0,10}|(?:kemarin|tadi pagi|hari ini|minggu lalu)"
)
_CHANGED = pattern(
    r"足し|増や|消し|削除|変え|変わ|替え|換え|入れ|追加|更新|アップデート|導入|移行|引っ越し|リプレース|異動|設定し|いじっ|いじり|触り|触っ|さわっ|切り替|added|removed|deleted|changed|updated|installed|replaced|moved|switched|upgraded|new\b|改|换|更新|바꿨|바꾸|변경|추가|업데이트|đổi|thêm|cập nhật|เปลี่ยน|เพิ่ม|อัปเดต|mud[oa]|troc|atualiz|instal|adicion|ganti|ubah|tambah|diperbarui"
)
_PROVIDER = pattern(
    r"ntt|フレッツ|(?<![a-z])au(?![a-z])|kddi|ソフトバンク|softbank|nuro|ニューロ|(?<![a-z])eo(?![a-z])|イオ光|コミュファ|bbiq|ocn|biglobe|ビッグローブ|so-?net|ソネット|nifty|ニフティ|ぷらら|asahi|アサヒネット|j:?com|ドコモ|docomo|楽天|iij|usen|スターリンク|starlink|auひかり|wimax|comcast|xfinity|verizon|at&t|spectrum|\bbt\b|vodafone|viettel|fpt|vnpt|\btrue\b|\bais\b|3bb|\bvivo\b|claro|telkom|indihome|biznet|\bkt\b|skt|lg ?u|电信|联通|移动|光"
)
_PLACE = re.compile(
    r"^((?!普通|不明|全員|無理|同|何|変|特|無|問題|正常|一緒|駄目|全)(?:[一-龥々ァ-ヶー]{2,10})(?:の[一-龥ァ-ヶー]{2,8})?)(?:の?(?:ほう|方|辺|あたり))?(?:です(?:ね|よ)?|から(?:です|使ってます|つないでます)?|になります|にいます|だよ|や(?:で|ね)?|在住)?$"
    r"|^(?:in|from|we're in|we are in|i'm in|saya di|di|em|tại|de|em) ([A-Za-z][\w ]{2,20})$",
    re.IGNORECASE,
)
_OFF = pattern(r"外し|はずし|無効|切っ|切り|オフ|off\b|disabl|turned|stop")
_NOT_TRIED = pattern(
    r"まだ|これから|(?:^し|試し|やっ|外し|無効に(?:し)?|切っ|いや、し)て(?:は)?(?:い)?(?:<ない>|おりません)|(?:試せ|外せ|切れ)<ない>|(?:haven't|have not|didn't|did not|not) (?:yet|tried|try|done|do|disabled|switched|turned)|^(?:いいえ|いえ|no\b|nope)|还没|아직|안 해|chưa|ยังไม่|ainda não|não (?:tentei|desativ)|belum"
)
_JS_YES = pattern(
    r"入って|入れて(?:い)?(?:ます|る)|使って(?:い)?(?:ます|る)|あります|ある|作った|作って(?:もら|い)|書いた|業者|外注|委託|自作|自社|contractor|wrote|we have|there is|custom|있어|있습|có\b|có ạ|มี|temos|\bada\b"
)
_JS_NO = pattern(
    r"(?:入れて|入って|使って|作って|書いて|して)(?:は)?(?:い)?<ない>|ありません|ない(?:です|と思|はず|よ)?|なし|標準だけ|プラグインだけ|\b(?:no|not|don't|none|only plug-?ins)\b|没|없|không|ไม่|não|tidak"
)


def plugins(heard: Heard) -> Answer:
    """The names of the plugins in use; "none", or "unknown"."""
    if heard.facts.get("plugins_used") == "none":
        return {"plugins_used": "none"}
    names = heard.names + ((heard.unlisted,) if heard.unlisted else ())
    unsure = UNSURE.search(heard.plain) is not None
    if names:
        more: dict[str, FactValue] = {"plugins_used": names}
        if heard.unlisted:
            more["unknown_product"] = heard.unlisted
        if unsure or "以外" in heard.plain or "なんとか" in heard.wording.written:
            more["plugins_partial"] = True
        return more
    if not unsure and heard.alone and any(_NONE.search(c) for c in heard.clauses):
        return {"plugins_used": "none"}
    return {"plugins_used": "unknown"} if unsure else None


def change(heard: Heard) -> Answer:
    """What was changed lately, as a gloss."""
    change = recent_change(heard.wording)
    if change:
        return {"recent_change": change}
    if UNSURE.search(heard.plain):
        return {}
    if heard.alone and any(_NONE.search(c) for c in heard.clauses):
        return {"recent_change": "none"}
    if heard.alone and _CHANGED.search(heard.plain):
        return {"recent_change": heard.wording.written.strip()[:LONGEST_GLOSS]}
    return {} if heard.alone and len(heard.clauses) == 1 and agrees(heard.clauses[0]) else None


def started(heard: Heard) -> Answer:
    """Since when."""
    when = onset(heard.wording, heard.lang)
    if when:
        return {"started_at": when}
    if pattern(r"いつから|気づ|already|when we started|だいぶ前|ずっと").search(heard.plain):
        return {}
    match = _TIME.search(heard.plain) if heard.alone else None
    return {"started_at": heard.wording.cut(match)} if match else None


def role(heard: Heard) -> Answer:
    """Administrator or not."""
    if role := heard.facts.get("account_role"):
        return {"account_role": role}
    for clause in heard.clauses:
        named = words.PERSON_ADMIN.search(clause) or "権限" in clause
        no = pattern(r"<ない>|違|ちが|\b(?:no|not)\b|n't").search(clause) is not None
        if named or (
            heard.alone and pattern(r"^(?:一応)?(?:持って|もって)|^i (?:am|do)\b").search(clause)
        ):
            return {"account_role": "not_admin" if no else "admin"}
    return None


def own_symptom(heard: Heard) -> Answer:
    """Whether the writer has trouble themselves."""
    if words.HEALTHY.search(heard.plain):
        return {"own_symptom": False}
    if pattern(
        r"(?:見|聞い|読ん)ただけ|気になっただけ|(?:just|only) (?:heard|read|saw|asking|curious)|念のため"
    ).search(heard.plain):
        return {"own_symptom": False}
    for clause in heard.clauses:
        if pattern(r"^(?:症状は)?(?:出て|なって|起きて)(?:い)?<ない>").search(clause):
            return {"own_symptom": False}
        if pattern(
            r"^(?:症状が|私も)?(?:出て|なって|起きて)(?:い)?(?:ます|る)|困って(?:い)?(?:ます|る)"
        ).search(clause):
            return {"own_symptom": True}
        bare = agrees(clause)
        if (said := fine(clause)) is not None and (bare is None or len(clause) > 12):
            return {"own_symptom": not said}
    return None


def new_menu(heard: Heard) -> Answer:
    """That the function was found where it has moved to."""
    if UNTESTED.search(heard.plain):
        return {}
    if pattern(
        r"なかった|見つか(?:ら|り)<ない>|見当た(?:ら|り)<ない>|ありません|ない(?:です|ん|よ)|\bnot (?:there|found|in)|(?:can't|cannot|couldn't|didn't|don't) (?:find|see)|没找到|找不到|없어|못 찾|không thấy|ไม่เจอ|não (?:achei|encontrei)|tidak (?:ada|ketemu)"
    ).search(heard.plain):
        return {"found_in_new_menu": False}
    return {"found_in_new_menu": True} if words.MENU.search(heard.plain) else None


def login_method(heard: Heard) -> Answer:
    """Single sign-on or password."""
    sso = words.SSO.search(heard.plain)
    if sso and not pattern(
        r"(?:では|じゃ)<ない>|じゃなく|ではなく|使って(?:い)?<ない>|\bno(?:t)?\b|n't|不是|아니|không|não|bukan"
    ).search(heard.plain):
        return {"login_method": "sso"}
    password = words.PASSWORD.search(heard.plain) or pattern(
        r"密码|비밀번호|mật khẩu|รหัสผ่าน|senha|kata sandi|パスワ|id(?:と|/)"
    ).search(heard.plain)
    return {"login_method": "password"} if password or sso else None


def tried_off(heard: Heard) -> Answer:
    """Whether the suspected part was switched off."""
    if _NOT_TRIED.search(heard.plain):
        return {"tried_disabling": False}
    if words.TRIED.search(heard.plain) or _OFF.search(heard.plain):
        return {"tried_disabling": True}
    result = heard.alone and any(
        fine(c) is not None or pattern(r"直り|直っ|改善").search(c) for c in heard.clauses
    )
    return {"tried_disabling": True} if result else None


def own_js(heard: Heard) -> Answer:
    """Whether scripts of their own are in the app."""
    if "own_customisation" in heard.facts:
        return {"own_customisation": heard.facts["own_customisation"]}
    topical = heard.alone or pattern(r"js|javascript|スクリプト|カスタマイズ").search(heard.plain)
    if not topical or UNSURE.search(heard.plain):
        return None
    if _JS_NO.search(heard.plain):
        return {"own_customisation": False}
    return {"own_customisation": True} if _JS_YES.search(heard.plain) else None


def extension(heard: Heard) -> Answer:
    """Whether an extension came in or was renewed lately."""
    if UNSURE.search(heard.plain):
        return {}
    topical = pattern(
        r"拡張|アドオン|extension|add-?on|adblock|広告|ブロッカー|扩展|插件|확장|tiện ích|ส่วนขยาย|extens|ekstensi"
    ).search(heard.plain)
    if not topical and not heard.alone:
        return None
    if any(_NONE.search(c) for c in heard.clauses) or pattern(
        r"(?:入れて|追加して|更新して|変えて)(?:い)?<ない>|(?:didn't|haven't|not) (?:add|install|update)"
    ).search(heard.plain):
        return {"new_extension": False}
    return {"new_extension": True} if topical or _CHANGED.search(heard.plain) else None


def line_about(fact: str, about: str) -> Callable[[Heard], Answer]:
    """Keeps the line that is about something, as a gloss."""
    topic = pattern(about)

    def read(heard: Heard) -> Answer:
        for line in heard.wording.written.splitlines():
            if topic.search(Wording.of(line).plain) and not UNSURE.search(Wording.of(line).plain):
                return {fact: line.strip()[:LONGEST_GLOSS]}
        return None

    return read


def url(heard: Heard) -> Answer:
    """The address, or the name in front of it."""
    found = {k: heard.facts[k] for k in ("url", "subdomain", "app_id") if k in heard.facts}
    text = heard.plain.strip()
    if (
        not found
        and heard.alone
        and (
            name := re.fullmatch(
                r"(?=[a-z0-9-]*[a-z])([a-z0-9][a-z0-9-]*[-\d][a-z0-9-]*)(?:です)?", text
            )
        )
    ):
        return {"subdomain": name.group(1)}
    return found or None


def location(heard: Heard) -> Answer:
    """The place; a bare name will do."""
    if "location" in heard.facts:
        return {"location": heard.facts["location"]}
    clause = heard.wording.written.strip().rstrip("。.!")
    match = _PLACE.match(clause) if heard.alone and not UNSURE.search(heard.plain) else None
    return {"location": match.group(match.lastindex or 0)} if match else None


def guest_space(heard: Heard) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain = heard.plain
    ordinary = pattern(
        r"(?:では|じゃ|や)<ない>|(?:普通|ふつう|通常|一般)|\bnot\b|n't|ordinary|regular|normal|违|不是|普通|아니|일반|không|ไม่|não|comum|bukan|biasa"
    )
    topical = pattern(r"ゲスト|スペース|guest|space|访客|게스트|khách|convidad|tamu").search(plain)
    if (topical or heard.alone) and ordinary.search(plain) and not UNSURE.search(plain):
        return {"guest_space": False}
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None


def mobile_or_pc(heard: Heard) -> Answer:
    """Whether computers have it too."""
    text = heard.plain
    both = pattern(
        r"両方|どちらも|どっちも|りょうほう|pcでも|パソコンでも|both|都|둘 ?다|cả hai|ทั้งสอง|ambos|keduanya"
    ).search(text)
    facts = {k: heard.facts[k] for k in ("pc_ok", "mobile_ok") if k in heard.facts}
    if both and not facts:
        return {"pc_ok": False, "mobile_ok": False}
    if facts:
        return facts
    mobile, pc = words.MOBILE.search(text), words.PC.search(text)
    only = pattern(r"だけ|のみ|only|just|只|만|chỉ|เฉพาะ|só|hanya").search(text)
    if mobile and not pc and (only or (heard.alone and len(text) < 16)):
        return {"pc_ok": True}
    return {"pc_ok": False} if pc and not mobile else None


def isp(heard: Heard) -> Answer:
    """The internet provider, as called by the writer."""
    match = words.ISP.search(heard.plain) or _PROVIDER.search(heard.plain)
    return {"isp": heard.wording.cut(match, match.lastindex or 0)} if match else None


def browser(heard: Heard) -> Answer:
    """The browser and its version."""
    found = {k: heard.facts[k] for k in ("browser", "browser_version") if k in heard.facts}
    number = (
        re.fullmatch(r"\D{0,8}?(\d{2,3}(?:\.\d+)*)\D{0,6}", heard.plain.strip())
        if heard.alone
        else None
    )
    if found and "browser_version" not in found and heard.alone:
        number = re.search(
            r"(?:バージョン|ばーじょん|version|ver\.?)[はがって ]{0,3}(\d{2,3}(?:\.\d+)*)",
            heard.plain,
        )
        return found | ({"browser_version": number.group(1)} if number else {})
    if number and not found:
        return {"browser_version": number.group(1)}
    return found or (
        {} if heard.alone and pattern(r"^最新|latest|いつもの").search(heard.plain) else None
    )
