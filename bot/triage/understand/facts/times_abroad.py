"""When it began, ended and last worked, in English and the other languages."""

import re
from collections.abc import Sequence

from bot.model.understanding import Kind
from bot.text.sieve import Pattern
from bot.triage.understand.phrases import pattern

Span = tuple[int, int]
Times = dict[str, Span]

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_CLOCK = (
    rf"(?:(?:half past|quarter (?:past|to)|(?:five|ten|twenty|\d{{1,2}})(?: minutes)? past) {_NUMBER}\b|{_NUMBER} o'?clock|\d{{1,2}}ish\b"
    r"|\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)\b|(?<![\d:])\d{1,2}:\d{2}(?![:\d])(?: ?[ap]m)?|noon|midnight)(?: (?:\w+ time|jst|utc|sharp))?"
)
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri)\b"
_MONTHS = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_MONTH = rf"{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}\b|the \d{{1,2}}(?:st|nd|rd|th)\b"
_DAY = (
    rf"(?:(?:early |late )?(?:this|yesterday|last|earlier this|earlier) (?:morning|afternoon|evening|night|weekend|week\b|month|today|{_WEEKDAY})|yesterday(?!'s)|today(?!'s)|{_WEEKDAY}(?!'s)(?: (?:morning|lunch(?:time)?|noon|afternoon|evening|night))?"
    rf"|(?:right after )?lunch(?:time)?|closing time|(?:the )?start of (?:the )?(?:day|shift|week)|{_MONTH})"
)
_EVENT = r"(?:(?:the|your|last night's|yesterday's|this week's|last week's|today's|this month's|the latest|the last|the recent|the new|\w+day's) (?:\w+ )?(?:update|maintenance|upgrade|release|outage|power cut|rollout|version|deploy(?:ment)?))"
_TIME = rf"(?:about |around |approximately |roughly |approx\.? |just |shortly |right |~)?(?:{_CLOCK}|{_DAY})(?:,? (?:at |around |about )?(?:{_CLOCK}|{_DAY})){{0,2}}"
_LENGTH = r"(?:about |around |at least |over |more than |almost |nearly |roughly |up to )?(?:\d{1,7}|an?|several|a few|few|a couple of|couple of|half an|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty) (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?)\b"
_SINCE = tuple(
    Pattern(words)
    for words in (
        rf"\b(?:ever )?since (?:{_TIME}|(?:upgrading|updating|installing|switching|moving|changing|we|i|they|our)\b[^.,;\n]{{3,40}}|the (?:\w+ )?weekend|the (?:\w+ )?holidays?|{_EVENT}|the \d{{1,2}}(?:st|nd|rd|th)|(?:the |last )?weekend|(?:early )?morning|breakfast|half \w+|\w+ o.clock|\d{{1,2}}\b)|\b(?:from|starting|starting from|beginning|as of|as from) (?:{_TIME}|(?:the |early )?(?:morning|afternoon|evening)|last \w+)(?! to\b)|(?:{_CLOCK}) onwards?",
        rf"\b(?:right |ever since |just |immediately )?after (?:{_EVENT}|lunch)|\b(?:{_TIME} )?\bafter {_EVENT}|\bafter (?:we|i|they|our \w+|the \w+|you) (?:all )?(?:mov|switch|chang|updat|upgrad|install|migrat|renew|replac|enabl|add)\w*[^.,;\n]{{0,40}}",
        rf"\b(?:started|began|happening|happened|begun|went down|broke|stopped|died|crashed|first (?:seen|noticed|reported)|onset:?)(?: (?!around|about)\w+)? (?:at |on )?({_TIME})|\b(?:started|began|happening) ((?:when|after|once|as soon as) [^.,;\n]{{3,40}})",
        rf"\b(?:about |around |some )?{_LENGTH} ago\b|\bjust now\b|\ba moment ago\b|\ba (?:little )?while ago\b",
        rf"\bfor (?:the )?(?:last|past) {_LENGTH}|\bfor {_LENGTH}(?: now)?|\b{_LENGTH} (?:now|already|straight|or so|and counting|in a row)\b|\bfor (?:the )?(?:last|past) (?:hour|day|week|month)|\ball (?:day|morning|afternoon|week)\b|\b(?:the past|these past|the last) (?:few )?(?:days|hours|weeks)\b",
        rf"\b(?:around|about|at|on) {_TIME}",
        rf"(?<!\bto )(?<!than )(?<!\bas )(?<!\blike )\b(?:{_TIME})",
    )
)
_ADVISED = frozenset({Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED})
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.CHITCHAT, Kind.WORKAROUND_WORKED})
_ENDED = _OVER | {Kind.BILLING, Kind.SECURITY_OR_ABUSE}
_WANTS = frozenset(
    {Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE, Kind.SECURITY_OR_ABUSE, Kind.HOWTO}
)
_HIT = Pattern(
    rf"\b(?:locked(?: out)?|hacked|taken over|compromised|couldn't \w+)[^.\n]{{0,12}} (just now|(?:since |from |at |on )?(?:{_TIME}))"
)
_CERTAIN = 3  # of them say by themselves that something began
_BUSINESS = re.compile(
    r"\b(?:went through|paid|bought|hired|joined|moved|invoice|meeting|call me|called|rang|phoned|emailed|wrote|set for|scheduled|planned|booked|maintenance (?:is|on)|ticket|contacted you|(?:fast|fine|quick|ok|good) (?:at|in|during|over))\b[^.\n]*$"
)
_SIGNS = Pattern(
    r"since|from|start|eod|cob|due|by |before|tomorrow|as of|onward|after|ago|just now|for |all (?:day|morning|week|aft)|past|last|today|now|already|so\b|yester|morning|tonight|noon|lunch|week|day|\d ?[ap]\.?m|:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\dth|clock"
)
_LAST_OK = (
    Pattern(
        rf"\b(?:(?:was|were|is) still \w+|up (?=to )|last (?:(?:decent|good|known|successful|working) )*\w+:|worked|was (?:fine|ok|okay|good|working|normal|there)|were (?:fine|ok|okay|working|there)|used to work|(?<!not )(?<!n't )could \w+(?: \w+)?|was able|(?<!not )(?<!n't )(?:printed|opened|loaded|fine|ok))\b(?:(?!since|after|from)[^.\n,;]){{0,24}}?((?:until |till |up to |to |as late as |at )?(?:{_TIME}|the {_NUMBER} o'?clock \w+))"
    ),
    Pattern(rf"(?<!not )\b(until (?:{_TIME}))"),
    Pattern(
        rf"\blast (?:\w+ )?(?:\w+ )?(?:email|mail|record|sync|one|entry|notification|webhook|success\w*|time|worked)[^.\n]{{0,30}}?((?:at |on )?(?:{_TIME}))"
    ),
    Pattern(
        rf"({_TIME}),? (?:it|everything|they|i|we)?(?: (?:was|were) (?:still )?(?:fine|ok|okay|working|there|adding|loading|printing)| (?:can|could|worked|opened|did)\b)"
    ),
)
_IS_BACK = Pattern(r"\b(?:it's|it is|we're|we are|everything's|now) back\b(?! to)")
_MINUTES_TO = rf"(?:five|ten|twenty|a? ?quarter|\d{{1,2}}) to {_NUMBER}\b"
_BACK = (
    Pattern(
        rf"\b(?:opened|loaded|opens|loads|came (?:up|back)|up|in|ok|gone|fine|working|works|alive|recovered|caught up|back)(?: again| fine| normally)?,? ((?:at|since|around|by|on) (?:about )?(?:{_TIME}|{_MINUTES_TO}|breakfast)|(?:about |around )?{_LENGTH} ago)"
    ),
    Pattern(
        rf"\b(?:back(?: to normal| up| online)?|fixed|resolved|recovered|restored|works? again|working again|normal|ok again|up again|came back|resumed|reopened|all good|good again|fine (?:again|now)|cleared up)\b[^.\n]{{0,16}}?((?:(?:at|around|about|since|from) )*(?:{_TIME}))"
    ),
    Pattern(rf"({_TIME})[^.\n]{{0,14}}(?:back|fixed|resolved|recovered|works)"),
    Pattern(rf"\bas of ({_TIME}|{_LENGTH} ago)[^.\n]{{0,30}}\b(?:again|back|fine|works?|normal)"),
)
_LASTED = Pattern(
    rf"\b(?:from|between) ({_TIME}) (?:to|until|till|and) ((?:just |shortly )?(?:before |after )?(?:{_TIME}|{_NUMBER}\b))|\b(?:first seen|started|began|down) (?:at )?({_TIME}),? (?:and )?(?:cleared|ended|resolved|back|fixed|restored|over) (?:at )?({_TIME})"
)
_DOWN = Pattern(
    r"\b((?:from|between) (?:\d{1,2}(?::\d{2})?(?: ?[ap]m)?))(?: to| until| and| till|-) ?(\d{1,2}(?::\d{2})?(?: ?[ap]m)?)?"
)
_OTHERS = {
    "zh": pattern(
        r"(?:从|從|自)?(?:(?:今天|昨天|前天|上周|上週|今早|昨晚|刚才|剛才|刚刚|剛剛|星期[一二三四五六日])(?:的)?(?:早上|上午|中午|下午|晚上)?(?:\d{1,2}[点點:时時]\d{0,2}分?(?:半)?)?|(?:早上(?!好)|上午(?!好)|中午|下午(?!好)|晚上(?!好))(?:\d{1,2}[点點:时時]\d{0,2}分?)?|\d{1,2}[点點:时時]\d{0,2}分?|更新(?:之)?[后後]|已[经經][一-鿿]{0,4} ?\d{1,7} ?(?:个|個)?(?:分钟|分鐘|小时|小時|天)|(?:\d{1,7}|半|[一二两兩三四五六]) ?(?:个|個)?(?:分钟|小时|天|小時|分鐘|星期|礼拜|月)(?:前|[了啦](?!解)))(?:左右)?(?:开始|開始|起|以来|就)?"
    ),
    "ko": pattern(
        r"(?:오늘|어제|지난주|월요일|금요일)? ?(?:오전|오후|아침|저녁|점심|밤)? ?\d{1,2}시(?: ?\d{1,2}분|반)?(?:쯤|경)?(?:부터)?|(?:오늘|어제|지난주|그저께) ?(?:아침|오전|오후|저녁|밤|점심)?(?:부터)?|아침부터|방금|아까(?:부터)?|\d{1,7}(?:분|시간|일) ?전(?!후)(?:부터)?|\d{1,7} ?(?:분|시간|일|주) ?(?:째|동안)|업데이트 ?(?:이후|후)"
    ),
    "vi": pattern(
        r"(?:từ )?(?:lúc )?(?:(?:khoảng )?\d{1,2} ?(?:giờ|h)\d{0,2}(?: ?\d{1,2})?(?: (?:sáng|chiều|tối))?(?: (?:nay|hôm qua))?|sáng nay|chiều nay|trưa nay|tối qua|sáng hôm qua|chiều hôm qua|hôm qua|hôm nay|tuần trước|nãy(?: giờ)?)|sau khi cập nhật|\d{1,7} ?(?:phút|tiếng|giờ|ngày) (?:rồi|nay)"
    ),
    "th": pattern(
        r"(?:ตั้งแต่|เมื่อ)?(?:เช้านี้|เช้า|เมื่อเช้า|เมื่อวาน(?:เย็น|นี้)?|เมื่อคืน|วันนี้|บ่าย|เมื่อกี้) ?(?:\d{1,2}(?:[:.]\d{2})? ?(?:โมง|น\.?))?|\d{1,7} ?(?:นาที|ชั่วโมง|วัน)แล้ว|(?:ตั้งแต่)?(?:เวลา)? ?(?:ประมาณ)? ?\d{1,2}(?:[:.]\d{2})? ?(?:โมง(?:เช้า|เย็น)?|น\.)"
    ),
    "pt": pattern(
        r"(?:desde|a partir d[aeo]s?) (?:as |às |hoje|ontem|cedo|segunda|terça|quarta|quinta|sexta|o |a )?(?:[\wàáãâéêíóôõúç]+ ?){0,3}\d{0,2}h?\d{0,2}|hoje de manhã|hoje cedo|ontem(?: à (?:tarde|noite))?|hoje|(?:às|as) \d{1,2}h\d{0,2}|(?:há|faz) (?:uns |umas |quase |mais de )?\d{1,7} (?:horas?|dias?|min\w*|semanas?)|depois da atualização"
    ),
    "id": pattern(
        r"(?:sejak|dari|mulai) (?:sekitar )?(?:tadi |jam |pukul |kemarin|pagi|hari|minggu|senin|selasa|rabu|kamis|jumat|sabtu)[\w:. ]{0,10}|sudah \d{1,7} (?:menit|jam|hari|minggu)|tadi (?:pagi|siang|malam)|kemarin|hari ini|jam \d{1,2}(?:[.:]\d{2})?|setelah update"
    ),
}
_OTHERS_OK = pattern(
    r"(เมื่อวาน)(?=ยัง)|((?:어제|그제|아까|오늘|방금|지난주|[월화수목금토일]요일)(?: ?(?:아침|오전|오후|저녁|밤|점심))?(?:까지)?)(?:는|까지는|까지만)|((?:hôm qua|sáng nay|tuần trước|hôm (?:thứ )?\w+|tối qua)(?: \w+)?)(?= (?:vẫn|còn))|((?:até )?(?:ontem|anteontem|semana passada|sexta|segunda)(?: à (?:tarde|noite))?)(?= (?:ainda )?(?:funcion|estava|abria|dava|ia\b))"
    r"|((?:昨天|前天|上周|上週|今天|今早|早上|上午|刚才|剛才|之前|星期[一二三四五六日]|周[一二三四五六日])(?:的)?(?:下班前|早上|上午|中午|下午|晚上)?)(?=(?:还|還|都)(?:是|都)?(?:能|可以|好|正常|没|沒))|((?:kemarin|tadi|minggu lalu|hari \w+)(?: (?:pagi|siang|sore|malam))?)(?= (?:masih|normal))"
)
_HOUR = r"\d{1,2}(?:(?:[:.h]|[時时点點])\d{0,2}|giờ| giờ)?(?:\d{2})?(?: ?(?:분|분경|น\.))?"
_LASTED_OTHERS = pattern(
    rf"(?:\b(?:das?|de|từ|dari|jam)|从|從|ตั้งแต่|ช่วง)?\s?({_HOUR})\s?(?:às|até(?: as| às)?|đến|tới|sampai|hingga|到|至|ถึง|에서|부터|[~-])\s?(?:as |jam |pukul )?({_HOUR})(?!\d)"
)
_BACK_OTHERS = pattern(
    r"恢复|恢復|好了|正常了|다시|복구|정상|voltou|normalizou|de novo|outra vez|กลับมา|ใช้ได้แล้ว|(?:vào|mở|dùng) lại|đã (?:vào |mở )?được|kembali|normal lagi|pulih"
)
_TODAY = re.compile(r"今天|오늘|hôm nay|วันนี้|hoje|hari ini")  # asked about, no onset
LONGEST_WAY = 20


