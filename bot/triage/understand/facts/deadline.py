"""By when something is needed: a day or an hour to come, and what makes it one that counts.

What makes it one is said behind it ("by", a meeting, a delivery, "is due") or before it ("the
deadline is"). Times that are past, that recur or from which the trouble dates are none.
"""

import re
from collections.abc import Sequence

from bot.model.understanding import Kind
from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern

Span = tuple[int, int]
_CLOCK_JA = r"(?:(?:午前|午後|朝|夕方|夜|今夜|お?昼)の?)?(?<![\d:])(?:\d{1,2}時(?!間)(?:\d{1,2}分|半)?|\d{1,2}:\d{2}(?![:\d]))(?:ちょうど|きっかり|頃|ごろ)?"
_DATE_JA = r"(?:\d{1,2}月\d{1,2}日|(?<![\d月])\d{1,2}日(?![前間目後以])|(?<![\d/])\d{1,2}/\d{1,2}(?![/\d]))(?:\([月火水木金土日]\))?"
_AHEAD = r"(?:明日|明後日|あした|あさって|明朝|明晩|翌日|翌朝|今夜|今晩|(?:今|来)週末?|(?:今|来)月末?|(?<![先])月末|月初|(?<!先)週末|週明け|年度末|年内|年末|期末|四半期末|(?:(?<=[今来]週)|(?<=[今来]週の)|(?<![先毎一-龥][週曜]の)(?<![先毎一-龥\d]))[月火水木金土日]曜日?|次の?[月火水木金土日]曜日?)"
_SOON = r"(?:本日|今日|きょう|午前中|正午|お?昼(?!休)|夕方|定時|終業|退社|閉店|始業|朝イチ|朝一|朝(?!礼|食)|午前|午後(?:一|イチ)?)"
_WHEN = rf"(?:{_AHEAD}|{_SOON}|{_CLOCK_JA}|{_DATE_JA})(?:[の、 ]?(?:{_AHEAD}|{_SOON}|{_CLOCK_JA}|{_DATE_JA})){{0,3}}"
_MATTER = (
    r"(?:締め(?:日|切り?|(?![日切]))|〆切?|締切|期限|納期|必着|厳守|提出|納品|納入|出荷|発送|集荷|配送|配達|入稿|検収|監査|棚卸|申告|支払|振込|給与|入金|引き渡し|引渡|審査|査察|公開|開催|開店|オープン|リリース|移転|引っ?越し|決裁|入れ替え日|切り?替え日|移行日|開始|開演|開場|受付(?=が?(?:開|始))|本番|稼働|プレゼン"
    r"|朝礼|終礼|会議|定例|打ち?合わ?せ|商談|(?:役員|取締役|理事)会(?:議|(?!議))|総会|ミーティング|報告会|セミナー|説明会|内覧会|授業|研修|イベント|面談|面接|来客|来社|訪問|手術|診察|検査|デモ|(?:トラック|便|バス|船)(?:が|に|の|で))"
)
_NO_LONGER = r"(?!が?(?:中(?:に|は|も)|中から|後|のあと|から|以降|で(?!す|[^。、\n]{0,10}(?:使(?:い(?:ま|た)|う|わ)|必要|発表|配|出す|見せ))|の(?:とき|時|最中|途中)|前(?:に|から|は)|し(?:た|て)|アプリ|一覧|画面|データ|処理|メール|通知|ボタン|が?(?:でき|終わ)))"
_LINKED = (
    r"(?:に|が|の|は|から|より|スタート|までの|に始まる|から始まる)?(?:[一-龥ーa-z]{0,6}の?)??"
)
_USE = r"(?:に(?:は)?|の?)[^。、\n]{0,12}?(?:使う(?:予定|ので|んで|ため|資料|もの|こと|のに)|使いたい|使わ(?:ない|なきゃ)|必要(?:です|なん|で|な(?:ので|の)|。)|見せ(?:る|ない|なきゃ)|出さ(?:ない|なき|ねば)|送ら(?:ない|なき)|提出(?:し|予定|が|で|な)|間に合[わいうっ]|印刷し(?:ない|なき|て(?:配|渡))|配(?:る|布)|渡(?:す|さ))"
_NEED = r"(?:対応|直[しり]|復旧|回答|ご?連絡|返事|返信|なんとか|何とか|お願|送|終わ|印刷|提出|必要|出さ|お知らせ|間に合)"
_DEADLINES_JA = tuple(
    map(
        pattern,
        (
            rf"(?:締め?切り?|〆切|(?<![一-龥])期限|提出期限|納期)[、 ]?(?:{_WHEN})(?:まで)?|(?:締め?切り?|締め日?|〆切|(?<![一-龥])期限|支払期限|展示会|見本市|入学式|説明会|試験|決算|総会|[一-龥]会議|審査|納期|納品日?|提出(?:日|期限)?|支払(?:日|い)?|監査|棚卸し?|本番|プレゼン|会議|公開|開店|オープン|リリース|発表|開催|引っ?越し|移転|決裁)(?:は|が|:|も)[^。、\n\d]{{0,6}}?{_WHEN}(?:まで)?",
            rf"{_WHEN}[にを]?控え",
            rf"{_WHEN}{_LINKED}{_MATTER}{_NO_LONGER}",
            rf"{_WHEN}(?:の[^。、\n]{{1,10}}?)?(?:まで(?:には?|で(?!す|し|使|動|普|開|は)|しか|(?=です|でお|。|$))|必着|いっぱい(?:で|に|です))",
            rf"(?:{_AHEAD}|{_SOON}|{_CLOCK_JA})(?:の?{_CLOCK_JA})?{_USE}",
            r"(?:本日|今日|今週|明日|今月|来週|来月|年内|今夜|今年度|今期)中(?!の(?=レコード|データ)|は|も|、)(?:に|で)?|午前中(?:に|まで)(?!は|も?何)|日付が変わるまで|(?:今週|今月|本日|今日|明日)いっぱい(?=で|に|な|。|、|$)|\d{1,2}月(?:末日?|\d{1,2}日)(?:付け?)?(?=(?:で|に)[^。、\n]{0,4}(?:停止|解約|退職|終了|切り?替え|閉鎖))",
            rf"(?:あと|残り)\d{{1,3}}(?:分|時間|日)(?=で|しか|です|ほど|以内)|(?<![\d:])\d{{1,3}}(?:分|時間)後(?=[にの][^。\n]{{0,10}}{_MATTER})|\d{{1,3}}(?:分|時間|営業日|日)以内(?=[にで][^。\n]{{0,10}}{_NEED})",
            rf"(?:{_AHEAD})(?:{_CLOCK_JA}|の?(?:朝|昼|夕方|午前|午後))?(?=で(?:お願|間に合)|には(?=[^。\n]{{0,12}}{_NEED}))|支払いが\d{{1,2}}日|月末(?=なので|締め)",
        ),
    )
)
_CUE_JA = pattern(
    r"まで|締|〆|期限|納|必着|厳守|提出|出荷|発送|集荷|配|入稿|検収|監査|棚卸|申告|支払|振込|給与|入金|引き?渡|審査|査察|公開|開|オープン|リリース|発表|越し|移転|決裁|替え日|移行日|本番|稼働|プレゼン|礼|会|定例|打ち?合|商談|ミーティング|セミナー|授業|研修|イベント|面[談接]|来[客社]|訪問|手術|診察|検査|デモ|トラック|便|バス|船|使|必要|見せ|出さ|送|間に合|印刷|控え|中|いっぱい|あと|残り|後|以内|月末|明日"
)
# In a how-to an hour is a part of the wish; a day by which it is wanted is not.
_WISHED_BY = pattern(
    rf"(?<!毎)(?:{_AHEAD}|本日|今日)(?:の?{_CLOCK_JA}|の[^。、\n]{{1,6}})?(?:中に|までに)(?!(?:承認|入力|提出|完了|連絡|回答)(?:が|され)(?:ない|な|てい))"
)

