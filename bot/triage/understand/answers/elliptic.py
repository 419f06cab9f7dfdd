"""The bare name or phrase that only the question makes a sentence: "Chicago", "the cable one"."""

import re

from bot.triage.understand.answers.beside import ends
from bot.triage.understand.answers.readers import Heard
from bot.triage.understand.answers.words_verdict import (
    UNSURE,
    UNTESTED,
    agrees,
    clauses,
    fine,
    wishes,
)
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

LONGEST_NAME = 30
_LEAD = pattern(
    r"^(?:(?:はい|ええ|えー?と|えっと|あー|たぶん|多分|おそらく|確か|たしか)[、, ]?|(?:私|わたし|うち|弊社|当社|会社|場所|地域|拠点|こちら|回線|プロバイダー?|住まい|職場)(?:の(?:ほう|方|場合|地域|回線))?(?:は|も)[、 ]?"
    r"|(?:i think|i guess|i believe|it's|that's|we're|we are|i'm|i am|located|based|calling from|writing from|working from|we use|we have|we're on|from|in|at|on|near|using|just|only|ours is|our (?:isp|provider) is|bên (?:mình|em)|(?:em|mình|tôi) (?:ở|dùng)|dùng|ở|tại|我们?在|我们?用|在|dari|di|em|de|estou em|uso)\b ?)+"
)
_TAIL = pattern(
    r"(?:から(?:(?:の)?(?:利用|アクセス|接続)(?!し)|です|使って|接続して|ログインして|利用して|アクセスして|つないで|繋いで|見て|入って|やって)?|(?:で|を|に)(?:使って|利用して|アクセスして|契約して|つないで|繋いで|お願いして)|勤務|の?(?:やつ|もの|ほう|方|あたり|辺))?(?:い(?:ます|る)|おります|ます|とる)?"
    r"(?:です|でございます|になります|だと思います|と思います|やと思う|だったと思います|だったかな|かな|ですかね|みたい|らしい|だよ|だ|や|っす|じゃ|ばい|たい|と)?(?:です)?(?:ね|よ|な|で|が|けど|わ)*"
    r"(?: (?:i think|i guess|i believe|here|only))?(?: ?(?:ค่ะ|ครับ|คะ|ạ|nhé|입니다|이에요|예요|이요|요|에서|에|에서요))*[\s。.!~〜、…]*$"
)
# With a verb or a courtesy of its own it is a sentence, about whatever.
_SENTENCE = pattern(
    r"[?？!]|(?:ます|ました|ません|です|ない|なく|たい|った|いた|した|きた|ている|てる|れる|ください|けど|のに)|よろしく|ありがと|すみません|了解|承知|お願い|はい|いいえ|同じ|だめ|駄目|無理|普通|不明|全員|みんな|変わ|急|早く|大丈夫|問題|正常|特に|なし|無し|直|担当|まだ|あとで|後で|後ほど|これから|今から|待"
    r"|\b(?:is|are|was|were|can|can't|do|don't|does|did|will|would|please|help|thanks?|thank|hi|hello|need|want|not|no|none|nothing|yes|yep|ok|okay|sure|broken|works?|open|opens|fail\w*|errors?|same|fine|still|hurry|what|why|how|where|who|when|later|soon|have|has|it|everyone|all|both)\b|없|안 |모르|没|不|谢|好的|ไม่|ขอบคุณ|không|cảm ơn|não|obrigad|tidak|terima"
)


def bare_name(heard: Heard) -> str | None:
    """What is named, without the words around it; None when there is a sentence of its own.

    Looks only at the last of its phrases that names something ("at home, in Yokohama").
    """
    if not heard.alone or UNSURE.search(heard.plain) or UNTESTED.search(heard.plain):
        return None
    for begin, end in reversed(_phrases(heard.plain)):
        phrase = heard.plain[begin:end].lstrip()
        lead = _LEAD.match(phrase)
        start = end - len(phrase) + (lead.end() if lead else 0)
        tail = _TAIL.search(heard.plain[start:end])
        stop = start + tail.start() if tail else end
        core = heard.plain[start:stop].strip()
        if (
            fine(core) is not None
            or ends(core)
            or _SENTENCE.search(core)
            or agrees(core) is not None
            or len(core) > LONGEST_NAME
        ):
            return None
        if re.search(r"\w", core) and not _NOWHERE.fullmatch(core):
            return heard.wording.written[start:stop].strip()
    return None


_NOWHERE = pattern(r"(?:在宅(?:勤務)?|テレワーク|リモート|remote|home|home office)")
_PHRASE = re.compile(r"(?:[^。、\n,;.!]|\.(?!\s|$))+")


def _phrases(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _PHRASE.finditer(plain) if m.group().strip())
    found = [s for s in spans if not _COURTESY.search(plain[s[0] : s[1]])]
    if len(found) > 1:
        found = [s for s in found if not wishes(plain[s[0] : s[1]])]
    return found if len(found) <= 3 else []


LONGEST_TOLD = 80
_COURTESY = pattern(
    r"[?？]|お騒がせ|おかげさま|よろしく|ありがと|(?<!り)(?:了解|承知)|お願い|ください|下さい|ほしい|欲しい|待って|待ち|急い|急ぎ|急いで|早く|はやく|あとで|後で|後ほど|のちほど|これから|今から|今度|明日|夕方に|してみ(?:ます|る)|見てみ(?:ます|る)|聞いてみ(?:ます|る)|確認(?:し|いたし)ます|調べ(?:て(?:み)?)?ます|担当|オペレーター|電話|人と|代わって|こんにちは|おはよう|こんばんは|お疲れ|お世話|テスト|いいです$|けっこうです|結構です|やめ"
    r"|\b(?:thanks?|thank you|cheers|sorry|please|hi|hello|hey|later|tomorrow|hurry|asap|wait|i'll|i will|let me|will (?:check|look|ask|try|do)|ok|okay|sure|got it|understood|human|agent|someone|speak|talk|call|test)\b|谢谢|好的|稍等|你好|감사|네$|알겠|잠시|안녕|cảm ơn|chào|ขอบคุณ|สวัสดี|รอ|obrigad|olá|terima kasih|halo|nanti|tunggu"
)


def tells(wording: Wording) -> bool:
    """Whether a short text tells something, rather than greets, thanks, asks or puts off."""
    text = wording.plain.strip()
    works = any(fine(c) or ends(c) for c in clauses(text))
    told = not works and len(text) <= LONGEST_TOLD and re.search(r"\w{2}", text) is not None
    return told and not _COURTESY.search(text) and not wishes(text) and agrees(text) is None
