"""What works elsewhere, in English and the other languages."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.verdict import verdict_en
from bot.triage.understand.phrases import pattern
from bot.triage.understand.sieve import Pattern

LONGEST_TAIL = 44
_LATIN = re.compile(r"[a-z]{2} ?[a-z]{2}")
_ABROAD = re.compile(r"[一-鿿가-힣฀-๿]|[ạ-ỹđăâêôơư]|[ãçõé]|\b(?:di|só|aplikasi|outros)\b")
_OURS = r"(?:my |the |our |a |\w+'s )?"
_PHONES = r"(?:(?:smart)?phones?(?!'s)|mobiles?(?! data)|ipads?|iphones?|tablets?|cell)"
_PEOPLE = (
    r"(?:users?|people|colleagues|staff|members|departments?|teams?|offices?|sites?|branch\w*)"
)
_AXES = {
    axis: Pattern(words)
    for axis, words in {
        "other_apps_ok": r"\b(?:(?:the )?other apps?|(?:all|every) (?:the )?other apps?|the rest of the apps|remaining apps|another app|other ones|apps without|everything else|the others(?= are| work| open)|(?:regular|normal|ordinary|other) spaces?)\b",
        "other_users_ok": rf"\b(?:(?:the )?other {_PEOPLE}|(?:the )?other (?:two|three|four|five|six|\d+)(?: here| of us)?|others|(?:my |our |a )?(?:colleagues?|coworkers?|co-workers?|teammates?|boss|manager|neighbou?r)(?: (?:in|at|on|next to|beside|from) (?:the |my |our )?(?:same |next |other )?\w+)?|everyone else|everybody else|members|the rest of (?:us|the (?:team|company|office|staff))|(?:any)(?:one|body) (?:in|at|on) [\w ]{{3,20}}?(?= (?:can|is|has|works))|outside partners|head ?office|headquarters|hq|tokyo|osaka|nagoya)\b",
        "other_browser_ok": r"\b(?:(?:an|the )?other browsers?|a different browser|another browser|different browsers|every (?:other )?browser|all browsers)\b",
        "other_network_ok": r"\b(?:hotspot|tether\w*|mobile data|lte|4g|5g|cellular|another network|a different network|other networks?|home (?:wifi|wi-fi|network)|(?<!working )(?<!work )from home|at home|phone's (?:data|hotspot)|outside the office)\b",
        "mobile_ok": rf"\b(?:(?:on|from|in|with) {_OURS}{_PHONES}|(?:my|the|our|\w+'s) {_PHONES}|(?:and|or) {_PHONES}|(?:mobile|phone) app)\b(?! on (?:lte|4g|5g|mobile))(?!'s)",
        "pc_ok": r"\b(?:desktop(?: version)?|(?<!another )(?<!different )(?<!other )(?:pcs?|computers?|laptops?))\b",
        "portal_ok": r"\b(?:portal|top page|start page)\b",
    }.items()
}
_EVERYONE = Pattern(
    r"\b(?:(?:everyone|everybody)(?! else)|(?:nobody|no one|none of us)(?! else)|all (?:\d+|of (?:us|them)|our (?:users|staff)|users)|all \d+ \w+|the (?:whole|entire) (?:\w+ )?(?:team|office|company|floor|site|branch|department|staff))\b"
)
_EVERY_APP = Pattern(r"\b(?:every app|(?:all|any)(?: of)? (?:the |our )?apps)\b(?! with)")
_SHARED = Pattern(
    r"\bfor (?:(?:both|all) of us|me and (?:the |my |our )?\w+)|\b(?:half|most of|all of) (?:the |our )(?:\w+ )?(?:team|office|company|staff|department)\b|\b(?:mine|me) (?:was|were|is|are|too|as well)\b|\b(?:it's|is) the same for (?:everyone|everybody|all)"
)
_TOO = re.compile(r"(?: (?:too|as well)\b)")
_FAILS = re.compile(
    r"\b(?:sees? (?:it|this|the same)|affected|moaning|complain\w*|stuck|stopped|lost|hit)\b"
)
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
        r"手[机機](?:上|端)?(?:是|都|也)?(?:可以|正常|能)|(?:휴대폰|핸드폰|폰|모바일)(?:에서)?(?:는|은)? ?(?:돼|됩|정상|괜찮|열)|điện thoại (?:thì )?(?:được|bình thường|ok)|(?:มือถือ|โทรศัพท์)[^\n]{0,4}(?:ได้|ปกติ)(?!ไม่)|(?:no|pelo) celular (?:funciona|abre|está ok)|di (?:hp|ponsel)(?: bisa| normal| lancar)"
    ),
    "pc_ok": pattern(
        r"(?<!的)(?:电脑|電腦)[^。,\n]{0,3}(?:正常|可以)|(?:pc|컴퓨터)(?:에서)?는 ?(?:돼|됩|정상|괜찮)|máy tính (?:thì )?(?:bình thường|được)|คอม[^\n]{0,8}(?:ปกติ|ได้)|no (?:pc|computador) funciona|di (?:pc|komputer|laptop) (?:normal|bisa)"
    ),
    "other_browser_ok": pattern(
        r"(?:エッジ|엣지|크롬|파이어폭스|다른 브라우저)(?:에서)?(?:는|은)? ?(?:돼|됩|정상|괜찮)|换(?:个|了)?浏览器[^。\n]{0,4}(?:正常|可以)|trình duyệt khác[^.\n]{0,6}được|outro navegador funciona|browser lain (?:bisa|normal)"
    ),
    "portal_ok": pattern(
        r"(?:门户|門戶|入口[网網]站|首[页頁])[^。,\n]{0,6}(?:正常|可以|能)|포털(?:은|는|도)? ?(?:열|정상|돼|됩)|cổng(?: thông tin)? (?:vẫn )?(?:vào được|bình thường|mở được)|พอร์ทัล[^\n]{0,4}(?:ได้|ปกติ)|portal (?:abre|funciona|está ok)|portal (?:juga )?(?:kebuka|bisa|normal|lancar)"
    ),
}


def read_abroad(plain: str, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts in texts that are not Japanese."""
    facts: dict[str, FactValue] = {}
    if _LATIN.search(plain):
        _read_english(plain, facts, told=told)
    if _ABROAD.search(plain):
        facts.update({axis: True for axis, words in _OTHERS.items() if words.search(plain)})
    return facts


