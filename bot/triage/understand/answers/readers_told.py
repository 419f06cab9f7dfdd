"""Reads the answers that tell what is in use, was changed, was tried, and since when."""

from bot.model.understanding import FactValue
from bot.triage.understand.answers import words
from bot.triage.understand.answers.elliptic import bare_name
from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees, fine, wishes
from bot.triage.understand.facts.said import recent_change
from bot.triage.understand.facts.times import onset
from bot.triage.understand.phrases import pattern

LONGEST_GLOSS = 200
_NONE = pattern(
    r"(?:思い当た|心当た)[^。、\n]{0,6}<ない>|^(?:ゼロ|0)(?:個|つ|件)?(?:です|だ|や|$)|^(?:プラグイン|カスタマイズ|拡張(?:機能)?|変更|変えたもの)?(?:は|も|とか)?(?:誰も|だれも|特に|とくに|何も|なにも|なんも|一切|全く|まったく|1つも|ひとつも|特段)*(?:は|も)?(?:なし|無し|無い|ない(?!と)|ねー|あらへん|ありません|ございません|(?:使って|入れて|入って|つかって|つこて|変えて|追加して|触って|いじって|さわって|した覚え|して)(?:は)?(?:い)?(?:<ない>|おりません|はず))"
    r"|^(?:no|none|nope|nothing|nah|not (?:that i|as far|using|any|really)|we (?:don't|do not) (?:use|have))\b|^(?:没有|沒有|没|無|不)|^(?:없|아니)|^(?:không(?! (?:biết|rõ|chắc))|chưa)|^ไม่(?:มี|ได้)|^(?:nenhum|nada|não(?! sei))|^(?:tidak(?! tahu)|nggak(?! tau)|gak(?! tau)|belum)"
)
_TIME = pattern(
    r"(?:さっき|先ほど|今朝|けさ|今日|きょう|昨日|きのう|一昨日|おととい|昨夜|ゆうべ|先週|先月|今週|今月|朝|昼|夕方|午前|午後|月曜|火曜|水曜|木曜|金曜|土曜|日曜|週末|連休|年末|年明け|お盆|休み明け|\d{1,2}[:時日月/]\d{0,2}(?:分|半)?|\d+(?:分|時間|日|週間|か月|ヶ月)(?:くらい|ぐらい|ほど)?前)[^。、\n]{0,14}"
    r"|\b(?:since |from |around |about )?(?:this morning|yesterday|today|last \w+|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|(?:an?|\d+|two|three|a few) (?:minutes?|hours?|days?|weeks?|months?)(?: ago)?)\b"
    r"|(?:今天|昨天|早上|上午|下午|刚才|上周)[^。,\n]{0,6}|(?:오늘|어제|아침|방금|지난주)[^.,\n]{0,8}|(?:sáng nay|hôm qua|hôm nay|tuần trước)|(?:เมื่อเช้า|เมื่อวาน|วันนี้)|(?:ontem|hoje|esta manhã|segunda)[^.,\n]{0,10}|(?:kemarin|tadi pagi|hari ini|minggu lalu)"
)
_CHANGED = pattern(
    r"足し|増や|戻し|工事|作業|メンテ|交換|買い替|買い換|張り替|増設|設置|辞め|入社|引き継|再起動|消し|削除|変え|変わ|替え|換え|入れ|追加|更新|アップデート|導入|移行|引っ越し|リプレース|異動|設定し|いじっ|いじり|触り|触っ|さわっ|切り替|\bupdates?\b|reinstall|migrat|maintenance|rebooted|restarted|edited|modified|added|removed|deleted|changed|updated|installed|replaced|moved|switched|upgraded|new\b|改|换|更新|바꿨|바꾸|변경|추가|업데이트|đổi|thêm|cập nhật|เปลี่ยน|เพิ่ม|อัปเดต|mud[oa]|troc|atualiz|instal|adicion|ganti|ubah|tambah|diperbarui"
)
_OFF = pattern(
    r"desativ|deslig|停用|禁用|关掉|關掉|껐|끄|비활성|tắt|vô hiệu|ปิด|matikan|nonaktif|外し|はずし|無効|切っ|切り|オフ|off\b|disabl|turned|stop"
)
_NOT_TRIED = pattern(
    r"まだ(?:です|だ|や|$|[。、]|試|やっ|し|外|無効|切|オフ|止)|これから|(?:^し|試し|やっ|外し|無効に(?:し)?|切っ|いや、し)て(?:は)?(?:い)?(?:<ない>|おりません)|(?:試せ|外せ|切れ)<ない>|haven't|have not|(?:didn't|did not|not) (?:yet|tried|try|done|do|disabled|switched|turned)|^(?:いいえ|いえ|no\b(?! (?:change|difference|luck|effect|improvement|joy|good|help))|nope)|还没|아직|안 해|chưa|ยังไม่|ainda não|não (?:tentei|desativ)|belum"
)
_CANNOT_TRY = pattern(
    r"(?:する|す|める|る)と[^。\n]{0,16}(?:無理|困|でき<ない>)|業務[^。、\n]{0,6}止ま|(?:試せ|外せ|切れ|止めら?れ|無効に(?:でき|出来)|入れ|開け|触れ|いじれ)<ない>|(?:止め|外し|切り)たく<ない>|権限(?:が|は|も)?<ない>|権限(?:が|は|も)?無|やり方が|方法が|(?:can't|cannot|can not|unable to|don't have|not allowed|no (?:permission|access|rights))\b|没有?权限|권한이? ?없|không có quyền|ไม่มีสิทธิ์|sem permissão|tidak (?:punya|ada) (?:izin|akses)"
)
_JS_YES = pattern(
    r"入って|入れて(?:い)?(?:ます|る)|使って(?:い)?(?:ます|る)|あります|ある|作った|作って(?:もら|い)|書いた|業者|外注|委託|自作|自社|contractor|wrote|we have|there is|custom|있어|있습|có\b|có ạ|มี|temos|\bada\b"
)
_JS_NO = pattern(
    r"(?:入れて|入って|使って|作って|書いて|して)(?:は)?(?:い)?<ない>|ありません|ない(?:です|と思|はず|よ)?|なし|標準(?:機能)?(?:だけ|のみ|しか)|プラグインだけ|\b(?:no|not|don't|none|only plug-?ins)\b|没|없|không|ไม่|não|tidak"
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
    if pattern(
        r"いつから|気づ|気(?:が)?つ(?:い|け)|already|when we started|だいぶ前|ずっと(?!お世話)"
    ).search(heard.plain):
        return {}
    for clause in heard.clauses if heard.alone else ():
        if wishes(clause) or _NO_START.search(clause):
            continue
        at = heard.plain.find(clause)
        if match := _TIME.search(heard.plain, at, at + len(clause)):
            return {"started_at": _COPULA.sub("", heard.wording.cut(match))}
    return None


_NO_START = pattern(r"までに|中に|お世話|たい(?:です)?|\bby (?:tomorrow|today|noon|the)\b")


_COPULA = pattern(
    r"(?:です|でした|だ|や)?(?:と思[いうっ][^。]{0,4}|かな[^。]{0,4}|かと)?(?:です)?(?:ね|よ|けど)*$"
)


_NO_RIGHTS = pattern(
    r"(?:権限|管理者)(?:は|が|も|を|で|では|じゃ)?(?:持って|もって|付いて|ついて|もらえて|もらって|与えられて)?(?:い|おり|は)?<ない>"
)
_OTHER_ADMIN = pattern(
    r"(?:管理者|権限[^。、\n]{0,8}の)は(?!い|私|わたし|自分|僕|俺|当方|うち|あり|持|もっ|な)[^。、\n]{1,12}|(?!私|自分|僕|俺|当方|はい)(?:[一-龥]{2,6}|[一-龥ァ-ヶー]{1,6}さん)が(?:管理|権限)|(?:view|read)[- ]?only|\bviewer\b|(?:閲覧|利用|編集|一般|入力|ユーザー)[^。、\n]{0,6}(?:だけ|のみ|権限|ユーザー)"
    r"|\b(?:our|my|the) [\w ]{2,20} (?:is|has|does|are|have)\b|\b(?:he|she|they) (?:is|are|has|have)\b"
)


def role(heard: Heard) -> Answer:
    """Administrator or not."""
    if _NO_RIGHTS.search(heard.plain):
        return {"account_role": "not_admin"}
    if role := heard.facts.get("account_role"):
        return {"account_role": role}
    for clause in heard.clauses:
        if _OTHER_ADMIN.search(clause):
            return {"account_role": "not_admin"}
        named = words.PERSON_ADMIN.search(clause) or "権限" in clause
        no = (
            pattern(r"<ない>|とらん|おらん|しか(?:な|あり)|違|ちが|\b(?:no|not)\b|n't").search(
                clause
            )
            is not None
        )
        if named or (
            heard.alone
            and pattern(
                r"^(?:一応)?(?:持っ(?:て|と)|もっ(?:て|と))|^(?:私|わたし|自分|僕|俺)(?:です|だ|や|が|っす)|^i (?:am|do)\b"
            ).search(clause)
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
        if pattern(r"(?:出て|なって|起きて|困って|発生して)(?:い)?<ない>").search(clause):
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
        r"なかった|(?:出て(?:こ|き|い)?|見え|表示され)<ない>|どこにも|isn't (?:there|in)|見つか(?:ら|り)<ない>|見当た(?:ら|り)<ない>|ありません|ない(?:です|ん|よ)|\bnot (?:there|found|in)|(?:can't|cannot|couldn't|didn't|don't) (?:find|see)|没找到|找不到|없어|못 찾|không thấy|ไม่เจอ|não (?:achei|encontrei)|tidak (?:ada|ketemu)"
    ).search(heard.plain):
        return {"found_in_new_menu": False}
    return {"found_in_new_menu": True} if words.MENU.search(heard.plain) else None


_NOT_THIS = pattern(
    r"(?:では|じゃ)<ない>|じゃなく|ではなく|使って(?:い|おり)?<ない>|\bno(?:t)?\b|n't|不是|没|아니|không|não|bukan|tidak"
)


def former_or_latter(plain: str) -> int | None:
    """1 or 2, of the two things that a question names; None when neither is pointed at."""
    if pattern(r"^前者|(?:1|一)(?:つ目|番目?)|\b(?:former|first one)\b").search(plain):
        return 1
    if pattern(r"^後者|(?:2|二)(?:つ目|番目?)|\b(?:latter|second one)\b").search(plain):
        return 2
    return None


def login_method(heard: Heard) -> Answer:
    """Single sign-on or password."""
    if heard.alone and (which := former_or_latter(heard.plain)):
        return {"login_method": ("password", "sso")[which - 1]}
    sso = [c for c in heard.clauses if words.SSO.search(c)]
    if any(not _NOT_THIS.search(c) for c in sso):
        return {"login_method": "sso"}
    password = words.PASSWORD.search(heard.plain) or pattern(
        r"密码|비밀번호|mật khẩu|รหัสผ่าน|senha|kata sandi|パスワ|id(?:と|/)"
    ).search(heard.plain)
    return {"login_method": "password"} if password or sso else None


def tried_off(heard: Heard) -> Answer:
    """Whether the suspected part was switched off."""
    if _NOT_TRIED.search(heard.plain) or cannot_try(heard):
        return {"tried_disabling": False}
    if words.TRIED.search(heard.plain) or _OFF.search(heard.plain):
        return {"tried_disabling": True}
    result = any(
        agrees(c) or fine(c) is not None or pattern(r"直り|直っ|改善").search(c)
        for c in heard.clauses
    )
    return {"tried_disabling": True} if heard.alone and result else None


def cannot_try(heard: Heard) -> bool:
    """Whether they may not or cannot switch it off."""
    return _CANNOT_TRY.search(heard.plain) is not None and not _OFF_DONE.search(heard.plain)


_OFF_DONE = pattern(
    r"(?:外し|はずし|無効に?し|無効化し|切っ|切り|オフに?し|止め)(?:て(?:み|も|い)|た|まし)|\b(?:disabled|turned it off|switched it off)\b"
)


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


_LONG_AGO = pattern(
    r"前から|昔から|ずっと|くらい(?:です|だ|かな|しか)|\bfor (?:years|months|ages)|same as always|long ago"
)


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
        r"(?:入れて|追加して|更新して|変えて)(?:い)?<ない>|(?:入れ(?:ら)?れ|追加でき|許可され)<ない>|禁止|(?:didn't|haven't|not) (?:add|install|update)"
    ).search(heard.plain):
        return {"new_extension": False}
    yes = bool(heard.clauses) and agrees(heard.clauses[0])
    if topical or yes or _CHANGED.search(heard.plain):
        return {"new_extension": True}
    return {} if bare_name(heard) or _LONG_AGO.search(heard.plain) else None


def guest_space(heard: Heard) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain = heard.plain
    ordinary = pattern(
        r"(?:では|じゃ|や)<ない>|(?:入れて|入って|使って|作って)(?:い)?<ない>|(?:普通|ふつう|通常|一般|社内|自社|内部)|\binternal\b|\bnot\b|n't|ordinary|regular|normal|违|不是|普通|아니|일반|không|ไม่|não|comum|bukan|biasa"
    )
    topical = pattern(r"ゲスト|スペース|guest|space|访客|게스트|khách|convidad|tamu").search(plain)
    if (topical or heard.alone) and ordinary.search(plain) and not UNSURE.search(plain):
        return {"guest_space": False}
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None
