"""One reader for each question: what an answer to it states, or None when it is not answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model.understanding import FactValue
from bot.triage.understand import answer_words as words
from bot.triage.understand.facts_said import recent_change
from bot.triage.understand.facts_time import onset
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import Wording

LONGEST_GLOSS = 200


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as the readers of single questions get it."""

    wording: Wording
    lang: str
    facts: Mapping[str, FactValue]  # what the message says by itself
    names: tuple[str, ...]  # products named in it
    unlisted: str | None

    @property
    def plain(self) -> str:
        return self.wording.plain


Answer = dict[str, FactValue] | None  # None: this question is not answered here


def works(
    fact: str, about: str, *, same_is_bad: bool = False, shadow: re.Pattern[str] | None = None
) -> Callable[[Heard], Answer]:
    """Reads whether something works, from the line that is about it; ``shadow``: said in general."""
    topic = pattern(about)

    def read(heard: Heard) -> Answer:
        if shadow and shadow.search(heard.plain):
            return {}
        if fact in heard.facts:
            return {fact: heard.facts[fact]}
        for line in heard.plain.splitlines():
            if topic.search(line):
                if words.BROKEN.search(line):
                    return {fact: False}
                if words.FINE.search(line):
                    return {fact: True}
        return short(heard, fact) if not same_is_bad else None

    return read


def short(heard: Heard, fact: str) -> Answer:
    """A one-line answer without its subject: "だめです", "出ます", "Fine"."""
    text = heard.plain.strip()
    if "\n" in text or len(text) > 24:
        return None
    if words.BROKEN.search(text):
        return {fact: False}
    return {fact: True} if words.FINE.search(text) else None


def other_apps(heard: Heard) -> Answer:
    """Other apps work, or none does."""
    if "other_apps_ok" in heard.facts:
        return {"other_apps_ok": heard.facts["other_apps_ok"]}
    text = heard.plain
    if words.THIS_APP.search(text) or words.SOME_APPS.search(text) or words.REST_FINE.search(text):
        return {"other_apps_ok": True}
    return {"other_apps_ok": False} if words.ALL_APPS.search(text) else None


def other_users(heard: Heard) -> Answer:
    """Others have it too, or only the writer."""
    text = heard.plain
    if words.ONLY_ME.search(text):
        return {"other_users_ok": True}
    if "other_users_ok" in heard.facts:
        return {"other_users_ok": heard.facts["other_users_ok"]}
    for line in text.splitlines():
        if words.EVERYONE.search(line):
            return {"other_users_ok": False}
    people = pattern(
        r"席|同僚|ほかの(?:人|方)|他の(?:人|方)|周り|colleague|team|同事|동료|đồng nghiệp|เพื่อนร่วมงาน|colegas|rekan"
    )
    told = any(people.search(line) and words.TOO.search(line) for line in text.splitlines())
    return {"other_users_ok": False} if told else None


def plugins(heard: Heard) -> Answer:
    """The names of the plugins in use; "none", or "unknown"."""
    if heard.facts.get("plugins_used") == "none":
        return {"plugins_used": "none"}
    names = heard.names + ((heard.unlisted,) if heard.unlisted else ())
    if names:
        more: dict[str, FactValue] = {"plugins_used": names}
        if heard.unlisted:
            more["unknown_product"] = heard.unlisted
        if (
            words.UNSURE.search(heard.plain)
            or "以外" in heard.plain
            or "なんとか" in heard.wording.written
        ):
            more["plugins_partial"] = True
        return more
    lines = [line.strip() for line in heard.plain.splitlines()]
    if any(
        re.fullmatch(
            r"(?:特に)?(?:なし|無し|ない|ありません|使ってない|使っていません)(?:です)?。?|none|no|not using any",
            x,
        )
        for x in lines
    ):
        return {"plugins_used": "none"}
    return {"plugins_used": "unknown"} if words.UNSURE.search(heard.plain) else None


def change(heard: Heard) -> Answer:
    """What was changed lately, as a gloss."""
    change = recent_change(heard.wording)
    return {"recent_change": change} if change else None


def started(heard: Heard) -> Answer:
    """Since when."""
    when = onset(heard.wording, heard.lang)
    if when:
        return {"started_at": when}
    return (
        {}
        if pattern(r"いつから|気づ|already|when we started|だいぶ前").search(heard.plain)
        else None
    )


