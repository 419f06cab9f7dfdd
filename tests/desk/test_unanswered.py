"""A question without an answer is admitted, counted with its like, and bounded."""

from datetime import datetime, timedelta

import pytest

from bot.desk.unanswered import MOST, count_unanswered
from bot.model.unanswered import UnansweredQuestion
from tests.fakes import Day

PUT = "全角の数字は検索で区別されますか？"
ALIKE = "全角の数字って検索で区別されますか"
OTHER = "予約の上限は何件ですか？"


def counted(desk: Day) -> dict[str, int]:
    with desk.store.work() as work:
        return {q.text: q.times for q in work.unanswered()}


def put(desk: Day, *questions: str) -> None:
    with desk.store.work() as work:
        for question in questions:
            count_unanswered([question], "ja", desk.now, work)


def test_the_like_of_a_question_is_counted_with_it_in_its_latest_words(desk: Day) -> None:
    put(desk, PUT, OTHER, ALIKE)
    assert counted(desk) == {ALIKE: 2, OTHER: 1}


def test_a_question_of_a_customer_is_kept_masked_and_an_answered_one_is_not(desk: Day) -> None:
    desk.says("aoi", "山田(yamada@example.co.jp)は今日の件を知っていますか？")
    desk.says("ben", "いま障害は出ていますか？")
    (question,) = counted(desk)
    assert "yamada@" not in question


@pytest.mark.slow
def test_only_so_many_are_kept_and_the_one_asked_least_makes_room(now: datetime) -> None:
    kept: dict[str, UnansweredQuestion] = {}

    class Kept:
        def unanswered(self, limit: int = MOST) -> list[UnansweredQuestion]:
            return list(kept.values())[:limit]

        def save_unanswered(self, question: UnansweredQuestion) -> None:
            kept[question.id] = question

        def drop_unanswered(self, ident: str) -> None:
            del kept[ident]

    words = [f"{chr(0x4E00 + 7 * n) * 9}の件ですか" for n in range(MOST + 1)]
    for minutes, word in enumerate((words[0], *words)):
        count_unanswered([word], "ja", now + timedelta(minutes=minutes), Kept())
    texts = {q.text for q in kept.values()}
    assert len(texts) == MOST
    assert words[0] in texts  # asked twice
    assert words[1] not in texts
