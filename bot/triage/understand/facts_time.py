"""When it began, ended, last worked, and by when it is needed; how many records and people."""

import re

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording, blank

_DAY = (
    r"(?:今朝|昨夜|昨晩|昨日|きのう|本日|今日|きょう|一昨日|おととい|先週|今週|先月|今月|昨年|夕べ|ゆうべ|\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}"
    r"|[月火水木金土日]曜日?)"
)
_PART = r"(?:午前|午後|早朝|朝|昼休み明け|昼過ぎ|お?昼|夕方|夜中|夜間|夜|深夜|未明|午後いち|午前中|始業(?:時|直後)?|さっき|先ほど|\d+(?:分|時間|日|週間|か月|ヶ月)(?:ほど|くらい|ぐらい)?前)"
_CLOCK = r"\d{1,2}(?:時(?:\d{1,2}分|半)?|:\d{2})"
_ABOUT = r"(?:ちょっと)?(?:過ぎ|すぎ|ごろ|頃|前後|前|台|あたり|くらい|ぐらい)?"
_WHEN = rf"(?:(?:{_DAY}(?:の)?)*(?:{_PART}(?:の)?)*(?:{_CLOCK}){_ABOUT}|(?:{_DAY}(?:の)?)+(?:{_PART})*{_ABOUT}|{_PART}{_ABOUT})"
_STAMP = rf"(?:(?:{_DAY}の?)*(?:{_PART})?(?:{_CLOCK}){_ABOUT}|(?:{_DAY})(?:の{_PART})?{_ABOUT})"
_UPDATE = r"(?:[^。、\n]{0,10}(?:アップデート|更新|変更|メンテ(?:ナンス)?|バージョンアップ)の?(?:後|あと)|(?:アップデート|更新|変更|メンテ(?:ナンス)?)(?:して|され)?)"
_SINCE = pattern(rf"((?:{_UPDATE}|{_WHEN})(?:の分)?(?:から|より|以降|になって(?:から)?|にかけて))")
_AT = pattern(
    rf"({_STAMP})(?=[、はにも ]|[^。\n]{{0,30}}(?:<ない>|遅|重|エラー|障害|止|失敗|消え|なくな|おかし|だけ|急に))"
)
_TODAY = pattern(r"(今日|本日|今朝|きょう|昨日|けさ)")
_EN_CLOCK = r"(?:\d{1,2}(?::\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)|\d{1,2}:\d{2})(?: (?:\w+ time|jst|utc|sharp))?"
_EN_DAY = (
    r"(?:(?:this|yesterday|tomorrow|last) (?:morning|afternoon|evening|night|week|month|monday|tuesday|wednesday|thursday|friday)|yesterday|today"
    r"|(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|lunch|noon|midnight|the (?:update|maintenance|upgrade|release)|\d{1,2}(?:st|nd|rd|th)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2})"
)
_SINCE_EN = pattern(
    rf"((?:since|from|after|starting|as of) (?:about |around |approximately |roughly )?(?:{_EN_CLOCK}|{_EN_DAY})(?: (?:{_EN_CLOCK}))?)"
    rf"|((?:for (?:the )?(?:last|past) |for )(?:\d+|an?|several|few|two|three) (?:minutes?|hours?|days?|weeks?))"
    rf"|((?:around|about|at) {_EN_CLOCK})|(\d+ (?:minutes?|hours?|days?) ago)|({_EN_CLOCK})|(this (?:morning|afternoon|week)|today|yesterday)"
    r"|((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2})"
)
_SINCE_OTHER = {
    "zh": pattern(
        r"(?:从|從|自)?(?:今天|昨天|上周|上週)?(?:早上|上午|中午|下午|晚上|\d{1,2}[点點:时時]\d{0,2}分?)(?:左右)?(?:开始|開始|起|以来)?"
    ),
    "ko": pattern(
        r"(?:오늘|어제)? ?(?:오전|오후|아침|저녁|점심)? ?\d{1,2}시(?: ?\d{1,2}분|반)?(?:쯤|경)?|오늘 ?(?:아침|오전)|어제|아침부터"
    ),
    "vi": pattern(
        r"(?:từ )?(?:sáng nay|chiều nay|hôm qua|hôm nay|trưa nay|\d{1,2} ?(?:giờ|h)(?: ?\d{1,2})?)"
    ),
    "th": pattern(
        r"(?:ตั้งแต่)?(?:เช้า(?:นี้)?|เมื่อวาน|วันนี้|บ่าย|\d{1,2}(?:[:.]\d{2})? ?โมง|\d{1,2}[:.]\d{2} ?น\.?)"
    ),
    "pt": pattern(
        r"desde (?:as |hoje|ontem|cedo)?[\w ]{0,3}\d{0,2}h?\d{0,2}|hoje de manhã|ontem|hoje"
    ),
    "id": pattern(
        r"(?:sejak|dari|mulai) (?:tadi |jam |pukul |kemarin|pagi|hari)[\w:. ]{0,10}|tadi pagi|kemarin|hari ini"
    ),
}
_LAST_OK = pattern(
    rf"((?:{_WHEN}|さっき|先ほど|つい最近|前)まで(?:は)?)(?=[^。\n]{{0,14}}(?:普通|使え(?!<ない>)|動いて(?!<ない>)|動き|出て(?!<ない>|まし)|開け(?!<ない>)|見え|大丈夫|問題な|正常|でき(?!<ない>)|あっ|あり))"
    rf"|({_DAY}(?:の{_PART})?)は(?=[^。\n]{{0,10}}(?:普通|使え(?!<ない>)|動いて(?!<ない>)|動き|大丈夫|問題な|正常|でき(?!<ない>)|ありま|あっ))"
)
_LAST_OK_EN = pattern(
    r"(?:worked|was (?:fine|ok|working)|were (?:fine|ok|working)|fine|working)[^.\n]{0,14}?((?:until |till )?(?:yesterday|last (?:night|week|friday|month)|this morning|\w+ \d{1,2}(?::\d{2})?(?: ?[ap]m)?))"
    r"|(เมื่อวาน)(?=ยัง)|(어제)(?=까지|는)|(hôm qua)(?= (?:vẫn|còn))|(ontem)(?= (?:funcion|estava))|(昨天)(?=还|還|都)|(kemarin)(?= masih)"
)
_DEADLINE = pattern(
    rf"((?:{_WHEN}|明日(?:の朝)?|今週中|今月末|月末|週明け|金曜)まで(?:に)?)(?![はも]?[^。\n]{{0,10}}(?:普通|使え|動|出て|大丈夫))|(本日中|今日中|今週中|午前中に|明日中|(?:夕方|月末|今日)の締め(?:切り)?|月末(?=なので))"
)
_DEADLINE_EN = pattern(
    rf"\b((?:by|before) (?:noon|tonight|today|tomorrow|(?:the )?end of (?:the )?(?:day|week|month)|eod|{_EN_CLOCK}|monday|tuesday|wednesday|thursday|friday))|(from \d{{1,2}})\."
)
_ENDED = pattern(
    rf"({_WHEN}(?:より|から|に|には)?)(?=[^。\n]{{0,24}}(?:正常|復旧|直り|直っ|戻り|戻っ|使え|開け|解消|回復))"
)
_PEOPLE = pattern(
    r"(?:社員|全員|職員|従業員|ユーザー|メンバー|スタッフ|利用者|部員)[^。\n]{0,6}?(\d{1,6})(?:人|名)|(?:約|およそ)?(\d{1,6})(?:人|名)(?:全員|ほど|程度|くらい)?(?:が|全|とも|は|です|、みんな)"
    r"|(?:about |around |all )?(\d{1,6}) (?:people|users|staff|employees|colleagues|members|of us)"
)
_NO_TIME = pattern(
    r"https?://\S+|\S+:\d+:\d+|毎(?:週|日|朝|月|晩)|[月火水木金土日]曜(?:日)?の[朝昼夜]だけ毎週|every \w+"
)
_RECORDS = pattern(
    r"レコード[^。\n]{0,10}?(\d[\d,.]*)(万)?(?:件|行|レコード)|(\d[\d,.]*)(万)?件(?:の|ほど|くらい|ある)[^。\n]{0,6}(?:レコード|データ)|(\d[\d,.]*)(k)? (?:records|rows)"
)


