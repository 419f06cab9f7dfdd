"""Reads the answers that give what was shown: the message on the screen, the lines of the console."""

import re

from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees
from bot.triage.understand.phrases import pattern

_NO_ERROR = pattern(
    r"まっさら|きれい|クリーン|(?:何も|なにも|なんも|特に)[^。\n]{0,8}(?:出|表示|書|<ない>|なし|ない)|真っ白|まっしろ|(?:くるくる|ぐるぐる)|^(?:出て(?:い)?|出|表示され)<ない>|^(?:なし|ない(?:です)?)$|(?:文字|エラー|文言|コード|赤|あか)[^。\n]{0,10}(?:<ない>|なし|無い|無し)"
    r"|nothing|no (?:message|error|text|code|red)|just (?:blank|white|a (?:blank|white|spinner))|isn't any|there's none|\bnone\b|没有|什么都没|空白|없어|없습|안 (?:나|떠)|không (?:có|hiện)|ไม่มี|nada|nenhum|tidak ada|kosong"
)
_MESSAGE = pattern(
    r"(?:エラー|失敗し|発生し|できません|ありません|見つかりません|ください|集中して|タイムアウト|権限が)"
)
_SAID = re.compile(
    r"^(.{3,100}?)[」\"]?(?:って|と)(?:だけ)?(?:いう)?(?:出|書い|表示|なっ|言わ|いわ|でて|でま|エラー|です)"
)


def error_shown(heard: Heard) -> Answer:
    """The code or the wording on the screen; nothing to state when no error is shown."""
    found = {k: heard.facts[k] for k in ("error_code", "error_text") if k in heard.facts}
    text = heard.wording.written.strip()
    if not heard.alone and is_console(heard):
        return None
    if found:
        return found
    if heard.alone and (number := re.fullmatch(r"\D{0,6}?([1-9]\d{2,4})\D{0,6}", text)):
        return {"error_code": number.group(1)}
    if quoted := re.match(r"^[「『\"]([^「」『』\"\n]{3,160})[」』\"]", text):
        return {"error_text": quoted.group(1)}
    if heard.alone and (said := _SAID.match(text)) and _MESSAGE.search(said.group(1)):
        return {"error_text": said.group(1).lstrip('「"')}
    if _NO_ERROR.search(heard.plain):
        return {}
    return _whole_message(heard, text)


_OWN_WORDS = re.compile(
    r"(?:I|We|It|They|My|Our|Thanks?|Hi|Hello|Sorry|Please)\b(?! (?:says|seems))"
)


_SHOWN_END = pattern(r"(?:しました|ません|ください)。?$")


def _whole_message(heard: Heard, text: str) -> Answer:
    if not heard.alone or "\n" in text or len(text) >= 120 or UNSURE.search(heard.plain):
        return None
    quote = (
        re.fullmatch(r"[A-Z][\w .,:;'()/-]{3,}", text)
        and agrees(heard.plain.strip()) is None
        and not _OWN_WORDS.match(text)
    )
    shown = _SHOWN_END.search(text) and _MESSAGE.search(text)
    return {"error_text": text} if quote or (shown and "エラー" in text) else None


_CONSOLE = re.compile(
    r"uncaught|net::|failed to load|\bget https?:|\.js:\d|\bcors\b|コンソール|f12|console"
)


def is_console(heard: Heard) -> bool:
    """Whether a text speaks of the console or was copied from it."""
    return _CONSOLE.search(heard.plain) is not None


_RED = pattern(r"赤(?:い|字|く)|\bred\b|出て(?:い)?ます")
_NO_CONSOLE = pattern(
    r"f12[^。\n]{0,12}(?:押せ|無|効か|反応し|でき)|スマホ(?:だ|な)|見れ<ない>|見られ<ない>"
)


def console(heard: Heard) -> Answer:
    """Hosts and codes in the console, or that it is clean."""
    found = {k: heard.facts[k] for k in ("hosts", "error_code", "error_text") if k in heard.facts}
    if not heard.alone and not is_console(heard) and "赤" not in heard.plain:
        return None
    if found:
        return found
    if UNSURE.search(heard.plain) or UNTESTED.search(heard.plain):
        return {}
    if _NO_CONSOLE.search(heard.plain):
        return {}
    if _NO_ERROR.search(heard.plain) or (heard.alone and agrees(heard.plain.strip()) is False):
        return {"console_clean": True}
    return {} if _RED.search(heard.plain) else None
