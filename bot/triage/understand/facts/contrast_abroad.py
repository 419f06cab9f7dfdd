"""What works elsewhere, in English and the other languages."""

import re

from bot.model.understanding import FactValue
from bot.text.sieve import Pattern
from bot.triage.understand.facts.verdict import verdict_en
from bot.triage.understand.phrases import pattern

LONGEST_TAIL = 44
_LATIN = re.compile(r"[a-z]{2} ?[a-z]{2}")
_ABROAD = re.compile(
    r"[一-鿿가-힣฀-๿]|[ạ-ỹđăâêôơư]|[ãçõé]|\b(?:di|só|aplikasi|outros|aqui|saya|tidak|bisa|colegas?|funciona)\b"
)
_OURS = r"(?:my |the |our |a |\w+'s )?"
_PHONES = r"(?:(?:smart)?phones?(?!'s| (?:hotspot|tether|data|line|network|internet|signal))|mobiles?(?! data)|ipads?|iphones?|tablets?|cell)"
_PEOPLE = (
    r"(?:users?|people|colleagues|staff|members|departments?|teams?|offices?|sites?|branch\w*)"
)
_COLLEAGUE = r"(?:colleagues?|coworkers?|co-workers?|teammates?|boss|manager|neighbou?r|friend|deskmate|officemate|assistant|secretary|approvers?|wife|husband)"
_AXES = {
    axis: Pattern(words)
    for axis, words in {
        "other_apps_ok": r"\b(?:(?:the )?other apps?|(?:all|every) (?:the )?other apps?|the rest of the apps|remaining apps|another app|the one next to it|other ones|apps without|everything else|the others(?= are| work| open)|(?:regular|normal|ordinary|other) spaces?)\b",
        "other_users_ok": rf"\b(?:(?:the )?other (?:\w+ )?{_PEOPLE}|(?:the )?other (?:two|three|four|five|six|\d{{1,7}})(?: here| of us)?|(?:two |three |the |all )?others|(?:my |our |a |the )?(?:\w+ )?{_COLLEAGUE}(?: (?:in|at|on|of|next to|beside|from|across) (?:the |my |our )?(?:same |next |other )?\w+)?|next to me|(?:the )?next desk|everyone else|everybody else|members|the rest of (?:us|the (?:\w+ )?(?:team|company|office|staff|department))|(?:any)(?:one|body) (?:in|at|on) [\w ]{{3,20}}?(?= (?:can|is|has|works))|outside partners|(?:for )?us (?:inside|internally)|people (?:already|still) \w+ in|head ?office|headquarters|hq|tokyo|osaka|nagoya)\b",
        "other_browser_ok": r"\b(?:(?:an|the )?other browsers?|a different browser|another browser|different browsers|every (?:other )?browser|all browsers)\b",
        "other_network_ok": r"\b(?:hotspot|tether\w*|mobile data|lte|4g|5g|cellular|another network|a different network|other networks?|home (?:wifi|wi-fi|network)|(?<!working )(?<!work )from home|at home|phone's (?:data|hotspot)|outside the office)\b",
        "mobile_ok": rf"\b(?:(?:on|from|in|with) {_OURS}{_PHONES}|(?:my|the|our|\w+'s) {_PHONES}|(?:and|or) {_PHONES}|(?:mobile|phone) app)\b(?! on (?:lte|4g|5g|mobile))(?!'s)",
        "pc_ok": r"\b(?:desktop(?: version)?|(?<!another )(?<!different )(?<!other )(?:pcs?|computers?|laptops?))\b",
        "portal_ok": r"\b(?:portal|top page|start page)\b",
        "other_sites_ok": r"\b(?:(?:the |all |any |every )?other (?:web ?)?sites?|(?:every|all|any) (?:web ?)?sites?|the (?:whole |entire )?internet|youtube|yahoo)\b",
    }.items()
}
_EVERYONE = Pattern(
    r"\b(?:(?:everyone|everybody)(?! else)|all (?:of (?:us|them)|our (?:users|staff)))\b"
)
_EVERY_APP = Pattern(r"\b(?:every app|(?:all|any)(?: of)? (?:the |our )?apps)\b(?! with)")
_SHARED = Pattern(
    r"\bfor (?:both of us|me and (?:the |my |our )\w+)\b|\b(?:mine|me) (?:was|were|is|are|too|as well)\b"
)
# Trouble wherever one looks.
_EVERYWHERE = {
    "other_browser_ok": Pattern(
        r"\b(?:any|every|all|whichever|no matter which) browsers?\b(?! (?:and phones )?(?:works?|is fine|behave|opens?))"
    ),
    "other_network_ok": Pattern(
        r"\b(?:at|from|in) (?:the )?(?:office|work) (?:and|or) (?:at |from )?home\b|\b(?:at|from) home (?:and|or) (?:at |from )?(?:the )?(?:office|work)\b"
    ),
}
# "None of the other apps": what is said of them is true of none.
_NONE_OF = re.compile(r"\b(?:no|none of|not (?:one|any|a single one) of)(?: the| our| my)? $")
_TOO = re.compile(r"(?: (?:too|as well)\b)")
_CLAUSE_END = re.compile(
    r"[.!?\n;]|→|->|, (?!too|as well|same|it )|\bbut\b|\bwhile\b|\bexcept\b|\band (?:i|we)\b"
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
    r"\b(?:same|no difference|no luck|too|as well|also|neither|nor|both|either|even|any better|ng)\b"
)
# Where trouble by itself is but the complaint.
_SIDES = frozenset({"mobile_ok", "pc_ok"})
_PORTAL_TOO = Pattern(r"not even the portal|portal (?:is )?(?:also|too|503|502|down)")
_NOUNS_ABROAD = {
    "other_apps_ok": pattern(
        r"(?:其[他它]|别的|別的)\s?(?:应用|應用|app)|다른 ?앱|(?:app|ứng dụng) khác|แอปอื่น|(?:outros|demais)(?: apps?| aplicativos)?(?= (?:estão |todos )?(?:funcion|abrem|ok|norma|também))|os outros apps?|aplikasi lain"
    ),
    "other_users_ok": pattern(
        r"(?:其他|其它|别的|別的|旁边的?|隔壁的?)(?:同事|人|用户|使用者|部门|部門)|(?:那边|那邊)的?(?:同事|人)|同事(?:们|們)?(?=也|都|可以|能|正常|那|打)|다른 ?(?:사람|직원|동료|부서|팀)|동료|옆 ?(?:자리|사람|직원)|(?:người|bạn|máy|phòng) khác|đồng nghiệp|(?:bạn|chị|anh) (?:bên cạnh|cùng phòng|kế bên|ngồi cạnh)"
        r"|คนอื่น|เพื่อน(?:ร่วมงาน)?|คนข้าง|แผนกอื่น|os outros(?! (?:app|aplic|nav))|outras pessoas|outros usuários|colegas?|aqui do lado|o pessoal|(?:meu|minha) chefe|orang lain|teman|user lain|rekan|(?:di )?sebelah saya|bagian lain|divisi lain"
    ),
    "mobile_ok": pattern(
        r"手[机機](?:上|端|版)?(?!流量|热点|熱點|网|網|号|號)|(?:휴대폰|핸드폰|폰|모바일|아이폰|안드로이드)(?:에서)?(?:는|은|도)|điện thoại|(?:มือถือ|โทรศัพท์)|(?:no|pelo) celular|di (?:hp|ponsel)"
    ),
    "pc_ok": pattern(
        r"(?<!的)(?:电脑|電腦)(?:上|端|版)?|(?:pc|컴퓨터|노트북)(?:에서)?(?:는|도)|máy tính|คอม(?:พิวเตอร์)?|no (?:pc|computador|notebook)|di (?:pc|komputer|laptop)"
    ),
    "other_browser_ok": pattern(
        r"(?:엣지|크롬|파이어폭스|다른 ?브라우저)(?:로|에서)?(?:는|은|도)?|[换換](?:个|個|了)?(?:别的|別的|其他)?(?:浏览器|瀏覽器)|trình duyệt khác|เบราว์เซอร์อื่น|outro navegador|browser lain"
    ),
    "other_network_ok": pattern(
        r"热点|熱點|流量|핫스팟|테더링|다른 ?(?:네트워크|와이파이)|집에서|mạng (?:4g|5g|khác|nhà)|(?:ใช้)?เน็ตมือถือ|ฮอตสปอต|dados móveis|(?:pelo|no) 4g|outra rede|em casa|di rumah|data seluler|jaringan lain"
    ),
    "portal_ok": pattern(r"门户|門戶|入口[网網]站|首[页頁]|포털|cổng(?: thông tin)?|พอร์ทัล|portal"),
}
_JUDGED_ABROAD = pattern(
    r"(?P<good>不(?:慢|卡)|没问题|沒問題|没事|正常|可以|(?<!不)能(?!不)|정상|괜찮|멀쩡|빠[르른]|잘 ?[돼됩되열]|(?<![안못])(?<![안못] )(?:돼요|됩니다|됐|열[려립리]|떠요)|bình thường|(?<!không )(?:vào|mở|dùng|in|xem)? ?được|\bổn\b|ปกติ|(?<!ไม่)ได้|(?<!não )(?:funcion|abr[eiu]|está ok|consegu|usa\b|entra)|norma[li]|rápid|(?<!tidak )(?<!nggak )(?<!gak )bisa|lancar|kebuka|\bok\b|aman)"
    r"|(?P<bad>一样|一樣|同样|同樣|不[行能]|[打进進]不[开開去]|这样|這樣|똑같|같은|같아|마찬가지|(?:안|못) ?[돼됩되열떠]|느[리려]|cũng (?:vậy|thế|không|bị|y)|không|เหมือนกัน|ก็ไม่|ไม่ได้|ไม่เห็น|também|mesma coisa|igual|\bnão\b|sama saja|juga (?:sama|tidak|nggak|begitu)|tidak|nggak|lemot|lento)"
)
_SAYING_ABROAD = pattern(r"[说說称]|告诉|고 ?(?:하|했)|bảo|nói|บอก|diz|disse|bilang|kata")
_NAMED = re.compile(r"엣지|크롬|파이어폭스")  # may be the one in use
_SENTENCE_END = re.compile(r"[.。,,!!??\n]")
LONGEST_GAP = 24


