"""Mere thanks and greetings, which say nothing of what somebody wants. Pure.

"Yes", "OK" and the like are none: they may answer a question of the desk.
"""

import re
import unicodedata

_LONGEST = 80  # characters; whoever writes more says more
_BETWEEN = r"[\s、。,.!~ー〜…・:;()^_\-♪]*"
_JA = (
    r"(?:本日も?|今日も?|今週も?|本年も|本当に|ほんとに|どうも|誠に|大変|いつも|早速の?|ご?対応|ご?確認|ご?連絡|ご?返信|ご?回答|ご?教示|皆さん|皆様|みなさん)"
    r"|(?:いただき|くださり|頂き|頂いて|いただいて|して)"
    r"|有難うございま(?:す|した)|有り難うございま(?:す|した)|ありがとうございま(?:す|した)"
    r"|ありがとう|有難う|感謝(?:します|です|いたします)|助かりました|たすかりました"
    r"|お?世話(?:に)?な(?:ります|っ(?:て(?:おり|い)ます|ております))|お世話様です"
    r"|お疲れ様(?:です|でした)?|お疲れさま(?:です|でした)?|おつかれさま(?:です|でした)?"
    r"|おはようございます|おはよう|こんにちは|こんばんは|はじめまして"
    r"|(?:引き続き|今後とも)?(?:どうぞ)?(?:よろしく|宜しく)(?:お願い(?:します|いたします|致します|申し上げます)?)?"
    r"|お手数を?おかけ(?:します|しました|いたします)|恐れ入ります|恐縮です"
)
_EN = (
    r"thanks?(?: you)?|thx|ty|cheers|many|a lot|so much|very much|again|much appreciated"
    r"|appreciate it|hi|hello|hey|good (?:morning|afternoon|evening)|all|everyone|team|there"
)
_OTHERS = (
    r"bom dia|boa (?:tarde|noite)|ol[áa]|oi|prezados?|(?:muito )?obrigad[oa]|por favor"
    r"|你好|您好|大家好|早上好|下午好|谢谢|謝謝|多谢|안녕하세요|안녕하십니까|감사합니다|고맙습니다|수고하세요"
    r"|xin chào|chào (?:bạn|anh|chị|mọi người)|cảm ơn|สวัสดี(?:ครับ|ค่ะ)?|ขอบคุณ(?:ครับ|ค่ะ)?"
    r"|halo|hai|selamat (?:pagi|siang|sore|malam)|terima kasih|permisi"
)
_SIGNS = r":[a-z0-9_+\-]+:|[\U0001F300-\U0001FAFF\u2600-\u27BF\ufe0f\u200d]"
_PLEASANTRY = re.compile(rf"{_BETWEEN}(?:(?:{_JA}|\b(?:{_EN})\b|{_OTHERS}|{_SIGNS}){_BETWEEN})+")


def is_pleasantry(text: str) -> bool:
    """Whether a text holds nothing but thanks and greetings."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    return len(said) <= _LONGEST and _PLEASANTRY.fullmatch(said) is not None
