"""Reads the answers that tell what is in use, was changed, was tried, and since when."""

from bot.model.understanding import FactValue
from bot.triage.understand.answers.elliptic import bare_name
from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import SAID, WORDS, agrees, fine, wishes
from bot.triage.understand.facts.said import recent_change
from bot.triage.understand.facts.times import onset
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings(
    "told",
    "none time changed off not_tried cannot_try no_time no_start copula mended off_done "
    "long_ago not_added extension",
)

LONGEST_GLOSS = 200


def plugins(heard: HeardAnswer) -> Answer:
    """The names of the plugins in use; "none", or "unknown"."""
    if heard.facts.get("plugins_used") == "none":
        return {"plugins_used": "none"}
    names = heard.names + ((heard.unlisted,) if heard.unlisted else ())
    unsure = SAID.unsure.search(heard.plain) is not None
    if names:
        more: dict[str, FactValue] = {"plugins_used": names}
        if heard.unlisted:
            more["unknown_product"] = heard.unlisted
        if unsure or "以外" in heard.plain or "なんとか" in heard.wording.written:
            more["plugins_partial"] = True
        return more
    if not unsure and heard.alone and any(_SAID.none.search(c) for c in heard.clauses):
        return {"plugins_used": "none"}
    return {"plugins_used": "unknown"} if unsure else None


def change(heard: HeardAnswer) -> Answer:
    """What was changed lately, as a gloss."""
    change = recent_change(heard.wording)
    if change:
        return {"recent_change": change}
    if SAID.unsure.search(heard.plain):
        return {}
    if heard.alone and any(_SAID.none.search(c) for c in heard.clauses):
        return {"recent_change": "none"}
    if heard.alone and _SAID.changed.search(heard.plain):
        return {"recent_change": heard.wording.written.strip()[:LONGEST_GLOSS]}
    return {} if heard.alone and len(heard.clauses) == 1 and agrees(heard.clauses[0]) else None


def started(heard: HeardAnswer) -> Answer:
    """Since when."""
    when = onset(heard.wording, heard.lang)
    if when:
        return {"started_at": when}
    if _SAID.no_time.search(heard.plain):
        return {}
    for clause in heard.clauses if heard.alone else ():
        if wishes(clause) or _SAID.no_start.search(clause):
            continue
        at = heard.plain.find(clause)
        if match := _SAID.time.search(heard.plain, at, at + len(clause)):
            return {"started_at": _SAID.copula.sub("", heard.wording.cut(match))}
    name = bare_name(heard)
    return {"started_at": name} if name else None


def tried_off(heard: HeardAnswer) -> Answer:
    """Whether the suspected part was switched off."""
    if _SAID.not_tried.search(heard.plain) or cannot_try(heard):
        return {"tried_disabling": False}
    if WORDS.tried.search(heard.plain) or _SAID.off.search(heard.plain):
        return {"tried_disabling": True}
    result = any(agrees(c) or fine(c) is not None or _SAID.mended.search(c) for c in heard.clauses)
    return {"tried_disabling": True} if heard.alone and result else None


def cannot_try(heard: HeardAnswer) -> bool:
    """Whether they may not or cannot switch it off."""
    return _SAID.cannot_try.search(heard.plain) is not None and not _SAID.off_done.search(
        heard.plain
    )


def extension(heard: HeardAnswer) -> Answer:
    """Whether an extension came in or was renewed lately."""
    if SAID.unsure.search(heard.plain):
        return {}
    topical = _SAID.extension.search(heard.plain)
    if not topical and not heard.alone:
        return None
    if any(_SAID.none.search(c) for c in heard.clauses) or _SAID.not_added.search(heard.plain):
        return {"new_extension": False}
    yes = bool(heard.clauses) and agrees(heard.clauses[0])
    if topical or yes or _SAID.changed.search(heard.plain):
        return {"new_extension": True}
    return {} if bare_name(heard) or _SAID.long_ago.search(heard.plain) else None
