"""How a desk's word is judged: by pages, measurements and people, never by what it made us believe."""

import pytest

from bot.model.knowledge import Knowledge
from bot.model.peer import PeerRecord, SightingState
from bot.model.status import Shows
from tests.builders import PRINTS, RARE
from tests.desk.neighbours import a_desk, heard, record, tell


@pytest.mark.slow
def test_what_a_page_shows_as_well_proves_a_desk_right(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    tell(day, product=PRINTS.id)
    day.passes(20)
    assert PRINTS.status_feed is not None
    day.feed(PRINTS.status_feed, Shows.MAJOR_OUTAGE)
    day.passes(5)
    day.feed(PRINTS.status_feed, Shows.OPERATIONAL)
    tell(day, SightingState.OVER, PRINTS.id)
    assert record(day) == PeerRecord()
    day.passes(181)
    assert record(day) == PeerRecord(1, 1)
    assert heard(day) == []


@pytest.mark.slow
def test_what_nothing_confirms_counts_against_a_desk_where_it_could_be_seen(
    knowledge: Knowledge,
) -> None:
    day = a_desk(knowledge)
    tell(day, product=PRINTS.id)  # it has a page
    tell(day, product=RARE.id)  # nobody watches it
    day.passes(181)
    assert record(day) == PeerRecord(1, 0)


def test_what_a_desk_takes_back_counts_against_it_at_once(knowledge: Knowledge) -> None:
    day = a_desk(knowledge)
    tell(day)
    day.passes(5)
    tell(day, SightingState.WITHDRAWN)
    day.passes(1)
    assert record(day) == PeerRecord(1, 0)