def read_abroad(plain: str, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts in texts that are not Japanese."""
    facts: dict[str, FactValue] = {}
    if _LATIN.search(plain):
        _read_english(plain, facts, told=told)
    if _ABROAD.search(plain):
        _read_others(plain, facts, told=told)
    return facts


def _read_others(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _NOUNS_ABROAD.items():
        for noun in nouns.finditer(plain):
            end = min(len(plain), noun.end() + LONGEST_GAP)
            stop = _SENTENCE_END.search(plain, noun.end(), end)
            judged = _JUDGED_ABROAD.regex.search(plain, noun.end(), stop.start() if stop else end)
            if judged is None or _SAYING_ABROAD.regex.search(plain, noun.end(), judged.start()):
                continue
            works = judged.lastgroup == "good"
            if works or (told and axis not in _SIDES and not _NAMED.match(noun.group())):
                facts[axis] = works
                break


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
        if axis not in facts and (every := nouns.search(plain)) and _of_every(plain, every):
            facts[axis] = True
    if told:
        _same_everywhere(plain, facts)


def _same_everywhere(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, everywhere in _EVERYWHERE.items():
        if axis not in facts and everywhere.search(plain):
            facts[axis] = False
    if "other_users_ok" not in facts and _SHARED.search(plain):
        facts["other_users_ok"] = False
    if _PORTAL_TOO.search(plain):
        facts["portal_ok"] = False


def _of_every(plain: str, every: "re.Match[str]") -> bool | None:
    """What is said of all of them. That all of them fail is but the complaint."""
    end = min(len(plain), every.end() + LONGEST_TAIL)
    stop = _CLAUSE_END.search(plain, every.end(), end)
    return verdict_en(plain, every.end(), stop.start() if stop else end)


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
    if works is not None and _NONE_OF.search(plain[max(0, noun.start() - 24) : noun.start()]):
        return not works
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