def read_times(wording: Wording, kind: Kind, lang: str) -> dict[str, FactValue]:
    """Expressions of time, verbatim. A message that wants something done tells no onset."""
    facts: dict[str, FactValue] = {}
    text = wording.plain
    if kind.is_report or kind in (Kind.HUMAN_PLEASE, Kind.STATUS_QUERY, Kind.WORKAROUND_FAILED):
        _put(facts, "deadline", wording, _DEADLINE.search(text) or _DEADLINE_EN.search(text))
    if kind.is_report or kind in (Kind.WORKAROUND_FAILED,):
        _put(facts, "last_ok_at", wording, _LAST_OK.search(text) or _LAST_OK_EN.search(text))
    if kind is Kind.RECOVERED_REPORT:
        _put(facts, "ended_at", wording, _ENDED.search(text))
    if kind.is_report or kind in (Kind.STATUS_QUERY, Kind.RECOVERED_REPORT):
        _put(facts, "started_at", wording, _onset(text, kind, lang))
    taken = [str(facts[k]) for k in ("last_ok_at", "deadline", "ended_at") if k in facts]
    started = str(facts.get("started_at", ""))
    if started and any(started in t or t in started for t in taken):
        del facts["started_at"]
    return facts


def onset(wording: Wording, lang: str) -> str | None:
    """The time in an answer to "since when?"."""
    match = _onset(wording.plain, Kind.OUTAGE_REPORT, lang)
    return _words(wording, match) if match else None


def read_counts(wording: Wording) -> dict[str, FactValue]:
    """How many people have the trouble, and how many records there are."""
    facts: dict[str, FactValue] = {}
    people = _PEOPLE.search(wording.plain)
    if people:
        facts["affected_count"] = int(next(g for g in people.groups() if g))
    records = _RECORDS.search(wording.plain)
    if records:
        number, scale = next(
            (records.group(i), records.group(i + 1)) for i in (1, 3, 5) if records.group(i)
        )
        digits = number.replace(",", "").rstrip(".")
        times = {"万": 10_000, "k": 1_000}.get(scale or "", 1)
        if digits.replace(".", "", 1).isdecimal():
            facts["record_count"] = int(float(digits[:12]) * times)
    return facts


def _onset(text: str, kind: Kind, lang: str) -> "re.Match[str] | None":
    text = blank(text, [m.span() for m in _NO_TIME.finditer(text)])
    if lang in _SINCE_OTHER and (match := _SINCE_OTHER[lang].search(text)):
        return match
    if lang != "ja" and (match := _SINCE_EN.search(text)):
        return match
    if match := _SINCE.search(text):
        return match
    if kind is not Kind.RECOVERED_REPORT and (match := _AT.search(text) or _TODAY.search(text)):
        return match
    return _SINCE_EN.search(text)


def _put(
    facts: dict[str, FactValue], key: str, wording: Wording, match: "re.Match[str] | None"
) -> None:
    if match:
        facts[key] = _words(wording, match)


def _words(wording: Wording, match: "re.Match[str]") -> str:
    group = next((i for i, g in enumerate(match.groups(), 1) if g), 0)
    return wording.cut(match, group)
