"""What a page says after a while, and what its silence weighs: each bound from both sides."""

from dataclasses import replace

import pytest

from bot.model.incident import IncidentStatus
from bot.model.status import FeedRecord, FetchOutcome, Shows
from bot.triage.evidence.feeds import guidance_in, release_in, silence, word_of
from tests import shipped
from tests.builders import FORMS, a_feed, an_incident, at, some_facts
from tests.cases import each

shipped.knowledge()  # in whose words pages are read


@each(
    ("shows", "minutes", "word"),
    [
        (Shows.MONITORING, 29, "trouble"),  # customers write for a while yet
        (Shows.MONITORING, 30, "ending"),
        (Shows.RESOLVED, 1, "ending"),
        (Shows.MAINTENANCE_COMPLETED, 9 * 60 - 1, "maintenance_over"),  # it may overrun
        (Shows.MAINTENANCE_COMPLETED, 9 * 60, "quiet"),
        (Shows.MAINTENANCE_IN_PROGRESS, 60, "maintenance"),
        (Shows.MAINTENANCE_SCHEDULED, 60, "quiet"),
        (Shows.MAJOR_OUTAGE, 60, "trouble"),
        (Shows.NOTICE, 60, "notice"),
        (Shows.OPERATIONAL, 60, "quiet"),
        (None, 60, "quiet"),
    ],
)
def test_what_a_page_says_so_long_after_it_began(
    shows: Shows | None, minutes: float, word: str
) -> None:
    page = a_feed(FORMS, shows, since=0, read=minutes)
    assert word_of(page, replace(some_facts(), now=at(minutes))) == word


def test_a_page_that_cannot_be_read_says_nothing_and_none_is_no_page() -> None:
    unread = a_feed(FORMS, Shows.MAJOR_OUTAGE, outcome=FetchOutcome.UNREADABLE, read=60)
    assert word_of(unread, replace(some_facts(), now=at(60))) == "unread"
    assert word_of(None, some_facts()) is None


@each(
    ("cause", "status", "ended", "word"),
    [
        (FORMS.cause, IncidentStatus.RESOLVED, 30, "open_for_long"),  # over by those who had it
        (FORMS.cause, IncidentStatus.RESOLVED, 10, "trouble"),  # that was an earlier one
        (FORMS.cause, IncidentStatus.WITHDRAWN, 30, "trouble"),
        ("plugin:other", IncidentStatus.RESOLVED, 30, "trouble"),
    ],
)
def test_a_page_may_outlive_its_trouble(
    cause: str, status: IncidentStatus, ended: float, word: str
) -> None:
    page = a_feed(FORMS, Shows.MAJOR_OUTAGE, since=10, read=60)
    over = an_incident(suspects=(cause,), status=status, resolved_at=at(ended))
    assert word_of(page, replace(some_facts(incidents=(over,)), now=at(60))) == word


@each(
    ("lags", "worth"),
    [
        ([], 1.0),
        ([None], 0.788),  # it published nothing of one
        ([2.0], 1.318),
        ([30.0], 1.318),  # within half an hour is soon enough
        ([30.1], 0.788),
        ([2.0] * 8, 2.666),
    ],
)
def test_what_the_silence_of_a_page_is_worth(lags: list[float | None], worth: float) -> None:
    """It publishes three of five incidents, half of those within 16 minutes, until we know better."""
    record = FeedRecord()
    for lag in lags:
        record = record.learned(lag)
    assert silence(record) == pytest.approx(worth, abs=0.002)


@each(
    ("text", "version"),
    [
        ("修正版 4.1.3 を公開しました。", "4.1.3"),
        ("修正版 4.1.3 を公開しました。4.10.0 も公開しました。", "4.10.0"),
        ("明日 4.1.3 を公開する予定です。", ""),
        ("4.1.3 以前をお使いの方に影響があります。", ""),
        ("2026.1.5 に公開しました。", ""),
    ],
)
def test_which_version_a_page_says_can_be_had(text: str, version: str) -> None:
    assert release_in(text) == version


def test_a_hundred_and_twenty_characters_of_guidance_are_passed_on_in_whole_sentences() -> None:
    one = "回答は保存されていますので、そのままお待ちください"
    assert guidance_in(f"障害が発生しました。{one}。") == one
    many = "。".join([one] * 20) + "。"
    assert sum(map(len, guidance_in(many).split("。"))) <= 120
    assert guidance_in(many).count(one) == 120 // len(one)
    assert guidance_in("あ" * 2_001 + f"。{one}。") == ""  # so far nobody reads
