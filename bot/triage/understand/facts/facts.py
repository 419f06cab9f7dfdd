"""All facts of one message: what is named, changed and tried, and what the other readers find.

Facts are told in every kind of message. Where one only counts beside trouble (an onset, how many are
hit), its own reader asks for that; ``told`` says that the message as a whole tells of trouble.
"""

import re
from collections.abc import Iterator, Sequence

from bot.lexicon.meanings import Meanings
from bot.model.finding import Owner, Whose
from bot.model.understanding import FactValue, Kind
from bot.text.ordinary import is_english
from bot.triage.understand.facts.contrast import read_contrasts
from bot.triage.understand.facts.place import read_counts, read_place
from bot.triage.understand.facts.times import read_times
from bot.triage.understand.facts.web import read_web
from bot.triage.understand.wording import MessageWording

_CHANGE = Meanings(
    "change",
    "well_known no_name no_plugins of_an_app plugins_unknown outsider unchanged changed named. called. maker.",
)
_TRIED = Meanings(
    "tried", "not_done not_pc restart switched_off plugin asked if all_done trials. listed."
)

Spans = Sequence[tuple[int, int]]
LONGEST_GLOSS = 80
LONGEST_LEAD = 40  # characters of the sentence before what was done
_SENTENCE_END = re.compile(r"[。!?\n]|\.(?=\s|$)")
_ELSEWHERE = {"other_browser": "other_browser_ok", "other_network": "other_network_ok"}
# What was tried that only shows where it works; nothing is mended by it.
ELSEWHERE = frozenset({"other_browser", "other_device", "incognito", "other_network"})
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})


def read_facts(
    wording: MessageWording,
    kind: Kind,
    lang: str,
    *,
    told: bool,
    named: Spans = (),
    extension_named: bool = False,
) -> dict[str, FactValue]:
    """``named``: where products of the catalogue are named. Does not read answers to questions."""
    facts = read_web(wording, told=told)
    facts |= read_place(wording, told=None if kind is Kind.HOWTO else told)
    facts |= read_times(wording, kind, lang)
    facts |= read_said(wording, named)
    facts |= read_counts(wording, told=told)
    facts |= read_contrasts(wording, told=told)
    if tried := read_tried(wording, extension_named=extension_named, told=told):
        facts["already_tried"] = tried
        for way, axis in _ELSEWHERE.items():  # trouble is there too, unless they say otherwise
            if told and way in tried and kind not in _OVER:
                facts.setdefault(axis, False)
    return facts


def read_said(wording: MessageWording, taken: Spans) -> dict[str, FactValue]:
    """``taken``: where products of the catalogue are named, which are not unknown ones."""
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if maker := _named(wording, taken, "maker", wording.written):
        facts |= {"unknown_product": maker, "script_by": maker}
    elif name := unlisted(wording, taken):
        facts["unknown_product"] = name
    none = (
        plain[max(0, m.start() - 24) : m.end() + 14] for m in _CHANGE.no_plugins.finditer(plain)
    )
    if any(not _CHANGE.of_an_app.search(around) for around in none):
        facts["plugins_used"] = "none"
    elif _CHANGE.plugins_unknown.search(plain):
        facts["plugins_used"] = "unknown"
    if _CHANGE.outsider.search(plain):
        facts["outsider"] = True
    if change := recent_change(wording):
        facts["recent_change"] = change
    return facts


def unlisted(wording: MessageWording, taken: Spans) -> str | None:
    """A product-like name that is in no catalogue."""
    for group, text in (("named", wording.plain), ("called", wording.written)):
        if name := _named(wording, taken, group, text):
            return name
    known = _CHANGE.well_known.search(wording.plain)
    if known is None or any(a < known.end() and known.start() < b for a, b in taken):
        return None
    return wording.cut(known)


