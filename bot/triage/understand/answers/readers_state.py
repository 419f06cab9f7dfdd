"""Reads the answers that tell how things stand: role, login, own trouble, own scripts, guest space."""

from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import SAID, WORDS, agrees, fine
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings(
    "state",
    "js_yes js_no no_rights other_admin has no_role shown none_shown only_asks not_found "
    "not_this second first word script guest ordinary",
)


def role(heard: HeardAnswer) -> Answer:
    """Administrator or not."""
    if _SAID.no_rights.search(heard.plain):
        return {"account_role": "not_admin"}
    if role := heard.facts.get("account_role"):
        return {"account_role": role}
    for clause in heard.clauses:
        if _SAID.other_admin.search(clause):
            return {"account_role": "not_admin"}
        named = WORDS.person_admin.search(clause) or "権限" in clause
        no = _SAID.no_role.search(clause) is not None
        if named or (heard.alone and _SAID.has.search(clause)):
            return {"account_role": "not_admin" if no else "admin"}
    return None


def own_symptom(heard: HeardAnswer) -> Answer:
    """Whether the writer has trouble themselves."""
    if WORDS.healthy.search(heard.plain):
        return {"own_symptom": False}
    if _SAID.only_asks.search(heard.plain):
        return {"own_symptom": False}
    for clause in heard.clauses:
        if _SAID.none_shown.search(clause):
            return {"own_symptom": False}
        if _SAID.shown.search(clause):
            return {"own_symptom": True}
        bare = agrees(clause)
        if (said := fine(clause)) is not None and (bare is None or len(clause) > 12):
            return {"own_symptom": not said}
    return None


def new_menu(heard: HeardAnswer) -> Answer:
    """That the function was found where it has moved to."""
    if SAID.untested.search(heard.plain):
        return {}
    if _SAID.not_found.search(heard.plain):
        return {"found_in_new_menu": False}
    return {"found_in_new_menu": True} if WORDS.menu.search(heard.plain) else None


def former_or_latter(plain: str) -> int | None:
    """1 or 2, of the two things that a question names; None when neither is pointed at."""
    if _SAID.first.search(plain):
        return 1
    if _SAID.second.search(plain):
        return 2
    return None


def login_method(heard: HeardAnswer) -> Answer:
    """Single sign-on, by its name too, or password."""
    if heard.alone and (which := former_or_latter(heard.plain)):
        return {"login_method": ("password", "sso")[which - 1]}
    sso = [c for c in heard.clauses if WORDS.sso.search(c)]
    if any(not _SAID.not_this.search(c) for c in sso):
        return {"login_method": "sso"}
    password = WORDS.password.search(heard.plain) or _SAID.word.search(heard.plain)
    if not password and not sso and heard.alone and heard.names:
        return {"login_method": "sso"}
    return {"login_method": "password"} if password or sso else None


def own_js(heard: HeardAnswer) -> Answer:
    """Whether scripts of their own are in the app."""
    if "own_customisation" in heard.facts:
        return {"own_customisation": heard.facts["own_customisation"]}
    topical = heard.alone or _SAID.script.search(heard.plain)
    if not topical or SAID.unsure.search(heard.plain):
        return None
    if _SAID.js_no.search(heard.plain):
        return {"own_customisation": False}
    return {"own_customisation": True} if _SAID.js_yes.search(heard.plain) else None


def guest_space(heard: HeardAnswer) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain = heard.plain
    ordinary = _SAID.ordinary
    topical = _SAID.guest.search(plain)
    if (topical or heard.alone) and ordinary.search(plain) and not SAID.unsure.search(plain):
        return {"guest_space": False}
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None
