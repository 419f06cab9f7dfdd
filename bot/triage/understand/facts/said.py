"""What is named or said to have changed: unlisted products, plugins, changes."""

from collections.abc import Iterator, Sequence

from bot.model.understanding import FactValue
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
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
    if any(not _SAID.of_an_app.search(s) for s in _says_none(wording.plain)):
        facts["plugins_used"] = "none"
    elif told and _SAID.plugins_unknown.search(wording.plain):
        facts["plugins_used"] = "unknown"
    if change := recent_change(wording):
        facts["recent_change"] = change
    return facts


def _says_none(plain: str) -> Iterator[str]:
    """Where no plug-in is spoken of: those words and what stands right around them."""
    return (plain[max(0, m.start() - 24) : m.end() + 14] for m in _SAID.no_plugins.finditer(plain))


def unlisted(wording: MessageWording, taken: Spans) -> str | None:
    """A product-like name that is in no catalogue."""
    for names, text in (
        (_SAID.group("named").values(), wording.plain),
        (_SAID.group("called").values(), wording.written),
    ):
        for named in names:
            for match in named.finditer(text):
                name = wording.cut(match, 1)
                free = all(match.end(1) <= a or b <= match.start(1) for a, b in taken)
                if (
                    free
                    and len(name) > 1
                    and not _SAID.no_name.search(wording.plain[match.start(1) : match.end(1)])
                ):
                    return name
    known = _SAID.well_known.search(wording.plain)
    if known is None or any(a < known.end() and known.start() < b for a, b in taken):
        return None
    return wording.cut(known)


def recent_change(wording: MessageWording) -> str | None:
    """A gloss of what was changed lately; "none" when they say that nothing was."""
    if _SAID.unchanged.search(wording.plain):
        return "none"
    match = _SAID.changed.search(wording.plain)
    if match is None:
        return None
    start = max(match.start() - LONGEST_LEAD, _sentence_start(wording.plain, match.start()))
    return wording.written[start : match.end()].strip()[:LONGEST_GLOSS]


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, 0, at) for mark in "。\n!?") + 1