def error_shown(heard: Heard) -> Answer:
    """The code or the wording on the screen; nothing to state when no error is shown."""
    found = {k: heard.facts[k] for k in ("error_code", "error_text") if k in heard.facts}
    if found:
        return found
    if words.NO_ERROR.search(heard.plain):
        return {}
    text = heard.wording.written.strip()
    quote = (
        "\n" not in text and len(text) < 120 and re.fullmatch(r"[A-Za-z][\w .,:;'()/-]{3,}", text)
    )
    return {"error_text": text} if quote else None


def console(heard: Heard) -> Answer:
    """Hosts and codes in the console, or that it is clean."""
    found = {k: heard.facts[k] for k in ("hosts", "error_code", "error_text") if k in heard.facts}
    if found:
        return found
    if pattern(r"(?:コンソール|赤い|f12|console)").search(heard.plain) and words.NO_ERROR.search(
        heard.plain
    ):
        return {"console_clean": True}
    return None


def role(heard: Heard) -> Answer:
    """Administrator or not."""
    role = heard.facts.get("account_role")
    if role:
        return {"account_role": role}
    for line in heard.plain.splitlines():
        if words.PERSON_ADMIN.search(line):
            return {"account_role": "not_admin" if words.NO.search(line) else "admin"}
    return None


def own_symptom(heard: Heard) -> Answer:
    """Whether the writer has trouble themselves."""
    if words.HEALTHY.search(heard.plain):
        return {"own_symptom": False}
    return (
        {"own_symptom": True}
        if words.BROKEN.search(heard.plain) and not words.NO.search(heard.plain)
        else None
    )


def new_menu(heard: Heard) -> Answer:
    """That the function was found where it has moved to."""
    return {"found_in_new_menu": True} if words.MENU.search(heard.plain) else None


def login_method(heard: Heard) -> Answer:
    """Single sign-on or password."""
    if words.SSO.search(heard.plain):
        return {"login_method": "sso"}
    return {"login_method": "password"} if words.PASSWORD.search(heard.plain) else None


def tried_off(heard: Heard) -> Answer:
    """Whether the suspected part was switched off."""
    if words.NOT_YET.search(heard.plain):
        return {"tried_disabling": False}
    return {"tried_disabling": True} if words.TRIED.search(heard.plain) else None


def line_about(fact: str, about: str) -> Callable[[Heard], Answer]:
    """Keeps the line that is about something, as a gloss."""
    topic = pattern(about)

    def read(heard: Heard) -> Answer:
        for line in heard.wording.written.splitlines():
            if topic.search(Wording.of(line).plain):
                return {fact: line.strip()[:LONGEST_GLOSS]}
        return None

    return read


def kept(*keys: str) -> Callable[[Heard], Answer]:
    """Takes over what the message says by itself."""

    def read(heard: Heard) -> Answer:
        return {k: heard.facts[k] for k in keys if k in heard.facts} or None

    return read


def guest_space(heard: Heard) -> Answer:
    """The guest space, or that it is an ordinary one."""
    if "guest_space" in heard.facts:
        return {"guest_space": heard.facts["guest_space"]}
    if pattern(r"ゲスト|guest").search(heard.plain):
        return {
            "guest_space": not pattern(
                r"(?:では|じゃ)<ない>|普通のスペース|\bnot\b|ordinary"
            ).search(heard.plain)
        }
    return None


def mobile_or_pc(heard: Heard) -> Answer:
    """Whether computers have it too."""
    facts = {k: heard.facts[k] for k in ("pc_ok", "mobile_ok") if k in heard.facts}
    if facts:
        return facts
    text = heard.plain
    both = pattern(
        r"両方|どちらも|どっちも|pcでも|パソコンでも|both|都|둘 ?다|cả hai|ทั้งสอง|ambos|keduanya"
    ).search(text)
    if both:
        return {"pc_ok": False, "mobile_ok": False}
    if words.MOBILE.search(text) and pattern(r"だけ|のみ|only|只|만|chỉ|เฉพาะ|só|hanya").search(
        text
    ):
        return {"pc_ok": True}
    return {"pc_ok": False} if words.PC.search(text) else None


def isp(heard: Heard) -> Answer:
    """The internet provider, as called by the writer."""
    match = words.ISP.search(heard.plain)
    return {"isp": heard.wording.cut(match, 1)} if match else None


def browser(heard: Heard) -> Answer:
    """The browser and its version."""
    found = {k: heard.facts[k] for k in ("browser", "browser_version") if k in heard.facts}
    return found or None
