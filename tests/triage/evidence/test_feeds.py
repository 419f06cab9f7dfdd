"""Feeds are three-valued: in trouble, quiet, or unknown; and unknown is neither of the two."""

from dataclasses import replace

import pytest

from bot.model.catalogue import Catalogue
from bot.model.incident import IncidentStatus
from bot.model.status import TROUBLE, FeedState, FetchOutcome, Shows
from bot.triage.evidence.feeds import LONGEST_GUIDANCE, guidance_in, release_in, word_of
from bot.triage.view import ProductView
from tests.builders import FORMS, HOSTING, PLATFORM, RARE, a_feed, an_incident, at, some_facts
from tests.cases import each


@each("outcome", [FetchOutcome.UNREACHABLE, FetchOutcome.UNREADABLE])
@each("before", list(Shows))
def test_a_feed_that_cannot_be_read_counts_neither_as_fine_nor_as_down(
    outcome: FetchOutcome, before: Shows
) -> None:
    assert word_of(a_feed(FORMS, before, outcome=outcome), some_facts()) == "unread"


def test_a_feed_read_long_ago_is_unknown() -> None:
    facts = replace(some_facts(), now=at(60))
    assert word_of(a_feed(FORMS, Shows.MAJOR_OUTAGE), facts) == "unread"
    assert word_of(a_feed(FORMS, Shows.OPERATIONAL), facts) == "unread"


def test_a_log_without_an_open_item_is_quiet_and_has_not_failed() -> None:
    silent = a_feed(FORMS, None)
    assert silent.failing_since is None
    assert silent.says(at(0)) is None
    assert word_of(silent, some_facts()) == "quiet"


def test_no_feed_says_nothing_at_all() -> None:
    assert word_of(None, some_facts()) is None


@each(
    ("shows", "word"),
    [
        *((s, "trouble") for s in sorted(TROUBLE)),
        (Shows.OPERATIONAL, "quiet"),
        (Shows.RESOLVED, "ending"),
        (Shows.MAINTENANCE_IN_PROGRESS, "maintenance"),
        (Shows.MAINTENANCE_SCHEDULED, "quiet"),
        (Shows.MAINTENANCE_COMPLETED, "maintenance_over"),
        (Shows.NOTICE, "notice"),
    ],
)
def test_each_word_of_a_feed_has_one_meaning(shows: Shows, word: str) -> None:
    assert word_of(a_feed(FORMS, shows), some_facts()) == word


def test_monitoring_is_trouble_at_first_and_an_ending_later() -> None:
    assert word_of(a_feed(FORMS, Shows.MONITORING), some_facts()) == "trouble"
    long_since = a_feed(FORMS, Shows.MONITORING, read=0, since=-120)
    assert word_of(long_since, some_facts()) == "ending"


@each(
    ("status", "cause", "ended", "word"),
    [
        (IncidentStatus.RESOLVED, FORMS.cause, -5, "open_for_long"),
        (
            IncidentStatus.RESOLVED,
            FORMS.cause,
            -15,
            "trouble",
        ),  # the page has told of trouble since
        (IncidentStatus.RESOLVED, RARE.cause, -5, "trouble"),
        (IncidentStatus.CONFIRMED, FORMS.cause, -5, "trouble"),  # it is back
    ],
)
def test_a_page_in_trouble_is_left_behind_by_those_for_whom_it_is_over(
    status: IncidentStatus, cause: str, ended: int, word: str
) -> None:
    page = a_feed(FORMS, Shows.INVESTIGATING, read=0, since=-10)
    over = an_incident(status=status, suspects=(cause,), resolved_at=at(ended))
    assert word_of(page, some_facts(incidents=(over,))) == word


def test_a_maintenance_that_ended_yesterday_explains_nothing() -> None:
    feed = a_feed(FORMS, Shows.MAINTENANCE_COMPLETED, read=0, since=-24 * 60)
    assert word_of(feed, some_facts()) == "quiet"


def test_work_past_its_announced_end_counts_as_ended() -> None:
    page = a_feed(FORMS, Shows.MAINTENANCE_IN_PROGRESS).read(
        at(40), Shows.MAINTENANCE_IN_PROGRESS, "6:00〜9:30"
    )
    assert word_of(page, some_facts(now=at(40))) == "maintenance_over"
    assert word_of(page, some_facts(now=at(34))) == "maintenance"


