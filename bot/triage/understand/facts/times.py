"""When it began, ended and last worked.

An expression of time is found first; its role is what the words after it (in English before it)
make of it: から and "since" begin, まで ends, は with what worked is the last good time.
"""

import re
from itertools import pairwise

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.times_abroad import Span, Times, times_abroad
from bot.triage.understand.facts.verdict import clause_end, verdict
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording, blank

_ABOUT = r"(?:ちょっと|ちょうど|きっかり)?(?:を?(?:過ぎ|すぎ|回っ)(?:た(?:あたり|頃|ころ))?|ごろ|ころ|頃|前後|前(?!回|任|の(?:状態|バージョン|版))|台|あたり|くらい|ぐらい|以上|時点)?"
_ATOM = (
    r"(?:今朝(?:方|イチ|一)?|(?:げつ|か|すい|もく|きん|ど|にち)ようび|(?<![ぁ-んァ-ヶ])(?:あさ|ひる|よる)(?=から|ごろ| )|(?<!\d)\d{1,2}じ(?=ごろ|ころ|から|すぎ|はん|に| |$)|けさ|今日|きょう|本日|昨日|きのう|一昨日|おととい|昨夜|昨晩|夕べ|ゆうべ|先日|先々?週末?(?!払)|今週(?!中|末)|先月末?|今月(?!中|末)|昨年(?!度)|去年|今年|週末|週明け|月初|年明け|連休明け|休み明け|お?盆明け|gw(?:明け|前)?|晩(?!ご飯|年)"
    r"|(?:(?<![\d一-龥])|(?<=[先今]週))[月火水木金土日]曜日?|翌[日朝]|(?<![一-龥])(?:月|火|水|木|金|土)(?=の(?:朝|昼|夜|夕|午))|午前中?|午後(?:一|イチ|いち)?|早朝|朝(?:イチ|一番?|方)?(?!礼|食)|お?昼(?:過ぎ|すぎ|休み|前)?(?:明け|前|後)?|正午|夕方|夜中|夜間(?![一-龥])|夜(?!勤)|深夜|未明|始業(?:時|直後|前)?|開店(?:時|前)?|出社時|退勤(?:時|前)|年度(?=[がの]?(?:変|替|切))(?:が|の)?(?:変わ(?:って|り)|切り替え)"
    r"|つ?い?(?:さっき|先ほど|さきほど|先程)|たった(?:今|いま)|今しがた|\d{1,3}(?:分|時間|日|週間|か月|ヶ月|カ月|年)(?:ほど|くらい|ぐらい)?前|数(?:分|時間|日|週間)(?:ほど|くらい)?前|半(?:日|月|年|時間)(?:ほど|くらい)?前|[一二三四五六](?:時間|日|週間|か月)(?:ほど|くらい|ぐらい)?前"
    r"|(?<!\d)\d{1,2}時(?!間)(?:\d{1,2}分|半)?|(?<![\d:])\d{1,2}:\d{2}(?![:\d])|\d{4}年|\d{1,2}月(?:\d{1,2}日)?|(?<![\d/])\d{1,2}/\d{1,2}(?![/\d])|(?<!\d)(?<!\d月)\d{1,2}日(?!間)|最近(?!接)|ここ(?:最近|数日|しばらく|\d{1,2}(?:日|週間|か月|ヶ月)))"
)
_FIRST = r"(?=[げかすもどにあひよ今けき本昨一お夕ゆ先週翌月火水木金土日午早朝昼正夜深未始開出退年度去連休盆g晩つさたい数半二三四五六最こ\d])"
_TIME = pattern(
    rf"{_FIRST}{_ATOM}(?:[の、 ]{{0,2}}(?:\([月火水木金土日]\) ?)?{_ATOM}){{0,4}}{_ABOUT}(?:ほど|くらい)?"
)
_EVENT = pattern(
    r"(?<![てをる])(?:(?:\d{1,2}月|今月|先日|今回|この前|例の)の?)?(?:定期|計画|緊急)?(?:アップデート|バージョンアップ|更新|メンテナンス|メンテ|リニューアル|改修|リリース|仕様変更|停電|障害|再開|朝礼|会議|休憩|連休|[\d一-龥]{1,4}月?版|リプレース|切り替え)(?:が|の|に|を)?"
    r"(?:(?:終わっ|変わっ|入っ|し|あっ|なっ|され)て(?:から|以降)|(?:さ?れ?た|終わった)?(?:直?後|あと|明け)(?:から|より|に|で|、)?|から(?!の|は|も)|以降|以来)"
)
# What it dates from, told as something that happened: "since the holidays", "since we moved".
_HAPPENED = pattern(
    r"([^\s。、!?\n「」()]{2,18}?(?:明け|(?:の|た)(?:ころ|頃|日|翌日|直後|あと|後)|(?:上げ|下げ|変え|替え|入れ|変わっ|入っ|なっ|移っ|(?:更新|導入|移行|設定|追加|適用|変更|インストール|アップデート|バージョンアップ|リニューアル)し)て)から)(?!の(?!こと)|も(?!う)|開|再|試|ログ|やって)(?=ずっと|です|だ(?!け)|や|と思|なん|。|$|[^。\n]{0,24}(?:<ない>|遅|重|おかし|変|消え|止ま|失敗|エラー|落ち))"
)
_BEGAN = pattern(
    rf"(?:発生|(?<!利用)(?<!営業)開始|始まり|始まった|起き(?:た|始めた))(?:時刻|日時|時間|した|の)*(?:は|が|:|=)?\s?({_ATOM}(?:[の、 ]{{0,2}}{_ATOM}){{0,3}}{_ABOUT})"
)
_SPELL = pattern(
    r"(\d{1,2}(?:日|週間|時間)目)(?=です|に(?!な)|。|$)|(?:もう|かれこれ|すでに|既に|もはや)[約 ]{0,2}((?:\d{1,3}|[一二三四五六]|半)(?:分|時間|日|週間|か月|ヶ月)(?:間)?(?:以上|くらい|ぐらい|ほど)?)(?!待)|((?:\d{1,3}|[一二三四五六]|丸[一二三]|半)(?:分|時間|日間?|週間|か月)(?:以上|くらい|ぐらい|ほど)?)(?:も|間)?(?:ずっと|固まっ|入れな|開かな|止まり|真っ白|止まって|エラー続き|前から|続い|つながら|繋がら|止まった|この状態|重い状態)"
)
_FROM = pattern(
    r"(?:の分|のバッチ|の便|の時点)?(?:くらい|ぐらい|頃|ごろ)?[、 ]?(?:から(?!の(?:予定|会議|打ち|デー)|\d{1,2}時の?(?:間|に))|より(?!も|遅|早|前|後)|以降(?!に)|以来|になって|に入って|になったら|にかけて|を境に|に?突然|に?急に|に?(?:発生|検知)|になり|(?=に(?:停止|止ま|落ち))|に出社|\s?[〜~](?!\s?\d))"
)
_UNTIL = pattern(r"(?:の[一-龥ぁ-ん]{1,5}?)?まで(?:に|は|で|も)?")
_WAS = pattern(
    r"(?:の時点で|に出社したとき|の段階で|[でに][^。、\n]{1,7}(?:とき|時点?|際)(?:に|で)?|に見たとき|に確認したとき|に)?(?:は|には|では|も|に(?=届))(?!で)|(?=の?(?:夜|朝)?は)"
)
_WORKED = pattern(
    r"(?:普通|問題な|大丈夫|正常|平気|快適|さくさく|(?<!消)(?<!切)(?<!壊)(?<!崩)(?<!ず)(?<!遅)(?<!外)(?<!変)(?<!替)[えけせてねべめれげっとん](?:て(?:い)?|[っいる])?(?:た|だ|まし)(?!ら)|(?:届い|動い|でき|出来|来|出)(?:て(?:い)?)?(?:た|まし)(?!ら))"
)
_LAST = pattern(
    rf"(?:最後に[^。\n]{{1,16}}?(?:た|できた)のは|最後の[^。、\n\d]{{1,10}}[はが]|最終[^。、\n\d]{{0,8}}?(?:は|が|:)?\s?)({_ATOM}(?:[の、 ]{{0,2}}{_ATOM}){{0,3}})"
)
_GOOD_AGAIN = pattern(
    r"正常|復旧|復活|直[りっ]|治[りっ]|なお[りっ]|戻[りっ]|再開|自然に|解消|回復|解決|つながる|元(?:どおり|通り|に)|(?:使え|開け|入れ|見え|動い(?:て)?|動き)(?!<ない>|てい?<ない>|い?ません)"
)
_IS_GOOD = pattern(
    r"[はも、 ]?[^。、\n]{0,10}(?:正常(?:に|です|で、)|復旧し|普通に(?:使え|動|開|見)|直[りっ](?:て|た|まし)|使えるように|開けるように|見(?:ら)?れるように)(?!<ない>)"
)
_PAST = pattern(r"た(?![らりいく])|(?:まし|でし)た|[済消]")
_BETWEEN = re.compile(r"\s?(?:から|より|[〜~-])\s?")
_RANGE_END = pattern(r"\s?(?:まで|の?(?:あいだ|間))")
# In a message that wants something done an onset is told with what is wrong.
_WRONG = pattern(
    r"<ない>|遅|重|エラー|障害|止ま|失敗|消え|落ち|固ま|ログインされ|ロック|乗っ取|不正|困|待た"
)
_IS_IT_NOT = pattern(r"くない(?:です|でしょう|っす)?(?:か|\?|よね)")  # "isn't it slow?"
_AGAIN = pattern(r"も(?!う|や|っと|っさ)")
# "All until the day before is there."
_LOT = pattern(
    r"((?:前々?日|昨日|きのう|一昨日|おととい|先[週月]|今朝|[月火水木金土日]曜日?|\d{1,2}(?:日|時)|\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2})の?(?:分|便|受注|データ|レコード|バッチ|ファイル|申請))まで(?:は|なら)(?![^。、\n]{0,10}<ない>)"
)
_REPEATED = pattern(
    r"https?://\S+|(?<=[a-z]):\d{1,7}:\d{1,7}|毎(?:週|日|朝|月|晩|回)(?:\d{1,2}時|[月火水木金土日]曜)?\S{0,2}|[月火水木金土日]曜(?:日)?の[朝昼夜]だけ毎週|every \w+"
)
_NO_ONSET = pattern(
    r"(?:現在|付|分(?!から)|の(?!朝|昼|夜|夕|分|時点)|(?<=[中台時])だけ|(?:は|に)?(?:いつも|毎回|必ず|決まって|なると)|に(?:何|\d)回|に?[^。、\n]{0,6}(?:作っ|登録し|入れ|追加し|送っ|買っ|契約し|もらっ|いただい|付け|撮っ)た(?!ら)|締|(?:に|には|までに)?は?(?:復旧|直り|再開|終わ)|は(?:メンテ|外出|休)|\s?\d{1,2}:\d{2}:|までの?)"
)
# The result of advice tells an onset only in so many words.
_ADVISED = frozenset({Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED})
_SAID_ALONE = pattern(r"(?:のこと)?です(?:。|$)")
# When somebody told of it; the trouble is older.
_REPORTED = pattern(
    r"(?:に|、)?[^。、\n]{0,16}?(?:相談|連絡|問い?合わ?せ|報告|電話|メール|申し出|指摘|会議|打ち?合わせ|ミーティング|案内|返信|回答|申告|チャット)(?:が(?:あ[りっ]|来|き[たて]|入)|を(?:受け|いただ|もら|頂|し)|(?:い?たし|し)(?:た|まし|て)|もら|頂|いただ|で(?:話|聞|言))|(?:に|、)?[^。、\n]{0,12}?(?:から|に)(?:聞[いき]|言われ|伺)"
)
# What these want is not that trouble ends; an onset is told beside it at most.
_WANTS = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE, Kind.HOWTO})
_PAST_KINDS = frozenset({Kind.RECOVERED_REPORT, Kind.CHITCHAT, Kind.WORKAROUND_WORKED})
_LATIN = re.compile(r"[a-z]{2} [a-z]")
_TODAY = pattern(r"今日|本日|きょう|最近|今朝|けさ|今週|今月")
_BAD_SOON = pattern(
    r"[、はも ]|です(?=。|$)|(?<=[\d時分日頃ろ半])に|[^。、\n]{0,30}(?:<ない>|遅|重|エラー|障害|止|失敗|消え|おかし|だけ|急に|落ち|崩れ|真っ白|なん|ですが|固ま)|$|[。【】\n]"
)