def _named(wording: MessageWording, taken: Spans, group: str, text: str) -> str | None:
    """The first name that the phrases of a group find in the text, if it is one and no known product's."""
    for words in _CHANGE.group(group).values():
        for match in words.finditer(text):
            held = match.lastindex or 0  # each phrase has a group of its own
            start, end = match.span(held)
            name, is_taken = wording.cut(match, held), any(a < end and start < b for a, b in taken)
            is_name = len(name) > 1 and not _CHANGE.no_name.search(wording.plain[start:end])
            if group == "maker" and _is_plain_english(name):
                is_name = False  # "the server's bundle.js"
            if is_name and not is_taken:
                return name
    return None


def _is_plain_english(name: str) -> bool:
    """Whether it is lower-case English words and no more: a quoted product may be, a maker is not."""
    is_lower = name.isascii() and name.islower()
    return is_lower and all(map(is_english, re.findall(r"[a-z]+", name)))


def recent_change(wording: MessageWording) -> str | None:
    """A gloss of what was changed lately; "none" when they say that nothing was."""
    plain = wording.plain
    if _CHANGE.unchanged.search(plain):
        return "none"
    match = _CHANGE.changed.search(plain)
    if match is None:
        return None
    sentence = max(plain.rfind(mark, 0, match.start()) for mark in "。\n!?") + 1
    start = max(match.start() - LONGEST_LEAD, sentence)
    return wording.written[start : match.end()].strip()[:LONGEST_GLOSS]


def read_tried(
    wording: MessageWording, *, extension_named: bool, told: bool = True
) -> tuple[str, ...]:
    """What the writer says they tried; what they could not do or only ask about is not it.

    Without ``told`` (nothing is wrong) what stands in a question is no trial.
    """
    plain = wording.plain if told else wording.stated
    tried = [
        name
        for name, words in _TRIED.group("trials").items()
        if any(not _undone(plain, match) for match in words.finditer(plain))
    ]
    tried += [name for name in _listed(wording, plain) if name not in tried]
    # Words such as "disable" go with what was disabled.
    off = "disable_plugin"
    if off in tried and "remove_plugin" in tried and not _TRIED.switched_off.search(plain):
        tried.remove(off)
    other = not {"extension_off", "vpn_off", "remove_customization"}.isdisjoint(tried)
    of_a_plugin = _TRIED.plugin.search(plain) and not extension_named
    if off in tried and (extension_named or other) and not of_a_plugin:
        tried.remove(off)
        tried += ["extension_off"] * (extension_named and "extension_off" not in tried)
    return tuple(tried)


def _listed(wording: MessageWording, plain: str) -> Iterator[str]:
    """What is only named in a sentence that says that all of it was done: "tried: X, Y and Z"."""
    for sentence in wording.sentences:
        said = _TRIED.all_done.search(plain, sentence.start, sentence.end)
        if said is None or _TRIED.not_done.search(plain, said.start(), sentence.end):
            continue
        for name, words in _TRIED.group("listed").items():
            if words.search(plain, sentence.start, sentence.end):
                yield name


def _undone(plain: str, match: re.Match[str]) -> bool:
    """Whether what follows in the clause says that it was not done, or asks how to."""
    start, end = match.span()
    limit = min(len(plain), end + 16)
    stop = _SENTENCE_END.search(plain, end, limit)
    restart = _TRIED.restart.fullmatch(match.group())
    if restart and _TRIED.not_pc.search(plain, max(0, start - 9), start):
        return True
    if _TRIED["if"].match(plain, end):
        return True
    asked = _TRIED.not_done.search(plain, start, stop.start() if stop else limit)
    if asked is not None and asked.start() - end <= 8:
        return True
    return _TRIED.asked.search(plain[max(0, start - 28) : start]) is not None


def is_anothers(owner: Owner | None) -> bool:
    """Whether code stood first in a trace that the customer has not written."""
    return owner is not None and owner.whose not in (Whose.OWN_SCRIPT, Whose.UNKNOWN)


def without_own_script(facts: dict[str, FactValue], by_hand: str) -> dict[str, FactValue]:
    """The facts, without an own script of which nothing speaks that was written by hand."""
    if "own_customisation" in read_web(MessageWording.of(by_hand), told=True):
        return facts
    return {name: value for name, value in facts.items() if name != "own_customisation"}
