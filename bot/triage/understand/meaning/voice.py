"""Whose trouble, and when: takes out of a text what its writer does not experience now.

Wishes, rumours, things feared, denied or supposed. What is left is the writer's own present.
It does not take out the past: whether trouble is over decides the kind of message.
"""

import re

from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording, blank

_CONTRAST = pattern(
    r"のに|けれど|けど|んですが|のですが|ですが|ますが|たが[、 ]|しかし|でも、|のですけど"
)
_WISH = pattern(
    r"(?:(?<![みだ冷重])(?<!いただき)(?<!直し)(?<!復旧し)(?<!相談し)(?<!確認し)(?<!知り)(?<!聞き)(?<!話し)たい"
    r"(?:です|のです|ん(?:です|だ)|の(?:で|だ)|と(?:思|考)|けど|けれど|$|。|!|、|\s))"
    r"|ように(?:する(?:に|方法|こと)|した|して(?:い|お)きた|できます|設定|なりますか)|するには|させるには|防ぐ|防止|制限し"
    r"|(?:方法|やり方|手順|仕方)[がをは]"
)
_WISH_EN = pattern(
    r"\b(?:i|we)(?:'d| would)? (?:want|like|wish|need) to\b|\bhow (?:do|can|to|should|would)\b"
    r"|\b(?:can|could) (?:i|we|kintone)\b|is it possible|is there (?:a|any) way|crash-test|instead of|prevent"
)
_OUTSIDERS = r"友人|友だち|友達|知人|知り合い|親戚|(?:他|ほか|別|よそ|隣)の(?:びる[^。\n]{0,4})?会社|他社|同業|ふぉろわー|世間"
_OUTSIDERS_EN = (
    r"(?:a|my|some) (?:friend|mate|cousin|neighbou?r|acquaintance)s?|(?:an)?other compan(?:y|ies)"
    r"|(?:friend|mate|cousin|brother|sister|husband|wife|neighbou?r)(?:-in-law)?'s (?:company|office|firm|work)"
)
_RUMOUR = pattern(
    r"(?:ツイッター|twitter|(?<![a-z])x(?![a-z])|sns|ネット|ニュース|掲示板|噂|うわさ|ヤフー|yahoo|タイムライン|(?<![a-z])tl(?![a-z]))"
    r"[^。\n!?]{0,40}(?:見|流れ|聞|噂|うわさ|書|言|話題|トレンド|騒)|という噂|といううわさ|って噂|らしいと聞"
    r"|(?:saw|read|heard|seeing|people (?:say|are saying)|rumou?rs?)[^.\n!?]{0,60}"
    r"(?:twitter|\bx\b|online|reddit|news|social|internet|colleague at|someone say)"
    # People who use a system of their own; colleagues and one's own customers speak for the writer.
    rf"|(?:{_OUTSIDERS})[^。\n!?]{{0,40}}(?:言|いっ|聞|書|投稿|つぶや|騒|そう(?:です|だ)|らしい|みたい|との)"
    rf"|\b(?:{_OUTSIDERS_EN})\b[^.\n!?]{{0,40}}\b(?:says?|said|claims?|tells?|told|wrote|posts?|can't|cannot|is|are)\b"
    rf"|\b(?:heard|told|hear)\b[^.\n!?]{{0,20}}\b(?:{_OUTSIDERS_EN})\b"
)
_CLAUSE_END = re.compile(r"[。\n!?、]|\.(?=\s|$)|$")
# What is feared or supposed, from the start of its clause.
_FEARED = pattern(
    r"(?:落ち|止まり|消え|開かなくなり|なくなり|遅くなり|壊れ)ます(?:か|よね|でしょうか)"
    r"|(?:ないか|ないかと|たらと)(?:心配|不安|気にな)|(?:落ち|止まっ|消え)たら困"
    r"|(?:たら|場合|とき(?:に|は))[^。\n]{0,30}(?:できます(?:か|でしょうか)|可能(?:です|でしょう)か|できる(?:か|ん))"
    r"|もし[^。\n]{0,30}(?:場合|たら)|(?:た|る|ない)(?:場合|とき|時)(?:は|の)[^。\n]{0,20}(?:どう|何|対処|手順|方法)"
    r"|\b(?:will|would|could|might) (?:it|this|they|kintone|that) [\w ]{0,20}(?:crash|break|go down|fail|stop)"
    r"|\bif (?:it|kintone|something|the \w+) (?:goes|fails|crashes|breaks|is down)[^.\n]*"
)
_LONGEST_CLAUSE = 20  # characters of it that belong to what is feared
_DENIED = pattern(
    r"(?:重|遅|おそ)く(?:は|も)?(?:ない|ありません|なかった)|(?:重|遅)い(?:わけ|という)[^。\n]{0,6}<ない>"
    r"|(?:障害|不具合|エラー|故障)(?:で|じゃ)?は?(?:なく|ないと思|ない(?:です|みたい))"
    r"|(?:開か|動か|見れ|使え)ないわけでは"
    r"|\b(?:not|isn't|aren't|no longer|never|wasn't) (?:\w+ )?(?:slow|blank|stuck|hanging|frozen)\b"
)
_OVER = pattern(
    r"(?:さっきまで|先ほどまで|昨日は|今朝は|一時|朝は)[^。\n]{0,40}(?:が|けど|のに)[、 ]*(?:今|いま|現在)は[^。\n]{0,60}"
)


def experienced(wording: Wording) -> str:
    """``plain`` without what is wished, rumoured, feared, denied or over; same length."""
    spans = [m.span() for p in (_DENIED, _OVER) for m in p.finditer(wording.plain)]
    spans += [
        (_clause_start(wording.plain, m.start()), m.end()) for m in _FEARED.finditer(wording.plain)
    ]
    if _WISH.search(wording.plain) or _WISH_EN.search(wording.plain):
        for sentence in wording.sentences:
            spans += _wished(wording, sentence.start, sentence.end)
    if place := rumour(wording):
        spans.append(place)
    return blank(wording.plain, spans)


def _clause_start(plain: str, at: int) -> int:
    start = max(plain.rfind(mark, 0, at) for mark in "。、\n") + 1
    return max(start, at - _LONGEST_CLAUSE)


def rumour(wording: Wording) -> tuple[int, int] | None:
    """Where the text passes on what others say in public: from its sentence's start to the comma."""
    match = _RUMOUR.search(wording.plain)
    if match is None:
        return None
    start = max(wording.plain.rfind(mark, 0, match.start()) for mark in (*"。\n!?", ". ")) + 1
    end = _CLAUSE_END.search(wording.plain, match.end())
    return start, end.start() if end else match.end()


def _wished(wording: Wording, start: int, end: int) -> list[tuple[int, int]]:
    """The part of a sentence that says what should be, back to a contrast and on to the next."""
    plain = wording.plain
    if english := _WISH_EN.search(plain, start, end):
        return [(english.start(), end)]
    wishes = list(_WISH.finditer(plain, start, end))
    if not wishes:
        return []
    wish = wishes[-1]
    turn = _CONTRAST.search(plain, wish.end() - 2, end)
    before = [m.end() for m in _CONTRAST.finditer(plain, start, wish.start())]
    goes_on = turn is not None and plain[turn.end() : end].strip(" 。!?\n、")
    return [(before[-1] if before else start, turn.start() if turn and goes_on else end)]