def read_times(wording: Wording, kind: Kind, lang: str) -> dict[str, FactValue]:
    """Expressions of time, verbatim. A message that wants something done tells no onset."""
    wanted = _wanted(kind)
    times = _times(wording.plain, kind, lang)
    spans = {key: span for key, span in times.items() if key in wanted}
    started = spans.get("started_at")
    if started and any(_overlap(started, s) for k, s in times.items() if k != "started_at"):
        del spans["started_at"]
    return {key: wording.written[a:b].strip(" 、") for key, (a, b) in spans.items()}


def _wanted(kind: Kind) -> frozenset[str]:
    """Which times a message of a kind tells."""
    if kind in (Kind.SECURITY_OR_ABUSE, Kind.HOWTO):
        return frozenset()
    if kind in (Kind.WORKAROUND_WORKED, Kind.CHITCHAT):
        return frozenset({"ended_at", "last_ok_at"})
    return frozenset({"started_at", "ended_at", "last_ok_at"})


def onset(wording: Wording, lang: str) -> str | None:
    """The time in an answer to "since when?"."""
    span = _times(wording.plain, Kind.OUTAGE_REPORT, lang).get("started_at")
    return wording.written[span[0] : span[1]].strip(" 、") if span else None


def _times(text: str, kind: Kind, lang: str) -> Times:
    if ":" in text or "毎" in text or "every " in text:
        text = blank(text, [m.span() for m in _REPEATED.finditer(text)])
    times: Times = {}
    if lang == "ja" or any("ぁ" <= c <= "ん" for c in text):
        times = _times_ja(text, kind)
    if lang != "ja" or (not times and _LATIN.search(text)):
        times = {**times_abroad(text, kind, lang), **times}
    return times


