from datetime import UTC, datetime

from bot.feeds.by_words import by_words
from bot.model.event import FeedRead, Tick
from bot.model.status import FetchOutcome, Shows
from tests.cases import each

AT = datetime(2024, 5, 1, tzinfo=UTC)

NOTICES = (
    ("東北の一部でインターネットがご利用できない状況について調査中です", Shows.INVESTIGATING),
    ("帳票の出力に時間がかかる事象が発生しています", Shows.INVESTIGATING),
    ("【復旧】通信障害は9時40分に復旧しました", Shows.RESOLVED),
    ("5/12 アップデート：一覧のボタンの位置を変更しました", Shows.NOTICE),
    ("夏季休業のお知らせ", Shows.NOTICE),
    ("", Shows.NOTICE),
)


@each(("text", "shows"), NOTICES)
def test_a_notice_without_a_mark_is_taken_by_its_words(text: str, shows: Shows) -> None:
    assert by_words(reading(Shows.NOTICE, text)) == reading(shows, text)


def reading(shows: Shows, text: str) -> FeedRead:
    return FeedRead(AT, "page", "product", FetchOutcome.OK, shows, text)


def test_a_word_of_the_page_stands() -> None:
    read = reading(Shows.OPERATIONAL, "ログインできない障害が発生しています")
    assert by_words(read) is read


def test_what_is_no_reading_is_left_alone() -> None:
    tick = Tick(AT)
    assert by_words(tick) is tick
