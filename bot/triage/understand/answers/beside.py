"""What a message says besides its answer: that the trouble is over, or what came of switching off.

To take an answer ("in Edge it opens") for the end of the trouble does the most harm, so the end must
be told in so many words, of the very thing that failed, and nothing that fails may follow.
"""

from collections.abc import Iterable, Sequence

from bot.triage.understand.answers.readers_works import TOPICS
from bot.triage.understand.answers.words_verdict import UNTESTED, agrees, fine
from bot.triage.understand.phrases import pattern

_OVER = pattern(
    r"(?:エラー|症状|不具合|現象)(?:が|は|も)?(?:消えま?し?た|(?:出)?なくな(?:りました|った))|(?:直|治|なお)(?:っ(?:た|て(?:い)?(?:る|ま(?!せ|へ))|ちゃ|とる|てた)|りました|った)|(?:復旧|回復|解消|解決|復活|正常化|改善)(?:で(?:す|した)|し(?:た|まし|て(?:い)?(?:る|ま(?!せ|へ)))|され(?:た|まし)|済|です|$)"
    r"|(?:元|もと|正常|普段|いつも|通常|普通)(?:どおり|通り)?に(?:戻|もど)(?:っ(?:た|て(?:い)?(?:る|ま(?!せ)))|りました)|(?:る|える|れる|く|う)ように(?:なりました|なった|なって(?:い)?(?:る|ま(?!せ)))|もう出(?:てい)?(?:ません|な(?:い|くな))|(?:もう|今は)(?:大丈夫|平気|問題(?:は)?(?:な|あり))"
    r"|\b(?:(?:is|are|it's|that's|all|everything's|got|been|now|just|seems?|looks?|appears?|to be) )(?:all |now |just )?(?:back(?= (?:up|now|on|online|again|for)\b|\W*$)|fixed|resolved|sorted|solved|recovered|restored)\b|^(?:all )?(?:sorted|fixed|solved|resolved|all good(?! here| with))\b|\b(?:came|come|went) back(?! (?:in|out)\b)|\bback (?:to normal|up\b|online|in business)|\b(?:work(?:s|ing)?|open(?:s|ing)?|load(?:s|ing)?|up|running|normal|fine|ok|okay|good) (?:again|now)\b|\bnow (?:it |they )?(?:works?|opens?|loads?)\b|\bre(?:covered|solved) (?:itself|by itself|on its own)|\b(?:been|is|are) (?:fine|ok|okay|good|working|stable) since|\bfixed itself|\bwent away\b"
    r"|恢复(?:了|正常)|修好了|(?:现在|已经|又)[^。,\n]{0,6}(?:可以|好|正常|能)[^。,\n]{0,4}了|복구(?:됐|되었|됨)|해결(?:됐|되었|됨)|(?:다시|이제)[^.,\n]{0,6}(?:돼|됩|됐|열(?:려|립|렸)|정상)|(?:đã|lại|vừa)[^.,\n]{0,12}(?:được rồi|bình thường|hoạt động lại|khôi phục)|หายแล้ว|กลับมา(?:ใช้|ปกติ|เป็นปกติ)|ใช้(?:งาน)?ได้แล้ว|\b(?:voltou|normalizou|já (?:voltou|funciona|abre)|resolvid[oa])\b|\b(?:sudah (?:bisa|normal|pulih|kembali|jalan)|pulih|kembali normal)\b"
)
_NOW_LOOKED = pattern(
    r"(?:今|いま|現在|さっき|先ほど|たった今)(?:しがた)?[^、。\n]{0,8}(?:たら|は(?!いり|じ)|では)"
)
# Of another day, only for a moment, hoped for.
_UNREAL = pattern(
    r"まだ|一度(?=直|復|戻)|一旦|いったん|いっとき|一瞬|一時|昨日は|前回|以前|この前"
    r"|n't\b|\b(?:not|never|until|till|if|hope|hopefully|before|briefly|yesterday|last time|unless|would|should|will|wait\w*)\b|\b(?:error|problem|issue|trouble|message|spinner|symptom)s? (?:has |have |is |just |now )*(?:came|come|back)|没|还没|不|아직|안 |chưa|ยังไม่|\bnão\b|\bbelum\b"
)
# Right behind: a condition, what others say, a doubt.
_UNSURE_END = pattern(
    r"(?:ら|り(?!ま)|か(?!な)|わけ|とは|はず|と(?:聞|言|連絡|思|の)|という|(?<=[たる])そう(?:です|だ|な)|らしい|とき|時|後|のか)"
)
_ELSEWHERE = pattern(
    r"(?:ほか|他|別|隣|となり|同僚|みんな|皆|スマホ|携帯|タブレット|ポータル|設定画面)[^、。\n]{0,10}(?:は|で|だと|なら|が)|\b(?:others?|colleagues?|on my phone|the portal|in edge)\b"
)
_BY_TRYING = pattern(r"(?:した|った|いた|めた|えた)ら|すると|ことで|\bafter\b|\bonce\b|\bwhen i\b")
_TURNED_ON = pattern(
    r"(?:元に|また|再度|もう一度|再び)?(?:戻す|戻し|有効に?し|入れ直し|オンにし|つけ直し|入れ)(?:たら|てみたら|ても|ると|と|た)|re-?enabl|turn(?:ed)? (?:it )?(?:back )?on|switch(?:ed)? (?:it )?(?:back )?on"
)
_NO_GOOD = pattern(
    r"(?:直|治|なお)(?:ら|り)<ない>|改善(?:し|せ|され)<ない>|効果(?:が|は)?(?:<ない>|なし|無し|ゼロ)"
)
_STILL = pattern(
    r"(?:まだ|いまだ|未だ|相変わらず|依然)[^、。\n]{0,16}(?:<ない>|だめ|駄目|あかん|同じ|まま|エラー|遅|重)|\bstill (?:broken|down|failing|dead|stuck|blank|the same|slow|not|can't|won't|doesn't|isn't|no\b|getting|happening)|(?:还是|仍然)(?:不|打不|没)|여전히 ?(?:안|못)|vẫn (?:không|chưa|bị)|ยัง(?:ไม่|เป็น)|\bainda não\b|\bmasih (?:tidak|belum|error|sama|gagal)"
)
_OTHER_PLACE = ("other_browser", "incognito", "other_network", "other_sites", "portal")