def _times_ja(text: str, kind: Kind) -> Times:
    times: Times = {}
    if last := _LAST.search(text) or _LOT.search(text):
        times["last_ok_at"] = last.span(1)
    if kind not in _WANTS and (began := _BEGAN.search(text)) and not _taken(began.span(1), times):
        times["started_at"] = began.span(1)
    weak = _strong(text, kind, times)
    if kind in _WANTS:
        return times
    for began_with in (_EVENT, _SPELL, _HAPPENED):
        if "started_at" not in times and (match := began_with.search(text)):
            times["started_at"] = match.span(match.lastindex or 0)
    if kind is Kind.STATUS_QUERY:  # asking about today tells no onset
        weak = [s for s in weak if not _TODAY.fullmatch(text, *s)]
    if "started_at" not in times and weak and kind not in _ADVISED:
        times["started_at"] = _best(weak, text)
    return times


def _strong(text: str, kind: Kind, times: Times) -> list[Span]:
    """Adds the times whose role is said; those that may be the onset are handed back."""
    weak: list[Span] = []
    past = kind in _PAST_KINDS
    found = [m for m in _TIME.finditer(text) if not _taken(m.span(), times)]
    for first, second in pairwise(found):
        until = _RANGE_END.match(text, second.end())
        if until and _BETWEEN.fullmatch(text, first.end(), second.start()):
            if past or kind in _WANTS:
                times["started_at"] = (first.start(), second.start())
                times["ended_at"] = (second.start(), until.end())
            return weak
    for time in found:
        role, end = _role(text, time, past=past)
        if role == "weak":
            weak.append((time.start(), end))
            if kind in _WANTS and _SAID_ALONE.match(text, end):
                times.setdefault("started_at", (time.start(), end))
        elif role == "started_at" and kind in _WANTS and not _is_told(text, end):
            continue
        elif role and role not in times:
            times[role] = (time.start(), end)
    return weak


