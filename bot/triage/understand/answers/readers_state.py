"""Reads the answers that tell how things stand: role, login, own trouble, own scripts, guest space."""

from bot.triage.understand.answers import words
from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees, fine
from bot.triage.understand.lexicon import MeaningPattern

_JS_YES = MeaningPattern("<state.js_yes>")
_JS_NO = MeaningPattern("<state.js_no>")
_NO_RIGHTS = MeaningPattern("<state.no_rights>")
_OTHER_ADMIN = MeaningPattern("<state.other_admin>")
_HAS = MeaningPattern("<state.has>")
_NO_ROLE = MeaningPattern("<state.no_role>")
_SHOWN = MeaningPattern("<state.shown>")
_NONE_SHOWN = MeaningPattern("<state.none_shown>")
_ONLY_ASKS = MeaningPattern("<state.only_asks>")
_NOT_FOUND = MeaningPattern("<state.not_found>")
_NOT_THIS = MeaningPattern("<state.not_this>")
_SECOND = MeaningPattern("<state.second>")
_FIRST = MeaningPattern("<state.first>")
_WORD = MeaningPattern("<state.word>")
_SCRIPT = MeaningPattern("<state.script>")
_GUEST = MeaningPattern("<state.guest>")
_ORDINARY = MeaningPattern("<state.ordinary>")


def role(heard: HeardAnswer) -> Answer:
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


def own_symptom(heard: HeardAnswer) -> Answer:
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


def new_menu(heard: HeardAnswer) -> Answer:
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


def login_method(heard: HeardAnswer) -> Answer:
    """Single sign-on, by its name too, or password."""
    if heard.alone and (which := former_or_latter(heard.plain)):
        return {"login_method": ("password", "sso")[which - 1]}
    sso = [c for c in heard.clauses if words.SSO.search(c)]
    if any(not _NOT_THIS.search(c) for c in sso):
        return {"login_method": "sso"}
    password = words.PASSWORD.search(heard.plain) or _WORD.search(heard.plain)
    if not password and not sso and heard.alone and heard.names:
        return {"login_method": "sso"}
    return {"login_method": "password"} if password or sso else None


def own_js(heard: HeardAnswer) -> Answer:
    """Whether scripts of their own are in the app."""
    if "own_customisation" in heard.facts:
        return {"own_customisation": heard.facts["own_customisation"]}
    topical = heard.alone or _SCRIPT.search(heard.plain)
    if not topical or UNSURE.search(heard.plain):
        return None
    if _JS_NO.search(heard.plain):
        return {"own_customisation": False}
    return {"own_customisation": True} if _JS_YES.search(heard.plain) else None


def guest_space(heard: HeardAnswer) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain = heard.plain
    ordinary = _ORDINARY
    topical = _GUEST.search(plain)
    if (topical or heard.alone) and ordinary.search(plain) and not UNSURE.search(plain):
        return {"guest_space": False}
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None
