"""What state one notice of a feed is in, by the words that people and products mark it with.

Looked at in this order, since a state word outranks a title: categories, a ``Status: X`` line or a
bold word in the body (newest first), then the marks of the title: what stands in brackets, before
a colon or at its end; last, an end that the body gives (a time of recovery, or a sentence, see
``notice_sentences``). The running words of a title are not read for its state otherwise: "Resolved:
major outage" is over, and "Degraded search" says nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.channel import FeedItem
from bot.feeds.fields import bare_title, prose, word, written_time
from bot.feeds.formats.notice_sentences import says_over
from bot.feeds.formats.notice_times import is_oldest_first
from bot.feeds.words import CLOSED, OPEN, PLANNED
from bot.model.japan import JST

_BODY = re.compile(
    r"<(?:strong|b|h[1-6])>\s*(?:status\s*:\s*)?([a-z][a-z ]{2,24}?)\s*</(?:strong|b|h[1-6])>"
    r"|\bstatus\s*:\s*(?:<[^<>]{1,40}>\s*)?([a-z][a-z ]{2,24})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[【\[［〔(（]([^【】\[\]［］〔〕()（）]{1,40})[】\]］〕)）]")
_BEFORE_COLON = re.compile(r"^\s*([^:：\-–—]{2,24}?)\s*(?:[:：]|\s[-–—]\s)")
_LOUD = re.compile(r"^\s*(?:update|re|fwd|更新|追記)\s*[:：]\s*", re.IGNORECASE)
_CLOSING_END = re.compile(
    r"(?<!未)(?:復旧|解消|解決|完了|終了)(?:しました|済み?|いたしました|の(?:お知らせ|ご報告|ご連絡))?[。.]?$"
    r"|(?<!not )(?<!yet )(?<!partially )\brecovered\.?$",
    re.IGNORECASE,
)
_MONITOR_WORDS = re.compile(r"\s(?:went down|(?:has )?recovered)\.?$", re.IGNORECASE)
_DATED_END = re.compile(
    r"(?<!未)(?:復旧|解消)(?:完了)?(?:日時|時刻)[】\]）)]?\s?[:：]?\s?(.{0,60})"
)
_DATED_START = re.compile(r"発生(?:日時|時刻|期間|時間)[】\]）)]?\s?[:：]?\s?(.{0,60})")
MARKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), state)
    for pattern, state in (
        (r"^(?:一部|暫定|仮)復旧|^復旧確認中|^経過観察|^監視中|^様子見", "monitoring"),
        (
            r"^復旧(?:作業|対応|見込|予定|時期|未定)|^対応中|^原因(?:を)?特定|^(?:改修|修正)(?:中|予定)",
            "identified",
        ),
        (r"^調査中|^確認中|^状況確認", "investigating"),
        (r"^(?:メンテ(?:ナンス)?|作業)(?:実施)?中|^實施中|^维护中", "in_progress"),
        (
            r"^.{0,12}(?<!未)(?:復旧|解消|解決|完了|終了|回復|終息|収束)(?:済み?|しました|報|の.{2,6})?$",
            "resolved",
        ),
        (r"^.{0,12}(?<!未)(?:改修|修正|是正|対処|対応)(?:済み?|完了|しました)$", "resolved"),
        (r"^(?:incident )?\(?(?:resolved|recovered|completed?|closed|fixed)\)?$", "resolved"),
        (r"^.{0,4}(?:已恢复|已恢復|已解决|已解決|恢复正常)$", "resolved"),
        (r"メンテナンス|計画停止|計画停電|定期作業|^planned|maintenance$|维护", "scheduled"),
        (r"^(?:システム)?障害|^不具合|^発生|^続報|^第.{1,2}報|^outage$|^incident$", "active"),
    )
)
TROUBLE = re.compile(
    r"障害|不具合|トラブル|できない|できなかった|しづらい|しにくい|つながらない|繋がらない|遅延|停止|"
    r"発生|エラー|异常|異常|outage|disruption|degraded|incident|unavailable|errors?\b|latency|down\b",
    re.IGNORECASE,
)


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
    return _dated(entry, _DATED_END)


def dated_start(entry: FeedItem) -> datetime | None:
    """The time at which, by its own text, the trouble of a Japanese notice began."""
    return _dated(entry, _DATED_START)


def _dated(entry: FeedItem, label: re.Pattern[str]) -> datetime | None:
    if entry.zone is not JST:
        return None
    found = label.search(prose(entry.html))
    return written_time(found[1]) if found else None


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
    title = _LOUD.sub("", title)
    before = _BEFORE_COLON.match(title)
    marks = [m.strip() for m in _BRACKETS.findall(title)] + ([before.group(1)] if before else [])
    found = [s for m in marks if (s := _known(word(m)) or _marked(m))]
    if "resolved" in found or _CLOSING_END.search(title):
        return "resolved"
    return next(iter(found), None)


def _marked(mark: str) -> str | None:
    return next((state for pattern, state in MARKS if pattern.search(mark)), None)


def bare(title: str) -> str:
    """A title without its marks, to find the notices about one and the same trouble."""
    title = _BRACKETS.sub(lambda m: "" if _marked(m[1].strip()) or _is_loud(m[1]) else m[0], title)
    title = _MONITOR_WORDS.sub("", _LOUD.sub("", title))
    before = _BEFORE_COLON.match(title)
    if before and (_marked(before[1]) or _known(word(before[1]))):
        title = title[before.end() :]
    return re.sub(r"\s+", "", title).casefold()


def _is_loud(mark: str) -> bool:
    return mark.strip() in {"重要", "緊急", "至急", "お知らせ", "更新"}