def _is_told(text: str, at: int) -> bool:
    """Whether an onset goes with something wrong."""
    return _WRONG.search(text, at, clause_end(text, at + text.startswith("、", at))) is not None


def _best(weak: list[Span], text: str) -> Span:
    """Of the times without a role word the one with a clock, else the first."""
    return next((s for s in weak if any(c.isdigit() for c in text[s[0] : s[1]])), weak[0])


def _role(text: str, found: "re.Match[str]", *, past: bool) -> tuple[str, int]:
    """Which fact a time is, and where its expression ends."""
    at = found.end()
    near = min(len(text), at + 24)
    if until := _UNTIL.match(text, at):
        return _role_until(text, found, until.end(), near, past=past), until.end()
    clause = clause_end(text, at + text.startswith("、", at))
    if past:
        return _role_over(text, found, clause)
    was = _WAS.match(text, at)
    if was and _was_fine(text, was.end(), max(clause, was.end())):
        return "last_ok_at", at
    if since := _FROM.match(text, at):
        good = _IS_GOOD.match(text, since.end(), clause)
        return "ended_at" if good else "started_at", since.end()
    if found.group().startswith("ここ"):
        return "started_at", at
    if _NO_ONSET.match(text, at) or not _BAD_SOON.match(text, at) or _is_other(text, found, clause):
        return "", at
    return "weak", at


