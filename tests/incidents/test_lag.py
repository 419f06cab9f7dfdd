"""How late a page is, learned from what has ended; and what its silence is worth for that."""

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.lag import learned
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import FeedRecord, FetchOutcome, Shows
from bot.triage.evidence.feeds import in_words, silence
from tests.builders import FORMS, a_feed, an_incident, at
from tests.cases import each
from tests.shipped import knowledge


def over(minutes: float = 90) -> Incident:
    return an_incident(
        suspects=(FORMS.cause,), status=IncidentStatus.RESOLVED, resolved_at=at(minutes)
    )


@each(("published", "lag"), [(20, 20.0), (-10, 0.0), (-70, None), (95, None), (None, None)])
def test_the_lag_is_that_of_the_page_behind_the_first_report(
    published: float | None, lag: float | None
) -> None:
    shows = Shows.OPERATIONAL if published is None else Shows.INVESTIGATING
    page = a_feed(FORMS, shows, since=published or 0, read=96)
    record = learned(page, over(), at(0))
    assert (record.incidents, record.published) == (1, int(lag is not None))
    assert record.usual_lag == lag


def test_a_page_that_could_not_be_read_is_not_blamed() -> None:
    page = a_feed(FORMS, Shows.OPERATIONAL, outcome=FetchOutcome.UNREADABLE, read=5)
    assert learned(page, over(), at(0)).incidents == 0


def test_attempts_are_counted_beside_it() -> None:
    record = FeedRecord().tried(failed=False).tried(failed=True).learned(4.0).learned(None)
    assert (record.tries, record.failures, record.incidents, record.published) == (2, 1, 2, 1)


def test_the_record_in_words() -> None:
    assert in_words(FeedRecord().learned(None), knowledge().both) == (
        "（障害 1 件中 0 件を掲載）",
        " (0 of 1 incidents published)",
    )
    record = FeedRecord().learned(10.0).learned(30.0).learned(None)
    assert in_words(record, knowledge().both) == (
        "（障害 3 件中 2 件を掲載、中央値 20 分遅れ）",
        " (2 of 3 incidents published, 20 min late (median))",
    )


def a_record(*lags: float | None) -> FeedRecord:
    record = FeedRecord()
    for lag in lags:
        record = record.learned(lag)
    return record


def test_the_silence_of_a_prompt_page_says_more_and_that_of_a_mute_one_less() -> None:
    assert silence(FeedRecord()) == 1.0
    assert silence(a_record(*[2.0] * 8)) > 2
    assert silence(a_record(*[90.0] * 8)) < silence(a_record(*[2.0] * 8)) / 3
    assert silence(a_record(*[None] * 8)) < 0.5


@given(st.lists(st.none() | st.floats(0, 600), max_size=60))
def test_a_silence_never_proves_anything(lags: list[float | None]) -> None:
    record = a_record(*lags)
    assert 0 < silence(record) < 20
    assert len(record.lags) <= 20
    assert record.published <= record.incidents