def _read_english(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _AXES.items():
        said = (said_in_english(plain, noun, axis) for noun in nouns.finditer(plain))
        works = next((s for s in said if s is not None), None)
        if works or (told and works is not None):
            facts[axis] = works
    for axis, only in _ONLY_EN.items() if told else ():
        if axis not in facts and only.search(plain):
            facts[axis] = True
    for axis, nouns in (("other_users_ok", _EVERYONE), ("other_apps_ok", _EVERY_APP)):
        if axis not in facts and (every := nouns.search(plain)):
            works = _of_every(plain, every)
            if works or (told and works is False):
                facts[axis] = works
    if told and "other_users_ok" not in facts and _SHARED.search(plain):
        facts["other_users_ok"] = False
    if told and _PORTAL_TOO.search(plain):
        facts["portal_ok"] = False


def _of_every(plain: str, every: "re.Match[str]") -> bool | None:
    """What is said of all of them; nobody "can" is all that cannot."""
    end = min(len(plain), every.end() + LONGEST_TAIL)
    stop = _CLAUSE_END.search(plain, every.end(), end)
    end = stop.start() if stop else end
    if every.group().startswith("no"):
        return False
    if _FAILS.search(plain, every.end(), end):
        return False
    return verdict_en(plain, every.end(), end)


def said_in_english(plain: str, noun: "re.Match[str]", axis: str = "") -> bool | None:
    """What the clause says after the noun, or right before it."""
    if axis == "other_users_ok" and _ELLIPTIC.match(plain, noun.end()):
        return True
    start = max(_sentence_start(plain, noun.start()), noun.start() - LONGEST_TAIL)
    if _TOO.match(plain, noun.end()) and (as_well := _verdict_before(plain, noun.start())):
        return as_well
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


def _verdict_before(plain: str, at: int) -> bool | None:
    """What is said in the same sentence before "other apps too"."""
    start = max(plain.rfind(mark, max(0, at - LONGEST_TAIL), at) for mark in ".\n!?;") + 1
    return verdict_en(plain, max(start, at - LONGEST_TAIL), at)


def _neither(before: "re.Match[str]") -> bool | None:
    return False if before.group() in ("neither", "nor", "same") else None


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, max(0, at - LONGEST_TAIL), at) for mark in ".\n!?;,") + 1
