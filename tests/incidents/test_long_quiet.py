"""After a long quiet the silence of those who were asked says more, and fewer need to say that it is over."""

from bot.incidents.declare import IncidentAction
from bot.incidents.recover import recover
from tests.builders import FORMS, a_watch, an_incident, at, said
from tests.cases import each


@each(
    ("back", "verified", "quiet", "minutes", "asked", "ended"),
    [
        (2, 12, 60, 15, True, True),
        (2, 12, 59, 15, True, False),  # four of twelve, as ever
        (2, 12, 60, 14, True, False),
        (2, 12, 60, 60, False, False),  # nobody was asked
        (2, 13, 60, 15, True, True),
        (2, 14, 60, 15, True, False),
        (3, 14, 60, 15, True, True),
        (1, 12, 60, 60, True, False),
        (1, 5, 60, 60, True, False),
    ],
)
def test_fewer_words_do_after_an_hour_without_a_report(
    back: int, verified: int, quiet: float, minutes: float, *, asked: bool, ended: bool
) -> None:
    well = 5 + quiet
    incident = an_incident(
        suspects=(FORMS.cause,),
        recovered=tuple(f"org{n}" for n in range(back)),
        verified=verified,
        last_report_at=at(5),
        well_at=at(well),
        asked=asked,
    )
    found = recover(incident, a_watch(after=well + minutes), said)
    assert (found is not None and found.action is IncidentAction.RECOVERED) is ended
