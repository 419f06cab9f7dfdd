"""Notices without a mark, read by what they say. Written by hand; no vendor's notice is quoted."""

from bot.feeds.formats.notice_sentences import announces, says_over, severity
from bot.model.status import State
from tests.cases import each


@each(
    ("title", "body"),
    [
        ("ログインできない障害が発生していました", ""),
        ("一部のお客様で表示が遅い事象が発生しておりました", ""),
        ("検索が遅い障害について", "原因を取り除き、12時05分に復旧いたしました。"),
        ("検索が遅い障害について", "現在は正常にご利用いただけます。"),
        ("検索が遅い障害について", "発生期間：5月1日 9:05 ～ 9:40"),
        ("添付の不具合について", "修正が完了しました。"),
        ("Sign-in", "Sign-in is back to normal."),
        ("Mail", "Mail is now available again. We are sorry."),
        ("Search errors have been resolved", ""),
        ("先週の検索の障害に関するご報告", ""),
        ("ログイン障害の原因と再発防止策について", ""),
        ("検索の障害に関する最終報告", ""),
    ],
)
def test_a_notice_that_says_so_is_over(title: str, body: str) -> None:
    assert says_over(title, body)


@each(
    ("title", "body"),
    [
        ("ログインできない障害が発生しています", ""),
        ("検索が遅い障害について", "復旧しましたら改めてご案内いたします。"),
        ("検索が遅い障害について", "復旧次第、本ページでお知らせします。"),
        ("検索が遅い障害について", "12時ごろ復旧しましたが、現在も一部で発生しています。"),
        ("検索が遅い障害について", "一部の機能は復旧しました。"),
        ("検索が遅い障害について", "13時に復旧しました。14時に再度発生しています。"),
        ("検索が遅い障害について", "発生期間：5月1日 9:05 ～ 現在"),
        ("検索が遅い障害について", "発生日時：5月1日 9:05ごろから"),
        ("【未復旧】検索の障害", ""),
        ("検索の障害に関するご報告", ""),
        ("Mail", "We will tell you once mail is available again."),
        ("Mail", "It is not yet back to normal."),
        ("Mail", "Delivery is partially restored."),
    ],
)
def test_a_promise_or_a_part_is_no_end(title: str, body: str) -> None:
    assert not says_over(title, body)


@each(
    ("title", "state"),
    [
        ("製品にアクセスできない障害が発生しています", State.MAJOR_OUTAGE),
        ("ログインできない事象について", State.MAJOR_OUTAGE),
        ("一部のお客様でログインできない事象について", State.PARTIAL_OUTAGE),
        ("検索結果が表示できない不具合", State.PARTIAL_OUTAGE),
        ("メール通知が届かない障害", State.PARTIAL_OUTAGE),
        ("表示に時間がかかる障害", State.DEGRADED),
        ("接続しづらい状況について", State.DEGRADED),
        ("障害のお知らせ", State.DEGRADED),
        ("臨時休業について", State.UNKNOWN),
    ],
)
def test_how_bad_it_is_stands_in_the_words(title: str, state: State) -> None:
    assert severity(title) is state


@each(
    "title",
    [
        "仕様変更のお知らせ",
        "5月アップデートのお知らせ",
        "定期メンテナンスの実施について",
        "検索の不具合修正を含むアップデートを5月9日に行います",
        "障害対策のためのメンテナンスを実施します",
    ],
)
def test_an_announced_change_is_no_trouble(title: str) -> None:
    assert announces(title)


@each(
    "title",
    [
        "アップデート後に保存できない不具合",
        "サービス停止について",
        "不具合修正のアップデート後に保存できない不具合",
    ],
)
def test_trouble_after_a_change_is_trouble(title: str) -> None:
    assert not announces(title)
