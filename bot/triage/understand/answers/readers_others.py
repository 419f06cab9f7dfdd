"""Reads the answers that tell who has it, on what, and how things stand: others, devices, role, login, scripts."""

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.answers.heard import (
    SAID,
    WORDS,
    Answer,
    HeardAnswer,
    agrees,
    fine,
    wants,
    wishes,
)
from bot.triage.understand.facts.results import Sign, told_in

_OTHERS = Meanings(
    "others",
    "not_apps none_of only_that each_the_same not_people apps bare_no people not_only have_it several some not_shown shown",
)
_DEVICE = Meanings("device", "both only not_used")
_STATE = Meanings(
    "state",
    "js_yes js_no no_rights other_admin has no_role shown none_shown only_asks not_found "
    "not_this second first word script guest ordinary",
)


def other_apps(heard: HeardAnswer) -> Answer:
    """Other apps work, or none does."""
    if _OTHERS.none_of.search(heard.plain):
        return {"other_apps_ok": False}
    if known := heard.known("other_apps_ok"):
        return known
    rest = [c for c in heard.clauses if WORDS.rest_fine.search(c)]
    if not rest and (alone := _of_that_alone(heard)) is not None:
        return {"other_apps_ok": alone}
    for clause in (*rest, *heard.clauses):
        if wishes(clause) or _OTHERS.not_apps.search(clause):
            continue
        said = fine(clause)
        if WORDS.this_app.search(clause) or WORDS.some_apps.search(clause):
            return {"other_apps_ok": True}
        if WORDS.all_apps.search(clause) and not WORDS.rest_fine.search(clause):
            return {"other_apps_ok": said is True}
        topical = WORDS.rest_fine.search(clause) or _OTHERS.apps.search(clause)
        if said is not None and (topical or heard.alone) and not _OTHERS.bare_no.search(clause):
            return {"other_apps_ok": said}
    return None


def _of_that_alone(heard: HeardAnswer) -> bool | None:
    """Whether the others work where one alone is broken, or works alone; None where no clause says "only".

    "In every app only attachments fail": the others do not work either.
    """
    for clause in heard.clauses:
        works = fine(clause) is True
        if _OTHERS.only_that.search(clause) and _OTHERS.each_the_same.search(clause):
            return works
        if _OTHERS.only_that.search(clause) and (works or not _OTHERS.not_apps.search(clause)):
            return not works
        if _OTHERS.not_only.search(clause):
            return False
    return None


def names_others(plain: str) -> bool:
    """Whether a text speaks of other people or other apps."""
    return any(said.search(plain) for said in (_OTHERS.people, _OTHERS.apps))


def other_users(heard: HeardAnswer) -> Answer:
    """Others have it too, or only the writer, whatever is said of all beside: "not everybody, just me"."""
    if any(_is_of_writer_alone(clause) for clause in heard.clauses):
        return {"other_users_ok": True}
    named = [c for c in heard.clauses if _OTHERS.people.search(c)]
    for clause in (*named, *heard.clauses):
        works = _works_for_others(clause, alone=heard.alone)
        if works is not None:
            return {"other_users_ok": works}
    return heard.known("other_users_ok") or None


def _is_of_writer_alone(clause: str) -> bool:
    return WORDS.only_me.search(clause) is not None and not _OTHERS.not_only.search(clause)


def _works_for_others(clause: str, *, alone: bool) -> bool | None:
    not_only = _OTHERS.not_only.search(clause) is not None
    if _OTHERS.not_people.search(clause) or (wishes(clause) and not _told_of_others(clause)):
        return None
    if _OTHERS.have_it.search(clause) and (
        _OTHERS.people.search(clause) or WORDS.everyone.search(clause)
    ):
        return False
    said = fine(clause)
    if WORDS.everyone.search(clause):
        return said is True and not WORDS.too.search(clause) and not _OTHERS.some.search(clause)
    spared = _OTHERS.not_shown.search(clause) is not None
    if _OTHERS.people.search(clause):
        if spared or said is not None:
            return spared or said
        return False if not_only or WORDS.too.search(clause) else None
    if not_only or _OTHERS.several.search(clause):
        return False
    return _implied(clause, said=said) if alone and not _OTHERS.bare_no.search(clause) else None


def _told_of_others(clause: str) -> bool:
    return _OTHERS.people.search(clause) is not None and not wants(clause)


def _implied(clause: str, *, said: bool | None) -> bool | None:
    if _OTHERS.not_shown.search(clause):
        return True
    return False if _OTHERS.shown.search(clause) else said


def mobile_or_pc(heard: HeardAnswer) -> Answer:
    """Where it happens; the other one is fine when it is said to be, or "only" is said."""
    facts: dict[str, FactValue] = {}
    for clause in heard.clauses:
        facts |= _of(clause, heard, facts)
    for fact in ("mobile_ok", "pc_ok"):
        if heard.facts.get(fact) is True:
            facts.setdefault(fact, True)
    if not facts and heard.alone and (which := former_or_latter(heard.plain)):
        return {("mobile_ok", "pc_ok")[which - 1]: False}
    return facts or None


