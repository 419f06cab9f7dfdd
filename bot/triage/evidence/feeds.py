"""What status feeds say of a product: three-valued, and green is weak."""

import re
from datetime import timedelta
from math import log10

from bot.lexicon.meanings import Meanings
from bot.model.evidence import Says
from bot.model.facts import Facts
from bot.model.incident import IncidentStatus
from bot.model.status import ENDING, MAINTENANCE, TROUBLE, FeedRecord, FeedState, Shows
from bot.text.language import language
from bot.text.normalise import plain

# A page that went back to normal this long ago no longer explains a new report.
LINGERS_FOR = timedelta(minutes=30)
# A maintenance that "completed" may overrun: vendors publish late (median 16 minutes, some hours).
OVERRUNS_FOR = timedelta(hours=9)
_RELEASE = Meanings("release", "out later older")
_PAGE = Meanings("page", "guides left_out")
MOST_READ = 2_000  # characters of a page that are looked at
SHORTEST_GUIDANCE = 10  # characters; "please update" says nothing by itself
LONGEST_GUIDANCE = 120  # characters that are passed on of a page
_SENTENCE = re.compile(r"(?:[^。!?.\n]|\.(?=\S))+")
# Numbers with a point between them, but for a date.
_VERSION = re.compile(r"(?<!\d)(?<!\d\.)(?!20\d\d\.)(\d{1,4}(?:\.\d{1,4}){1,3})(?![\d.]*\d)")
SILENT_FOR, USUAL_LAG, ASSUMED = 30.0, 16.0, 3  # minutes, minutes, lags


def word_of(feed: FeedState | None, facts: Facts) -> str | None:
    """What a feed says, in the words of clues; None where there is no feed.

    ``trouble``, ``open_for_long`` (perhaps forgotten), ``ending``, ``maintenance``, ``maintenance_over``
    (or past its announced end), ``notice``, ``quiet``, ``unread``.
    """
    if feed is None:
        return None
    if not feed.is_fresh(facts.now):
        return "unread"
    shows = feed.says(facts.now)
    if shows is None:
        return "quiet"  # a log without an open item
    if shows in TROUBLE:
        lasts = feed.is_in_trouble(facts.now) and not _is_outlived(feed, facts)
        return "trouble" if lasts else "open_for_long"
    since = facts.now - (feed.shows_since or facts.now)
    if shows in ENDING:
        return "trouble" if shows is Shows.MONITORING and since < LINGERS_FOR else "ending"
    if feed.is_overdue(facts.now):
        return "maintenance_over"
    if shows in MAINTENANCE:
        return "maintenance" if shows is Shows.MAINTENANCE_IN_PROGRESS else "quiet"
    if shows is Shows.MAINTENANCE_COMPLETED:
        return "maintenance_over" if since < OVERRUNS_FOR else "quiet"
    return "notice" if shows is Shows.NOTICE else "quiet"


def _is_outlived(feed: FeedState, facts: Facts) -> bool:
    """Whether the trouble that a page still tells of was over by the word of those who had it."""
    ended = (
        i.resolved_at
        for i in facts.incidents
        if i.status is IncidentStatus.RESOLVED and i.cause.partition(":")[2] == feed.service
    )
    since = feed.shows_since
    return since is not None and any(end is not None and end > since for end in ended)


def release_in(text: str) -> str:
    """The version that a notice says can be had now, in figures; "" where none is named.

    One that is only announced is none, nor is "3.2 and earlier"; of several the highest is the new one.
    It does not say what the version mends.
    """
    told = [
        s
        for s in _SENTENCE.findall(plain(text))
        if _RELEASE.out.search(s) and not _RELEASE.later.search(s)
    ]
    found = [v for s in told for v in _VERSION.finditer(s) if not _RELEASE.older.match(s, v.end())]
    return max((v.group(1) for v in found), key=_by_number, default="")


def guidance_in(text: str) -> str:
    """The sentences of a notice that tell its readers what to do, or what becomes of their data; "" where none do.

    Left out are those that foretell an end, link somewhere or speak of deleting. They are the page's
    own words, to be passed on as such.
    """
    told = (s.strip() for s in _SENTENCE.findall(text[:MOST_READ]))
    guiding = [
        s for s in told if _PAGE.guides.search(plain(s)) and not _PAGE.left_out.search(plain(s))
    ]
    while guiding and sum(map(len, guiding)) > LONGEST_GUIDANCE:
        guiding.pop()
    said = (". " if language(text) not in ("ja", "zh") else "。").join(guiding)
    return said if len(said) >= SHORTEST_GUIDANCE else ""


def _by_number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def silence(record: FeedRecord) -> float:
    """How much a page without an entry says, 1 when nothing is known of it.

    It is the weight of a silence of ``SILENT_FOR`` minutes, ``10 log10(1 - r F)``, over the same
    without a record. ``r``: the share of incidents that the page publishes, with the prior
    Beta(3, 2); ``F``: the share of those that it has published by then, of the lags seen and of
    ``ASSUMED`` more that follow an exponential with the median ``USUAL_LAG``. The priors are
    judgements: a page publishes three incidents of five, and half of those within 16 minutes.
    """
    return _silent(record) / _silent(FeedRecord())


def in_words(record: FeedRecord, says: Says) -> tuple[str, str]:
    """The record of a page in Japanese and English, in brackets, as it stands behind a sentence."""
    known: dict[str, object] = {"incidents": record.incidents, "published": record.published}
    if record.usual_lag is None:
        japanese, english = says("evidence.record", **known)
    else:
        japanese, english = says("evidence.record_late", **known, minutes=round(record.usual_lag))
    return japanese, f" {english}"  # English parts words by spaces


def _silent(record: FeedRecord) -> float:
    publishes = (record.published + 3) / (record.incidents + 5)
    soon = sum(lag <= SILENT_FOR for lag in record.lags)
    assumed = ASSUMED * (1 - 2 ** (-SILENT_FOR / USUAL_LAG))
    by_then = (soon + assumed) / (len(record.lags) + ASSUMED)
    return 10 * log10(1 - publishes * by_then)
