"""Reads the answers that tell how things stand: role, login, own trouble, own scripts, guest space."""

from bot.triage.understand.answers import words
from bot.triage.understand.answers.readers import Answer, Heard
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees, fine
from bot.triage.understand.phrases import pattern

_JS_YES = pattern(
    r"入って|入れて(?:い)?(?:ます|る)|使って(?:い)?(?:ます|る)|あります|ある|作った|作って(?:もら|い)|書いた|業者|外注|委託|自作|自社|contractor|wrote|we have|there is|custom|있어|있습|có\b|có ạ|มี|temos|\bada\b"
)
_JS_NO = pattern(
    r"(?:入れて|入って|使って|作って|書いて|して)(?:は)?(?:い)?<ない>|ありません|ない(?:です|と思|はず|よ)?|なし|標準(?:機能)?(?:だけ|のみ|しか)|プラグインだけ|\b(?:no|not|don't|none|nothing|only (?:use |have )?(?:the )?plug-?ins)\b|没|없|không|ไม่|não|tidak"
)
_NO_RIGHTS = pattern(
    r"(?:権限|管理者)(?:は|が|も|を|で|では|じゃ)?(?:持って|もって|付いて|ついて|もらえて|もらって|与えられて)?(?:い|おり|は)?<ない>|권한(?:이|은|도)? ?없|没有?权限|không có quyền|ไม่มีสิทธิ์|sem permissão|tidak punya"
)
_OTHER_ADMIN = pattern(
    r"(?:管理者|権限[^。、\n]{0,8}の)は(?!い|私|わたし|自分|僕|俺|当方|うち|あり|持|もっ|な)[^。、\n]{1,12}|権限は(?!私|わたし|自分|僕|俺|当方)[^。、\n]{1,12}が(?:持|もっ|あ)|(?!私|自分|僕|俺|当方|はい)(?:[一-龥]{2,6}|[一-龥ァ-ヶー]{1,6}さん)が(?:管理|権限|持っ)|\bend[- ]?user\b|\bjust an? \w+ ?user\b|(?:view|read)[- ]?only|\bviewer\b|(?:閲覧|利用|編集|一般|入力|ユーザー)[^。、\n]{0,6}(?:だけ|のみ|権限|ユーザー)"
    r"|\b(?:our|my|the) [\w ]{2,20} (?:is|has|does|are|have)\b|\b(?:he|she|they) (?:is|are|has|have)\b"
)
_HAS = pattern(
    r"^(?:一応)?(?:持っ(?:て|と)|もっ(?:て|と))|^(?:私|わたし|自分|僕|俺)(?:です|だ|や|が|っす)|^i (?:am|do)\b"
)
_NO_ROLE = pattern(r"<ない>|とらん|おらん|しか(?:な|あり)|違|ちが|\b(?:no|not)\b|n't")
_SHOWN = pattern(
    r"^(?:症状が|私も)?(?:出て|なって|起きて)(?:い)?(?:ます|る)|困って(?:い)?(?:ます|る)"
)
_NONE_SHOWN = pattern(r"(?:出て|なって|起きて|困って|発生して)(?:い)?<ない>")
_ONLY_ASKS = pattern(
    r"(?:見|聞い|読ん)ただけ|気になっただけ|(?:just|only) (?:heard|read|saw|asking|curious)|念のため"
)
_NOT_FOUND = pattern(
    r"なかった|(?:出て(?:こ|き|い)?|見え|表示され)<ない>|どこにも|isn't (?:there|in)|見つか(?:ら|り)<ない>|見当た(?:ら|り)<ない>|ありません|ない(?:です|ん|よ)|\bnot (?:there|found|in)|(?:can't|cannot|couldn't|didn't|don't) (?:find|see)|没找到|找不到|없어|못 찾|không thấy|ไม่เจอ|não (?:achei|encontrei)|tidak (?:ada|ketemu)"
)
_NOT_THIS = pattern(
    r"(?:では|じゃ)<ない>|じゃなく|ではなく|使って(?:い|おり)?<ない>|\bno(?:t)?\b|n't|不是|没|아니|không|não|bukan|tidak"
)
_SECOND = pattern(r"^後者|(?:2|二)(?:つ目|番目?)|\b(?:latter|second one)\b")
_FIRST = pattern(r"^前者|(?:1|一)(?:つ目|番目?)|\b(?:former|first one)\b")
_WORD = pattern(r"密码|비밀번호|mật khẩu|รหัสผ่าน|senha|kata sandi|パスワ|id(?:と|/)")
_SCRIPT = pattern(r"js|javascript|スクリプト|カスタマイズ")
_GUEST = pattern(r"ゲスト|スペース|guest|space|访客|게스트|khách|convidad|tamu")
_ORDINARY = pattern(
    r"(?:では|じゃ|や)<ない>|(?:入れて|入って|使って|作って)(?:い)?<ない>|(?:普通|ふつう|通常|一般|社内|自社|内部)|\binternal\b|\bnot\b|n't|ordinary|regular|normal|违|不是|普通|아니|일반|không|ไม่|não|comum|bukan|biasa"
)


