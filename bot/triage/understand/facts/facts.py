"""All facts of one message: what is named, changed and tried, and what the other readers find.

Facts are told in every kind of message. Where one only counts beside trouble (an onset, how many are
hit), its own reader asks for that; ``told`` says that the message as a whole tells of trouble.
"""

import re
from collections.abc import Iterator, Sequence

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.contrast import read_contrasts
from bot.triage.understand.facts.place import read_counts, read_place
from bot.triage.understand.facts.times import read_times
from bot.triage.understand.facts.web import read_web
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_CHANGE = Meanings(
    "change",
    "well_known no_name no_plugins of_an_app plugins_unknown unchanged changed named. called.",
)

Spans = Sequence[tuple[int, int]]
LONGEST_GLOSS = 80
LONGEST_LEAD = 40  # characters of the sentence before what was done


def read_said(wording: MessageWording, taken: Spans, *, told: bool) -> dict[str, FactValue]:
    """``taken``: where products of the catalogue are named, which are not unknown ones."""
    facts: dict[str, FactValue] = {}
    if told and (name := unlisted(wording, taken)):
        facts["unknown_product"] = name
    if any(not _CHANGE.of_an_app.search(s) for s in _says_none(wording.plain)):
        facts["plugins_used"] = "none"
    elif told and _CHANGE.plugins_unknown.search(wording.plain):
        facts["plugins_used"] = "unknown"
    if change := recent_change(wording):
        facts["recent_change"] = change
    return facts


def _says_none(plain: str) -> Iterator[str]:
    """Where no plug-in is spoken of: those words and what stands right around them."""
    return (
        plain[max(0, m.start() - 24) : m.end() + 14] for m in _CHANGE.no_plugins.finditer(plain)
    )


def unlisted(wording: MessageWording, taken: Spans) -> str | None:
    """A product-like name that is in no catalogue."""
    for names, text in (
        (_CHANGE.group("named").values(), wording.plain),
        (_CHANGE.group("called").values(), wording.written),
    ):
        for named in names:
            for match in named.finditer(text):
                name = wording.cut(match, 1)
                free = all(match.end(1) <= a or b <= match.start(1) for a, b in taken)
                if (
                    free
                    and len(name) > 1
                    and not _CHANGE.no_name.search(wording.plain[match.start(1) : match.end(1)])
                ):
                    return name
    known = _CHANGE.well_known.search(wording.plain)
    if known is None or any(a < known.end() and known.start() < b for a, b in taken):
        return None
    return wording.cut(known)


def recent_change(wording: MessageWording) -> str | None:
    """A gloss of what was changed lately; "none" when they say that nothing was."""
    if _CHANGE.unchanged.search(wording.plain):
        return "none"
    match = _CHANGE.changed.search(wording.plain)
    if match is None:
        return None
    start = max(match.start() - LONGEST_LEAD, _sentence_start(wording.plain, match.start()))
    return wording.written[start : match.end()].strip()[:LONGEST_GLOSS]


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, 0, at) for mark in "。\n!?") + 1


_TRIED = Meanings("tried", "not_done not_pc switched_off plugin asked if trials.")

# between a thing and what was done with it
# Done with something else instead: tried, changed to, or the same there too.
_SENTENCE_END = re.compile(r"[。!?\n]|\.(?=\s|$)")


def read_tried(
    wording: MessageWording, *, extension_named: bool, told: bool = True
) -> tuple[str, ...]:
    """What the writer says they tried; what they could not do or only ask about is not it.

    Without ``told`` (nothing is wrong) what stands in a question is no trial.
    """
    plain = wording.plain if told else wording.stated
    tried = [name for name, words in _TRIED.group("trials").items() if _is_done(plain, words)]
    return tuple(_told_apart(tried, plain, extension_named=extension_named))


def _is_done(plain: str, words: re.Pattern[str]) -> bool:
    return any(not _undone(plain, match) for match in words.finditer(plain))


def _undone(plain: str, match: "re.Match[str]") -> bool:
    """Whether what follows in the clause says that it was not done, or asks how to."""
    limit = min(len(plain), match.end() + 16)
    stop = _SENTENCE_END.search(plain, match.end(), limit)
    end = stop.start() if stop else limit
    if match.group() == "再起動" and _TRIED.not_pc.search(
        plain, max(0, match.start() - 9), match.start()
    ):
        return True
    if _TRIED["if"].match(plain, match.end()):
        return True
    asked = _TRIED.not_done.search(plain, match.start(), end)
    return (asked is not None and asked.start() - match.end() <= 8) or _asked_before(plain, match)


def _asked_before(plain: str, match: "re.Match[str]") -> bool:
    before = plain[max(0, match.start() - 28) : match.start()]
    return _TRIED.asked.search(before) is not None


def _told_apart(tried: list[str], plain: str, *, extension_named: bool) -> list[str]:
    """Words such as "disable" go with what was disabled."""
    if (
        "remove_plugin" in tried
        and "disable_plugin" in tried
        and not _TRIED.switched_off.search(plain)
    ):
        tried.remove("disable_plugin")
    other = {"extension_off", "vpn_off", "remove_customization"} & set(tried)
    if _TRIED.plugin.search(plain) and not extension_named:
        return tried
    if "disable_plugin" in tried and (extension_named or other):
        tried.remove("disable_plugin")
        if extension_named and "extension_off" not in tried:
            tried.append("extension_off")
    return tried


_ELSEWHERE = {"other_browser": "other_browser_ok", "other_network": "other_network_ok"}
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})


def read_facts(
    wording: MessageWording,
    kind: Kind,
    lang: str,
    *,
    told: bool,
    named: Sequence[tuple[int, int]] = (),
    extension_named: bool = False,
) -> dict[str, FactValue]:
    """``named``: where products of the catalogue are named. Does not read answers to questions."""
    facts = read_web(wording, told=told)
    facts.update(read_place(wording, told=None if kind is Kind.HOWTO else told))
    facts.update(read_times(wording, kind, lang))
    facts.update(read_said(wording, named, told=True))
    facts.update(read_counts(wording, told=told))
    facts.update(read_contrasts(wording, told=told))
    if tried := read_tried(wording, extension_named=extension_named, told=told):
        facts["already_tried"] = tried
        if told:
            _still_there(kind, tried, facts)
    return facts


def _still_there(kind: Kind, tried: Sequence[str], facts: dict[str, FactValue]) -> None:
    """Who has trouble after trying elsewhere has it there too, unless they say otherwise."""
    if kind in _OVER:
        return
    for way, axis in _ELSEWHERE.items():
        if way in tried:
            facts.setdefault(axis, False)