_CLOCK = r"(?:(?:noon|midnight|\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)|\d{1,2}:\d{2})(?: (?:jst|utc|gmt|cet|est|pst|sharp))?)"
_DAY = r"(?:(?:the )?(?:day )?(?:today|tonight|tomorrow)(?:'s)?(?: (?:morning|noon|afternoon|evening|night))?|(?:the )?end of (?:the |this |next )?(?:day|week|month|business|quarter|year)|eod|eow|cob|close of business|month[- ]end|(?:this|next|on|coming)? ?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'s)?(?: (?:morning|noon|afternoon|evening))?|(?:this|next) (?:morning|afternoon|evening|week|month)(?:'s)?|lunch(?:time)?|(?:the )?\d{1,2}(?:st|nd|rd|th)(?: of \w+)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)"
_ANY = rf"(?:(?:about |around )?(?:{_DAY}|{_CLOCK})(?:,? (?:at |by )?(?:{_DAY}|{_CLOCK})|,? at \d{{1,2}}\b)?)"
_OCCASION = r"(?:meeting|audit|demo|payroll|deadline|inspection|launch|presentation|training|class|event|closing|close|shipment|shipping|delivery|truck|pickup|pick-up|courier|review|board|call|go-live|opening|exam|visit|conference|webinar|invoic\w+|filing|submission|handover|cut-?off|shift|interview|train|flight)"
_DEADLINES_EN = (
    Pattern(
        rf"\b(?:(?:by|before|no later than|not later than|latest(?: by)?|ahead of|in time for|for) )(?:the |our |my )?{_ANY} (?:\w+ )?{_OCCASION}|\b(?:by|before|no later than|not later than|latest by|ahead of|in time for) (?!the (?:update|maintenance))(?:{_ANY}|\d{{1,2}}(?= ?(?:,|\.|and|or|today|$)))"
    ),
    Pattern(
        rf"(?<![\x22'])\bdue (?:in |on |by |at |this )?(?:{_ANY}|\d{{1,7}} \w+)|\b(?:deadline|cut-?off|due date)(?: for [\w ]{{1,16}})?(?: is|:|'s) (?:on |at )?(?:{_ANY}|in \d{{1,7}} \w+)"
    ),
    Pattern(
        rf"\b(?:{_OCCASION}s? (?:is |are |starts? |begins? |leaves |opens )?(?:at |on |in |from )?(?:{_ANY}|(?:an hour|half an hour|\d{{1,7}} (?:min\w*|hours?)))|{_ANY} (?:\w+ )?{_OCCASION}\b(?!s? (?:app|record|was|were|failed|report)))"
    ),
    Pattern(
        rf"\b(?:(?:ships?|leaves?|goes out|go out|starts?|opens?|close[sd]?|must be (?:out|sent|done|submitted|filed)|to be (?:out|sent|done|submitted|filed)|(?:needs?|wants?) (?:it|this|them|to be \w+)|(?:have|has|need) to \w+(?: \w+){{0,3}})) (?:at |on |by )?(?:tonight|tomorrow(?: \w+ing)?|eod|{_CLOCK}|today|(?:monday|tuesday|wednesday|thursday|friday)\b)"
    ),
    Pattern(
        r"\b(?:in|within) (?:the (?:next )?hour|an hour|half an hour|(?:the next )?\d{1,7} (?:min(?:ute)?s?|hours?|days?))\b(?=[^.\n]{0,30}(?:and|$|[.!,:]|or))|\bfrom \d{1,2}(?=\.)|\btonight\b"
    ),
)
_CUE_EN = Pattern(
    rf"\b(?:by|before|later than|latest|ahead of|in time|due|deadline|cut-?off|tonight|within|in (?:an|half|the|\d)|{_OCCASION}|ships?|leaves?|go(?:es)? out|starts?|opens?|must|to be|needs?|wants?|ha[sv]e? to|from \d|eod|cob)\b"
)
_NOT_DUE = re.compile(
    r"\b(?:worked|fine|ok|okay|was|were|since|after|happened|used to)(?: \w+){0,2} $|\b(?:during|after|since|at) (?:the |our |my )?$|installed |\bfor $"
)
_OTHERS = {
    "zh": pattern(
        r"(?:今[天晚]|明[天早晚]|后天|本周|这周|下周|周|星期|月底|月末|下班|中午|上午|下午|晚上|开会|会议|\d)(?:[^。,\n]{0,10}?)(?:之前|以前|前(?=[^。\n]{0,8}(?:必须|必須|要|得|需|完成|提交|发)))|截止(?:时间|日期|日)?(?:是|到|在)?[^。,\n]{1,10}|(?:今天|本周|本月)[内內]"
    ),
    "ko": pattern(
        r"(?:오늘|내일|모레|이번 ?주|다음 ?주|이번 ?달|[월화수목금토일]요일|월말|주말|점심|오전|오후|저녁|퇴근|\d{1,2}시|\d{1,2}일)(?: ?(?:[월화수목금토일]요일|오전|오후|저녁|\d{1,2}시(?: ?반)?|중|안|아침)){0,2} ?(?:까지(?!는|만|도)|안에|중으로|전까지|마감)"
    ),
    "vi": pattern(
        r"(?:trước|hạn (?:chót |cuối )?(?:là )?|chậm nhất(?: là)?) ?(?:\d{1,2} ?(?:giờ|h)\d{0,2}|cuối (?:ngày|tuần|tháng)|(?:thứ \w+|ngày mai|hôm nay|chiều nay|tối nay|trưa nay|sáng mai))(?: (?:chiều|sáng|tối|nay|mai|tuần này|tuần sau)){0,2}"
    ),
    "th": pattern(
        r"(?:ก่อน|ภายใน|ส่งภายใน) ?(?:วันนี้|พรุ่งนี้|เที่ยง|สิ้นเดือน|สิ้นวัน|วัน\S{2,8}|\d{1,2}(?:[:.]\d{2})? ?(?:โมง(?:เช้า|เย็น)?|น\.|ทุ่ม))"
    ),
    "pt": pattern(
        r"(?:até|antes d[aeo]s?) (?:(?:o )?(?:fim|final) d[aeo] (?:dia|semana|mês)|amanhã|hoje|(?:as |às )?\d{1,2}h?\d{0,2}|segunda|terça|quarta|quinta|sexta)(?: à? ?(?:tarde|noite|de manhã))?|prazo (?:é|termina) \S+(?: \S+)?"
    ),
    "id": pattern(
        r"(?:sebelum|paling lambat|deadline(?:nya)?|batas waktu(?:nya)?)(?: adalah)? (?:jam \d{1,2}(?:[.:]\d{2})?(?: (?:sore|siang|pagi|malam))?|besok(?: \w+)?|hari (?:ini|senin|selasa|rabu|kamis|jumat)|akhir (?:bulan|minggu)|senin|jumat|nanti \w+)"
    ),
}
_NEVER = frozenset({Kind.RECOVERED_REPORT, Kind.SECURITY_OR_ABUSE})