def role(heard: Heard) -> Answer:
    """Administrator or not."""
    if _NO_RIGHTS.search(heard.plain):
        return {"account_role": "not_admin"}
    if role := heard.facts.get("account_role"):
        return {"account_role": role}
    for clause in heard.clauses:
        if _OTHER_ADMIN.search(clause):
            return {"account_role": "not_admin"}
        named = words.PERSON_ADMIN.search(clause) or "権限" in clause
        no = _NO_ROLE.search(clause) is not None
        if named or (heard.alone and _HAS.search(clause)):
            return {"account_role": "not_admin" if no else "admin"}
    return None


def own_symptom(heard: Heard) -> Answer:
    """Whether the writer has trouble themselves."""
    if words.HEALTHY.search(heard.plain):
        return {"own_symptom": False}
    if _ONLY_ASKS.search(heard.plain):
        return {"own_symptom": False}
    for clause in heard.clauses:
        if _NONE_SHOWN.search(clause):
            return {"own_symptom": False}
        if _SHOWN.search(clause):
            return {"own_symptom": True}
        bare = agrees(clause)
        if (said := fine(clause)) is not None and (bare is None or len(clause) > 12):
            return {"own_symptom": not said}
    return None


def new_menu(heard: Heard) -> Answer:
    """That the function was found where it has moved to."""
    if UNTESTED.search(heard.plain):
        return {}
    if _NOT_FOUND.search(heard.plain):
        return {"found_in_new_menu": False}
    return {"found_in_new_menu": True} if words.MENU.search(heard.plain) else None


def former_or_latter(plain: str) -> int | None:
    """1 or 2, of the two things that a question names; None when neither is pointed at."""
    if _FIRST.search(plain):
        return 1
    if _SECOND.search(plain):
        return 2
    return None


def login_method(heard: Heard) -> Answer:
    """Single sign-on or password."""
    if heard.alone and (which := former_or_latter(heard.plain)):
        return {"login_method": ("password", "sso")[which - 1]}
    sso = [c for c in heard.clauses if words.SSO.search(c)]
    if any(not _NOT_THIS.search(c) for c in sso):
        return {"login_method": "sso"}
    password = words.PASSWORD.search(heard.plain) or _WORD.search(heard.plain)
    return {"login_method": "password"} if password or sso else None


def own_js(heard: Heard) -> Answer:
    """Whether scripts of their own are in the app."""
    if "own_customisation" in heard.facts:
        return {"own_customisation": heard.facts["own_customisation"]}
    topical = heard.alone or _SCRIPT.search(heard.plain)
    if not topical or UNSURE.search(heard.plain):
        return None
    if _JS_NO.search(heard.plain):
        return {"own_customisation": False}
    return {"own_customisation": True} if _JS_YES.search(heard.plain) else None


def guest_space(heard: Heard) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain = heard.plain
    ordinary = _ORDINARY
    topical = _GUEST.search(plain)
    if (topical or heard.alone) and ordinary.search(plain) and not UNSURE.search(plain):
        return {"guest_space": False}
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None