# "It works" and no more: the end, where nothing was asked that it could answer.
_WORKS = pattern(
    r"^(?:あ[、っ]?|無事(?:に)?|やっと|ようやく|おかげさまで|なんとか|急に|ちゃんと|普通に|問題なく)*[、 ]?(?:動[いき]|開[いきけ]|使え|見(?:れ|え|られ)|いけ|つなが[りっ]|繋が[りっ]|(?:表示|保存|印刷|ログイン)(?:され|でき))(?:て(?:い)?(?:ます|る)|ました|た)(?:よ|ね|わ)*\W*$"
    r"|^(?:(?:it|that|this|everything|now|finally|yes|and) )*(?:just |now |finally )?(?:works?|worked|loaded|loads|opened|opens|(?:is |'s )?(?:working|fine|all good|good|ok|okay))(?: now| again| fine)?\W*$"
)


def just_works(clauses: Sequence[str]) -> bool:
    """Whether the writer says that it works, of nothing in particular, and nothing fails after."""
    said = [fine(c) for c in clauses]
    return False not in said and any(_WORKS.search(c) for c in clauses)


def is_over(clauses: Iterable[str]) -> bool:
    """Whether the trouble has ended, by the writer's own last word about it."""
    over = False
    for clause in clauses:
        if ends(clause):
            over = True
        elif over and (_NO_GOOD.search(clause) or fine(clause) is False):
            over = False
    return over


def ends(clause: str) -> bool:
    """Whether a clause says that the trouble is over, here and now."""
    if _UNREAL.search(clause) or _ELSEWHERE.search(clause) or _names_other_place(clause):
        return False
    if _NOW_LOOKED.search(clause) and fine(clause) is True:
        return True
    told = _OVER.search(clause)
    return told is not None and not _UNSURE_END.match(clause, told.end())


def _names_other_place(clause: str) -> bool:
    return any(TOPICS[key].search(clause) for key in _OTHER_PLACE)


def is_still(clauses: Iterable[str]) -> bool:
    """Whether it is said that the trouble goes on in spite of what was done."""
    return any(
        (_NO_GOOD.search(c) or _STILL.search(c))
        and not _names_other_place(c)
        and not UNTESTED.search(c)
        for c in clauses
    )


def by_trying(clauses: Iterable[str]) -> bool:
    """Whether an end is told as what came of something that was done."""
    return any(_OVER.search(c) and _BY_TRYING.search(c) for c in clauses)


def outcome(clauses: Iterable[str]) -> bool | None:
    """What came of switching something off: it helped, it did not, or nothing is told.

    What happens once it is on again is no outcome; of several the last counts.
    """
    said = None
    for clause in clauses:
        if _TURNED_ON.search(clause):
            continue
        if _NO_GOOD.search(clause):
            said = False
        elif ends(clause):
            said = True
        elif agrees(clause) is None or len(clause) > LONGEST_BARE:
            now = fine(clause)
            said = said if now is None else now
    return said


LONGEST_BARE = 6  # characters of "yes, I did"