def test_trouble_below_a_product_is_seen_but_never_that_of_the_platform() -> None:
    feeds = [a_feed(HOSTING, Shows.MAJOR_OUTAGE), a_feed(PLATFORM, Shows.MAJOR_OUTAGE)]
    facts = some_facts(feeds=feeds)
    seen = ProductView(facts).of(RARE)
    assert (seen["feed"], seen["foundation_feed"]) == (None, "trouble")
    only_platform = some_facts(feeds=[a_feed(PLATFORM, Shows.MAJOR_OUTAGE)])
    on_platform = replace(RARE, depends_on=("kintone",))
    below = replace(only_platform, catalogue=Catalogue.of([PLATFORM, on_platform]))
    seen = ProductView(below).of(on_platform)
    assert (seen["feed"], seen["foundation_feed"]) == (None, None)


def test_a_failed_attempt_keeps_since_when_it_fails_and_a_good_one_forgets_it() -> None:
    feed = FeedState("f", "s", FetchOutcome.OK, at(0)).read(at(0), Shows.OPERATIONAL, None)
    failing = feed.failed(at(2), FetchOutcome.UNREACHABLE, "gone")
    failing = failing.failed(at(4), FetchOutcome.UNREADABLE, "gone")
    assert failing.failing_since == at(2)
    assert failing.shows is Shows.OPERATIONAL
    assert not failing.is_fresh(at(4))
    again = failing.read(at(6), Shows.IDENTIFIED, "down")
    assert again.failing_since is None
    assert again.trouble_at == again.shows_since == at(6)
    assert again.read(at(8), Shows.MAJOR_OUTAGE, None).trouble_at == at(6)


@pytest.mark.usefixtures("knowledge")  # the words are its own
@pytest.mark.parametrize(
    ("notice", "version"),
    [
        ("Ver.5.0.2を公開しました", "5.0.2"),
        ("原因を特定しました。v3.1に更新していただくと表示されます。保存はまだできません", "3.1"),
        ("Version 2.14.0 is available now.", "2.14.0"),
        ("Please update to 2.14. Printing still fails", "2.14"),
        ("修正版を準備しています", ""),
        ("修正版（5.0.2）は今週中に公開予定です", ""),
        ("Version 2.14.0 will be released today", ""),
        (
            "配信サーバーの障害により旧版（4.1.9以前）が読み込めません。配信先を変えた 4.1.10 を公開しました",
            "4.1.10",
        ),
        ("4.1.9をお使いの方は4.1.10へ更新してください", "4.1.10"),
        ("Users of 4.1.9 and earlier should update to 4.1.10", "4.1.10"),
        ("配信サーバーの障害で4.1.9が読み込めません", ""),
        ("4.1.10まで更新してください", "4.1.10"),
        ("Please update to 4.1.10 before Friday", "4.1.10"),
        ("2026.11.25 公開", ""),
        ("対応版の公開は12.25を予定", ""),
        ("5.0.2で表示されない不具合を確認しました", ""),
        ("", ""),
    ],
)
def test_a_version_counts_where_it_is_said_to_be_out(notice: str, version: str) -> None:
    assert release_in(notice) == version


@pytest.mark.usefixtures("knowledge")
@each(
    ("notice", "passed_on"),
    [
        (
            "送信が止まっています。回答は保存されています。再送はしないでください",
            "回答は保存されています。再送はしないでください",
        ),
        (
            "Sending has stopped. Answers are saved. Please do not resend.",
            "Answers are saved. Please do not resend",
        ),
        ("原因を調査しています", ""),
        ("12:30ごろまでお待ちください", ""),
        ("プラグインを削除して入れ直してください", ""),
        ("詳しくは https://status.example をご覧ください", ""),
        ("対応中です。更新してください", ""),  # which says nothing by itself
        ("", ""),
    ],
)
def test_of_a_notice_what_to_do_is_passed_on_and_no_forecast_link_or_deletion(
    notice: str, passed_on: str
) -> None:
    assert guidance_in(notice) == passed_on


@pytest.mark.usefixtures("knowledge")
def test_no_more_is_passed_on_than_a_short_text_holds() -> None:
    first = "回答は保存されていますので、そのままお待ちください"
    assert guidance_in(f"{first}。" + "管理画面から取得できます" * 12) == first
    assert len(guidance_in("。".join([first] * 9))) <= LONGEST_GUIDANCE + 8


def test_trouble_on_a_page_that_could_not_be_read_for_long_began_lately() -> None:
    first = FeedState("f", "s", FetchOutcome.UNREACHABLE, at(0), failing_since=at(0))
    assert (
        first.read(at(2), Shows.MAJOR_OUTAGE, None).trouble_at is None
    )  # it may stand there for days
    late = first.failed(at(28), FetchOutcome.UNREACHABLE, "gone")
    assert late.read(at(29), Shows.MAJOR_OUTAGE, None).trouble_at is None
    assert late.read(at(30), Shows.MAJOR_OUTAGE, None).trouble_at == at(30)