def _is_other(text: str, found: "re.Match[str]", clause: int) -> bool:
    """Whether a time is that of a report, of an earlier spell, or one at which all is well."""
    at = found.end()
    if _AGAIN.match(text, at) and not _TODAY.match(text, found.start()):
        return True
    if _REPORTED.match(text, at):
        return True
    return verdict(text, at, clause) is True and not _IS_IT_NOT.search(text, at, clause + 1)


def _was_fine(text: str, start: int, end: int) -> bool:
    works = verdict(text, start, end)
    if works is False:
        return False
    past = _PAST if works else _WORKED
    return any(words.search(text, start, end) for words in (_WORKED, past))


def _role_over(text: str, found: "re.Match[str]", clause: int) -> tuple[str, int]:
    """The role of a time in a message that it works again: the end, or when it had begun."""
    at = found.end()
    since = _FROM.match(text, at)
    works = verdict(text, at, clause)
    if _GOOD_AGAIN.search(text, at, clause) or (since and works):
        return "ended_at", since.end() if since else at
    was = _WAS.match(text, at)
    trouble = works is False
    if since or (trouble and (was or text.startswith("に", at))):
        return "started_at", since.end() if since else at
    if was and _was_fine(text, was.end(), max(clause, was.end())):
        return "last_ok_at", at
    if trouble or text.startswith("の", at):
        return "", at
    alone = clause == at and text[max(0, found.start() - 1) : found.start()] in ("。", "、")
    again = _PAST.search(text, at, clause) and works
    return ("ended_at" if alone or again else ""), at


def _role_until(text: str, found: "re.Match[str]", at: int, near: int, *, past: bool) -> str:
    if past:
        return "ended_at"
    if text[found.start() - 1 : found.start()] in ("「", "『") and text[at : at + 1] in (
        "」",
        "』",
    ):
        return ""
    end = clause_end(text, at)
    if text[at - 1] != "に" and (_was_fine(text, at, near) or verdict(text, at, end)):
        return "last_ok_at"
    return ""


def _taken(span: Span, times: Times) -> bool:
    return any(_overlap(span, other) for other in times.values())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