def times_abroad(text: str, kind: Kind, lang: str) -> Times:
    """The times of a text in plain spelling, by the fact they are."""
    times: Times = {}
    if ok := _OTHERS_OK.search(text):
        times["last_ok_at"] = ok.span(ok.lastindex or 0)
    words = None if kind in _WANTS else _OTHERS.get(lang)
    if words and kind is Kind.RECOVERED_REPORT:
        _times_over(words, text, times)
    elif words and (match := _free(words, text, times)):
        if kind is Kind.STATUS_QUERY and _TODAY.fullmatch(text, *match):
            return times
        times["started_at"] = match
    elif "started_at" not in times and _SIGNS.search(text):
        _times_en(text, kind, times)
    return times


def _times_over(words: Pattern, text: str, times: Times) -> None:
    """From when till when, or the one time nearest to what says that it is back."""
    if lasted := _LASTED_OTHERS.search(text):
        times["started_at"], times["ended_at"] = lasted.span(1), lasted.span(2)
        return
    for time in words.finditer(text):
        near = max(0, time.start() - LONGEST_WAY), min(len(text), time.end() + LONGEST_WAY)
        is_end = "ended_at" not in times and _BACK_OTHERS.regex.search(text, *near)
        times.setdefault("ended_at" if is_end else "started_at", time.span())