def _of(clause: str, heard: HeardAnswer, before: dict[str, FactValue]) -> dict[str, FactValue]:
    """What one clause says: trouble where it is named in answer, unless it says that all is well."""
    mobile, pc = WORDS.mobile.search(clause), WORDS.pc.search(clause)
    said = fine(clause)
    if _DEVICE.both.search(clause) and not (said and before):
        works = said is True
        return {"mobile_ok": works, "pc_ok": works}
    if bool(mobile) is bool(pc):
        return _apart(clause) if mobile else {}
    here, there = ("mobile_ok", "pc_ok") if mobile else ("pc_ok", "mobile_ok")
    if _DEVICE.not_used.search(clause):
        return {here: False} if "しか" in clause else {}
    only = _DEVICE.only.search(clause) is not None
    if said is True and not only:
        beside = here in before or there in before or len(heard.clauses) > 1
        return {here: True} if beside else {here: True, there: False}
    return {here: False, there: True} if only and there not in before else {here: False}


def _apart(clause: str) -> dict[str, FactValue]:
    """One clause that names both: "on the phone but not on the PC"."""
    mobile, pc = WORDS.mobile.search(clause), WORDS.pc.search(clause)
    if not mobile or not pc:
        return {}
    first, second = "mobile_ok", "pc_ok"
    if mobile.start() >= pc.start():
        first, second = second, first
    middle = max(mobile.start(), pc.start())
    one, other = fine(clause[:middle]), fine(clause[middle:])
    if other is None:
        return {"mobile_ok": False, "pc_ok": False} if one is None or not one else {}
    return {first: (not other) if one is None else one, second: other}


def role(heard: HeardAnswer) -> Answer:
    """Administrator or not."""
    if _STATE.no_rights.search(heard.plain):
        return {"account_role": "not_admin"}
    if role := heard.facts.get("account_role"):
        return {"account_role": role}
    for clause in heard.clauses:
        if _STATE.other_admin.search(clause):
            return {"account_role": "not_admin"}
        named = WORDS.person_admin.search(clause) or "権限" in clause
        no = _STATE.no_role.search(clause) is not None
        if named or (heard.alone and _STATE.has.search(clause)):
            return {"account_role": "not_admin" if no else "admin"}
    return None


def own_symptom(heard: HeardAnswer) -> Answer:
    """Whether the writer has trouble themselves."""
    if WORDS.healthy.search(heard.plain) or _STATE.only_asks.search(heard.plain):
        return {"own_symptom": False}
    if any(_STATE.none_shown.search(clause) for clause in heard.clauses):
        return {"own_symptom": False}
    sure = [c for c in heard.clauses if Sign.DOUBTS not in told_in(c).vetoes]
    for clause in sure:
        if _STATE.shown.search(clause):
            return {"own_symptom": True}
        bare = agrees(clause)
        if (said := fine(clause)) is not None and (bare is None or len(clause) > 12):
            return {"own_symptom": not said}
    doubtful = len(sure) < len(heard.clauses)  # "perhaps there was none today" is no trouble
    return {} if doubtful else None


def new_menu(heard: HeardAnswer) -> Answer:
    """That the function was found where it has moved to."""
    if SAID.untested.search(heard.plain):
        return {}
    if _STATE.not_found.search(heard.plain):
        return {"found_in_new_menu": False}
    return {"found_in_new_menu": True} if WORDS.menu.search(heard.plain) else None


def former_or_latter(plain: str) -> int | None:
    """1 or 2, of the two things that a question names; None when neither is pointed at."""
    if _STATE.first.search(plain):
        return 1
    return 2 if _STATE.second.search(plain) else None


def login_method(heard: HeardAnswer) -> Answer:
    """Single sign-on, by its name too, or password."""
    if heard.alone and (which := former_or_latter(heard.plain)):
        return {"login_method": ("password", "sso")[which - 1]}
    sso = [c for c in heard.clauses if WORDS.sso.search(c)]
    if any(not _STATE.not_this.search(c) for c in sso):
        return {"login_method": "sso"}
    password = WORDS.password.search(heard.plain) or _STATE.word.search(heard.plain)
    if not password and not sso and heard.alone and heard.names:
        return {"login_method": "sso"}
    return {"login_method": "password"} if password or sso else None


def own_js(heard: HeardAnswer) -> Answer:
    """Whether scripts of their own are in the app."""
    if known := heard.known("own_customisation"):
        return known
    topical = heard.alone or _STATE.script.search(heard.plain)
    if not topical or SAID.unsure.search(heard.plain):
        return None
    if _STATE.js_no.search(heard.plain):
        return {"own_customisation": False}
    return {"own_customisation": True} if _STATE.js_yes.search(heard.plain) else None


def guest_space(heard: HeardAnswer) -> Answer:
    """The guest space, or that it is an ordinary one."""
    plain, topical = heard.plain, _STATE.guest.search(heard.plain)
    ordinary = _STATE.ordinary.search(plain) and not SAID.unsure.search(plain)
    if (topical or heard.alone) and ordinary:
        return {"guest_space": False}
    if known := heard.known("guest_space"):
        return known
    return {"guest_space": agrees(plain.strip()) is not False} if topical else None
