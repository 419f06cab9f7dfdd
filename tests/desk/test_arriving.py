"""What an event goes through before it is kept: its clock, and how much of it."""

import logging
from datetime import datetime

import pytest

from bot.desk import arriving
from bot.desk.arriving import masked, not_before
from bot.desk.ports import UnitOfWork
from bot.model.event import FeedRead, SocialPost, Tick
from bot.model.macro import MacroSaved
from bot.model.status import FetchOutcome, Shows
from tests.builders import at
from tests.cases import each


@each(
    ("minutes", "taken", "warned"),
    [
        (11, at(11), False),
        (10, at(10), False),
        (10 - 5 / 60, at(10), False),
        (10 - 5.1 / 60, at(10), True),
        (0, at(10), True),
    ],
)
def test_a_clock_that_runs_behind_what_was_handled_is_put_right(
    work: UnitOfWork,
    caplog: pytest.LogCaptureFixture,
    minutes: float,
    taken: datetime,
    *,
    warned: bool,
) -> None:
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        work.remember("clock", at(10).isoformat())
        assert not_before(Tick(at(minutes)), work).at == taken
    assert bool(caplog.records) is warned
    assert not_before(Tick(at(0)), work).at == taken


def test_a_text_is_kept_as_long_as_texts_are_and_says_how_much_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 20,000 letters, which take a second to be masked."""
    assert arriving.LONGEST_TEXT == 20_000
    monkeypatch.setattr(arriving, "LONGEST_TEXT", 200)
    whole = SocialPost(at(0), "あ" * 200)
    assert masked(whole) == whole
    longer = masked(SocialPost(at(0), "あ" * 200 + "い"))
    assert isinstance(longer, SocialPost)
    kept, _, left = longer.text.partition("\n[… ")
    assert int(left.removesuffix("]")) == 201 - len(kept)


def test_of_what_a_page_says_two_thousand_letters_are_kept_and_of_ten_oddities_three_hundred() -> (
    None
):
    odd = tuple("お" * 301 for _ in range(11))
    read = FeedRead(at(0), "f", "s", FetchOutcome.OK, Shows.NOTICE, "あ" * 2_001, oddities=odd)
    kept = masked(read)
    assert isinstance(kept, FeedRead)
    assert kept.text == "あ" * 2_000
    assert kept.oddities == ("お" * 300,) * 10


def test_of_the_name_of_a_macro_eighty_letters_are_kept_and_nothing_personal() -> None:
    saved = MacroSaved(at(0), "", "hana", "あ" * 81, {"ja": "a@b.example まで"})
    kept = masked(saved)
    assert isinstance(kept, MacroSaved)
    assert kept.name == "あ" * 80
    assert "a@b" not in kept.texts["ja"]
