"""Staff hear once that a page still shows trouble which is over, or cannot be read."""

import pytest

from bot.model.status import FetchOutcome, Shows
from tests.builders import FORMS, MINUTE
from tests.fakes import Day

NOTHING_ARRIVES = "Hoshi Formの回答がkintoneに届きません"


def stale(desk: Day) -> list[str]:
    return [n.text for n in desk.notes if "掲載のまま" in n.text]


@pytest.mark.slow
def test_a_page_that_stays_red_after_the_end_is_told_once(desk: Day) -> None:
    desk.opens()
    desk.report("aoi", "beni", "chie", text=NOTHING_ARRIVES, uses=FORMS)
    desk.feed("hoshi_status", Shows.INVESTIGATING)
    desk.passes(30)
    desk.ends()
    desk.passes(19)
    assert stale(desk) == []
    desk.passes(40)
    (note,) = stale(desk)
    assert "Hoshi Form" in note


@pytest.mark.slow
def test_a_page_that_turns_red_after_the_end_is_news_and_not_stale(desk: Day) -> None:
    desk.opens()
    desk.report("aoi", "beni", "chie", text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(30)
    desk.ends()
    desk.feed("hoshi_status", Shows.INVESTIGATING)
    desk.passes(60)
    assert stale(desk) == []


@pytest.mark.slow
def test_one_page_that_cannot_be_read_for_ten_minutes_is_told_once(desk: Day) -> None:
    """A page that fails for a moment is none of anybody's business."""

    def unread() -> list[str]:
        return [n.text for n in desk.notes if "読み取れていません" in n.text]

    desk.feed("hoshi_status", FetchOutcome.UNREADABLE)
    desk.now += 8 * MINUTE
    desk.passes(1)
    assert unread() == []
    desk.passes(2)
    (note,) = unread()
    assert FORMS.name in note
