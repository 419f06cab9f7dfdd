"""What state one notice of a feed is in, by the words that people and products mark it with.

Looked at in this order, since a state word outranks a title: categories, a ``Status: X`` line or a
bold word in the body (newest first), then the marks of the title: what stands in brackets, before
a colon or at its end; last, an end that the body gives (a time of recovery, or a sentence, see
``notice_sentences``). The running words of a title are not read for its state otherwise: "Resolved:
major outage" is over, and "Degraded search" says nothing. The words are in
``knowledge/language/notices``.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.channel import FeedItem
from bot.feeds.fields import bare_title, prose, word, written_time
from bot.feeds.formats.notice_sentences import says_over
from bot.feeds.formats.notice_times import is_oldest_first
from bot.feeds.words import CLOSED, OPEN, PLANNED
from bot.lexicon.meanings import Meanings
from bot.model.japan import JST

_BODY = re.compile(
    r"<(?:strong|b|h[1-6])>\s*(?:status\s*:\s*)?([a-z][a-z ]{2,24}?)\s*</(?:strong|b|h[1-6])>"
    r"|\bstatus\s*:\s*(?:<[^<>]{1,40}>\s*)?([a-z][a-z ]{2,24})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[【\[［〔(（]([^【】\[\]［］〔〕()（）]{1,40})[】\]］〕)）]")
_BEFORE_COLON = re.compile(r"^\s*([^:：\-–—]{2,24}?)\s*(?:[:：]|\s[-–—]\s)")
# Before the time that a label names.
_TIME = re.compile(r"[】\]）)]?\s?[:：]?\s?(.{0,60})")
MARKS = (
    "monitoring", "identified", "investigating", "in_progress", "resolved", "scheduled", "active",
)  # fmt: skip
_NOTICE = Meanings("notice", "mark. lead closing monitor end_label start_label loud")


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state of one entry; ``explicit`` when a product's own state word gave it."""

    state: str  # a word of OPEN, CLOSED's "resolved", "scheduled", "in_progress" or "active"
    explicit: bool


def state_of(entry: FeedItem) -> EntryState | None:
    """The state that the entry is marked with; None when it bears no mark at all."""
    said = [*(word(c) for c in entry.categories), *_body_words(entry)]
    for known in said:
        if state := _known(known):
            return EntryState(state, explicit=True)
    marked = title_state(entry.title)
    if marked in (None, "active") and (dated_end(entry) or _says_over(entry)):
        return EntryState("resolved", explicit=False)
    return EntryState(marked, explicit=marked in OPEN) if marked else None


def dated_end(entry: FeedItem) -> datetime | None:
    """The time of recovery that a Japanese notice gives in its text."""
    return _dated(entry, _NOTICE.end_label)


def dated_start(entry: FeedItem) -> datetime | None:
    """The time at which, by its own text, the trouble of a Japanese notice began."""
    return _dated(entry, _NOTICE.start_label)


def _dated(entry: FeedItem, label: re.Pattern[str]) -> datetime | None:
    if entry.zone is not JST:
        return None
    text = prose(entry.html)
    found = label.search(text)
    time = _TIME.match(text, found.end()) if found else None
    return written_time(time[1]) if time else None


def _says_over(entry: FeedItem) -> bool:
    return says_over(bare_title(entry.title), prose(entry.html))


def _body_words(entry: FeedItem) -> list[str]:
    """The state words of an entry's chain of updates, the newest first.

    Where no times tell in which order they are written, an end among them is the end.
    """
    found = _BODY.finditer(entry.html[:200_000])
    words = [word(match.group(1) or match.group(2)) for match in found]
    oldest_first = is_oldest_first(entry)
    if oldest_first is None:
        return sorted(words, key=lambda said: said not in CLOSED)
    return words[::-1] if oldest_first else words


def _known(said: str) -> str | None:
    if said in OPEN:
        return said
    if said in CLOSED:
        return "resolved"
    return PLANNED.get(said) if said not in ("active", "ongoing") else "active"


def title_state(title: str) -> str | None:
    """The state that a title is marked with, closing marks first."""
    title = _NOTICE.lead.sub("", title)
    before = _BEFORE_COLON.match(title)
    marks = [m.strip() for m in _BRACKETS.findall(title)] + ([before.group(1)] if before else [])
    found = [s for m in marks if (s := _known(word(m)) or _marked(m))]
    if "resolved" in found or _NOTICE.closing.search(title):
        return "resolved"
    return next(iter(found), None)


def _marked(mark: str) -> str | None:
    return next((state for state in MARKS if _NOTICE[f"mark.{state}"].search(mark)), None)


def bare(title: str) -> str:
    """A title without its marks, to find the notices about one and the same trouble."""
    title = _BRACKETS.sub(lambda m: "" if _marked(m[1].strip()) or _is_loud(m[1]) else m[0], title)
    title = _NOTICE.monitor.sub("", _NOTICE.lead.sub("", title))
    before = _BEFORE_COLON.match(title)
    if before and (_marked(before[1]) or _known(word(before[1]))):
        title = title[before.end() :]
    return re.sub(r"\s+", "", title).casefold()


def _is_loud(mark: str) -> bool:
    return _NOTICE.loud.search(mark.strip()) is not None