def deadline(text: str, kind: Kind, lang: str) -> Span | None:
    """The expression of the time by which something is needed, in plain spelling."""
    if kind in _NEVER:
        return None
    if kind in (Kind.HOWTO, Kind.CHITCHAT):
        if lang != "ja" and lang not in _OTHERS:
            return _english(text, _DEADLINES_EN[:2])
        found = _WISHED_BY.search(text) if "中に" in text or "までに" in text else None
        found = found or (_DEADLINES_JA[0].search(text) if lang == "ja" else None)
        return found.span() if found else None
    if words := _OTHERS.get(lang):
        found = words.search(text)
        return found.span() if found else None
    return _japanese(text) if lang == "ja" else _english(text)


def _japanese(text: str) -> Span | None:
    if not _CUE_JA.search(text):
        return None
    for words in _DEADLINES_JA:
        for found in words.finditer(text):
            if not text.startswith("毎", max(0, found.start() - 1)):
                return found.span()
    return None


def _english(text: str, deadlines: Sequence[Pattern] = _DEADLINES_EN) -> Span | None:
    if not _CUE_EN.search(text):
        return None
    for words in deadlines:
        for found in words.finditer(text):
            if not _NOT_DUE.search(text, max(0, found.start() - 24), found.start()):
                return found.span()
    return None