def _times_en(text: str, kind: Kind, times: Times) -> None:
    if kind in _ENDED and (lasted := _LASTED.search(text)):
        first = 1 if lasted.group(1) else 3
        times["started_at"], times["ended_at"] = lasted.span(first), lasted.span(first + 1)
        return
    if kind in _WANTS:
        _times_beside(text, times)
        return
    if kind in _OVER or _IS_BACK.search(text):
        if (down := _DOWN.search(text)) and down.group(2):
            times["ended_at"] = down.span(2)
            times["started_at"] = down.span(1)
            return
        if back := _first(_BACK, text, times):
            times["ended_at"] = back
    elif "last_ok_at" not in times and (ok := _first(_LAST_OK, text, times)):
        times["last_ok_at"] = ok
    for words in _SINCE[: _CERTAIN if kind in _ADVISED else None]:
        if span := _free(words, text, times):
            if kind is Kind.STATUS_QUERY and text[slice(*span)] in ("today", "this week"):
                continue
            times["started_at"] = span
            break


def _times_beside(text: str, times: Times) -> None:
    """An onset in a message that wants something done: told with the trouble itself."""
    if (hit := _HIT.search(text)) and not _taken(hit.span(1), times):
        times["started_at"] = hit.span(1)


def _first(patterns: Sequence[Pattern], text: str, taken: Times) -> Span | None:
    return next((span for words in patterns if (span := _free(words, text, taken))), None)


def _free(words: Pattern, text: str, taken: Times) -> tuple[int, int] | None:
    """The first expression that is not another fact already."""
    for match in words.finditer(text):
        if _BUSINESS.search(text, max(0, match.start() - 40), match.start()):
            continue
        span = match.span(match.lastindex or 0)
        if not _taken(span, taken):
            return span
    return None


def _taken(span: Span, times: Times) -> bool:
    return any(_overlap(span, other) for other in times.values())


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
