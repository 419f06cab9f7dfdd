"""Reads the answers that tell what is in use, was changed, was tried, and since when."""

from bot.model.understanding import FactValue
from bot.triage.understand.answers import words
from bot.triage.understand.answers.elliptic import bare_name
from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import UNSURE, agrees, fine, wishes
from bot.triage.understand.facts.said import recent_change
from bot.triage.understand.facts.times import onset
from bot.triage.understand.phrases import pattern

LONGEST_GLOSS = 200
_NONE = pattern(
    r"標準(?:機能)?(?:だけ|のみ|しか)|(?:思い当た|心当た)[^。、\n]{0,6}<ない>|^(?:ゼロ|0)(?:個|つ|件)?(?:です|だ|や|$)|^(?:プラグイン|カスタマイズ|拡張(?:機能)?|変更|変えたもの)?(?:は|も|とか)?(?:誰も|だれも|特に|とくに|何も|なにも|なんも|一切|全く|まったく|1つも|一つも|ひとつも|1個も|一個も|特段)*(?:は|も)?(?:なし|無し|無い|ない(?!と)|ねー|あらへん|ありません|ございません|(?:使って|入れて|入って|つかって|つこて|変えて|追加して|触って|いじって|さわって|した覚え|して)(?:は)?(?:い)?(?:<ない>|おりません|はず))"
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
_NO_TIME = pattern(
    r"いつから|気づ|気(?:が)?つ(?:い|け)|already|when we started|だいぶ前|ずっと(?!お世話)"
)
_NO_START = pattern(r"までに|中に|お世話|たい(?:です)?|\bby (?:tomorrow|today|noon|the)\b")
_COPULA = pattern(
    r"(?:です|でした|だ|や)?(?:と思[いうっ][^。]{0,4}|かな[^。]{0,4}|かと)?(?:です)?(?:ね|よ|けど)*$"
)
_MENDED = pattern(r"直り|直っ|改善")
_OFF_DONE = pattern(
    r"(?:外し|はずし|無効に?し|無効化し|切っ|切り|オフに?し|止め)(?:て(?:み|も|い)|た|まし)|\b(?:disabled|turned it off|switched it off)\b"
)
_LONG_AGO = pattern(
    r"前から|昔から|ずっと|くらい(?:です|だ|かな|しか)|\bfor (?:years|months|ages)|same as always|long ago"
)
_NOT_ADDED = pattern(
    r"(?:入れて|追加して|更新して|変えて)(?:い)?<ない>|(?:入れ(?:ら)?れ|追加でき|許可され)<ない>|禁止|(?:didn't|haven't|not) (?:add|install|update)"
)
_EXTENSION = pattern(
    r"拡張|アドオン|extension|add-?on|adblock|広告|ブロッカー|扩展|插件|확장|tiện ích|ส่วนขยาย|extens|ekstensi"
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
    if _NO_TIME.search(heard.plain):
        return {}
    for clause in heard.clauses if heard.alone else ():
        if wishes(clause) or _NO_START.search(clause):
            continue
        at = heard.plain.find(clause)
        if match := _TIME.search(heard.plain, at, at + len(clause)):
            return {"started_at": _COPULA.sub("", heard.wording.cut(match))}
    name = bare_name(heard)
    return {"started_at": name} if name else None


def tried_off(heard: Heard) -> Answer:
    """Whether the suspected part was switched off."""
    if _NOT_TRIED.search(heard.plain) or cannot_try(heard):
        return {"tried_disabling": False}
    if words.TRIED.search(heard.plain) or _OFF.search(heard.plain):
        return {"tried_disabling": True}
    result = any(agrees(c) or fine(c) is not None or _MENDED.search(c) for c in heard.clauses)
    return {"tried_disabling": True} if heard.alone and result else None


def cannot_try(heard: Heard) -> bool:
    """Whether they may not or cannot switch it off."""
    return _CANNOT_TRY.search(heard.plain) is not None and not _OFF_DONE.search(heard.plain)


def extension(heard: Heard) -> Answer:
    """Whether an extension came in or was renewed lately."""
    if UNSURE.search(heard.plain):
        return {}
    topical = _EXTENSION.search(heard.plain)
    if not topical and not heard.alone:
        return None
    if any(_NONE.search(c) for c in heard.clauses) or _NOT_ADDED.search(heard.plain):
        return {"new_extension": False}
    yes = bool(heard.clauses) and agrees(heard.clauses[0])
    if topical or yes or _CHANGED.search(heard.plain):
        return {"new_extension": True}
    return {} if bare_name(heard) or _LONG_AGO.search(heard.plain) else None
