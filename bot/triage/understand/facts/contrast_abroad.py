"""What works elsewhere, in English and the other languages."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.verdict import verdict_en
from bot.triage.understand.phrases import pattern
from bot.triage.understand.sieve import Pattern

LONGEST_TAIL = 44
_LATIN = re.compile(r"[a-z]{2} ?[a-z]{2}")
_ABROAD = re.compile(r"[一-鿿가-힣฀-๿]|[ạ-ỹđăâêôơư]|[ãçõé]|\b(?:di|só|aplikasi|outros)\b")
_AXES_EN = {
    "other_apps_ok": r"\b(?:(?:the )?other apps?|(?:all|every) (?:the )?other apps?|the rest of the apps|remaining apps|another app|other ones|apps without|everything else|the others(?= are| work| open))\b",
    "other_users_ok": r"\b(?:other (?:users?|people|colleagues|staff|members|departments?|teams?|offices?)|others|(?:my |our |a )?(?:colleagues?|coworkers?|co-workers?|teammates?|boss|manager|neighbou?r)(?: (?:in|at|on|next to|beside|from) (?:the |my |our )?(?:same |next |other )?\w+)?|everyone else|everybody else|members|the rest of (?:us|the (?:team|company|office|staff))|(?:every|any)(?:one|body) (?:in|at|on) [\w ]{3,20}?(?= (?:can|is|has|works))|head ?office|headquarters|hq|tokyo|osaka|nagoya|the other (?:office|branch)\w*)\b",
    "other_browser_ok": r"\b(?:(?:an|the )?other browsers?|a different browser|another browser|different browsers|every browser|all browsers)\b",
    "other_network_ok": r"\b(?:hotspot|tether\w*|mobile data|lte|4g|5g|cellular|another network|a different network|other networks?|home (?:wifi|wi-fi|network)|(?<!working )(?<!work )from home|at home|phone's (?:data|hotspot)|outside the office)\b",
    "mobile_ok": r"\b(?:(?:on|from|in|with) (?:my |the |our |a )?(?:phones?(?!'s)|mobile(?! data)|smartphones?|ipad|iphone|tablet|cell)|(?:my|the|our) (?:phones?(?!'s)|smartphone|mobile|tablet|ipad|iphone)|mobile app)\b(?! on (?:lte|4g|5g|mobile))",
    "pc_ok": r"\b(?:desktop|(?<!another )(?<!different )(?<!other )(?:pcs?|computers?|laptops?))\b",
    "portal_ok": r"\b(?:portal|top page|start page)\b",
}
_NOUN_EN = Pattern("|".join(f"(?P<{axis}>{words})" for axis, words in _AXES_EN.items()))
_CLAUSE_END = re.compile(
    r"[.!?\n;]|, (?!too|as well|same|it )|\bbut\b|\bwhile\b|\bexcept\b|\band (?:i|we)\b"
)
_BEFORE = re.compile(
    r"(?P<good>\b(?:works?|worked|working|fine|ok|okay|opens?|loads?|no (?:problem|issue)s?|good|visible|appears?)\b)|(?P<bad>\b(?:same|no difference|no luck|not even|neither|nor|n't)\b)"
)
_JOINED = re.compile(
    r"(?:\b(?:on|in|from|with|for|using|via|the|my|our|a|an|by|only|and|or|both|chrome|edge|firefox|safari|another browser)\b|[ ,])*(?:\w+ )?$"
)
_ONLY_EN = {
    "other_users_ok": re.compile(
        r"\b(?:only me|just me|(?:just|only) my (?:account|user|machine|pc|computer)|(?:nobody|no one) else (?:has|have|sees|gets|is)|i'm the only|only (?:one|some) (?:user|person|of us))\b"
    ),
    "other_apps_ok": re.compile(
        r"only (?:the|those) apps? (?:with|that)|only some apps|(?:just|only|it's) this (?:one|app)\b|\bonly (?:the |our )?(?!in |on |mobile|phone)[\w -]{2,24} app\b"
    ),
}
# "It fails for me; for others it doesn't."
_ELLIPTIC = re.compile(r" (?:it )?(?:isn't|doesn't|aren't|don't|is not|does not)(?=[.,!?\n]|$)")
_SAME_EN = re.compile(
    r"\b(?:same|no difference|no luck|too|as well|also|neither|nor|both|either|even|any better)\b"
)
_PORTAL_TOO = Pattern(r"not even the portal|portal (?:is )?(?:also|too|503|502|down)")
_OTHERS = {
    "other_apps_ok": pattern(
        r"其[他它]\s?(?:应用|應用|app)[^。\n]{0,6}(?:正常|可以|没问题|沒問題|能)|다른 ?앱(?:은|들은)[^.\n]{0,8}(?:정상|괜찮|돼|됩|열)|(?:các |những )?(?:app|ứng dụng) khác[^.\n]{0,8}(?:bình thường|được|ok)"
        r"|แอปอื่น[^\n]{0,8}(?:ปกติ|ได้)|(?:outros|os outros|demais)(?: apps?| aplicativos)?[^.\n]{0,8}(?:funcion|abrem|\bok|norma)|aplikasi lain[^.\n]{0,8}(?:normal|bisa|lancar)"
    ),
    "other_users_ok": pattern(
        r"(?:其他|别的|別的)?(?:同事|的人|用户|部门|部門)[^。\n应應]{0,5}(?:正常|可以|能)|다른 (?:사람|직원|동료)[^.\n]{0,8}(?:정상|괜찮|돼|됩)|(?:(?:người|bạn) khác|đồng nghiệp)[^.\n]{0,26}?(?:bình thường|được)"
        r"|คนอื่น[^\n]{0,8}(?:ปกติ|ได้)|(?:os outros|outras pessoas|colegas)[^.\n]{0,8}(?:conseguem|entram)|(?:orang lain|teman|user lain|rekan)(?: kerja)?(?: saya)?[^.,\n]{0,8}(?:normal|bisa)"
    ),
    "mobile_ok": pattern(
        r"手[机機](?:上|端)?(?:是)?(?:可以|正常|能)|(?:휴대폰|핸드폰|폰|모바일)(?:에서)?(?:는|은)? ?(?:돼|됩|정상|괜찮|열)|điện thoại (?:thì )?(?:được|bình thường|ok)|(?:มือถือ|โทรศัพท์)[^\n]{0,4}(?:ได้|ปกติ)(?!ไม่)|(?:no|pelo) celular (?:funciona|abre|está ok)|di (?:hp|ponsel)(?: bisa| normal| lancar)"
    ),
    "pc_ok": pattern(
        r"(?<!的)(?:电脑|電腦)[^。,\n]{0,3}(?:正常|可以)|(?:pc|컴퓨터)(?:에서)?는 ?(?:돼|됩|정상|괜찮)|máy tính (?:thì )?(?:bình thường|được)|คอม[^\n]{0,8}(?:ปกติ|ได้)|no (?:pc|computador) funciona|di (?:pc|komputer|laptop) (?:normal|bisa)"
    ),
    "other_browser_ok": pattern(
        r"(?:エッジ|엣지|크롬|파이어폭스|다른 브라우저)(?:에서)?(?:는|은)? ?(?:돼|됩|정상|괜찮)|换(?:个|了)?浏览器[^。\n]{0,4}(?:正常|可以)|trình duyệt khác[^.\n]{0,6}được|outro navegador funciona|browser lain (?:bisa|normal)"
    ),
}


def read_abroad(plain: str) -> dict[str, FactValue]:
    """``*_ok`` facts in texts that are not Japanese."""
    facts: dict[str, FactValue] = {}
    if _LATIN.search(plain):
        for noun in _NOUN_EN.finditer(plain):
            axis = noun.lastgroup or ""
            if axis not in facts and (works := said_in_english(plain, noun, axis)) is not None:
                facts[axis] = works
        for axis, only in _ONLY_EN.items():
            if axis not in facts and only.search(plain):
                facts[axis] = True
        if _PORTAL_TOO.search(plain):
            facts["portal_ok"] = False
    if _ABROAD.search(plain):
        facts.update({axis: True for axis, words in _OTHERS.items() if words.search(plain)})
    return facts


def said_in_english(plain: str, noun: "re.Match[str]", axis: str = "") -> bool | None:
    """What the clause says after the noun, or right before it."""
    if axis == "other_users_ok" and _ELLIPTIC.match(plain, noun.end()):
        return True
    start = max(_sentence_start(plain, noun.start()), noun.start() - LONGEST_TAIL)
    before = next(reversed([*_BEFORE.finditer(plain, start, noun.start())]), None)
    if before and _JOINED.fullmatch(plain, before.end(), noun.start()):
        is_good = before.lastgroup == "good" and "n't" not in plain[start : before.start()]
        return is_good or (False if axis not in ("pc_ok", "mobile_ok") else _neither(before))
    end = min(len(plain), noun.end() + LONGEST_TAIL)
    stop = _CLAUSE_END.search(plain, noun.end(), end)
    if stop and stop.group() == "?":
        return None
    works = verdict_en(plain, noun.end(), stop.start() if stop else end)
    if works is False and axis != "portal_ok":
        return False if _SAME_EN.search(plain, start, stop.start() if stop else end) else None
    return works


def _neither(before: "re.Match[str]") -> bool | None:
    return False if before.group() in ("neither", "nor", "same") else None


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, max(0, at - LONGEST_TAIL), at) for mark in ".\n!?;,") + 1
